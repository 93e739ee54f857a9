"""Functions that fold axes away: sum, mean, max, argmax, any … of NumPy and TensorFlow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from param_lsp.libraries.arithmetic import scalar
from param_lsp.libraries.arrays import as_array, flat_items, without_contents
from param_lsp.libraries.dtypes import is_float, is_integer
from param_lsp.libraries.indexing import element_of
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, axes_of, axis_of
from param_lsp.message import message
from param_lsp.shapes import Count, Polynomial, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import Array, Call, Frame, NumpyScalar, Unknown, Value

_NUMPY = "a, axis=None, dtype=None, out=None, keepdims=False, **rest"
_PLAIN = "a, axis=None, out=None, keepdims=False, **rest"
# TensorFlow 1 also said `reduction_indices` and `keep_dims`.
_TENSOR = "input_tensor: a, axis=None, keepdims=False, name=None, reduction_indices=None, keep_dims=None"
_OPS = "x: a, axis=None, keepdims=False, **rest"


def _names(*names: str) -> str:
    return " ".join(f"numpy.{name} numpy.ndarray.{name}" for name in names)


@function(
    _names("sum", "prod", "mean", "std", "var") + " numpy.nansum numpy.nanmean numpy.nanstd numpy.nanprod", _NUMPY
)
@function(_names("max", "min", "any", "all") + " numpy.amax numpy.amin numpy.nanmax numpy.nanmin", _PLAIN)
@function(_names("ptp") + " numpy.median numpy.nanmedian numpy.count_nonzero numpy.average", _PLAIN)
@function("numpy.percentile numpy.quantile numpy.nanpercentile", "a, q, axis=None, out=None, keepdims=False, **rest")
@function(
    " ".join(
        f"tensorflow.reduce_{name} tensorflow.math.reduce_{name}"
        for name in ("sum", "mean", "max", "min", "prod", "any", "all", "std", "variance", "logsumexp")
    ),
    _TENSOR,
)
@function(
    " ".join(f"keras.backend.{name}" for name in ("sum", "mean", "max", "min", "prod", "std", "var", "any", "all")),
    "x: a, axis=None, keepdims=False",
)
@function("keras.ops.sum keras.ops.mean keras.ops.max keras.ops.min keras.ops.std keras.ops.var keras.ops.prod", _OPS)
def reduction(call: Call, arguments: Bound) -> Value:
    """Fold the axes given, or all."""
    name = arguments.function.rpartition(".")[2].removeprefix("reduce_").removeprefix("nan")
    name = {"amax": "max", "amin": "min", "variance": "var", "average": "mean"}.get(name, name)
    value = arguments["a"]
    if isinstance(value, Frame):
        return call.unknown("NumPy's functions fold a frame column by column, which is not followed")
    array = as_array(value)
    dtype = _result_dtype(name, array.dtype, tensor=arguments.function.startswith("tensorflow"))
    if name in ("percentile", "quantile") and sequence(arguments["q"]) is not None:
        return call.unknown("several percentiles at once are not followed")
    if arguments["axis"] is None and name in ("sum", "prod", "max", "min", "mean") and not arguments["keepdims"]:
        known = _fold_known(name, value, array)
        if known is not None:
            return scalar(known, dtype)
    axis = arguments["axis"] if arguments.get("reduction_indices") is None else arguments["reduction_indices"]
    keepdims = arguments["keepdims"] if arguments.get("keep_dims") is None else arguments["keep_dims"]
    return reduced(replace(without_contents(array), dtype=dtype), axis, keepdims, call)


@function(_names("argmax", "argmin") + " numpy.nanargmax", "a, axis=None, out=None, keepdims=False")
@function(
    "tensorflow.argmax tensorflow.argmin tensorflow.math.argmax",
    "input: a, axis=None, output_type=None, name=None, dimension=None",
)
@function("keras.ops.argmax", "x: a, axis=None, keepdims=False")
def argmax(call: Call, arguments: Bound) -> Value:
    """Give the places of the extremes along an axis; they stay below its size."""
    array = replace(without_contents(as_array(arguments["a"])), dtype="int64")
    # TensorFlow's argmax folds axis 0 when none is given, NumPy's all of them.
    axis = arguments["axis"] if arguments.get("dimension") is None else arguments["dimension"]
    axis = 0 if axis is None and arguments.function.startswith("tensorflow") else axis
    return reduced(array, axis, arguments.get("keepdims", False), call)


@function(_names("cumsum", "cumprod"), "a, axis=None, dtype=None, out=None")
@function("tensorflow.cumsum tensorflow.math.cumsum", "x: a, axis=0, **rest")
def cumulative(_call: Call, arguments: Bound) -> Value:
    """Keep the shape, or flatten when no axis is given."""
    array = without_contents(as_array(arguments["a"]))
    array = replace(array, dtype=_result_dtype("sum", array.dtype, tensor=arguments.function.startswith("tensorflow")))
    if arguments["axis"] is None and isinstance(array.shape, tuple):
        return replace(array, shape=(product(array.shape),))
    return array


@function("numpy.diff", "a, n=1, axis=-1, **rest")
def diff(call: Call, arguments: Bound) -> Value:
    """Give the differences of neighbours: an axis shorter by n."""
    array, times = without_contents(as_array(arguments["a"])), as_dim(arguments["n"])
    if isinstance(array.shape, UnknownShape):
        return array
    axes = axis_of(arguments["axis"], len(array.shape))
    if axes is None or not isinstance(times, int):
        return call.unknown("the axis of the differences is not known")
    dim = array.shape[axes[0]]
    assert dim is not None
    shorter = max(dim - times, 0) if isinstance(dim, int) else dim - times
    return replace(array, shape=(*array.shape[: axes[0]], shorter, *array.shape[axes[0] + 1 :]))


def reduced(array: Array, axis: Value, keepdims: Value, call: Call) -> Value:
    """Give the array with axes folded: away, or to the size 1 with `keepdims`."""
    if isinstance(axis, Unknown) or isinstance(keepdims, Unknown):
        return call.unknown("the axis that is folded is not known")
    if isinstance(array.shape, UnknownShape):
        return element_of(replace(array, shape=()), None, call) if axis is None and not keepdims else array
    rank = len(array.shape)
    axes: Sequence[int] | None = range(rank) if axis is None else axes_of(axis, rank)
    if axes is None:
        return call.unknown("axis {axis} does not fit an array of {rank} axes", axis=axis, rank=rank)
    shape: Shape = tuple(
        1 if place in axes else dim for place, dim in enumerate(array.shape) if keepdims or place not in axes
    )
    result = replace(array, shape=shape)
    return element_of(result, None, call) if shape == () and array.kind == "numpy" else result


def _fold_known(name: str, value: Value, array: Array) -> Any:
    """Give the result where all members are known, or where the ends of a set are."""
    members: Any = sequence(value) if not isinstance(value, Array) else None
    if members is not None and name in ("sum", "prod") and members:
        # `np.prod(x.shape[1:])` with symbolic or unknown sizes
        dims = [None if isinstance(member, Unknown) else as_dim(member) for member in members]
        if any(isinstance(dim, (Polynomial, UnknownDim)) for dim in dims) and None not in dims:
            total: Count = 1 if name == "prod" else 0
            for dim in dims:
                assert dim is not None
                total = total * dim if name == "prod" else total + dim
            return total
    if name in ("max", "min"):
        return array.high if name == "max" else array.low
    if array.items is None:
        return 1 if array.shape == (0,) and name == "prod" else None
    leaves = flat_items(array.items)
    if not all(isinstance(leaf, (bool, int)) for leaf in leaves):
        return None  # the sum of floats depends on the order of adding
    if name == "mean":
        return sum(leaves) / len(leaves) if leaves else None
    return math.prod(leaves) if name == "prod" else sum(leaves)


def _result_dtype(name: str, dtype: str | None, *, tensor: bool) -> str | None:
    if name in ("any", "all"):
        return "bool"
    if name == "count_nonzero":
        return "int64"
    if dtype is None or tensor:
        return dtype
    if name in ("sum", "prod"):
        if dtype == "bool" or (is_integer(dtype) and not dtype.startswith("u")):
            return "int64"
        return "uint64" if is_integer(dtype) else dtype
    if name in ("mean", "std", "var", "median", "percentile", "quantile", "logsumexp"):
        return dtype if is_float(dtype) else "float64" if dtype == "bool" or is_integer(dtype) else None
    return dtype


def number_of(value: Value) -> Value:
    """Give a Python number for a NumPy number, as `.item()` and `.tolist()` do."""
    return value.value if isinstance(value, NumpyScalar) else value


@function("numpy.ndarray.item tensorflow.Tensor.item", "a, *index")
def item(call: Call, arguments: Bound) -> Value:
    """Give the only member as a Python number."""
    value = arguments["a"]
    if isinstance(value, NumpyScalar):
        return value.value
    if isinstance(value, Array) and value.items is not None and product(as_array(value).shape) == 1:  # type: ignore[arg-type]
        return flat_items(value.items)[0]
    if isinstance(value, Array) and is_integer(value.dtype):
        return UnknownDim(message("the numbers in an array are not known"))
    return call.unknown("the numbers in an array are not known")
