"""NumPy's and TensorFlow's functions that give the same members another shape: reshape, transpose, squeeze."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

from param_lsp.libraries.arrays import as_array, as_shape, flat_items, unknown_array, without_contents
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int, axes_of, exact_quotient, with_size
from param_lsp.message import message
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import Array, Call, Value


@function("numpy.reshape", "a, shape: shape=None, order='C', newshape=None, **rest")
@function("tensorflow.reshape", "tensor: a, shape, name=None")
@function("keras.ops.reshape", "x: a, newshape: shape")
@function("numpy.ndarray.reshape pandas.Index.reshape", "a, *shape, order='C', **rest")
def reshape(call: Call, arguments: Bound) -> Value:
    """Give the array in another shape; one −1 stands for what is left."""
    asked = arguments["shape"] if arguments["shape"] is not None else arguments.get("newshape")
    if isinstance(asked, tuple) and len(asked) == 1 and sequence(asked[0]) is not None:
        asked = asked[0]  # array.reshape((2, 3)) as well as array.reshape(2, 3)
    return reshaped(as_array(arguments["a"]), as_shape(asked), call, arguments.get("order", "C"))


def reshaped(array: Array, wanted: Shape | UnknownShape, call: Call, order: Value = "C") -> Value:
    """Give `array` in the wanted shape, in which one size may be −1."""
    if isinstance(wanted, UnknownShape):
        return replace(array, shape=wanted, items=None)
    places = [place for place, dim in enumerate(wanted) if dim == -1]
    if len(places) > 1:
        return call.unknown("reshape can work out one size only, and {shape} leaves two open", shape=wanted)
    others = [dim for dim in wanted if dim != -1 and dim is not None]
    shape = wanted
    if isinstance(array.shape, UnknownShape):
        if places:
            shape = with_size(wanted, places[0], UnknownDim(array.shape.reason, 0))
        return replace(array, shape=shape, items=None)
    have = [dim for dim in array.shape if dim is not None]
    if places:
        rest = exact_quotient(have, others)
        if rest is None:
            return call.unknown(
                "an array of shape {shape} cannot be reshaped into {wanted}", shape=array.shape, wanted=wanted
            )
        shape = with_size(wanted, places[0], rest)
    elif not _may_be_equal(product(have), product(others), [dim for dim in have if isinstance(dim, int)]):
        return call.unknown(
            "an array of shape {shape} cannot be reshaped into {wanted}", shape=array.shape, wanted=wanted
        )
    items = _regroup(array.items, shape) if array.items is not None and order == "C" else None
    return replace(array, shape=shape, items=items)


def _may_be_equal(size: Count | None, total: Count | None, factors: list[int]) -> bool:
    """Tell whether two numbers of members can be the same, one of which is a multiple of known factors."""
    if not isinstance(total, int) or size == total:
        return True
    if isinstance(size, int):
        return False
    known = prod(factors)
    return known == 0 or total % known == 0


@function("numpy.ravel numpy.ndarray.ravel numpy.ndarray.flatten pandas.Index.ravel", "a, order='C'")
@function("keras.ops.ravel", "x: a")
def ravel(call: Call, arguments: Bound) -> Value:
    """Give the array with one axis."""
    return reshaped(as_array(arguments["a"]), (-1,), call, arguments.get("order", "C"))


@function("numpy.transpose", "a, axes=None")
@function("tensorflow.transpose", "a, perm: axes=None, **rest")
@function("keras.ops.transpose", "x: a, axes=None")
@function("numpy.ndarray.transpose", "a, *axes")
def transpose(call: Call, arguments: Bound) -> Value:
    """Give the array with its axes in another order, reversed when none is given."""
    array, axes = as_array(arguments["a"]), arguments["axes"]
    if isinstance(axes, tuple) and len(axes) == 1 and (axes[0] is None or sequence(axes[0]) is not None):
        axes = axes[0]
    if isinstance(array.shape, UnknownShape):
        members = sequence(axes) if axes is not None else None
        if members:
            return replace(array, shape=tuple(UnknownDim(array.shape.reason, 0) for _ in members))
        return array
    if axes is None or axes == ():
        return replace(array, shape=array.shape[::-1], items=array.items if len(array.shape) < 2 else None)
    order = axes_of(axes, len(array.shape))
    if order is None or sorted(order) != list(range(len(array.shape))):
        return call.unknown("the order of the axes is not known")
    return replace(array, shape=tuple(array.shape[axis] for axis in order), items=None)


@function("numpy.swapaxes numpy.ndarray.swapaxes", "a, axis1, axis2")
def swapaxes(call: Call, arguments: Bound) -> Value:
    """Exchange two axes."""
    array = as_array(arguments["a"])
    if isinstance(array.shape, UnknownShape):
        return array
    axes = axes_of((arguments["axis1"], arguments["axis2"]), len(array.shape))
    if axes is None:
        return call.unknown("the axes to be exchanged are not known")
    dims = list(array.shape)
    dims[axes[0]], dims[axes[1]] = dims[axes[1]], dims[axes[0]]
    return replace(array, shape=tuple(dims), items=None)


@function("numpy.moveaxis", "a, source, destination")
@function("numpy.rollaxis", "a, axis: source, start: destination=0")
def moveaxis(call: Call, arguments: Bound) -> Value:
    """Move axes to other places."""
    array = as_array(arguments["a"])
    if isinstance(array.shape, UnknownShape):
        return array
    rank = len(array.shape)
    source = axes_of(arguments["source"], rank)
    destination = axes_of(arguments["destination"], rank)
    if source is None or destination is None or not len(source) == len(set(source)) == len(set(destination)):
        return call.unknown("the axes to be moved are not known")
    if arguments.function.endswith("rollaxis") and source[0] < destination[0]:
        destination = (destination[0] - 1,)
    order = [axis for axis in range(rank) if axis not in source]
    for place, axis in sorted(zip(destination, source, strict=True)):
        order.insert(place, axis)
    return replace(array, shape=tuple(array.shape[axis] for axis in order), items=None)


@function("numpy.expand_dims", "a, axis")
@function("tensorflow.expand_dims", "input: a, axis=None, name=None, dim=None")
@function("keras.ops.expand_dims", "x: a, axis")
def expand_dims(call: Call, arguments: Bound) -> Value:
    """Add axes of size 1."""
    array = as_array(arguments["a"])
    axis = arguments["axis"] if arguments["axis"] is not None else arguments.get("dim")
    if isinstance(array.shape, UnknownShape):
        return array
    members = sequence(axis)
    count = 1 if members is None else len(members)
    places = axes_of(axis, len(array.shape) + count)
    if places is None or len(set(places)) != count:
        return call.unknown("the new axis is not known")
    rest = iter(array.shape)
    shape = tuple(1 if place in places else next(rest) for place in range(len(array.shape) + count))
    return replace(array, shape=shape, items=_regroup(array.items, shape) if array.items is not None else None)


@function("numpy.squeeze numpy.ndarray.squeeze", "a, axis=None")
@function("tensorflow.squeeze", "input: a, axis=None, name=None, squeeze_dims=None")
@function("keras.ops.squeeze", "x: a, axis=None")
def squeeze(call: Call, arguments: Bound) -> Value:
    """Take away axes of size 1."""
    array, axis = as_array(arguments["a"]), arguments["axis"]
    axis = arguments.get("squeeze_dims") if axis is None else axis  # TensorFlow 1's name
    if isinstance(array.shape, UnknownShape):
        return array
    if axis is None:
        for dim in array.shape:
            if not isinstance(dim, int):
                return unknown_array(message("it is not known which axes have the size 1"), array, array.dtype)
        axes: tuple[int, ...] = tuple(place for place, dim in enumerate(array.shape) if dim == 1)
    else:
        given = axes_of(axis, len(array.shape))
        axes = () if given is None else given
        # Keras's own squeeze wants a 1 that is known.
        sure = arguments.function.startswith("keras.ops")
        if given is None or any(
            array.shape[place] != 1 and (sure or isinstance(array.shape[place], int)) for place in axes
        ):
            return call.unknown("the axis to be taken away is not known to have the size 1")
    shape = tuple(dim for place, dim in enumerate(array.shape) if place not in axes)
    return replace(array, shape=shape, items=_regroup(array.items, shape) if array.items is not None else None)


@function("numpy.flip numpy.flipud numpy.fliplr", "m: a, axis=None")
@function("tensorflow.reverse", "tensor: a, axis=None, name=None")
@function("numpy.roll", "a, shift, axis=None")
@function("numpy.sort", "a, axis=-1, **rest")
@function("tensorflow.sort", "values: a, axis=-1, **rest")
def rearranged(_call: Call, arguments: Bound) -> Value:
    """Give the same members in another order."""
    array = replace(as_array(arguments["a"]), items=None)
    if arguments.function == "numpy.sort" and arguments["axis"] is None and isinstance(array.shape, tuple):
        return replace(array, shape=(product(array.shape),))
    return array


@function("numpy.triu numpy.tril", "m: a, k=0")
def triangle(_call: Call, arguments: Bound) -> Value:
    """Set the members on one side of the diagonal to 0; a single axis becomes rows that are all alike."""
    array = without_contents(as_array(arguments["a"]))
    if isinstance(array.shape, UnknownShape) or len(array.shape) != 1:
        return array
    return replace(array, shape=(array.shape[0], array.shape[0]))


@function("numpy.rot90", "m: a, k=1, axes=(0, 1)")
def rot90(call: Call, arguments: Bound) -> Value:
    """Turn by quarter turns in the plane of two axes."""
    array, times = as_array(arguments["a"]), as_int(arguments["k"])
    if isinstance(array.shape, UnknownShape):
        return array
    axes = axes_of(arguments["axes"], len(array.shape))
    if times is None or axes is None or len(axes) != 2:
        return call.unknown("the turn is not known")
    dims = list(array.shape)
    if times % 2:
        dims[axes[0]], dims[axes[1]] = dims[axes[1]], dims[axes[0]]
    return replace(array, shape=tuple(dims), items=None)


def _regroup(items: Any, shape: Shape) -> Any:
    """Put known contents into another shape, in C order; None where the shape is not known."""
    if not all(isinstance(dim, int) and dim > 0 for dim in shape) or not shape:
        return None
    flat = flat_items(items)
    if len(flat) != product(shape):
        return None
    for dim in reversed(shape[1:]):
        assert isinstance(dim, int)
        flat = [tuple(flat[start : start + dim]) for start in range(0, len(flat), dim)]
    return tuple(flat)
