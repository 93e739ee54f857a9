"""Layers that a loop makes nobody knows how often, and models whose structure is open for that reason alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from param_lsp.evaluate import applying
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message
from param_lsp.shapes import ShapeTree
from param_lsp.values import LayerValue, ModelValue

ROUNDS: Final = "(rounds)"
"""The field of a layer that says in which round it is made, and of a model that is open."""
LAYERS, STEPS, OUTPUT, UNKNOWN, MISFIT = 1, 2, 4, 5, 6  # in a model's saved state


@dataclass(frozen=True, slots=True)
class Rounds:
    """In which round of a loop a layer is made.

    Arguments:
        loop: tells loops apart.
        number: 1 for the first round, 2 for each later one.
        reason: why it is not known how often the loop runs.
    """

    loop: int
    number: int
    reason: Message


def of(layer: LayerValue | ModelValue) -> Rounds | None:
    """Tell in which round of a loop a layer is made; None where it is made once."""
    found = layer.fields.get(ROUNDS)
    return found if isinstance(found, Rounds) else None


def is_open(model: ModelValue) -> bool:
    """Tell whether all that is not known of a model's structure is how often a loop runs that adds to it."""
    return model.unknown is not None and model.fields.get(ROUNDS) == model.unknown


def close(machine: Machine, model: LayerValue | ModelValue) -> None:
    """What asks for the layers themselves of such a model, or takes some off, leaves nothing of it known."""
    if ROUNDS in model.fields and isinstance(model, ModelValue):
        machine.touch(model)
        del model.fields[ROUNDS]


def entry_shape(state: Any) -> ShapeTree | None:
    """Give the shape on which a model in this saved state puts the next layer; None where it has no input yet."""
    if state[OUTPUT] is not None:
        found: ShapeTree = state[OUTPUT]
        return found
    layers = state[LAYERS]
    if len(layers) == 1 and applying.is_input(layers[0]):
        given: ShapeTree | None = layers[0].fields.get("input_shape")
        return given
    return None
