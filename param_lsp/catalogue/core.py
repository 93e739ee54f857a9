"""Core layers: Dense, Embedding, Masking, Identity, Lambda and the input layer."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.layer import Layer, bias_weight
from param_lsp.catalogue.reading import positive_int
from param_lsp.message import Message, message
from param_lsp.shapes import Dim, Shape, ShapeTree, UnknownShape
from param_lsp.values import Applied, Arguments, Weight
from param_lsp.wording import number


class Dense(Layer):
    """`keras/src/layers/core/dense.py`."""

    name = "Dense"
    signature = """units, activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
        kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, lora_rank=None, lora_alpha=None, quantization_config=None, **kwargs"""
    min_rank = 2

    def check(self, arguments: Arguments) -> None:
        positive_int(arguments, "units")

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        units = positive_int(arguments, "units")
        yield Weight("kernel", (shape[-1], units))
        yield from bias_weight(arguments, (units,))

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return (*shape[:-1], positive_int(arguments, "units"))
