"""Iterating over values and assigning to targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from param_lsp import libraries
from param_lsp.evaluate import attributes, classes, enums, iterators
from param_lsp.evaluate.library_call import LibraryCall
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.syntax import tree
from param_lsp.values import (
    Array,
    ClassValue,
    DictValue,
    Instance,
    IteratorValue,
    LibraryObject,
    ListValue,
    ModelValue,
    NumpyScalar,
    RangeValue,
    Series,
    SetValue,
    Unknown,
    Value,
)
from param_lsp.values import (
    Frame as DataFrame,
)

LONGEST = 10_000
SHOWN = (Array, DataFrame, Series, LibraryObject, NumpyScalar, ModelValue)


def members(  # noqa: C901, PLR0912 - one line a kind of value
    machine: Machine, value: Value, frame: Frame, node: Any
) -> Sequence[Value] | Unknown:
    """Give the members of an iterable value, or why they are not known."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, Unknown):
        return value
    if isinstance(value, ListValue):
        return value.unknown or list(value.items)
    if isinstance(value, IteratorValue):
        return iterators.drain(machine, value)
    if isinstance(value, ClassValue) and enums.MEMBERS in value.attributes:
        return enums.members(value)
    if isinstance(value, Instance) and (plain := enums.plain(value)) is not value:
        return members(machine, plain, frame, node)
    if isinstance(value, DictValue | SetValue):
        return value.unknown or list(value.items)
    if isinstance(value, RangeValue):
        if value.count > LONGEST:
            return machine.unknown(
                node, frame, "a loop of {count} rounds is too long to follow", count=f"{value.count:,}"
            )
        return value.members
    if isinstance(value, str | bytes):
        return list(value)
    if isinstance(value, UnknownDim):
        return Unknown(value.reason)
    if isinstance(value, Polynomial):
        names = ", ".join(sorted(value.symbols))
        return machine.unknown(node, frame, "{what} is a parameter of a function that nothing calls", what=names)
    found = libraries.iterate(value, LibraryCall(machine, frame, node))
    if found is not None:
        return found
    iterator = iterators.of(machine, value, frame, node)
    if iterator is not value:
        return members(machine, iterator, frame, node)
    return machine.unknown(node, frame, "the members of this value are not known")


def entered(machine: Machine, value: Value, node: Any, frame: Frame) -> Value:
    """Give what `with value as name` binds."""
    if isinstance(value, IteratorValue):  # of a function decorated with contextlib.contextmanager
        member = iterators.advance(machine, value)
        return None if member is iterators.END else member
    owner = classes.class_of(value)
    if owner is not None and classes.find(owner, "__enter__") is not None:
        return classes.special(machine, value, "__enter__", [], node, frame)
    return value


def element(iterable: Value, unknown: Unknown) -> Value:
    """Give what stands for any one member of a value whose members are not known one by one."""
    found = libraries.element(iterable)
    return unknown if found is None else found


def assign(machine: Machine, target: Any, value: Value, frame: Frame) -> None:
    """Assign a value to a name, attribute, item or nest of them."""
    if isinstance(target, tree.Name):
        machine.bind(target.id, value, frame)
        if isinstance(value, SHOWN):
            machine.remember(target.id, frame.place(target), value, frame)
    elif isinstance(target, tree.Attribute):
        owner = machine.evaluate(target.value, frame)
        if isinstance(owner, Array | DataFrame):
            after = libraries.assign_attribute(owner, target.attr, value, LibraryCall(machine, frame, target))
            if after is not owner and after is not None:
                assign(machine, target.value, after, frame)
        else:
            attributes.set_attribute(machine, owner, target.attr, value, target, frame)
    elif isinstance(target, tree.Subscript):
        owner = machine.evaluate(target.value, frame)
        index = machine.evaluate(target.index, frame)
        if isinstance(owner, Array | Series) and not isinstance(target.value, tree.CallExpression):
            changed = libraries.assign(owner, index, value, LibraryCall(machine, frame, target))
            assign(machine, target.value, owner if changed is None else changed, frame)
        else:
            attributes.set_item(machine, owner, index, value, target, frame)
    elif isinstance(target, tree.TupleExpression | tree.ListExpression):
        _unpack(machine, target, value, frame)
    elif isinstance(target, tree.Starred):
        assign(machine, target.value, value, frame)


def _unpack(machine: Machine, target: Any, value: Value, frame: Frame) -> None:
    found = members(machine, value, frame, target)
    if isinstance(found, Unknown):
        for item in target.items:
            assign(machine, item, found if machine.path is None else machine.path.apart(found), frame)
        return
    stars = [index for index, item in enumerate(target.items) if isinstance(item, tree.Starred)]
    wanted = len(target.items)
    if (stars and len(found) < wanted - 1) or (not stars and len(found) != wanted):
        reason = message("{count} values cannot be unpacked into {wanted} names", count=len(found), wanted=wanted)
        for item in target.items:
            assign(machine, item, Unknown(reason, frame.place(target)), frame)
        return
    if not stars:
        for item, member in zip(target.items, found, strict=True):
            assign(machine, item, member, frame)
        return
    before, after = stars[0], wanted - stars[0] - 1
    for item, member in zip(target.items[:before], found, strict=False):
        assign(machine, item, member, frame)
    assign(machine, target.items[before], ListValue(list(found[before : len(found) - after])), frame)
    for item, member in zip(target.items[before + 1 :], found[len(found) - after :], strict=True):
        assign(machine, item, member, frame)


def names_in(target: Any) -> list[tree.Name]:
    """All names that an assignment target binds."""
    if isinstance(target, tree.Name):
        return [target]
    if isinstance(target, tree.TupleExpression | tree.ListExpression):
        return [name for item in target.items for name in names_in(item)]
    return names_in(target.value) if isinstance(target, tree.Starred) else []
