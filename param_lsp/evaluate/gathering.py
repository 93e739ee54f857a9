"""Gathers what the machine saw into a Report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat

from param_lsp import libraries
from param_lsp.evaluate import applying, explored, reporting
from param_lsp.evaluate.explored import Explored
from param_lsp.evaluate.machine import Machine, Told
from param_lsp.evaluate.memory import Segment, all_known
from param_lsp.message import Message, message
from param_lsp.report import Created, Event, Known, KnownNames, Model, Report, Unparsable
from param_lsp.spans import Anchor, Span
from param_lsp.syntax.program import Program
from param_lsp.values import LayerValue, ModelValue, Mutable, Value


def report(machine: Machine, segments: Sequence[Segment], program: Program, keras_reason: Message | None) -> Report:
    """Make the report of a finished evaluation, which these segments led to."""
    segments = list(segments)
    followed = [*machine.explored, *([machine.explored_chunks[1]] if machine.explored_chunks is not None else [])]
    found = explored.events(machine.events, followed)
    events = sorted(_spoken(program, found), key=lambda event: (event.place.path, event.place.span))
    return Report(
        machine.source.path,
        tuple(_models(machine, followed)),
        tuple(events),
        KnownNames(lambda: _known_names(segments)),
        tuple(_created(machine, followed)),
        tuple(Unparsable(problem.span, problem.message) for chunk in program.chunks for problem in chunk.problems),
        machine.keras,
        keras_reason,
    )


def _models(machine: Machine, followed: Sequence[Explored]) -> list[Model]:
    """All models with their states, those that were followed on paths as these showed them."""
    seen: dict[int, list[Model]] = {}
    for model, _, state in machine.seen:
        seen.setdefault(id(model), []).append(state)
    models: list[Model] = []
    on_paths = {key: states for each in followed for key, states in each.models}
    keys = (key for key, _ in explored.keyed(machine.models)) if on_paths else repeat(None)
    for key, model in zip(keys, machine.models):  # noqa: B905 - `repeat` has no end
        states = on_paths.pop(key, None) if key is not None else None
        models += states or reporting.states_seen(machine, model, tuple(seen.get(id(model), ())))
    models += [model for states in on_paths.values() for model in states]
    return sorted(models, key=lambda model: (model.place.path != machine.source.path, model.place.start))


def _created(machine: Machine, followed: Sequence[Explored]) -> Iterator[Created]:
    """Layers outside any model; a place that makes layers of models on some path is none of them."""
    path = machine.source.path
    shown = frozenset[int]().union(*map(reporting.members, machine.models))
    lost = [
        (layer, layer.reason) for layer in machine.layers if id(layer) not in shown and layer.place.path == path
    ] + _behind_misfits(machine)
    on_path = frozenset[object]().union(*(each.sites for each in followed)) if lost else frozenset[object]()
    for layer, reason in lost:
        if explored.site(layer.place) not in on_path:
            yield Created(layer.declaration.name, layer.name, layer.place, reason, layer.misfit)


def _behind_misfits(machine: Machine) -> list[tuple[LayerValue, Message | None]]:
    """Layers of a model behind the one that does not fit: nothing is known of them, and the reason is said once."""
    found: list[tuple[LayerValue, Message | None]] = []
    for model in machine.models:
        reason = model.unknown or (message("a layer before it does not fit") if model.misfit is not None else None)
        if reason is None:
            continue
        applied = {id(step.layer) for step in model.steps}
        found += [
            (layer, reason)
            for layer in model.layers
            if isinstance(layer, LayerValue) and id(layer) not in applied and not applying.is_input(layer)
        ]
    return found


def _spoken(program: Program, events: list[Event]) -> list[Event]:
    """Leave out what a statement says that is broken now: it keeps its rows but accuses nobody."""
    broken = [(chunk.start, chunk.start + len(chunk.text)) for chunk in program.chunks if chunk.moved is not None]
    if not broken:
        return events
    path = program.source.path
    return [
        event
        for event in events
        if event.place.path != path or not any(start <= event.place.span.start < end for start, end in broken)
    ]


# -- names -----------------------------------------------------------------------------------------------------------


def _known_names(segments: Sequence[Segment]) -> tuple[Known, ...]:
    names: Mapping[tuple[Anchor, Span], tuple[str, Value]] = all_known(segments)
    return tuple(sorted((_known(*entry) for entry in names.items()), key=lambda entry: entry.span))


def _known(place: tuple[Anchor, Span], held: tuple[str, Value]) -> Known:
    name, value = held
    span = place[1].shifted(place[0].start)
    if isinstance(value, Told):
        return Known(span, name, value.value, value.text)
    if isinstance(value, ModelValue):
        return Known(span, name, None, made=(value.place, value.path))
    return Known(span, name, value, libraries.describe(value) if isinstance(value, Mutable) else _described(value))


@lru_cache(maxsize=2_000)
def _described(value: Value) -> Message | None:
    return libraries.describe(value)
