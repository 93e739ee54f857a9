"""Operators on objects of workspace classes, by the methods that the classes define."""

from __future__ import annotations

from typing import Any

from param_lsp.evaluate import attributes, classes, enums, operators, records
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.values import Function, Instance, IteratorValue, ListValue, Unknown, Value

SPECIAL = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "|": "or", "&": "and", "^": "xor", "<<": "lshift", ">>": "rshift",
}  # fmt: skip
COMPARING = {
    "==": ("__eq__", "__eq__"), "!=": ("__ne__", "__ne__"), "<": ("__lt__", "__gt__"), ">": ("__gt__", "__lt__"),
    "<=": ("__le__", "__ge__"), ">=": ("__ge__", "__le__"),
}  # fmt: skip


def operate(machine: Machine, sign: str, left: Value, right: Value, node: Any, frame: Frame) -> Value:
    """Apply an operator that a class of the workspace defines."""
    name = SPECIAL.get(sign, sign)
    for owner, method, other in ((left, f"__{name}__", right), (right, f"__r{name}__", left)):
        of = classes.class_of(owner)
        if of is not None and isinstance(classes.find(of, method), Function):
            return classes.special(machine, owner, method, [other], node, frame)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left if isinstance(left, Unknown) else right
    return machine.unknown(node, frame, "the operator {sign} on these values is not followed", sign=sign)


def compare(machine: Machine, sign: str, left: Value, right: Value, node: Any, frame: Frame) -> Value:
    """Compare objects of workspace classes: by their own methods, as dataclasses by their fields, else by identity."""
    for owner, method, other in ((left, COMPARING[sign][0], right), (right, COMPARING[sign][1], left)):
        of = classes.class_of(owner)
        if of is not None and isinstance(classes.find(of, method), Function):
            return classes.special(machine, owner, method, [other], node, frame)
        if of is not None and sign == "!=" and isinstance(classes.find(of, "__eq__"), Function):
            return operators.unary("not", classes.special(machine, owner, "__eq__", [other], node, frame))
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left if isinstance(left, Unknown) else right
    if sign not in ("==", "!="):
        return machine.unknown(node, frame, "a comparison of these values is not followed")
    if (
        isinstance(left, Instance)
        and isinstance(right, Instance)
        and left.of is right.of
        and records.is_record(left.of)
    ):
        return attributes.compare(machine, sign, records.as_tuple(left), records.as_tuple(right), node, frame)
    foreign = [classes.library_base(value.of) for value in (left, right) if isinstance(value, Instance)]
    if any(base is not None and base not in enums.ENUMS for base in foreign):
        return machine.unknown(node, frame, "a comparison of these values is not followed")
    return (left is right) is (sign == "==")


def contains(machine: Machine, owner: Value, value: Value, node: Any, frame: Frame) -> Value:
    """Give what `value in owner` says for an object of a workspace class and for an iterator; None for other values."""
    of = classes.class_of(owner)
    if of is not None and classes.find(of, "__contains__") is not None:
        return classes.special(machine, owner, "__contains__", [value], node, frame)
    if of is None and not isinstance(owner, IteratorValue):
        return None
    from param_lsp.evaluate import iteration  # noqa: PLC0415 - iteration needs this module

    members = iteration.members(machine, owner, frame, node)
    return members if isinstance(members, Unknown) else operators.compare("in", value, ListValue(list(members)))
