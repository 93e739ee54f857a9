"""Methods of arrays and tensors that are not functions of NumPy too: tolist, fill, assign, set_shape."""

from __future__ import annotations

from typing import Any

from param_lsp.libraries.arrays import as_array
from param_lsp.libraries.collections_known import list_of
from param_lsp.libraries.dtypes import is_integer
from param_lsp.libraries.objects import attribute
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.shapes import UnknownDim, UnknownShape
from param_lsp.values import Array, Call, ListValue, NumpyScalar, Value

_TENSOR = "tensorflow.Tensor"


@function("numpy.ndarray.tolist", "self")
def tolist(call: Call, arguments: Bound) -> Value:
    """Give nested lists of Python numbers."""
    value = arguments["self"]
    if isinstance(value, NumpyScalar):
        return value.value
    if not isinstance(value, Array):
        return call.unknown("it is not known what list this gives")
    if value.items is not None:
        return _lists(value.items)
    if isinstance(value.shape, UnknownShape) or not value.shape:
        return call.unknown("the numbers in an array are not known")
    count = value.shape[0]
    assert count is not None
    flat = len(value.shape) == 1 and is_integer(value.dtype)
    return list_of(count, UnknownDim(message("the numbers in an array are not known")) if flat else None)


@function(
    "numpy.ndarray.fill numpy.ndarray.sort numpy.ndarray.setflags numpy.ndarray.tofile numpy.ndarray.resize",
    "self, *rest, **more",
)
@function(f"{_TENSOR}.set_shape {_TENSOR}.assign", "self, *rest, **more")
def nothing(call: Call, arguments: Bound) -> Value:
    """Give None; what changes the shape in place is not followed."""
    if arguments.function.endswith(("resize", "set_shape")):
        return call.unknown("a change of the shape in place is not followed")
    return None


@function(f"{_TENSOR}.get_shape", "self")
@function("tensorflow.shape", "input: self, **rest")
@function("numpy.shape keras.ops.shape keras.backend.int_shape keras.backend.shape", "a: self")
def shape_of(call: Call, arguments: Bound) -> Value:
    """Give the sizes."""
    shape = as_array(arguments["self"]).shape
    if isinstance(shape, UnknownShape):
        return call.unknown("the shape is not known, because {reason}", reason=shape.reason)
    return shape


@function("numpy.ndim", "a: self")
@function("tensorflow.rank", "input: self, **rest")
def rank_of(call: Call, arguments: Bound) -> Value:
    """Give the number of axes."""
    shape = as_array(arguments["self"]).shape
    return (
        call.unknown("the rank is not known, because {reason}", reason=shape.reason)
        if isinstance(shape, UnknownShape)
        else len(shape)
    )


@function("numpy.size", "a: self, axis=None")
@function("tensorflow.size", "input: self, **rest")
def size_of(call: Call, arguments: Bound) -> Value:
    """Give the number of members."""
    if arguments.get("axis") is not None:
        return call.unknown("the size along one axis is not followed")
    return attribute(as_array(arguments["self"]), "size", call)


@function("numpy.loadtxt", "fname, dtype=None, comments='#', delimiter=None, converters=None, skiprows=0, "
          "usecols=None, "
          "unpack=False, ndmin=0, **rest")  # fmt: skip
@function("numpy.genfromtxt", "fname, dtype=None, comments='#', delimiter=None, skip_header: skiprows=0, **rest")
def loadtxt(call: Call, arguments: Bound) -> Value:
    """Count the rows and columns of a text file of the workspace."""
    path, skip = arguments["fname"], arguments["skiprows"]
    odd = arguments.given - {"fname", "delimiter", "skiprows", "dtype"}
    text = call.read_text(path) if isinstance(path, str) and "://" not in path and not odd else None
    if text is None or not text.complete or not isinstance(skip, int):
        return Array(
            UnknownShape(message("the file is not read")), None if arguments["dtype"] is not None else "float64"
        )
    delimiter = arguments["delimiter"] if isinstance(arguments["delimiter"], str) else None
    lines = [line.partition("#")[0] for line in text.text.splitlines()[skip:]]
    rows = [line.split(delimiter) for line in lines if line.strip()]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        return Array(UnknownShape(message("the rows of the file differ in length")), "float64")
    dtype = None if arguments["dtype"] is not None else "float64"
    shape = (len(rows), len(rows[0])) if len(rows) > 1 and len(rows[0]) > 1 else (max(len(rows), len(rows[0])),)
    return Array(shape, dtype, source=message("{path}", path=str(path).rpartition("/")[2]))


def _lists(items: Any) -> Value:
    return ListValue([_lists(item) for item in items]) if isinstance(items, tuple) else items
