"""`keras.backend` as Keras 1 and 2 had it, and the TensorFlow functions that people call beside it in Lambda layers.

Sources: `keras/backend.py` of Keras 2.15, `keras/backend/tensorflow_backend.py` of 1.2.2, and TensorFlow 2.21 itself.
"""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries import joining, manipulation, reductions
from param_lsp.libraries.arrays import as_array, as_shape, without_contents
from param_lsp.libraries.products import matmul
from param_lsp.libraries.registry import function
from param_lsp.libraries.resizing import repeat as repeated
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import RUNNING, as_int, axis_of, exact_quotient, with_size
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, Value


@function("keras.backend.argmax keras.backend.argmin", "x: a, axis=-1")
def argmax(call: Call, arguments: Bound) -> Value:
    """Give the places of the extremes, along the last axis when none is given."""
    return reductions.reduced(replace(_array(arguments), dtype="int64"), arguments["axis"], False, call)


@function("keras.backend.logsumexp", "x: a, axis=None, keepdims=False")
@function("tensorflow.norm tensorflow.linalg.norm", "tensor: a, ord='euclidean', axis=None, keepdims=False, name=None")
@function("keras.ops.logsumexp", "x: a, axis=None, keepdims=False")
@function("keras.ops.norm", "x: a, ord=None, axis=None, keepdims=False")
def fold(call: Call, arguments: Bound) -> Value:
    """Fold the axes given, or all."""
    return reductions.reduced(_array(arguments), arguments["axis"], arguments["keepdims"], call)


@function("keras.backend.cumsum keras.backend.cumprod", "x: a, axis=0")
def cumulative(_call: Call, arguments: Bound) -> Value:
    """Keep the shape."""
    return _array(arguments)


@function("keras.backend.expand_dims", "x: a, axis=-1, dim=None")
def expand_dims(call: Call, arguments: Bound) -> Value:
    """Add an axis of size 1, at the end when none is given; Keras 1 called it `dim`."""
    axis = arguments["axis"] if arguments["dim"] is None else arguments["dim"]
    return manipulation.expand_dims(call, Bound({"a": arguments["a"], "axis": axis}, frozenset(), "numpy.expand_dims"))


@function("keras.backend.squeeze", "x: a, axis")
def squeeze(call: Call, arguments: Bound) -> Value:
    """Take away an axis of size 1."""
    return manipulation.squeeze(call, arguments)


@function("keras.backend.permute_dimensions", "x: a, pattern: axes")
def permute_dimensions(call: Call, arguments: Bound) -> Value:
    """Give the axes in another order."""
    return manipulation.transpose(call, arguments)


@function("keras.backend.reverse", "x: a, axes")
def reverse(_call: Call, arguments: Bound) -> Value:
    """Keep the shape."""
    return _array(arguments)


@function("keras.backend.flatten", "x: a")
def flatten(call: Call, arguments: Bound) -> Value:
    """Give one axis, the batch's in it."""
    return manipulation.reshaped(_array(arguments), (-1,), call)


@function("keras.backend.batch_flatten", "x: a")
def batch_flatten(call: Call, arguments: Bound) -> Value:
    """Give (batch, everything else): `tf.reshape(x, [-1, prod(shape(x)[1:])])`."""
    array = _array(arguments)
    if isinstance(array.shape, UnknownShape) or not array.shape:
        return call.unknown("the shape of what is made flat is not known")
    return replace(array, shape=(UnknownDim(RUNNING), UnknownDim(RUNNING)))  # TensorFlow tells neither beforehand


@function("keras.backend.concatenate", "tensors: arrays, axis=-1")
def concatenate(call: Call, arguments: Bound) -> Value:
    """Join along an axis, the last when none is given."""
    values = {"arrays": arguments["arrays"], "axis": arguments["axis"]}
    return joining.concatenate(call, Bound(values, frozenset(), "numpy.concatenate"))


@function("keras.backend.repeat", "x: a, n")
def repeat(call: Call, arguments: Bound) -> Value:
    """Turn (samples, features) into (samples, n, features)."""
    array, times = _array(arguments), as_int(arguments["n"])
    if isinstance(array.shape, UnknownShape) or len(array.shape) != 2 or times is None:
        return call.unknown("repeat takes a tensor of two axes and a number")
    return replace(array, shape=(array.shape[0], times, array.shape[1]))


@function("keras.backend.repeat_elements", "x: a, rep: repeats, axis")
def repeat_elements(call: Call, arguments: Bound) -> Value:
    """Repeat each member along an axis."""
    return repeated(call, arguments)


@function("keras.backend.one_hot", "indices: a, num_classes: depth")
def one_hot(call: Call, arguments: Bound) -> Value:
    """Add an axis of `num_classes`."""
    array, depth = _array(arguments), as_int(arguments["depth"])
    if isinstance(array.shape, UnknownShape) or depth is None:
        return call.unknown("the shape or the number of classes is not known")
    return replace(array, shape=(*array.shape, depth), dtype="float32")


@function("keras.backend.dot", "x, y")
@function("keras.ops.dot", "x1: x, x2: y")
def dot(call: Call, arguments: Bound) -> Value:
    """Fold the last axis of one with the last but one of the other; further axes stand side by side."""
    left, right = as_array(arguments["x"]), as_array(arguments["y"])
    if isinstance(left.shape, UnknownShape) or isinstance(right.shape, UnknownShape) or len(right.shape) < 2:
        return call.unknown("this product is not followed")
    if len(right.shape) == 2:
        return matmul(left, right, call)
    flat = matmul(left, replace(right, shape=right.shape[-2:]), call)
    if not isinstance(flat, Array) or isinstance(flat.shape, UnknownShape):
        return flat
    return replace(flat, shape=(*left.shape[:-1], *right.shape[:-2], right.shape[-1]))


@function("keras.backend.batch_dot", "x, y, axes=None")
def batch_dot(call: Call, arguments: Bound) -> Value:
    """Fold one axis of each, sample by sample; a result without further axes gets one of size 1."""
    left, right = as_array(arguments["x"]), as_array(arguments["y"])
    if isinstance(left.shape, UnknownShape) or isinstance(right.shape, UnknownShape):
        return call.unknown("this product is not followed")
    ranks = len(left.shape), len(right.shape)
    if not all(2 <= rank <= 3 for rank in ranks):
        return call.unknown("this product is not followed")
    axes = arguments["axes"]
    pair = [ranks[0] - 1, ranks[1] - (1 if ranks[1] == 2 else 2)] if axes is None else sequence(axes) or [axes, axes]
    if len(pair) != 2:
        return call.unknown("the axes of the product are not known")
    first, second = axis_of(pair[0], ranks[0]), axis_of(pair[1], ranks[1])
    if not first or not second or 0 in (first[0], second[0]) or left.shape[first[0]] != right.shape[second[0]]:
        return call.unknown("the axes of the product do not fit")
    rest = [dim for axis, dim in enumerate(left.shape) if axis != first[0]]
    rest += [dim for axis, dim in enumerate(right.shape) if axis not in (0, second[0])]
    return replace(without_contents(left), shape=tuple(rest if len(rest) > 1 else [*rest, 1]))


@function(
    "tensorflow.nn.depth_to_space tensorflow.nn.space_to_depth", "input: a, block_size, data_format='NHWC', **rest"
)
@function("tensorflow.depth_to_space tensorflow.space_to_depth", "input: a, block_size, name=None, data_format='NHWC'")
def blocks(call: Call, arguments: Bound) -> Value:
    """Move blocks of channels into space, or back."""
    array, size = _array(arguments), as_int(arguments["block_size"])
    if isinstance(array.shape, UnknownShape) or len(array.shape) != 4 or size is None or size < 2:
        return call.unknown("the image or the size of its blocks is not known")
    if arguments["data_format"] not in ("NHWC", "channels_last"):
        return call.unknown("channels that come first are not followed here")
    batch, height, width, channels = array.shape
    if arguments.function.endswith("depth_to_space"):
        depth = None if channels is None else exact_quotient([channels], [size, size])
        sides: list[Count | None] = [_times(height, size), _times(width, size)]
    else:
        depth = _times(channels, size * size)
        sides = [None if side is None else exact_quotient([side], [size]) for side in (height, width)]
    if depth is None or None in sides:
        return call.unknown("the image does not divide into such blocks")
    shape: Shape = (batch, *sides, depth)
    return replace(array, shape=shape)


@function("tensorflow.slice", "input_: a, begin, size, name=None")
def cut(call: Call, arguments: Bound) -> Value:
    """Cut a part out: −1 takes all that is left of an axis."""
    array, begin, size = _array(arguments), as_shape(arguments["begin"]), as_shape(arguments["size"])
    if isinstance(array.shape, UnknownShape) or isinstance(begin, UnknownShape) or isinstance(size, UnknownShape):
        return call.unknown("the part that is cut out is not known")
    if not len(array.shape) == len(begin) == len(size):
        return call.unknown("the part that is cut out has another number of axes")
    shape = array.shape
    for axis, (dim, start, length) in enumerate(zip(array.shape, begin, size, strict=True)):
        if length == -1 and start == 0:
            continue
        if not isinstance(start, int) or not isinstance(length, int):
            return call.unknown("the part that is cut out is not known")
        if isinstance(dim, int) and start + max(length, 0) > dim:
            return call.unknown("the part that is cut out reaches beyond the tensor")
        if length == -1 and not isinstance(dim, int):
            return call.unknown("the part that is cut out is not known")
        shape = with_size(shape, axis, dim - start if length == -1 and isinstance(dim, int) else length)
    return replace(array, shape=shape)


@function("keras.backend.resize_images", "x: a, height_factor, width_factor, data_format, interpolation='nearest'")
def resize_images(call: Call, arguments: Bound) -> Value:
    """Enlarge images by whole factors."""
    array = _array(arguments)
    factors = as_int(arguments["height_factor"]), as_int(arguments["width_factor"])
    if isinstance(array.shape, UnknownShape) or len(array.shape) != 4 or None in factors:
        return call.unknown("the images or the factors are not known")
    if arguments["data_format"] not in ("channels_last", "tf"):
        return call.unknown("channels that come first are not followed here")
    batch, height, width, channels = array.shape
    return replace(array, shape=(batch, _times(height, factors[0] or 1), _times(width, factors[1] or 1), channels))


def _array(arguments: Bound) -> Array:
    return without_contents(as_array(arguments["a"]))


def _times(dim: Count | None, factor: int) -> Count | None:
    return None if dim is None else dim * factor
