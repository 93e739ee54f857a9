"""The tensors that go into a `call` that is followed, and those that come out: nests of them as programs write them."""

from __future__ import annotations

from collections.abc import Iterator

from param_lsp.message import message
from param_lsp.shapes import Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import (
    Array,
    DictValue,
    KerasTensor,
    ListValue,
    Node,
    Unknown,
    Value,
)
from param_lsp.values import (
    Frame as DataFrame,
)


def symbolic(value: Value) -> Value:
    """Give the same structure with tensors that belong to no graph."""
    if isinstance(value, KerasTensor | Array):
        return KerasTensor(value.shape, value.dtype)
    if isinstance(value, DataFrame):
        return KerasTensor((value.rows, value.width))
    if isinstance(value, ListValue) and value.unknown is None:
        return ListValue([symbolic(item) for item in value.items])
    if isinstance(value, tuple):
        return tuple(symbolic(item) for item in value)
    if isinstance(value, DictValue) and value.unknown is None:
        return DictValue({key: symbolic(item) for key, item in value.items.items()})
    if isinstance(value, Unknown):
        return KerasTensor(UnknownShape(value.reason))
    return value


def tensor_of(shape: ShapeTree) -> Value:
    """Give a tensor that belongs to no graph, or a list of them."""
    return ListValue([tensor_of(item) for item in shape.items]) if isinstance(shape, Shapes) else KerasTensor(shape)


def value_of(shape: ShapeTree) -> Value:
    """Give a shape as a program sees it."""
    if isinstance(shape, UnknownShape):
        return Unknown(shape.reason)
    return ListValue([value_of(item) for item in shape.items]) if isinstance(shape, Shapes) else shape


def _members(value: Value) -> list[Value] | None:
    if isinstance(value, DictValue):
        return list(value.items.values())
    return value.items if isinstance(value, ListValue) else list(value) if isinstance(value, tuple) else None


def tensors_in(value: Value) -> Iterator[Value]:
    """Give the tensors and arrays in a nest."""
    if isinstance(value, KerasTensor | Array):
        yield value
    for member in _members(value) or ():
        yield from tensors_in(member)


def shape_of(value: Value) -> ShapeTree:
    """Give the shape of a tensor, or the shapes of a nest of them."""
    if isinstance(value, KerasTensor):
        shape: ShapeTree = value.shape
        return shape
    members = _members(value)
    if members:
        return Shapes(tuple(shape_of(member) for member in members))
    reason = value.reason if isinstance(value, Unknown | UnknownDim) else message("what call() gives is not followed")
    return UnknownShape(reason)


def eager(value: Value) -> Value:
    """Give the arrays that an eager call computes."""
    if isinstance(value, KerasTensor) and isinstance(value.shape, UnknownShape):
        return Array(value.shape, value.dtype or "float32", kind="tensor")
    if isinstance(value, KerasTensor) and isinstance(value.shape, tuple):
        free = UnknownDim(message("the batch size is not known"))
        known = tuple(free if dim is None else dim for dim in value.shape)
        return Array(known, value.dtype or "float32", kind="tensor")
    if isinstance(value, ListValue):
        return ListValue([eager(item) for item in value.items], value.unknown)
    if isinstance(value, DictValue):
        return DictValue({key: eager(item) for key, item in value.items.items()}, value.unknown)
    return tuple(eager(item) for item in value) if isinstance(value, tuple) else value


def attached(value: Value, node: Node, index: Iterator[int]) -> Value:
    """Give the result's tensors as outputs of this call."""
    if isinstance(value, KerasTensor):
        return KerasTensor(value.shape, value.dtype, node, next(index))
    if isinstance(value, ListValue):
        return ListValue([attached(item, node, index) for item in value.items], value.unknown)
    if isinstance(value, DictValue):
        return DictValue({key: attached(item, node, index) for key, item in value.items.items()}, value.unknown)
    if isinstance(value, Unknown):
        return KerasTensor(UnknownShape(value.reason), None, node, next(index))
    return tuple(attached(item, node, index) for item in value) if isinstance(value, tuple) else value
