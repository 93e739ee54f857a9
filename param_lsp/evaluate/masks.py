"""Masks in functional graphs: which call takes one, and which operations make those of its outputs (Keras 3.15)."""

from __future__ import annotations

from typing import Any

from param_lsp.catalogue import masks as declared
from param_lsp.evaluate import operations
from param_lsp.evaluate.machine import Machine
from param_lsp.shapes import ShapeTree
from param_lsp.spans import Place
from param_lsp.values import KerasTensor, LayerValue, ModelValue, Value

Masks = declared.Masks


def taken(layer: LayerValue | ModelValue, first: Value, given: Any) -> tuple[KerasTensor, ...]:
    """Give the masks that become inputs of a call's node.

    `Layer.__call__` (keras/src/layers/layer.py) puts them into the keywords that the node holds only where it has not
    made a copy of these: for one tensor given by position, without any keyword. A functional model never copies.
    """
    if isinstance(layer, ModelValue):
        alone = len(given.positional) + len(given.keywords) == 1
        single = isinstance(first, KerasTensor) and not given.keywords
        takes = alone and (single or layer.kind == "functional")
    else:
        takes = len(given.positional) == 1 and not given.keywords and isinstance(first, KerasTensor)
        takes = takes and _takes_mask(layer)
    return tuple(tensor.mask for tensor in operations.tensors_in(first) if tensor.mask is not None) if takes else ()


def _takes_mask(layer: LayerValue) -> bool:
    asked = getattr(layer.declaration, "takes_mask", None)
    return asked() if asked is not None else layer.declaration.name in declared.TAKING


def given_on(
    machine: Machine, layer: LayerValue | ModelValue, first: Value, mask: Value, place: Place, path: tuple[Place, ...]
) -> Masks:
    """Give the masks of a call's outputs, making the operations that they take.

    Arguments:
        first: the first argument of the call.
        mask: what was given as `mask=`, if anything.
        place: of the call, reached by `path`.
    """
    if not isinstance(layer, LayerValue) or layer.arguments is None or machine.keras < 3:
        return ()
    tensors = tuple(operations.tensors_in(first))
    masks: Masks = (mask,) if isinstance(mask, KerasTensor) else tuple(tensor.mask for tensor in tensors)
    follow = getattr(layer.declaration, "output_masks", None)
    if follow is not None:
        found: Masks = follow(first, masks)
        return found
    if not tensors or (
        all(each is None for each in masks) and not declared.makes(layer.declaration.name, layer.arguments)
    ):
        return ()

    def operate(name: str, inputs: tuple[KerasTensor, ...], output: ShapeTree | None) -> KerasTensor:
        return operations.operate(machine, name, inputs, place, path, output)

    return declared.output_masks(layer.declaration.name, layer.arguments, tensors, masks, operate)
