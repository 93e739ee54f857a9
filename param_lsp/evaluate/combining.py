"""Combines what one expression makes on several paths: what is equal stays, what differs becomes an interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from param_lsp.evaluate import cases
from param_lsp.evaluate.deciding import DEPENDS, named_tests
from param_lsp.evaluate.explored import Key
from param_lsp.evaluate.paths import Decision
from param_lsp.message import Message, message
from param_lsp.report import Alternative, Event, Model, Row, Totals
from param_lsp.shapes import ShapeTree, UnknownDim, UnknownShape
from param_lsp.spans import Place
from param_lsp.values import Weight

MOST_ALTERNATIVES = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """What one path gave.

    Arguments:
        decisions: how its tests came out, in order.
        models: by key; the states that `summary()` calls saw, and last the one in which each ends.
        events: what is rejected on it.
        tests: the unknown tests that were met, also those that were not decided.
    """

    decisions: tuple[Decision, ...]
    models: dict[Key, tuple[Model, ...]]
    events: list[Event]
    tests: frozenset[str]


def combined(runs: Sequence[Run], joined: dict[Key, Model]) -> list[tuple[Key, tuple[Model, ...]]]:
    """Combine the models of all paths.

    Arguments:
        runs: of all paths.
        joined: how these models looked in the run that joined the branches, for the reasons that it gave.
    """
    keys = dict.fromkeys([*joined, *(key for run in runs for key in run.models)])
    found: list[tuple[Key, tuple[Model, ...]]] = []
    for key in keys:
        states = [_by_moment(run.models.get(key, ())) for run in runs]
        moments = dict.fromkeys(moment for each in states for moment in each if moment != _END)
        ends = [each.get(_END) for each in states]
        if all(end is None for end in ends):
            continue
        reasons = joined[key].unknown if key in joined else ()
        last = _combine(runs, ends, reasons)
        if len(last.alternatives) > MOST_ALTERNATIVES:
            continue
        earlier: list[Model] = []
        for moment in moments:
            state = _combine(runs, [each.get(moment) for each in states], reasons)
            if all(replace(state, at=None) != replace(other, at=None) for other in (*earlier, last)):
                earlier.append(state)
        found.append((key, (*earlier, last)))
    return found


def events_of(runs: Sequence[Run]) -> list[Event]:
    """What is rejected on any path, once; with the condition where it does not happen on all."""
    found: dict[object, list[tuple[int, Event]]] = {}
    for number, run in enumerate(runs):
        for event in run.events:
            found.setdefault((event.misfit.rule, event.place, event.argument), []).append((number, event))
    result = []
    for happened in found.values():
        event = min((event for _, event in happened), key=lambda event: len(event.when))
        chosen = {number for number, _ in happened}
        if len(chosen) < len(runs):
            event = replace(event, when=(_cases(runs, chosen), *event.when))
        result.append(event)
    return result


# -- models ----------------------------------------------------------------------------------------------------------

Moment = tuple[Place | None, int]
_END: Moment = (None, 0)
Group = tuple[Model, set[int]]  # a model, and the numbers of the runs that make it


def _by_moment(states: Sequence[Model]) -> dict[Moment, Model]:
    count: Counter[Place | None] = Counter()
    found: dict[Moment, Model] = {}
    for state in states:
        found[state.at, count[state.at]] = state
        count[state.at] += 1
    return found


def _combine(runs: Sequence[Run], models: Sequence[Model | None], reasons: Sequence[Message]) -> Model:
    """Combine what a model is on each path; None where it is not made there."""
    groups: list[Group] = []
    for number, model in enumerate(models):
        if model is None:
            continue
        group = next((members for other, members in groups if other == model), None)
        if group is None:
            groups.append((model, {number}))
        else:
            group.add(number)
    made = set().union(*(members for _, members in groups))
    when = _cases(runs, made) if len(made) < len(runs) else None
    if len(groups) == 1:
        return replace(groups[0][0], when=when)
    return replace(_merge(runs, groups, reasons), when=when)


def _merge(runs: Sequence[Run], groups: Sequence[Group], reasons: Sequence[Message]) -> Model:
    """Give what different models have in common."""
    models = [model for model, _ in groups]
    alternatives = tuple(Alternative(_cases(runs, members), model) for model, members in groups)
    first = models[0]
    depends = [reason for reason in reasons if named_tests(reason)]
    reason = depends[0] if depends else message(DEPENDS, test=alternatives[0].when)
    totals = [model.totals for model in models]
    misfits = [model.misfit for model in models]
    agreed = all(misfit is not None and misfit.rule == misfits[0].rule for misfit in misfits if misfits[0] is not None)
    return replace(
        first,
        end=max((model.end for model in models), key=lambda end: end.span.end),
        name=_equal([model.name for model in models]),
        rows=_rows(runs, groups, reason),
        totals=None if None in totals else _each(totals, lambda counts: _count(counts, reason)),
        built=all(model.built for model in models),
        complete=False,
        unknown=tuple(dict.fromkeys([*depends, *(each for model in models for each in model.unknown)])) or (reason,),
        misfit=misfits[0] if agreed else None,
        input_shape=_shape([model.input_shape for model in models], reason),
        output_shape=_shape([model.output_shape for model in models], reason),
        alternatives=alternatives,
    )


# -- rows ------------------------------------------------------------------------------------------------------------

RowKey = tuple[str, int, tuple[int, ...], str, int]  # file, beginning, calls, type, and the how manieth


def _rows(runs: Sequence[Run], groups: Sequence[Group], reason: Message) -> tuple[Row, ...]:
    """Lay the rows of all alternatives over each other; a row that is missing in some says when it is there."""
    keyed = [_keyed_rows(model.rows) for model, _ in groups]
    order: list[RowKey] = []
    for rows in keyed:
        position = 0
        for key in rows:
            if key in order:
                position = max(position, order.index(key) + 1)
                continue
            while position < len(order) and order[position] not in rows and order[position][:2] < key[:2]:
                position += 1  # rows of other alternatives that stand above it in the text
            order.insert(position, key)
            position += 1
    merged = []
    for key in order:
        there = [members for (_, members), rows in zip(groups, keyed, strict=True) if key in rows]
        row = _row([rows[key] for rows in keyed if key in rows], reason)
        if len(there) < len(groups):
            row = replace(row, when=_cases(runs, set().union(*there)))
        merged.append(row)
    return tuple(merged)


def _keyed_rows(rows: Sequence[Row]) -> dict[RowKey, Row]:
    count: Counter[Any] = Counter()
    found: dict[RowKey, Row] = {}
    for row in rows:
        site = row.place.path, row.place.span.start, tuple(call.span.start for call in row.path), row.type
        key: RowKey = (*site, count[site])
        found[key] = row
        count[site] += 1
    return found


def _row(rows: list[Row], reason: Message) -> Row:
    first = rows[0]
    running = _count([row.running_total for row in rows], reason)
    if all(replace(row, running_total=None, shape_from=first.shape_from) == _without(first) for row in rows):
        return replace(first, running_total=running, shape_from=_equal([row.shape_from for row in rows]))
    weights = _weights([row.weights for row in rows], reason)
    params = _count([row.params for row in rows], reason)
    same_params = _equal([row.params for row in rows]) is not None
    return replace(
        first,
        name=_equal([row.name for row in rows]),
        input_shape=_shape([row.input_shape for row in rows], reason),
        output_shape=_shape([row.output_shape for row in rows], reason),
        params=params,
        trainable_params=_count([row.trainable_params for row in rows], reason),
        non_trainable_params=_count([row.non_trainable_params for row in rows], reason),
        running_total=running,
        weights=weights,
        formula=first.formula if same_params else None,
        words=first.words if same_params else (),
        shape_from=_equal([row.shape_from for row in rows]),
        steps=_equal([row.steps for row in rows]) or (),
        unknown=next((row.unknown for row in rows if row.unknown is not None), None if _is_same(rows) else reason),
        misfit=first.misfit if all(row.misfit is not None for row in rows) else None,
        new_weights=first.new_weights,
        bytes=_count([row.bytes for row in rows], reason),
        macs=_count([row.macs for row in rows], reason),
        activation_bytes=_count([row.activation_bytes for row in rows], reason),
    )


def _without(row: Row) -> Row:
    return replace(row, running_total=None)


def _is_same(rows: list[Row]) -> bool:
    """Tell whether the rows differ in their names only."""
    facts = [(row.input_shape, row.output_shape, row.params, row.trainable_params, row.misfit) for row in rows]
    return all(fact == facts[0] for fact in facts)


def _weights(all_weights: list[tuple[Weight, ...]], reason: Message) -> tuple[Weight, ...]:
    first = all_weights[0]
    if any([weight.name for weight in weights] != [weight.name for weight in first] for weights in all_weights):
        return ()
    merged = []
    for same in zip(*all_weights, strict=True):
        shape = _shape([weight.shape for weight in same], reason)
        if not isinstance(shape, tuple):
            return ()
        merged.append(replace(same[0], shape=shape))
    return tuple(merged)


def _cases(runs: Sequence[Run], chosen: set[int]) -> Message:
    return cases.when([run.decisions for run in runs], chosen)


# -- numbers ---------------------------------------------------------------------------------------------------------


def _equal(values: Sequence[T]) -> T | None:
    return values[0] if all(value == values[0] for value in values) else None


def _count(counts: Sequence[Any], reason: Message) -> Any:
    """Join counts: an interval where they differ; None where one of them is not there at all."""
    if any(count is None for count in counts):
        return None
    if all(count == counts[0] for count in counts):
        return counts[0]
    lows = [count.low if isinstance(count, UnknownDim) else count for count in counts]
    highs = [count.high if isinstance(count, UnknownDim) else count for count in counts]
    known_lows = [low for low in lows if isinstance(low, int)]
    known_highs = [high for high in highs if isinstance(high, int)]
    return UnknownDim(
        reason,
        min(known_lows) if len(known_lows) == len(lows) else None,
        max(known_highs) if len(known_highs) == len(highs) else None,
    )


def _shape(shapes: Sequence[ShapeTree | None], reason: Message) -> ShapeTree | None:
    first = shapes[0]
    if all(shape == first for shape in shapes):
        return first
    if not all(isinstance(shape, tuple) and isinstance(first, tuple) and len(shape) == len(first) for shape in shapes):
        return None if any(shape is None for shape in shapes) else UnknownShape(reason)
    return tuple(
        dims[0] if all(dim == dims[0] for dim in dims) else _count(dims, reason) or UnknownDim(reason)
        for dims in zip(*shapes, strict=True)
    )


def _each(totals: Sequence[Any], join: Callable[[list[Any]], Any]) -> Totals:
    """Join totals field by field."""
    return Totals(**{each.name: join([getattr(total, each.name) for total in totals]) for each in fields(Totals)})
