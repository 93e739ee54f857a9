"""Turns what the machine saw into a Report: rows, running totals and totals as `summary()` would print them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp import catalogue, libraries
from param_lsp.evaluate import applying, optimizers
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message, message
from param_lsp.report import Created, Known, Model, Report, Row, Totals
from param_lsp.shapes import Count, Polynomial, ShapeTree, UnknownDim
from param_lsp.spans import Place
from param_lsp.values import (
    Applied,
    LayerValue,
    Misfit,
    ModelValue,
    Step,
    Undetermined,
    Weight,
)

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
TYPES = {"sequential": "Sequential", "functional": "Functional", "subclass": "Model", "application": "Functional"}


def report(machine: Machine, unparsable: tuple[Any, ...], keras_reason: Message | None) -> Report:
    """Make the report of a finished evaluation."""
    models: list[Model] = []
    shown: set[int] = set()
    for model in machine.models:
        last = snapshot(machine, model, None)
        earlier: list[Model] = []
        for seen, _, state in machine.seen:
            if seen is model and all(not same_state(state, other) for other in (*earlier, last)):
                earlier.append(replace(state, variable=model.variable))
        models += [*earlier, last]
        shown.update(id(leaf) for leaf in _members(model))
    models.sort(key=lambda model: (model.place.path != machine.source.path, model.place.span.start))
    events = sorted(machine.events, key=lambda event: event.place)
    created = tuple(
        Created(layer.declaration.name, layer.name, layer.place, layer.reason, layer.misfit)
        for layer in machine.layers
        if id(layer) not in shown and layer.place.path == machine.source.path
    ) + tuple(_behind_misfits(machine))
    known = tuple(
        Known(span, name, value, libraries.describe(value)) for span, (name, value) in sorted(machine.known.items())
    )
    return Report(
        machine.source.path,
        tuple(models),
        tuple(events),
        known,
        created,
        unparsable,
        machine.keras,
        keras_reason,
    )


def _members(model: ModelValue) -> list[Any]:
    kept: list[Any] = []
    for step in model.steps:
        kept.append(step.layer)
        if isinstance(step.layer, ModelValue):
            kept += _members(step.layer)
    return kept


def _behind_misfits(machine: Machine) -> list[Created]:
    """Layers of a model behind the one that does not fit: nothing is known of them, and the reason is said once."""
    found = []
    for model in machine.models:
        applied = {id(step.layer) for step in model.steps}
        reason = model.unknown or (message("a layer before it does not fit") if model.misfit is not None else None)
        if reason is None:
            continue
        for layer in model.layers:
            if isinstance(layer, LayerValue) and id(layer) not in applied and not layer.fields.get("hidden"):
                found.append(Created(layer.declaration.name, layer.name, layer.place, reason, layer.misfit))
    return found


def same_state(one: Model, other: Model) -> bool:
    """Tell whether two states of a model print the same summary."""
    facts = [
        (m.totals.params, m.totals.trainable, m.misfit, m.built)
        if m.totals is not None
        else (None, None, m.misfit, m.built)
        for m in (one, other)
    ]
    rows = [
        [(row.name, row.type, row.output_shape, row.params, row.trainable_params) for row in m.rows]
        for m in (one, other)
    ]
    return facts[0] == facts[1] and rows[0] == rows[1]


def snapshot(machine: Machine, model: ModelValue, at: Place | None) -> Model:
    """Freeze a model as a summary would print it now."""
    rows: list[Row] = []
    seen: set[int] = set()
    total: Count | None = 0
    before = _input_place(model)
    for step in model.steps:
        row = _row(step, seen, total, before)
        rows.append(row)
        total = row.running_total
        before = step.layer.place
    reasons = _reasons(model, rows)
    broken = model.misfit is not None or model.unknown is not None
    totals = None if broken or not rows or any(row.params is None for row in rows) else _totals(model)
    complete = not broken and bool(rows) and not reasons and totals is not None and isinstance(totals.params, int)
    return Model(
        place=model.place,
        end=machine.ends.get(id(model), model.place),
        variable=model.variable,
        name=model.name,
        kind=model.kind,
        at=at,
        path=model.path,
        rows=tuple(rows),
        totals=totals,
        built=model.input_shape is not None and not broken,
        complete=complete,
        unknown=tuple(reasons),
        misfit=model.misfit,
        input_shape=model.input_shape,
        output_shape=model.output_shape,
        keras=machine.keras,
    )


def _input_place(model: ModelValue) -> Place | None:
    first = model.layers[0] if model.layers else None
    if isinstance(first, LayerValue) and first.declaration.name == "InputLayer":
        return first.place
    return None


def _reasons(model: ModelValue, rows: list[Row]) -> list[Message]:
    reasons = [model.unknown] if model.unknown is not None else []
    reasons += [row.unknown for row in rows if row.unknown is not None]
    if model.misfit is not None:
        reasons.append(model.misfit.message)
    if not rows and not reasons:
        reasons.append(message("the model has no layers"))
    return list(dict.fromkeys(reasons))


def _row(step: Step, seen: set[int], total: Count | None, before: Place | None) -> Row:
    layer, outcome = step.layer, step.outcome
    own = applying.owned_weights(layer) if isinstance(outcome, Applied) else []
    if isinstance(outcome, Applied) and isinstance(layer, LayerValue) and layer.built is None:
        own = [(layer, weight) for weight in outcome.weights]  # shown, though Keras has not built it yet
    weights = tuple(weight for _, weight in own)
    fresh = [weight for owner, weight in own if id(owner) not in seen]
    seen.update(id(owner) for owner, _ in own)
    known = isinstance(outcome, Applied)
    params = _sum(weights) if known else None
    if isinstance(outcome, Undetermined):
        params = UnknownDim(outcome.reason, low=0)
    trainable = _sum(weight for weight in weights if weight.trainable) if known else params
    fixed = _sum(weight for weight in weights if not weight.trainable) if known else params
    running = None if total is None or params is None else total + (_sum(fresh) if known else params)
    output = outcome.output if isinstance(outcome, Applied) else None
    row = Row(
        name=layer.name,
        type=layer.declaration.name if isinstance(layer, LayerValue) else TYPES[layer.kind],
        place=layer.place,
        path=layer.path,
        input_shape=step.inputs,
        output_shape=output,
        params=params,
        trainable_params=trainable,
        non_trainable_params=fixed,
        running_total=running,
        weights=weights,
        shape_from=before,
        unknown=_row_reason(outcome, step.inputs, output, params),
        misfit=outcome if isinstance(outcome, Misfit) else None,
        new_weights=bool(fresh) or not own,
    )
    return _described(row, layer, outcome, step) if isinstance(layer, LayerValue) else row


def _described(row: Row, layer: LayerValue, outcome: Any, step: Step) -> Row:
    formula, words = _words(layer, outcome, step.inputs)
    return replace(
        row,
        argument_places=tuple(layer.argument_places.items()),
        formula=formula,
        words=words,
        steps=outcome.steps if isinstance(outcome, Applied) else (),
        marks=layer.marks,
    )


def _words(layer: LayerValue, outcome: Any, inputs: ShapeTree | None) -> tuple[str | None, tuple[Message, ...]]:
    """The count in numbers and in a learner's words; recalled where the same layer was described before."""
    declaration, arguments = layer.declaration, layer.arguments
    if (
        not isinstance(outcome, Applied)
        or not isinstance(declaration, catalogue.Layer)
        or arguments is None
        or inputs is None
    ):
        return None, ()
    memo = arguments.memo
    key = ("words", inputs)
    if memo is not None and key in memo:
        found: tuple[str | None, tuple[Message, ...]] = memo[key]
        return found
    found = (
        catalogue.formula(declaration, arguments, outcome, inputs),
        catalogue.explain(declaration, arguments, outcome, inputs),
    )
    if memo is not None:
        memo[key] = found
    return found


def _row_reason(
    outcome: Any, inputs: ShapeTree | None, output: ShapeTree | None, params: Count | None
) -> Message | None:
    if isinstance(outcome, Undetermined):
        return outcome.reason
    if isinstance(outcome, Misfit):
        return None
    for shape in (output, inputs):
        if not applying.is_shape_known(shape):
            reason = applying.unknown_reason(shape)
            return (
                reason if isinstance(reason, Message) else message("its size is symbolic: {text}", text=_symbols(shape))
            )
    if isinstance(params, UnknownDim):
        return params.reason
    return None


def _symbols(shape: ShapeTree | None) -> str:
    names: set[str] = set()
    for dim in shape if isinstance(shape, tuple) else ():
        if isinstance(dim, Polynomial):
            names |= dim.symbols
    return ", ".join(sorted(names)) or "not built"


def _sum(weights: Any) -> Count:
    total: Count = 0
    for weight in weights:
        total = total + weight.params
    return total


def _totals(model: ModelValue) -> Totals:
    """Totals over each weight once; for steps that Keras has not built, over what they would hold."""
    own: list[Weight] = []
    unknown: list[Count] = []
    seen: set[int] = set()
    for step in model.steps:
        layer = step.layer
        if isinstance(layer, LayerValue) and layer.built is None and isinstance(step.outcome, Applied):
            if id(layer) not in seen:
                own += step.outcome.weights
                seen.add(id(layer))
        elif isinstance(step.outcome, Undetermined):
            unknown.append(UnknownDim(step.outcome.reason, low=0))
        else:
            own += [weight for _, weight in applying.owned_weights(layer, seen)]
    trainable = _sum(weight for weight in own if weight.trainable)
    fixed = _sum(weight for weight in own if not weight.trainable)
    if model.trainable is False:
        trainable, fixed = 0, trainable + fixed
    for count in unknown:
        trainable = trainable + count
    size: Count = 0
    for weight in own:
        size = size + weight.params * BYTES.get(weight.dtype or "float32", 4)
    for count in unknown:
        size = size + count * 4
    optimizer = model.fields.get("optimizer")
    adds = optimizers.variables(optimizer, trainable) if optimizer is not None else None
    slots = optimizers.slots(optimizer, trainable) if optimizer is not None else None
    training = None if slots is None else size + trainable * 4 + slots * 4
    return Totals(trainable + fixed, trainable, fixed, size, adds, training)
