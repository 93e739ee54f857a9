"""Functions that act on each member: exp, sqrt, clip, add, maximum … and tests such as isnan."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from param_lsp.libraries.arithmetic import binary, compute, elementwise, scalar
from param_lsp.libraries.arrays import as_array, without_contents
from param_lsp.libraries.dtypes import is_integer
from param_lsp.libraries.products import matmul
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, number
from param_lsp.message import message
from param_lsp.shapes import UnknownDim, UnknownShape
from param_lsp.values import Array, Call, Column, Frame, NumpyScalar, Series, Value

# Functions whose result is a float, with Python's own for known numbers.
_FLOAT: dict[str, Callable[[float], float] | None] = {
    "exp": math.exp, "log": math.log, "log2": math.log2, "log10": math.log10, "log1p": math.log1p, "sqrt": math.sqrt,
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "tanh": math.tanh, "expm1": math.expm1, "arcsin": math.asin,
    "arccos": math.acos, "arctan": math.atan, "sinh": math.sinh, "cosh": math.cosh, "cbrt": None, "exp2": None,
    "deg2rad": math.radians, "rad2deg": math.degrees, "radians": math.radians, "degrees": math.degrees,
    "sigmoid": None, "rsqrt": None,
}  # fmt: skip
_ROUNDING: dict[str, Callable[[float], float]] = {
    "floor": math.floor, "ceil": math.ceil, "trunc": math.trunc, "rint": round, "round": round, "around": round,
}  # fmt: skip
_SAME: tuple[str, ...] = (
    "abs",
    "absolute",
    "fabs",
    "square",
    "negative",
    "sign",
    "nan_to_num",
    "conj",
    "reciprocal",
    "relu",
)
_NO_TRUTHS = ("negative", "sign")  # NumPy raises on truth values
_TESTS: tuple[str, ...] = ("isnan", "isfinite", "isinf", "logical_not", "signbit", "isreal")
_PAIRS = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "true_divide": "/", "floor_divide": "//", "mod": "%",
    "remainder": "%", "power": "**", "float_power": "**", "equal": "==", "not_equal": "!=", "less": "<", "greater": ">",
    "less_equal": "<=", "greater_equal": ">=", "maximum": "+", "minimum": "+", "logical_and": "==", "logical_or": "==",
    "logical_xor": "==", "fmax": "+", "fmin": "+", "arctan2": "/", "hypot": "/", "bitwise_and": "&", "bitwise_or": "|",
    "pow": "**", "squared_difference": "-",
}  # fmt: skip


def _everywhere(
    names: object, prefixes: tuple[str, ...] = ("numpy.", "tensorflow.", "tensorflow.math.", "keras.ops.")
) -> str:
    return " ".join(f"{prefix}{name}" for name in names for prefix in prefixes)  # type: ignore[attr-defined]


@function(_everywhere((*_FLOAT, *_ROUNDING, *_SAME, *_TESTS)) + " numpy.ndarray.round", "x, *extra, **rest")
@function(
    "tensorflow.nn.relu tensorflow.nn.softmax tensorflow.nn.sigmoid tensorflow.nn.tanh", "features: x, *extra, **rest"
)
@function("tensorflow.clip_by_value", "t: x, *extra, **rest")
@function("numpy.clip keras.ops.clip", "a: x, *extra, **rest")
@function("numpy.ndarray.clip numpy.ndarray.conj", "x, *extra, **rest")
def each(call: Call, arguments: Bound) -> Value:
    """Keep the shape; the type is the function's."""
    value, name = arguments["x"], arguments.function.rpartition(".")[2]
    known = number(value) if not isinstance(value, Array) else None
    if known is not None:
        return _of_number(name, value, known, arguments)
    if isinstance(value, Frame):
        columns = (
            None
            if value.columns is None
            else {key: Column(_dtype(name, column.dtype)) for key, column in value.columns.items()}
        )
        return Frame(value.rows, columns, value.width, value.source)
    if isinstance(value, Series):
        return replace(value, column=Column(_dtype(name, value.column.dtype)))
    if isinstance(value, NumpyScalar):
        dtype = _dtype(name, value.dtype)
        return (
            NumpyScalar(UnknownDim(message("its value is not known")), dtype)
            if dtype and is_integer(dtype)
            else Array((), dtype)
        )
    array = without_contents(as_array(value))
    if name in _NO_TRUTHS and array.dtype == "bool":
        return call.unknown("Python would reject {sign} here", sign=name)
    return replace(array, dtype=_dtype(name, array.dtype))


@function(_everywhere(_PAIRS), "x, y, *extra, **rest")
def pair(call: Call, arguments: Bound) -> Value:
    """Combine two arrays as an operator does; `maximum` and its like have the shape and type of a sum."""
    name = arguments.function.rpartition(".")[2]
    left, right, operator = arguments["x"], arguments["y"], _PAIRS[name]
    plain = name in (
        "maximum",
        "minimum",
        "fmax",
        "fmin",
        "arctan2",
        "hypot",
        "logical_and",
        "logical_or",
        "logical_xor",
    )
    first, second = number(left), number(right)
    if first is not None and second is not None and not isinstance(left, Array) and not isinstance(right, Array):
        if name in ("maximum", "minimum"):
            chosen = max(first, second) if name == "maximum" else min(first, second)
            return scalar(chosen, as_array(chosen).dtype)
        if not plain:
            result = compute(operator, first, second)
            return scalar(result, as_array(result).dtype or "int64")
    result = binary(operator, left, right, call)
    if result is None:
        result = elementwise(operator, left, right, call)
    if plain and isinstance(result, Array):
        return without_contents(result)
    return result


@function("numpy.dot numpy.ndarray.dot numpy.matmul keras.ops.matmul", "a, b, **rest")
@function("tensorflow.matmul tensorflow.linalg.matmul", "a, b, transpose_a=False, transpose_b=False, **rest")
def dot(call: Call, arguments: Bound) -> Value:
    """Multiply matrices; `dot` of stacks is not followed."""
    left, right = as_array(arguments["a"]), as_array(arguments["b"])
    if arguments.function.endswith("dot"):
        shapes = (left.shape, right.shape)
        if () in shapes:
            return elementwise("*", left, right, call)
        if any(not isinstance(shape, UnknownShape) and len(shape) > 2 for shape in shapes):
            return call.unknown("the dot product of arrays of more than two axes is not followed")
    elif "tensorflow" in arguments.function:
        for shape in (left.shape, right.shape):
            if isinstance(shape, tuple) and len(shape) < 2:
                return call.unknown("TensorFlow multiplies matrices of two axes or more")
        left = _turned(left, arguments["transpose_a"])
        right = _turned(right, arguments["transpose_b"])
    return matmul(left, right, call)


def _turned(array: Array, transposed: Value) -> Array:
    """Give the matrix with its last two axes exchanged, as `transpose_b=True` asks."""
    if transposed is False or isinstance(array.shape, UnknownShape):
        return array
    if transposed is not True:
        return Array(UnknownShape(message("whether a factor of matmul is transposed is not known")), array.dtype)
    return replace(array, shape=(*array.shape[:-2], array.shape[-1], array.shape[-2]), items=None)


def _dtype(name: str, dtype: str | None) -> str | None:
    if name in _TESTS:
        return "bool"
    if dtype is None or dtype == "object":
        return dtype
    if name in _FLOAT or name in ("softmax", "fabs"):
        if dtype in ("bool", "int8", "uint8"):
            return "float16"
        if dtype in ("int16", "uint16"):
            return "float32"
        return "float64" if is_integer(dtype) else dtype
    if dtype == "bool" and name in _ROUNDING:
        return None
    return dtype


def _of_number(name: str, value: Value, known: float, arguments: Bound) -> Value:
    dtype = _dtype(name, as_array(value).dtype)
    if name in _TESTS:
        return Array((), "bool")
    exact: Callable[[float], float] | None = abs if name in ("abs", "absolute") else _ROUNDING.get(name)
    if name in ("round", "around") and (arguments["extra"] or arguments.given - {"x"}):
        exact = None
    if name in ("exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tan", "tanh"):
        exact = _FLOAT[name]
    if exact is None or (as_dim(value) is None and not isinstance(known, float)):
        return Array((), dtype)
    try:
        return scalar(float(exact(known)) if dtype and dtype.startswith("float") else exact(known), dtype)
    except (ArithmeticError, ValueError):
        return Array((), dtype)
