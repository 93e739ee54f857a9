"""Functions that search and pick: unique, where, take, nonzero, argsort, isin."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arithmetic import result_dtype
from param_lsp.libraries.arrays import as_array, flat_items, unknown_array, with_items, without_contents
from param_lsp.libraries.indexing import index_array
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import ITEMS_LIMIT
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int, axis_of, broadcast
from param_lsp.message import message
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import Array, Call, ListValue, Slice, Value


@function("numpy.unique", "ar: a, return_index=False, return_inverse=False, return_counts=False, axis=None, **rest")
def unique(call: Call, arguments: Bound) -> Value:
    """Give the distinct values, sorted; with counts, places or the inverse as further arrays."""
    array = as_array(arguments["a"])
    if arguments["axis"] is not None:
        return call.unknown("distinct rows are not counted")
    for option in ("return_index", "return_inverse", "return_counts"):
        if not isinstance(arguments[option], (bool, int)):
            return call.unknown("{option} is not known", option=option)
    values = unique_values(array)
    size = array.shape
    results: list[Value] = [values]
    if arguments["return_index"]:
        results.append(Array(values.shape, "int64"))
    if arguments["return_inverse"]:  # of the shape of the array since NumPy 2, flat before: only for one axis the same
        flat = isinstance(size, tuple) and len(size) == 1
        results.append(
            Array(size if flat else UnknownShape(message("its shape depends on the NumPy version")), "int64")
        )
    if arguments["return_counts"]:
        results.append(Array(values.shape, "int64"))
    return values if len(results) == 1 else tuple(results)


def unique_values(array: Array) -> Array:
    """Give the sorted distinct members of an array."""
    if array.items is not None:
        leaves = sorted(set(flat_items(array.items)), key=lambda leaf: (isinstance(leaf, str), leaf))
        return with_items((len(leaves),), array.dtype, tuple(leaves), array.source)
    count: Count
    if array.distinct is not None:
        count = array.distinct
    else:
        size = None if isinstance(array.shape, UnknownShape) else product(array.shape)
        high = size if isinstance(size, int) else None
        if isinstance(array.low, int) and isinstance(array.high, int) and array.dtype and "int" in array.dtype:
            high = array.high - array.low + 1 if high is None else min(high, array.high - array.low + 1)
        reason = array.shape.reason if isinstance(array.shape, UnknownShape) else message("the values are not known")
        count = UnknownDim(reason, 0, high)
    items = None
    if (
        isinstance(count, int)
        and isinstance(array.low, int)
        and array.high is not None
        and count <= ITEMS_LIMIT
        and array.high - array.low + 1 == count
    ):
        items = tuple(range(array.low, array.low + count))  # whole numbers without a gap, such as labels 0 … 9
        if array.dtype is None or "int" not in array.dtype:
            items = None
    return replace(array, shape=(count,), items=items)


@function("numpy.where", "condition, x=None, y=None")
@function("tensorflow.where", "condition, x=None, y=None, name=None")
def where(call: Call, arguments: Bound) -> Value:
    """Choose between two arrays by a mask; with the mask alone, the places where it holds."""
    if {"x", "y"} - arguments.given:
        if arguments.function.startswith("tensorflow"):
            return call.unknown("the places where a mask holds are not known")
        return nonzero(call, Bound({"a": arguments["condition"]}, frozenset({"a"})))
    shape: Shape = ()
    arrays = [as_array(arguments[name]) for name in ("condition", "x", "y")]
    dtype = result_dtype("+", arguments["x"], arguments["y"])
    if arrays[1].dtype == arrays[2].dtype:
        dtype = arrays[1].dtype
    for array in arrays:
        if isinstance(array.shape, UnknownShape):
            return unknown_array(array.shape.reason, array, dtype)
        joined = broadcast(shape, array.shape)
        if joined is None:
            return call.unknown("the mask and the choices do not broadcast together")
        shape = joined
    return Array(shape, dtype, source=next((array.source for array in arrays if array.source), None))


@function("numpy.nonzero numpy.ndarray.nonzero", "a")
def nonzero(call: Call, arguments: Bound) -> Value:
    """Give the places of what is not zero, an array for each axis."""
    array = as_array(arguments["a"])
    if isinstance(array.shape, UnknownShape):
        return call.unknown("the places where a mask holds are not known, because {reason}", reason=array.shape.reason)
    size = product(array.shape)
    count = UnknownDim(message("a mask selects them"), 0, size if isinstance(size, int) else None)
    return tuple(Array((count,), "int64") for _ in array.shape)


@function("numpy.argsort numpy.ndarray.argsort", "a, axis=-1, **rest")
@function("tensorflow.argsort", "values: a, axis=-1, **rest")
def argsort(_call: Call, arguments: Bound) -> Value:
    """Give the order that sorts, of the array's shape."""
    array = as_array(arguments["a"])
    return replace(without_contents(array), dtype="int64")


@function("numpy.isin numpy.in1d", "element: a, *rest, **more")
def isin(_call: Call, arguments: Bound) -> Value:
    """Give a mask of the array's shape."""
    return replace(without_contents(as_array(arguments["a"])), dtype="bool")


@function("numpy.take numpy.ndarray.take", "a, indices, axis=None, **rest")
@function("tensorflow.gather", "params: a, indices, validate_indices=None, axis=None, batch_dims=0, name=None")
@function("keras.ops.take", "x: a, indices, axis=None")
def take(call: Call, arguments: Bound) -> Value:
    """Pick members along an axis."""
    array, axis = as_array(arguments["a"]), arguments["axis"]
    if "batch_dims" in arguments.given:
        return call.unknown("picking members for each of a batch is not followed")
    if isinstance(array.shape, UnknownShape):
        return array
    if axis is None and arguments.function.startswith("tensorflow"):
        axis = 0
    if axis is None:
        array, axis = replace(array, shape=(product(array.shape),), items=None), 0
    assert not isinstance(array.shape, UnknownShape)
    axes = axis_of(axis, len(array.shape))
    indices = arguments["indices"]
    if axes is None:
        return call.unknown("the axis to take along is not known")
    index = as_array(indices) if isinstance(indices, (ListValue, tuple)) else indices
    return index_array(replace(array, items=None), (*(Slice(),) * axes[0], index), call)


@function("numpy.bincount", "x: a, weights=None, minlength=0")
def bincount(_call: Call, arguments: Bound) -> Value:
    """Count whole numbers: as many bins as the largest plus one."""
    array = as_array(arguments["a"])
    count: Count = UnknownDim(message("the largest number is not known"), 0)
    if isinstance(array.high, int) and arguments["minlength"] == 0:
        count = array.high + 1
    return Array((count,), "int64")


@function("numpy.histogram", "a, bins=10, *rest, **more")
def histogram(_call: Call, arguments: Bound) -> Value:
    """Count members between edges: of as many bins as asked, or one less than the edges given."""
    bins, count = arguments["bins"], as_int(arguments["bins"])
    size: Count = UnknownDim(message("the number of bins is not known"), 1) if count is None else count
    edges = as_array(bins).shape if count is None else ()
    if isinstance(edges, tuple) and len(edges) == 1 and isinstance(edges[0], int):
        size = edges[0] - 1
    return Array((size,), None), Array((size + 1,), None)
