"""Functions that change how many members an array has: repeat, tile, pad, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp.libraries.arrays import as_array, as_shape, unknown_array, without_contents
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int, axis_of, broadcast, with_size
from param_lsp.message import message
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import Call, Value


@function("numpy.repeat numpy.ndarray.repeat", "a, repeats, axis=None")
@function("tensorflow.repeat", "input: a, repeats, axis=None, name=None")
def repeat(call: Call, arguments: Bound) -> Value:
    """Repeat each member."""
    array, axis = as_array(arguments["a"]), arguments["axis"]
    if isinstance(array.shape, UnknownShape):
        return without_contents(array)
    shape: Shape = array.shape if axis is not None else (product(array.shape),)
    axes = axis_of(0 if axis is None else axis, len(shape))
    if axes is None:
        return call.unknown("the axis to repeat along is not known")
    size, times = shape[axes[0]], as_dim(arguments["repeats"])
    assert size is not None
    many = sequence(arguments["repeats"])
    if many is not None:
        counts = [as_dim(member) for member in many]
        total: Count | None = sum(count for count in counts if count is not None)
        only = counts[0] if len(counts) == 1 else None
        repeated = total if len(counts) == size and None not in counts else None if only is None else size * only
    else:
        repeated = None if times is None else size * times
    if repeated is None:
        return call.unknown("the number of repeats is not known")
    return replace(array, shape=with_size(shape, axes[0], repeated), items=None)


@function("numpy.tile", "a, reps")
@function("keras.backend.tile", "x: a, n: reps")
@function("tensorflow.tile", "input: a, multiples: reps, name=None")
def tile(call: Call, arguments: Bound) -> Value:
    """Repeat the whole array along its axes."""
    array, times = as_array(arguments["a"]), as_shape(arguments["reps"])
    if isinstance(array.shape, UnknownShape) or isinstance(times, UnknownShape):
        reason = array.shape.reason if isinstance(array.shape, UnknownShape) else times.reason  # type: ignore[union-attr]
        return unknown_array(reason, array, array.dtype)
    if arguments.function.startswith(("tensorflow", "keras.backend")) and len(times) != len(array.shape):
        return call.unknown("TensorFlow's tile wants a number for each axis")
    rank = max(len(times), len(array.shape))
    sizes = (1,) * (rank - len(array.shape)) + array.shape
    counts = (1,) * (rank - len(times)) + times
    return replace(
        array, shape=tuple(_times(size, count) for size, count in zip(sizes, counts, strict=True)), items=None
    )


@function("numpy.broadcast_to", "array: a, shape, **rest")
@function("tensorflow.broadcast_to", "input: a, shape, name=None")
def broadcast_to(call: Call, arguments: Bound) -> Value:
    """Give the array broadcast to a shape."""
    array, shape = as_array(arguments["a"]), as_shape(arguments["shape"])
    fits = (
        isinstance(array.shape, UnknownShape)
        or isinstance(shape, UnknownShape)
        or (len(array.shape) <= len(shape) and broadcast(array.shape, shape) is not None)
    )
    if not fits or (isinstance(shape, tuple) and -1 in shape):
        return call.unknown("the array cannot be broadcast to the shape")
    return replace(array, shape=shape, items=None)


@function("numpy.pad", "array: a, pad_width, mode='constant', **rest")
@function("tensorflow.pad", "tensor: a, paddings: pad_width, mode='CONSTANT', **rest")
def pad(call: Call, arguments: Bound) -> Value:
    """Add members at the ends of each axis."""
    array = without_contents(as_array(arguments["a"]))
    if isinstance(array.shape, UnknownShape):
        return array
    single = as_dim(arguments["pad_width"])
    if single is not None:
        widths: list[Any] = [(single, single)] * len(array.shape)
    else:
        members = sequence(arguments["pad_width"]) or []
        widths = [sequence(member) for member in members]
        if len(members) == 2 and widths == [None, None]:
            widths = [members] * len(array.shape)
        elif len(members) == 1 and len(array.shape) > 1:
            widths = widths * len(array.shape)
    if len(widths) != len(array.shape) or any(width is None or len(width) != 2 for width in widths):
        return call.unknown("the widths of the padding are not known")
    dims = []
    for dim, (before, after) in zip(array.shape, widths, strict=True):
        first, last = as_dim(before), as_dim(after)
        if first is None or last is None or dim is None:
            return call.unknown("the widths of the padding are not known")
        dims.append(dim + first + last)
    return replace(array, shape=tuple(dims))


@function("numpy.delete", "arr: a, obj, axis=None")
def delete(call: Call, arguments: Bound) -> Value:
    """Take members out."""
    array, axis = without_contents(as_array(arguments["a"])), arguments["axis"]
    if isinstance(array.shape, UnknownShape):
        return array
    shape: Shape = array.shape if axis is not None else (product(array.shape),)
    axes = axis_of(0 if axis is None else axis, len(shape))
    places = sequence(arguments["obj"])
    chosen = [as_int(place) for place in (places if places is not None else [arguments["obj"]])]
    size = shape[axes[0]] if axes else None
    if axes is None or size is None:
        return call.unknown("the axis to delete from is not known")
    if None in chosen or (any(place is not None and place < 0 for place in chosen) and len(chosen) > 1):
        high = size if isinstance(size, int) else None
        return replace(
            array, shape=with_size(shape, axes[0], UnknownDim(message("it is not known what is deleted"), 0, high))
        )
    return replace(array, shape=with_size(shape, axes[0], size - len(set(chosen))))


@function("numpy.insert", "arr: a, obj, values, axis=None")
def insert(call: Call, arguments: Bound) -> Value:
    """Put members in before a place."""
    array, axis = without_contents(as_array(arguments["a"])), arguments["axis"]
    values, places = as_array(arguments["values"]), sequence(arguments["obj"])
    if isinstance(array.shape, UnknownShape) or isinstance(values.shape, UnknownShape):
        return unknown_array(message("it is not known what is inserted"), array, array.dtype)
    shape: Shape = array.shape if axis is not None else (product(array.shape),)
    axes = axis_of(0 if axis is None else axis, len(shape))
    size = shape[axes[0]] if axes else None
    if axes is None or size is None:
        return call.unknown("the axis to insert along is not known")
    count: Count
    if places is not None:
        count = len(places)
    elif as_int(arguments["obj"]) is None:
        count = UnknownDim(message("it is not known what is inserted"), 0)
    elif not values.shape or (len(values.shape) < len(shape) and axis is not None):
        count = 1  # a number, or one row or column, is spread over the others
    elif len(values.shape) == 1:
        count = values.shape[0] or 0
    else:
        count = UnknownDim(message("it is not known what is inserted"), 0)
    return replace(array, shape=with_size(shape, axes[0], size + count))


@function("numpy.resize", "a, new_shape: shape")
def resize(_call: Call, arguments: Bound) -> Value:
    """Fill a shape with the members, over and over."""
    array = without_contents(as_array(arguments["a"]))
    return replace(array, shape=as_shape(arguments["shape"]))


def _times(left: Any, right: Any) -> Any:
    return left * right
