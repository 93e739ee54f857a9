"""Read sizes, axes and arrays out of any value: the first step of every array function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import Any

from param_lsp.libraries.dtypes import dtype_of, promote
from param_lsp.libraries.sequences import ITEMS_LIMIT, sequence
from param_lsp.libraries.sizes import NOT_KNOWN, as_dim, unify
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import (
    Array,
    DictValue,
    Frame,
    LibraryObject,
    ListValue,
    NumpyScalar,
    RangeValue,
    Series,
    SetValue,
    Unknown,
    Value,
)

_DEPTH_LIMIT = 16  # NumPy allows 64 axes; nobody writes more than a few, and a list may hold itself


def as_array(value: Value, _depth: int = 0) -> Array:  # noqa: C901, PLR0912 - one line a case
    """Give the array that `np.asarray(value)` makes; of what is not known, an array of unknown shape."""
    if isinstance(value, Array):
        return value
    if isinstance(value, NumpyScalar):
        return _scalar_array(value.value, value.dtype)
    if isinstance(value, Series):
        column = value.column
        distinct = None if column.distinct is None else column.distinct + column.missing
        low, high = (None, None) if column.missing else (column.low, column.high)  # NumPy's max of NaN is NaN
        return Array((value.rows,), plain_dtype(column.dtype), distinct, low, high, source=value.source)
    if isinstance(value, Frame):
        return frame_array(value)
    if isinstance(value, (tuple, ListValue)):
        return _nested(value, _depth)
    if isinstance(value, RangeValue):
        count = value.count
        if not count:
            return Array((0,), "int64")
        ends = (value.start, value.start + (count - 1) * value.step)
        items = tuple(value.members) if count <= ITEMS_LIMIT else None
        return Array((count,), "int64", count, min(ends), max(ends), items)
    if isinstance(value, Unknown):
        return Array(UnknownShape(value.reason))
    if isinstance(value, (Polynomial, UnknownDim)):
        return _scalar_array(value, "int64")
    if value is None or isinstance(value, (DictValue, SetValue)):
        return Array((), "object")
    if isinstance(value, LibraryObject) and value.type == "builtins.list":
        first = value.fields.get("__len__")
        if isinstance(first, (int, Polynomial, UnknownDim)):
            return Array(UnknownShape(message("the members of the list are not known"), first))
    dtype = dtype_of(value)
    if dtype is not None:
        return _scalar_array(value, dtype)
    return Array(UnknownShape(message("it is not known what array a {type} gives", type=type(value).__name__)))


def frame_array(frame: Frame) -> Array:
    """Give the array of a frame's values: (rows, columns), of the type that holds all columns."""
    dtype: str | None = None
    low = high = None
    if frame.columns:
        columns = list(frame.columns.values())
        dtype = plain_dtype(columns[0].dtype)
        for column in columns[1:]:
            other = plain_dtype(column.dtype)
            # pandas keeps a mix of booleans and numbers as objects, where NumPy would make numbers of it
            dtype = "object" if {dtype, other} > {"bool"} else promote(dtype, other)
        low, high = _ends([column.low for column in columns], [column.high for column in columns])
    return Array((frame.rows, frame.width), dtype, None, low, high, source=frame.source)


def plain_dtype(dtype: str | None) -> str | None:
    """Give the NumPy type of a column's values: text and categories become objects."""
    return "object" if dtype in ("str", "string", "category") else dtype


def as_shape(value: Value) -> Shape | UnknownShape:
    """Read a `shape=` argument: one size or several."""
    members = sequence(value)
    if members is None:
        dim = as_dim(value)
        if dim is not None and not isinstance(value, Unknown):
            return (dim,)
        array = as_array(value)
        if isinstance(array.shape, UnknownShape):
            return array.shape
        if len(array.shape) == 1 and isinstance(array.shape[0], int) and array.shape[0] <= _DEPTH_LIMIT:
            return tuple(UnknownDim(NOT_KNOWN) for _ in range(array.shape[0]))
        return UnknownShape(message("it is not known what shape this asks for"))
    dims = tuple(as_dim(member) for member in members)
    if any(dim is None for dim in dims):
        return UnknownShape(message("a size in the shape is not an integer"))
    return dims


def without_contents(array: Array) -> Array:
    """Give the array with nothing known of its members."""
    return replace(array, distinct=None, low=None, high=None, items=None)


def unknown_array(reason: Message, like: Array | None = None, dtype: str | None = None) -> Array:
    """Make an array of unknown shape, with the source and kind of another."""
    return Array(UnknownShape(reason), dtype, source=like.source if like else None, kind=like.kind if like else "numpy")


def flat_items(items: Any) -> list[Any]:
    """Give the members of nested tuples one after another."""
    if not isinstance(items, tuple):
        return [items]
    return [leaf for item in items for leaf in flat_items(item)]


def with_items(shape: Shape, dtype: str | None, items: tuple[Any, ...] | None, source: Message | None = None) -> Array:
    """Make an array from its known contents, from which the distinct values and the ends follow."""
    if items is None:
        return Array(shape, dtype, source=source)
    leaves = flat_items(items)
    low = high = None
    if leaves and all(isinstance(leaf, (int, float)) and not isnan(leaf) for leaf in leaves):
        low, high = min(leaves), max(leaves)
    return Array(shape, dtype, len(set(leaves)), low, high, items, source)


def _scalar_array(value: Value, dtype: str) -> Array:
    if isinstance(value, (int, float)) and not isnan(value):
        return Array((), dtype, 1, value, value)
    return Array((), dtype)


def _nested(value: tuple[Value, ...] | ListValue, depth: int) -> Array:
    if isinstance(value, ListValue) and value.unknown is not None:
        return Array(UnknownShape(value.unknown.reason))
    members = value.items if isinstance(value, ListValue) else value
    if depth > _DEPTH_LIMIT:
        return Array(UnknownShape(message("it is nested too deeply")))
    if not members:
        return Array((0,), "float64", items=())
    arrays = [as_array(member, depth + 1) for member in members]
    dtype = arrays[0].dtype
    inner = arrays[0].shape
    for array in arrays[1:]:
        dtype = dtype if dtype == array.dtype else _common_text(dtype, array.dtype)
        inner = _same_shape(inner, array.shape)
    if isinstance(inner, UnknownShape):
        return Array(inner, dtype)
    shape: Shape = (len(members), *inner)
    size = product(shape)
    items = None
    if isinstance(size, int) and size <= ITEMS_LIMIT:
        items = _items_of(members, arrays)
    if items is None:
        low, high = _ends([array.low for array in arrays], [array.high for array in arrays])
        return Array(shape, dtype, None, low, high)
    return with_items(shape, dtype, items)


def _items_of(members: Sequence[Value], arrays: Sequence[Array]) -> tuple[Any, ...] | None:
    items: list[Any] = []
    for member, array in zip(members, arrays, strict=True):
        if array.shape != ():
            if array.items is None:
                return None
            items.append(array.items)
            continue
        leaf = member.value if isinstance(member, NumpyScalar) else array.low if isinstance(member, Array) else member
        if not isinstance(leaf, (bool, int, float, str)):
            return None
        items.append(leaf)
    return tuple(items)


def _same_shape(left: Shape | UnknownShape, right: Shape | UnknownShape) -> Shape | UnknownShape:
    if isinstance(left, UnknownShape) or isinstance(right, UnknownShape):
        return left if isinstance(left, UnknownShape) else right
    if left == right:
        return left
    if len(left) != len(right):
        return UnknownShape(message("its members differ in shape"))
    dims = []
    for first, second in zip(left, right, strict=True):
        assert first is not None
        assert second is not None
        dim = unify(first, second)
        if dim is None:
            return UnknownShape(message("its members differ in shape"))
        dims.append(dim)
    return tuple(dims)


def _common_text(left: str | None, right: str | None) -> str | None:
    if left is not None and right is not None and "str" in (left, right) and "object" not in (left, right):
        return "str"  # numbers beside strings become strings
    return promote(left, right)


def _ends(lows: Sequence[Any], highs: Sequence[Any]) -> tuple[Any, Any]:
    low = None if any(end is None for end in lows) else min(lows, default=None)
    high = None if any(end is None for end in highs) else max(highs, default=None)
    return low, high
