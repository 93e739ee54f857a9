"""Catalogue: what Keras's layers accept, hold and give, as declarations; one file a family, imported when needed."""

from __future__ import annotations

from param_lsp.catalogue.create import Created, create
from param_lsp.catalogue.families import find, layer_names
from param_lsp.catalogue.layer import Layer, Rejected, Unfollowed, automatic_name
from param_lsp.catalogue.older import UNSETTLED
from param_lsp.message import Message
from param_lsp.shapes import ShapeTree
from param_lsp.values import Applied, Arguments, Misfit, Outcome

__all__ = [
    "UNSETTLED",
    "Created",
    "Layer",
    "Rejected",
    "Unfollowed",
    "apply",
    "automatic_name",
    "create",
    "explain",
    "find",
    "formula",
    "layer_names",
    "named",
]


def apply(layer: Layer, arguments: Arguments, inputs: ShapeTree) -> Outcome:
    """Apply a layer to its input shape (with its batch axis); never raises."""
    return layer.apply(arguments, inputs)


def formula(layer: Layer, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> str | None:
    """Give the count in numbers: "3×3×1×32 + 32"; None where there are no weights or a size is not known."""
    return layer.formula(arguments, applied, inputs)


def explain(layer: Layer, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> tuple[Message, ...]:
    """Give the count in plain words: "each of 32 neurons: 32 weights and 1 bias → (32 + 1) × 32 = 1,056"."""
    return tuple(layer.explain(arguments, applied, inputs))


def named(misfit: Misfit, layer: Layer, name: str | None) -> Misfit:
    """Put the layer's real name where Keras's words name the layer.

    A declaration knows only the stem of the automatic name ("dense"); Keras would say "dense_1" or the name given.
    """
    stem = automatic_name(layer.name)
    if name is None or name == stem:
        return misfit
    words = misfit.keras_message
    for before, after in ((f"layer '{stem}'", f"layer '{name}'"), (f'Layer "{stem}"', f'Layer "{name}"')):
        words = words.replace(before, after)
    words = words.replace(f"path='{stem}/", f"path='{name}/")
    return Misfit(misfit.rule, misfit.message, words, misfit.argument, misfit.short)
