"""Activation layers: they keep the shape, and only PReLU has weights."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.reading import Unfollowed, members, reject, size, unknown_members
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import Message, message
from param_lsp.shapes import Shape, ShapeTree, UnknownDim
from param_lsp.values import Applied, Arguments, DictValue, ListValue, Value, Weight
from param_lsp.wording import number


class Activation(Layer):
    """`keras/src/layers/activations/activation.py`."""

    name = "Activation"
    signature = "activation, **kwargs"


class ELU(Layer):
    """`keras/src/layers/activations/elu.py`."""

    name = "ELU"
    signature = "alpha=1.0, **kwargs"


class LeakyReLU(Layer):
    """`keras/src/layers/activations/leaky_relu.py`; `alpha` is the older name of `negative_slope`."""

    name = "LeakyReLU"
    signature = "negative_slope=0.3, **kwargs"
    extra_keywords = ("alpha",)

    def check(self, arguments: Arguments) -> None:
        name = "alpha" if "alpha" in arguments.given else "negative_slope"
        slope = arguments[name]
        words = (
            "The negative_slope value of a Leaky ReLU layer cannot be None or negative value. Expected a float. "
            f"Received: negative_slope={str_of(slope)}"
        )
        _check_from_zero(name, slope, words, than="int")


class PReLU(Layer):
    """`keras/src/layers/activations/prelu.py`: one learned slope for each input, or one along each shared axis."""

    name = "PReLU"
    signature = 'alpha_initializer="Zeros", alpha_regularizer=None, alpha_constraint=None, shared_axes=None, **kwargs'
    by_element = True

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        slopes = list(shape[1:])
        for axis in self._shared(arguments):
            if not -len(slopes) <= axis - 1 < len(slopes):
                reject(
                    "list assignment index out of range",
                    message("`shared_axes` names axis {axis}, which the input does not have", axis=axis),
                    rule="incompatible-rank",
                    argument="shared_axes",
                )
            slopes[axis - 1] = 1
        yield Weight("alpha", tuple(slopes))

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        if isinstance(applied.weights[0].params, UnknownDim):
            return ()
        return (message("{count} learned slopes, one for each input value", count=number(applied.weights[0].params)),)

    def _shared(self, arguments: Arguments) -> list[int]:
        value = arguments["shared_axes"]
        if value is None:
            return []
        if (reason := unknown_members(value)) is not None:
            raise Unfollowed(message("`shared_axes` is not known: {reason}", reason=reason))
        items = members(value)
        axes = [size("shared_axes", axis) for axis in (items if items is not None else (value,))]
        for axis in axes:
            if not isinstance(axis, int):
                raise Unfollowed(message("`shared_axes` is not known"))
        return [axis for axis in axes if isinstance(axis, int)]


class ReLU(Layer):
    """`keras/src/layers/activations/relu.py`."""

    name = "ReLU"
    signature = "max_value=None, negative_slope=0.0, threshold=0.0, **kwargs"

    def check(self, arguments: Arguments) -> None:
        top = arguments["max_value"]
        if top is not None:
            words = f"max_value of a ReLU layer cannot be a negative value. Received: max_value={str_of(top)}"
            _check_from_zero("max_value", top, words, than="float")
        for name in ("negative_slope", "threshold"):
            value = arguments[name]
            words = f"{name} of a ReLU layer cannot be None or a negative value. Received: {name}={str_of(value)}"
            _check_from_zero(name, value, words, than="float")


class Softmax(Layer):
    """`keras/src/layers/activations/softmax.py`."""

    name = "Softmax"
    signature = "axis=-1, **kwargs"


def _check_from_zero(name: str, value: Value, words: str, *, than: str) -> None:
    """Reject None and what is negative in Keras's words, and what cannot be compared in Python's."""
    text = message("`{name}` must be a number from 0, got {value}", name=name, value=repr_of(value))
    if isinstance(value, str | tuple | ListValue | DictValue):
        kind = type_of(value)[8:-2]
        reject(f"'<' not supported between instances of '{kind}' and '{than}'", text, argument=name)
    if value is None or (isinstance(value, int | float) and value < 0):
        reject(words, text, argument=name)
