"""The functions of `keras.ops` that move a window over images, volumes and sequences, or change an image's borders.

Sources: `compute_output_spec` of `keras.ops.nn` and `keras.ops.image`, and `compute_conv_output_shape`, Keras 3.15.
"""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, without_contents
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.shapes import Count, Shape, UnknownShape
from param_lsp.shapes.windows import windows
from param_lsp.values import Call, Value


@function("keras.ops.max_pool keras.ops.average_pool",
          "inputs: a, pool_size: size, strides=None, padding='valid', data_format=None")  # fmt: skip
def pool(call: Call, arguments: Bound) -> Value:
    """Fold each window; the window is also the stride where none is given."""
    array = without_contents(as_array(arguments["a"]))
    shape = array.shape
    moved = _moved(shape, arguments, arguments["size"])
    if moved is None or isinstance(shape, UnknownShape):
        return call.unknown("how the window moves over the tensor is not known")
    return replace(array, shape=(shape[0], *moved, shape[-1]))


@function("keras.ops.conv keras.ops.depthwise_conv",
          "inputs: a, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1")  # fmt: skip
def conv(call: Call, arguments: Bound) -> Value:
    """Give as many channels as the kernel's last axis has; a depthwise one multiplies those of the input."""
    array, kernel = without_contents(as_array(arguments["a"])), as_array(arguments["kernel"]).shape
    shape = array.shape
    if isinstance(kernel, UnknownShape) or isinstance(shape, UnknownShape) or not 3 <= len(kernel) == len(shape):
        return call.unknown("the kernel of the convolution is not known")
    moved = _moved(shape, arguments, kernel[:-2])
    channels, depth = kernel[-1], shape[-1]
    if moved is None or channels is None:
        return call.unknown("how the window moves over the tensor is not known")
    if arguments.function.endswith("depthwise_conv"):
        channels = None if depth is None else depth * channels
    return replace(array, shape=(shape[0], *moved, channels))


@function("keras.ops.image.extract_patches keras.ops.image.extract_patches_3d",
          "images: a, size, strides=None, dilation_rate=1, padding='valid', data_format=None")  # fmt: skip
def extract_patches(call: Call, arguments: Bound) -> Value:
    """Lay patches beside each other: rows, columns, and the members of a patch as one axis."""
    array, axes = without_contents(as_array(arguments["a"])), 3 if arguments.function.endswith("3d") else 2
    if isinstance(array.shape, UnknownShape) or len(array.shape) not in (axes + 1, axes + 2):
        return call.unknown("the shape of the image is not known")
    single = len(array.shape) == axes + 1
    shape: Shape = (1, *array.shape) if single else array.shape
    moved, depth = _moved(shape, arguments, arguments["size"]), shape[-1]
    if moved is None:
        return call.unknown("the size of the patches is not known")
    for size in _sizes(arguments["size"], axes) or ():
        depth = None if depth is None else depth * size
    patches: Shape = (*moved, depth)
    return replace(array, shape=patches if single else (shape[0], *patches))


@function("keras.ops.image.rgb_to_grayscale", "images: a, data_format=None")
@function("keras.ops.image.rgb_to_hsv keras.ops.image.hsv_to_rgb", "images: a, data_format=None")
@function("keras.ops.image.affine_transform keras.ops.image.perspective_transform", "images: a, *rest, **more")
@function("keras.ops.image.gaussian_blur keras.ops.image.elastic_transform", "images: a, *rest, **more")
@function("keras.ops.image.sobel_edges", "images: a, data_format=None")
def image(call: Call, arguments: Bound) -> Value:
    """Keep an image's shape; gray has one channel, edges have a direction each."""
    array, name = without_contents(as_array(arguments["a"])), arguments.function.rpartition(".")[2]
    if isinstance(array.shape, UnknownShape) or len(array.shape) not in (3, 4):
        return call.unknown("the shape of the image is not known")
    if name == "sobel_edges":
        return replace(array, shape=(*array.shape, 2))
    if name != "rgb_to_grayscale":
        return array
    if arguments["data_format"] not in (None, "channels_last"):
        return call.unknown("channels that come first are not followed here")
    if isinstance(array.shape[-1], int) and array.shape[-1] not in (1, 3):
        return call.unknown("the shape of the image is not known")  # Keras refuses it
    return replace(array, shape=(*array.shape[:-1], 1))


_BORDER = (
    "images: a, top_{0}=None, left_{0}=None, bottom_{0}=None, right_{0}=None, target_height=None, target_width=None, "
    "data_format=None"
)


@function("keras.ops.image.pad_images", _BORDER.format("padding"))
@function("keras.ops.image.crop_images", _BORDER.format("cropping"))
def bordered(call: Call, arguments: Bound) -> Value:
    """Add or take borders: two of border, border and target tell the height, and so the width."""
    array = without_contents(as_array(arguments["a"]))
    if isinstance(array.shape, UnknownShape) or len(array.shape) not in (3, 4):
        return call.unknown("the shape of the image is not known")
    if arguments["data_format"] not in (None, "channels_last"):
        return call.unknown("channels that come first are not followed here")
    kind, sign = ("padding", 1) if arguments.function.endswith("pad_images") else ("cropping", -1)
    sides = []
    for dim, target, borders in (
        (array.shape[-3], "target_height", ("top_", "bottom_")),
        (array.shape[-2], "target_width", ("left_", "right_")),
    ):
        size = as_dim(arguments[target])
        widths = [as_dim(arguments[border + kind]) for border in borders]
        if size is None and dim is not None and widths[0] is not None and widths[1] is not None:
            size = dim + sign * (widths[0] + widths[1])
        if size is None:
            return call.unknown("the borders of the image are not known")
        sides.append(size)
    return replace(array, shape=(*array.shape[:-3], *sides, array.shape[-1]))


def _moved(shape: Shape | UnknownShape, arguments: Bound, size: Value) -> list[Count | None] | None:
    """Give how many places a window has along each axis between the first and the last."""
    axes = 0 if isinstance(shape, UnknownShape) else len(shape) - 2
    sizes = _sizes(size, axes)
    strides = sizes if arguments["strides"] is None else _sizes(arguments["strides"], axes)
    dilations = _sizes(arguments.get("dilation_rate", 1), axes)
    plain = arguments["data_format"] in (None, "channels_last") and arguments["padding"] in ("valid", "same")
    if isinstance(shape, UnknownShape) or not (plain and sizes and strides and dilations):
        return None
    padded = arguments["padding"] == "same"
    numbers = zip(shape[1:-1], sizes, strides, dilations, strict=True)
    return [windows(dim, length, stride, dilation, padded=padded) for dim, length, stride, dilation in numbers]


def _sizes(value: Value, axes: int) -> list[int] | None:
    """Read a size for each axis, or one for all."""
    single = as_int(value)
    members = [single] * axes if single is not None else [as_int(member) for member in sequence(value) or ()]
    sizes = [member for member in members if member is not None and member > 0]
    return sizes if axes and len(sizes) == len(members) == axes else None
