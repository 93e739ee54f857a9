"""Recurrent layers with units, and their cells: SimpleRNN, LSTM and GRU, and what all recurrent layers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, NoReturn

from param_lsp.catalogue.base import check_trainable
from param_lsp.catalogue.cost import each_place
from param_lsp.catalogue.identifiers import check_identifiers
from param_lsp.catalogue.layer import Layer, bias_weight, reject
from param_lsp.catalogue.reading import Unfollowed, flag, is_unknown, size
from param_lsp.catalogue.seeds import check_seed
from param_lsp.catalogue.text import repr_of, str_of, times, type_of
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import Applied, Arguments, NumpyScalar, Value, Weight
from param_lsp.wording import dim, number
from param_lsp.wording import shape as shape_text

_OPTIONS = """kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
{forget} kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, {activity} kernel_constraint=None,
recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0"""
_FORGET = "unit_forget_bias=True,"
_ACTIVITY = "activity_regularizer=None,"
_SEQUENCES = "return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False"
_GATES = "units, activation='tanh', recurrent_activation='sigmoid', use_bias=True"
State = Shape | Shapes  # without the batch axis


class Cell(Layer):
    """One step of a recurrent layer; `RNN(cell)` and `StackedRNNCells` ask it for its sizes."""

    def states_of(self, arguments: Arguments) -> tuple[State, ...]:
        """Give the states' shapes without the batch axis; `Shapes` for a cell inside that has a list of states."""
        raise NotImplementedError

    def output_size(self, arguments: Arguments) -> Dim:
        """Give the size of what the cell gives in each step."""
        raise NotImplementedError

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Reject a cell that is called as a layer: without its states Python rejects the call."""
        if isinstance(inputs, Shapes):
            raise Unfollowed(message("a cell called by hand is not followed"))
        reject(
            "missing a required argument: 'states'",
            message("{cell} is a cell: it belongs inside RNN(…)", cell=self.name),
            short=message("belongs inside RNN(…)"),
        )


class Units(Layer):
    """What cells with `units` and the layers made of one such cell share."""

    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1

    def check(self, arguments: Arguments) -> None:
        """Reject units that are not positive."""
        check_units(arguments["units"])

    def check_rates(self, arguments: Arguments) -> None:
        """Reject dropouts that are no numbers, and a seed that is no integer."""
        for name in ("dropout", "recurrent_dropout"):
            rate = arguments.get(name, 0.0)
            if not is_unknown(rate) and not isinstance(rate, int | float | NumpyScalar | Polynomial):
                reject(
                    f"'>' not supported between instances of '{type_of(rate)[8:-2]}' and 'float'",
                    message("`{name}` must be a number, got {value}", name=name, value=repr_of(rate)),
                    argument=name,
                )
        check_seed(arguments)

    def cell_weights(self, arguments: Arguments, features: Dim) -> Iterator[Weight]:
        """Give a cell's weights for inputs of that many features (keras/src/layers/rnn/lstm.py, gru.py, simple_rnn.py).

        The gates' matrices stand side by side in one kernel, so its width is gates × units.
        """
        units = read_units(arguments, features, self.gates)
        yield Weight("kernel", (features, self.gates * units))
        yield Weight("recurrent_kernel", (units, self.gates * units))
        yield from bias_weight(arguments, self.bias_shape(arguments, units))

    def bias_shape(self, arguments: Arguments, units: Count) -> Shape:
        """Give the shape of the bias."""
        return (self.gates * units,)

    def units_formula(self, arguments: Arguments, applied: Applied) -> str | None:
        """Give the count gate by gate: "4×((8 + 16)×16 + 16)"."""
        parts = self._parts(applied)
        if parts is None:
            return None
        features, units, biases = parts
        matrix = f"({dim(features)} + {dim(units)})×{times((units,))}"
        bias = "" if not biases else f" + {times((units,) if biases == 1 else (biases, units))}"
        return f"{matrix}{bias}" if self.gates == 1 else f"{self.gates}×({matrix}{bias})"

    def units_words(self, arguments: Arguments, applied: Applied) -> Iterator[Message]:
        """Give the count in words: gates, weights and biases."""
        parts = self._parts(applied)
        if parts is None:
            return
        features, units, biases = parts
        total: Count = sum((weight.params for weight in applied.weights), 0)
        values = {
            "features": dim(features),
            "units": times((units,)),
            "biases": message("{count} biases", count=number(units)) if biases else message("no bias"),
        }
        template = "({features} + {units}) × {units} weights and {biases}"
        if biases == 2:
            template = "({features} + {units}) × {units} weights and 2 × {biases} (inputs and state have their own)"
        each, formula = message(template, **values), self.units_formula(arguments, applied)
        if self.gates == 1:
            yield message("{each}: {formula} = {total}", each=each, formula=formula, total=number(total))
        else:
            said = "{gates} gates, each {each}: {formula} = {total}"
            yield message(said, gates=self.gates, each=each, formula=formula, total=number(total))

    def _parts(self, applied: Applied) -> tuple[Dim, Dim, int] | None:
        """Give features, units and the number of biases of a unit, or None where one is not known."""
        if any(isinstance(dim, UnknownDim) for weight in applied.weights for dim in weight.shape):
            return None
        kernel, recurrent, *bias = (weight.shape for weight in applied.weights)
        return kernel[0], recurrent[0], 0 if not bias else len(bias[0])


class Recurrent(Layer):
    """A layer that runs a cell over axis 1 (keras/src/layers/rnn/rnn.py)."""

    sequence_input = True

    def sequence_weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the cell's weights under the cell's name."""
        raise NotImplementedError

    def step_shapes(self, arguments: Arguments, shape: Shape) -> tuple[Shape, tuple[State, ...]]:
        """Give what one step gives and the states, all without the batch axis."""
        raise NotImplementedError

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the cell's weights; the states of a stateful layer are not among Keras's weights."""
        return self.sequence_weights(arguments, shape)

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """All kernels are applied once in each step."""
        return each_place(weights, shape[1:2])

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the last output or the sequence, with the last states when they are asked for."""
        if shape[0] is None and not is_unknown(arguments["stateful"]) and flag(arguments, "stateful"):
            got = shape_text(shape)
            reject(
                "When using `stateful=True` in a RNN, the batch size must be static. Found dynamic batch size: "
                f"sequence.shape={got}",
                message(
                    "{layer} with `stateful=True` needs a fixed batch size, gets {shape}", layer=self.name, shape=got
                ),
                rule="undefined-dimension",
                argument="stateful",
                short=message("wants a fixed batch size, gets {shape}", shape=got),
            )
        step, states = self.step_shapes(arguments, shape)
        try:
            result = (shape[0], *((shape[1],) if flag(arguments, "return_sequences") else ()), *step)
            if not flag(arguments, "return_state"):
                return result
        except Unfollowed as unfollowed:
            return UnknownShape(unfollowed.reason)
        return Shapes((result, *(_batched(shape[0], state) for state in states)))


class UnitsRecurrent(Units, Recurrent):
    """A recurrent layer made of one cell with `units`."""

    # The cell is made first, with the layer's dtype and trainable; the layer's own keywords are looked at afterwards.
    order = ("check", "check_cell_base", "check_cell_names", "check_rates", "check_base", "check_late")
    cell: ClassVar[str]
    rank = 3

    def check_cell_base(self, arguments: Arguments) -> None:
        """Reject what the cell's base layer rejects."""
        check_identifiers("dtype", arguments.get("dtype"), arguments.keras)
        check_trainable(arguments)

    def check_cell_names(self, arguments: Arguments) -> None:
        """Reject names that the cell cannot look up."""
        check_cell_identifiers(arguments)

    def check_late(self, arguments: Arguments) -> None:
        """Reject a state size that is no integer, and another `use_cudnn` than "auto", True or False."""
        if self.states == 1:  # LSTM has a list of state sizes, which Keras looks into only when it is applied
            check_state_size(arguments["units"])
        value = arguments.get("use_cudnn", "auto")
        if not is_unknown(value) and value not in ("auto", True, False):
            reject(
                "Invalid valid received for argument `use_cudnn`. Expected one of {'auto', True, False}. "
                f"Received: use_cudnn={str_of(value)}",
                message('`use_cudnn` must be "auto", True or False, got {value}', value=repr_of(value)),
                argument="use_cudnn",
            )

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        """Reject units of NumPy's types."""
        units = arguments["units"]
        if isinstance(units, NumpyScalar) and isinstance(units.value, int):
            _reject_units("output_size must be an integer.", units)

    def sequence_weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the weights of the cell, which Keras names itself."""
        return under(self.cell, self.cell_weights(arguments, shape[-1]))

    def step_shapes(self, arguments: Arguments, shape: Shape) -> tuple[Shape, tuple[State, ...]]:
        """Give `units` in each step, and states of that size."""
        units = read_units(arguments, shape[-1], self.gates)
        return (units,), ((units,),) * self.states

    def formula(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> str | None:
        """Give the count gate by gate."""
        return self.units_formula(arguments, applied)

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Give the count gate by gate."""
        return self.units_words(arguments, applied)


class UnitsCell(Units, Cell):
    """A cell with `units`."""

    order = ("check", "check_base", "check_names", "check_rates")

    def states_of(self, arguments: Arguments) -> tuple[State, ...]:
        """Give `units` for each state."""
        return ((read_units(arguments, None, self.gates),),) * self.states

    def output_size(self, arguments: Arguments) -> Dim:
        """Give `units`."""
        return read_units(arguments, None, self.gates)

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the weights for a step of this shape."""
        return self.cell_weights(arguments, shape[-1])


class _Gru(Units):
    gates = 3

    def bias_shape(self, arguments: Arguments, units: Count) -> Shape:
        """Give two biases with `reset_after` (one for the inputs, one for the state), as cuDNN has them, else one."""
        value = arguments["reset_after"]
        if is_unknown(value):
            return (
                UnknownDim(value.reason, 3 * units, 6 * units) if isinstance(units, int) else UnknownDim(value.reason),
            )
        return (2, 3 * units) if flag(arguments, "reset_after") else (3 * units,)


class SimpleRNNCell(UnitsCell):
    """keras/src/layers/rnn/simple_rnn.py."""

    name = "SimpleRNNCell"
    signature = (
        f"units, activation='tanh', use_bias=True, {_OPTIONS.format(forget='', activity='')}, seed=None, **kwargs"
    )


class LSTMCell(UnitsCell):
    """keras/src/layers/rnn/lstm.py."""

    name = "LSTMCell"
    signature = f"{_GATES}, {_OPTIONS.format(forget=_FORGET, activity='')}, seed=None, **kwargs"
    extra_keywords = ("implementation",)
    gates = 4
    states = 2


class GRUCell(_Gru, UnitsCell):
    """keras/src/layers/rnn/gru.py."""

    name = "GRUCell"
    signature = f"{_GATES}, {_OPTIONS.format(forget='', activity='')}, reset_after=True, seed=None, **kwargs"
    extra_keywords = ("implementation",)


class SimpleRNN(UnitsRecurrent):
    """keras/src/layers/rnn/simple_rnn.py."""

    name = "SimpleRNN"
    signature = (
        f"units, activation='tanh', use_bias=True, {_OPTIONS.format(forget='', activity=_ACTIVITY)}, "
        f"{_SEQUENCES}, seed=None, **kwargs"
    )
    extra_keywords = ("zero_output_for_mask",)
    cell = "simple_rnn_cell"


class LSTM(UnitsRecurrent):
    """keras/src/layers/rnn/lstm.py."""

    name = "LSTM"
    signature = (
        f"{_GATES}, {_OPTIONS.format(forget=_FORGET, activity=_ACTIVITY)}, seed=None, {_SEQUENCES}, "
        "use_cudnn='auto', **kwargs"
    )
    extra_keywords = ("implementation", "zero_output_for_mask")
    cell = "lstm_cell"
    gates = 4
    states = 2


class GRU(_Gru, UnitsRecurrent):
    """keras/src/layers/rnn/gru.py."""

    name = "GRU"
    signature = (
        f"{_GATES}, {_OPTIONS.format(forget='', activity=_ACTIVITY)}, seed=None, {_SEQUENCES}, "
        "reset_after=True, use_cudnn='auto', **kwargs"
    )
    extra_keywords = ("implementation", "zero_output_for_mask")
    cell = "gru_cell"


def _batched(batch: Dim, state: State) -> State:
    """Put the batch axis before a state's shape, or before those of a cell's states."""
    if isinstance(state, Shapes):
        return Shapes(tuple(_batched(batch, inner) for inner in state.items if not isinstance(inner, UnknownShape)))
    return (batch, *state)


def under(path: str, weights: Iterable[Weight]) -> Iterator[Weight]:
    """Put the name of an inner layer before its weights' names."""
    for weight in weights:
        yield Weight(f"{path}/{weight.name}", weight.shape, weight.trainable, weight.dtype)


def check_cell_identifiers(arguments: Arguments) -> None:
    """Reject unknown names of activations and the like, which the cell sees before the layer sees its keywords."""
    for name in arguments.defaults:  # in Keras's order: of two wrong ones the first is named
        if name != "activity_regularizer" and name in arguments.given:
            check_identifiers(name, arguments.given[name], arguments.keras)


def check_units(units: Value) -> None:
    """Reject units that are not above zero, as the cells' constructors do (a float passes there)."""
    value = units.value if isinstance(units, NumpyScalar) else units
    if is_unknown(value) or isinstance(value, Polynomial):
        return
    if not isinstance(value, int | float):
        if isinstance(value, UnknownDim | complex):
            return
        _reject_units(f"'<=' not supported between instances of '{type_of(units)[8:-2]}' and 'int'", units)
    if value <= 0:
        words = "Received an invalid value for argument `units`, expected a positive integer, got"
        _reject_units(f"{words} {str_of(units)}.", units)


def check_state_size(units: Value) -> None:
    """Reject a state size that is not a Python integer, as `RNN`'s constructor does."""
    if isinstance(units, float | NumpyScalar):
        words = "state_size must be an integer, or a list/tuple of integers (one for each state tensor)."
        _reject_units(words, units)


def read_units(arguments: Arguments, features: Dim, gates: int) -> Count:
    """Read `units`; a float is what Keras rejects when it makes the kernel (features, gates × units)."""
    units = arguments["units"]
    if isinstance(units, float):
        kernel = f"({dim(features)}, {units * gates})"
        words = f"Found invalid dimension '{units * gates}' of type '<class 'float'>'. "
        _reject_units(f"Cannot convert '{kernel}' to a shape. {words}", units)
    return size("units", units)


def _reject_units(words: str, units: Value) -> NoReturn:
    reject(
        words,
        message("`units` must be a positive integer, got {value}", value=repr_of(units)),
        argument="units",
        short=message("units must be a positive integer"),
    )
