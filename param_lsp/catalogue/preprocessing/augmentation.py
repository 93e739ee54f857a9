"""Image augmentation: layers that change images in training only and keep their shape."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.catalogue.layer import reject
from param_lsp.catalogue.preprocessing import checks
from param_lsp.catalogue.preprocessing.images import ImageLayer
from param_lsp.catalogue.reading import CHANNELS_LAST, Rejected, data_format, is_unknown
from param_lsp.catalogue.seeds import check_seed
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Shape, is_known
from param_lsp.values import Arguments, NumpyScalar
from param_lsp.wording import shape as shape_text

_INTERPOLATIONS = checks.one_of("interpolation", ("nearest", "bilinear"))
_FILLS = checks.one_of("fill_mode", ("reflect", "wrap", "constant", "nearest"))
_WORDS = "The `factor` argument should be a number (or a list of two numbers) in the range"
_ZOOM = "The `height_factor` and `width_factor` arguments should be a number (or a list of two numbers) in the range"
_SOLAR = (
    "The `addition_factor` and `threshold_factor` arguments should be a number (or a list of two numbers) in the range"
)


def _shears(arguments: Arguments) -> None:
    """Reject two factors that the RandomShear inside of AugMix and RandAugment does not take."""
    two = checks.pair(arguments["factor"])
    if two is not None:
        inner = Arguments({"factor": tuple(sorted(checks.known_number("factor", item) for item in two))}, {})
        checks.ranged("factor", f"{_WORDS} [0, 1.0].", 0, 1)(inner)


_JITTERS = (
    ("brightness_factor", -1, True),
    ("contrast_factor", 0, False),
    ("saturation_factor", -1, True),
    ("hue_factor", 0, False),
)


def _jitters(arguments: Arguments) -> None:
    """Reject what the layers inside of RandomColorJitter reject, which call their own argument `factor`."""
    for name, low, ranged in _JITTERS:
        value = arguments[name]
        if value is None or is_unknown(value):
            continue
        inner = Arguments({"factor": value}, {})
        checks.factor(low=low, zero_for_none=name == "brightness_factor")(inner)
        if ranged:
            checks.value_range(arguments)


def _equalized_range(arguments: Arguments) -> None:
    """Reject a value range that is not two numbers; Keras 3.15 stumbles over its own message there."""
    try:
        checks.value_range(arguments)
    except Rejected as rejected:
        words = "'Equalization' object has no attribute '_VALUE_RANGE_VALIDATION_ERROR'"
        raise Rejected(replace(rejected.misfit, keras_message=words)) from rejected


def _grey_share(arguments: Arguments) -> None:
    """Reject a share of grey images outside of [0, 1]."""
    value = arguments["factor"]
    checks.reject_comparison("factor", value, "<")
    if isinstance(value, NumpyScalar):
        value = value.value
    if isinstance(value, int | float) and not 0 <= value <= 1:
        reject(
            f"`factor` should be between 0 and 1. Received: factor={value}",
            message("`factor` must be between 0 and 1, got {value}", value=repr_of(value)),
            argument="factor",
        )


def _perspective_scale(arguments: Arguments) -> None:
    """Reject a scale outside of [0, 1]."""
    value = arguments["scale"]
    checks.reject_comparison("scale", value, "<", "float")
    if isinstance(value, int | float) and not 0 <= value <= 1:
        reject(
            f"The `scale` argument should be a number in the range [0,1]. Received: scale={value}",
            message("`scale` must be between 0 and 1, got {value}", value=repr_of(value)),
            argument="scale",
        )


def _odd_kernel(arguments: Arguments) -> None:
    """Reject an even kernel size (`RandomGaussianBlur._set_kernel_size`)."""
    value = arguments["kernel_size"]
    if is_unknown(value):
        return
    two = checks.pair(value)
    text = message("`kernel_size` must be odd, got {value}", value=repr_of(value))
    if two is not None and len(two) != 2:
        reject(
            "The `kernel_size` argument should be a number (or a list of two numbers) "
            f"Received: kernel_size={str_of(value)}",
            text,
            argument="kernel_size",
        )
    items = (value,) if two is None else two
    if two is None and not isinstance(value, int | float):
        items = (0,)
    if any(checks.known_number("kernel_size", item) % 2 == 0 for item in items):
        words = f"kernel_size must be an odd number. Received: kernel_size={str_of(value)}"
        reject(words, text, argument="kernel_size")


class AutoContrast(ImageLayer):
    """Stretches each channel's values over the whole range."""

    name = "AutoContrast"
    signature = "value_range=(0, 255), **kwargs"
    takes_factor = False
    checks = (checks.value_range,)


class ContrastLimitedAdaptiveHistogramEqualization(ImageLayer):
    """Equalizes tile by tile."""

    name = "ContrastLimitedAdaptiveHistogramEqualization"
    signature = "value_range=(0, 255), clip_limit=4.0, tile_grid_size=(8, 8), data_format=None, **kwargs"
    checks = (checks.data_format,)


class Equalization(ImageLayer):
    """Equalizes the histogram."""

    name = "Equalization"
    signature = "value_range=(0, 255), bins=256, data_format=None, **kwargs"
    checks = (_equalized_range, checks.data_format)


class CutMix(ImageLayer):
    """Pastes patches of other images of the batch."""

    name = "CutMix"
    signature = "factor=1.0, seed=None, data_format=None, **kwargs"
    checks = (checks.factor(), check_seed)


class MixUp(ImageLayer):
    """Blends images of the batch."""

    name = "MixUp"
    signature = "alpha=0.2, data_format=None, seed=None, **kwargs"
    checks = (check_seed,)


class RandomBrightness(ImageLayer):
    """Changes the brightness."""

    name = "RandomBrightness"
    signature = "factor, value_range=(0, 255), seed=None, **kwargs"
    checks = (checks.factor(low=-1, zero_for_none=True), check_seed, checks.value_range)


class RandomColorDegeneration(ImageLayer):
    """Blends images with their grey versions."""

    name = "RandomColorDegeneration"
    signature = "factor, value_range=(0, 255), data_format=None, seed=None, **kwargs"
    checks = (checks.factor(low=-1), checks.value_range, check_seed)

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        """Reject other images than such of three channels."""
        got = shape_text(shape)
        if len(shape) not in (3, 4):
            reject(
                "Invalid images rank: expected rank 3 (single image) or rank 4 (batch of images). "
                f"Received: input_shape={got}",
                message("RandomColorDegeneration wants images of rank 3 or 4, gets {shape}", shape=got),
                rule="incompatible-rank",
                short=message("wants rank 4, gets {shape}", shape=got),
            )
        channels = shape[-1 if data_format(arguments) == CHANNELS_LAST else -3]
        if channels is not None and is_known(channels) and channels != 3:
            reject(
                f"Input images must have 3 channels, but received images with {channels} channels.",
                message("RandomColorDegeneration wants 3 channels, gets {shape}", shape=got),
                rule="incompatible-axis",
                short=message("wants 3 channels, gets {shape}", shape=got),
            )


class RandomColorJitter(ImageLayer):
    """Changes brightness, contrast, saturation and hue; makes a layer for each that is given."""

    name = "RandomColorJitter"
    signature = """value_range=(0, 255), brightness_factor=None, contrast_factor=None, saturation_factor=None,
        hue_factor=None, seed=None, data_format=None, **kwargs"""
    checks = (check_seed, _jitters)


class RandomContrast(ImageLayer):
    """Changes the contrast."""

    name = "RandomContrast"
    signature = "factor, value_range=(0, 255), seed=None, **kwargs"
    checks = (checks.factor(), check_seed)


class RandomElasticTransform(ImageLayer):
    """Displaces pixels smoothly."""

    name = "RandomElasticTransform"
    signature = """factor=1.0, scale=1.0, interpolation='bilinear', fill_mode='reflect', fill_value=0.0,
        value_range=(0, 255), seed=None, data_format=None, **kwargs"""
    checks = (
        checks.factor(),
        checks.factor("scale"),
        check_seed,
        _INTERPOLATIONS,
        checks.one_of("fill_mode", frozenset({"constant", "nearest", "wrap", "mirror", "reflect"})),
    )


class RandomErasing(ImageLayer):
    """Erases rectangles."""

    name = "RandomErasing"
    signature = """factor=1.0, scale=(0.02, 0.33), fill_value=None, value_range=(0, 255), seed=None, data_format=None,
        **kwargs"""
    checks = (checks.factor(), checks.factor("scale"), check_seed)


class RandomFlip(ImageLayer):
    """Flips images."""

    name = "RandomFlip"
    signature = "mode='horizontal_and_vertical', seed=None, data_format=None, **kwargs"
    takes_factor = False
    checks = (check_seed,)


class RandomGaussianBlur(ImageLayer):
    """Blurs images."""

    name = "RandomGaussianBlur"
    signature = """factor=1.0, kernel_size=3, sigma=1.0, value_range=(0, 255), data_format=None, seed=None, **kwargs"""
    checks = (checks.factor(), _odd_kernel, checks.factor("sigma"), check_seed)


class RandomGrayscale(ImageLayer):
    """Turns images grey."""

    name = "RandomGrayscale"
    signature = "factor=0.5, data_format=None, seed=None, **kwargs"
    checks = (_grey_share, checks.data_format, check_seed)


class RandomHue(ImageLayer):
    """Changes the hue."""

    name = "RandomHue"
    signature = "factor, value_range=(0, 255), data_format=None, seed=None, **kwargs"
    checks = (checks.factor(), check_seed)


class RandomInvert(ImageLayer):
    """Inverts images."""

    name = "RandomInvert"
    signature = "factor=1.0, value_range=(0, 255), seed=None, data_format=None, **kwargs"
    checks = (checks.factor(), check_seed)


class RandomPerspective(ImageLayer):
    """Changes the perspective."""

    name = "RandomPerspective"
    signature = "factor=1.0, scale=1.0, interpolation='bilinear', fill_value=0.0, seed=None, data_format=None, **kwargs"
    checks = (checks.factor(), check_seed, _perspective_scale, _INTERPOLATIONS)


class RandomPosterization(ImageLayer):
    """Keeps fewer bits of each channel."""

    name = "RandomPosterization"
    signature = "factor, value_range=(0, 255), data_format=None, seed=None, **kwargs"
    checks = (checks.factor(low=1, high=8), checks.value_range, check_seed)


class RandomRotation(ImageLayer):
    """Rotates images."""

    name = "RandomRotation"
    signature = """factor, fill_mode='reflect', interpolation='bilinear', seed=None, fill_value=0.0, data_format=None,
        **kwargs"""
    checks = (checks.factor(low=-1, zero_for_none=True), check_seed, _FILLS, _INTERPOLATIONS)


class RandomSaturation(ImageLayer):
    """Changes the saturation."""

    name = "RandomSaturation"
    signature = "factor, value_range=(0, 255), data_format=None, seed=None, **kwargs"
    checks = (checks.factor(low=-1), checks.value_range, check_seed)


class RandomSharpness(ImageLayer):
    """Changes the sharpness."""

    name = "RandomSharpness"
    signature = "factor, value_range=(0, 255), data_format=None, seed=None, **kwargs"
    checks = (checks.factor(), checks.value_range, check_seed)


class RandomShear(ImageLayer):
    """Shears images."""

    name = "RandomShear"
    signature = """x_factor=0.0, y_factor=0.0, interpolation='bilinear', fill_mode='reflect', fill_value=0.0,
        data_format=None, seed=None, **kwargs"""
    takes_factor = False
    checks = (
        checks.ranged("x_factor", f"{_WORDS} [0, 1.0].", 0, 1),
        checks.ranged("y_factor", f"{_WORDS} [0, 1.0].", 0, 1),
        _FILLS,
        _INTERPOLATIONS,
        check_seed,
    )


class RandomTranslation(ImageLayer):
    """Moves images."""

    name = "RandomTranslation"
    signature = """height_factor, width_factor, fill_mode='reflect', interpolation='bilinear', seed=None,
        fill_value=0.0, data_format=None, **kwargs"""
    takes_factor = False
    checks = (
        checks.ranged("height_factor", f"{_WORDS} [-1.0, 1.0].", -1, 1),
        checks.ranged("width_factor", f"{_WORDS} [-1.0, 1.0].", -1, 1),
        _FILLS,
        _INTERPOLATIONS,
        check_seed,
    )


class RandomZoom(ImageLayer):
    """Zooms in or out."""

    name = "RandomZoom"
    signature = """height_factor, width_factor=None, fill_mode='reflect', interpolation='bilinear', seed=None,
        fill_value=0.0, data_format=None, **kwargs"""
    takes_factor = False
    checks = (
        checks.ranged("height_factor", f"{_ZOOM} (-1.0, 1.0].", -1, 1, above=True),
        checks.ranged("width_factor", f"{_ZOOM} (-1.0, 1.0].", -1, 1, above=True, optional=True),
        _FILLS,
        _INTERPOLATIONS,
        check_seed,
        checks.data_format,
    )


class Solarization(ImageLayer):
    """Inverts values above a threshold."""

    name = "Solarization"
    signature = "addition_factor=0.0, threshold_factor=0.0, value_range=(0, 255), seed=None, **kwargs"
    takes_factor = False
    checks = (
        check_seed,
        checks.ranged("addition_factor", f"{_SOLAR} [0, 1].", 0, 1),
        checks.ranged("threshold_factor", f"{_SOLAR} [0, 1].", 0, 1),
        checks.value_range,
    )


class AugMix(ImageLayer):
    """Mixes chains of augmentations."""

    name = "AugMix"
    signature = """value_range=(0, 255), num_chains=3, chain_depth=3, factor=0.3, alpha=1.0, all_ops=True,
        interpolation='bilinear', seed=None, data_format=None, **kwargs"""
    checks = (checks.factor(), check_seed, _shears, _INTERPOLATIONS, checks.value_range)


class RandAugment(ImageLayer):
    """Applies a few augmentations of a fixed set."""

    name = "RandAugment"
    signature = """value_range=(0, 255), num_ops=2, factor=0.5, interpolation='bilinear', seed=None, data_format=None,
        **kwargs"""
    checks = (checks.factor(), check_seed, _shears, _INTERPOLATIONS, checks.value_range)
