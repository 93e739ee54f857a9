"""Recurrent layers that Keras once had: CuDNNLSTM and CuDNNGRU."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from param_lsp.catalogue.recurrent import Recurrent, State, check_units, read_units
from param_lsp.message import Message, message
from param_lsp.shapes import Shape, ShapeTree, UnknownDim
from param_lsp.values import Applied, Arguments, Weight
from param_lsp.wording import dim


class CuDNN(Recurrent):
    """An LSTM or GRU with the weights of NVIDIA's library (Keras 2.15, `cudnn_recurrent.py`).

    It has two biases for each gate, one for the inputs and one for the state.
    """

    removed_in = 3
    rank = 3
    gates: ClassVar[int]
    states: ClassVar[int]
    signature = """units, kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
        bias_initializer='zeros', {forget}kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
        return_sequences=False, return_state=False, go_backwards=False, stateful=False, **kwargs"""

    def check(self, arguments: Arguments) -> None:
        """Reject units that are not positive."""
        check_units(arguments["units"])

    def sequence_weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the weights, which are the layer's own: there is no cell."""
        units = read_units(arguments, shape[-1], self.gates)
        yield Weight("kernel", (shape[-1], self.gates * units))
        yield Weight("recurrent_kernel", (units, self.gates * units))
        yield Weight("bias", (2 * self.gates * units,))

    def step_shapes(self, arguments: Arguments, shape: Shape) -> tuple[Shape, tuple[State, ...]]:
        """Give `units` in each step, and states of that size."""
        units = read_units(arguments, shape[-1], self.gates)
        return (units,), ((units,),) * self.states

    def formula(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> str | None:
        """Give the count gate by gate."""
        (features, _), (units, _), _ = (
            weight.shape if len(weight.shape) > 1 else (None, None) for weight in applied.weights
        )
        if isinstance(features, UnknownDim) or isinstance(units, UnknownDim):
            return None
        return f"{self.gates}×(({dim(features)} + {dim(units)})×{dim(units)} + 2×{dim(units)})"

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Say that there are two biases."""
        yield message("{gates} gates, each with a bias for the inputs and one for the state", gates=self.gates)


class CuDNNLSTM(CuDNN):
    """The LSTM."""

    name = "CuDNNLSTM"
    signature = CuDNN.signature.format(forget="unit_forget_bias=True, ")
    gates = 4
    states = 2


class CuDNNGRU(CuDNN):
    """The GRU."""

    name = "CuDNNGRU"
    signature = CuDNN.signature.format(forget="")
    gates = 3
    states = 1
