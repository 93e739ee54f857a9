"""Layers whose weights are quantized from the start (`dtype="int8_from_float32"`), and the dtype of weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from param_lsp.catalogue.reading import Unfollowed
from param_lsp.message import message
from param_lsp.shapes import Dim
from param_lsp.values import Arguments, Weight

_FLOAT8_HISTORY = 1024
_FLOAT8 = ("inputs", "kernel", "outputs_grad")


def mode(arguments: Arguments) -> str | None:
    """Give the quantization ("int8", "int4", "float8"), or None.

    Raises:
        Unfollowed: another one, or a configuration that changes the weights.
    """
    if arguments.get("quantization_config") is not None:
        raise Unfollowed(message("the weights of a layer with a quantization config are not followed"))
    dtype = arguments.get("dtype")
    if not isinstance(dtype, str) or "_from_" not in dtype:
        return None
    found = dtype.partition("_from_")[0]
    if found not in {"int8", "int4", "float8"}:
        raise Unfollowed(message("the weights of a {mode} layer are not followed", mode=found))
    return found


def integer_weights(name: str, rows: Dim, columns: Dim, scales: Dim, found: str) -> Iterable[Weight]:
    """Give a quantized matrix and its scales; two int4 numbers share a byte (Keras's `_int8_build`, `_int4_build`)."""
    packed = columns if found == "int8" or columns is None else (columns + 1) // 2
    yield Weight(name, (rows, packed), trainable=False, dtype="int8")
    yield Weight(f"{name}_scale", (scales,), trainable=False)


def float8_weights() -> Iterable[Weight]:
    """Give the scales and histories that float8 training keeps beside the kernel (Keras's `_float8_build`)."""
    for name in _FLOAT8:
        yield Weight(f"{name}_scale", (), dtype="float32")
        yield Weight(f"{name}_amax_history", (_FLOAT8_HISTORY,), dtype="float32")


def with_dtype(arguments: Arguments, weights: Iterable[Weight]) -> Iterable[Weight]:
    """Give each weight the layer's variable dtype where that is not float32 and the weight has none of its own."""
    dtype = arguments.get("dtype")
    if not isinstance(dtype, str):
        return weights
    dtype = dtype.rpartition("_from_")[2]
    if dtype == "float32" or dtype.startswith("mixed_"):
        return weights
    return [weight if weight.dtype is not None else replace(weight, dtype=dtype) for weight in weights]
