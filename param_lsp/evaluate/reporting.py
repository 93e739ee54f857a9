"""Turns a model into rows, running totals and totals as `summary()` would print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import is_
from typing import Any

from param_lsp import catalogue
from param_lsp.catalogue.cost import together
from param_lsp.evaluate import applying, deferred, flags, repeated, rounds, subclassed
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.totals import activation_bytes, bytes_of, sum_of, totals_of, waits
from param_lsp.message import Message, message
from param_lsp.report import Model, Row
from param_lsp.shapes import Count, Polynomial, ShapeTree, UnknownDim
from param_lsp.spans import Place
from param_lsp.values import (
    Applied,
    LayerValue,
    Misfit,
    ModelValue,
    Mutable,
    Step,
    Undetermined,
    Weight,
    now,
)

TYPES = {"sequential": "Sequential", "functional": "Functional", "subclass": "Model", "application": "Functional"}


def states(machine: Machine, model: ModelValue) -> tuple[Model, ...]:
    """Give the states of a model that `summary()` calls saw, and the one in which it is now."""
    seen = [state for other, _, state in machine.seen if other is model]
    return (*(replace(state, variable=model.variable) for state in seen), snapshot(machine, model, None))


@dataclass(slots=True)
class Kept:
    """A model's last report, which holds while nothing in the model changes.

    Arguments:
        moment: when it was made.
        state: in which the model ends.
        parts: everything whose changes concern it: the model, its layers, models among them with theirs.
        members: the ids of the layers and models that it applies, those of inner models too.
        compared: the states that `summary()` calls saw, and of these, `earlier`, those that differ.
    """

    moment: int
    state: Model
    parts: tuple[Mutable, ...]
    members: frozenset[int]
    compared: tuple[Model, ...] = ()
    earlier: tuple[Model, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether nothing in the model changed since."""
        moment = self.moment
        return all([part.changed < moment for part in self.parts])  # noqa: C419 - faster, and asked of every model


def final(machine: Machine, model: ModelValue) -> Kept:
    """Give the state in which a model ends; recalled while nothing in it changed since the last run."""
    kept: Kept | None = model.kept
    if kept is None or not kept.holds:
        last = snapshot(machine, model, None)
        kept = model.kept = Kept(now(), last, tuple(_parts(model)), frozenset(_members(model)))
    return kept


def states_seen(machine: Machine, model: ModelValue, seen: tuple[Model, ...]) -> tuple[Model, ...]:
    """Give the states that `summary()` calls saw, as far as they differ, and the one in which a model ends."""
    kept = final(machine, model)
    last = kept.state
    if len(kept.compared) != len(seen) or not all(map(is_, kept.compared, seen)):
        differing: list[Model] = []
        for state in seen:
            if all(not same_state(state, other) for other in (*differing, last)):
                differing.append(replace(state, variable=model.variable))
        kept.compared, kept.earlier = seen, tuple(differing)
    return (*kept.earlier, last)


def members(model: ModelValue) -> frozenset[int]:
    """Give the ids of the layers and models that a model applies, those of inner models too."""
    kept: Kept | None = model.kept
    return kept.members if kept is not None and kept.holds else frozenset(_members(model))


def _members(model: ModelValue, depth: int = 0) -> Iterator[int]:
    for step in model.steps:
        yield id(step.layer)
        if isinstance(step.layer, ModelValue) and depth < applying.MAX_NESTING:
            yield from _members(step.layer, depth + 1)


def _parts(model: ModelValue, depth: int = 0) -> Iterator[Mutable]:
    """Give a model and everything in it that may change."""
    yield model
    for layer in model.layers:
        yield layer
        for part in _inside(layer):
            if isinstance(part, ModelValue) and depth < applying.MAX_NESTING:
                yield from _parts(part, depth + 1)
            else:
                yield part


def _inside(layer: LayerValue | ModelValue) -> Iterable[LayerValue | ModelValue]:
    """A nested model itself, or the layers that a wrapper holds."""
    if isinstance(layer, ModelValue):
        return (layer,)
    arguments = layer.arguments
    if arguments is None or arguments.memo is not None:
        return ()
    return [value for value in arguments.given.values() if isinstance(value, LayerValue | ModelValue)]


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
    steps = model.steps
    if not steps and model.kind == "sequential" and model.unknown is None:
        steps = deferred.steps(machine, model)
    if model.kind == "subclass" and subclassed.PRETENDED not in model.fields:
        subclassed.synchronize(model)
        steps = subclassed.steps(model)
    for step in steps:
        row = _row(machine, step, seen, total, before)
        rows.append(row)
        total = row.running_total
        before = step.layer.place
    rows = repeated.folded(rows, steps)
    reasons = _reasons(model, rows)
    open_ended = rounds.is_open(model)
    broken = model.misfit is not None or (model.unknown is not None and not open_ended)
    unbuilt = model.kind != "subclass" and any(row.params is None for row in rows)
    totals = None if broken or not rows or unbuilt else totals_of(machine, model, steps)
    if totals is not None and not open_ended:
        totals = replace(
            totals,
            macs=together(row.macs for row in rows),
            activation_bytes=together(row.activation_bytes for row in rows),
        )
    complete = not broken and bool(rows) and not reasons and totals is not None and isinstance(totals.params, int)
    return Model(
        place=model.place,
        end=model.end or model.place,
        variable=model.variable,
        name=model.name,
        kind="application" if model.kind == "functional" and isinstance(model.origin, str) else model.kind,
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
    reasons = [model.misfit.message] if model.misfit is not None else []
    reasons += [model.unknown] if model.unknown is not None else []
    reasons += [row.unknown for row in rows if row.unknown is not None]
    pretended = model.fields.get(subclassed.PRETENDED)
    reasons += [pretended] if isinstance(pretended, Message) else []
    doubt = flags.why(model)
    reasons += [doubt] if doubt is not None else []
    sizes = [dim for weight in applying.model_weights(model) for dim in weight.shape]
    reasons += [dim.reason for dim in sizes if isinstance(dim, UnknownDim)]
    if not rows and not reasons:
        reasons.append(message("the model has no layers"))
    return list(dict.fromkeys(reasons))


@dataclass(frozen=True, slots=True)
class _Counts:
    """What of a row depends only on the layer's arguments, its input and its flags."""

    weights: tuple[Weight, ...]
    params: Count
    trainable: Count
    fixed: Count
    formula: str | None
    words: tuple[Message, ...]
    reason: Message | None


def _row(machine: Machine, step: Step, seen: set[int], total: Count | None, before: Place | None) -> Row:
    layer, outcome = step.layer, step.outcome
    if not isinstance(outcome, Applied):
        return _row_without_output(step, total, before)
    counts = _counts(layer, outcome, step.inputs)
    made = rounds.of(layer)
    if made is not None:
        fresh: Count = repeated.some(counts.params, made.reason)
    elif isinstance(layer, LayerValue) or waits(layer):
        fresh = 0 if id(layer) in seen else counts.params
        seen.add(id(layer))
    else:
        fresh = sum_of(weight for _, weight in applying.owned_weights(layer, seen))
    return Row(
        **_identity(step, before),
        output_shape=outcome.output,
        params=counts.params,
        trainable_params=counts.trainable,
        non_trainable_params=counts.fixed,
        running_total=None if total is None else total + fresh,
        weights=counts.weights,
        formula=counts.formula,
        steps=outcome.steps,
        unknown=counts.reason,
        new_weights=made is not None or fresh == counts.params,
        words=counts.words,
        bytes=bytes_of(machine, counts.weights),
        macs=outcome.macs,
        activation_bytes=activation_bytes(machine, layer, outcome.output),
    )


def _row_without_output(step: Step, total: Count | None, before: Place | None) -> Row:
    """A layer that is not built, does not fit, or cannot be followed."""
    outcome = step.outcome
    if not isinstance(outcome, Undetermined):
        misfit = outcome if isinstance(outcome, Misfit) else None
        return Row(
            **_identity(step, before),
            running_total=total if misfit is None else None,
            misfit=misfit,
            unknown=None if misfit else message("it is not built"),
        )
    count = UnknownDim(outcome.reason, low=0)
    return Row(
        **_identity(step, before),
        params=count,
        trainable_params=count,
        non_trainable_params=count,
        running_total=None if total is None else total + count,
        unknown=outcome.reason,
    )


def _identity(step: Step, before: Place | None) -> dict[str, Any]:
    layer = step.layer
    known: dict[str, Any] = {
        "name": layer.name,
        "type": layer.declaration.name if isinstance(layer, LayerValue) else _type(layer),
        "place": layer.place,
        "path": layer.path,
        "input_shape": step.inputs,
        "shape_from": before,
    }
    if isinstance(layer, LayerValue):
        known["argument_places"] = tuple(layer.argument_places.items())
        known["marks"] = layer.marks
    return known


def _type(model: ModelValue) -> str:
    return model.origin.of.name if isinstance(model.origin, subclassed.Subclass) else TYPES[model.kind]


def _counts(layer: LayerValue | ModelValue, outcome: Applied, inputs: ShapeTree | None) -> _Counts:
    memo = layer.arguments.memo if isinstance(layer, LayerValue) and layer.arguments is not None else None
    if inputs is None:
        memo = None  # the weights then say more than the input
    key = ("counts", inputs, layer.trainable, flags.why(layer))
    if memo is not None and key in memo:
        found: _Counts = memo[key]
        return found
    # Of a layer that Keras has not built yet, what it will hold.
    weights = outcome.weights if waits(layer) else tuple(applying.weights_of(layer))
    params = sum_of(weights)
    trained, fixed = flags.counted(weights)
    doubt = next((weight.doubt for weight in weights if weight.doubt is not None), None)
    formula, words = _words(layer, outcome, inputs)
    counts = _Counts(
        weights,
        params,
        trained,
        fixed,
        formula,
        words,
        _row_reason(inputs, outcome.output, params) or doubt,
    )
    if memo is not None:
        memo[key] = counts
    return counts


def _words(layer: Any, outcome: Applied, inputs: ShapeTree | None) -> tuple[str | None, tuple[Message, ...]]:
    """The count in numbers and in a learner's words."""
    declaration = layer.declaration if isinstance(layer, LayerValue) else None
    if not isinstance(declaration, catalogue.Layer) or layer.arguments is None or inputs is None:
        return None, ()
    return (
        catalogue.formula(declaration, layer.arguments, outcome, inputs),
        catalogue.explain(declaration, layer.arguments, outcome, inputs),
    )


def _row_reason(inputs: ShapeTree | None, output: ShapeTree | None, params: Count) -> Message | None:
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
