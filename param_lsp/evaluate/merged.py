"""Keras 1's Sequential of several branches: one that begins with `Merge([left, right])`.

`flattened_layers` of `keras/models.py` (1.2.2) decides what the summary shows: the layers of all branches one after the
other, then what was added behind the `Merge`, which has no row itself.
"""

from __future__ import annotations

from typing import TypeGuard

from param_lsp.evaluate import applying
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message, message
from param_lsp.shapes import Shapes, UnknownShape
from param_lsp.values import Applied, LayerValue, ListValue, Misfit, ModelValue, Step, Value

MERGED = "(merged)"  # no name of an attribute
_NOT_BUILT = UnknownShape(message("a branch of a Merge layer is not built"))


def is_merge(layer: Value) -> TypeGuard[LayerValue]:
    """Tell whether it is a `Merge` layer that was given its branches."""
    return (
        isinstance(layer, LayerValue)
        and layer.declaration.name == "Merge"
        and layer.arguments is not None
        and layer.arguments["layers"] is not None
    )


def begin(machine: Machine, model: ModelValue, merge: LayerValue) -> Misfit | None:
    """Take the branches' layers as the model's first; gives what Keras rejects, if it does."""
    machine.touch(model)
    if merge.misfit is not None:
        return merge.misfit
    branches = _branches(merge)
    if isinstance(branches, Message):
        model.unknown = branches
        return None
    inputs = tuple(branch.output_shape or _NOT_BUILT for branch in branches)
    outcome = applying.apply(machine, merge, Shapes(inputs))
    if isinstance(outcome, Misfit):
        model.steps.append(Step(merge, Shapes(inputs), outcome))
        return outcome
    if not isinstance(outcome, Applied):
        model.unknown = outcome.reason
        return None
    model.fields[MERGED] = merge
    for branch in branches:
        model.layers += [layer for layer in branch.layers if layer not in model.layers]
        model.steps += [step for step in branch.steps if step not in model.steps]
    model.input_shape = Shapes(tuple(branch.input_shape or _NOT_BUILT for branch in branches))
    model.output_shape = outcome.output
    return None


def is_whole(model: ModelValue) -> bool:
    """Tell whether every layer of a model that begins with `Merge` was applied: none was taken off again."""
    return len(model.steps) == sum(not applying.is_input(layer) for layer in model.layers)


def _branches(merge: LayerValue) -> list[ModelValue] | Message:
    value = merge.arguments["layers"] if merge.arguments is not None else None
    items = list(value.items) if isinstance(value, ListValue) and value.unknown is None else value
    if not isinstance(items, list | tuple):
        return message("the branches of a Merge layer are not known")
    found: list[ModelValue] = []
    for item in items:
        if not isinstance(item, ModelValue) or item.kind != "sequential":
            return message("a branch of a Merge layer that is no Sequential is not followed")
        if item.unknown is not None:
            return item.unknown
        if item.misfit is not None or item.output_shape is None or item.input_shape is None:
            return _NOT_BUILT.reason
        found.append(item)
    return found
