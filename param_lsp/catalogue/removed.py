"""Layers that Keras once had: locally connected ones, and those of Keras 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from param_lsp.catalogue.convolution import Conv1D, Conv2D, Convolution
from param_lsp.catalogue.convolution_transposed import Conv2DTranspose
from param_lsp.catalogue.core import Dense
from param_lsp.catalogue.layer import Layer, bias_weight, reject
from param_lsp.catalogue.reading import Unfollowed, flag, positive_int, require_known, size, sizes
from param_lsp.message import message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import Applied, Arguments, ListValue, Value, Weight
from param_lsp.wording import shape as shape_text

_TAIL = """activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
    kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
    bias_constraint=None, {more}**kwargs"""


class _LocallyConnected(Convolution):
    """Convolutions with a kernel of their own at each place (Keras 2.15, `locally_connected*d.py`)."""

    removed_in = 3

    def window(self, arguments: Arguments) -> tuple[tuple[Count, ...], tuple[Count, ...], tuple[Count, ...]]:
        return (
            sizes(arguments, "kernel_size", self.axes),
            sizes(arguments, "strides", self.axes),
            (1,) * self.axes,
        )

    def check(self, arguments: Arguments) -> None:
        """Nothing is checked in the words of a Keras that has no such layer."""

    check_late = check

    def kernel_shape(self, arguments: Arguments, shape: Shape) -> tuple[Value, ...]:
        kernel = sizes(arguments, "kernel_size", self.axes)
        return (*kernel, self.defined_channels(arguments, shape), arguments["filters"])

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        if arguments["implementation"] != 1:
            raise Unfollowed(message("`implementation` other than 1 is not followed"))
        places = self.spatial_output(arguments, shape)
        filters = self.output_channels(arguments, shape)
        count: Count = self.defined_channels(arguments, shape)
        for length in sizes(arguments, "kernel_size", self.axes):
            count = count * length
        number: Count = 1
        for place in places:
            if place is None:
                raise Unfollowed(message("{layer} needs a defined input size", layer=self.name))
            number = place * number
        yield Weight("kernel", (number, count, filters))
        yield from bias_weight(arguments, (*places, filters))

    def places(self, arguments: Arguments, shape: Shape) -> tuple[Dim, ...]:
        """The kernel has numbers of its own for each place."""
        return ()


class LocallyConnected1D(_LocallyConnected):
    """A 1D convolution whose kernel differs at each place."""

    name = "LocallyConnected1D"
    signature = f"""filters, kernel_size, strides=1, padding="valid", data_format=None,
        {_TAIL.format(more="implementation=1, ")}"""
    axes = 1
    min_rank = 3


class LocallyConnected2D(_LocallyConnected):
    """A 2D convolution whose kernel differs at each place."""

    name = "LocallyConnected2D"
    signature = f"""filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
        {_TAIL.format(more="implementation=1, ")}"""
    axes = 2
    min_rank = 4


class ThresholdedReLU(Layer):
    """Keras 2's ReLU that is zero below `theta`."""

    name = "ThresholdedReLU"
    signature = "theta=1.0, **kwargs"
    removed_in = 3


class Deconvolution2D(Conv2DTranspose):
    """Keras 1's Conv2DTranspose; its `output_shape` had to be what the strides give."""

    name = "Deconvolution2D"
    aliases = ()  # type: ignore[assignment]
    signature = f"""filters, kernel_size, output_shape=None, strides=(1, 1), padding="valid", output_padding=None,
        data_format=None, dilation_rate=(1, 1), {_TAIL.format(more="")}"""
    removed_in = 2

    def check(self, arguments: Arguments) -> None:
        """Nothing is checked in the words of a Keras that has no such layer."""

    check_late = check


class AtrousConvolution1D(Conv1D):
    """Keras 1's Conv1D with `atrous_rate`, today's `dilation_rate`."""

    name = "AtrousConvolution1D"
    aliases = ("AtrousConv1D",)
    removed_in = 2


class AtrousConvolution2D(Conv2D):
    """Keras 1's Conv2D with `atrous_rate`, today's `dilation_rate`."""

    name = "AtrousConvolution2D"
    aliases = ("AtrousConv2D",)
    removed_in = 2


class Merge(Layer):
    """Keras 1's layer of several inputs (1.2.2, `engine/topology.py`); it was in `legacy` until Keras 2.1."""

    name = "Merge"
    signature = """layers=None, mode="sum", concat_axis=-1, dot_axes=-1, output_shape=None, output_mask=None,
        arguments=None, node_indices=None, tensor_indices=None, **kwargs"""
    removed_in = 3

    def check(self, arguments: Arguments) -> None:
        mode = arguments["mode"]
        if isinstance(mode, str) and mode not in _MODES:
            reject(
                f"Invalid merge mode: {mode}",
                message("`mode` must be one of {modes}, got {mode}", modes=", ".join(_MODES), mode=mode),
                argument="mode",
            )

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Merge the shapes of all inputs."""
        if not isinstance(inputs, Shapes) or len(inputs.items) < 2:
            raise Unfollowed(message("Merge wants two inputs or more"))
        shapes: list[Shape] = []
        for item in inputs.items:
            if not isinstance(item, tuple):
                raise Unfollowed(item.reason if isinstance(item, UnknownShape) else message("its inputs are nested"))
            shapes.append(item)
        mode = arguments["mode"]
        if not isinstance(mode, str):
            raise Unfollowed(message("the function that merges is not followed"))
        if mode == "concat":
            return Applied(self._concatenated(arguments, shapes))
        if mode in ("dot", "cos"):
            return Applied(self._product(arguments, shapes), macs=None)
        if any(shape != shapes[0] for shape in shapes):
            self._differ(mode, shapes)
        return Applied(shapes[0])

    def _concatenated(self, arguments: Arguments, shapes: list[Shape]) -> Shape:
        axis, rank = require_known("concat_axis", arguments["concat_axis"]), len(shapes[0])
        if not isinstance(axis, int) or not -rank <= axis < rank or any(len(shape) != rank for shape in shapes):
            raise Unfollowed(message("the axis to join along is not known"))
        axis %= rank
        if any(shape[:axis] + shape[axis + 1 :] != shapes[0][:axis] + shapes[0][axis + 1 :] for shape in shapes):
            self._differ("concat", shapes)
        total: Dim = 0
        for shape in shapes:
            size = shape[axis]
            total = None if total is None or size is None else total + size
        return (*shapes[0][:axis], total, *shapes[0][axis + 1 :])

    def _product(self, arguments: Arguments, shapes: list[Shape]) -> Shape:
        axes = require_known("dot_axes", arguments["dot_axes"])
        axes = list(axes.items) if isinstance(axes, ListValue) else axes
        if isinstance(axes, int):
            axes = [axes % len(shape) for shape in shapes] if axes < 0 else [axes, axes]
        known = isinstance(axes, list | tuple) and len(axes) == len(shapes) == 2
        if not known or not all(type(axis) is int and 0 < axis < len(shapes[0]) for axis in axes):
            raise Unfollowed(message("the axes of the product are not known"))
        first, second = list(shapes[0]), list(shapes[1])
        if axes[1] >= len(second) or first[axes[0]] != second[axes[1]]:
            self._differ("dot", shapes)
        del first[axes[0]], second[axes[1]], second[0]
        merged = first + second
        return tuple(merged if len(merged) > 1 else [*merged, 1])

    def _differ(self, mode: str, shapes: list[Shape]) -> NoReturn:
        """Reject shapes that differ; sizes that are not known may be equal."""
        if any(isinstance(dim, UnknownDim | Polynomial) for shape in shapes for dim in shape):
            raise Unfollowed(message("it is not known whether the inputs have the same shape"))
        got = shape_text(Shapes(tuple(shapes)))
        reject(
            f"Only layers of same output shape can be merged using {mode} mode. Layer shapes: {got}",
            message("Merge with mode {mode} wants inputs that fit, gets {shapes}", mode=mode, shapes=got),
            rule="incompatible-axis",
            short=message("gets {shapes}", shapes=got),
        )


_MODES = ("sum", "mul", "concat", "ave", "cos", "dot", "max")


class TimeDistributedDense(Dense):
    """Keras 1's Dense over the steps of a sequence, which Dense does by itself today."""

    name = "TimeDistributedDense"
    min_rank = 3
    removed_in = 2


class MaxoutDense(Layer):
    """Keras 1's maximum of several dense layers."""

    name = "MaxoutDense"
    signature = """units, nb_feature=4, kernel_initializer="glorot_uniform", weights=None, kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, use_bias=True,
        **kwargs"""
    rank = 2
    removed_in = 2

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        features, units = size("nb_feature", arguments["nb_feature"]), positive_int(arguments, "units")
        yield Weight("W", (features, shape[-1], units))
        if flag(arguments, "use_bias"):
            yield Weight("b", (features, units))

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return (shape[0], positive_int(arguments, "units"))


class Highway(Layer):
    """Keras 1's dense layer with a gate that carries its input."""

    name = "Highway"
    signature = """kernel_initializer="glorot_uniform", activation=None, weights=None, kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, use_bias=True,
        **kwargs"""
    rank = 2
    removed_in = 2

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        yield Weight("W", (shape[-1], shape[-1]))
        yield Weight("W_carry", (shape[-1], shape[-1]))
        if flag(arguments, "use_bias"):
            yield Weight("b", (shape[-1],))
            yield Weight("b_carry", (shape[-1],))
