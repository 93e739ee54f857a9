"""What following unknown tests on whole paths gave: models and rejections that stand for those of the joined run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from param_lsp.report import Event, Model
from param_lsp.spans import Place
from param_lsp.values import ModelValue

Site = tuple[str, int, int, int | None]
"""An expression: its path, its place in its chunk, and the id of the chunk's anchor (which all its places keep)."""

Key = tuple[Place, tuple[Place, ...], int]
"""Which model it is on every path: the expression that creates it, the calls that led there, and the how manieth."""


@dataclass(frozen=True, slots=True)
class Explored:
    """The result of one exploration.

    Arguments:
        models: with their keys (no dictionary: places move while somebody types above); the states that `summary()`
            calls saw, and last the one in which each ends.
        events: what is rejected on some or all paths, `instead_of` these that the joined run found.
        steps: what it took.
        sites: the expressions that create the layers of all these models.
        held: what was followed for each group of models, for the next version.
    """

    models: tuple[tuple[Key, tuple[Model, ...]], ...] = ()
    events: tuple[Event, ...] = ()
    instead_of: tuple[Event, ...] = ()
    steps: int = 0
    sites: frozenset[Site] = frozenset()
    held: tuple[Any, ...] = ()


def keyed(models: Sequence[ModelValue], start: int = 0) -> Iterator[tuple[Key, ModelValue]]:
    """Give each model with its key, from the beginning of some chunk on: one chunk makes all models of a place."""
    count: Counter[tuple[Place, tuple[Place, ...]]] = Counter()
    for model in models[start:]:
        site = model.place, model.path
        yield (*site, count[site]), model
        count[site] += 1


def events(found: Iterable[Event], explored: Iterable[Explored]) -> list[Event]:
    """Put what was found on paths in the place of what the joined run found in the same code."""
    explored = list(explored)
    replaced = {id(event) for each in explored for event in each.instead_of}
    return [event for event in found if id(event) not in replaced] + [
        event for each in explored for event in each.events
    ]


def site(place: Place) -> Site:
    """Give an expression in a form that is compared fast."""
    span, anchor = place.relative, place.anchor
    return place.path, span.start, span.end, id(anchor) if anchor is not None else None


def sites(models: Iterable[Model]) -> frozenset[Site]:
    """The expressions that create the layers of models and of their alternatives."""
    models = list(models)
    models += [alternative.model for model in models for alternative in model.alternatives]
    return frozenset(site(row.place) for model in models for row in model.rows)
