"""Sequential models: adding, removing and building layers as `keras.src.models.sequential` does (Keras 3.15)."""

from __future__ import annotations

from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import applying, creating, flags, masks, merged, rounds
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.shapes import Polynomial, Shape, ShapeTree, UnknownDim, UnknownShape
from param_lsp.spans import Place
from param_lsp.syntax import tree
from param_lsp.values import (
    Applied,
    ClassValue,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    Misfit,
    ModelValue,
    NumpyScalar,
    OneOf,
    Step,
    Undetermined,
    Unknown,
    Value,
)
from param_lsp.wording import shape as shape_text


def create(machine: Machine, given: Any) -> ModelValue:
    """`Sequential(layers, trainable, name)`; Keras 2 had `Sequential(layers, name)`."""
    model = ModelValue("sequential", None, given.place, path=given.frame.calls)
    machine.models.append(model)
    model.end = given.place
    fill(machine, model, given)
    return model


def fill(machine: Machine, model: ModelValue, given: Any) -> None:
    """Name a new model and give it its layers; a class of the workspace lends its name."""
    from param_lsp.evaluate import iteration  # noqa: PLC0415 - stands above this module

    name = given.keywords.get("name", given.get(2, "name"))
    if name is None and len(given.positional) > 1 and isinstance(given.positional[1], str):
        name = given.positional[1]
    stem = catalogue.automatic_name(model.origin.of.name) if model.origin is not None else "sequential"
    model.name = creating.name_of(machine, stem, name)
    flag = given.get(1, "trainable", True)
    if flag is not True and not isinstance(flag, str | None):
        flags.put(model, flags.read(machine, flag, given.node, given.frame))
    if given.unknown is not None:
        model.unknown = given.unknown.reason
    layers = given.get(0, "layers")
    if layers is None:
        return
    members = iteration.members(machine, layers, given.frame, given.node)
    if isinstance(members, Unknown):
        model.unknown = members.reason
        return
    places = _places(given, len(members))
    for layer, place in zip(members, places, strict=True):
        if isinstance(layer, Unknown | OneOf):
            rebuild(machine, model)  # what stands before one that nobody knows is as if it had been added alone
        append(machine, model, layer, place, rebuild=False)
    if model.origin is None:
        model.end = given.place
    rebuild(machine, model)


def _places(given: Any, count: int) -> list[Place]:
    """The places of the members of a list written in the call; the whole call for lists made elsewhere."""
    arguments = given.node.arguments
    first = next((item.value for item in arguments if item.keyword in (None, "layers")), None)
    if isinstance(first, tree.ListExpression | tree.TupleExpression) and len(first.items) == count:
        return [given.frame.place(item) for item in first.items]
    return [given.place] * count


def add(machine: Machine, model: ModelValue, layer: Value, given: Any) -> None:
    """`model.add(layer)`."""
    append(machine, model, layer, given.places[0] if given.places else given.place, rebuild=True)
    model.end = given.place


def append(machine: Machine, model: ModelValue, layer: Value, place: Place, *, rebuild: bool) -> None:  # noqa: C901
    """Put a layer on top; what Keras rejects ends the model."""
    machine.touch(model)
    machine.step(5)
    model.end = place
    if model.misfit is not None or (model.unknown is not None and not rounds.is_open(model)):
        if isinstance(layer, LayerValue | ModelValue):
            model.layers.append(layer)
        return
    if isinstance(layer, Unknown | UnknownDim | Polynomial | OneOf):
        reason = layer.reason if not isinstance(layer, Polynomial) else message("which layer is added is not known")
        model.unknown = reason
        return
    if isinstance(layer, KerasTensor) and layer.node is not None and applying.is_input(layer.node.layer):
        layer = layer.node.layer
    if not isinstance(layer, LayerValue | ModelValue):
        _reject(machine, model, None, _not_a_layer(layer), place)
        return
    if not model.layers and merged.is_merge(layer):
        misfit = merged.begin(machine, model, layer)
        if misfit is not None:
            model.layers.append(layer)
            _reject(machine, model, layer, misfit, place)
        return
    if not model.layers and isinstance(layer, LayerValue) and not applying.is_input(layer):
        _add_given_input(machine, model, layer)
    if not model.layers and isinstance(layer, LayerValue) and isinstance(layer.fields.get("input_misfit"), Misfit):
        model.layers.append(layer)
        _reject(machine, model, layer, layer.fields["input_misfit"], place)
        return
    if layer.name is not None and any(other.name == layer.name and other is not layer for other in model.layers):
        _reject(machine, model, layer, _duplicate(layer.name), place)
        return
    if applying.is_input(layer) and model.layers and applying.is_input(model.layers[0]):
        _reject(machine, model, layer, _second_input(model), place)
        return
    model.layers.append(layer)
    if rebuild or merged.MERGED in model.fields:
        _rebuild_top(machine, model)


def pop(machine: Machine, model: ModelValue, place: Place) -> Value:
    """`model.pop()`."""
    machine.touch(model)
    model.end = place
    if not model.layers or model.unknown is not None:
        return Unknown(model.unknown or message("the model has no layers to pop"), place)
    layer = model.layers.pop()
    if model.misfit_layer is layer:
        model.misfit = model.misfit_layer = None
    if model.layers:
        rebuild(machine, model)
    return layer


def build(machine: Machine, model: ModelValue, shape: ShapeTree, place: Place | None = None) -> None:
    """`model.build(input_shape)`: makes the hidden InputLayer and applies all layers.

    Arguments:
        place: of the shape that the user wrote; None where data or another model gives it.
    """
    machine.touch(model)
    if model.unknown is not None or model.misfit is not None or not model.layers:
        return
    first = model.layers[0]
    if applying.is_input(first):
        given: ShapeTree = first.fields.get("input_shape", ())
        known = applying.is_shape_known(given) and applying.is_shape_known(shape)
        if place is not None and machine.keras == 3 and known and given != shape:  # Keras 2 let it pass
            _reject(machine, model, None, _other_input(model, given, shape), place)
        return
    hidden = creating.input_layer(machine, shape, model.place, model.path)
    model.layers.insert(0, hidden)
    _apply_all(machine, model, shape)


def rebuild(machine: Machine, model: ModelValue) -> None:
    """`_maybe_rebuild`: build where the input is known; else the model waits (see `deferred`)."""
    if not model.layers or model.unknown is not None or model.misfit is not None:
        return
    if merged.MERGED in model.fields:
        if not merged.is_whole(model):
            model.unknown = message("taking layers off a model that begins with Merge is not followed")
        return
    machine.touch(model)
    model.steps = []
    shape = _own_input(model)
    if shape is None or len(model.layers) == 1:
        model.input_shape = model.output_shape = None
        rejected = next(
            (layer for layer in model.layers if isinstance(layer, LayerValue) and layer.misfit is not None), None
        )
        if rejected is not None:
            model.misfit, model.misfit_layer = rejected.misfit, rejected
        return
    if not applying.is_input(model.layers[0]):
        model.layers.insert(0, creating.input_layer(machine, shape, model.place, model.path))
    _apply_all(machine, model, shape)


def _rebuild_top(machine: Machine, model: ModelValue) -> None:
    """After one layer was added, apply just that one: those below stay as they are."""
    applied = [layer for layer in model.layers if not applying.is_input(layer)]
    if model.input_shape is None or len(model.steps) != len(applied) - 1:
        rebuild(machine, model)
        return
    creating.count_functional(machine, model)
    current: ShapeTree | None = model.output_shape if model.steps else model.input_shape
    _apply_next(machine, model, applied[-1], current if current is not None else UnknownShape(_why(model)))
    masks.through_stack(machine, model)


def _apply_all(machine: Machine, model: ModelValue, shape: ShapeTree) -> None:
    model.input_shape = shape
    model.steps = []
    creating.count_functional(machine, model)
    current = shape
    for layer in model.layers:
        if applying.is_input(layer):
            continue
        output = _apply_next(machine, model, layer, current)
        if output is None:
            return
        current = output
    masks.through_stack(machine, model)


def _apply_next(
    machine: Machine, model: ModelValue, layer: LayerValue | ModelValue, inputs: ShapeTree
) -> ShapeTree | None:
    """Apply one more layer; None after a misfit, which ends the model."""
    outcome = applying.apply(machine, layer, inputs)
    model.steps.append(Step(layer, inputs, outcome))
    if isinstance(outcome, Misfit):
        model.output_shape = None
        _reject(machine, model, layer, outcome, layer.place)
        return None
    output = outcome.output if isinstance(outcome, Applied) else UnknownShape(outcome.reason)
    model.output_shape = output
    return output


def _own_input(model: ModelValue) -> ShapeTree | None:
    first = model.layers[0]
    if isinstance(first, ModelValue):
        return first.input_shape
    if applying.is_input(first):
        shape: Shape | UnknownShape | None = first.fields.get("input_shape")
        return shape
    return None


def _add_given_input(machine: Machine, model: ModelValue, layer: LayerValue) -> None:
    """Keras makes an InputLayer from the first layer's `input_shape=`."""
    shape = layer.fields.get("input_shape")
    if shape is not None and layer.misfit is None:
        place = layer.argument_places.get("input_shape") or layer.argument_places.get("input_dim") or layer.place
        model.layers.append(creating.input_layer(machine, shape, place, model.path))


def _reject(
    machine: Machine, model: ModelValue, layer: LayerValue | ModelValue | None, misfit: Misfit, place: Place
) -> None:
    told = (isinstance(layer, LayerValue) and layer.misfit is not None) or machine.told(misfit)
    if isinstance(layer, LayerValue):
        declaration = catalogue.find(layer.declaration.name)
        misfit = catalogue.named(misfit, declaration, layer.name) if declaration is not None else misfit
    model.misfit, model.misfit_layer = misfit, layer
    if told:
        return
    argument = layer.argument_places.get(misfit.argument or "") if isinstance(layer, LayerValue) else None
    related = []
    previous = model.steps[-2].layer if len(model.steps) > 1 else None
    if previous is not None and model.steps[-1].inputs is not None:
        related.append((previous.place, message("its input comes from here")))
    elif model.layers and applying.is_input(model.layers[0]) and model.layers[0] is not layer:
        related.append((model.layers[0].place, message("the input shape comes from here")))
    machine.events.append(Event(misfit, layer.place if layer is not None else place, argument, tuple(related)))


def _why(model: ModelValue) -> Message:
    last = model.steps[-1].outcome if model.steps else None
    return last.reason if isinstance(last, Undetermined) else message("the shape before this layer is not known")


def _not_a_layer(value: Value) -> Misfit:
    what = _describe(value)
    return Misfit(
        "not-a-layer",
        message("a Sequential takes layers, got {what}", what=what),
        f"Only instances of `keras.Layer` can be added to a Sequential model. Received: {what}",
        short=message("wants a layer, gets {what}", what=what),
    )


def _describe(value: Value) -> str:
    if isinstance(value, LibraryFunction):
        return f"the class {value.name.rpartition('.')[2]} itself (call it)"
    if isinstance(value, ClassValue):
        return f"the class {value.name} itself (call it)"
    if isinstance(value, KerasTensor):
        return "a tensor, the output of a layer"
    if isinstance(value, NumpyScalar):
        return f"the number {value.value}"
    if value is None or isinstance(value, bool | int | float | str):
        return repr(value)[:40]
    return f"a {type(value).__name__.removesuffix('Value').lower()}"


def _duplicate(name: str) -> Misfit:
    return Misfit(
        "duplicate-layer-name",
        message("another layer of this model is named {name} already", name=name),
        "All layers added to a Sequential model should have unique names. "
        f"Name '{name}' is already the name of a layer in this model. "
        "Update the `name` argument to pass a unique name.",
        argument="name",
        short=message("the name {name} is taken", name=name),
    )


def _other_input(model: ModelValue, given: ShapeTree, shape: ShapeTree) -> Misfit:
    return Misfit(
        "incompatible-axis",
        message(
            "the model has an input of {given} already, got {shape}", given=shape_text(given), shape=shape_text(shape)
        ),
        f"Sequential model '{model.name}' has already been configured to use input shape {shape_text(given)}. "
        f"You cannot build it with input_shape {shape_text(shape)}",
        short=message("wants {given}, gets {shape}", given=shape_text(given), shape=shape_text(shape)),
    )


def _second_input(model: ModelValue) -> Misfit:
    first = model.layers[0]
    shape = first.fields.get("input_shape") if isinstance(first, LayerValue) else None
    return Misfit(
        "invalid-argument",
        message("the model has an input of {shape} already", shape=shape_text(shape)),
        f"Sequential model '{model.name}' has already been configured to use input shape {shape_text(shape)}. "
        "You cannot add a different Input layer to it.",
        short=message("has an input already"),
    )
