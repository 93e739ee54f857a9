"""Code lenses above each model: `277,569 params · 1.06 MB`, and what can be done with its summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.features.hint_text import SEPARATOR, model_text
from param_lsp.features.sites import ModelSite, model_sites
from param_lsp.features.summary_table import Everything, markdown_table, table
from param_lsp.message import message
from param_lsp.report import Model
from param_lsp.spans import Span

_WIDTH = 92  # columns of a table in an editor: 88 of Keras's own, and the margin


@dataclass(frozen=True, slots=True)
class Lens:
    """A model that a line of lenses stands above."""

    span: Span


def lenses(analysis: Analysis) -> tuple[Lens, ...]:
    """Give the models of a source that have layers, or say why they have none."""
    return tuple(Lens(site.span) for site in model_sites(analysis.report) if model_text(site))


def totals_text(analysis: Analysis, lens: Lens) -> str | None:
    """Write the totals of a model: `277,569 params · 1.06 MB`; None when it is not there any more."""
    site = next((site for site in model_sites(analysis.report) if site.span == lens.span), None)
    if site is None:
        return None
    first, *rest = model_text(site).split(SEPARATOR)
    if first.startswith("Σ "):
        return SEPARATOR.join([str(message("{count} params", count=first.removeprefix("Σ "))), *rest])
    return str(message("params unknown")) if first == wording.UNKNOWN else first


def summaries(analysis: Analysis, offset: int, *, markdown: bool) -> str:
    """Write the summaries of the model at a place, as Markdown or as Keras prints them; empty where there is none.

    The model at a place is the smallest around it, else the last above it, else the first below.
    """
    sites = model_sites(analysis.report)
    if not sites:
        return ""
    site = _at(sites, offset)
    models = [model for call in site.calls for model in call]
    write = _markdown if markdown else _table
    return "\n\n".join("\n".join(write(model)) for model in models)


def _at(sites: list[ModelSite], offset: int) -> ModelSite:
    around = [site for site in sites if _extent(site).contains(offset)]
    if around:
        return min(around, key=lambda site: (site.span.start != offset, _extent(site).end - _extent(site).start))
    above = [site for site in sites if site.span.start <= offset]
    return (above[-1:] or sites)[0]


def _extent(site: ModelSite) -> Span:
    return Span(site.span.start, max(site.span.end, site.end.end if site.end is not None else 0))


def _markdown(model: Model) -> Iterator[str]:
    yield f"### {model.variable or model.name or model.kind}"
    yield ""
    yield from markdown_table(model)


def _table(model: Model) -> Iterator[str]:
    return table(model, Everything(), columns=_WIDTH)
