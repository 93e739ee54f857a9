"""What operators do with arrays, NumPy numbers, series and frames: broadcasting, types and ends."""

from __future__ import annotations

import operator as python
from collections.abc import Callable
from dataclasses import replace
from math import isnan
from typing import Any

from param_lsp.libraries.arrays import as_array, unknown_array
from param_lsp.libraries.dtypes import dtype_named, dtype_of, holds, limits, promote, promote_python, true_divide
from param_lsp.libraries.products import matmul
from param_lsp.libraries.sizes import broadcast
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim, UnknownShape
from param_lsp.values import (
    Array,
    Call,
    Column,
    Frame,
    LibraryObject,
    ListValue,
    NumpyScalar,
    RangeValue,
    Series,
    Unknown,
    Value,
)

COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
_BITWISE = frozenset(("&", "|", "^"))
_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": python.add, "-": python.sub, "*": python.mul, "/": python.truediv, "//": python.floordiv, "%": python.mod,
    "**": python.pow, "==": python.eq, "!=": python.ne, "<": python.lt, "<=": python.le, ">": python.gt,
    ">=": python.ge,
    "&": python.and_, "|": python.or_, "^": python.xor, "<<": python.lshift, ">>": python.rshift,
}  # fmt: skip
_DATA = (Array, NumpyScalar, Series, Frame)


def binary(operator: str, left: Value, right: Value, call: Call) -> Value | None:  # noqa: C901 - one line a case
    """Give `left operator right` when one of them is data of a library; None when neither is."""
    if _is_dtype(left) or _is_dtype(right):
        return _compare_dtypes(operator, left, right, call)
    if not isinstance(left, _DATA) and not isinstance(right, _DATA):
        return None
    if operator == "@":
        return matmul(as_array(left), as_array(right), call)
    if operator not in _OPERATIONS:
        return None
    for side in (left, right):
        if (
            isinstance(side, Unknown)
            and not isinstance(left, (Frame, Series))
            and not isinstance(right, (Frame, Series))
        ):
            return _with_unknown(operator, left, right, side)
        if not isinstance(
            side, (*_DATA, ListValue, tuple, int, float, complex, str, Polynomial, UnknownDim, Unknown, RangeValue)
        ):
            return call.unknown("it is not known what {operator} does with data and a {type}", operator=operator,
                                type=type(side).__name__)  # fmt: skip
    if isinstance(left, Frame) or isinstance(right, Frame):
        return _frames(operator, left, right, call)
    if isinstance(left, Series) or isinstance(right, Series):
        return _series(operator, left, right, call)
    if (
        not isinstance(left, Array)
        and not isinstance(right, Array)
        and not _is_sequence(left)
        and not _is_sequence(right)
    ):
        return _scalars(operator, left, right)
    return elementwise(operator, left, right, call)


def unary(operator: str, value: Value, call: Call) -> Value | None:
    """Give `-value`, `+value` or `~value` of data; None when it is not data."""
    if not isinstance(value, _DATA):
        return None
    if operator == "not":
        return call.unknown("the truth of data is not known")
    if operator == "+":
        return value
    if isinstance(value, NumpyScalar):
        if operator == "-" and value.dtype != "bool" and isinstance(value.value, (int, float)):
            return scalar(-value.value, value.dtype)
        return NumpyScalar(UnknownDim(message("its value is not known")), value.dtype)
    if isinstance(value, Frame):
        columns = (
            None if value.columns is None else {name: Column(column.dtype) for name, column in value.columns.items()}
        )
        return Frame(value.rows, columns, value.width, value.source)
    if isinstance(value, Series):
        return replace(value, column=Column(value.column.dtype, value.column.distinct))
    distinct = value.distinct
    return replace(value, distinct=distinct, low=None, high=None, items=None)


def elementwise(operator: str, left: Value, right: Value, call: Call) -> Value:
    """Combine two array-likes element by element."""
    first, second = as_array(left), as_array(right)
    source = first.source or second.source
    kind = "tensor" if "tensor" in (first.kind, second.kind) else "numpy"
    dtype = result_dtype(operator, left, right)
    for array in (first, second):
        if isinstance(array.shape, UnknownShape):
            return replace(unknown_array(array.shape.reason, array, dtype), source=source, kind=kind)
    assert not isinstance(first.shape, UnknownShape)
    assert not isinstance(second.shape, UnknownShape)
    shape = broadcast(first.shape, second.shape)
    if shape is None:
        return call.unknown("operands could not be broadcast together")
    result = Array(shape, dtype, source=source, kind=kind)
    if operator in COMPARISONS or operator in _BITWISE:
        return result
    array, constant, flipped = (first, right, False) if isinstance(left, Array) else (second, left, True)
    ends = _ends(operator, array, constant, dtype, flipped=flipped)
    return replace(result, **ends)


def result_dtype(operator: str, left: Value, right: Value) -> str | None:
    """Give the type of the result of an operator, by NumPy 2's rules."""
    if operator in COMPARISONS:
        return "bool"
    if _is_python_number(right) and not _is_python_number(left):
        dtype = promote_python(as_array(left).dtype, right)
    elif _is_python_number(left) and not _is_python_number(right):
        dtype = promote_python(as_array(right).dtype, left)
    else:
        dtype = promote(as_array(left).dtype, as_array(right).dtype)
    if operator == "/":
        return true_divide(dtype)
    if dtype == "bool" and operator in ("//", "%", "**"):
        return "int8"
    return dtype


def scalar(value: Any, dtype: str | None) -> Value:
    """Make a NumPy number; an integer that its type cannot hold wraps around in NumPy and is unknown here."""
    ends = limits(dtype)
    if ends is not None and isinstance(value, int) and not ends[0] <= value <= ends[1]:
        return NumpyScalar(UnknownDim(message("it does not fit into {dtype}", dtype=dtype)), dtype or "int64")
    if ends is not None and isinstance(value, (int, bool)):
        value = bool(value) if dtype == "bool" else int(value)
    elif isinstance(value, int) and dtype is not None and dtype.startswith("float"):
        value = float(value)
    return NumpyScalar(value, dtype or dtype_of(value) or "float64")


def compute(operator: str, left: Any, right: Any) -> Any:
    """Compute with known numbers, symbols and unknown sizes; an unknown size where it cannot be done."""
    try:
        if operator == "**" and not (isinstance(right, (int, float)) and abs(right) <= 64 and _is_small(left)):
            return UnknownDim(message("the power is too large or not known"))
        if operator in ("<<", ">>") and not (isinstance(right, int) and 0 <= right <= 64):
            return UnknownDim(message("the shift is not known"))
        if operator in COMPARISONS and not (isinstance(left, (int, float)) and isinstance(right, (int, float))):
            return UnknownDim(message("the comparison is not known"))
        result = _OPERATIONS[operator](left, right)
    except (ArithmeticError, TypeError, ValueError):
        return UnknownDim(message("the result of {operator} is not known", operator=operator))
    return UnknownDim(message("the result is not a real number")) if isinstance(result, complex) else result


def _is_small(value: Any) -> bool:
    return isinstance(value, (int, float)) and abs(value) < 2**64


def _scalars(operator: str, left: Value, right: Value) -> Value:
    dtype = result_dtype(operator, left, right)
    first = left.value if isinstance(left, NumpyScalar) else left
    second = right.value if isinstance(right, NumpyScalar) else right
    return scalar(compute(operator, first, second), dtype)


def _with_unknown(operator: str, left: Value, right: Value, unknown: Unknown) -> Value:
    other = right if left is unknown else left
    array = as_array(other)
    dtype = "bool" if operator in COMPARISONS else None
    return replace(unknown_array(unknown.reason, array, dtype), source=array.source)


def _ends(operator: str, array: Array, constant: Value, dtype: str | None, *, flipped: bool) -> dict[str, Any]:
    """Carry the ends and the number of distinct values through `+`, `-`, `*`, `/` with a constant."""
    value = constant.value if isinstance(constant, NumpyScalar) else constant
    if isinstance(value, bool) or not isinstance(value, (int, float)) or operator not in ("+", "-", "*", "/"):
        return {}
    if array.low is None or array.high is None or (operator == "/" and (flipped or value == 0)) or isnan(value):
        return {}
    pair = [
        compute(operator, value, end) if flipped else compute(operator, end, value) for end in (array.low, array.high)
    ]
    if any(isinstance(end, UnknownDim) for end in pair):
        return {}
    low, high = min(pair), max(pair)
    fits = limits(dtype)
    if fits is not None and not (fits[0] <= low and high <= fits[1]):
        return {}
    if not all(holds(dtype, end) for end in pair):
        return {}
    # Rounding could make two values one: whole numbers moved by a whole number stay apart.
    distinct = array.distinct if fits is not None and isinstance(value, int) and value != 0 else None
    return {"low": low, "high": high, "distinct": distinct}


def _series(operator: str, left: Value, right: Value, call: Call) -> Value:
    series = left if isinstance(left, Series) else right
    assert isinstance(series, Series)
    other = right if series is left else left
    dtype = None if isinstance(other, Unknown) else result_dtype(operator, left, right)
    if operator in COMPARISONS:
        dtype = "bool"
    rows = series.rows
    if isinstance(other, Series) and other.rows != rows:
        rows = UnknownDim(message("two series of different lengths are combined"), 0)
    elif isinstance(other, Array) and isinstance(other.shape, tuple) and len(other.shape) > 1:
        return call.unknown("a series is combined with an array of {rank} axes", rank=len(other.shape))
    column = Column(dtype)
    if _is_python_number(other) and operator not in COMPARISONS:
        column = Column(dtype, **_ends(operator, as_array(series), other, dtype, flipped=series is right))
    name = series.name if not isinstance(other, Series) or other.name == series.name else None
    return Series(rows, column, name, series.source)


def _frames(operator: str, left: Value, right: Value, call: Call) -> Value:  # noqa: C901 - one line a case
    frame = left if isinstance(left, Frame) else right
    assert isinstance(frame, Frame)
    other = right if frame is left else left
    rows, width, names = frame.rows, frame.width, None if frame.columns is None else list(frame.columns)
    if isinstance(other, Frame):
        if names is None or other.columns is None or list(other.columns) != names or other.rows != rows:
            return call.unknown("two frames are combined whose labels are not known to be the same")
    elif isinstance(other, Series):
        # A series with one value a column, such as `frame.mean()`; others are matched by labels that we do not follow.
        if other.rows != width:
            return call.unknown("a frame is combined with a series of other labels")
    elif isinstance(other, Array) and isinstance(other.shape, tuple) and len(other.shape) > 2:
        return call.unknown("a frame is combined with an array of {rank} axes", rank=len(other.shape))
    elif isinstance(other, Unknown):
        return call.unknown("a frame is combined with something unknown")
    constant = other if _is_python_number(other) else None

    def dtype_after(dtype: str | None) -> str | None:
        if operator in COMPARISONS:
            return "bool"
        if constant is None:
            return None
        return result_dtype(operator, Array((1,), dtype), constant)

    columns = None
    if frame.columns is not None:
        columns = {name: Column(dtype_after(column.dtype)) for name, column in frame.columns.items()}
    return Frame(rows, columns, width, frame.source)


def _is_python_number(value: Value) -> bool:
    return isinstance(value, (int, float, complex, Polynomial, UnknownDim))


def _is_sequence(value: Value) -> bool:
    return isinstance(value, (ListValue, tuple, RangeValue))


def _is_dtype(value: Value) -> bool:
    return isinstance(value, LibraryObject) and value.type == "numpy.dtype"


def _compare_dtypes(operator: str, left: Value, right: Value, call: Call) -> Value:
    first, second = dtype_named(left), dtype_named(right)
    if operator not in ("==", "!=") or first is None or second is None:
        return call.unknown("two types are compared")
    return (first == second) == (operator == "==")
