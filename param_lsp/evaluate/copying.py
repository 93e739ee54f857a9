"""Copies of layers and models: `clone_model`, and what `get_config` or `to_json` gave made again (Keras 3.15)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import applying, creating, flags, graphs, operations, sequential, subclassed
from param_lsp.evaluate.keras_api import declare
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.values import (
    Arguments,
    ClassValue,
    DictValue,
    KerasTensor,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    Node,
    Unknown,
    Value,
)

_MODEL = "(model)"  # no key of Keras's own
_JSON = "keras.Model.to_json()"
_LEFT_OUT = ("name", "trainable", "dtype")


@declare("keras.models.clone_model")
def clone(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Make a model of the same layers, names and flags, with weights of its own."""
    model = given.get(0, "model")
    if not isinstance(model, ModelValue):
        return (
            model if isinstance(model, Unknown) else Unknown(message("which model is cloned is not known"), given.place)
        )
    if len(given.positional) > 1 or set(given.keywords) - {"model"}:
        return Unknown(message("clone_model() with further arguments is not followed"), given.place)
    copy = _copied_model(machine, model, given)
    if isinstance(copy, ModelValue) and copy.kind == "functional":
        copy.trainable = True  # only the flags of its layers are in their configurations
        for layer in copy.layers:
            arguments = layer.arguments if isinstance(layer, LayerValue) and applying.is_input(layer) else None
            if arguments is not None and arguments.get("name") is None:
                layer.name = None  # that of its tensor, which counts all tensors before
    return copy


def _copied_model(machine: Machine, model: ModelValue, given: Any) -> Value:
    if model.kind == "functional" and model.unknown is None and model.misfit is None:
        return _copied_graph(machine, model, given)
    if model.kind != "sequential" or model.origin is not None or model.unknown is not None or model.misfit is not None:
        return Unknown(message("the copy of such a model is not followed"), given.place)
    copy = ModelValue("sequential", model.name, given.place, path=given.frame.calls, trainable=model.trainable)
    copy.end = given.place
    for layer in model.layers:
        made = _copied_layer(machine, layer, given)
        if made is None:
            return Unknown(message("the copy of {layer} is not followed", layer=layer.name or "a layer"), given.place)
        sequential.append(machine, copy, made, given.place, rebuild=False)
    machine.models.append(copy)
    copy.end = given.place
    sequential.rebuild(machine, copy)
    return copy


def _copied_graph(machine: Machine, model: ModelValue, given: Any) -> Value:
    """Make the graph of a functional model again, each layer once."""
    not_followed = Unknown(message("the copy of such a model is not followed"), given.place)
    inputs, outputs = model.fields.get("inputs"), model.fields.get("outputs")
    if isinstance(model.origin, subclassed.Subclass) or inputs is None or outputs is None:
        return not_followed
    layers: dict[int, LayerValue | ModelValue] = {}
    for step in model.steps:
        layer = step.layer
        made = _copied_operation(layer, given) if applying.is_operation(layer) else _copied_layer(machine, layer, given)
        if made is None:
            return Unknown(message("the copy of {layer} is not followed", layer=layer.name or "a layer"), given.place)
        if isinstance(layer, LayerValue) and isinstance(made, LayerValue):
            made.built, made.built_for = layer.built, layer.built_for
        elif isinstance(made, ModelValue) and step.inputs is not None and made.input_shape is None:
            applying.apply(machine, made, step.inputs)
        layers[id(layer)] = made
    tensors = _Tensors(layers)
    copy = ModelValue("functional", model.name, given.place, path=given.frame.calls, trainable=model.trainable)
    copy.fields["inputs"], copy.fields["outputs"] = tensors.copied(inputs), tensors.copied(outputs)
    if tensors.lost:
        return not_followed
    for step in model.steps:
        tensors.note_calls(step.layer, layers[id(step.layer)])
    copy.end, copy.input_shape, copy.output_shape = given.place, model.input_shape, model.output_shape
    copy.layers = [layers[id(layer)] for layer in model.layers]
    copy.steps = [replace(step, layer=layers[id(step.layer)]) for step in model.steps]
    copy.origin = model.origin
    machine.models.append(copy)
    return copy


def _copied_operation(layer: LayerValue | ModelValue, given: Any) -> LayerValue | None:
    if not isinstance(layer, LayerValue):
        return None
    return LayerValue(layer.declaration, layer.arguments, layer.name, given.place, path=given.frame.calls)


class _Tensors:
    """Copies the tensors of a graph and the calls that made them.

    Arguments:
        layers: the copies of its layers, by the ids of these.
    """

    def __init__(self, layers: dict[int, LayerValue | ModelValue]) -> None:
        self.layers, self.lost = layers, False
        self.nodes: dict[int, Node] = {}

    def copied(self, value: Value) -> Value:
        """Give the same structure of new tensors; `lost` says whether one comes from outside the graph."""
        if isinstance(value, KerasTensor):
            return self._tensor(value)
        if isinstance(value, ListValue):
            return ListValue([self.copied(item) for item in value.items])
        if isinstance(value, DictValue):
            return DictValue({key: self.copied(item) for key, item in value.items.items()})
        self.lost = self.lost or not isinstance(value, tuple)
        return tuple(self.copied(item) for item in value) if isinstance(value, tuple) else value

    def note_calls(self, layer: LayerValue | ModelValue, copy: LayerValue | ModelValue) -> None:
        """Let `layer.input` and `layer.output` of a copy be of its own first call, where that is of this graph."""
        for name in ("input", "output", graphs.FIRST_CALL):
            found = layer.fields.get(name)
            if found is not None and all(id(each.node) in self.nodes for each in operations.tensors_in(found)):
                copy.fields[name] = self.copied(found)

    def _tensor(self, tensor: KerasTensor) -> KerasTensor:
        waiting = [tensor.node]
        while waiting:  # a stack of its own: graphs are deeper than Python's
            node = waiting[-1]
            if node is None or id(node.layer) not in self.layers:
                self.lost = True
                return tensor
            missing = [each.node for each in node.inputs if id(each.node) not in self.nodes]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if id(node) not in self.nodes:
                layer = self.layers[id(node.layer)]
                inputs = tuple(replace(each, node=self.nodes[id(each.node)], mask=None) for each in node.inputs)
                self.nodes[id(node)] = Node(layer, inputs, replace(node.step, layer=layer))
        return replace(tensor, node=self.nodes[id(tensor.node)], mask=None)


def _copied_layer(machine: Machine, layer: LayerValue | ModelValue, given: Any) -> LayerValue | ModelValue | None:
    if isinstance(layer, ModelValue):
        inner = _copied_model(machine, layer, given)
        return inner if isinstance(inner, ModelValue) else None
    arguments = layer.arguments
    if arguments is None or not (applying.is_input(layer) or _is_of_keras(layer)):
        return None
    if arguments.memo is None:  # it may hold other layers
        held: dict[str, Value] = {}
        for name, value in arguments.given.items():
            part = _copied_layer(machine, value, given) if isinstance(value, LayerValue | ModelValue) else value
            if part is None and value is not None:
                return None
            held[name] = part
        arguments = Arguments(held, arguments.defaults, arguments.keras)
        applying.bind_apply(machine, arguments)
    copy = LayerValue(
        layer.declaration,
        arguments,
        layer.name,
        given.place,
        trainable=layer.trainable,
        misfit=layer.misfit,
        reason=layer.reason,
        marks=layer.marks,
        path=given.frame.calls,
    )
    copy.fields.update({name: layer.fields[name] for name in ("input_shape", "hidden") if name in layer.fields})
    machine.layers.append(copy)
    return copy


def _is_of_keras(layer: LayerValue) -> bool:
    """Tell whether a layer's class is Keras's own, which is made again from its arguments."""
    return catalogue.find(layer.declaration.name) is layer.declaration


@declare("keras.layers.Layer.get_config", "keras.Model.get_config", "keras.Sequential.get_config")
def get_config(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Give a layer's arguments by name; of a model, what makes it again."""
    if isinstance(bound, ModelValue):
        return DictValue({"name": bound.name, _MODEL: bound} if bound.name is not None else {_MODEL: bound})
    arguments = bound.arguments if isinstance(bound, LayerValue) else None
    if arguments is None or not _is_of_keras(bound):
        return Unknown(message("what {name}() gives is not followed", name=given.callee_name), given.place)
    plain = {name: arguments[name] for name in (*arguments.defaults, *arguments.given) if name not in _LEFT_OUT}
    name = bound.name if bound.name is not None else Unknown(message("the layer's name is not known"))
    if not _takes_flag(bound.declaration):
        return DictValue({"name": name, **plain})
    doubt = flags.why(bound)
    return DictValue({"name": name, "trainable": bound.trainable if doubt is None else Unknown(doubt), **plain})


def _takes_flag(declaration: Any) -> bool:
    """Tell whether a layer's configuration holds its flag: SpatialDropout's has none (Keras 3.15)."""
    return "**" in declaration.signature or "trainable" in declaration.signature


@declare("keras.Model.to_json", "keras.Sequential.to_json")
def to_json(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Give the text of what makes a model again."""
    if not isinstance(bound, ModelValue):
        return Unknown(message("what {name}() gives is not followed", name=given.callee_name), given.place)
    return LibraryObject(_JSON, {_MODEL: bound})


@declare("keras.models.model_from_json")
def model_from_json(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Make a model again of what `to_json` gave; the text of a file is not read."""
    text = given.get(0, "json_string")
    if not isinstance(text, LibraryObject) or text.type != _JSON:
        return (
            text
            if isinstance(text, Unknown)
            else Unknown(message("the model is loaded from a file, which is not read"), given.place)
        )
    return _again(machine, text.fields[_MODEL], text.serial, given)


def _again(machine: Machine, model: ModelValue, moment: int, given: Any) -> Value:
    """Make a model again as it was at a moment."""
    if any(part.changed > moment for part in (model, *model.layers, *model.leaves())):
        return Unknown(message("the model was changed after its configuration was asked for"), given.place)
    if len({id(layer) for layer in model.layers}) < len(model.layers):
        return Unknown(message("the copy of such a model is not followed"), given.place)
    return _copied_model(machine, model, given)


def from_config(machine: Machine, given: Any, bound: Value) -> Value:
    """`Dense.from_config(config)`, `Sequential.from_config(config)`."""
    config, owner = given.get(0, "config"), given.callee.removesuffix(".from_config")
    if not isinstance(config, DictValue) or config.unknown is not None:
        return (
            config if isinstance(config, Unknown) else Unknown(message("the configuration is not known"), given.place)
        )
    model = config.items.get(_MODEL)
    if isinstance(model, ModelValue):
        if config.changed:
            return Unknown(message("a configuration was changed in a way that is not followed"), given.place)
        return _again(machine, model, config.serial, given)
    declaration = catalogue.find(owner.removeprefix("keras.layers."))
    if declaration is None or isinstance(bound, ClassValue):
        return Unknown(message("what {name} makes of a configuration is not followed", name=owner), given.place)
    flag = config.items.get("trainable", True)
    keywords = {name: value for name, value in config.items.items() if name != "trainable" or value is False}
    layer = creating.create(machine, declaration, type(given)(given.node, given.frame, keywords=keywords))
    if isinstance(flag, bool | Unknown):
        flags.put(layer, flag if isinstance(flag, bool) else flag.reason)
    return layer


declare("keras.Sequential.from_config", "keras.Model.from_config", "keras.Functional.from_config")(from_config)
