"""Transposed convolutions ("deconvolutions") in one to three dimensions."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.convolution import Convolution, filters_words
from param_lsp.catalogue.layer import bias_weight
from param_lsp.catalogue.reading import reject, sizes
from param_lsp.catalogue.text import repr_of
from param_lsp.catalogue.words import axis_steps
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Shape, ShapeTree, UnknownDim
from param_lsp.shapes.windows import laid_out, spanned
from param_lsp.values import Applied, Arguments, Value, Weight
from param_lsp.wording import shape as shape_text


class _Transposed(Convolution):
    """`keras/src/layers/convolutional/base_conv_transpose.py`."""

    def check_more(self, arguments: Arguments) -> None:
        extra, strides = self._extra(arguments), sizes(arguments, "strides", self.axes)
        for axis, (more, stride) in enumerate(zip(extra, strides, strict=True)):
            if isinstance(more, int) and isinstance(stride, int) and more >= stride:
                reject(
                    "`output_padding` must be strictly less than `strides` for all dimensions. "
                    f"At dimension {axis}, `output_padding` is {more} but `strides` is {stride}. "
                    f"Received: output_padding={repr_of(extra)}, strides={repr_of(strides)}",
                    message("`output_padding` {more} must be less than the stride {stride}", more=more, stride=stride),
                    argument="output_padding",
                )

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        self.check_weights(arguments, tuple(self.weights(arguments, shape)))
        if len(shape) != self.axes + 2:
            reject(
                "tuple index out of range",
                message(
                    "{layer} wants an input of rank {rank}, gets {shape}",
                    layer=self.name,
                    rank=self.axes + 2,
                    shape=shape_text(shape),
                ),
                rule="incompatible-rank",
                short=message("wants rank {rank}, gets {shape}", rank=self.axes + 2, shape=shape_text(shape)),
            )

    def kernel_shape(self, arguments: Arguments, shape: Shape) -> tuple[Value, ...]:
        filters = self.output_channels(arguments, shape)
        return (*sizes(arguments, "kernel_size", self.axes), filters, self.channels(arguments, shape))

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        yield Weight("kernel", self.kernel_shape(arguments, shape))
        yield from bias_weight(arguments, (self.output_channels(arguments, shape),))

    def places(self, arguments: Arguments, shape: Shape) -> tuple[Dim, ...]:
        """Each number of the input is multiplied with the whole kernel."""
        return self.spatial(arguments, shape)

    def spatial_output(self, arguments: Arguments, shape: Shape) -> tuple[Dim, ...]:
        padded = self.padding(arguments) == "same"
        return tuple(
            laid_out(length, kernel, stride, dilation, extra, padded=padded)
            for length, kernel, stride, dilation, extra in zip(
                self.spatial(arguments, shape), *self.window(arguments), self._extra(arguments), strict=True
            )
        )

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        texts = [
            _arithmetic(length, spanned(kernel, dilation), stride, extra, output, self.padding(arguments))
            for length, kernel, stride, dilation, extra, output in zip(
                self.spatial(arguments, shape),
                *self.window(arguments),
                self._extra(arguments),
                self.spatial_output(arguments, shape),
                strict=True,
            )
        ]
        return axis_steps(texts)

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        if any(isinstance(weight.params, UnknownDim) for weight in applied.weights):
            return ()
        kernel = applied.weights[0].shape
        return (filters_words((*kernel[:-2], kernel[-1]), kernel[-2], applied),)

    def _extra(self, arguments: Arguments) -> tuple[Count | None, ...]:
        if arguments["output_padding"] is None:
            return (None,) * self.axes
        return sizes(arguments, "output_padding", self.axes, allow_zero=True)


def _arithmetic(size: Dim, reach: Count, stride: Count, extra: Count | None, output: Dim, padding: str) -> str | None:
    """Give "(13 − 1)×2 + 3 = 27"; None where there is nothing to say."""
    if size == output or not all(isinstance(value, int) for value in (size, reach, stride, output)):
        return None
    if padding == "same" and extra is None:
        return f"{size}×{stride} = {output}"
    rest = [output - (size - 1) * stride] if extra is None else [output - (size - 1) * stride - extra, extra]  # type: ignore[operator]
    return f"({size} − 1)×{stride} + {' + '.join(map(str, rest))} = {output}"


_TAIL = """activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
    kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
    bias_constraint=None, **kwargs"""


class Conv1DTranspose(_Transposed):
    """`keras/src/layers/convolutional/conv1d_transpose.py`."""

    name = "Conv1DTranspose"
    aliases = ("Convolution1DTranspose",)
    signature = f"""filters, kernel_size, strides=1, padding="valid", output_padding=None, data_format=None,
        dilation_rate=1, {_TAIL}"""
    axes = 1
    min_rank = 3


class Conv2DTranspose(_Transposed):
    """`keras/src/layers/convolutional/conv2d_transpose.py`."""

    name = "Conv2DTranspose"
    aliases = ("Convolution2DTranspose",)
    signature = f"""filters, kernel_size, strides=(1, 1), padding="valid", output_padding=None, data_format=None,
        dilation_rate=(1, 1), {_TAIL}"""
    axes = 2
    min_rank = 4


class Conv3DTranspose(_Transposed):
    """`keras/src/layers/convolutional/conv3d_transpose.py` (whose `data_format` stands before `output_padding`)."""

    name = "Conv3DTranspose"
    aliases = ("Convolution3DTranspose",)
    signature = f"""filters, kernel_size, strides=(1, 1, 1), padding="valid", data_format=None, output_padding=None,
        dilation_rate=(1, 1, 1), {_TAIL}"""
    axes = 3
    min_rank = 5
