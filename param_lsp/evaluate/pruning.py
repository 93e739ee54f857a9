"""`tfmot.sparsity.keras.prune_low_magnitude`: a layer, or each layer of a Sequential, in a wrapper that prunes it."""

from __future__ import annotations

from typing import Any

from param_lsp.catalogue.applications.pruning import PRUNE, PRUNED
from param_lsp.evaluate import applying, sequential
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.values import Arguments, LayerValue, ModelValue, Unknown, Value


def prune_low_magnitude(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table's form
    """Wrap a layer or the layers of a Sequential; everything else is not followed."""
    value = given.get(0, "to_prune")
    if given.unknown is not None or "pruning_policy" in given.keywords or len(given.positional) > 4:
        return Unknown(message("which layers are pruned is not followed"), given.place)
    if isinstance(value, LayerValue):
        return _wrapped(machine, value, given) or _unfollowed(value, given)
    if not isinstance(value, ModelValue) or value.kind != "sequential" or value.unknown is not None:
        return Unknown(message("pruning is followed for layers and Sequential models only"), given.place)
    wrapped: list[LayerValue] = []
    for layer in value.layers:
        if applying.is_input(layer):
            wrapped.append(layer)  # type: ignore[arg-type]  # an InputLayer is a layer
            continue
        inside = _wrapped(machine, layer, given) if isinstance(layer, LayerValue) else None
        if inside is None:
            return _unfollowed(layer, given)
        wrapped.append(inside)
    model = ModelValue("sequential", value.name, given.place, path=given.frame.calls)
    machine.models.append(model)
    model.end = given.place
    model.layers = list(wrapped)
    sequential.rebuild(machine, model)
    return model


def _wrapped(machine: Machine, layer: LayerValue, given: Any) -> LayerValue | None:
    """Give the wrapper of a layer; the layer itself where it is one, None where it cannot be told."""
    if layer.declaration is PRUNE:
        return layer
    if layer.declaration.name not in PRUNED or layer.misfit is not None or layer.reason is not None:
        return None
    arguments = Arguments({"layer": layer}, {}, machine.keras)
    applying.bind_apply(machine, arguments)
    name = None if layer.name is None else f"prune_low_magnitude_{layer.name}"
    place = layer.place if isinstance(given.get(0, "to_prune"), ModelValue) else given.place
    wrapper = LayerValue(PRUNE, arguments, name, place, path=given.frame.calls)
    if "input_shape" in layer.fields:
        wrapper.fields["input_shape"] = layer.fields["input_shape"]
    machine.layers.append(wrapper)
    return wrapper


def _unfollowed(layer: LayerValue | ModelValue, given: Any) -> Unknown:
    what = layer.declaration.name if isinstance(layer, LayerValue) else "a model inside a model"
    return Unknown(message("how {layer} is pruned is not followed", layer=what), given.place)
