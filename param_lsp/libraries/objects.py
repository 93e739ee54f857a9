"""Attributes, subscripts, lengths and descriptions of data: the questions that evaluate asks of a value."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import without_contents
from param_lsp.libraries.dtypes import item_size
from param_lsp.libraries.frames import assign_column, frame_attribute, frame_subscript, set_frame_attribute
from param_lsp.libraries.indexing import element_of, index_array
from param_lsp.libraries.registry import find
from param_lsp.message import Message, message
from param_lsp.shapes import Dim, Polynomial, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import (
    Array,
    Call,
    DictValue,
    Frame,
    LibraryFunction,
    LibraryObject,
    NumpyScalar,
    Series,
    Value,
)

BATCH = message("the last batch may be smaller")
LEFT_OPEN = message("the size is left open")
_ITERATION_LIMIT = 256
_ARRAY_CLASSES = {
    "numpy": "numpy.ndarray", "tensor": "tensorflow.Tensor", "scipy": "scipy.sparse.csr_matrix",
    "index": "pandas.Index",
}  # fmt: skip
_GENERATORS = (
    "keras.preprocessing.image.DirectoryIterator",
    "keras.preprocessing.image.NumpyArrayIterator",
    "keras.preprocessing.sequence.TimeseriesGenerator",
)


def type_name(value: Value) -> str | None:
    """Give the dotted class name under which the methods of a value are found, None when it is not a library's."""
    if isinstance(value, Array):
        return _ARRAY_CLASSES[value.kind]
    if isinstance(value, Frame):
        return "pandas.DataFrame"
    if isinstance(value, Series):
        return "pandas.Series"
    if isinstance(value, NumpyScalar):
        return "numpy.ndarray"  # numbers have the methods of arrays
    return value.type if isinstance(value, LibraryObject) else None


def attribute(value: Value, name: str, call: Call) -> Value | None:
    """Give a data attribute; None when there is none by this name (it may be a method)."""
    if isinstance(value, Array):
        return _array_attribute(value, name, call)
    if isinstance(value, NumpyScalar):
        return _array_attribute(Array((), value.dtype), name, call)
    if isinstance(value, (Frame, Series)):
        return frame_attribute(value, name, call)
    if isinstance(value, LibraryObject):
        if name in value.fields and not name.startswith("_"):
            return value.fields[name]
        if value.type == "builtins.object" and find(f"{value.type}.{name}") is None:
            return call.unknown("only its length is known here")
        computed = find(f"{value.type}.@{name}")
        return None if computed is None else computed.call(call, (), {}, value)
    if isinstance(value, DictValue) and value.attributes:
        return value.items.get(name)
    return None


def subscript(value: Value, index: Value, call: Call) -> Value | None:
    """Give `value[index]`; None when the value is not a library's."""
    if isinstance(value, Array):
        return index_array(value, index, call)
    if isinstance(value, NumpyScalar):
        return index_array(Array((), value.dtype), index, call)
    if isinstance(value, (Frame, Series)):
        return frame_subscript(value, index, call)
    if isinstance(value, LibraryObject):
        handler = find(f"{value.type}.__getitem__")
        return None if handler is None else handler.call(call, (index,), {}, value)
    if isinstance(value, LibraryFunction):  # np.c_[a, b]
        handler = find(f"{value.name}.__getitem__")
        return None if handler is None else handler.call(call, (index,), {})
    return None


def assign(value: Value, index: Value, item: Value, call: Call) -> Value | None:
    """Give what `value` is after `value[index] = item`: itself where it can change; None when it is not a library's.

    An array keeps its shape and type, but what was known of its contents is gone.
    """
    if isinstance(value, Array):
        return without_contents(value)
    if isinstance(value, Series):
        return replace(value, column=type(value.column)(None))
    if isinstance(value, Frame):
        assign_column(value, index, item, call)
        return value
    return None


def assign_attribute(value: Value, name: str, item: Value, call: Call) -> Value | None:
    """Give what data is after `value.name = item`: itself where it can change; None when it is no data."""
    if isinstance(value, Array):
        if name != "shape":
            return value
        changed = find("numpy.reshape")
        return None if changed is None else changed.call(call, (value, item), {})
    if isinstance(value, Frame):
        set_frame_attribute(value, name, item, call)
        return value
    return value if isinstance(value, Series) else None


def length(value: Value) -> Dim:
    """Give `len(value)`; None when the value is not a library's or has no length."""
    if isinstance(value, Array):
        if isinstance(value.shape, UnknownShape):
            return UnknownDim(value.shape.reason, 0) if value.shape.first is None else value.shape.first
        return value.shape[0] if value.shape else None
    if isinstance(value, (Frame, Series)):
        return value.rows
    if isinstance(value, LibraryObject):
        size = value.fields.get("__len__")
        return size if isinstance(size, (int, Polynomial, UnknownDim)) else None
    return None


def iterate(value: Value, call: Call) -> list[Value] | None:
    """Give the members of an array with few rows, or the column names of a frame; None when they are not known."""
    if isinstance(value, Array):
        count = length(value)
        if not isinstance(count, int) or count > _ITERATION_LIMIT:
            return None
        return [index_array(value, place, call) for place in range(count)]
    if isinstance(value, Frame):
        return None if value.columns is None else list(value.columns)
    if isinstance(value, LibraryObject):
        members = value.fields.get("__iter__")
        return list(members) if isinstance(members, tuple) else None
    return None


def element(value: Value, call: Call | None = None) -> Value | None:
    """Give what iterating over a `tf.data.Dataset`, generator or array yields, the same for each step; else None."""
    if isinstance(value, Array) and not isinstance(value.shape, UnknownShape) and value.shape:
        row = without_contents(replace(value, shape=value.shape[1:]))
        if row.shape == () and row.kind != "tensor":
            return None if call is None else element_of(replace(row, low=value.low, high=value.high), None, call)
        return row
    return value.fields.get("__element__") if isinstance(value, LibraryObject) else None


def input_shape(value: LibraryObject) -> Shape | None:
    """Give the shape, with the batch axis, for which `fit` builds a model from this data set or generator.

    Keras 3.15 asks a `tf.data.Dataset` for its `element_spec`; the batches of a generator may be of any size.
    """
    batch = value.fields.get("__spec__", value.fields.get("__element__"))
    array = batch[0] if isinstance(batch, tuple) and batch else batch
    if not isinstance(array, Array) or isinstance(array.shape, UnknownShape) or not array.shape:
        return None
    if value.type in _GENERATORS:
        return None, *array.shape[1:]
    if value.type != "tensorflow.data.Dataset":
        return None
    is_open = [isinstance(dim, UnknownDim) and dim.reason in (BATCH, LEFT_OPEN) for dim in array.shape]
    return tuple(None if open_ else dim for dim, open_ in zip(array.shape, is_open, strict=True))


def distinct(value: Value) -> Dim:
    """Give the number of distinct values, `len(set(y))` of a one-dimensional `y`; None when not known."""
    if isinstance(value, Series):
        return None if value.column.missing else value.column.distinct  # a set keeps each NaN
    if isinstance(value, Array) and isinstance(value.shape, tuple) and len(value.shape) == 1:
        return value.distinct
    return None


def describe(value: Value) -> Message | None:
    """Say what data is, for a hover: "(48000, 784) float64, from fashion_mnist.load_data()"."""
    if isinstance(value, Array):
        shape = value.shape
        if isinstance(shape, UnknownShape):
            return message("an array of unknown shape, because {reason}", reason=shape.reason)
        return _described(message("{shape} {dtype}", shape=_shape_text(shape), dtype=value.dtype or "?"), value.source)
    if isinstance(value, Frame):
        return _described(
            message("{rows} rows × {width} columns", rows=_size_text(value.rows), width=_size_text(value.width)),
            value.source,
        )
    if isinstance(value, Series):
        return _described(
            message("{rows} rows, {dtype}", rows=_size_text(value.rows), dtype=value.column.dtype or "?"), value.source
        )
    if isinstance(value, NumpyScalar):
        known = isinstance(value.value, (int, float))
        return message("{value} {dtype}", value=repr(value.value) if known else "?", dtype=value.dtype)
    if isinstance(value, LibraryObject):
        inner = value.fields.get("__element__")
        text = describe(inner) if not isinstance(inner, tuple) else _described_all(inner)
        return (
            message("{type} of {element}", type=value.type, element=text)
            if text
            else message("{type}", type=value.type)
        )
    return None


def _array_attribute(array: Array, name: str, call: Call) -> Value | None:
    shape = array.shape
    if name == "dtype":
        fields: dict[str, Value] = {"name": array.dtype, "itemsize": item_size(array.dtype)}
        return LibraryObject("numpy.dtype", {key: field for key, field in fields.items() if field is not None})
    if name in ("values", "real"):
        return replace(array, kind="numpy") if array.kind == "index" or name == "real" else None
    if name not in ("shape", "ndim", "size", "T", "nbytes", "itemsize"):
        return None
    if isinstance(shape, UnknownShape):
        return call.unknown("the shape of the array is not known, because {reason}", reason=shape.reason)
    if name == "shape":
        return shape
    if name == "ndim":
        return len(shape)
    if name == "T":
        return replace(array, shape=shape[::-1], items=array.items if len(shape) < 2 else None)
    if name == "size":
        return product(shape)
    size = item_size(array.dtype)
    if size is None:
        return call.unknown("the type of the array is not known")
    total = product(shape)
    return size if name == "itemsize" else None if total is None else total * size


def _described(what: Message, source: Message | None) -> Message:
    return what if source is None else message("{what}, from {source}", what=what, source=source)


def _described_all(values: tuple[Value, ...]) -> Message | None:
    texts = [describe(value) for value in values]
    known = [text for text in texts if text is not None]
    if not known or len(known) < len(texts):
        return None
    result = known[0]
    for text in known[1:]:
        result = message("{first} and {second}", first=result, second=text)
    return result


def _shape_text(shape: tuple[Dim, ...]) -> str:
    texts = [_size_text(dim) for dim in shape]
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"


def _size_text(dim: Dim) -> str:
    return "?" if isinstance(dim, UnknownDim) else "n" if isinstance(dim, Polynomial) else str(dim)
