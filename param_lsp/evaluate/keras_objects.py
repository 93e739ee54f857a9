"""Attributes of layers, models and symbolic tensors."""

from __future__ import annotations

from typing import Any

from param_lsp.evaluate import applying, classes, flags, graphs, kinds, masks, rounds, subclassed
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Shapes, ShapeTree, UnknownShape
from param_lsp.values import (
    KerasTensor,
    LayerValue,
    LibraryFunction,
    ListValue,
    ModelValue,
    Node,
    Unknown,
    UnknownText,
    Value,
)

OWN_FIELDS = ("input_shape", "input_misfit", "hidden", "inputs", "outputs", "functional")  # ours, not Keras's


def attribute(machine: Machine, owner: Value, name: str, node: Any, frame: Frame) -> Value:  # noqa: C901, PLR0912
    """Give an attribute of a layer, model or tensor."""
    if isinstance(owner, KerasTensor):
        return _tensor_attribute(machine, owner, name, node, frame)
    if isinstance(owner, ModelValue) and isinstance(owner.origin, subclassed.Subclass):
        found = _of_class(machine, owner, name, node, frame)
        if found is not None:
            return found
    if name in owner.fields and name not in OWN_FIELDS:
        return owner.fields[name]
    if name == "__class__":
        return kinds.class_of(owner) or machine.unknown(node, frame, "the type of this value is not followed")
    if name == "name":
        return owner.name if owner.name is not None else UnknownText(message("the layer's name is not known"))
    if name == "trainable":
        return (
            owner.trainable
            if owner.trainable is not None
            else Unknown(flags.why(owner) or message("whether it is trainable is not known"), frame.place(node))
        )
    if name in ("weights", "variables", "trainable_weights", "trainable_variables", "non_trainable_weights"):
        return machine.unknown(node, frame, "the weights themselves are not followed")
    if isinstance(owner, ModelValue):
        if name in ("layers", "input", "inputs", "output", "outputs", "pop", "get_layer", "count_params"):
            rounds.close(machine, owner)
        if name == "layers":
            if owner.unknown is not None:
                return ListValue([], Unknown(owner.unknown, frame.place(node)))
            shown = [layer for layer in owner.layers if owner.kind != "sequential" or not _is_input(layer)]
            return ListValue(shown)
        if name in ("input_shape", "output_shape"):
            return _shape_value(
                machine, owner.input_shape if name == "input_shape" else owner.output_shape, node, frame
            )
        if name in ("input", "output") and owner.kind == "sequential" and machine.keras >= 3:
            return _sequential_tensor(machine, owner, name, node, frame)
        if name in ("input", "inputs", "output", "outputs"):
            return _model_tensor(machine, owner, name, node, frame)
        return LibraryFunction(f"keras.Model.{name}", owner)
    if owner.arguments is not None and (name in owner.arguments.given or name in owner.arguments.defaults):
        return owner.arguments[name]
    if name in ("input_shape", "output_shape"):
        built = owner.built
        shape = owner.built_for if name == "input_shape" else built.output if built is not None else None
        return _shape_value(machine, shape, node, frame)
    if name in ("output", "input") and (found := _in_stack(machine, owner, name, node, frame)) is not None:
        return found
    if name in ("output", "input") and owner.built is not None:
        shape = owner.built.output if name == "output" else owner.built_for
        return KerasTensor(shape)
    return LibraryFunction(f"keras.layers.Layer.{name}", owner)


def _of_class(machine: Machine, owner: ModelValue, name: str, node: Any, frame: Frame) -> Value:
    """Give what a model has from its own class: what was set on it, then what the class defines."""
    if own_key(owner, name) in owner.fields:
        return owner.fields[own_key(owner, name)]
    if name == "__class__":
        return owner.origin.of
    if name == "layers" and owner.kind == "subclass":
        subclassed.synchronize(owner)
    value = classes.find(owner.origin.of, name)
    if name == "build" and value is not None:
        machine.touch(owner)
        owner.fields[subclassed.BUILT] = True  # it is about to be called; Keras calls it only once by itself
    return None if value is None else classes.bound(machine, value, owner, node, frame)


def own_key(owner: LayerValue | ModelValue, name: str) -> str:
    """Give the key of a user's attribute; some names are taken by facts of ours."""
    return f"self.{name}" if name in OWN_FIELDS and isinstance(owner, ModelValue) and owner.origin else name


def _is_input(layer: Any) -> bool:
    return isinstance(layer, LayerValue) and layer.declaration.name == "InputLayer"


def _shape_value(machine: Machine, shape: ShapeTree | None, node: Any, frame: Frame) -> Value:
    if isinstance(shape, tuple):
        return shape
    if isinstance(shape, Shapes):
        return ListValue([_shape_value(machine, item, node, frame) for item in shape.items])
    if isinstance(shape, UnknownShape):
        return Unknown(shape.reason, frame.place(node))
    return machine.unknown(node, frame, "it has no shape before it is built")


def _model_tensor(machine: Machine, model: ModelValue, name: str, node: Any, frame: Frame) -> Value:
    """`model.input` and `model.output` as tensors from which the graph goes on."""
    kept = model.fields.get("inputs" if name.startswith("input") else "outputs")
    if kept is not None:
        if name.endswith("s") and isinstance(kept, KerasTensor):
            return ListValue([kept])
        return kept
    if model.kind != "sequential" or model.input_shape is None or model.unknown is not None or not model.layers:
        return machine.unknown(node, frame, "the tensors of this model are not followed")
    tensor = masks.entry(machine, model)
    machine.touch(model)
    model.fields["inputs"] = tensor
    for step in model.steps:
        outcome = step.outcome
        output = getattr(outcome, "output", UnknownShape(message("what the model gives is not known")))
        made = Node(step.layer, (tensor,), step)
        tensor = KerasTensor(output, None, made)
        masks.called(machine, step.layer, made, tensor)
    model.fields["outputs"] = tensor
    result = model.fields["inputs" if name.startswith("input") else "outputs"]
    return ListValue([result]) if name.endswith("s") else result


def _sequential_tensor(machine: Machine, model: ModelValue, name: str, node: Any, frame: Frame) -> Value:
    """`model.input` of a Sequential: of its first call, as of any layer (`keras/src/ops/operation.py`, Keras 3).

    Where nothing calls it, Keras 3 raises; its own tensors, which Keras 2 gives, are what was meant.
    """
    first = model.fields.get(graphs.FIRST_CALL)
    if first is not None:
        tensor = first[0 if name == "input" else 1]
        return machine.unknown(node, frame, "the tensors of this model are not followed") if tensor is None else tensor
    if any(other.kind == "sequential" and any(inner is model for inner in other.layers) for other in machine.models):
        return machine.unknown(node, frame, "the tensors of this model are not followed")
    return _model_tensor(machine, model, name, node, frame)


def _in_stack(machine: Machine, layer: LayerValue, name: str, node: Any, frame: Frame) -> Value:
    """Give `layer.output` of a layer in a Sequential, whose graph is made when it is asked for; None elsewhere."""
    for model in machine.models:
        if model.kind == "sequential" and any(inner is layer for inner in model.layers):
            _model_tensor(machine, model, "output", node, frame)
            return layer.fields.get(name)
    return None


def _tensor_attribute(machine: Machine, tensor: KerasTensor, name: str, node: Any, frame: Frame) -> Value:
    if name == "shape":
        return _shape_value(machine, tensor.shape, node, frame)
    if name == "dtype":
        return tensor.dtype if tensor.dtype is not None else "float32"
    if name == "ndim" and isinstance(tensor.shape, tuple):
        return len(tensor.shape)
    return LibraryFunction(f"keras.KerasTensor.{name}", tensor)


def set_attribute(
    machine: Machine, owner: LayerValue | ModelValue, name: str, value: Value, node: Any, frame: Frame
) -> None:
    """`layer.trainable = False` and other assignments; a model's or wrapper's flag sets its layers' too."""
    machine.touch(owner)
    if name == "trainable":
        _set_trainable(machine, owner, flags.read(machine, value, node, frame), 0)
        if isinstance(owner, ModelValue):
            owner.end = owner.end or frame.place(node)
    elif name in ("name", "_name") and isinstance(value, str):
        owner.name = value
    elif isinstance(owner, ModelValue) and isinstance(owner.origin, subclassed.Subclass):
        if owner.kind == "subclass":
            subclassed.attach(owner, value)
        owner.fields[own_key(owner, name)] = value
        if isinstance(value, ModelValue) and value.variable is None:
            value.variable = name
    elif name not in OWN_FIELDS:
        owner.fields[name] = value


def perhaps_train(
    machine: Machine, owner: LayerValue | ModelValue, value: Value, reason: Message, node: Any, frame: Frame
) -> None:
    """Carry out `layer.trainable = value` where it is not known, for this reason, whether the layer is meant."""
    if owner.trainable is not flags.read(machine, value, node, frame):
        _set_trainable(machine, owner, reason, 0)


def _set_trainable(machine: Machine, owner: Value, value: bool | Message, depth: int) -> None:  # noqa: FBT001 - a flag's value
    if owner.trainable is value:
        return  # TensorFlow's __setattr__ passes over a value that is there already, so nothing inside is set
    machine.touch(owner)
    flags.put(owner, value)
    inner = owner.layers if isinstance(owner, ModelValue) else ()
    if isinstance(owner, LayerValue) and owner.arguments is not None:
        inner = [part for part in owner.arguments.given.values() if isinstance(part, LayerValue | ModelValue)]
    for part in inner:
        if depth < applying.MAX_NESTING:
            _set_trainable(machine, part, value, depth + 1)


def count_params(owner: LayerValue | ModelValue) -> Count:
    """`count_params()`."""
    total: Count = 0
    for weight in applying.weights_of(owner):
        total = total + weight.params
    return total
