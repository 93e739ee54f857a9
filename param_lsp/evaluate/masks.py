"""Masks in functional graphs: which call takes one, and which operations make those of its outputs (Keras 3.15)."""

from __future__ import annotations

from param_lsp.catalogue import masks as declared
from param_lsp.evaluate import creating, operations
from param_lsp.evaluate.graphs import FIRST_CALL, LAST_CALL
from param_lsp.evaluate.machine import Machine
from param_lsp.shapes import Shapes, ShapeTree
from param_lsp.spans import Place
from param_lsp.values import Applied, KerasTensor, LayerValue, ModelValue, Node, Step, Value

Masks = declared.Masks


def taken(
    layer: LayerValue | ModelValue, first: Value, positional: int = 1, keywords: int = 0
) -> tuple[KerasTensor, ...]:
    """Give the masks that become inputs of a call's node.

    Arguments:
        first: the first argument of the call.
        positional: how many arguments it has by position; `keywords` how many by name.

    `Layer.__call__` (keras/src/layers/layer.py) puts them into the keywords that the node holds only where it has not
    made a copy of these: for one tensor given by position, without any keyword. A functional model never copies.
    """
    if isinstance(layer, ModelValue):
        single = isinstance(first, KerasTensor) and not keywords
        takes = positional + keywords == 1 and (single or layer.kind == "functional")
    else:
        takes = positional == 1 and not keywords and isinstance(first, KerasTensor) and _takes_mask(layer)
    return tuple(tensor.mask for tensor in operations.tensors_in(first) if tensor.mask is not None) if takes else ()


def _takes_mask(layer: LayerValue) -> bool:
    asked = getattr(layer.declaration, "takes_mask", None)
    return bool(asked()) if asked is not None else _class_of(layer) in declared.TAKING


def _class_of(layer: LayerValue) -> str:
    """Give the name of the layer's class, or of the one of Keras that a class of the workspace only renames."""
    renamed = getattr(layer.declaration, "layer", None)
    name: str = layer.declaration.name if renamed is None else renamed.name
    return name


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
        found: Masks = follow(first, masks, place, path)
        return found
    name = _class_of(layer)
    if not tensors or (all(each is None for each in masks) and not declared.makes(name, layer.arguments)):
        return ()

    def operate(name: str, inputs: tuple[KerasTensor, ...], output: ShapeTree | None) -> KerasTensor:
        return operations.operate(machine, name, inputs, place, path, output)

    return declared.output_masks(name, layer.arguments, tensors, masks, operate)


def through_stack(machine: Machine, model: ModelValue) -> None:
    """Make the graph of a Sequential in which a mask begins: each building of it makes the operations anew."""
    model.fields.pop("inputs", None)
    model.fields.pop("outputs", None)
    if machine.keras < 3 or model.input_shape is None or not any(map(_begins, model.layers)):
        return
    first = last = entry(machine, model)
    before, machine.tracing = machine.tracing, 0  # it is built with symbolic tensors, also inside a `call`
    for step in model.steps:
        if not isinstance(step.outcome, Applied) or isinstance(step.outcome.output, Shapes):
            break
        node = Node(step.layer, (last, *taken(step.layer, last)), step)
        made = given_on(machine, step.layer, last, None, step.layer.place, step.layer.path)
        last = KerasTensor(step.outcome.output, None, node, mask=made[0] if made else None)
        called(machine, step.layer, node, last)
    else:
        model.fields["inputs"], model.fields["outputs"] = first, last
    machine.tracing = before


def entry(machine: Machine, model: ModelValue) -> KerasTensor:
    """Give the tensor that goes into a Sequential."""
    hidden = model.layers[0]
    if isinstance(hidden, LayerValue):
        machine.touch(hidden)
        hidden.fields.setdefault("input_shape", model.input_shape)
        return creating.input_tensor(hidden)
    shape = model.input_shape
    outcome = Applied(shape) if shape is not None else None
    return KerasTensor(shape, None, Node(hidden, (), Step(hidden, shape, outcome)))


def called(machine: Machine, layer: LayerValue | ModelValue, node: Node, result: Value) -> None:
    """Note a call with the layer: `layer.input` and `layer.output` are of its first one, a summary shows the latest."""
    machine.touch(layer)
    layer.fields[LAST_CALL] = node.step
    if isinstance(layer, LayerValue):
        layer.fields.setdefault("output", result)
        if len(node.inputs) == 1:
            layer.fields.setdefault("input", node.inputs[0])
    elif layer.kind == "sequential":
        layer.fields.setdefault(FIRST_CALL, (node.inputs[0] if len(node.inputs) == 1 else None, result))


def _begins(layer: LayerValue | ModelValue) -> bool:
    if not isinstance(layer, LayerValue) or layer.arguments is None:
        return False
    return hasattr(layer.declaration, "output_masks") or declared.makes(_class_of(layer), layer.arguments)
