"""The totals of the model at a place, and how they changed since the file was saved: what an editor's status shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.features.sites import ModelSite, layer_sites, model_sites
from param_lsp.message import Message, message
from param_lsp.report import Model, Report
from param_lsp.shapes import Count
from param_lsp.spans import Span

Key = tuple[str, int]  # a model's name, and how many of that name stand before it: it outlives edits around it


@dataclass(frozen=True, slots=True)
class ModelTotals:
    """One model's totals.

    Arguments:
        name: of the variable, or Keras's own.
        span: the expression that creates it.
        text: the number of parameters, or why there is none: "277,569 params".
        change: "+1.2 M", or None where nothing changed or a number is not known.
        detail: trainable parameters and memory.
        fits: False for a model that cannot be built.
    """

    name: str
    span: Span
    text: Message
    change: str | None = None
    detail: Message | None = None
    fits: bool = True


def totals_at(analysis: Analysis, offset: int, saved: Mapping[Key, int]) -> ModelTotals | None:
    """Give the totals of the model that a place belongs to: one around it, else the last above, else the first below.

    Arguments:
        analysis: of the text as it is now.
        offset: the place.
        saved: what `totals_by_model` gave for the text as it was saved.
    """
    sites = list(_keyed(analysis.report))
    if not sites:
        return None
    key, site = _at(analysis.report, sites, offset)
    models = _first_call(site)
    made = _params(models)
    before = saved.get(key)
    change = None
    if made is not None and before is not None and isinstance(made, int) and made != before:
        change = wording.short_change(made - before)
    fits = all(model.misfit is None for model in models)
    return ModelTotals(key[0], site.span, _text(site, made, fits=fits), change, _detail(models), fits)


def totals_by_model(report: Report) -> dict[Key, int]:
    """Give the number of parameters of each model that has one, to compare with later."""
    counts = ((key, _params(_first_call(site))) for key, site in _keyed(report))
    return {key: count for key, count in counts if isinstance(count, int)}


def _keyed(report: Report) -> Iterator[tuple[Key, ModelSite]]:
    seen: Counter[str] = Counter()
    for site in model_sites(report):
        model = _first_call(site)[-1]
        name = model.variable or model.name or model.kind
        yield (name, seen[name]), site
        seen[name] += 1


def _at(report: Report, sites: list[tuple[Key, ModelSite]], offset: int) -> tuple[Key, ModelSite]:
    around = [pair for pair in sites if _extent(pair[1]).contains(offset)]
    if around:
        return min(around, key=lambda pair: _extent(pair[1]).end - _extent(pair[1]).start)
    rows = {row for site in layer_sites(report, Span(offset, offset)) for call in site.calls for row in call}
    holding = [pair for pair in sites if any(row in rows for model in _first_call(pair[1]) for row in model.rows)]
    above = [pair for pair in sites if pair[1].span.start <= offset]
    return (holding or above[-1:] or sites)[0]


def _extent(site: ModelSite) -> Span:
    return Span(site.span.start, max(site.span.end, site.end.end if site.end is not None else 0))


def _first_call(site: ModelSite) -> tuple[Model, ...]:
    return site.calls[0]


def _params(models: tuple[Model, ...]) -> Count | None:
    """Give the count of the last model that the expression made (a loop makes several)."""
    totals = models[-1].totals
    return totals.params if totals is not None else None


def _text(site: ModelSite, params: Count | None, *, fits: bool) -> Message:
    if not fits:
        return message("cannot be built")
    last = _first_call(site)[-1]
    if params is None:
        return message("not built yet") if not last.built and last.rows else message("params unknown")
    written = wording.number(params)
    if written == wording.UNKNOWN:
        return message("params unknown")
    others = len({_params(call) for call in site.calls} - {params})
    if others:
        return message("{count} params, {others} more by other calls", count=written, others=others)
    return message("{count} params", count=written)


def _detail(models: tuple[Model, ...]) -> Message | None:
    totals = models[-1].totals
    if totals is None or wording.number(totals.params) == wording.UNKNOWN:
        return None
    size = wording.data_size(totals.bytes)
    if totals.non_trainable == 0:
        return message("{size}", size=size)
    return message("{trainable} trainable, {size}", trainable=wording.number(totals.trainable), size=size)
