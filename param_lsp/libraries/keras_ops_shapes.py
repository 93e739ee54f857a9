"""The functions of `keras.ops` that give a shape of their own: patches, top k, diagonals, products along axes.

Sources: each operation's `compute_output_spec`, Keras 3.15.
"""

from __future__ import annotations

import re
from dataclasses import replace

from param_lsp.libraries.arrays import as_array, without_contents
from param_lsp.libraries.reductions import reduced
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import (
    RUNNING,
    as_dim,
    as_int,
    axes_of,
    axis_of,
    broadcast,
    exact_quotient,
    is_free,
    with_size,
)
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import Array, Call, ListValue, Value


@function("keras.ops.top_k", "x: a, k, sorted=True")
def top_k(call: Call, arguments: Bound) -> Value:
    """Give the k largest along the last axis, and their places."""
    array, count = _array(arguments), as_dim(arguments["k"])
    if isinstance(array.shape, UnknownShape) or not array.shape or count is None:
        return _not_known(call, array)
    values = replace(array, shape=(*array.shape[:-1], count))
    return values, replace(values, dtype="int32")


@function("keras.ops.in_top_k", "targets: a, predictions, k")
def in_top_k(_call: Call, arguments: Bound) -> Value:
    """Tell for each target whether it is among the k largest."""
    return replace(_array(arguments), dtype="bool")


@function("keras.ops.moments", "x: a, axes, keepdims=False, synchronized=False")
def moments(call: Call, arguments: Bound) -> Value:
    """Give the mean and the variance over axes."""
    folded = reduced(_array(arguments), arguments["axes"], arguments["keepdims"], call)
    return folded, folded


@function("keras.ops.take_along_axis", "x: a, indices, axis=None")
def take_along_axis(call: Call, arguments: Bound) -> Value:
    """Pick a member for each index: the indices' shape, the other axes broadcast."""
    array, indices = _array(arguments), as_array(arguments["indices"])
    if isinstance(array.shape, UnknownShape) or isinstance(indices.shape, UnknownShape):
        return _not_known(call, array, indices)
    if arguments["axis"] is None:
        return replace(array, shape=(product(indices.shape),))
    axis = axis_of(arguments["axis"], len(array.shape))
    if axis is None or len(indices.shape) != len(array.shape):
        return call.unknown("the axis to take along is not known")
    rest = [shape[: axis[0]] + shape[axis[0] + 1 :] for shape in (array.shape, indices.shape)]
    shape = broadcast(rest[0], rest[1])
    if shape is None:
        return call.unknown("the indices do not broadcast with the array")
    return replace(array, shape=(*shape[: axis[0]], indices.shape[axis[0]], *shape[axis[0] :]))


@function("keras.ops.diagonal keras.ops.trace", "x: a, offset=0, axis1=0, axis2=1")
def diagonal(call: Call, arguments: Bound) -> Value:
    """Give the diagonal of two axes as the last one; `trace` sums it up."""
    array = _array(arguments)
    if isinstance(array.shape, UnknownShape):
        return _not_known(call, array)
    axes, offset = axes_of((arguments["axis1"], arguments["axis2"]), len(array.shape)), as_int(arguments["offset"])
    if axes is None or axes[0] == axes[1] or offset is None:
        return call.unknown("the axes of the diagonal are not known")
    rest = tuple(dim for axis, dim in enumerate(array.shape) if axis not in axes)
    if arguments.function.endswith("trace"):
        return replace(array, shape=rest)
    rows, columns = array.shape[axes[0]], array.shape[axes[1]]
    if is_free(rows) or is_free(columns):
        return replace(array, shape=(*rest, UnknownDim(RUNNING)))
    if not isinstance(rows, int) or not isinstance(columns, int):
        return call.unknown("the length of the diagonal is not known")
    left = columns - offset if offset > 0 else rows + offset
    return replace(array, shape=(*rest, max(0, min(left, rows, columns))))


@function("keras.ops.det keras.ops.logdet", "x: a")
def determinant(call: Call, arguments: Bound) -> Value:
    """Give a number for each matrix."""
    array = _array(arguments)
    if isinstance(array.shape, UnknownShape) or len(array.shape) < 2:
        return _not_known(call, array)
    return replace(array, shape=array.shape[:-2])


@function("keras.ops.meshgrid", "*arrays, indexing='xy'")
def meshgrid(call: Call, arguments: Bound) -> Value:
    """Give each array spread over the axes of all; the first two change places unless `indexing="ij"`."""
    arrays = [without_contents(as_array(value)) for value in sequence(arguments["arrays"]) or ()]
    sizes = [None if isinstance(array.shape, UnknownShape) else product(array.shape) for array in arrays]
    if not sizes or None in sizes or arguments["indexing"] not in ("xy", "ij"):
        return call.unknown("the sizes of the grid are not known")
    if arguments["indexing"] == "xy" and len(sizes) > 1:
        sizes[:2] = sizes[1::-1]
    return ListValue([replace(array, shape=tuple(sizes)) for array in arrays])


@function("keras.ops.glu", "x: a, axis=-1")
def glu(call: Call, arguments: Bound) -> Value:
    """Halve an axis: one half gates the other."""
    array = _array(arguments)
    axis = None if isinstance(array.shape, UnknownShape) else axis_of(arguments["axis"], len(array.shape))
    size = None if axis is None or isinstance(array.shape, UnknownShape) else array.shape[axis[0]]
    half = None if size is None else exact_quotient([size], [2])
    if axis is None or half is None or isinstance(array.shape, UnknownShape):
        return _not_known(call, array)
    return replace(array, shape=with_size(array.shape, axis[0], half))


@function("keras.ops.multi_hot", "inputs: a, num_classes=None, axis=-1, dtype=None, sparse=False, **rest")
def multi_hot(call: Call, arguments: Bound) -> Value:
    """Mark the classes that occur: the axis of the indices gives way to one of classes."""
    array, classes = _array(arguments), as_dim(arguments["num_classes"])
    if isinstance(array.shape, UnknownShape) or classes is None or arguments["axis"] != -1 or not array.shape:
        return _not_known(call, array)
    shape: Shape = (classes,) if len(array.shape) == 1 else (array.shape[0], *array.shape[2:], classes)
    return replace(array, shape=shape, dtype=None)


@function("keras.ops.slice", "inputs: a, start_indices, shape")
def cut(call: Call, arguments: Bound) -> Value:
    """Cut a part out; −1 takes all that is left of an axis."""
    array, begin, sizes = _array(arguments), sequence(arguments["start_indices"]), sequence(arguments["shape"])
    if isinstance(array.shape, UnknownShape) or sizes is None or len(sizes) != len(array.shape):
        return call.unknown("the part that is cut out is not known")
    dims: list[Count] = []
    for axis, (dim, value) in enumerate(zip(array.shape, sizes, strict=True)):
        size, start = as_dim(value), as_int(begin[axis]) if begin is not None and axis < len(begin) else None
        if size == -1 and start is not None and dim is not None:
            size = dim - start if start else dim
        if size is None or size == -1:
            return call.unknown("the part that is cut out is not known")
        dims.append(size)
    return replace(array, shape=tuple(dims))


@function("keras.ops.segment_sum keras.ops.segment_max keras.ops.segment_min keras.ops.segment_prod",
          "data: a, segment_ids, num_segments=None, sorted=False")  # fmt: skip
def segments(call: Call, arguments: Bound) -> Value:
    """Fold the members of each segment."""
    array, count = _array(arguments), as_dim(arguments["num_segments"])
    if isinstance(array.shape, UnknownShape) or not array.shape or count is None:
        return call.unknown("the number of segments is not known")
    return replace(array, shape=(count, *array.shape[1:]))


@function("keras.ops.categorical_crossentropy", "target, output: a, from_logits=False, axis=-1")
@function("keras.ops.sparse_categorical_crossentropy", "target, output: a, from_logits=False, axis=-1")
@function("keras.ops.binary_crossentropy", "target, output: a, from_logits=False")
def crossentropy(call: Call, arguments: Bound) -> Value:
    """Give a loss for each sample; a binary one for each member."""
    array = _array(arguments)
    if isinstance(array.shape, UnknownShape) or "binary" in arguments.function:
        return array
    axis = axis_of(arguments["axis"], len(array.shape))
    if axis is None:
        return call.unknown("the axis of the classes is not known")
    return replace(array, shape=array.shape[: axis[0]] + array.shape[axis[0] + 1 :])


_AXES = re.compile(r"\(([\w\s]+)\)|(\w+)")


@function("keras.ops.rearrange keras.ops.einops.rearrange", "tensor: a, pattern, **lengths")
@function("einops.rearrange", "tensor: a, pattern, **lengths")
def rearrange(call: Call, arguments: Bound) -> Value:
    """Give axes another order and other groups by their names: `"b h w c -> b (h w) c"`."""
    array, pattern = _array(arguments), arguments["pattern"]
    before, arrow, after = pattern.partition("->") if isinstance(pattern, str) else ("", "", "")
    groups, wanted = _groups(before), _groups(after)
    if not arrow or isinstance(array.shape, UnknownShape) or len(groups) != len(array.shape):
        return call.unknown("this pattern of axes is not followed")
    sizes: dict[str, Count] = {}
    for names, dim in zip(groups, array.shape, strict=True):
        if len(names) > 1 or dim is None:
            return call.unknown("this pattern of axes is not followed")
        sizes[names[0]] = dim
    if sorted(name for names in wanted for name in names) != sorted(sizes):
        return call.unknown("this pattern of axes is not followed")
    return replace(array, shape=tuple(product(sizes[name] for name in names) for names in wanted))


def _groups(axes: str) -> list[list[str]]:
    return [(found[1] or found[2]).split() for found in _AXES.finditer(axes)]


def _array(arguments: Bound) -> Array:
    return without_contents(as_array(arguments["a"]))


def _not_known(call: Call, *arrays: Array) -> Value:
    for array in arrays:
        if isinstance(array.shape, UnknownShape):
            return Array(array.shape, array.dtype, kind=array.kind)
    return call.unknown("these axes are not known")
