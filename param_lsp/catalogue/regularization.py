"""Layers that act in training only and keep the shape: dropout, noise, activity regularization."""

from __future__ import annotations

from typing import NoReturn

from param_lsp.catalogue.layer import OWN_FIRST, Layer, reject
from param_lsp.catalogue.reading import data_format, is_unknown, members, unknown_members
from param_lsp.catalogue.seeds import check_seed
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import message
from param_lsp.shapes import Polynomial
from param_lsp.values import Arguments, NumpyScalar


class RatedLayer(Layer):
    """Keeps the shape; has one argument that must lie between 0 and 1."""

    rate_name = "rate"

    def check(self, arguments: Arguments) -> None:
        """Reject a rate outside of [0, 1]."""
        name = self.rate_name
        rate = arguments[name]
        if is_unknown(rate) or isinstance(rate, Polynomial):
            return
        if isinstance(rate, NumpyScalar):
            rate = rate.value
        if isinstance(rate, int | float):
            if 0 <= rate <= 1:
                return
            words = (
                f"Invalid value received for argument `{name}`. Expected a float value between 0 and 1. "
                f"Received: {name}={str_of(rate)}"
            )
        else:
            words = f"'<=' not supported between instances of 'int' and '{type_of(rate)[8:-2]}'"
        reject(
            words,
            message("`{name}` must be between 0 and 1, got {value}", name=name, value=repr_of(rate)),
            argument=name,
            short=message("{name} must be between 0 and 1", name=name),
        )

    def check_late(self, arguments: Arguments) -> None:
        """Reject a seed that is not an integer; without a rate Keras does not look at it."""
        rate = arguments[self.rate_name]
        if isinstance(rate, NumpyScalar):
            rate = rate.value
        if isinstance(rate, int | float) and rate > 0:
            check_seed(arguments)


class Dropout(RatedLayer):
    """keras/src/layers/regularization/dropout.py."""

    name = "Dropout"
    signature = "rate, noise_shape=None, seed=None, **kwargs"

    def check(self, arguments: Arguments) -> None:
        """Reject a rate outside of [0, 1] and a noise shape that is not made of positive integers or None."""
        super().check(arguments)
        value = arguments["noise_shape"]
        if value is None or unknown_members(value) is not None:
            return
        start = "Invalid value received for argument `noise_shape`. Expected "
        if isinstance(value, str):
            _reject_noise_shape(f"{start}a tuple or list of integers. Received: noise_shape={value}", value)
        items = members(value)
        if items is None:
            words = f"{start}an iterable of integers (e.g., a tuple or list). Received: noise_shape={str_of(value)}"
            _reject_noise_shape(words, value)
        for index, item in enumerate(items):
            if item is None or is_unknown(item) or isinstance(item, Polynomial):
                continue
            if not isinstance(item, int):
                words = f"element at index {index}: {str_of(item)} (type: {type_of(item)[8:-2]})"
                _reject_noise_shape(f"{start}all elements to be integers or None. Received {words}", value)
            if item <= 0:
                words = f"negative or zero value at index {index}: {item}"
                _reject_noise_shape(f"{start}all dimensions to be positive integers or None. Received {words}", value)


class SpatialDropout1D(RatedLayer):
    """Drops whole feature maps of a sequence."""

    name = "SpatialDropout1D"
    signature = "rate, seed=None, name=None, dtype=None"
    rank = 3


class ChannelDropout(RatedLayer):
    """Drops whole feature maps of images or volumes."""

    def check_late(self, arguments: Arguments) -> None:
        """Reject a bad seed, then a bad data format."""
        super().check_late(arguments)
        if not is_unknown(arguments["data_format"]):
            data_format(arguments)


class SpatialDropout2D(ChannelDropout):
    """Drops whole feature maps of images."""

    name = "SpatialDropout2D"
    signature = "rate, data_format=None, seed=None, name=None, dtype=None"
    rank = 4


class SpatialDropout3D(ChannelDropout):
    """Drops whole feature maps of volumes."""

    name = "SpatialDropout3D"
    signature = "rate, data_format=None, seed=None, name=None, dtype=None"
    rank = 5


class GaussianNoise(RatedLayer):
    """Adds noise of a given standard deviation."""

    name = "GaussianNoise"
    signature = "stddev, seed=None, **kwargs"
    rate_name = "stddev"


class GaussianDropout(RatedLayer):
    """Multiplies by noise around 1."""

    name = "GaussianDropout"
    signature = "rate, seed=None, **kwargs"


class AlphaDropout(RatedLayer):
    """Dropout that keeps mean and variance, for `selu`."""

    name = "AlphaDropout"
    signature = "rate, noise_shape=None, seed=None, **kwargs"


class ActivityRegularization(Layer):
    """Adds a loss on its input and gives it on unchanged."""

    name = "ActivityRegularization"
    signature = "l1=0.0, l2=0.0, **kwargs"
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        """Reject factors that are not non-negative numbers, as the L1L2 regularizer does."""
        for name in ("l1", "l2"):
            value = arguments[name]
            if isinstance(value, NumpyScalar) and value.dtype == "float64":  # the only one that is a Python float
                value = value.value
            if value is None or is_unknown(value) or isinstance(value, Polynomial):
                continue
            if isinstance(value, int | float) and 0 <= value < float("inf"):
                continue
            reject(
                f"Invalid value for argument {name}: expected a non-negative float.Received: {name}={str_of(value)}",
                message("`{name}` must be a number of at least 0, got {value}", name=name, value=repr_of(value)),
                argument=name,
            )


def _reject_noise_shape(words: str, value: object) -> NoReturn:
    reject(
        words,
        message("`noise_shape` must hold positive integers or None, got {value}", value=repr_of(value)),
        argument="noise_shape",
    )
