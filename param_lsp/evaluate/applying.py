"""Applying layers and models to shapes, as Keras does when it builds a model symbolically."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from param_lsp.evaluate import creating, flags, holding
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.shapes import Count, Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import (
    Applied,
    Arguments,
    LayerValue,
    Misfit,
    ModelValue,
    Outcome,
    Step,
    Undetermined,
    Weight,
)
from param_lsp.wording import shape as shape_text

MAX_NESTING = 12
LOST = "(why its call was not followed)"  # it may be built then, though not here
_COUNTED = "(inner layers are numbered)"


def apply(machine: Machine, layer: LayerValue | ModelValue, inputs: ShapeTree, depth: int = 0) -> Outcome:
    """Apply a layer or model to an input; the first application builds it."""
    if depth > MAX_NESTING:
        return Undetermined(message("models are nested too deeply to follow"))
    if isinstance(layer, ModelValue):
        return _apply_model(machine, layer, inputs, depth)
    if layer.misfit is not None:
        return layer.misfit
    if layer.arguments is None or layer.reason is not None:
        return Undetermined(layer.reason or message("how the layer is made is not known"))
    machine.step(5)
    outcome = _applied(layer, layer.arguments, inputs)
    if not isinstance(outcome, Applied):
        if isinstance(outcome, Undetermined):
            machine.touch(layer)
            layer.fields[LOST] = outcome.reason
            _count_inner(machine, layer)
        return outcome
    if layer.built is None:
        machine.touch(layer)
        layer.built, layer.built_for = outcome, inputs
        _count_inner(machine, layer)
        return outcome
    return _rebuilt(layer, layer.built, outcome, inputs)


def _count_inner(machine: Machine, layer: LayerValue) -> None:
    """Number the layers that a layer makes when it is built, also where its input is not known; once."""
    if layer.declaration.name in creating.INNER_WHEN_BUILT and _COUNTED not in layer.fields:
        machine.touch(layer)
        layer.fields[_COUNTED] = True
        creating.count_inner(machine, creating.INNER_WHEN_BUILT[layer.declaration.name])


def preview(machine: Machine, layer: LayerValue | ModelValue, inputs: ShapeTree) -> Outcome:
    """Tell what applying would give, without building anything."""
    if isinstance(layer, ModelValue):
        if layer.input_shape is None:
            return Undetermined(message("the nested model is not built"))
        return _apply_model(machine, layer, inputs, 1)
    if layer.misfit is not None:
        return layer.misfit
    if layer.arguments is None or layer.reason is not None:
        return Undetermined(layer.reason or message("how the layer is made is not known"))
    return _applied(layer, layer.arguments, inputs)


def is_input(layer: object) -> bool:
    """Tell whether a member of a model is an InputLayer."""
    return isinstance(layer, LayerValue) and layer.declaration.name == "InputLayer"


def _applied(layer: LayerValue, arguments: Arguments, inputs: ShapeTree) -> Outcome:
    memo = arguments.memo
    if memo is None:
        return layer.declaration.apply(arguments, inputs)
    outcome: Outcome | None = memo.get(inputs)
    if outcome is None:
        outcome = memo[inputs] = layer.declaration.apply(arguments, inputs)
    return outcome


def bind_apply(machine: Machine, arguments: Arguments) -> None:
    """Let a wrapper's declaration apply its inner layer without building it for good."""

    def inner(layer: object, inputs: ShapeTree) -> Outcome:
        if isinstance(layer, LayerValue):
            if layer.misfit is not None:
                return layer.misfit
            if layer.arguments is None or layer.reason is not None:
                return Undetermined(layer.reason or message("how the inner layer is made is not known"))
            outcome = layer.declaration.apply(layer.arguments, inputs)
            if isinstance(outcome, Applied) and layer.trainable is False:
                names = frozenset(weight.name for weight in outcome.weights)
                return replace(outcome, frozen=outcome.frozen | names)
            return outcome
        if isinstance(layer, ModelValue):
            return apply(machine, layer, inputs, 1)
        return Undetermined(message("what this layer wraps is not known"))

    arguments.apply = inner


def _rebuilt(layer: LayerValue, built: Applied, outcome: Applied, inputs: ShapeTree) -> Outcome:
    """A layer has its weights once: an input for which they would differ does not fit."""
    for before, now in zip(built.weights, outcome.weights, strict=False):
        for axis, (old, new) in enumerate(zip(before.shape, now.shape, strict=False)):
            if isinstance(old, int) and isinstance(new, int) and old != new:
                name = layer.name or layer.declaration.name.lower()
                wanted = _last(layer.built_for)
                return Misfit(
                    "incompatible-axis",
                    message(
                        "{layer} was built for {built}: its {weight} is {old} long on axis {axis}; got {got}",
                        layer=name,
                        built=shape_text(layer.built_for) if layer.built_for is not None else "?",
                        weight=before.name,
                        old=old,
                        axis=axis,
                        got=shape_text(inputs),
                    ),
                    f"Input 0 with name 'None' of layer '{name}' is incompatible with the layer: expected axis -1 of "
                    f"input shape to have value {wanted}, but received input with shape {shape_text(inputs)}",
                    short=message("wants last axis {wanted}, gets {got}", wanted=wanted, got=shape_text(inputs)),
                )
    return replace(outcome, weights=built.weights)


def _last(inputs: ShapeTree | None) -> object:
    return inputs[-1] if isinstance(inputs, tuple) and inputs else "?"


def _apply_model(machine: Machine, model: ModelValue, inputs: ShapeTree, depth: int) -> Outcome:
    if model.misfit is not None:
        return model.misfit
    if model.unknown is not None:
        return Undetermined(model.unknown)
    if model.kind == "functional":
        return _apply_graph(machine, model, inputs, depth)
    if model.kind == "subclass":
        from param_lsp.evaluate import subclassed  # noqa: PLC0415 - subclassed stands above this module

        return subclassed.apply(machine, model, inputs)
    return _apply_stack(machine, model, inputs, depth)


def _apply_stack(machine: Machine, model: ModelValue, inputs: ShapeTree, depth: int) -> Outcome:
    """A nested Sequential; one without an input is built by the first call, which Keras 3 rejects without layers."""
    if not model.layers:
        return Undetermined(message("the model has no layers"))
    if model.input_shape is not None and (misfit := _incompatible(model, inputs)):
        return misfit
    shape: ShapeTree = inputs
    macs: Count | None = 0
    for layer in model.layers:
        if is_input(layer):
            continue
        outcome = apply(machine, layer, shape, depth + 1)
        if not isinstance(outcome, Applied):
            return outcome
        shape = outcome.output
        macs = None if macs is None or outcome.macs is None else macs + outcome.macs
    if model.input_shape is None:
        from param_lsp.evaluate import sequential  # noqa: PLC0415 - sequential stands above this module

        sequential.build(machine, model, inputs)
    return Applied(shape, tuple(weights_of(model)), macs=macs)


def _apply_graph(machine: Machine, model: ModelValue, inputs: ShapeTree, depth: int) -> Outcome:
    if (misfit := _incompatible(model, inputs)) is not None:
        return misfit
    same = _batchless(model.input_shape) == _batchless(inputs)
    if model.output_shape is None:
        return Undetermined(message("what the model gives is not known"))
    if same or isinstance(inputs, UnknownShape):
        return Applied(model.output_shape, tuple(weights_of(model)), macs=macs_of(model.steps))
    from param_lsp.evaluate import functional  # noqa: PLC0415 - functional stands above this module

    return functional.replay(machine, model, inputs, depth)


def macs_of(steps: Iterable[Step]) -> Count | None:
    """Add the multiply–adds of a model's layers; None where those of one cannot be told."""
    total: Count = 0
    for step in steps:
        if not isinstance(step.outcome, Applied) or step.outcome.macs is None:
            return None
        total = total + step.outcome.macs
    return total


def _batchless(shape: ShapeTree | None) -> object:
    return shape[1:] if isinstance(shape, tuple) else shape


def _incompatible(model: ModelValue, inputs: ShapeTree) -> Misfit | None:
    """Keras's check of a functional model's input against the shape it was made for."""
    wanted = model.input_shape
    if not isinstance(wanted, tuple) or not isinstance(inputs, tuple):
        return None
    differs = len(wanted) != len(inputs) or any(
        isinstance(a, int) and isinstance(b, int) and a != b for a, b in zip(wanted[1:], inputs[1:], strict=True)
    )
    if not differs:
        return None
    name = model.name or "functional"
    return Misfit(
        "incompatible-rank" if len(wanted) != len(inputs) else "incompatible-axis",
        message("{name} takes {wanted}, got {got}", name=name, wanted=shape_text(wanted), got=shape_text(inputs)),
        f"Input 0 with name '{_input_name(model)}' of layer '{model.fields.get('functional', name)}' is incompatible "
        f"with the layer: expected shape={shape_text(wanted)}, found shape={shape_text(inputs)}",
        short=message("wants {wanted}, gets {got}", wanted=shape_text(wanted), got=shape_text(inputs)),
    )


def _input_name(model: ModelValue) -> str | None:
    first = model.layers[0] if model.layers else None
    return first.name if isinstance(first, LayerValue) else None


def weights_of(layer: LayerValue | ModelValue, seen: set[int] | None = None) -> list[Weight]:
    """Give all weights with `trainable` as the objects stand now; each layer once."""
    return [weight for _, weight in owned_weights(layer, seen)]


def owned_weights(
    layer: LayerValue | ModelValue, seen: set[int] | None = None
) -> list[tuple[LayerValue | ModelValue, Weight]]:
    """Give all weights with the layers that hold them; layers in `seen` are left out, and it is added to."""
    seen = set() if seen is None else seen
    if id(layer) in seen:
        return []
    seen.add(id(layer))
    if isinstance(layer, LayerValue):
        if layer.built is None:
            return []
        frozen = _frozen(layer)
        if not frozen and layer.trainable is True:
            return [(layer, weight) for weight in layer.built.weights]
        inside = [flags.frozen(weight) if weight.name in frozen else weight for weight in layer.built.weights]
        return [(layer, weight) for weight in flags.applied(layer, inside)]
    if isinstance(layer.origin, tuple):  # an application: its weights as a whole
        return [(layer, weight) for weight in flags.applied(layer, layer.origin)]
    return [(layer, weight) for weight in flags.applied(layer, model_weights(layer))] + [
        (owner, replace(weight, name=f"{inner.name}/{weight.name}") if inner.name else weight)
        for inner in layer.layers
        for owner, weight in owned_weights(inner, seen)
    ]


def model_weights(model: ModelValue) -> list[Weight]:
    """Give the weights that a model's own class adds, and those that it may hold unseen: they count, but are no row."""
    if holding.WEIGHTS not in model.fields:  # no class of the user's
        return []
    return holding.added(model.fields) + (holding.unknown_weights(model.fields) if model.kind == "subclass" else [])


def _frozen(layer: LayerValue) -> frozenset[str]:
    """The weights that inner layers made untrainable, as they stand now."""
    if layer.arguments is None or layer.built is None or layer.built_for is None or layer.arguments.apply is None:
        return frozenset()
    inner = [value for value in layer.arguments.given.values() if isinstance(value, LayerValue | ModelValue)]
    if not inner:
        return layer.built.frozen
    outcome = layer.declaration.apply(layer.arguments, layer.built_for)
    return outcome.frozen if isinstance(outcome, Applied) else frozenset()


def is_operation(layer: LayerValue | ModelValue) -> bool:
    """Tell whether it is an operation (`x + y`): a row of the summary, but none of the model's `layers`."""
    return isinstance(layer, LayerValue) and getattr(layer.declaration, "is_operation", False) is True


def is_shape_known(shape: ShapeTree | None) -> bool:
    """Tell whether all dims are integers or Keras's own None."""
    if isinstance(shape, Shapes):
        return all(is_shape_known(item) for item in shape.items)
    return isinstance(shape, tuple) and all(dim is None or isinstance(dim, int) for dim in shape)


def unknown_reason(shape: ShapeTree | None) -> object:
    """Give why a shape is not known, or None."""
    if isinstance(shape, UnknownShape):
        return shape.reason
    if isinstance(shape, Shapes):
        return next((reason for item in shape.items if (reason := unknown_reason(item))), None)
    for dim in shape or ():
        if isinstance(dim, UnknownDim):
            return dim.reason
    return None
