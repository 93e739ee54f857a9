"""Normalization: batch, layer, group, RMS and unit; they keep the shape and learn along one or more axes."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import NoReturn

from param_lsp.catalogue.layer import OWN_FIRST, Layer
from param_lsp.catalogue.limits import index_words
from param_lsp.catalogue.reading import (
    Unfollowed,
    flag,
    is_unknown,
    members,
    reject,
    require_known,
    size,
    unknown_members,
)
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, ShapeTree, UnknownDim
from param_lsp.values import Applied, Arguments, ListValue, NumpyScalar, Value, Weight
from param_lsp.wording import number
from param_lsp.wording import shape as shape_text


class _Normalization(Layer):
    """What all of them share: `axis`, and the words for what they learn."""

    by_element = True

    def check(self, arguments: Arguments) -> None:
        self.axes(arguments)

    def axes(self, arguments: Arguments) -> tuple[int, ...] | None:
        """Read `axis`; None when it is not known."""
        value = arguments["axis"]
        if unknown_members(value) is not None or isinstance(value, Polynomial):
            return None
        items = members(value) if isinstance(value, tuple | ListValue) else None
        if items is None and not isinstance(value, int):
            self.reject_axis_type(value)
        numbers = tuple(size("axis", item) for item in (items if items is not None else (value,)))
        return tuple(numbers) if all(isinstance(item, int) for item in numbers) else None  # type: ignore[arg-type]

    def known_axes(self, arguments: Arguments, shape: Shape) -> tuple[int, ...]:
        """Read `axis` as axes that the input has, in Keras's order."""
        axes = self.axes(arguments)
        if axes is None:
            reason = unknown_members(arguments["axis"]) or message("it is symbolic")
            raise Unfollowed(message("`axis` is not known: {reason}", reason=reason))
        for axis in axes:
            if not -len(shape) <= axis < len(shape):
                self.reject_bounds(axis, arguments, shape)
        return tuple(sorted(axes))

    def reject_axis_type(self, value: Value) -> NoReturn:
        """Reject an `axis` that is neither an integer nor several, where Keras does so at construction."""
        raise Unfollowed(message("`axis` is {value}", value=repr_of(value)))

    def reject_bounds(self, axis: int, arguments: Arguments, shape: Shape) -> None:
        """Reject an axis that the input does not have, in the words of the `build` that looks it up first."""
        reject(
            index_words(axis),
            message("`axis` {axis} is outside of an input of shape {shape}", axis=axis, shape=shape_text(shape)),
            rule="incompatible-rank",
            argument="axis",
            short=message("no axis {axis} in {shape}", axis=axis, shape=shape_text(shape)),
        )

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Give "gamma and beta are learned: 2 × 64 = 128", and the same of what is only kept."""
        if any(isinstance(weight.params, UnknownDim) for weight in applied.weights):
            return
        learned = [weight for weight in applied.weights if weight.trainable]
        kept = [weight for weight in applied.weights if not weight.trainable]
        if learned:
            yield message("{names} learned: {arithmetic}", names=_names(learned), arithmetic=_arithmetic(learned))
        if kept:
            yield message(
                "{names} kept from the batches, not trained: {arithmetic}",
                names=_names(kept),
                arithmetic=_arithmetic(kept),
            )


class BatchNormalization(_Normalization):
    """`keras/src/layers/normalization/batch_normalization.py`."""

    name = "BatchNormalization"
    signature = """axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, beta_initializer="zeros",
        gamma_initializer="ones", moving_mean_initializer="zeros", moving_variance_initializer="ones",
        beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, renorm=False,
        renorm_clipping=None, renorm_momentum=0.99, synchronized=False, **kwargs"""

    def check(self, arguments: Arguments) -> None:
        self.axes(arguments)
        for name in ("momentum", "epsilon"):
            value = arguments[name]
            if isinstance(value, str) and not _is_number(value):
                reject(
                    f"could not convert string to float: {repr_of(value)}",
                    message("`{name}` must be a number, got {value}", name=name, value=repr_of(value)),
                    argument=name,
                )
            if value is None or isinstance(value, tuple | ListValue):
                kind = "NoneType" if value is None else "list" if isinstance(value, ListValue) else "tuple"
                reject(
                    f"float() argument must be a string or a real number, not '{kind}'",
                    message("`{name}` must be a number, got {value}", name=name, value=repr_of(value)),
                    argument=name,
                )

    def axes(self, arguments: Arguments) -> tuple[int, ...] | None:  # noqa: RET503 - reject never returns
        value = arguments["axis"]
        if isinstance(value, NumpyScalar):
            value = value.value
        if is_unknown(value) or isinstance(value, Polynomial):
            return None
        if isinstance(value, float) and not isfinite(value):
            raise Unfollowed(message("`axis` is {value}", value=repr_of(value)))
        if isinstance(value, int | float):  # Keras takes int(axis)
            return (int(value),)
        if isinstance(value, str):
            raise Unfollowed(message("`axis` is a string"))
        # tf.keras 2 took `axis=[3]`; Keras 3 raises.
        items = members(value)
        if items is not None and len(items) == 1 and arguments.keras < 3:
            return (require_known("axis", size("axis", items[0])),)
        kind = "NoneType" if value is None else "list" if isinstance(value, ListValue) else "tuple"
        reject(
            f"int() argument must be a string, a bytes-like object or a real number, not '{kind}'",
            message("`axis` must be an integer, got {value}", value=repr_of(value)),
            argument="axis",
            short=message("axis must be an integer"),
        )

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        (axis,) = self.known_axes(arguments, shape)
        along = (shape[axis],)
        if flag(arguments, "scale"):
            yield Weight("gamma", along)
        if flag(arguments, "center"):
            yield Weight("beta", along)
        yield Weight("moving_mean", along, trainable=False)
        yield Weight("moving_variance", along, trainable=False)
        if flag(arguments, "renorm"):
            for name in ("moving_stddev", "renorm_mean", "renorm_stddev"):
                yield Weight(name, along, trainable=False)


class LayerNormalization(_Normalization):
    """`keras/src/layers/normalization/layer_normalization.py`."""

    name = "LayerNormalization"
    signature = """axis=-1, epsilon=0.001, center=True, scale=True, beta_initializer="zeros", gamma_initializer="ones",
        beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, **kwargs"""
    extra_keywords = ("rms_scaling",)

    def reject_axis_type(self, value: Value) -> NoReturn:
        reject(
            f"Expected an int or a list/tuple of ints for the argument 'axis', but received: {repr_of(value)}",
            message("`axis` must be an integer or several, got {value}", value=repr_of(value)),
            argument="axis",
        )

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        along = tuple(shape[axis] for axis in self.known_axes(arguments, shape))
        rms = "rms_scaling" in arguments.given and flag(arguments, "rms_scaling")
        if rms or flag(arguments, "scale"):
            yield Weight("gamma", along)
        if not rms and flag(arguments, "center"):
            yield Weight("beta", along)


class GroupNormalization(_Normalization):
    """`keras/src/layers/normalization/group_normalization.py`."""

    name = "GroupNormalization"
    signature = """groups=32, axis=-1, epsilon=0.001, center=True, scale=True, beta_initializer="zeros",
        gamma_initializer="ones", beta_regularizer=None, gamma_regularizer=None, beta_constraint=None,
        gamma_constraint=None, **kwargs"""
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        groups = arguments["groups"]
        if is_unknown(groups) or isinstance(groups, Polynomial):
            return
        if not isinstance(groups, int) or (groups <= 0 and groups != -1):
            reject(
                "Received an invalid value for argument `groups`, expected a positive integer "
                f"(or `-1` for instance normalization). Received: groups={str_of(groups)}",
                message("`groups` must be a positive integer or -1, got {value}", value=repr_of(groups)),
                argument="groups",
            )

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        axes = self.known_axes(arguments, shape)
        if len(axes) != 1:
            raise Unfollowed(message("`axis` names several axes"))
        axis = axes[0]
        self._accept_groups(arguments, shape, shape[axis], axis)
        if flag(arguments, "scale"):
            yield Weight("gamma", (shape[axis],))
        if flag(arguments, "center"):
            yield Weight("beta", (shape[axis],))

    def _accept_groups(self, arguments: Arguments, shape: Shape, dim: Dim, axis: int) -> None:
        groups: Count = size("groups", arguments["groups"])
        if dim is None:
            reject(
                f"Axis {axis} of input tensor should have a defined dimension but the layer received an input "
                f"with shape {shape_text(shape)}.",
                message(
                    "{layer} needs a defined axis {axis}, gets {shape}",
                    layer=self.name,
                    axis=axis,
                    shape=shape_text(shape),
                ),
                rule="undefined-dimension",
            )
        if not isinstance(groups, int) or not isinstance(dim, int) or groups == -1:
            return
        words = {"groups": groups, "channels": dim}
        if dim < groups:
            reject(
                f"Number of groups ({groups}) cannot be more than the number of channels ({dim}).",
                message("{groups} groups are more than the {channels} channels", **words),
                rule="incompatible-axis",
                argument="groups",
                short=message("{groups} groups, {channels} channels", **words),
            )
        if dim % groups:
            reject(
                f"Number of groups ({groups}) must be a multiple of the number of channels ({dim}).",
                message("{channels} channels cannot be divided into {groups} groups", **words),
                rule="incompatible-axis",
                argument="groups",
                short=message("{groups} groups, {channels} channels", **words),
            )


class RMSNormalization(_Normalization):
    """`keras/src/layers/normalization/rms_normalization.py`."""

    name = "RMSNormalization"
    signature = "axis=-1, epsilon=1e-06, **kwargs"

    def check(self, arguments: Arguments) -> None:
        """Keras 3.15 takes any `axis` at construction."""

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        yield Weight("scale", tuple(shape[axis] for axis in self.known_axes(arguments, shape)))


class UnitNormalization(_Normalization):
    """`keras/src/layers/normalization/unit_normalization.py`."""

    name = "UnitNormalization"
    signature = "axis=-1, **kwargs"

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        if self.axes(arguments) is not None:
            self.known_axes(arguments, shape)

    def reject_axis_type(self, value: Value) -> NoReturn:
        reject(
            "Invalid value for `axis` argument: expected an int or a list/tuple of ints. "
            f"Received: axis={str_of(value)}",
            message("`axis` must be an integer or several, got {value}", value=repr_of(value)),
            argument="axis",
        )

    def reject_bounds(self, axis: int, arguments: Arguments, shape: Shape) -> None:
        reject(
            f"Axis {str_of(_as_list(arguments['axis']))} is out of bounds for input shape {shape_text(shape)}.",
            message("`axis` {axis} is outside of an input of shape {shape}", axis=axis, shape=shape_text(shape)),
            rule="incompatible-rank",
            argument="axis",
        )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _as_list(axis: Value) -> Value:
    return ListValue(list(axis)) if isinstance(axis, tuple) else axis


def _names(weights: list[Weight]) -> Message:
    names = [weight.name for weight in weights]
    if len(names) == 1:
        return message("{name} is", name=names[0])
    return message("{first} and {last} are", first=", ".join(names[:-1]), last=names[-1])


def _arithmetic(weights: list[Weight]) -> str:
    each = weights[0].params
    if len(weights) == 1:
        return number(each)
    return f"{len(weights)} × {number(each)} = {number(each * len(weights))}"
