"""Pooling: moving windows, global pooling over all places, and adaptive pooling to a given size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.reading import (
    CHANNELS_LAST,
    Unfollowed,
    choice,
    data_format,
    flag,
    is_unknown,
    members,
    reject,
    size,
    sizes,
    unknown_members,
)
from param_lsp.catalogue.text import repr_of, str_of, times, type_of
from param_lsp.catalogue.words import window_steps
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Shape, ShapeTree, UnknownDim, UnknownShape
from param_lsp.shapes.windows import windows
from param_lsp.values import Arguments
from param_lsp.wording import shape as shape_text


class _Pooling(Layer):
    """`keras/src/layers/pooling/base_pooling.py` and `compute_pooling_output_shape`."""

    axes: ClassVar[int]

    def check(self, arguments: Arguments) -> None:
        sizes(arguments, "pool_size", self.axes)
        self._strides(arguments)
        if not is_unknown(arguments["data_format"]):
            data_format(arguments)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        spatial = self._spatial_output(arguments, shape)
        if any(isinstance(length, int) and length <= 0 for length in spatial):
            self._reject_size(arguments, shape, spatial)
        if data_format(arguments) == CHANNELS_LAST:
            return (shape[0], *spatial, shape[-1])
        return (*shape[:2], *spatial)

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        pool, strides = sizes(arguments, "pool_size", self.axes), self._strides(arguments)
        outputs = self._spatial_output(arguments, shape)
        padded = self._padding(arguments) == "same"
        return window_steps(self._spatial(arguments, shape), pool, strides, (1,) * self.axes, outputs, padded=padded)

    def _spatial_output(self, arguments: Arguments, shape: Shape) -> tuple[Dim, ...]:
        padded = self._padding(arguments) == "same"
        strides = self._strides(arguments)
        if 0 in strides:
            raise Unfollowed(message("`strides` is 0, of which Keras makes no defined size"))
        pool = sizes(arguments, "pool_size", self.axes)
        return tuple(
            windows(length, window, stride, padded=padded)
            for length, window, stride in zip(self._spatial(arguments, shape), pool, strides, strict=True)
        )

    def _spatial(self, arguments: Arguments, shape: Shape) -> Shape:
        return shape[1:-1] if data_format(arguments) == CHANNELS_LAST else shape[2:]

    def _strides(self, arguments: Arguments) -> tuple[Count, ...]:
        if arguments["strides"] is None:
            return sizes(arguments, "pool_size", self.axes)
        return sizes(arguments, "strides", self.axes, allow_zero=True)

    def _padding(self, arguments: Arguments) -> str:
        # Keras 3.15 checks it only when the layer is applied, and in this spelling ("SAME" is rejected).
        words = "Argument `padding` must be either 'valid' or 'same'. Received: padding={value}"
        return choice(arguments, "padding", ("valid", "same"), words)

    def _reject_size(self, arguments: Arguments, shape: Shape, spatial: tuple[Dim, ...]) -> None:
        pool, strides = sizes(arguments, "pool_size", self.axes), self._strides(arguments)
        reject(
            f"Computed output size would be zero or negative. Received: `inputs.shape={_numpy(shape)}`, "
            f"`pool_size={_numpy(pool)}`, `strides={repr_of(strides)}`, `padding={self._padding(arguments)}`.",
            message(
                "a window of {pool} does not fit into {shape}: the output would have size {output}",
                pool=times(pool),
                shape=shape_text(shape),
                output=shape_text(spatial),
            ),
            rule="nonpositive-output-size",
            argument="pool_size",
            short=message("window {pool} does not fit {shape}", pool=times(pool), shape=shape_text(shape)),
        )


class _GlobalPooling(Layer):
    """`keras/src/layers/pooling/base_global_pooling.py`."""

    signature = "data_format=None, keepdims=False, **kwargs"

    def check(self, arguments: Arguments) -> None:
        if not is_unknown(arguments["data_format"]):
            data_format(arguments)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        ones = (1,) * (len(shape) - 2) if flag(arguments, "keepdims") else ()
        if data_format(arguments) == CHANNELS_LAST:
            return (shape[0], *ones, shape[-1])
        return (*shape[:2], *ones)


class _AdaptivePooling(Layer):
    """`keras/src/layers/pooling/base_adaptive_pooling.py`, which checks neither ranks nor sizes of its input."""

    axes: ClassVar[int]
    signature = "output_size, data_format=None, **kwargs"

    def check(self, arguments: Arguments) -> None:
        self._sizes(arguments)
        if is_unknown(arguments["data_format"]) or not flag(arguments, "data_format"):
            return  # Keras 3.15 takes whatever is false as the default here
        value = arguments["data_format"]
        if value not in ("channels_first", "channels_last"):
            reject(
                f"Invalid data_format: {str_of(value)}. Expected 'channels_first' or 'channels_last'.",
                argument="data_format",
            )

    def unknown_input(self, arguments: Arguments, shape: UnknownShape) -> Shape | UnknownShape:
        return (UnknownDim(shape.reason),) * (self.axes + 2)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        spatial = self._sizes(arguments)
        if not flag(arguments, "data_format") or data_format(arguments) == CHANNELS_LAST:
            return (shape[0], *spatial, shape[-1])
        if len(shape) < 2:
            raise Unfollowed(message("the input has no channels"))
        return (*shape[:2], *spatial)

    def _sizes(self, arguments: Arguments) -> tuple[Count, ...]:
        value = arguments["output_size"]
        if isinstance(value, int):
            return (int(value),) * self.axes
        if (reason := unknown_members(value)) is not None:
            return (UnknownDim(reason, low=0),) * self.axes  # Keras 3.15 takes 0 too
        items = members(value)
        if items is None or isinstance(value, str):
            self._reject_output_size(repr_of(value), type_of(value))
        elif len(items) != self.axes:
            if self.axes == 1:
                reject(
                    f"For 1D input, `output_size` tuple must have length 1. Received: {repr_of(value)}",
                    argument="output_size",
                )
            self._reject_output_size(repr_of(value), type_of(value))
        else:
            return tuple(size("output_size", item) for item in items)
        return ()

    def _reject_output_size(self, value: str, kind: str) -> None:
        wants = {1: "tuple of 1 integer", 2: "(height, width) tuple", 3: "(depth, height, width) tuple"}[self.axes]
        reject(
            f"`output_size` must be an integer or {wants}. Received: {value} of type {kind}",
            message("`output_size` must be an integer or {count} of them, got {value}", count=self.axes, value=value),
            argument="output_size",
        )


def _numpy(dims: Iterable[Dim]) -> str:
    return f"[{' '.join(repr_of(dim) for dim in dims)}]"


class MaxPooling1D(_Pooling):
    """`keras/src/layers/pooling/max_pooling1d.py`."""

    name = "MaxPooling1D"
    aliases = ("MaxPool1D",)
    signature = 'pool_size=2, strides=None, padding="valid", data_format=None, name=None, **kwargs'
    axes = 1
    rank = 3


class MaxPooling2D(_Pooling):
    """`keras/src/layers/pooling/max_pooling2d.py`."""

    name = "MaxPooling2D"
    aliases = ("MaxPool2D",)
    signature = 'pool_size=(2, 2), strides=None, padding="valid", data_format=None, name=None, **kwargs'
    axes = 2
    rank = 4


class MaxPooling3D(_Pooling):
    """`keras/src/layers/pooling/max_pooling3d.py`."""

    name = "MaxPooling3D"
    aliases = ("MaxPool3D",)
    signature = 'pool_size=(2, 2, 2), strides=None, padding="valid", data_format=None, name=None, **kwargs'
    axes = 3
    rank = 5


class AveragePooling1D(_Pooling):
    """`keras/src/layers/pooling/average_pooling1d.py`."""

    name = "AveragePooling1D"
    aliases = ("AvgPool1D",)
    signature = 'pool_size, strides=None, padding="valid", data_format=None, name=None, **kwargs'
    axes = 1
    rank = 3


class AveragePooling2D(_Pooling):
    """`keras/src/layers/pooling/average_pooling2d.py`."""

    name = "AveragePooling2D"
    aliases = ("AvgPool2D",)
    signature = 'pool_size, strides=None, padding="valid", data_format=None, name=None, **kwargs'
    axes = 2
    rank = 4


class AveragePooling3D(_Pooling):
    """`keras/src/layers/pooling/average_pooling3d.py`."""

    name = "AveragePooling3D"
    aliases = ("AvgPool3D",)
    signature = 'pool_size, strides=None, padding="valid", data_format=None, name=None, **kwargs'
    axes = 3
    rank = 5


class GlobalMaxPooling1D(_GlobalPooling):
    """`keras/src/layers/pooling/global_max_pooling1d.py`."""

    name = "GlobalMaxPooling1D"
    aliases = ("GlobalMaxPool1D",)
    rank = 3


class GlobalMaxPooling2D(_GlobalPooling):
    """`keras/src/layers/pooling/global_max_pooling2d.py`."""

    name = "GlobalMaxPooling2D"
    aliases = ("GlobalMaxPool2D",)
    rank = 4


class GlobalMaxPooling3D(_GlobalPooling):
    """`keras/src/layers/pooling/global_max_pooling3d.py`."""

    name = "GlobalMaxPooling3D"
    aliases = ("GlobalMaxPool3D",)
    rank = 5


class GlobalAveragePooling1D(_GlobalPooling):
    """`keras/src/layers/pooling/global_average_pooling1d.py`."""

    name = "GlobalAveragePooling1D"
    aliases = ("GlobalAvgPool1D",)
    rank = 3


class GlobalAveragePooling2D(_GlobalPooling):
    """`keras/src/layers/pooling/global_average_pooling2d.py`."""

    name = "GlobalAveragePooling2D"
    aliases = ("GlobalAvgPool2D",)
    rank = 4


class GlobalAveragePooling3D(_GlobalPooling):
    """`keras/src/layers/pooling/global_average_pooling3d.py`."""

    name = "GlobalAveragePooling3D"
    aliases = ("GlobalAvgPool3D",)
    rank = 5


class AdaptiveMaxPooling1D(_AdaptivePooling):
    """`keras/src/layers/pooling/adaptive_max_pooling1d.py`."""

    name = "AdaptiveMaxPooling1D"
    axes = 1


class AdaptiveMaxPooling2D(_AdaptivePooling):
    """`keras/src/layers/pooling/adaptive_max_pooling2d.py`."""

    name = "AdaptiveMaxPooling2D"
    axes = 2


class AdaptiveMaxPooling3D(_AdaptivePooling):
    """`keras/src/layers/pooling/adaptive_max_pooling3d.py`."""

    name = "AdaptiveMaxPooling3D"
    axes = 3


class AdaptiveAveragePooling1D(_AdaptivePooling):
    """`keras/src/layers/pooling/adaptive_average_pooling1d.py`."""

    name = "AdaptiveAveragePooling1D"
    axes = 1


class AdaptiveAveragePooling2D(_AdaptivePooling):
    """`keras/src/layers/pooling/adaptive_average_pooling2d.py`."""

    name = "AdaptiveAveragePooling2D"
    axes = 2


class AdaptiveAveragePooling3D(_AdaptivePooling):
    """`keras/src/layers/pooling/adaptive_average_pooling3d.py`."""

    name = "AdaptiveAveragePooling3D"
    axes = 3
