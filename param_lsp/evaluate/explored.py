"""What following unknown tests on whole paths gave: models and rejections that stand for those of the joined run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from param_lsp.report import Event, Model
from param_lsp.spans import Place
from param_lsp.values import ModelValue

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
    """

    models: tuple[tuple[Key, tuple[Model, ...]], ...] = ()
    events: tuple[Event, ...] = ()
    instead_of: tuple[Event, ...] = ()
    steps: int = 0


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


def places(explored: Iterable[Explored]) -> set[Place]:
    """The expressions that create the layers of all models that were explored."""
    models = [model for each in explored for _, states in each.models for model in states]
    models += [alternative.model for model in models for alternative in model.alternatives]
    return {row.place for model in models for row in model.rows}
