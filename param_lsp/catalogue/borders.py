"""Layers that add to or take from the spatial axes: zero padding, cropping and upsampling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NoReturn

from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.reading import (
    CHANNELS_LAST,
    Unfollowed,
    data_format,
    is_unknown,
    members,
    reject,
    size,
    sizes,
    unknown_members,
)
from param_lsp.catalogue.reshaping import check_integer
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.catalogue.words import axis_steps
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, ShapeTree, UnknownDim
from param_lsp.values import Arguments, Value
from param_lsp.wording import dim as dim_text
from param_lsp.wording import shape as shape_text

Border = tuple[Count, Count]

_ORDINALS = ("1st", "2nd", "3rd")


class _Spatial(Layer):
    """What they share: only the spatial axes change."""

    axes: ClassVar[int]

    def check(self, arguments: Arguments) -> None:
        if "data_format" in arguments.defaults and not is_unknown(arguments["data_format"]):
            data_format(arguments)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        start = self.start(arguments)
        spatial = self.changed(arguments, shape[start : start + self.axes])
        return (*shape[:start], *spatial, *shape[start + self.axes :])

    def start(self, arguments: Arguments) -> int:
        """Give the first spatial axis."""
        return 1 if "data_format" not in arguments.defaults or data_format(arguments) == CHANNELS_LAST else 2

    def changed(self, arguments: Arguments, spatial: Shape) -> tuple[Dim, ...]:
        """Give the new sizes of the spatial axes."""
        raise NotImplementedError

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        start = self.start(arguments)
        spatial = shape[start : start + self.axes]
        outputs = self.changed(arguments, spatial)
        return axis_steps(
            [
                None if None in (before, after) or isinstance(after, UnknownDim) or before == after
                else f"{dim_text(before)}{self.arithmetic(arguments, axis)} = {dim_text(after)}"
                for axis, (before, after) in enumerate(zip(spatial, outputs, strict=True))
            ]
        )  # fmt: skip

    def arithmetic(self, arguments: Arguments, axis: int) -> str:
        """Give what happens to the size of an axis: " + 1 + 1"."""
        raise NotImplementedError


class _Borders(_Spatial):
    """Zero padding and cropping, whose argument is an integer, one for each axis, or a pair for each axis."""

    argument: ClassVar[str]

    def check(self, arguments: Arguments) -> None:
        super().check(arguments)
        self.borders(arguments)

    def borders(self, arguments: Arguments) -> tuple[Border, ...]:
        """Read the argument as a pair for each spatial axis."""
        name = self.argument
        value = arguments[name]
        if self.axes == 1:
            first, last = sizes(arguments, name, 2, allow_zero=True)
            return ((first, last),)
        if isinstance(value, int | Polynomial):
            self.check_whole(value)
            return ((size(name, value),) * 2,) * self.axes
        if (reason := unknown_members(value)) is not None:
            return ((UnknownDim(reason, low=0),) * 2,) * self.axes
        items = members(value)
        if items is None:
            self.reject_kind(value)
        if len(items) != self.axes:
            self.reject_length(value)
        return tuple(self._pair(item, axis) for axis, item in enumerate(items))

    def check_whole(self, value: Value) -> None:
        """Reject an integer that does not do for all axes."""

    def reject_length(self, value: Value) -> NoReturn:
        """Reject a tuple of another length."""
        if self.axes == 2:
            words = f"`{self.argument}` should have two elements. Received: {self.argument}={str_of(value)}."
        else:
            words = f"`{self.argument}` should have 3 elements. Received: {str_of(value)}."
        self._reject(words, value)

    def reject_kind(self, value: Value) -> NoReturn:
        """Reject what is neither an integer nor a tuple."""
        words = (
            f"`{self.argument}` should be either an int, a tuple of {self.axes} ints {self.kinds()}. "
            f"Received: {'' if self.short_received else self.argument + '='}{str_of(value)}."
        )
        self._reject(words, value)

    short_received: ClassVar[bool] = False

    def kinds(self) -> str:
        """Give the part of Keras's message that lists what the argument may be."""
        if self.axes == 2:
            return (
                "(symmetric_height_crop, symmetric_width_crop), or a tuple of 2 tuples of 2 ints "
                "((top_crop, bottom_crop), (left_crop, right_crop))"
            )
        kind = "pad" if self.argument == "padding" else "crop"
        inner = ", ".join(f"(left_dim{axis}_{kind}, right_dim{min(axis, 2)}_{kind})" for axis in (1, 2, 3))
        outer = ", ".join(f"symmetric_dim{axis}_{kind}" for axis in (1, 2, 3))
        return f"({outer}), or a tuple of 3 tuples of 2 ints ({inner})"

    def _pair(self, item: Value, axis: int) -> Border:
        name = f"{_ORDINALS[axis]} entry of {self.argument}"
        try:
            first, last = sizes(Arguments({name: item}, {}), name, 2, allow_zero=True)
        except Unfollowed:
            raise Unfollowed(message("`{name}` is not followed", name=self.argument)) from None
        return first, last

    def _reject(self, words: str, value: Value) -> NoReturn:
        reject(
            words,
            message(
                "`{name}` must be an integer, {axes} of them or {axes} pairs, got {value}",
                name=self.argument,
                axes=self.axes,
                value=repr_of(value),
            ),
            argument=self.argument,
        )


class _ZeroPadding(_Borders):
    """`keras/src/layers/reshaping/zero_padding*d.py`; a negative integer is taken in 2 and 3 dimensions."""

    argument = "padding"

    def changed(self, arguments: Arguments, spatial: Shape) -> tuple[Dim, ...]:
        borders = self.borders(arguments)
        return tuple(
            None if length is None else length + first + last
            for length, (first, last) in zip(spatial, borders, strict=True)
        )

    def arithmetic(self, arguments: Arguments, axis: int) -> str:
        return "".join(f" + {dim_text(more)}" for more in self.borders(arguments)[axis] if more != 0)


class _Cropping(_Borders):
    """`keras/src/layers/reshaping/cropping*d.py`."""

    argument = "cropping"

    @property
    def short_received(self) -> bool:  # type: ignore[override]
        return self.axes == 3

    def check_whole(self, value: Value) -> None:
        if isinstance(value, int) and value < 0:
            reject(
                f"`cropping` cannot be negative. Received: cropping={value}.",
                message("`cropping` cannot be negative, got {value}", value=value),
                argument="cropping",
            )

    def changed(self, arguments: Arguments, spatial: Shape) -> tuple[Dim, ...]:
        borders = self.borders(arguments)
        sizes_ = tuple(
            None if length is None else length - first - last
            for length, (first, last) in zip(spatial, borders, strict=True)
        )
        if any(isinstance(length, int) and length <= 0 for length in sizes_):
            if self.axes == 1:
                words = "`cropping` parameter of `Cropping1D` layer must be smaller than the input length."
            else:
                words = (
                    "Values in `cropping` argument should be smaller than the corresponding spatial dimension "
                    "of the input."
                )
            cropping = borders[0] if self.axes == 1 else borders
            reject(
                f"{words} Received: input_shape={shape_text(spatial)}, cropping={repr_of(cropping)}",
                message(
                    "`cropping` {cropping} leaves nothing of {shape}",
                    cropping=repr_of(arguments["cropping"]),
                    shape=shape_text(spatial),
                ),
                rule="nonpositive-output-size",
                argument="cropping",
                short=message("cropping leaves {shape}", shape=shape_text(sizes_)),
            )
        return sizes_

    def arithmetic(self, arguments: Arguments, axis: int) -> str:
        return "".join(f" − {dim_text(less)}" for less in self.borders(arguments)[axis] if less != 0)


class _UpSampling(_Spatial):
    """`keras/src/layers/reshaping/up_sampling*d.py`."""

    def check(self, arguments: Arguments) -> None:
        super().check(arguments)
        self.factors(arguments)

    def factors(self, arguments: Arguments) -> tuple[Count, ...]:
        """Read `size`."""
        return sizes(arguments, "size", self.axes)

    def changed(self, arguments: Arguments, spatial: Shape) -> tuple[Dim, ...]:
        factors = self.factors(arguments)
        return tuple(
            None if length is None else length * factor for length, factor in zip(spatial, factors, strict=True)
        )

    def arithmetic(self, arguments: Arguments, axis: int) -> str:
        return f" × {dim_text(self.factors(arguments)[axis])}"


class UpSampling1D(_UpSampling):
    """`keras/src/layers/reshaping/up_sampling1d.py`, whose `size` is an integer only."""

    name = "UpSampling1D"
    signature = "size=2, **kwargs"
    axes = 1
    rank = 3

    def factors(self, arguments: Arguments) -> tuple[Count, ...]:
        check_integer(arguments, "size")
        return (size("size", arguments["size"]),)


class UpSampling2D(_UpSampling):
    """`keras/src/layers/reshaping/up_sampling2d.py`."""

    name = "UpSampling2D"
    signature = 'size=(2, 2), data_format=None, interpolation="nearest", **kwargs'
    axes = 2
    rank = 4

    def check(self, arguments: Arguments) -> None:
        super().check(arguments)
        value = arguments["interpolation"]
        if isinstance(value, int | float | tuple) or value is None:
            reject(
                f"'{type_of(value)[8:-2]}' object has no attribute 'lower'",
                message("`interpolation` must be a name, got {value}", value=repr_of(value)),
                argument="interpolation",
            )


class UpSampling3D(_UpSampling):
    """`keras/src/layers/reshaping/up_sampling3d.py`."""

    name = "UpSampling3D"
    signature = "size=(2, 2, 2), data_format=None, **kwargs"
    axes = 3
    rank = 5


class ZeroPadding1D(_ZeroPadding):
    """`keras/src/layers/reshaping/zero_padding1d.py`."""

    name = "ZeroPadding1D"
    signature = "padding=1, data_format=None, **kwargs"
    axes = 1
    rank = 3


class ZeroPadding2D(_ZeroPadding):
    """`keras/src/layers/reshaping/zero_padding2d.py`."""

    name = "ZeroPadding2D"
    signature = "padding=(1, 1), data_format=None, **kwargs"
    axes = 2
    rank = 4


class ZeroPadding3D(_ZeroPadding):
    """`keras/src/layers/reshaping/zero_padding3d.py`."""

    name = "ZeroPadding3D"
    signature = "padding=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs"
    axes = 3
    rank = 5


class Cropping1D(_Cropping):
    """`keras/src/layers/reshaping/cropping1d.py`."""

    name = "Cropping1D"
    signature = "cropping=(1, 1), **kwargs"
    axes = 1
    rank = 3


class Cropping2D(_Cropping):
    """`keras/src/layers/reshaping/cropping2d.py`."""

    name = "Cropping2D"
    signature = "cropping=((0, 0), (0, 0)), data_format=None, **kwargs"
    axes = 2
    rank = 4


class Cropping3D(_Cropping):
    """`keras/src/layers/reshaping/cropping3d.py`."""

    name = "Cropping3D"
    signature = "cropping=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs"
    axes = 3
    rank = 5
