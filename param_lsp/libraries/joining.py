"""NumPy's and TensorFlow's functions that join arrays or cut them: concatenate, stack, split."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp.libraries.arrays import as_array, unknown_array, without_contents
from param_lsp.libraries.dtypes import promote
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int, axis_of, unify, with_size
from param_lsp.shapes import Count, Shape, UnknownShape, product
from param_lsp.values import Array, Call, ListValue, Unknown, Value


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
        if size % count and not arguments.function.endswith("array_split"):
            return call.unknown("{size} cannot be split into {count} equal parts", size=size, count=count)
        sizes = [size // count + (place < size % count) for place in range(count)]
    elif cuts is not None and isinstance(size, int) and all(as_int(cut) is not None for cut in cuts):
        places = [as_int(cut) or 0 for cut in cuts]
        if arguments.function.startswith("tensorflow"):
            if sum(places) != size or min(places) < 0:
                return call.unknown("the sizes of the parts do not add up to {size}", size=size)
            sizes = list(places)
        else:
            ends = [min(max(place + size if place < 0 else place, 0), size) for place in places]
            sizes = [max(stop - start, 0) for start, stop in zip([0, *ends], [*ends, size], strict=True)]
    else:
        return call.unknown("the sizes of the parts are not known")
    part = without_contents(array)
    return ListValue([replace(part, shape=with_size(array.shape, axes[0], size)) for size in sizes])


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
        items if items is not None and _common(parts) == parts[0].dtype and len(items) <= 4096 else None,
        _source(parts),
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
