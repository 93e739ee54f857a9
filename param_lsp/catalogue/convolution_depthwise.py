"""Depthwise and separable convolutions, which filter each input channel on its own."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.convolution import Convolution
from param_lsp.catalogue.layer import bias_weight
from param_lsp.catalogue.reading import size, sizes
from param_lsp.catalogue.text import times
from param_lsp.catalogue.words import counted
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Shape, ShapeTree, UnknownDim
from param_lsp.values import Applied, Arguments, Value, Weight
from param_lsp.wording import number


class _Depthwise(Convolution):
    """`keras/src/layers/convolutional/base_depthwise_conv.py`."""

    positive = ("depth_multiplier",)
    dilated_strides = True
    without_channels = "unsupported operand type(s) for *: 'int' and 'NoneType'"

    def output_channels(self, arguments: Arguments, shape: Shape) -> Count:
        return self.defined_channels(arguments, shape) * size("depth_multiplier", arguments["depth_multiplier"])

    def kernel_shape(self, arguments: Arguments, shape: Shape) -> tuple[Value, ...]:
        kernel = sizes(arguments, "kernel_size", self.axes)
        return (*kernel, self.channels(arguments, shape), arguments["depth_multiplier"])

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        multiplier = size("depth_multiplier", arguments["depth_multiplier"])
        yield Weight("kernel", (*self.kernel_shape(arguments, shape)[:-1], multiplier))
        yield from bias_weight(arguments, (self.output_channels(arguments, shape),))

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        if any(isinstance(weight.params, UnknownDim) for weight in applied.weights):
            return
        *window, channels, multiplier = applied.weights[0].shape
        yield message(
            "{channels}, each with {filters} of {window} weights: {product} = {total}",
            channels=counted(channels, "input channel", "input channels") if channels is not None else "?",
            filters=counted(multiplier, "filter", "filters") if multiplier is not None else "?",
            window=times(window),
            product=times(applied.weights[0].shape),
            total=number(applied.weights[0].params),
        )
        for bias in applied.weights[1:]:
            yield message("1 bias for each output channel: {count}", count=number(bias.params))


class _Separable(Convolution):
    """`keras/src/layers/convolutional/base_separable_conv.py`."""

    positive = ("depth_multiplier", "filters")
    dilated_strides = True
    without_channels = "unsupported operand type(s) for *: 'int' and 'NoneType'"

    def kernel_shape(self, arguments: Arguments, shape: Shape) -> tuple[Value, ...]:
        kernel = sizes(arguments, "kernel_size", self.axes)
        return (*kernel, self.channels(arguments, shape), arguments["depth_multiplier"])

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        multiplier = size("depth_multiplier", arguments["depth_multiplier"])
        filters, channels = self.output_channels(arguments, shape), self.defined_channels(arguments, shape)
        yield Weight("depthwise_kernel", (*self.kernel_shape(arguments, shape)[:-1], multiplier))
        yield Weight("pointwise_kernel", (*(1,) * self.axes, channels * multiplier, filters))
        yield from bias_weight(arguments, (filters,))

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        if any(isinstance(weight.params, UnknownDim) for weight in applied.weights):
            return
        depthwise, pointwise, *biases = applied.weights
        yield message(
            "depthwise: {product} = {total} weights, one set for each input channel",
            product=times(depthwise.shape),
            total=number(depthwise.params),
        )
        yield message(
            "pointwise: {product} = {total} weights, which mix the channels",
            product=times(pointwise.shape[-2:]),
            total=number(pointwise.params),
        )
        for bias in biases:
            yield message("1 bias for each filter: {count}", count=number(bias.params))


_DEPTHWISE_TAIL = """activation=None, use_bias=True, depthwise_initializer="glorot_uniform", bias_initializer="zeros",
    depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
    bias_constraint=None, **kwargs"""
_SEPARABLE_TAIL = """depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer="glorot_uniform",
    pointwise_initializer="glorot_uniform", bias_initializer="zeros", depthwise_regularizer=None,
    pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
    pointwise_constraint=None, bias_constraint=None, **kwargs"""


class DepthwiseConv1D(_Depthwise):
    """`keras/src/layers/convolutional/depthwise_conv1d.py`."""

    name = "DepthwiseConv1D"
    signature = f"""kernel_size, strides=1, padding="valid", depth_multiplier=1, data_format=None, dilation_rate=1,
        {_DEPTHWISE_TAIL}"""
    axes = 1
    min_rank = 3


class DepthwiseConv2D(_Depthwise):
    """`keras/src/layers/convolutional/depthwise_conv2d.py`."""

    name = "DepthwiseConv2D"
    signature = f"""kernel_size, strides=(1, 1), padding="valid", depth_multiplier=1, data_format=None,
        dilation_rate=(1, 1), {_DEPTHWISE_TAIL}"""
    axes = 2
    min_rank = 4


class SeparableConv1D(_Separable):
    """`keras/src/layers/convolutional/separable_conv1d.py`."""

    name = "SeparableConv1D"
    aliases = ("SeparableConvolution1D",)
    signature = f"""filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1,
        {_SEPARABLE_TAIL}"""
    axes = 1
    min_rank = 3


class SeparableConv2D(_Separable):
    """`keras/src/layers/convolutional/separable_conv2d.py`."""

    name = "SeparableConv2D"
    aliases = ("SeparableConvolution2D",)
    signature = f"""filters, kernel_size, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1),
        {_SEPARABLE_TAIL}"""
    axes = 2
    min_rank = 4
