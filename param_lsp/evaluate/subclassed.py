"""Workspace classes that inherit from Keras's models: layers are attributes, rows come from following `call`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import applying, calls, classes, creating, functional, holding, sequential, traced
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.shapes import ShapeTree, UnknownShape
from param_lsp.values import (
    Applied,
    BoundMethod,
    ClassValue,
    DictValue,
    Function,
    KerasTensor,
    LayerValue,
    ListValue,
    Misfit,
    ModelValue,
    Node,
    Outcome,
    SetValue,
    Step,
    Undetermined,
    Unknown,
    Value,
)

KINDS = {
    "keras.Model": "subclass",
    "keras.Functional": "subclass",
    "keras.Sequential": "sequential",
    "keras.models.Functional": "subclass",
}
# Facts of ours beside the user's attributes: no identifiers, so that none can clash.
PRETENDED, INITIALIZED, BUILT = "(pretended)", "(initialized)", "(built)"
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Subclass:
    """Where a model's own class comes from: the class, and the expression that made the model."""

    of: ClassValue
    frame: Frame
    node: Any


def instantiate(machine: Machine, of: ClassValue, base: str | None, given: Any) -> ModelValue | None:
    """Make a model of a workspace class; None where the class inherits from no model of Keras."""
    kind = KINDS.get(base or "")
    if kind is None:
        return None
    model = ModelValue(kind, None, given.place, path=given.frame.calls, origin=Subclass(of, given.frame, given.node))
    model.end = given.place
    model.fields[holding.WEIGHTS] = ListValue()
    machine.models.append(model)
    constructor = classes.find(of, "__init__")
    if isinstance(constructor, Function):
        failed = calls.call(machine, BoundMethod(constructor, model), given)
        if isinstance(failed, Unknown):
            model.unknown = model.unknown or failed.reason
        elif INITIALIZED not in model.fields:
            model.unknown = message("__init__() of {owner} does not call super().__init__()", owner=of.name)
    else:
        initialize(machine, given, model)
    return model


def initialize(machine: Machine, given: Any, model: Value) -> Value:
    """`super().__init__(…)` of a model's class: names it, and makes what it is given a graph or a stack."""
    if not isinstance(model, ModelValue) or not isinstance(model.origin, Subclass):
        return None
    machine.touch(model)
    model.fields[INITIALIZED] = True
    if model.kind == "sequential":
        sequential.fill(machine, model, given)
        return None
    if model.name is None:
        model.name = creating.name_of(
            machine, catalogue.automatic_name(model.origin.of.name), given.keywords.get("name")
        )
    count = len(given.positional)
    if count >= 2 or (count == 1 and "outputs" in given.keywords) or {"inputs", "outputs"} <= set(given.keywords):
        model.kind = "functional"
        functional.fill(machine, model, given)
    if given.keywords.get("trainable") is False:
        model.trainable = False
    return None


def attach(model: ModelValue, value: Value) -> None:
    """Note layers in a value that becomes an attribute, as Keras's tracker does: in order, each once, never removed."""
    synchronize(model)
    _note(model, list(layers_in(value)))


def synchronize(model: ModelValue) -> None:
    """Note layers that were appended meanwhile to lists which are attributes already, in the order of their making."""
    held = [layer for value in model.fields.values() if not isinstance(value, LayerValue) for layer in layers_in(value)]
    _note(model, sorted(held, key=lambda layer: layer.serial))


def _note(model: ModelValue, layers: list[LayerValue | ModelValue]) -> None:
    known = {id(layer) for layer in model.layers}
    for layer in layers:
        if id(layer) not in known and layer is not model:
            known.add(id(layer))
            model.layers.append(layer)


def layers_in(value: Value, depth: int = 0) -> Iterator[LayerValue | ModelValue]:
    """Give the layers in a value, those in containers too."""
    if isinstance(value, LayerValue | ModelValue):
        yield value
    elif depth < _DEEPEST:
        members: Any = ()
        if isinstance(value, DictValue):
            members = value.items.values()
        elif isinstance(value, ListValue | SetValue):
            members = value.items
        elif isinstance(value, tuple):
            members = value
        for member in members:
            yield from layers_in(member, depth + 1)


def open_container(model: ModelValue) -> Message | None:
    """Tell why a list or dict of layers is not known, if one is."""
    for value in model.fields.values():
        if isinstance(value, ListValue | DictValue) and value.unknown is not None and next(layers_in(value), None):
            return value.unknown.reason
    return None


# -- following call -----------------------------------------------------------------------------------------------


def call(machine: Machine, model: ModelValue, given: Any) -> Value:
    """`model(x)`: arrays and symbolic tensors build the model's layers on the way through its `call`."""
    positional = [traced.symbolic(value) for value in given.positional]
    keywords = {name: traced.symbolic(value) for name, value in given.keywords.items()}
    moved = replace(given, positional=positional, keywords=keywords)
    first = positional[0] if positional else next(iter(keywords.values()), None)
    result = _follow(machine, model, moved, traced.shape_of(first))
    outcome = _outcome(model, result)
    if isinstance(outcome, Misfit):
        return Unknown(outcome.message, given.place)
    tensors = [tensor for value in (*given.positional, *given.keywords.values()) for tensor in traced.tensors_in(value)]
    symbolic = tuple(tensor for tensor in tensors if isinstance(tensor, KerasTensor))
    if not symbolic:
        return traced.eager(result)
    node = Node(model, symbolic, Step(model, traced.shape_of(first), outcome))
    return traced.attached(result, node, count())


def apply(machine: Machine, model: ModelValue, inputs: ShapeTree) -> Outcome:
    """Apply a model to an input shape, as a member of another model."""
    origin = model.origin
    if not isinstance(origin, Subclass):
        return Undetermined(message("what the model gives is not known"))
    given = calls.Given(origin.node, origin.frame, [traced.tensor_of(inputs)], places=[model.place])
    return _outcome(model, _follow(machine, model, given, inputs))


def build(machine: Machine, model: ModelValue, inputs: ShapeTree, place: Any, *, asked: bool) -> None:
    """Build a model's layers for an input: what `fit` and Keras 2's `build` do.

    Arguments:
        asked: by `build()` alone, which builds nothing in Keras 3: what it would hold is shown until it is called.
    """
    if follows_own_build(model):
        return  # that of the class itself was called, and calls this one
    if asked and machine.keras == 3:
        if not all(_is_built(layer) for layer in model.layers):
            _pretend(machine, model, inputs)
        return
    outcome = apply(machine, model, inputs)
    if isinstance(outcome, Undetermined) and not any(_is_built(layer) for layer in model.layers):
        machine.touch(model)
        model.unknown = model.unknown or outcome.reason
    model.end = place or model.end


def _pretend(machine: Machine, model: ModelValue, inputs: ShapeTree) -> None:
    """Look at what calling would build, and take it back."""
    created, events = len(machine.layers), len(machine.events)
    results, _ = machine.heap.alternatives(
        [lambda: (apply(machine, model, inputs), steps(model))], message("it is only tried"), None
    )
    del machine.layers[created:]
    del machine.events[events:]
    machine.touch(model)
    model.steps = results[0][1]
    model.fields[PRETENDED] = message(
        "build() of a subclassed model builds nothing in Keras 3: these are the numbers once it is called on such data"
    )


def _follow(machine: Machine, model: ModelValue, given: Any, inputs: ShapeTree) -> Value:
    origin = model.origin
    method = classes.find(origin.of, "call")
    if not isinstance(method, Function):
        return Unknown(message("{owner} has no call() that we can see", owner=origin.of.name), given.place)
    machine.touch(model)
    model.fields.pop(PRETENDED, None)
    told = len(machine.events)
    _build_own(machine, model, given, inputs)
    filled = unfilled(machine, method, given.positional, given.keywords)
    given = replace(given, keywords={**given.keywords, **filled}, frame=replace(given.frame, calls=model.path))
    machine.tracing += 1
    try:
        result = calls.call(machine, BoundMethod(method, model), given)
    finally:
        machine.tracing -= 1
    machine.touch(model)
    synchronize(model)
    if model.input_shape is None:
        model.input_shape, model.output_shape = inputs, traced.shape_of(result)
    if isinstance(result, Unknown):
        said = [event.misfit for event in machine.events[told:] if event.misfit.message == result.reason]
        if said:
            model.misfit = said[0]
        else:
            model.fields["undetermined"] = result.reason
    model.steps = steps(model)
    return result


def unfilled(
    machine: Machine, method: Function, positional: list[Value], keywords: dict[str, Value]
) -> dict[str, Value]:
    """Give None for `training` and `mask` of a `call` without defaults: Keras 2 fills them in, Keras 3 raises."""
    if machine.keras >= 3:
        return {}
    parameters = method.definition.parameters
    taken = [parameter.name for parameter in parameters[1 : len(positional) + 1]]
    return {
        parameter.name: None
        for parameter in parameters
        if parameter.name in ("training", "mask") and parameter.default is None
        if parameter.name not in (*taken, *keywords)
    }


def _build_own(machine: Machine, model: ModelValue, given: Any, inputs: ShapeTree) -> None:
    """Follow the class's own `build`, once."""
    own = classes.find(model.origin.of, "build")
    if isinstance(own, Function) and BUILT not in model.fields:
        model.fields[BUILT] = True
        shape = traced.value_of(inputs)
        calls.simple_call(machine, BoundMethod(own, model), [shape], given.frame, given.node)


def follows_own_build(model: ModelValue) -> bool:
    """Tell whether the class has a `build` of its own."""
    return isinstance(classes.find(model.origin.of, "build"), Function)


def _outcome(model: ModelValue, result: Value) -> Outcome:
    if model.misfit is not None:
        return model.misfit
    shape = traced.shape_of(result)
    if isinstance(shape, UnknownShape) and any(not _is_built(layer) for layer in model.layers):
        return Undetermined(shape.reason)
    return Applied(shape, tuple(applying.weights_of(model)))


# -- rows ---------------------------------------------------------------------------------------------------------


def steps(model: ModelValue) -> list[Step]:
    """Give a row for each layer: with the shape that first built it, or unbuilt where `call` never came by."""
    reason = model.fields.get("undetermined") or open_container(model)
    found = []
    for layer in model.layers:
        if not _is_built(layer):
            why = reason if isinstance(reason, Message) else layer.fields.get(applying.LOST)
            lost = Undetermined(why) if isinstance(why, Message) else None
            found.append(Step(layer, None, lost))
        elif isinstance(layer, LayerValue):
            found.append(Step(layer, layer.built_for, layer.built))
        else:
            output = layer.output_shape
            known = output if output is not None else UnknownShape(message("what the model gives is not known"))
            found.append(Step(layer, layer.input_shape, Applied(known, tuple(applying.weights_of(layer)))))
    return found


def _is_built(layer: LayerValue | ModelValue) -> bool:
    return (layer.built if isinstance(layer, LayerValue) else layer.input_shape) is not None
