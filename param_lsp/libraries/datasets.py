"""`tf.data.Dataset`: what its steps yield, followed through batch, map, zip and the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from param_lsp.libraries.arrays import as_array, as_shape, without_contents
from param_lsp.libraries.dtypes import dtype_named
from param_lsp.libraries.objects import BATCH, LEFT_OPEN
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import (
    Array,
    Call,
    DictValue,
    Frame,
    LibraryObject,
    ListValue,
    NumpyScalar,
    RangeValue,
    Series,
    Unknown,
    Value,
)

TYPE = "tensorflow.data.Dataset"
NOT_DECLARED = message("how TensorFlow describes the elements is not followed")
_COUNT = message("the number of steps is not known")


def dataset(element: Value, count: Count | None = None, spec: Value = None) -> LibraryObject:
    """Make a data set of elements that are alike.

    Arguments:
        element: an array, or a tuple or dict of them.
        count: how many there are, if known.
        spec: the element as TensorFlow declares it, where that says less than what a step yields.
    """
    fields: dict[str, Value] = {"__element__": element, "__len__": UnknownDim(_COUNT, 0) if count is None else count}
    return LibraryObject(TYPE, fields if spec is None else {**fields, "__spec__": spec})


def batched(value: Value, size: Count | None) -> Value:
    """Put a batch axis before each array of an element; it may be smaller than `size` in the last batch."""
    high = size if isinstance(size, int) else None
    return _mapped(value, lambda array: _with_axis(array, UnknownDim(BATCH, 1, high)))


@function(f"{TYPE}.from_tensor_slices", "tensors, name=None")
def from_tensor_slices(_call: Call, arguments: Bound) -> Value:
    """Take arrays apart along their first axis."""
    tensors = _as_tensors(arguments["tensors"])
    counts: list[Count] = []

    def row(array: Array) -> Array:
        if isinstance(array.shape, UnknownShape) or not array.shape or array.shape[0] is None:
            return array
        counts.append(array.shape[0])
        return replace(without_contents(array), shape=array.shape[1:])

    element = _mapped(tensors, row)
    known = [count for count in counts if isinstance(count, int)]
    return dataset(element, known[0] if known else counts[0] if counts else None)


@function(f"{TYPE}.from_tensors", "tensors, name=None")
def from_tensors(_call: Call, arguments: Bound) -> Value:
    """Give the arrays as one element."""
    return dataset(_as_tensors(arguments["tensors"]), 1)


@function(f"{TYPE}.range", "*ends, **rest")
def range_(_call: Call, arguments: Bound) -> Value:
    """Count."""
    ends = [as_int(end) for end in arguments["ends"]]
    known = [end for end in ends if end is not None]
    whole = range(*known) if 1 <= len(known) == len(ends) <= 3 and 0 not in known[2:] else None
    count = None if whole is None else RangeValue(whole.start, whole.stop, whole.step).count
    return dataset(Array((), "int64", kind="tensor"), count)


@function(
    f"{TYPE}.from_generator",
    "generator, output_types=None, output_shapes=None, args=None, output_signature=None, **rest",
)
def from_generator(call: Call, arguments: Bound) -> Value:
    """Take the shapes from the signature that must be given."""
    signature = arguments["output_signature"]
    if signature is not None:
        return dataset(_from_signature(call, signature))
    types, shapes = arguments["output_types"], arguments["output_shapes"]
    if shapes is None:
        return dataset(call.unknown("the shapes of a generator are not given"))
    if isinstance(types, (tuple, ListValue)) and isinstance(shapes, (tuple, ListValue)):
        pairs = zip(sequence(types) or (), sequence(shapes) or (), strict=False)
        return dataset(tuple(_spec_array(shape, dtype) for dtype, shape in pairs))
    return dataset(_spec_array(shapes, types))


@function("tensorflow.TensorSpec tensorflow.RaggedTensorSpec", "shape=None, dtype=None, name=None, **rest")
def tensor_spec(_call: Call, arguments: Bound) -> Value:
    """Make the description of a tensor."""
    return LibraryObject("tensorflow.TensorSpec", {"shape": arguments["shape"], "dtype": arguments["dtype"]})


@function("tensorflow.TensorShape", "dims")
def tensor_shape(_call: Call, arguments: Bound) -> Value:
    """Give the sizes."""
    members = sequence(arguments["dims"])
    return tuple(members) if members is not None else arguments["dims"]


@function(f"{TYPE}.batch", "self, batch_size, drop_remainder=False, **rest")
def batch(_call: Call, arguments: Bound) -> Value:
    """Put a batch axis in front; exactly `batch_size` when the last, smaller batch is dropped."""
    self, size = arguments["self"], as_dim(arguments["batch_size"])
    count = self.fields["__len__"]
    exact = arguments["drop_remainder"] is True
    element = self.fields["__element__"]
    if isinstance(size, int) and size > 0 and isinstance(count, int):
        count = count // size if arguments["drop_remainder"] is True else -(-count // size)
    else:
        count = UnknownDim(_COUNT, 0)
    if exact and size is not None:
        return _derived(self, _mapped(element, lambda array: _with_axis(array, size)), count)
    return _derived(self, batched(element, size), count)


@function(
    f"{TYPE}.padded_batch", "self, batch_size, padded_shapes=None, padding_values=None, drop_remainder=False, **rest"
)
def padded_batch(_call: Call, arguments: Bound) -> Value:
    """Pad to the longest in the batch: such axes differ from batch to batch."""
    longest = UnknownDim(message("each batch is padded to its longest"), 0)
    size = as_dim(arguments["batch_size"])

    def padded(array: Array) -> Array:
        if isinstance(array.shape, UnknownShape):
            return array
        return replace(array, shape=tuple(dim if isinstance(dim, int) else longest for dim in array.shape))

    self = arguments["self"]
    element = self.fields["__element__"]
    if arguments["padded_shapes"] is not None:
        element = _mapped(element, lambda array: array)
        if not _fits_padding(element, arguments["padded_shapes"]):
            padded = _rank_only
    return _derived(self, batched(_mapped(element, padded), size), UnknownDim(_COUNT, 0))


@function(f"{TYPE}.unbatch", "self, **rest")
def unbatch(_call: Call, arguments: Bound) -> Value:
    """Take the batch axis away."""
    self = arguments["self"]

    def row(array: Array) -> Array:
        return (
            array if isinstance(array.shape, UnknownShape) else replace(without_contents(array), shape=array.shape[1:])
        )

    return _derived(self, _mapped(self.fields["__element__"], row), UnknownDim(_COUNT, 0))


@function(f"{TYPE}.map", "self, map_func, *rest, **more")
def map_(call: Call, arguments: Bound) -> Value:
    """Call the user's function on an element."""
    self = arguments["self"]
    element = self.fields["__element__"]
    result = call.evaluate(arguments["map_func"], list(element) if isinstance(element, tuple) else [element])
    return _derived(self, _as_tensors(result), self.fields["__len__"])


@function(f"{TYPE}.filter", "self, predicate, **rest")
def filter_(_call: Call, arguments: Bound) -> Value:
    """Leave elements out."""
    self = arguments["self"]
    return _derived(self, self.fields["__element__"], UnknownDim(message("a filter selects them"), 0))


@function(f"{TYPE}.shuffle {TYPE}.prefetch {TYPE}.cache {TYPE}.with_options {TYPE}.ignore_errors "
          f"{TYPE}.assert_cardinality {TYPE}.snapshot {TYPE}.as_numpy_iterator {TYPE}.__iter__",
          "self, *rest, **more")  # fmt: skip
def unchanged(_call: Call, arguments: Bound) -> Value:
    """Give the same elements."""
    self = arguments["self"]
    return _derived(self, self.fields["__element__"], self.fields["__len__"])


@function(f"{TYPE}.repeat", "self, count=None, **rest")
def repeat(_call: Call, arguments: Bound) -> Value:
    """Give the elements several times, or without end."""
    self, times = arguments["self"], as_int(arguments["count"])
    count = (
        self.fields["__len__"] * times
        if times is not None and times >= 0
        else UnknownDim(message("it repeats without end"))
    )
    return _derived(self, self.fields["__element__"], count)


@function(f"{TYPE}.take {TYPE}.skip {TYPE}.shard", "self, count, *rest, **more")
def take(_call: Call, arguments: Bound) -> Value:
    """Give the first elements, or all but them."""
    self, wanted = arguments["self"], as_int(arguments["count"])
    have, name = self.fields["__len__"], arguments.function.rpartition(".")[2]
    count: Count = UnknownDim(_COUNT, 0, wanted if name == "take" else None)
    if isinstance(have, int) and wanted is not None and wanted >= 0 and name != "shard":
        count = min(have, wanted) if name == "take" else max(have - wanted, 0)
    return _derived(self, self.fields["__element__"], count)


@function(f"{TYPE}.zip", "*datasets, name=None, **rest")
def zip_(call: Call, arguments: Bound) -> Value:
    """Give elements of several data sets together, until the shortest ends."""
    given = arguments["datasets"]
    parts = (sequence(given[0]) or ()) if len(given) == 1 and sequence(given[0]) is not None else given
    if not parts or not all(isinstance(part, LibraryObject) and "__element__" in part.fields for part in parts):
        return call.unknown("the data sets that are zipped are not known")
    counts = [part.fields.get("__len__") for part in parts]
    known = [count for count in counts if isinstance(count, int)]
    is_open = any("__spec__" in part.fields for part in parts)
    return dataset(
        tuple(part.fields["__element__"] for part in parts),
        min(known) if len(known) == len(counts) else None,
        tuple(part.fields.get("__spec__", part.fields["__element__"]) for part in parts) if is_open else None,
    )


@function(f"{TYPE}.concatenate", "self, dataset, **rest")
def concatenate(call: Call, arguments: Bound) -> Value:
    """Give the elements of one data set, then those of another."""
    self, other = arguments["self"], arguments["dataset"]
    if not isinstance(other, LibraryObject) or "__len__" not in other.fields:
        return call.unknown("the data set that is joined is not known")
    joined = _derived(self, self.fields["__element__"], self.fields["__len__"] + other.fields["__len__"])
    if other.fields.get("__element__") != self.fields["__element__"]:
        joined.fields["__spec__"] = Unknown(NOT_DECLARED)
    return joined


@function(f"{TYPE}.enumerate", "self, start=0, **rest")
def enumerate_(_call: Call, arguments: Bound) -> Value:
    """Give each element with its number."""
    self = arguments["self"]
    return _derived(self, (Array((), "int64", kind="tensor"), self.fields["__element__"]), self.fields["__len__"])


@function(f"{TYPE}.cardinality {TYPE}.__len__", "self")
@function("tensorflow.data.experimental.cardinality", "dataset: self")
def cardinality(call: Call, arguments: Bound) -> Value:
    """Give the number of elements."""
    count = arguments["self"].fields.get("__len__") if isinstance(arguments["self"], LibraryObject) else None
    if not isinstance(count, int):
        return call.unknown("the number of elements is not known")
    return Array((), "int64", 1, count, count, kind="tensor")


@function(f"{TYPE}.@element_spec", "self")
def element_spec(_call: Call, arguments: Bound) -> Value:
    """Describe an element: shapes with None where they differ."""
    fields = arguments["self"].fields
    return _specs(fields.get("__spec__", fields["__element__"]))


@function("tensorflow.data.TextLineDataset tensorflow.data.TFRecordDataset", "filenames, **rest")
@function(f"{TYPE}.list_files", "filenames, **rest")
def lines(_call: Call, _arguments: Bound) -> Value:
    """Give texts."""
    return dataset(Array((), "string", kind="tensor"))


def _derived(old: LibraryObject, element: Value, count: Value) -> LibraryObject:
    known = count if isinstance(count, (int, UnknownDim)) or count is not None else UnknownDim(_COUNT, 0)
    fields = {"__element__": element, "__len__": known}
    if "__spec__" in old.fields:
        fields["__spec__"] = old.fields["__spec__"] if element is old.fields["__element__"] else Unknown(NOT_DECLARED)
    return LibraryObject(TYPE, fields)


def _mapped(value: Value, change: Callable[[Array], Value]) -> Value:
    """Change each array of an element, which may be a tuple or dict of them."""
    if isinstance(value, tuple):
        return tuple(_mapped(member, change) for member in value)
    if isinstance(value, DictValue):
        return DictValue({key: _mapped(member, change) for key, member in value.items.items()}, value.unknown)
    return change(value) if isinstance(value, Array) else value


def _as_tensors(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_as_tensors(member) for member in value)
    if isinstance(value, DictValue):
        return DictValue({key: _as_tensors(member) for key, member in value.items.items()}, value.unknown)
    if isinstance(value, (Array, Series, Frame, ListValue, int, float, str, NumpyScalar)):
        array = as_array(value)
        return replace(array, kind="tensor", dtype="string" if array.dtype == "str" else array.dtype)
    return value


def _with_axis(array: Array, size: Count) -> Array:
    if isinstance(array.shape, UnknownShape):
        return array
    return replace(without_contents(array), shape=(size, *array.shape))


def _specs(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_specs(member) for member in value)
    if isinstance(value, DictValue):
        return DictValue({key: _specs(member) for key, member in value.items.items()}, value.unknown)
    if not isinstance(value, Array):
        return value
    shape: Value = Unknown(value.shape.reason) if isinstance(value.shape, UnknownShape) else tuple(
        dim if isinstance(dim, int) else None for dim in value.shape
    )  # fmt: skip
    return LibraryObject("tensorflow.TensorSpec", {"shape": shape, "dtype": value.dtype})


def _from_signature(call: Call, signature: Value) -> Value:
    if isinstance(signature, (tuple, ListValue)):
        return tuple(_from_signature(call, member) for member in sequence(signature) or ())
    if isinstance(signature, DictValue):
        return DictValue({key: _from_signature(call, member) for key, member in signature.items.items()})
    if isinstance(signature, LibraryObject) and "shape" in signature.fields:
        return _spec_array(signature.fields["shape"], signature.fields.get("dtype"))
    return call.unknown("the signature of the generator is not known")


def _spec_array(shape: Value, dtype: Value) -> Value:
    members = sequence(shape)
    if members is None:
        return Array(UnknownShape(message("the shape is not given")), dtype_named(dtype), kind="tensor")
    open_size = UnknownDim(LEFT_OPEN, 0)
    dims = as_shape(tuple(open_size if member is None else member for member in members))
    return Array(dims, dtype_named(dtype), kind="tensor")


def _fits_padding(element: Value, shapes: Value) -> bool:
    """Tell whether the padded shapes only leave axes open, so that the known sizes of the element stay."""
    if isinstance(shapes, Unknown):
        return False
    if isinstance(element, tuple):
        parts = sequence(shapes)
        return parts is not None and len(parts) == len(element) and all(map(_fits_padding, element, parts))
    members = sequence(shapes)
    if not isinstance(element, Array) or isinstance(element.shape, UnknownShape) or members is None:
        return False
    return len(members) == len(element.shape) and all(
        member is None or member in (-1, dim) for member, dim in zip(members, element.shape, strict=True)
    )


def _rank_only(array: Array) -> Array:
    if isinstance(array.shape, UnknownShape):
        return array
    open_size = UnknownDim(message("the padded size is not followed"), 0)
    return replace(without_contents(array), shape=tuple(open_size for _ in array.shape))
