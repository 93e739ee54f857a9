"""Sites: the rows and models of a report gathered at the expressions that create them.

One expression may create many layers: a loop runs over it, a builder is called several times, a layer stands in
several models. Hints and hovers are projections of all of these onto the one place in the text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from param_lsp import wording
from param_lsp.message import Message
from param_lsp.report import Created, Model, Report, Row
from param_lsp.spans import Place, Span

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class LayerSite:
    """An expression that creates layers.

    Arguments:
        span: where it stands in the analysed source.
        calls: for each call path that reaches it the rows it made there; several rows are those of a loop.
        quiet: the reason for not knowing it was already shown at a layer before it.
        assumed: what saved outputs showed, where numbers of its model rest on it.
        share: its part of its model's parameters; 0 where it is not known, or the only layer that has any.
        order: which model it stands in first, and which row of that it is: data flows from one to the next.
    """

    span: Span
    calls: tuple[tuple[Row, ...], ...]
    quiet: bool = False
    assumed: tuple[Message, ...] = ()
    share: float = 0.0
    order: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class LineSite:
    """Layers that stand on one line, in the order in which data flows through them."""

    layers: tuple[LayerSite, ...]

    @property
    def span(self) -> Span:
        """From the first layer in the text to the last."""
        return Span(min(layer.span.start for layer in self.layers), max(layer.span.end for layer in self.layers))


@dataclass(frozen=True, slots=True)
class ModelSite:
    """An expression that creates models; `end` is the last expression that changed them, where it is in this file."""

    span: Span
    end: Span | None
    calls: tuple[tuple[Model, ...], ...]


def layer_sites(report: Report, touching: Span | None = None) -> list[LayerSite]:
    """Give the expressions of this source that create layers standing in models, in source order.

    A layer that stands in several models is shown as it is in the first; one that stands only in a state that a
    `summary()` saw, and was popped later, is shown as it was then.

    Arguments:
        report: of the source.
        touching: leave out what does not touch this span.
    """
    low, high = (touching.start, touching.end) if touching is not None else (0, sys.maxsize)
    seen: dict[Span, dict[tuple[Place, ...], list[tuple[Model, Row]]]] = {}
    quiet: set[Span] = set()
    orders: dict[Span, tuple[int, int]] = {}
    # `VGG16(…)` makes all its layers at once: the model's totals stand for them.
    whole = {model.place for model in report.models if model.kind == "application"}
    for place, model in enumerate(_final_first(report)):
        touched = [number for number, row in enumerate(model.rows) if _touches(row.place, low, high)]
        repeats = _repeats(model.rows) if touched else []
        for number in touched:
            row, silent = model.rows[number], repeats[number]
            span = row.place.span
            if row.place.path != report.path:
                continue
            if row.place in whole and row.type != "Functional":
                continue
            if silent:
                quiet.add(span)
            orders.setdefault(span, (place, number))
            seen.setdefault(span, {}).setdefault(row.path, []).append((model, row))
    return [
        LayerSite(
            span,
            tuple(_of_first_model(pairs) for pairs in paths.values()),
            span in quiet,
            _assumed(paths),
            _share(paths),
            orders[span],
        )
        for span, paths in sorted(seen.items())
    ]


def share_of(row: Row, model: Model) -> float:
    """Give a layer's part of its model's parameters; those of a shared layer count where they are counted first."""
    total = model.totals.params if model.totals is not None else None
    if not row.new_weights or not isinstance(row.params, int) or not isinstance(total, int) or total <= 0:
        return 0.0
    return row.params / total


def model_sites(report: Report) -> list[ModelSite]:
    """Give the expressions of this source that create models, in source order, with the states in which they end."""
    here = [model for model in report.models if model.place.path == report.path]
    sites = []
    for span, models in _grouped(here, lambda model: model.place.span):
        calls = [tuple(_ended(group)) for _, group in _grouped(models, lambda model: model.path)]
        ends = [model.end.span for call in calls for model in call if model.end.path == report.path]
        sites.append(ModelSite(span, max(ends, key=lambda end: end.end, default=None), tuple(calls)))
    return sorted(sites, key=lambda site: site.span)


def unfollowed_layers(report: Report) -> list[Created]:
    """Give the first of each run of layers that stand in no model for one reason, as those behind a misfit do.

    What follows a layer that does not fit is one question mark, not a cascade.
    """
    found, before = [], None
    for layer in report.created:
        if layer.type == "InputLayer":  # it has no row in a model that fits either
            continue
        if layer.reason != before and layer.reason is not None and layer.misfit is None:
            found.append(layer)
        before = layer.reason
    return [layer for layer in found if layer.place.path == report.path]


def is_unknown(row: Row) -> bool:
    """Tell whether nothing can be shown of a row but that it is not known."""
    if row.unknown is None or row.misfit is not None or wording.shape(row.output_shape) != wording.UNKNOWN:
        return False
    return row.params is None or wording.number(row.params) == wording.UNKNOWN


def _touches(place: Place, low: int, high: int) -> bool:
    """Tell whether a place touches a range, without making its span: every keystroke asks this of every row."""
    moved = place.anchor.start if place.anchor is not None else 0
    return place.relative.end + moved >= low and place.relative.start + moved <= high


def _repeats(rows: Sequence[Row]) -> list[bool]:
    """Mark the rows of which nothing is known behind a first one: what follows a misfit is one question mark."""
    marks, before = [], False
    for row in rows:
        unknown = is_unknown(row)
        marks.append(unknown and before)
        before = unknown
    return marks


def _final_first(report: Report) -> list[Model]:
    return sorted(report.models, key=lambda model: model.at is not None)


def _of_first_model(pairs: Iterable[tuple[Model, Row]]) -> tuple[Row, ...]:
    """Keep the rows of the first model; models made by the same expression on the same path are those of a loop."""
    pairs = list(pairs)
    first = pairs[0][0]

    def belongs(model: Model) -> bool:
        again = model.at is None and first.at is None and model.place == first.place and model.path == first.path
        return model is first or again

    rows = tuple(row for model, row in pairs if belongs(model))
    return tuple(row for row in rows if row.new_weights) or rows[:1]  # one layer used twice has its weights once


def _share(paths: Mapping[tuple[Place, ...], Sequence[tuple[Model, Row]]]) -> float:
    """Give the share of the only layer that an expression makes, beside others that have parameters."""
    pairs = [pair for found in paths.values() for pair in found]
    model, row = pairs[0]
    if len(paths) > 1 or sum(1 for other, _ in pairs if other is model) > 1:
        return 0.0
    share = share_of(row, model)
    return share if share < 1 else 0.0


def _assumed(paths: Mapping[tuple[Place, ...], Sequence[tuple[Model, Row]]]) -> tuple[Message, ...]:
    """Give what the first model rests on: its rows are those shown."""
    model, _ = next(iter(paths.values()))[0]
    return model.assumed


def _ended(models: Sequence[Model]) -> list[Model]:
    return [model for model in models if model.at is None] or list(models[-1:])


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())
