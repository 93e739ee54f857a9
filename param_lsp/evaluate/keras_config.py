"""Keras's functions that set or tell how all layers behave: `keras.config`, `keras.backend`."""

from __future__ import annotations

from typing import Any

from param_lsp.catalogue.cost import output_dtype
from param_lsp.evaluate import tensors
from param_lsp.evaluate.keras_api import declare
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.shapes import UnknownDim
from param_lsp.values import Array, KerasTensor, Unknown, Value


@declare("keras.backend.clear_session", "keras.utils.clear_session")
def clear_session(machine: Machine, given: Any, bound: Value) -> Value:
    machine.touch(machine.names)
    machine.names.counts.clear()
    return None


@declare("keras.backend.image_data_format", "keras.config.image_data_format")
def image_data_format(machine: Machine, given: Any, bound: Value) -> Value:
    return "channels_last"  # Keras's default; a keras.json may say otherwise


@declare("keras.backend.int_shape", "keras.backend.shape", "keras.ops.shape", "tensorflow.shape", "keras.backend.ndim")
def shape_of(machine: Machine, given: Any, bound: Value) -> Value:
    """The shape of a symbolic tensor as a tuple, its free sizes None; of data what the libraries say."""
    tensor = given.get(0, "x", given.keywords.get("input", given.keywords.get("inputs")))
    if isinstance(tensor, KerasTensor):
        if not isinstance(tensor.shape, tuple):
            return Unknown(getattr(tensor.shape, "reason", message("the tensor's shape is not known")), given.place)
        if given.callee_name in ("ndim", "int_shape"):
            return len(tensor.shape) if given.callee_name == "ndim" else tensor.shape
        running = UnknownDim(tensors.RUNNING)
        return tuple(running if dim is None else dim for dim in tensor.shape)
    if isinstance(tensor, Array) and isinstance(tensor.shape, tuple):
        return len(tensor.shape) if given.callee_name == "ndim" else tensor.shape
    reason = tensor.reason if isinstance(tensor, Unknown) else message("the shape of this value is not known")
    return Unknown(reason, given.place)


@declare("keras.backend.set_floatx", "keras.config.set_floatx")
def set_floatx(machine: Machine, given: Any, bound: Value) -> Value:
    value = given.get(0, "value")
    machine.touch(machine.names)
    machine.names.floatx = machine.names.outputs = value if isinstance(value, str) else None
    return None


@declare(
    "keras.config.set_dtype_policy",
    "keras.mixed_precision.set_dtype_policy",
    "keras.mixed_precision.set_global_policy",
    "keras.mixed_precision.experimental.set_policy",
)
def set_dtype_policy(machine: Machine, given: Any, bound: Value) -> Value:
    """Set the types of the layers that follow; the older spellings are of Keras 2."""
    policy = given.get(0, "policy")
    machine.touch(machine.names)
    machine.names.floatx = machine.names.outputs = None
    if isinstance(policy, str):
        machine.names.outputs = output_dtype(policy)
        machine.names.floatx = "float32" if policy.startswith("mixed_") else machine.names.outputs
    return None


@declare("keras.backend.image_dim_ordering")
def image_dim_ordering(machine: Machine, given: Any, bound: Value) -> Value:
    return "tf"  # Keras 1's word for channels_last
