"""NumPy's things that are indexed to make arrays: `np.c_[…]`, `np.r_[…]`, `np.ix_(…)`, and windows that slide."""

from __future__ import annotations

from param_lsp.libraries.arrays import as_array, without_contents
from param_lsp.libraries.dtypes import promote
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int, axis_of
from param_lsp.message import message
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, Slice, Value


@function("numpy.c_.__getitem__", "index")
def columns(call: Call, arguments: Bound) -> Value:
    """Put columns beside each other; what has one axis is a column."""
    arrays = _members(arguments["index"])
    if arrays is None:
        return call.unknown("what np.c_ is given is not known")
    rows: Count | None = None
    width: Count = 0
    dtype = arrays[0].dtype
    for array in arrays:
        shape = array.shape
        if isinstance(shape, UnknownShape) or not 1 <= len(shape) <= 2:
            return call.unknown("np.c_ is followed for arrays of one or two axes")
        rows = shape[0] if rows is None or isinstance(rows, UnknownDim) else rows
        width = width + (1 if len(shape) == 1 or shape[1] is None else shape[1])
        dtype = promote(dtype, array.dtype) if dtype and array.dtype else None
    return Array((rows, width), dtype, source=arrays[0].source)


@function("numpy.r_.__getitem__", "index")
def rows(call: Call, arguments: Bound) -> Value:
    """Put arrays behind each other along their first axis; numbers are arrays of one member."""
    arrays = _members(arguments["index"])
    if arrays is None:
        return call.unknown("what np.r_ is given is not known")
    length: Count = 0
    rest: Shape = ()
    dtype = arrays[0].dtype
    for array in arrays:
        if isinstance(array.shape, UnknownShape):
            return call.unknown("what np.r_ is given is not known")
        shape = array.shape or (1,)
        length = length + (shape[0] if shape[0] is not None else 0)
        rest = shape[1:]
        dtype = promote(dtype, array.dtype) if dtype and array.dtype else None
    if len({len(array.shape or (1,)) for array in arrays if isinstance(array.shape, tuple)}) > 1:
        return call.unknown("the arrays differ in rank")
    return Array((length, *rest), dtype, source=arrays[0].source)


def _members(index: Value) -> list[Array] | None:
    """Give the parts of an index as arrays; slices and texts mean something else there."""
    parts = index if isinstance(index, tuple) else (index,)
    if not parts or any(isinstance(part, (Slice, str)) for part in parts):
        return None
    return [as_array(part) for part in parts]


@function("numpy.ix_", "*args")
def ix(call: Call, arguments: Bound) -> Value:
    """Give the arrays that pick the crossings of places, each along an axis of its own."""
    arrays = [as_array(part) for part in arguments["args"]]
    if any(isinstance(array.shape, UnknownShape) or len(array.shape) != 1 for array in arrays):
        return call.unknown("the places that np.ix_ picks are not known")
    found = []
    for place, array in enumerate(arrays):
        assert not isinstance(array.shape, UnknownShape)
        if array.dtype == "bool":
            return call.unknown("a mask selects them")
        shape = tuple(array.shape[0] if axis == place else 1 for axis in range(len(arrays)))
        found.append(Array(shape, array.dtype))
    return tuple(found)


@function("numpy.lib.stride_tricks.sliding_window_view", "x, window_shape, axis=None, **rest")
def sliding_windows(call: Call, arguments: Bound) -> Value:
    """Give all windows of a length along an axis; the window becomes the last axis."""
    array, length = without_contents(as_array(arguments["x"])), as_int(arguments["window_shape"])
    shape, axis = array.shape, arguments["axis"]
    if isinstance(shape, UnknownShape) or length is None or (axis is None and len(shape) != 1):
        return call.unknown("these windows are not followed")
    axes = axis_of(0 if axis is None else axis, len(shape))
    if axes is None:
        return call.unknown("the axis of the windows is not known")
    size = shape[axes[0]]
    count: Count = UnknownDim(message("the number of windows is not known"), 0)
    if isinstance(size, int):
        if size < length:
            return call.unknown("the windows are longer than the axis")
        count = size - length + 1
    return Array((*shape[: axes[0]], count, *shape[axes[0] + 1 :], length), array.dtype, source=array.source)
