"""`keras.utils`: to_categorical, pad_sequences, normalize, images as arrays, files."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, as_shape, unknown_array
from param_lsp.libraries.dtypes import dtype_named
from param_lsp.libraries.objects import length
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, LibraryObject, Series, Unknown, UnknownText, Value

CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1, "greyscale": 1, "gray": 1}


@function("keras.utils.to_categorical", "x=None, num_classes=None, dtype=None, *, y=None, nb_classes=None")
def to_categorical(call: Call, arguments: Bound) -> Value:
    """Add an axis of classes in place of a last axis of size 1 (Keras drops that one).

    Without `num_classes` there are as many as the largest label plus one.
    """
    labels = as_array(arguments["y"] if arguments["x"] is None else arguments["x"])  # named y before Keras 3
    asked = arguments["num_classes"] if arguments["num_classes"] is not None else arguments.get("nb_classes")
    classes = number_of_classes(labels) if asked is None else as_dim(asked)
    if classes is None:
        classes = UnknownDim(message("num_classes is not an integer"), 1)
    dtype = (
        dtype_named(arguments["dtype"])
        if arguments["dtype"] is not None
        else "float64"
        if call.keras == 3
        else "float32"
    )
    shape = labels.shape
    if isinstance(shape, UnknownShape):
        return unknown_array(shape.reason, labels, dtype)
    if len(shape) > 1 and not isinstance(shape[-1], int):
        return unknown_array(
            message("it is not known whether the last axis of the labels has the size 1"), labels, dtype
        )
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    return Array((*shape, classes), dtype, None, 0, 1, source=labels.source)


def number_of_classes(labels: Array) -> Count:
    """Give the largest label plus one."""
    if labels.high is not None and labels.high == int(labels.high):
        return int(labels.high) + 1
    reason = (
        labels.shape.reason if isinstance(labels.shape, UnknownShape) else message("the largest label is not known")
    )
    return UnknownDim(reason, 1)


@function(
    "keras.utils.pad_sequences",
    "sequences, maxlen=None, dtype='int32', padding='pre', truncating='pre', value=0.0",
)
def pad_sequences(_call: Call, arguments: Bound) -> Value:
    """Make a table of `maxlen` columns, or as many as the longest sequence has."""
    sequences = arguments["sequences"]
    members = sequence(sequences)
    rows: Count | None = len(members) if members is not None else length(sequences)
    if rows is None:
        rows = UnknownDim(sequences.reason if isinstance(sequences, Unknown) else message("the texts are not known"), 0)
    longest: Count | None
    if arguments["maxlen"] is None:
        lengths = [len(found) if (found := sequence(member)) is not None else None for member in members or [None]]
        known = [size for size in lengths if size is not None]
        longest = (
            max(known) if len(known) == len(lengths) else UnknownDim(message("the longest sequence is not known"), 0)
        )
    else:
        longest = as_dim(arguments["maxlen"])
    if longest is None:
        longest = UnknownDim(message("maxlen is not an integer"), 0)
    source = sequences.source if isinstance(sequences, (Array, Series)) else None
    return Array((rows, longest), dtype_named(arguments["dtype"]), source=source)


@function("keras.utils.normalize", "x, axis=-1, order=2")
@function("numpy.linalg.normalize", "x, **rest")
def normalize(_call: Call, arguments: Bound) -> Value:
    """Keep the shape."""
    array = as_array(arguments["x"])
    return Array(array.shape, "float64" if array.dtype != "float32" else "float32", source=array.source)


@function(
    "keras.utils.load_img",
    "path, color_mode='rgb', target_size=None, interpolation='nearest', *, grayscale=False, **rest",
)
def load_img(_call: Call, arguments: Bound) -> Value:
    """Load a picture; its size is known where `target_size` asks for one."""
    fields: dict[str, Value] = {}
    channels = CHANNELS.get(arguments["color_mode"]) if isinstance(arguments["color_mode"], str) else None
    if arguments.get("grayscale"):
        channels = 1
    unknown = UnknownDim(message("the size of the picture is not known"), 1)
    height, width = image_size(arguments["target_size"]) or (unknown, unknown)
    fields["_shape"] = (
        height,
        width,
        UnknownDim(message("color_mode is not known"), 1) if channels is None else channels,
    )
    fields["size"], fields["width"], fields["height"] = (width, height), width, height
    return LibraryObject("PIL.Image.Image", fields)


@function("keras.utils.img_to_array", "img, data_format=None, dtype=None")
def img_to_array(call: Call, arguments: Bound) -> Value:
    """Give a picture as floats of (height, width, channels)."""
    picture = arguments["img"]
    dtype = "float32" if arguments["dtype"] is None else dtype_named(arguments["dtype"])
    if arguments["data_format"] not in (None, "channels_last"):
        return call.unknown("the order of the picture's axes is not known")
    if isinstance(picture, LibraryObject) and "_shape" in picture.fields:
        return Array(picture.fields["_shape"], dtype)
    if isinstance(picture, Array):
        if isinstance(picture.shape, tuple) and len(picture.shape) == 2:
            return Array((*picture.shape, 1), dtype, source=picture.source)
        return replace(picture, dtype=dtype, items=None, distinct=None)
    size = UnknownDim(message("the size of the picture is not known"), 1)
    return Array((size, size, UnknownDim(message("the picture's colours are not known"), 1)), dtype)


@function("keras.utils.get_file", "fname=None, origin=None, **rest")
def get_file(_call: Call, _arguments: Bound) -> Value:
    """Give the path of a downloaded file, which is not read."""
    return UnknownText(message("a file is downloaded"))


@function("tensorflow.image.resize tensorflow.image.resize_with_pad tensorflow.image.resize_images "
          "keras.ops.image.resize "
          "tensorflow.image.resize_with_crop_or_pad",
          "images, size, *rest, data_format=None, preserve_aspect_ratio=False, **more")  # fmt: skip
def resize(call: Call, arguments: Bound) -> Value:
    """Give pictures of another height and width."""
    images, size = as_array(arguments["images"]), arguments["size"]
    if arguments.function.endswith("_pad"):
        size = (arguments["size"], *arguments["rest"][:1])
    wanted = as_shape(size)
    dtype = images.dtype if arguments.function.endswith("crop_or_pad") else "float32"
    for shape in (images.shape, wanted):
        if isinstance(shape, UnknownShape):
            return unknown_array(shape.reason, images, dtype)
    assert not isinstance(images.shape, UnknownShape)
    assert not isinstance(wanted, UnknownShape)
    if len(images.shape) not in (3, 4) or len(wanted) != 2:
        return call.unknown("the pictures to be resized have {rank} axes", rank=len(images.shape))
    if arguments["data_format"] not in (None, "channels_last") or arguments["preserve_aspect_ratio"] is not False:
        return call.unknown("how the pictures are resized is not followed")
    return Array((*images.shape[:-3], *wanted, images.shape[-1]), dtype, source=images.source, kind="tensor")


@function("tensorflow.image.rgb_to_grayscale tensorflow.image.grayscale_to_rgb", "images, name=None")
def recoloured(call: Call, arguments: Bound) -> Value:
    """Give pictures with one channel, or with three."""
    images = as_array(arguments["images"])
    if isinstance(images.shape, UnknownShape) or not images.shape:
        return images
    wanted = 3 if arguments.function.endswith("grayscale") else 1
    if not _are_pictures(images) or (isinstance(images.shape[-1], int) and images.shape[-1] != wanted):
        return call.unknown("pictures have three axes or more, the last with {wanted} channels", wanted=wanted)
    channels = 1 if arguments.function.endswith("grayscale") else 3
    return replace(images, shape=(*images.shape[:-1], channels), items=None, low=None, high=None, distinct=None)


@function("tensorflow.image.convert_image_dtype", "image, dtype, **rest")
@function("tensorflow.image.random_flip_left_right tensorflow.image.random_flip_up_down "
          "tensorflow.image.random_brightness "
          "tensorflow.image.random_contrast tensorflow.image.random_hue tensorflow.image.random_saturation "
          "tensorflow.image.flip_left_right tensorflow.image.flip_up_down tensorflow.image.per_image_standardization "
          "tensorflow.image.adjust_brightness tensorflow.image.adjust_contrast tensorflow.image.adjust_saturation",
          "image, *rest, **more")  # fmt: skip
def recomputed(call: Call, arguments: Bound) -> Value:
    """Give pictures of the same shape."""
    images = as_array(arguments["image"])
    if not _are_pictures(images) and not arguments.function.endswith("convert_image_dtype"):
        return call.unknown("pictures have three or four axes")
    dtype = images.dtype
    if arguments.function.endswith("convert_image_dtype"):
        dtype = dtype_named(arguments["dtype"])
    elif arguments.function.endswith("per_image_standardization"):
        dtype = "float32"
    return replace(images, dtype=dtype, items=None, low=None, high=None, distinct=None)


def _are_pictures(images: Array) -> bool:
    return isinstance(images.shape, UnknownShape) or len(images.shape) >= _PICTURE


_PICTURE = 3  # height, width, channels


@function("tensorflow.image.random_crop tensorflow.image.stateless_random_crop", "value, size, **rest")
def random_crop(_call: Call, arguments: Bound) -> Value:
    """Cut a piece of a given shape out."""
    images = as_array(arguments["value"])
    return replace(images, shape=as_shape(arguments["size"]), items=None, low=None, high=None, distinct=None)


@function("tensorflow.image.decode_jpeg tensorflow.image.decode_png tensorflow.io.decode_jpeg tensorflow.io.decode_png "
          "tensorflow.image.decode_image tensorflow.io.decode_image",
          "contents, channels=0, *rest, **more")  # fmt: skip
def decode_image(_call: Call, arguments: Bound) -> Value:
    """Decode a picture of unknown size with the channels asked for."""
    size = UnknownDim(message("the size of the picture is not known"), 1)
    channels = as_dim(arguments["channels"]) or UnknownDim(message("the picture's colours are not known"), 1)
    return Array((size, size, channels), "uint8", kind="tensor")


def image_size(value: Value) -> tuple[Count, Count] | None:
    """Read (height, width), or one number for both."""
    if value is None or isinstance(value, Unknown):
        return None
    shape = as_shape(value)
    if isinstance(shape, UnknownShape) or not 1 <= len(shape) <= 3:
        return None
    first, second = (shape[0], shape[0]) if len(shape) == 1 else (shape[0], shape[1])
    assert first is not None
    assert second is not None
    return first, second
