"""Copies of layers and models: `clone_model`, and `from_config` of what `get_config` gave (Keras 3.15)."""

from __future__ import annotations

from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import applying, creating, sequential
from param_lsp.evaluate.keras_api import declare
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.values import (
    Arguments,
    ClassValue,
    DictValue,
    LayerValue,
    ModelValue,
    Unknown,
    Value,
)

_MODEL = "(model)"  # no key of Keras's own
_LEFT_OUT = ("name", "trainable", "dtype")


@declare("keras.models.clone_model")
def clone(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Make a Sequential of the same layers, names and flags, with weights of its own."""
    model = given.get(0, "model")
    if not isinstance(model, ModelValue):
        return (
            model if isinstance(model, Unknown) else Unknown(message("which model is cloned is not known"), given.place)
        )
    if len(given.positional) > 1 or set(given.keywords) - {"model"}:
        return Unknown(message("clone_model() with further arguments is not followed"), given.place)
    return _copied_model(machine, model, given)


def _copied_model(machine: Machine, model: ModelValue, given: Any) -> Value:
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
    return DictValue({"name": name, "trainable": bound.trainable, **plain})


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
        return _copied_model(machine, model, given)
    declaration = catalogue.find(owner.removeprefix("keras.layers."))
    if declaration is None or isinstance(bound, ClassValue):
        return Unknown(message("what {name} makes of a configuration is not followed", name=owner), given.place)
    flag = config.items.get("trainable", True)
    keywords = {name: value for name, value in config.items.items() if name != "trainable" or value is False}
    layer = creating.create(machine, declaration, type(given)(given.node, given.frame, keywords=keywords))
    layer.trainable = flag if isinstance(flag, bool) else None
    return layer


declare("keras.Sequential.from_config", "keras.Model.from_config")(from_config)
