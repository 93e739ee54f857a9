"""Layers that change the size of images: Resizing, CenterCrop, RandomCrop; and what all image layers share."""

from __future__ import annotations

from typing import ClassVar

from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.preprocessing import checks
from param_lsp.catalogue.reading import CHANNELS_LAST, Unfollowed, data_format, is_unknown, require_known, size
from param_lsp.catalogue.seeds import check_seed
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Dim, Polynomial, Shape, ShapeTree
from param_lsp.values import Arguments, NumpyScalar
from param_lsp.wording import shape as shape_text


class ImageLayer(Layer):
    """Keeps the shape of its images and has no weights (`BaseImagePreprocessingLayer`)."""

    extra_keywords = ("bounding_box_format", "data_format", "factor")
    takes_factor: ClassVar[bool] = True
    """Whether the base class reads a `factor` (`_USE_BASE_FACTOR`)."""
    bounds: ClassVar[tuple[float, float]] = (-1, 1)
    """What `factor` must lie between (`_FACTOR_BOUNDS`)."""
    checks: ClassVar[tuple[checks.Check, ...]] = ()
    """What the constructor checks after it has called the base class's, in its order."""

    def check(self, arguments: Arguments) -> None:
        """Reject what the base class rejects, then what the layer's own `checks` do."""
        if checks.data_format not in self.checks:  # Keras hands it to the base class then
            checks.data_format(arguments)
        own = "factor" in arguments.defaults
        if self.takes_factor and not own:
            checks.factor("factor", *self.bounds, zero_for_none=True)(arguments)
        elif not own and arguments.get("factor") is not None:
            value = require_known("factor", arguments["factor"])  # what is not known may be None
            reject(
                f"Layer {self.name} does not take a `factor` argument. Received: factor={str_of(value)}",
                message("{layer} has no argument `factor`", layer=self.name),
                argument="factor",
            )
        for check in self.checks:
            check(arguments)


class SizedImageLayer(ImageLayer):
    """Gives images of `height` × `width`."""

    def resized(self, arguments: Arguments, shape: Shape, first: int) -> Shape:
        """Put height and width at two neighbouring axes; Keras does not look at them when the layer is made."""
        if first == 0 and isinstance(arguments["height"], NumpyScalar):
            raise Unfollowed(message("a shape that begins with a NumPy number is not followed"))
        return _resized(shape, first, (_length(arguments, "height"), _length(arguments, "width")))


class Resizing(SizedImageLayer):
    """keras/src/layers/preprocessing/image_preprocessing/resizing.py."""

    name = "Resizing"
    signature = """height, width, interpolation='bilinear', crop_to_aspect_ratio=False, pad_to_aspect_ratio=False,
        fill_mode='constant', fill_value=0.0, antialias=False, data_format=None, **kwargs"""
    takes_factor = False
    checks = (checks.data_format,)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the new height and width; Keras takes every input that is not of rank 4 for a single image."""
        first = (1 if data_format(arguments) == CHANNELS_LAST else 2) - (len(shape) != 4)
        return self.resized(arguments, shape, first)


class CenterCrop(SizedImageLayer):
    """keras/src/layers/preprocessing/image_preprocessing/center_crop.py."""

    name = "CenterCrop"
    signature = "height, width, data_format=None, **kwargs"
    takes_factor = False

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the new height and width."""
        if len(shape) not in (3, 4):
            reject(
                "`input_shape` must be a non-nested tuple or list of rank-1 with size 3 (unbatched) or 4 (batched). ",
                message("CenterCrop wants images of rank 3 or 4, gets {shape}", shape=shape_text(shape)),
                rule="incompatible-rank",
                short=message("wants rank 4, gets {shape}", shape=shape_text(shape)),
            )
        first = (1 if data_format(arguments) == CHANNELS_LAST else 2) - (len(shape) == 3)
        return self.resized(arguments, shape, first)


class RandomCrop(SizedImageLayer):
    """keras/src/layers/preprocessing/image_preprocessing/random_crop.py."""

    name = "RandomCrop"
    signature = "height, width, seed=None, data_format=None, name=None, **kwargs"
    checks = (check_seed, checks.data_format)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the new height and width, counted from the last axis."""
        last = data_format(arguments) == CHANNELS_LAST
        first = len(shape) - (3 if last else 2)
        return self.resized(arguments, shape, first)


class MaxNumBoundingBoxes(ImageLayer):
    """keras/src/layers/preprocessing/image_preprocessing/max_num_bounding_box.py."""

    name = "MaxNumBoundingBoxes"
    signature = "max_number, fill_value=-1, **kwargs"

    def check(self, arguments: Arguments) -> None:
        """Reject what cannot be an integer."""
        super().check(arguments)
        for name in ("max_number", "fill_value"):
            value = arguments[name]
            if not is_unknown(value) and not isinstance(value, int | float | NumpyScalar | Polynomial):
                raise Unfollowed(message("`{name}` is {value}, not a number", name=name, value=repr_of(value)))


def _resized(shape: Shape, first: int, sizes: tuple[Dim, Dim]) -> Shape:
    """Put height and width at two neighbouring axes."""
    if first < 0 or first + 2 > len(shape):
        reject(
            "list assignment index out of range",
            message("images of rank 3 or 4 are wanted, got {shape}", shape=shape_text(shape)),
            rule="incompatible-rank",
            short=message("wants rank 4, gets {shape}", shape=shape_text(shape)),
        )
    return (*shape[:first], *sizes, *shape[first + 2 :])


def _length(arguments: Arguments, name: str) -> Dim:
    value = arguments[name]
    if value is None:
        return None
    count = size(name, value)
    if isinstance(count, int) and count < 0:
        raise Unfollowed(message("`{name}` is {value}", name=name, value=repr_of(value)))
    return count
