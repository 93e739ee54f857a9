"""Library functions, indices and signs on tensors of which only the shape is known, Keras's None among its sizes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from param_lsp import libraries
from param_lsp.evaluate import operations
from param_lsp.evaluate.library_call import LibraryCall
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.libraries import sizes
from param_lsp.message import message
from param_lsp.shapes import Shapes, ShapeTree, UnknownDim, UnknownShape, symbol
from param_lsp.values import Array, KerasTensor, ListValue, Slice, Unknown, Value

FREE = sizes.FREE
RUNNING = sizes.RUNNING

# Functions of one tensor that keep its shape, by the last part of their name.
ELEMENTWISE = frozenset(
    {
        "abs", "bias_add", "cast", "clip", "clip_by_value", "cos", "dropout", "elu", "erf", "exp", "gelu",
        "hard_sigmoid", "hard_swish", "identity", "l2_normalize", "leaky_relu", "linear", "log", "log1p", "log_sigmoid",
        "log_softmax", "mish", "negative", "normalize", "relu", "relu6", "round", "rsqrt", "selu", "sigmoid", "sign",
        "silu", "sin", "softmax", "softplus", "softsign", "sqrt", "square", "stop_gradient", "swish", "tanh",
    }
)  # fmt: skip
# Where a layer's own function is traced, TensorFlow (2.21) forgets the sizes of what these give.
_FORGOTTEN = frozenset(
    {"inner", "median", "nanmedian", "nanpercentile", "nanquantile", "percentile", "quantile"}
)  # fmt: skip
_HOMES = ("keras.activations.", "keras.backend.", "keras.ops.", "numpy.", "tensorflow.")
# Of `keras.backend` and TensorFlow these take NumPy's arguments with NumPy's defaults; others would have to say so.
_LIKE_NUMPY = frozenset(
    {
        "abs", "add", "equal", "exp", "greater", "greater_equal", "less", "less_equal", "log", "maximum", "minimum",
        "multiply", "not_equal", "ones_like", "reshape", "sqrt", "square", "stack", "subtract", "tile", "transpose",
        "zeros_like",
    }
)  # fmt: skip


def operation(machine: Machine, given: Any, name: str) -> Value:
    """Follow a library's function on tensors as on arrays whose free sizes are symbols of their own.

    Arguments:
        machine: that evaluates.
        given: the call's arguments.
        name: the canonical dotted name of the function.
    """
    return operations.called(machine, name, given, _shaped(machine, given, name))


def _shaped(machine: Machine, given: Any, name: str) -> Value:
    """Give what a function gives, as tensors of which only the shapes are known."""
    positional = [to_array(value) for value in given.positional]
    keywords = {key: to_array(value) for key, value in given.keywords.items()}
    first = positional[0] if positional else next(iter(keywords.values()))
    tail = name.rpartition(".")[2]
    if tail in ELEMENTWISE and name.startswith(_HOMES) and isinstance(first, Array):
        return from_array(first)
    handler = _handler(name)
    if machine.tracing and tail in _FORGOTTEN:
        return KerasTensor(UnknownShape(message("TensorFlow does not tell what shape {name}() gives", name=name)))
    if handler is not None:
        result = from_value(handler.call(LibraryCall(machine, given.frame, given.node), positional, keywords, None))
        if isinstance(result, KerasTensor | ListValue | tuple):
            return result
        if isinstance(result, Unknown):
            return KerasTensor(UnknownShape(result.reason))
    return KerasTensor(UnknownShape(message("what {name} does to a tensor is not followed", name=name)))


def _handler(name: str) -> Any:
    if name.startswith("numpy."):  # NumPy cannot compute with a tensor without numbers
        return None
    found = libraries.find(name)
    if found is not None:
        return found
    tail = name.rpartition(".")[2]
    return libraries.find(f"numpy.{tail}") if name.startswith(_HOMES) and tail in _LIKE_NUMPY else None


@contextmanager
def traced(machine: Machine) -> Iterator[None]:
    """While a layer's own function is followed, operations on tensors are no rows and take no automatic names."""
    machine.tracing += 1
    try:
        yield
    finally:
        machine.tracing -= 1


def to_array(value: Value) -> Value:
    """Give the array that stands for a tensor; lists and tuples by their members, other values as they are."""
    if isinstance(value, KerasTensor) and isinstance(value.shape, tuple):
        return Array(_marked(value.shape), value.dtype or "float32", kind="tensor")
    if isinstance(value, KerasTensor) and isinstance(value.shape, UnknownShape):
        return Array(value.shape, kind="tensor")
    if isinstance(value, Array) and value.kind == "tensor" and isinstance(value.shape, tuple):
        return replace(value, shape=_marked(value.shape))
    if isinstance(value, tuple):
        return tuple(map(to_array, value))
    return ListValue([to_array(item) for item in value.items], value.unknown) if isinstance(value, ListValue) else value


def _marked(shape: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        symbol(f"{FREE}{len(shape) - axis}") if dim is None or is_running(dim) else dim
        for axis, dim in enumerate(shape)
    )


def from_value(value: Value) -> Value:
    """Turn arrays back into tensors, those in a list or tuple too."""
    if isinstance(value, Array):
        return from_array(value)
    if isinstance(value, tuple) and any(isinstance(item, Array) for item in value):
        return tuple(map(from_value, value))
    if isinstance(value, ListValue) and any(isinstance(item, Array) for item in value.items):
        return ListValue([from_value(item) for item in value.items], value.unknown)
    return value


def from_array(array: Array) -> KerasTensor:
    """Turn an array that stands for a tensor back into it."""
    if isinstance(array.shape, UnknownShape):
        return KerasTensor(array.shape, array.dtype)
    return KerasTensor(tuple(map(_free, array.shape)), array.dtype)


def shape_of(result: Value) -> ShapeTree | None:
    """Give the shapes of what a function of tensors returned; None where it is no tensor, which Keras rejects."""
    if isinstance(result, Unknown):
        return UnknownShape(result.reason)
    if isinstance(result, Array) and result.kind == "tensor":
        result = from_array(result)
    if isinstance(result, KerasTensor):
        shape: ShapeTree = result.shape
        return shape
    items = result.items if isinstance(result, ListValue) and result.unknown is None else result
    if not isinstance(items, list | tuple) or not items:
        return None
    shapes = [shape_of(item) for item in items]
    known = [shape for shape in shapes if shape is not None]
    return Shapes(tuple(known)) if len(known) == len(shapes) else None


def _free(dim: Any) -> Any:
    """A size that holds a free one is free itself."""
    if is_running(dim):
        return None
    return None if sizes.is_free(dim) else dim


def is_running(dim: Any) -> bool:
    """Tell whether a size comes from `tf.shape(x)`."""
    return isinstance(dim, UnknownDim) and dim.reason == RUNNING


def item(machine: Machine, tensor: KerasTensor, index: Value, node: Any, frame: Frame) -> KerasTensor:
    """`x[:, -1]`, `x[..., None]`: a part of a tensor, a row of the summary."""
    part = _part(machine, tensor, index, node, frame)
    return part if machine.tracing else operations.operate(
        machine, "GetItem", [tensor], frame.place(node), frame.calls, part.shape
    )  # fmt: skip


def _part(machine: Machine, tensor: KerasTensor, index: Value, node: Any, frame: Frame) -> KerasTensor:
    """Give the shape of a part, by the rules of `keras.ops.numpy.GetItem` (Keras 3.15)."""
    shape = tensor.shape
    if not isinstance(shape, tuple):
        reason = getattr(shape, "reason", message("the tensor's shape is not known"))
        return KerasTensor(UnknownShape(reason), tensor.dtype)
    unfollowed = KerasTensor(
        UnknownShape(machine.unknown(node, frame, "this part of a tensor is not followed").reason), tensor.dtype
    )
    parts = list(index) if isinstance(index, tuple) else [index]
    if parts.count(Ellipsis) > 1 or not all(_is_plain(part) for part in parts):
        return unfollowed
    if Ellipsis not in parts:
        parts.append(Ellipsis)
    skipped = len(shape) - sum(part is not None and part is not Ellipsis for part in parts)
    if skipped < 0:
        return unfollowed
    kept: list[Any] = []
    axis = 0
    for part in parts:
        if part is None:
            kept.append(1)
            continue
        if part is Ellipsis:
            kept.extend(shape[axis : axis + skipped])
            axis += skipped
            continue
        dim = shape[axis]
        axis += 1
        if isinstance(part, Slice):
            kept.append(_length(dim, part, machine, node, frame))
        elif isinstance(dim, int) and not -dim <= part < dim:
            return KerasTensor(
                UnknownShape(message("index {index} is out of range for an axis of {size}", index=part, size=dim))
            )
    return KerasTensor(tuple(kept), tensor.dtype)


def _is_plain(part: Value) -> bool:
    if isinstance(part, Slice):
        return all(end is None or type(end) is int or is_running(end) for end in (part.start, part.stop, part.step))
    return part is None or part is Ellipsis or type(part) is int


def _length(dim: Any, part: Slice, machine: Machine, node: Any, frame: Frame) -> Any:
    """Give the length of a slice; a free axis stays free whatever is cut off, for TensorFlow as well."""
    if part == Slice():
        return dim
    ends = (part.start, part.stop, part.step)
    if dim is None or any(is_running(end) for end in ends):
        return None
    if part.step == 0 or not isinstance(dim, int):
        return UnknownDim(machine.unknown(node, frame, "the length of this part of a tensor is not known").reason)
    return len(range(*slice(*ends).indices(dim)))


SIGNS = {"-": "Negative", "~": "LogicalNot"}


def signed(machine: Machine, sign: str, tensor: KerasTensor, node: Any, frame: Frame) -> KerasTensor:
    """`-x` and `~x`, which keep the shape."""
    if machine.tracing or not operations.is_known(machine, SIGNS[sign]):
        return KerasTensor(tensor.shape, tensor.dtype)
    return operations.operate(machine, SIGNS[sign], [tensor], frame.place(node), frame.calls, tensor.shape)
