"""Counts and memory of a model: its totals, each weight counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from param_lsp.catalogue.cost import output_dtype, together
from param_lsp.evaluate import applying, flags, optimizers, repeated, rounds
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message
from param_lsp.report import Totals
from param_lsp.shapes import Count, Shapes, ShapeTree, UnknownDim, product
from param_lsp.values import Applied, LayerValue, ModelValue, Step, Undetermined, Value, Weight

BYTES = {
    "float64": 8,
    "int64": 8,
    "uint64": 8,
    "float16": 2,
    "bfloat16": 2,
    "int16": 2,
    "int8": 1,
    "uint8": 1,
    "bool": 1,
    "string": 0,
}


def totals_of(machine: Machine, model: ModelValue, steps: list[Step]) -> Totals:
    """Totals over each weight once."""
    held = _held(model, steps)
    trainable, fixed = flags.counted(held.own)
    whole: Count = sum_of(held.own)
    for weights, reason in held.repeated:
        trained, others = flags.counted(weights)
        trainable, fixed = trainable + repeated.some(trained, reason), fixed + repeated.some(others, reason)
        whole = whole + repeated.some(sum_of(weights), reason)
    if model.trainable is False:
        trainable, fixed = 0, whole
    elif (doubt := flags.why(model)) is not None:
        trainable, fixed = flags.some_of(trainable, doubt), fixed + flags.some_of(trainable, doubt)
    for count in held.unknown:
        trainable, whole = trainable + count, whole + count
    size = bytes_of(machine, held.own)
    for weights, reason in held.repeated:
        size = size + repeated.some(bytes_of(machine, weights), reason)
    for count in held.unknown:
        size = size + count * 4
    optimizer = model.fields.get("optimizer")
    adds = optimizers.variables(optimizer, trainable) if optimizer is not None else None
    slots = optimizers.slots(optimizer, trainable) if optimizer is not None else None
    training = None if slots is None else size + trainable * 4 + slots * 4
    return Totals(whole, trainable, fixed, size, adds, training)


def bytes_of(machine: Machine, weights: Iterable[Weight]) -> Count:
    """Give the memory of weights."""
    size: Count = 0
    for weight in weights:
        size = size + weight.params * BYTES.get(weight.dtype or machine.names.floatx or "float32", 4)
    return size


def activation_bytes(machine: Machine, layer: LayerValue | ModelValue, output: ShapeTree) -> Count | None:
    """Give the memory of an output for one sample; None where a size or the type of its elements is not known."""
    if isinstance(output, Shapes):
        return together(activation_bytes(machine, layer, item) for item in output.items)
    dtype: Value = machine.names.outputs
    if isinstance(layer, LayerValue):
        if getattr(layer.declaration, "gives_floats", True) is False:
            return None
        chosen = layer.arguments.get("dtype") if layer.arguments is not None else None
        dtype = dtype if chosen is None else chosen
    if not isinstance(output, tuple) or not isinstance(dtype, str):
        return None
    return product((*output[1:], BYTES.get(output_dtype(dtype), 4)))


def waits(layer: LayerValue | ModelValue) -> bool:
    """Tell whether Keras has not built it yet."""
    return (layer.built if isinstance(layer, LayerValue) else layer.input_shape) is None


def sum_of(weights: Iterable[Weight]) -> Count:
    """Give how many numbers weights hold."""
    total: Count = 0
    for weight in weights:
        total = total + weight.params
    return total


@dataclass(slots=True)
class _Held:
    """What a model's steps hold: known weights, those that loops make nobody knows how often, and unknown counts."""

    own: list[Weight]
    repeated: list[tuple[list[Weight], Message]]
    unknown: list[Count]


def _held(model: ModelValue, steps: list[Step]) -> _Held:
    """Gather each weight once; for steps that Keras has not built, what they would hold."""
    held = _Held(applying.model_weights(model), [], [])
    seen: set[int] = set()
    for step in steps:
        layer = step.layer
        if (made := rounds.of(layer)) is not None:
            weights = [weight for _, weight in applying.owned_weights(layer, seen)]
            held.repeated.append((weights, made.reason))
        elif waits(layer) and isinstance(step.outcome, Applied):
            if id(layer) not in seen:
                held.own += step.outcome.weights
                seen.add(id(layer))
        elif isinstance(step.outcome, Undetermined):
            held.unknown.append(UnknownDim(step.outcome.reason, low=0))
        else:
            held.own += [weight for _, weight in applying.owned_weights(layer, seen)]
    return held
