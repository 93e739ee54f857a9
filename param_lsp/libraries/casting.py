"""Changing the type of an array: `astype` and `cast`."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, without_contents
from param_lsp.libraries.dtypes import EXACT_INTEGERS, dtype_named, is_float, is_integer, limits
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.shapes import UnknownDim
from param_lsp.values import Array, Call, NumpyScalar, Value


@function("numpy.ndarray.astype pandas.Index.astype", "a, dtype, **rest")
@function("tensorflow.cast", "x: a, dtype, name=None")
@function("keras.ops.cast keras.backend.cast", "x: a, dtype")
def astype(_call: Call, arguments: Bound) -> Value:
    """Give the array in another type; whole numbers that fit keep what is known of them."""
    value, dtype = arguments["a"], dtype_named(arguments["dtype"])
    if isinstance(value, NumpyScalar):
        return _cast_scalar(value, dtype)
    return cast(as_array(value), dtype)


def cast(array: Array, dtype: str | None) -> Array:
    """Give the array in another type; whole numbers that fit keep what is known of them."""
    if dtype == array.dtype and dtype is not None:
        return array
    changed = replace(without_contents(array), dtype=dtype)
    if array.low is None or array.high is None or not (is_integer(array.dtype) or array.dtype == "bool"):
        return changed
    fits = limits(dtype)
    if is_float(dtype) and dtype is not None:
        exact = EXACT_INTEGERS[dtype]
        fits = (-exact, exact)
    if fits is None or dtype == "bool" or not (fits[0] <= array.low and array.high <= fits[1]):
        return changed
    number = float if is_float(dtype) else int
    return replace(changed, distinct=array.distinct, low=number(array.low), high=number(array.high))


def _cast_scalar(value: NumpyScalar, dtype: str | None) -> Value:
    inner = value.value
    if dtype is None:
        return Array((), None)
    if is_float(dtype) and isinstance(inner, (int, float)):
        return NumpyScalar(float(inner), dtype) if dtype == "float64" else Array((), dtype)
    fits = limits(dtype)
    if fits is not None and isinstance(inner, int) and dtype != "bool" and fits[0] <= inner <= fits[1]:
        return NumpyScalar(int(inner), dtype)
    return NumpyScalar(UnknownDim(message("its value after the change of type is not known")), dtype)
