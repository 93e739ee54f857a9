"""Convolutional LSTMs in one to three dimensions."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.convolution import Convolution
from param_lsp.catalogue.identifiers import check_identifiers
from param_lsp.catalogue.layer import Layer, bias_weight, reject_undefined
from param_lsp.catalogue.reading import data_format, is_unknown, reject, sizes
from param_lsp.catalogue.recurrent import Recurrent, State, check_cell_identifiers, under
from param_lsp.catalogue.seeds import check_seed
from param_lsp.catalogue.text import repr_of, str_of, times, type_of
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import Applied, Arguments, NumpyScalar, Value, Weight
from param_lsp.wording import number
from param_lsp.wording import shape as shape_text

_GATES = 4


class ConvLSTM(Recurrent, Convolution):
    """keras/src/layers/rnn/conv_lstm.py: an LSTM whose products are convolutions; each step is an image."""

    signature = """filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1,
        activation="tanh", recurrent_activation="sigmoid", use_bias=True, kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal", bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0, seed=None,
        return_sequences=False, return_state=False, go_backwards=False, stateful=False, **kwargs"""
    extra_keywords = ("unroll", "zero_output_for_mask")
    positive = ()  # Keras lets 0 filters pass, and finds others when it makes the kernel
    order = ("check", "check_base")

    def check(self, arguments: Arguments) -> None:
        """Reject what the cell rejects, in its order."""
        check_identifiers("dtype", arguments.get("dtype"), arguments.keras)
        check_seed(arguments)
        self._check_cell(arguments)
        check_cell_identifiers(arguments)

    def _check_cell(self, arguments: Arguments) -> None:
        sizes(arguments, "kernel_size", self.axes)
        strides = sizes(arguments, "strides", self.axes, allow_zero=True)
        if not is_unknown(arguments["padding"]):
            self.padding(arguments)
        if not is_unknown(arguments["data_format"]):
            data_format(arguments)
        dilation = sizes(arguments, "dilation_rate", self.axes)
        if _above_one(strides) and _above_one(dilation):
            reject(
                "Specifying `strides > 1` is not compatible with `dilation_rate > 1`. Please provide `strides=1` or "
                f"`dilation_rate=1`. Received: strides={repr_of(strides)} and dilation_rate={repr_of(dilation)}",
                message("`strides` and `dilation_rate` cannot both be above 1"),
                argument="dilation_rate",
                short=message("strides and dilation_rate cannot both be above 1"),
            )

    def check_rank(self, shape: Shape) -> None:
        """Reject another rank than `rank`; plain convolutions have their own words for it."""
        Layer.check_rank(self, shape)

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        """Reject spatial axes or channels of size None, and filters that are no count."""
        step = _step(shape)
        if None in self.spatial(arguments, step):
            reject(
                "ConvLSTM layers only support static input shapes for the spatial dimension. "
                f"Received invalid input shape: input_shape={shape_text(step)}",
                message("{layer} needs images of a fixed size, gets {shape}", layer=self.name, shape=shape_text(step)),
                rule="undefined-dimension",
                short=message("wants fixed sizes, gets {shape}", shape=shape_text(shape)),
            )
        if self.channels(arguments, step) is None:
            reject_undefined(
                self.name,
                "The channel dimension of the inputs (last axis) should be defined. Found None. "
                f"Full input shape received: input_shape={shape_text(step)}",
                step,
            )
        self._check_filters(arguments, step)

    def unknown_input(self, arguments: Arguments, shape: UnknownShape) -> Shape | UnknownShape:
        """Take an input of unknown rank to have the one that fits."""
        return (UnknownDim(shape.reason),) * (self.axes + 3)

    def sequence_weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the weights of the cell; its four gates stand side by side."""
        filters = self.output_channels(arguments, shape)
        kernel = self.window(arguments)[0]
        weights = (
            Weight("kernel", (*kernel, self.channels(arguments, _step(shape)), _GATES * filters)),
            Weight("recurrent_kernel", (*kernel, filters, _GATES * filters)),
            *bias_weight(arguments, (_GATES * filters,)),
        )
        return under("conv_lstm_cell", weights)

    def step_shapes(self, arguments: Arguments, shape: Shape) -> tuple[Shape, tuple[State, ...]]:
        """Give the convolution's output in each step, and two states of that shape."""
        step = _step(shape)
        if any(stride == 0 for stride in self.window(arguments)[1]):
            reject(
                "cannot convert float infinity to integer",
                message("`strides` must be above zero, got {value}", value=repr_of(arguments["strides"])),
                argument="strides",
            )
        if self.padding(arguments) == "valid":
            self.check_sizes(arguments, step)
        output = Convolution.output(self, arguments, step)
        if not isinstance(output, tuple):
            raise TypeError(output)
        return output[1:], (output[1:], output[1:])

    def places(self, arguments: Arguments, shape: Shape) -> tuple[Dim, ...]:
        """Both kernels are applied at each place of each step's output: the state has the output's size."""
        return (shape[1], *self.spatial_output(arguments, _step(shape)))

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """As a convolution's, in each step."""
        return Convolution.macs(self, arguments, shape, output, weights)

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        """Give the arithmetic of each step's convolution."""
        return Convolution.steps(self, arguments, _step(shape))

    def window(self, arguments: Arguments) -> tuple[tuple[Count, ...], tuple[Count, ...], tuple[Count, ...]]:
        """Read kernel size, strides (Keras lets 0 pass here) and dilation."""
        return (
            sizes(arguments, "kernel_size", self.axes),
            sizes(arguments, "strides", self.axes, allow_zero=True),
            sizes(arguments, "dilation_rate", self.axes),
        )

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Give the gates in words."""
        shapes = [weight.shape for weight in applied.weights]
        if not any(isinstance(dim, UnknownDim) for shape in shapes for dim in shape):
            kernel, recurrent, *bias = shapes
            each = f"{times(kernel[:-1])} + {times(recurrent[:-1])}"
            values = {
                "gates": _GATES,
                "filters": times(recurrent[-2:-1]),
                "each": message("{each} weights and 1 bias" if bias else "{each} weights", each=each),
                "sum": f"({each} + 1)" if bias else f"({each})",
                "total": number(sum((weight.params for weight in applied.weights), 0)),
            }
            said = "{gates} gates of {filters} filters, each {each}: {gates} × {filters} × {sum} = {total}"
            yield message(said, **values)

    def _check_filters(self, arguments: Arguments, step: Shape) -> None:
        filters = arguments["filters"]
        if isinstance(filters, NumpyScalar):
            filters = filters.value
        if is_unknown(filters) or isinstance(filters, Polynomial) or (isinstance(filters, int) and filters >= 0):
            return
        text = message("`filters` must be a positive integer, got {value}", value=repr_of(filters))
        if not isinstance(filters, int | float | str):
            words = f"unsupported operand type(s) for *: '{type_of(filters)[8:-2]}' and 'int'"
            reject(words, text, argument="filters")
        width: Value = filters * _GATES if not isinstance(filters, str) or len(filters) < 100 else filters
        kernel = repr_of((*self.window(arguments)[0], self.channels(arguments, step), width))
        rest = f"Found invalid dimension '{str_of(width)}' of type '{type_of(width)}'. "
        if isinstance(filters, int):
            rest = "Negative dimensions are not allowed."
        reject(f"Cannot convert '{kernel}' to a shape. {rest}", text, argument="filters")


class ConvLSTM1D(ConvLSTM):
    """keras/src/layers/rnn/conv_lstm1d.py."""

    name = "ConvLSTM1D"
    axes = 1
    rank = 4


class ConvLSTM2D(ConvLSTM):
    """keras/src/layers/rnn/conv_lstm2d.py."""

    name = "ConvLSTM2D"
    axes = 2
    rank = 5


class ConvLSTM3D(ConvLSTM):
    """keras/src/layers/rnn/conv_lstm3d.py."""

    name = "ConvLSTM3D"
    axes = 3
    rank = 6


def _step(shape: Shape) -> Shape:
    """Give the shape of one step: without the time axis."""
    return (shape[0], *shape[2:])


def _above_one(counts: tuple[Count, ...]) -> bool:
    return any(isinstance(count, int) and count > 1 for count in counts)
