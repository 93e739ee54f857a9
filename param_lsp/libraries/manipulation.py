"""NumPy's and TensorFlow's functions that change an array's shape: reshape, transpose, stack, concatenate and their kin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp.libraries.arrays import as_array, as_shape, unknown_array, without_contents
from param_lsp.libraries.dtypes import EXACT_INTEGERS, dtype_named, is_float, is_integer, limits, promote
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int, axes_of, axis_of, broadcast, exact_quotient, unify
from param_lsp.message import message
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import Array, Call, ListValue, NumpyScalar, Unknown, Value


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
            shape = _with(wanted, places[0], UnknownDim(array.shape.reason, 0))
        return replace(array, shape=shape, items=None)
    have = [dim for dim in array.shape if dim is not None]
    if places:
        rest = exact_quotient(have, others)
        if rest is None:
            return call.unknown(
                "an array of shape {shape} cannot be reshaped into {wanted}", shape=array.shape, wanted=wanted
            )
        shape = _with(wanted, places[0], rest)
    elif (size := product(have)) != (total := product(others)) and isinstance(size, int) and isinstance(total, int):
        return call.unknown(
            "an array of shape {shape} cannot be reshaped into {wanted}", shape=array.shape, wanted=wanted
        )
    items = _regroup(array.items, shape) if array.items is not None and order == "C" else None
    return replace(array, shape=shape, items=items)


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
    if source is None or destination is None or len(source) != len(destination):
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
    if places is None:
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
        if given is None or any(array.shape[place] != 1 and isinstance(array.shape[place], int) for place in axes):
            return call.unknown("the axis to be taken away is not known to have the size 1")
    shape = tuple(dim for place, dim in enumerate(array.shape) if place not in axes)
    return replace(array, shape=shape, items=_regroup(array.items, shape) if array.items is not None else None)


@function("numpy.concatenate", "arrays, axis=0, out=None, dtype=None, **rest")
@function("tensorflow.concat", "values: arrays, axis, name=None")
@function("keras.ops.concatenate", "xs: arrays, axis=0")
@function("numpy.vstack numpy.row_stack numpy.hstack numpy.dstack numpy.column_stack", "arrays, **rest")
def concatenate(call: Call, arguments: Bound) -> Value:
    """Join arrays along an axis that they have."""
    parts = _parts(arguments["arrays"], call)
    if isinstance(parts, Unknown):
        return parts
    name, axis = arguments.function.rpartition(".")[2], arguments.get("axis", 0)
    minimum = {"vstack": 2, "row_stack": 2, "hstack": 1, "dstack": 3, "column_stack": 2}.get(name, 1)
    shapes: list[Shape] = []
    for part in parts:
        if isinstance(part.shape, UnknownShape):
            return replace(unknown_array(part.shape.reason, part), dtype=_common(parts))
        shapes.append(_at_least(part.shape, name, minimum))
    if name in ("hstack", "column_stack"):
        axis = 0 if name == "hstack" and len(shapes[0]) == 1 else 1
    elif name == "dstack":
        axis = 2
    elif axis is None:
        shapes, axis = [(product(shape),) for shape in shapes], 0
    return _joined(call, parts, shapes, axis)


@function("numpy.append", "first, second, axis=None")
def append(call: Call, arguments: Bound) -> Value:
    """Join two arrays, flat unless an axis is given."""
    parts = (arguments["first"], arguments["second"])
    return concatenate(call, Bound({"arrays": parts, "axis": arguments["axis"]}, frozenset(), "numpy.concatenate"))


@function("numpy.stack", "arrays, axis=0, **rest")
@function("tensorflow.stack", "values: arrays, axis=0, name=None")
@function("keras.ops.stack", "x: arrays, axis=0")
def stack(call: Call, arguments: Bound) -> Value:
    """Join arrays along a new axis."""
    parts = _parts(arguments["arrays"], call)
    if isinstance(parts, Unknown):
        return parts
    shape = parts[0].shape
    for part in parts:
        if isinstance(part.shape, UnknownShape):
            return replace(unknown_array(part.shape.reason, part), dtype=_common(parts))
        assert isinstance(shape, tuple)
        merged = _same(shape, part.shape)
        if merged is None:
            return call.unknown("the arrays to be stacked differ in shape")
        shape = merged
    assert isinstance(shape, tuple)
    axes = axis_of(arguments["axis"], len(shape) + 1)
    if axes is None:
        return call.unknown("the axis to stack along is not known")
    dims = list(shape)
    dims.insert(axes[0], len(parts))
    # TensorFlow turns a list of NumPy's int64 arrays into int32
    plain = arguments.function.startswith("numpy") or all(part.kind == "tensor" for part in parts)
    return Array(tuple(dims), _common(parts) if plain else None, source=_source(parts))


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
    return replace(array, shape=_with(shape, axes[0], repeated), items=None)


@function("numpy.tile", "a, reps")
@function("tensorflow.tile", "input: a, multiples: reps, name=None")
def tile(_call: Call, arguments: Bound) -> Value:
    """Repeat the whole array along its axes."""
    array, times = as_array(arguments["a"]), as_shape(arguments["reps"])
    if isinstance(array.shape, UnknownShape) or isinstance(times, UnknownShape):
        reason = array.shape.reason if isinstance(array.shape, UnknownShape) else times.reason  # type: ignore[union-attr]
        return unknown_array(reason, array, array.dtype)
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
    if isinstance(array.shape, tuple) and isinstance(shape, tuple) and broadcast(array.shape, shape) is None:
        return call.unknown("the array cannot be broadcast to the shape")
    return replace(array, shape=shape, items=None)


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


@function("numpy.split numpy.array_split", "ary: a, indices_or_sections: sections, axis=0")
@function("numpy.vsplit", "ary: a, indices_or_sections: sections")
@function("tensorflow.split", "value: a, num_or_size_splits: sections, axis=0, **rest")
def split(call: Call, arguments: Bound) -> Value:
    """Cut along an axis: into equal parts, or at places (NumPy), or into given sizes (TensorFlow)."""
    array = as_array(arguments["a"])
    if isinstance(array.shape, UnknownShape):
        return call.unknown("the shape of what is split is not known, because {reason}", reason=array.shape.reason)
    axes = axis_of(arguments.get("axis", 0), len(array.shape))
    count, cuts = as_int(arguments["sections"]), sequence(arguments["sections"])
    if axes is None:
        return call.unknown("the axis to split along is not known")
    size = array.shape[axes[0]]
    sizes: list[Count]
    if count is not None and isinstance(size, int) and 0 < count <= 1024:
        if size % count and arguments.function != "numpy.array_split":
            return call.unknown("{size} cannot be split into {count} equal parts", size=size, count=count)
        sizes = [size // count + (place < size % count) for place in range(count)]
    elif cuts is not None and isinstance(size, int) and all(as_int(cut) is not None for cut in cuts):
        places = [as_int(cut) or 0 for cut in cuts]
        if arguments.function.startswith("tensorflow"):
            sizes = list(places)
        else:
            ends = [min(max(place + size if place < 0 else place, 0), size) for place in places]
            sizes = [max(stop - start, 0) for start, stop in zip([0, *ends], [*ends, size], strict=True)]
    else:
        return call.unknown("the sizes of the parts are not known")
    part = without_contents(array)
    return ListValue([replace(part, shape=_with(array.shape, axes[0], size)) for size in sizes])


@function("tensorflow.unstack", "value: a, num=None, axis=0, name=None")
def unstack(call: Call, arguments: Bound) -> Value:
    """Give the members along an axis."""
    array = as_array(arguments["a"])
    axes = None if isinstance(array.shape, UnknownShape) else axis_of(arguments["axis"], len(array.shape))
    if axes is None or isinstance(array.shape, UnknownShape):
        return call.unknown("the axis to take apart is not known")
    size = array.shape[axes[0]]
    if not isinstance(size, int) or size > 1024:
        return call.unknown("the number of parts is not known")
    rest = tuple(dim for place, dim in enumerate(array.shape) if place != axes[0])
    return ListValue([replace(without_contents(array), shape=rest) for _ in range(size)])


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
            array, shape=_with(shape, axes[0], UnknownDim(message("it is not known what is deleted"), 0, high))
        )
    return replace(array, shape=_with(shape, axes[0], size - len(set(chosen))))


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


def _parts(value: Value, call: Call) -> list[Array] | Unknown:
    if isinstance(value, ListValue) and value.unknown is not None:
        return call.unknown("the arrays to be joined are not known, because {reason}", reason=value.unknown.reason)
    if isinstance(value, Unknown):
        return value
    members = sequence(value)
    if members is None and isinstance(value, Array) and isinstance(value.shape, tuple) and len(value.shape) > 1:
        count = value.shape[0]
        if isinstance(count, int) and 0 < count <= 1024:
            return [without_contents(replace(value, shape=value.shape[1:]))] * count
    if not members:
        return call.unknown("the arrays to be joined are not known")
    return [as_array(member) for member in members]


def _joined(call: Call, parts: list[Array], shapes: list[Shape], axis: Value) -> Value:
    rank = len(shapes[0])
    axes = axis_of(axis, rank)
    if axes is None or any(len(shape) != rank for shape in shapes):
        return call.unknown("the arrays to be joined differ in rank, or the axis is not known")
    dims = list(shapes[0])
    for shape in shapes[1:]:
        for place, (left, right) in enumerate(zip(dims, shape, strict=True)):
            assert left is not None
            assert right is not None
            joined = left + right if place == axes[0] else unify(left, right)
            if joined is None:
                return call.unknown(
                    "the arrays to be joined differ in shape: {first} and {second}", first=shapes[0], second=shape
                )
            dims[place] = joined
    items = None
    if axes[0] == 0 and all(
        part.items is not None and part.shape == shape for part, shape in zip(parts, shapes, strict=True)
    ):
        items = tuple(item for part in parts for item in part.items or ())
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    return Array(
        tuple(dims), _common(parts), None,
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
        items if items is not None and _common(parts) == parts[0].dtype and len(items) <= 4096 else None, _source(parts),
    )  # fmt: skip


def _at_least(shape: Shape, name: str, rank: int) -> Shape:
    if name == "column_stack":
        return (*shape, 1) if len(shape) == 1 else shape
    if name == "dstack":
        return {0: (1, 1, 1), 1: (1, *shape, 1), 2: (*shape, 1)}.get(len(shape), shape)
    return (1,) * (rank - len(shape)) + shape if name != "concatenate" else shape


def _same(left: Shape, right: Shape) -> Shape | None:
    if len(left) != len(right):
        return None
    dims = [
        unify(first, second)
        for first, second in zip(left, right, strict=True)
        if first is not None and second is not None
    ]
    return None if None in dims else tuple(dims)


def _common(parts: list[Array]) -> str | None:
    dtype = parts[0].dtype
    for part in parts[1:]:
        dtype = promote(dtype, part.dtype)
    return dtype


def _source(parts: list[Array]) -> Any:
    return next((part.source for part in parts if part.source is not None), None)


def _with(shape: Shape, place: int, dim: Count) -> Shape:
    return (*shape[:place], dim, *shape[place + 1 :])


def _times(left: Any, right: Any) -> Any:
    return left * right


def _regroup(items: Any, shape: Shape) -> Any:
    """Put known contents into another shape, in C order; None where the shape is not known."""
    if not all(isinstance(dim, int) and dim > 0 for dim in shape) or not shape:
        return None
    from param_lsp.libraries.arrays import flat_items

    flat = flat_items(items)
    if len(flat) != product(shape):
        return None
    for dim in reversed(shape[1:]):
        assert isinstance(dim, int)
        flat = [tuple(flat[start : start + dim]) for start in range(0, len(flat), dim)]
    return tuple(flat)
