"""What each kind of expression gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from param_lsp import libraries
from param_lsp.evaluate import (
    attributes,
    branching,
    calls,
    deciding,
    iteration,
    operators,
    snippets,
    tensors,
)
from param_lsp.evaluate.heap import joined
from param_lsp.evaluate.machine import NOT_FOUND, Machine, Raised, expression
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.syntax import tree
from param_lsp.values import (
    Array,
    DictValue,
    KerasTensor,
    LibraryObject,
    ListValue,
    ModelValue,
    Mutable,
    NumpyScalar,
    Series,
    SetValue,
    Slice,
    Unknown,
    UnknownText,
    Value,
)
from param_lsp.values import (
    Frame as DataFrame,
)

CONVERSIONS: dict[str, Any] = {"r": repr, "a": ascii, "s": str}
SHOWN = (Array, DataFrame, Series, LibraryObject, ModelValue)
"""What hovers over a name explain."""


@expression(tree.Constant)
def constant(machine: Machine, node: tree.Constant, frame: Frame) -> Value:
    return node.value


@expression(tree.TooLarge)
def too_large(machine: Machine, node: tree.TooLarge, frame: Frame) -> Value:
    return machine.unknown(node, frame, "the number has too many digits")


@expression(tree.Name)
def name(machine: Machine, node: tree.Name, frame: Frame) -> Value:
    value = machine.lookup(node.id, frame)
    if value is NOT_FOUND:
        value = snippets.missing(node, frame)
        if machine.path is not None:
            value = machine.path.part(None, node.id, value)
    if isinstance(value, SHOWN):
        machine.remember(node.id, frame.place(node), value, frame)
    return value


@expression(tree.Attribute)
def attribute(machine: Machine, node: tree.Attribute, frame: Frame) -> Value:
    owner = machine.evaluate(node.value, frame)
    value = attributes.get(machine, owner, node.attr, node, frame)
    if machine.path is not None and _is_part(owner, value):
        value = machine.path.part(owner, node.attr, value)
    if isinstance(value, SHOWN):
        machine.remember(node.attr, frame.between(node.attr_start, node.end), value, frame)
    return value


@expression(tree.Subscript)
def subscript(machine: Machine, node: tree.Subscript, frame: Frame) -> Value:
    owner = machine.evaluate(node.value, frame)
    index = machine.evaluate(node.index, frame)
    value = attributes.item(machine, owner, index, node, frame)
    if machine.path is not None and _is_part(owner, value):
        constant = (type(index), index) if isinstance(index, operators.CONSTANTS) else object()
        value = machine.path.part(value if isinstance(owner, Mutable) else owner, constant, value)
    return value


def _is_part(owner: Value, value: Value) -> bool:
    """Tell whether an unknown value only stands for a part of its owner, and so for other parts too."""
    if isinstance(owner, Unknown | UnknownDim | Polynomial):
        return True
    return isinstance(owner, ListValue | DictValue) and value is owner.unknown


@expression(tree.SliceExpression)
def slice_(machine: Machine, node: tree.SliceExpression, frame: Frame) -> Value:
    parts = [None if part is None else machine.evaluate(part, frame) for part in (node.lower, node.upper, node.step)]
    return Slice(*parts)


@expression(tree.CallExpression)
def call(machine: Machine, node: tree.CallExpression, frame: Frame) -> Value:
    return calls.call_expression(machine, node, frame)


def _items(machine: Machine, items: tuple[Any, ...], frame: Frame) -> tuple[list[Value], Unknown | None]:
    values: list[Value] = []
    unknown = None
    for item in items:
        if isinstance(item, tree.Starred):
            starred = machine.evaluate(item.value, frame)
            members = iteration.members(machine, starred, frame, item)
            if isinstance(members, Unknown):
                unknown = unknown or members
            else:
                values.extend(members)
        else:
            values.append(machine.evaluate(item, frame))
    return values, unknown


MOST_NESTED = 10_000  # members of tuples in a tuple


@expression(tree.TupleExpression)
def tuple_(machine: Machine, node: tree.TupleExpression, frame: Frame) -> Value:
    values, unknown = _items(machine, node.items, frame)
    if _nested(values, {}) > MOST_NESTED:
        return machine.unknown(node, frame, "this tuple holds too many others to follow")
    return unknown or tuple(values)


def _nested(values: Sequence[Value], known: dict[int, int]) -> int:
    """Count the members of tuples in tuples; `x = (x, x)` sixty times over is more than anyone can walk through."""
    count = len(values)
    for value in values:
        if isinstance(value, tuple):
            if id(value) not in known:
                known[id(value)] = _nested(value, known)
            count += known[id(value)]
    return count


@expression(tree.ListExpression)
def list_(machine: Machine, node: tree.ListExpression, frame: Frame) -> Value:
    return ListValue(*_items(machine, node.items, frame))


@expression(tree.SetExpression)
def set_(machine: Machine, node: tree.SetExpression, frame: Frame) -> Value:
    values, unknown = _items(machine, node.items, frame)
    if not all(isinstance(value, operators.CONSTANTS) for value in values):
        unknown = unknown or machine.unknown(node, frame, "a set holds values that are not known")
        values = [value for value in values if isinstance(value, operators.CONSTANTS)]
    return SetValue(dict.fromkeys(values), unknown)


@expression(tree.DictExpression)
def dict_(machine: Machine, node: tree.DictExpression, frame: Frame) -> Value:
    result = DictValue()
    for key_node, value_node in node.items:
        value = machine.evaluate(value_node, frame)
        if key_node is None:
            if isinstance(value, DictValue):
                result.items.update(value.items)
                result.unknown = result.unknown or value.unknown
            else:
                result.unknown = machine.unknown(value_node, frame, "a dictionary takes in values that are not known")
            continue
        attributes.set_key(result, machine.evaluate(key_node, frame), value, frame.place(node))
    return result


@expression(tree.Starred)
def starred(machine: Machine, node: tree.Starred, frame: Frame) -> Value:
    return machine.unknown(node, frame, "a starred expression is not followed here")


@expression(tree.BinaryOperation)
def binary(machine: Machine, node: tree.BinaryOperation, frame: Frame) -> Value:
    left, right = machine.evaluate(node.left, frame), machine.evaluate(node.right, frame)
    return attributes.operate(machine, node.operator, left, right, node, frame)


@expression(tree.UnaryOperation)
def unary(machine: Machine, node: tree.UnaryOperation, frame: Frame) -> Value:
    operand = machine.evaluate(node.operand, frame)
    if isinstance(operand, Array | Series | DataFrame) and node.operator in "+-~":
        return operand if isinstance(operand, DataFrame) else _unordered(operand)
    if isinstance(operand, KerasTensor) and node.operator in tensors.SIGNS:
        return tensors.signed(machine, node.operator, operand, node, frame)
    if node.operator == "not" and operators.truth(operand) is None:
        known = deciding.truth(machine, operand, node.operand, frame)
        return not known if isinstance(known, bool) else Unknown(known.reason, known.place)
    return operators.unary(node.operator, operand)


def _unordered(value: Array | Series) -> Value:
    if isinstance(value, Array):
        return Array(value.shape, value.dtype, value.distinct, source=value.source, kind=value.kind)
    return Series(value.rows, name=value.name, source=value.source)


@expression(tree.BooleanOperation)
def boolean(machine: Machine, node: tree.BooleanOperation, frame: Frame) -> Value:
    left = machine.evaluate(node.left, frame)
    known = deciding.truth(machine, left, node.left, frame)
    if not isinstance(known, bool):
        right = machine.evaluate(node.right, frame)
        if isinstance(left, Unknown):
            decided = operators.truth(right)
            if decided is not None and decided is (node.operator == "or") and isinstance(right, bool):
                return right
            return left
        return joined(left, right, Unknown(known.reason, known.place))
    if known is (node.operator == "or"):
        return left
    return machine.evaluate(node.right, frame)


@expression(tree.Comparison)
def comparison(machine: Machine, node: tree.Comparison, frame: Frame) -> Value:
    left = machine.evaluate(node.left, frame)
    result: Value = True
    for sign, right_node in node.rest:
        right = machine.evaluate(right_node, frame)
        result = attributes.compare(machine, sign, left, right, node, frame)
        if operators.truth(result) is not True:
            return result
        left = right
    return result


@expression(tree.Conditional)
def conditional(machine: Machine, node: tree.Conditional, frame: Frame) -> Value:
    test = deciding.decide(machine, node.test, frame)
    if isinstance(test, bool):
        return machine.evaluate(node.body if test else node.orelse, frame)
    runs = [lambda: machine.evaluate(node.body, frame), lambda: machine.evaluate(node.orelse, frame)]
    results, join = branching.forked(machine, runs, branching.whens(test), test)
    alive = [index for index, result in enumerate(results) if not branching.is_raise(result)]
    join(alive)
    if not alive:
        raise Raised(results[0].value)
    return joined(results[alive[0]], results[alive[-1]], Unknown(test.reason, test.place))


@expression(tree.Lambda)
def lambda_(machine: Machine, node: tree.Lambda, frame: Frame) -> Value:
    return calls.make_function(machine, "<lambda>", node, frame)


@expression(tree.FormattedString)
def formatted(machine: Machine, node: tree.FormattedString, frame: Frame) -> Value:
    pieces = []
    for part in node.parts:
        value = machine.evaluate(part, frame)
        if not isinstance(value, str):
            reason = value.reason if isinstance(value, Unknown) else message("a part of the text is not known")
            return UnknownText(reason, frame.place(node))
        pieces.append(value)
    return "".join(pieces)


@expression(tree.FormattedValue)
def formatted_value(machine: Machine, node: tree.FormattedValue, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    value = value.value if isinstance(value, NumpyScalar) else value
    spec = "" if node.format_spec is None else machine.evaluate(node.format_spec, frame)
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, operators.CONSTANTS) or not isinstance(spec, str) or node.equals or len(spec) > 20:
        return machine.unknown(node, frame, "the text of this value is not known")
    convert = CONVERSIONS.get(node.conversion)
    converted = value if convert is None else convert(value)
    try:
        result = format(converted, spec)
    except (ValueError, TypeError, OverflowError, MemoryError):
        return machine.unknown(node, frame, "the value does not fit its format")
    return result if len(result) <= operators.MAX_LENGTH else machine.unknown(node, frame, "the text is too long")


@expression(tree.NamedExpression)
def named(machine: Machine, node: tree.NamedExpression, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    iteration.assign(machine, node.target, value, frame)
    return value


@expression(tree.Await)
def await_(machine: Machine, node: tree.Await, frame: Frame) -> Value:
    return machine.evaluate(node.value, frame)


@expression(tree.Yield)
def yield_(machine: Machine, node: tree.Yield, frame: Frame) -> Value:
    if node.value is not None:
        machine.evaluate(node.value, frame)
    return machine.unknown(node, frame, "what is sent to a generator is not known")


def describe(value: Value) -> Any:
    """Tell what a value of data is, in words; None for other values."""
    return libraries.describe(value)
