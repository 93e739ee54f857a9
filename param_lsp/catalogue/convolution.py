"""Convolutions in one to three dimensions: plain, transposed, depthwise and separable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NoReturn

from param_lsp.catalogue.cost import each_place
from param_lsp.catalogue.layer import Layer, bias_weight, has_lora, lora_weights, reject_rank, reject_undefined
from param_lsp.catalogue.limits import exact_in_floats
from param_lsp.catalogue.reading import CHANNELS_LAST, Unfollowed, choice, data_format, is_unknown, reject, size, sizes
from param_lsp.catalogue.text import repr_of, str_of, times, type_of
from param_lsp.catalogue.words import counted, window_steps
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Shape, ShapeTree, UnknownDim, UnknownShape
from param_lsp.shapes.windows import floor_divide, windows
from param_lsp.values import Applied, Arguments, DictValue, ListValue, NumpyScalar, Value, Weight
from param_lsp.wording import number
from param_lsp.wording import shape as shape_text


class Convolution(Layer):
    """What all convolutions share (`keras/src/layers/convolutional/base_conv.py` and its siblings)."""

    axes: ClassVar[int]
    """The number of spatial axes."""
    causal: ClassVar[bool] = False
    positive: ClassVar[tuple[str, ...]] = ("filters",)
    """The arguments that must be above zero where they are given."""
    dilated_strides: ClassVar[bool] = False
    """Whether Keras lets strides and dilation both be above 1."""
    without_channels: ClassVar[str] = "unsupported operand type(s) for %: 'NoneType' and 'int'"
    """What Keras raises when the number of input channels is None."""

    def check(self, arguments: Arguments) -> None:
        for name in ("kernel_size", "strides", "dilation_rate"):
            sizes(arguments, name, self.axes)
        self._check_padding(arguments)
        if not is_unknown(arguments["data_format"]):
            data_format(arguments)

    def check_late(self, arguments: Arguments) -> None:
        _, strides, dilation = self.window(arguments)
        for name in self.positive:
            check_positive(name, arguments[name])
        self.check_more(arguments)
        if not self.dilated_strides and _any_above_one(strides) and _any_above_one(dilation):
            reject(
                "`strides > 1` not supported in conjunction with `dilation_rate > 1`. "
                f"Received: strides={repr_of(strides)} and dilation_rate={repr_of(dilation)}",
                message(
                    "`strides` {strides} and `dilation_rate` {dilation} cannot both be above 1",
                    strides=repr_of(strides),
                    dilation=repr_of(dilation),
                ),
                argument="dilation_rate",
                short=message("strides and dilation_rate cannot both be above 1"),
            )

    def check_rank(self, shape: Shape) -> None:
        """Reject a rank that is too low; Keras's spec says "min_ndim" though one more is rejected too."""
        if len(shape) < self.axes + 2:
            wants = message("rank {rank}", rank=self.axes + 2)
            reject_rank(self.name, f"min_ndim={self.axes + 2}", wants, shape)

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        channels = self.defined_channels(arguments, shape)
        self.accept_groups(arguments, shape, channels)
        if len(shape) != self.axes + 2:
            self.reject_rank(arguments, shape)
        _reject_fractions(self.kernel_shape(arguments, shape))
        self.check_sizes(arguments, shape)

    def kernel_shape(self, arguments: Arguments, shape: Shape) -> tuple[Value, ...]:
        """Give the (first) kernel's shape as Keras computes it, with whatever the user gave for the filters."""
        raise NotImplementedError

    def unknown_input(self, arguments: Arguments, shape: UnknownShape) -> Shape | UnknownShape:
        return (UnknownDim(shape.reason),) * (self.axes + 2)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        spatial = self.spatial_output(arguments, shape)
        channels = self.output_channels(arguments, shape)
        if data_format(arguments) == CHANNELS_LAST:
            return (shape[0], *spatial, channels)
        return (shape[0], channels, *spatial)

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """Each kernel is applied at each place of the output; not told for LoRA, whose product is made per batch."""
        if "lora_rank" in arguments.given and has_lora(arguments):
            return None
        return each_place(weights, self.places(arguments, shape))

    def places(self, arguments: Arguments, shape: Shape) -> tuple[Dim, ...]:
        """Give the sizes of the axes at whose places the kernel is applied."""
        return self.spatial_output(arguments, shape)

    def spatial_output(self, arguments: Arguments, shape: Shape) -> tuple[Dim, ...]:
        """Give the sizes of the spatial axes."""
        padded = self.padding(arguments) != "valid"
        return exact_in_floats(
            tuple(
                windows(length, kernel, stride, dilation, padded=padded)
                for length, kernel, stride, dilation in zip(
                    self.spatial(arguments, shape), *self.window(arguments), strict=True
                )
            )
        )

    def output_channels(self, arguments: Arguments, shape: Shape) -> Count:
        """Give the number of output channels."""
        return size("filters", arguments["filters"])

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        padding = self.padding(arguments)
        outputs = self.spatial_output(arguments, shape)
        return window_steps(self.spatial(arguments, shape), *self.window(arguments), outputs, padded=padding != "valid")

    def padding(self, arguments: Arguments) -> str:
        """Read `padding`."""
        if isinstance(arguments["padding"], tuple | ListValue):
            raise Unfollowed(message("`padding` is a tuple, which Keras takes but gives no meaning"))
        return choice(
            arguments,
            "padding",
            ("valid", "same", "causal") if self.causal else ("valid", "same"),
            "The `{name}` argument must be a list/tuple or one of {choices}. Received: {value}",
            lower=True,
        )

    def channels(self, arguments: Arguments, shape: Shape) -> Dim:
        """Give the number of input channels."""
        return shape[-1] if data_format(arguments) == CHANNELS_LAST else shape[1]

    def defined_channels(self, arguments: Arguments, shape: Shape) -> Count:
        """Give the number of input channels, which must not be None."""
        channels = self.channels(arguments, shape)
        if channels is None:
            reject_undefined(self.name, self.without_channels, shape)
        return channels

    def spatial(self, arguments: Arguments, shape: Shape) -> Shape:
        """Give the sizes of the input's spatial axes."""
        return shape[1:-1] if data_format(arguments) == CHANNELS_LAST else shape[2:]

    def window(self, arguments: Arguments) -> tuple[tuple[Count, ...], tuple[Count, ...], tuple[Count, ...]]:
        """Read kernel size, strides and dilation."""
        return (
            sizes(arguments, "kernel_size", self.axes),
            sizes(arguments, "strides", self.axes),
            sizes(arguments, "dilation_rate", self.axes),
        )

    def _check_padding(self, arguments: Arguments) -> None:
        value = arguments["padding"]
        # Keras takes a list or tuple at construction and fails later; what it means is not defined.
        if not is_unknown(value) and not isinstance(value, tuple | ListValue):
            self.padding(arguments)

    def check_more(self, arguments: Arguments) -> None:
        """Reject what else a constructor rejects (groups, output padding) before it looks at strides with dilation."""

    def accept_groups(self, arguments: Arguments, shape: Shape, channels: Count) -> None:
        """Reject groups that do not divide the input's channels."""

    def reject_rank(self, arguments: Arguments, shape: Shape) -> NoReturn:
        """Reject a rank above the one that the kernel has."""
        channels = self.channels(arguments, shape)
        kernel = (*sizes(arguments, "kernel_size", self.axes), channels, self.output_channels(arguments, shape))
        reject(
            "Kernel shape must have the same length as input, but received kernel of shape "
            f"{repr_of(kernel)} and input of shape {shape_text(shape)}.",
            message(
                "{layer} wants an input of rank {rank}, gets {shape}",
                layer=self.name,
                rank=self.axes + 2,
                shape=shape_text(shape),
            ),
            rule="incompatible-rank",
            short=message("wants rank {rank}, gets {shape}", rank=self.axes + 2, shape=shape_text(shape)),
        )

    def check_sizes(self, arguments: Arguments, shape: Shape) -> None:
        """Reject an output size that is not positive."""
        kernel, strides, dilation = self.window(arguments)
        outputs = self.spatial_output(arguments, shape)
        if not any(isinstance(output, int) and output <= 0 for output in outputs):
            return
        kernel_shape = (*kernel, self.channels(arguments, shape), self.output_channels(arguments, shape))
        reject(
            "Computed output size would be zero or negative. Received "
            f"`inputs shape={shape_text(shape)}`, `kernel shape={repr_of(kernel_shape)}`, "
            f"`dilation_rate={_numpy(dilation)}`, `strides={repr_of(strides)}`, `padding={self.padding(arguments)}`.",
            message(
                "a window of {kernel} does not fit into {shape}: the output would have size {output}",
                kernel=times(kernel),
                shape=shape_text(shape),
                output=shape_text(outputs),
            ),
            rule="nonpositive-output-size",
            argument="kernel_size",
            short=message("kernel {kernel} does not fit {shape}", kernel=times(kernel), shape=shape_text(shape)),
        )


class _Conv(Convolution):
    """Plain convolutions."""

    extra_keywords = ("lora_rank", "lora_alpha")  # BaseConv takes them, the subclasses hand them on

    def kernel_shape(self, arguments: Arguments, shape: Shape) -> tuple[Value, ...]:
        channels, groups = self.defined_channels(arguments, shape), size("groups", arguments["groups"])
        if groups != 1:
            channels = floor_divide(channels, groups)
        return (*sizes(arguments, "kernel_size", self.axes), channels, arguments["filters"])

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        filters = self.output_channels(arguments, shape)
        kernel = (*self.kernel_shape(arguments, shape)[:-1], filters)
        yield Weight("kernel", kernel, trainable=not has_lora(arguments))
        yield from bias_weight(arguments, (filters,))
        yield from lora_weights(arguments, "kernel", (*kernel[:-1],), filters)

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        if len(applied.weights) > 2 or any(isinstance(weight.params, UnknownDim) for weight in applied.weights):
            return ()
        kernel = applied.weights[0].shape
        return (filters_words(kernel[:-1], kernel[-1], applied),)

    def check_more(self, arguments: Arguments) -> None:
        groups, filters = arguments["groups"], arguments["filters"]
        check_comparable("groups", groups)
        if groups is None:
            reject(
                "'<=' not supported between instances of 'NoneType' and 'int'",
                message("`groups` must be a positive integer, got None"),
                argument="groups",
            )
        if isinstance(groups, int | float) and groups <= 0:
            reject(
                f"The number of groups must be a positive integer. Received: groups={str_of(groups)}.",
                message("`groups` must be a positive integer, got {groups}", groups=repr_of(groups)),
                argument="groups",
            )
        if isinstance(groups, int) and isinstance(filters, int) and filters % groups:
            reject(
                "The number of filters must be evenly divisible by the number of groups. "
                f"Received: groups={groups}, filters={filters}.",
                message("{filters} filters cannot be divided into {groups} groups", filters=filters, groups=groups),
                argument="groups",
                short=message("{filters} filters, {groups} groups", filters=filters, groups=groups),
            )

    def accept_groups(self, arguments: Arguments, shape: Shape, channels: Count) -> None:
        groups = size("groups", arguments["groups"])
        if isinstance(groups, int) and isinstance(channels, int) and channels % groups:
            reject(
                "The number of input channels must be evenly divisible by the number of groups. "
                f"Received groups={groups}, but the input has {channels} channels "
                f"(full input shape is {shape_text(shape)}).",
                message(
                    "{channels} input channels cannot be divided into {groups} groups",
                    channels=channels,
                    groups=groups,
                ),
                rule="incompatible-axis",
                argument="groups",
                short=message("{channels} channels, {groups} groups", channels=channels, groups=groups),
            )


_TAIL = """activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
    kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
    bias_constraint=None, **kwargs"""


class Conv1D(_Conv):
    """`keras/src/layers/convolutional/conv1d.py`."""

    name = "Conv1D"
    aliases = ("Convolution1D",)
    signature = f"""filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1, groups=1,
        {_TAIL}"""
    axes = 1
    min_rank = 3
    causal = True
    sequence_input = True


class Conv2D(_Conv):
    """`keras/src/layers/convolutional/conv2d.py`."""

    name = "Conv2D"
    aliases = ("Convolution2D",)
    signature = f"""filters, kernel_size, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1),
        groups=1, {_TAIL}"""
    axes = 2
    min_rank = 4


class Conv3D(_Conv):
    """`keras/src/layers/convolutional/conv3d.py`."""

    name = "Conv3D"
    aliases = ("Convolution3D",)
    signature = f"""filters, kernel_size, strides=(1, 1, 1), padding="valid", data_format=None,
        dilation_rate=(1, 1, 1), groups=1, {_TAIL}"""
    axes = 3
    min_rank = 5


def filters_words(each: Shape, filters: Dim, applied: Applied) -> Message:
    """Give "32 filters, each 3×3×1 weights and 1 bias: (3×3×1 + 1) × 32 = 320"."""
    values = {
        "filters": counted(filters, "filter", "filters") if filters is not None else "?",
        "each": times(each),
        "count": number(filters),
        "total": number(applied.weights[0].params),
    }
    if len(applied.weights) == 1:
        return message("{filters}, each {each} weights: {each} × {count} = {total}", **values)
    values["total"] = number(applied.weights[0].params + applied.weights[1].params)
    return message("{filters}, each {each} weights and 1 bias: ({each} + 1) × {count} = {total}", **values)


def check_positive(name: str, value: Value) -> None:
    """Reject filters or multipliers that are not above zero, as the convolutions' constructors do."""
    if isinstance(value, NumpyScalar):
        value = value.value
    if isinstance(value, int | float) and value <= 0:
        reject(
            f"Invalid value for argument `{name}`. Expected a strictly positive value. "
            f"Received {name}={str_of(value)}.",
            message("`{name}` must be above zero, got {value}", name=name, value=repr_of(value)),
            argument=name,
            short=message("{name} must be above zero", name=name),
        )
    check_comparable(name, value)


def check_comparable(name: str, value: Value) -> None:
    """Reject what Python cannot compare with zero; lists that a layer keeps have become Keras's `TrackedList`."""
    if isinstance(value, str | tuple | ListValue | DictValue):
        kinds = {ListValue: "TrackedList", DictValue: "TrackedDict"}
        kind = kinds.get(type(value), type(value).__name__)
        reject(
            f"'<=' not supported between instances of '{kind}' and 'int'",
            message("`{name}` must be an integer, got {value}", name=name, value=repr_of(value)),
            argument=name,
        )


def _any_above_one(counts: tuple[Count, ...]) -> bool:
    return any(isinstance(count, int) and count > 1 for count in counts)


def _reject_fractions(shape: tuple[Value, ...]) -> None:
    """Reject a kernel shape with a float (`filters=64 / 2`), which Keras only notices when it makes the weight."""
    for value in shape:
        if isinstance(value, float):
            reject(
                f"Cannot convert '{repr_of(shape)}' to a shape. "
                f"Found invalid dimension '{value}' of type '{type_of(value)}'. ",
                message(
                    "a kernel cannot have the shape {shape}: {value} is no integer", shape=repr_of(shape), value=value
                ),
                argument="filters",
                short=message("{value} is no integer", value=value),
            )


def _numpy(counts: tuple[Count, ...]) -> str:
    return f"[{' '.join(repr_of(count) for count in counts)}]"
