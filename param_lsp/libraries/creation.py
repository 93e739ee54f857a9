"""Functions that make arrays: array, zeros, arange, linspace, eye, one_hot … of NumPy and TensorFlow."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, isfinite

from param_lsp.libraries.arrays import as_array, as_shape, with_items
from param_lsp.libraries.casting import cast
from param_lsp.libraries.dtypes import dtype_named, dtype_of, is_float, promote
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int, axis_of, number
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, ListValue, NumpyScalar, RangeValue, Unknown, Value

_LIMIT = 4096


@function("numpy.array", "value, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None")
@function(
    "numpy.asarray numpy.asanyarray numpy.ascontiguousarray numpy.asarray_chkfinite",
    "a: value, dtype=None, order=None, **rest",
)
@function("numpy.copy numpy.ndarray.copy pandas.Index.copy", "value, order='K', **rest")
@function("tensorflow.constant", "value, dtype=None, shape=None, name='Const', **rest")
@function("tensorflow.convert_to_tensor keras.ops.convert_to_tensor", "value, dtype=None, **rest")
@function("tensorflow.Variable", "initial_value: value, trainable=None, validate_shape=True, caching_device=None, "
          "name=None, variable_def=None, dtype=None, **rest")  # fmt: skip
@function("tensorflow.identity tensorflow.stop_gradient", "input: value, name=None")
@function("keras.ops.convert_to_numpy", "x: value")
@function("tensorflow.Tensor.numpy", "value")
def array(_call: Call, arguments: Bound) -> Value:
    """Make an array of nested lists, numbers or another array."""
    value, tensor = arguments["value"], arguments.function.startswith("tensorflow")
    result = as_array(value)
    asked = arguments.get("dtype")
    if asked is not None:
        dtype = dtype_named(asked)
        if dtype is not None and result.dtype is None and not isinstance(result.shape, UnknownShape):
            result = replace(result, dtype=dtype)
        items = result.items if dtype == result.dtype or is_float(dtype) else None
        result = replace(cast(result, dtype), items=items)
    elif tensor and isinstance(value, (int, float, tuple, ListValue)) and not _holds_arrays(value):
        # TensorFlow makes 32-bit numbers of Python's own
        narrow = {"int64": "int32", "float64": "float32", "str": "string"}
        result = replace(result, dtype=narrow.get(result.dtype or "", result.dtype))
    shape = arguments.get("shape")
    if shape is not None:
        result = replace(result, shape=as_shape(shape), items=None)
    minimum = as_int(arguments.get("ndmin", 0))
    if minimum and isinstance(result.shape, tuple) and len(result.shape) < minimum:
        result = replace(result, shape=(1,) * (minimum - len(result.shape)) + result.shape, items=None)
    return result


@function("numpy.zeros numpy.ones numpy.empty", "shape, dtype=None, order='C', **rest")
@function("tensorflow.zeros tensorflow.ones", "shape, dtype=None, name=None, **rest")
@function("keras.ops.zeros keras.ops.ones", "shape, dtype=None")
@function("numpy.full", "shape, fill_value, dtype=None, order='C', **rest")
@function("tensorflow.fill", "dims: shape, value: fill_value, name=None")
def filled(_call: Call, arguments: Bound) -> Value:
    """Make an array of one value everywhere."""
    name, shape = arguments.function.rpartition(".")[2], as_shape(arguments["shape"])
    usual = "float32" if arguments.function.startswith(("tensorflow", "keras")) else "float64"
    value = {"zeros": 0, "ones": 1}.get(name, number(arguments.get("fill_value")))
    if name in ("full", "fill"):
        usual = dtype_of(arguments["fill_value"]) or "float64"
    dtype = usual if arguments.get("dtype") is None else dtype_named(arguments["dtype"])
    known = value is not None and name != "empty"
    return Array(shape, dtype, 1 if known else None, value if known else None, value if known else None)


@function(
    "numpy.zeros_like numpy.ones_like numpy.empty_like", "a, dtype=None, order='K', subok=True, shape=None, **rest"
)
@function("numpy.full_like", "a, fill_value, dtype=None, **rest")
@function("tensorflow.zeros_like tensorflow.ones_like", "input: a, dtype=None, **rest")
def filled_like(_call: Call, arguments: Bound) -> Value:
    """Make an array of the shape and type of another."""
    like = as_array(arguments["a"])
    dtype = like.dtype if arguments["dtype"] is None else dtype_named(arguments["dtype"])
    shape = like.shape if arguments.get("shape") is None else as_shape(arguments["shape"])
    return Array(shape, dtype)


@function("numpy.arange", "start, stop=None, step=None, dtype=None, **rest")
@function("tensorflow.range", "start, limit: stop=None, delta: step=None, dtype=None, **rest")
def arange(_call: Call, arguments: Bound) -> Value:
    """Count from start (0) up to, not with, stop."""
    start, stop = arguments["start"], arguments["stop"]
    step = 1 if arguments["step"] is None else arguments["step"]
    if stop is None:
        start, stop = 0, start
    ends = [number(value) for value in (start, stop, step)]
    dtypes = [dtype_of(value) or ("int64" if as_dim(value) is not None else None) for value in (start, stop, step)]
    dtype = promote(promote(dtypes[0], dtypes[1]), dtypes[2])
    if arguments.function.startswith(("tensorflow", "keras")):
        dtype = {"int64": "int32", "float64": "float32"}.get(dtype or "")
    if arguments["dtype"] is not None:
        dtype = dtype_named(arguments["dtype"])
    first, last, by = ends
    if first is None or last is None or by is None:
        dims = [as_dim(value) for value in (start, stop, step)]
        if dims[0] == 0 and dims[2] == 1 and dims[1] is not None:
            return Array((dims[1],), dtype)
        reason = next((value.reason for value in (start, stop, step) if isinstance(value, (Unknown, UnknownDim))), None)
        return Array((UnknownDim(reason or message("the ends of the range are not known"), 0),), dtype)
    if by == 0 or not all(abs(end) < 2**63 for end in (first, last, by)):
        return Array((UnknownDim(message("the ends of the range are not known"), 0),), dtype)
    if all(isinstance(end, int) for end in ends):
        count = RangeValue(int(first), int(last), int(by)).count
        low, high = sorted((int(first), int(first) + (count - 1) * int(by)))
        if count and count <= _LIMIT and dtype == "int64":
            return with_items((count,), dtype, tuple(range(int(first), int(last), int(by))))
        return Array((count,), dtype, count or None, low if count else None, high if count else None)
    rounds = (last - first) / by
    if not isfinite(rounds):
        return Array((UnknownDim(message("the ends of the range are not known"), 0),), dtype)
    return Array((max(ceil(rounds), 0),), dtype)


@function(
    "numpy.linspace numpy.geomspace", "start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, **rest"
)
@function("numpy.logspace", "start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0")
@function("tensorflow.linspace", "start, stop, num, name=None, axis=0")
def linspace(call: Call, arguments: Bound) -> Value:
    """Make `num` evenly spaced numbers."""
    count = as_dim(arguments["num"])
    if count is None:
        return call.unknown("the number of points is not known")
    usual = "float32" if arguments.function.startswith("keras") else "float64"
    dtype = usual if arguments.get("dtype") is None else dtype_named(arguments["dtype"])
    inner = as_array(arguments["start"]).shape
    shape = (count,) if inner == () else UnknownShape(message("linspace between arrays is not followed"))
    result = Array(shape, dtype)
    return (result, Array((), "float64")) if arguments.get("retstep") is True else result


@function("numpy.eye", "N, M=None, k=0, dtype=None, **rest")
@function("numpy.identity", "n: N, dtype=None, **rest")
@function("tensorflow.eye", "num_rows: N, num_columns: M=None, batch_shape=None, dtype=None, name=None")
def eye(call: Call, arguments: Bound) -> Value:
    """Make the identity matrix; `eye(n)[y]` is the one-hot encoding of y."""
    rows, columns = as_dim(arguments["N"]), as_dim(arguments.get("M"))
    if rows is None or arguments.get("batch_shape") is not None:
        return call.unknown("the size of the identity matrix is not known")
    usual = "float32" if arguments.function.startswith(("tensorflow", "keras")) else "float64"
    dtype = usual if arguments["dtype"] is None else dtype_named(arguments["dtype"])
    width = rows if arguments.get("M") is None or columns is None else columns
    ends = (
        (0, 1) if rows == width and isinstance(rows, int) and rows > 1 and arguments.get("k", 0) == 0 else (None, None)
    )
    return Array((rows, width), dtype, None, *ends)


@function("numpy.diag", "v: a, k=0")
def diag(call: Call, arguments: Bound) -> Value:
    """Make a diagonal matrix of a vector."""
    vector = as_array(arguments["a"])
    if isinstance(vector.shape, UnknownShape) or len(vector.shape) != 1 or arguments["k"] != 0:
        return call.unknown("the diagonal of a matrix is not followed")
    return Array((vector.shape[0], vector.shape[0]), vector.dtype)


@function("tensorflow.one_hot", "indices, depth, on_value=None, off_value=None, axis=None, dtype=None, name=None")
@function("keras.ops.one_hot", "x: indices, num_classes: depth, axis=-1, dtype=None, **rest")
def one_hot(call: Call, arguments: Bound) -> Value:
    """Add an axis of `depth` classes."""
    indices, depth = as_array(arguments["indices"]), as_dim(arguments["depth"])
    if depth is None:
        return call.unknown("the number of classes of one_hot is not known")
    dtype = "float32" if arguments["dtype"] is None else dtype_named(arguments["dtype"])
    if isinstance(indices.shape, UnknownShape):
        return Array(indices.shape, dtype, source=indices.source)
    axes = axis_of(-1 if arguments["axis"] is None else arguments["axis"], len(indices.shape) + 1)
    if axes is None:
        return call.unknown("the axis of the classes is not known")
    dims = list(indices.shape)
    dims.insert(axes[0], depth)
    return Array(tuple(dims), dtype, source=indices.source)


@function("numpy.meshgrid", "*arrays, indexing='xy', sparse=False, copy=True")
def meshgrid(call: Call, arguments: Bound) -> Value:
    """Make coordinate arrays: the first two axes change places unless indexing is 'ij'."""
    arrays = [as_array(value) for value in arguments["arrays"]]
    dims: list[Count] = []
    for member in arrays:
        if isinstance(member.shape, UnknownShape) or len(member.shape) > 1:
            return call.unknown("the axes of the grid are not known")
        dim = member.shape[0] if member.shape else 1
        assert dim is not None
        dims.append(dim)
    if arguments["sparse"] is not False:
        return call.unknown("a sparse grid is not followed")
    if arguments["indexing"] == "xy" and len(dims) > 1:
        dims[0], dims[1] = dims[1], dims[0]
    return tuple(Array(tuple(dims), member.dtype) for member in arrays)


@function("numpy.atleast_1d numpy.atleast_2d", "a")
def atleast(_call: Call, arguments: Bound) -> Value:
    """Add axes in front until there are one or two."""
    value, rank = as_array(arguments["a"]), int(arguments.function[-2])
    if isinstance(value.shape, UnknownShape) or len(value.shape) >= rank:
        return value
    return replace(value, shape=(1,) * (rank - len(value.shape)) + value.shape, items=None)


def _holds_arrays(value: Value) -> bool:
    members = value.items if isinstance(value, ListValue) else value if isinstance(value, tuple) else ()
    return any(isinstance(member, (Array, NumpyScalar, RangeValue)) or _holds_arrays(member) for member in members[:1])
