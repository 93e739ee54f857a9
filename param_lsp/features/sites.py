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
from param_lsp.features.kept import Kept
from param_lsp.message import Message
from param_lsp.report import Created, Model, Report, Row
from param_lsp.spans import Anchor, Place, Span

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
    seen: dict[tuple[int, int], dict[tuple[Place, ...], list[tuple[Model, Row]]]] = {}
    quiet: set[tuple[int, int]] = set()
    orders: dict[tuple[int, int], tuple[int, int]] = {}
    # `VGG16(…)` makes all its layers at once: the model's totals stand for them.
    whole = {model.place for model in report.models if model.kind == "application"}
    for place, model in enumerate(_final_first(report)):
        layout = _LAYOUTS(model)
        if touching is not None and not layout.touches(low, high):
            continue
        for number, row in enumerate(model.rows):
            where = row.place
            moved = where.anchor.start if where.anchor is not None else 0
            span = start, end = where.relative.start + moved, where.relative.end + moved
            if end < low or start > high or where.path != report.path:
                continue
            if whole and where in whole and row.type != "Functional":
                continue
            if layout.repeats[number]:
                quiet.add(span)
            paths = seen.get(span)
            if paths is None:
                paths = seen[span] = {}
                orders[span] = place, number
            paths.setdefault(row.path, []).append((model, row))
    return [_layer_site(span, seen[span], orders[span], is_quiet=span in quiet) for span in sorted(seen)]


@dataclass(frozen=True, slots=True)
class _Layout:
    """What of a model's rows is the same for all reports that it is in.

    Arguments:
        parts: where its rows stand: for each anchor the first and the last offset.
        repeats: for each row whether it is one of many of which nothing is known.
    """

    parts: tuple[tuple[Anchor | None, int, int], ...]
    repeats: tuple[bool, ...]

    def touches(self, low: int, high: int) -> bool:
        for anchor, start, end in self.parts:
            moved = anchor.start if anchor is not None else 0
            if end + moved >= low and start + moved <= high:
                return True
        return False


def _layout(model: Model) -> _Layout:
    parts: dict[Anchor | None, tuple[int, int]] = {}
    for row in model.rows:
        span = row.place.relative
        start, end = parts.get(row.place.anchor, (span.start, span.end))
        parts[row.place.anchor] = min(start, span.start), max(end, span.end)
    return _Layout(tuple((anchor, *part) for anchor, part in parts.items()), tuple(_repeats(model.rows)))


_LAYOUTS = Kept(_layout, most=1_000)


def _layer_site(
    span: tuple[int, int],
    paths: Mapping[tuple[Place, ...], Sequence[tuple[Model, Row]]],
    order: tuple[int, int],
    *,
    is_quiet: bool,
) -> LayerSite:
    first, row = next(iter(paths.values()))[0]
    pairs = [pair for found in paths.values() for pair in found]
    if len(pairs) == 1:
        calls: tuple[tuple[Row, ...], ...] = ((row,),)
    else:
        calls = tuple(map(_of_first_model, paths.values()))
    share = 0.0
    if len(paths) == 1 and sum(1 for model, _ in pairs if model is first) == 1:
        share = share_of(row, first)
    # Of what saved outputs showed, the first model's counts: its rows are those shown.
    return LayerSite(Span(*span), calls, is_quiet, first.assumed, share if share < 1 else 0.0, order)


def share_of(row: Row, model: Model) -> float:
    """Give a layer's part of its model's parameters; those of a shared layer count where they are counted first."""
    total = model.totals.params if model.totals is not None else None
    if not row.new_weights or not isinstance(row.params, int) or not isinstance(total, int) or total <= 0:
        return 0.0
    return row.params / total


def model_sites(report: Report, touching: Span | None = None) -> list[ModelSite]:
    """Give the expressions of this source that create models, in source order, with the states in which they end.

    Arguments:
        report: of the source.
        touching: leave out what neither begins nor ends where this span is.
    """
    here: dict[tuple[int, int], list[Model]] = {}
    shown: set[tuple[int, int]] = set()
    for model in report.models:
        place, end = model.place, model.end
        if place.path != report.path:
            continue
        span = place.start, place.end
        here.setdefault(span, []).append(model)
        if touching is None or _touch(place, touching) or (end.path == report.path and _touch(end, touching)):
            shown.add(span)
    sites = []
    for span in sorted(shown):
        calls = [tuple(_ended(group)) for _, group in _grouped(here[span], lambda model: model.path)]
        ends = [model.end.span for call in calls for model in call if model.end.path == report.path]
        sites.append(ModelSite(Span(*span), max(ends, key=lambda end: end.end, default=None), tuple(calls)))
    return sites


def _touch(place: Place, span: Span) -> bool:
    return place.end >= span.start and place.start <= span.end


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


def _ended(models: Sequence[Model]) -> list[Model]:
    return [model for model in models if model.at is None] or list(models[-1:])


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())
