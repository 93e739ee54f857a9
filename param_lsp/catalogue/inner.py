"""Layers inside of layers: reading a `layer=` argument and applying it, with its name before its weights' names."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.catalogue.layer import automatic_name, reject
from param_lsp.catalogue.reading import Rejected, Unfollowed, require_known
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import ShapeTree
from param_lsp.values import (
    Applied,
    Arguments,
    Function,
    LayerValue,
    LibraryFunction,
    ListValue,
    Misfit,
    ModelValue,
    Undetermined,
    Value,
    Weight,
)

_NEVER_LAYERS = (bool, int, float, str, bytes, tuple, ListValue, Function, LibraryFunction, type(None))


def inner_layer(arguments: Arguments, name: str, words: str) -> LayerValue | ModelValue:
    """Read an argument that must be a layer or model.

    Arguments:
        arguments: the wrapper's arguments.
        name: which one.
        words: what Keras raises for something else, with a hole `{layer}`.

    Raises:
        Rejected: it is something else.
        Unfollowed: it is not known, or it could not be made itself.
    """
    value = require_known(name, arguments[name])
    if isinstance(value, LayerValue):
        if value.misfit is not None or value.reason is not None or value.arguments is None:
            raise Unfollowed(value.reason or message("the layer inside cannot be made"))
        return value
    if isinstance(value, ModelValue):
        return value
    if isinstance(value, _NEVER_LAYERS):
        reject(
            words.format(layer=str_of(value)),
            message("`{name}` must be a layer, got {value}", name=name, value=repr_of(value)),
            argument=name,
            short=message("{name} must be a layer", name=name),
        )
    raise Unfollowed(message("`{name}` is a {kind} that is not followed", name=name, kind=type(value).__name__))


def inner_name(inner: LayerValue | ModelValue) -> str:
    """Give the inner layer's name, or the stem of the automatic one where it is not known."""
    if inner.name is not None:
        return inner.name
    return automatic_name(inner.declaration.name) if isinstance(inner, LayerValue) else inner.kind


def apply_inner(
    arguments: Arguments, inner: LayerValue | ModelValue, inputs: ShapeTree, argument: str = "layer"
) -> Applied:
    """Apply an inner layer: its outcome with its name before each weight's, and those of an untrainable layer frozen.

    Raises:
        Rejected: it does not fit; the wrapper's argument is the culprit.
        Unfollowed: it cannot be followed.
    """
    outcome = _outcome(arguments, inner, inputs)
    if isinstance(outcome, Misfit):
        raise Rejected(replace(outcome, argument=argument))
    if isinstance(outcome, Undetermined):
        raise Unfollowed(outcome.reason)
    if inner.trainable is None and outcome.weights:
        raise Unfollowed(message("whether {layer} is trainable is not known", layer=repr_of(inner)))
    path = inner_name(inner)
    weights = tuple(
        Weight(f"{path}/{weight.name}", weight.shape, weight.trainable, weight.dtype) for weight in outcome.weights
    )
    frozen = frozenset(f"{path}/{name}" for name in outcome.frozen)
    if inner.trainable is False:
        frozen = frozenset(weight.name for weight in weights)
    return replace(outcome, weights=weights, frozen=frozen)


def _outcome(arguments: Arguments, inner: Value, inputs: ShapeTree) -> Applied | Misfit | Undetermined:
    if arguments.apply is not None:
        return arguments.apply(inner, inputs)
    if isinstance(inner, LayerValue) and inner.arguments is not None:
        return inner.declaration.apply(inner.arguments, inputs)
    raise Unfollowed(message("the model inside is not followed"))
