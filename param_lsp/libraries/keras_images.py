"""Pictures, texts and series in folders and arrays: ImageDataGenerator and the `*_dataset_from_*` functions."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, without_contents
from param_lsp.libraries.datasets import NOT_DECLARED, batched, dataset
from param_lsp.libraries.keras_utilities import CHANNELS, image_size
from param_lsp.libraries.objects import BATCH, length
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, DictValue, LibraryObject, ListValue, Unknown, Value

_GENERATOR = "keras.preprocessing.image.ImageDataGenerator"


@function(_GENERATOR, "**rest")
def image_data_generator(_call: Call, _arguments: Bound) -> Value:
    """Make a generator; what it changes about pictures keeps their shapes."""
    return LibraryObject(_GENERATOR)


@function(f"{_GENERATOR}.fit", "self, x, **rest")
def fit(_call: Call, _arguments: Bound) -> Value:
    """Give None."""
    return None


@function(f"{_GENERATOR}.flow", "self, x, y=None, batch_size=32, **rest")
def flow(_call: Call, arguments: Bound) -> Value:
    """Give batches of the arrays."""
    images = replace(without_contents(as_array(arguments["x"])), dtype="float32")
    rows, batch = length(images), as_dim(arguments["batch_size"])
    element: Value = batched(_row(images), batch)
    if arguments["y"] is not None:
        element = (element, batched(_row(as_array(arguments["y"])), batch))
    fields: dict[str, Value] = {"__element__": element, "batch_size": arguments["batch_size"]}
    if rows is not None:
        fields["n"] = rows
        fields["__len__"] = _batches(rows, batch)
    return LibraryObject("keras.preprocessing.image.NumpyArrayIterator", fields)


@function(
    f"{_GENERATOR}.flow_from_directory",
    "self, directory, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', "
    "batch_size=32, **rest",
)
@function(
    f"{_GENERATOR}.flow_from_dataframe",
    "self, dataframe, directory=None, x_col='filename', y_col='class', weight_col=None, target_size=(256, 256), "
    "color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, **rest",
)
def flow_from_directory(call: Call, arguments: Bound) -> Value:
    """Give batches of pictures of `target_size`; a class for each folder in the directory, or for each one listed."""
    size = image_size(arguments["target_size"])
    mode, colours = arguments["class_mode"], arguments["color_mode"]
    channels = CHANNELS.get(colours) if isinstance(colours, str) else None
    unknown = UnknownDim(message("the size of the pictures is not known"), 1)
    height, width = size or (unknown, unknown)
    shape = (height, width, UnknownDim(message("color_mode is not known"), 1) if channels is None else channels)
    batch = as_dim(arguments["batch_size"])
    names = _class_names(call, arguments, arguments["classes"])
    element: Value = batched(Array(shape, "float32"), batch)
    if mode in ("categorical", "binary", "sparse"):
        count: Count = (
            len(names)
            if names is not None
            else UnknownDim(message("the folders of the classes are not there to be counted"), 1)
        )
        element = (element, batched(Array((count,) if mode == "categorical" else (), "float32"), batch))
    elif mode == "input":
        element = (element, element)
    elif mode is not None:
        element = (element, call.unknown("the labels of class_mode {mode} are not followed", mode=mode))
    fields: dict[str, Value] = {
        "__element__": element, "batch_size": arguments["batch_size"], "image_shape": shape, "target_size": (height,
        width),
        "class_mode": mode, "color_mode": colours, "__len__": UnknownDim(message("the pictures are not counted"), 1),
        "samples": UnknownDim(message("the pictures are not counted"), 0),
        "n": UnknownDim(message("the pictures are not counted"), 0),
        "filenames": call.unknown("the pictures are not listed"),
        "classes": call.unknown("the pictures are not listed"),
    }  # fmt: skip
    if names is not None:
        fields["class_indices"] = DictValue({name: place for place, name in enumerate(names)})
        fields["num_classes"] = len(names)
    else:
        reason = call.unknown("the folders of the classes are not there to be counted")
        fields["class_indices"] = DictValue({}, reason)
        fields["num_classes"] = UnknownDim(reason.reason, 1)
    return LibraryObject("keras.preprocessing.image.DirectoryIterator", fields)


@function("keras.preprocessing.image.DirectoryIterator.__getitem__ "
          "keras.preprocessing.image.NumpyArrayIterator.__getitem__ "
          "keras.preprocessing.image.DirectoryIterator.next keras.preprocessing.image.NumpyArrayIterator.next "
          "keras.preprocessing.image.DirectoryIterator.__next__ "
          "keras.preprocessing.sequence.TimeseriesGenerator.__getitem__",
          "self, index=None")  # fmt: skip
def batch_at(_call: Call, arguments: Bound) -> Value:
    """Give one batch."""
    return arguments["self"].fields["__element__"]


@function(
    "keras.preprocessing.image.DirectoryIterator.reset keras.preprocessing.image.NumpyArrayIterator.reset", "self"
)
def reset(_call: Call, _arguments: Bound) -> Value:
    """Give None."""
    return None


@function(
    "keras.utils.image_dataset_from_directory",
    "directory, labels='inferred', label_mode='int', class_names=None, color_mode='rgb', batch_size=32, "
    "image_size=(256, 256), shuffle=True, seed=None, validation_split=None, subset=None, **rest",
)
def image_dataset_from_directory(call: Call, arguments: Bound) -> Value:
    """Give batches of pictures of `image_size` with labels as `label_mode` says."""
    colours = arguments["color_mode"]
    channels = CHANNELS.get(colours) if isinstance(colours, str) else None
    size = image_size(arguments["image_size"])
    unknown = UnknownDim(message("the size of the pictures is not known"), 1)
    height, width = size or (unknown, unknown)
    shape = (height, width, UnknownDim(message("color_mode is not known"), 1) if channels is None else channels)
    if isinstance(arguments.get("data_format"), str):
        return call.unknown("the order of the pictures' axes is not followed")
    return _from_directory(call, arguments, Array(shape, "float32", kind="tensor"))


@function(
    "keras.utils.text_dataset_from_directory",
    "directory, labels='inferred', label_mode='int', class_names=None, batch_size=32, max_length=None, shuffle=True, "
    "seed=None, validation_split=None, subset=None, **rest",
)
def text_dataset_from_directory(call: Call, arguments: Bound) -> Value:
    """Give batches of texts with labels as `label_mode` says."""
    return _from_directory(call, arguments, Array((), "string", kind="tensor"))


@function(
    "keras.utils.timeseries_dataset_from_array",
    "data, targets, sequence_length, sequence_stride=1, sampling_rate=1, batch_size=128, **rest",
)
def timeseries_dataset_from_array(_call: Call, arguments: Bound) -> Value:
    """Give batches of windows of `sequence_length` steps."""
    data = without_contents(as_array(arguments["data"]))
    steps = as_dim(arguments["sequence_length"])
    steps = UnknownDim(message("sequence_length is not an integer"), 1) if steps is None else steps
    window = data if isinstance(data.shape, UnknownShape) else replace(data, shape=(steps, *data.shape[1:]))
    batch = None if arguments["batch_size"] is None else as_dim(arguments["batch_size"])
    parts = [window]
    if arguments["targets"] is not None:
        parts.append(_row(as_array(arguments["targets"])))
    if arguments["batch_size"] is not None:
        parts = [batched(part, batch) for part in parts]
    parts = [replace(part, kind="tensor") for part in parts]
    spec = [_without_steps(parts[0]), *parts[1:]] if arguments["batch_size"] is not None else [Unknown(NOT_DECLARED)]
    count = UnknownDim(message("the windows are not counted"), 0)
    if len(parts) == 1:
        return dataset(parts[0], count, spec[0])
    return dataset(tuple(parts), count, tuple(spec) if len(spec) > 1 else spec[0])


def _without_steps(batch: Array) -> Array:
    """Leave the number of steps open, as TensorFlow does, which gathers them one by one."""
    if isinstance(batch.shape, UnknownShape):
        return batch
    return replace(batch, shape=(batch.shape[0], UnknownDim(BATCH), *batch.shape[2:]))


@function(
    "keras.preprocessing.sequence.TimeseriesGenerator",
    "data, targets, length, sampling_rate=1, stride=1, start_index=0, end_index=None, shuffle=False, reverse=False, "
    "batch_size=128",
)
def timeseries_generator(_call: Call, arguments: Bound) -> Value:
    """Give batches of windows of `length` steps, every `sampling_rate`th of them."""
    data, targets = without_contents(as_array(arguments["data"])), _row(as_array(arguments["targets"]))
    steps, rate = as_dim(arguments["length"]), as_int(arguments["sampling_rate"])
    count = (
        UnknownDim(message("the length of the windows is not known"), 1)
        if steps is None or not rate
        else -(-steps // rate)
    )
    if isinstance(steps, int) and rate:
        count = -(-steps // rate)
    window = data if isinstance(data.shape, UnknownShape) else replace(data, shape=(count, *data.shape[1:]))
    batch = as_dim(arguments["batch_size"])
    fields: dict[str, Value] = {
        "__element__": (batched(window, batch), batched(targets, batch)), "batch_size": arguments["batch_size"],
        "length": arguments["length"], "__len__": UnknownDim(message("the windows are not counted"), 0),
    }  # fmt: skip
    return LibraryObject("keras.preprocessing.sequence.TimeseriesGenerator", fields)


def _from_directory(call: Call, arguments: Bound, what: Array) -> Value:
    names = _class_names(call, arguments, arguments["class_names"])
    mode = arguments["label_mode"] if arguments["labels"] is not None else None
    batch = None if arguments["batch_size"] is None else as_dim(arguments["batch_size"])
    reason = message("the folders of the classes are not there to be counted")
    count: Count = UnknownDim(reason, 1) if names is None else len(names)
    labels = {
        "int": Array((), "int32"), "binary": Array((1,), "float32"), "categorical": Array((count,), "float32"),
    }.get(mode) if isinstance(mode, str) else None  # fmt: skip
    if mode is not None and labels is None:
        return call.unknown("label_mode is not known")
    parts = [what] if labels is None else [what, replace(labels, kind="tensor")]
    if arguments["batch_size"] is not None:
        parts = [batched(part, batch) for part in parts]
    result = dataset(parts[0] if len(parts) == 1 else tuple(parts), UnknownDim(message("the files are not counted"), 1))
    result.fields["class_names"] = ListValue([]) if names is None else ListValue(list(names))
    if names is None:
        result.fields["class_names"] = ListValue([], Unknown(reason, call.place))
    if arguments.get("subset") == "both" or arguments.values.get("subset") == "both":
        second = dataset(result.fields["__element__"], result.fields["__len__"])
        second.fields["class_names"] = result.fields["class_names"]
        return (result, second)
    return result


def _class_names(call: Call, arguments: Bound, given: Value) -> list[str] | None:
    if given is not None:
        members = sequence(given)
        if members is None or not all(isinstance(name, str) for name in members):
            return None
        return list(members)
    if arguments.get("labels", "inferred") != "inferred":
        return None
    directory = arguments.get("directory")
    if not isinstance(directory, str) or "dataframe" in arguments.given:
        return None
    folders = call.folders(directory)
    return [name for name in folders if not name.startswith(".")] if folders else None


def _row(array: Array) -> Array:
    shape = array.shape if isinstance(array.shape, UnknownShape) else array.shape[1:]
    return without_contents(replace(array, shape=shape))


def _batches(rows: Count, batch: Count | None) -> Count:
    if isinstance(rows, int) and isinstance(batch, int) and batch > 0:
        return -(-rows // batch)
    return UnknownDim(BATCH, 0)
