"""The outline of a source: its models and, inside each, its layers with shape and count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.features.hint_text import layer_text, model_text
from param_lsp.features.kept import Kept
from param_lsp.features.sites import LayerSite, ModelSite, layer_sites, model_sites
from param_lsp.report import Model, Row
from param_lsp.spans import Span


@dataclass(frozen=True, slots=True)
class Symbol:
    """An entry of the outline; `children` stand inside `span`, as editors require."""

    name: str
    detail: str
    span: Span
    children: tuple[Symbol, ...] = ()


def models(analysis: Analysis) -> tuple[Symbol, ...]:
    """Give the models of a source without their layers."""
    return tuple(_model(site) for site in model_sites(analysis.report))


def symbols(analysis: Analysis) -> tuple[Symbol, ...]:
    """Give the models of a source; a layer that is defined outside of its model's expression stands beside it."""
    layers = layer_sites(analysis.report)
    starts = [layer.span.start for layer in layers]
    found: list[Symbol] = []
    inside: set[Span] = set()
    for site in model_sites(analysis.report):
        near = layers[bisect_left(starts, site.span.start) : bisect_right(starts, site.span.end)]
        mine = [layer for layer in near if _within(layer.span, site.span) and layer.span not in inside]
        inside.update(layer.span for layer in mine)
        found.append(_model(site, tuple(map(_layer, mine))))
    found += [_layer(layer) for layer in layers if layer.span not in inside]
    return tuple(sorted(found, key=lambda symbol: symbol.span))


def _text(model: Model) -> str:
    return model_text(ModelSite(model.place.span, None, ((model,),)))


def _detail(row: Row, share: float) -> str:
    site = LayerSite(row.place.span, ((row,),), share=share)
    return layer_text(site) or wording.shape(row.output_shape)


_MODELS = Kept(_text, most=1_000)
_ROWS = Kept(_detail, most=8_000)


def _model(site: ModelSite, children: tuple[Symbol, ...] = ()) -> Symbol:
    alone = len(site.calls) == 1 and len(site.calls[0]) == 1
    return Symbol(_name(site), _MODELS(site.calls[0][0]) if alone else model_text(site), site.span, children)


def _name(site: ModelSite) -> str:
    model = site.calls[0][0]
    return model.variable or model.name or model.kind


def _layer(site: LayerSite) -> Symbol:
    row = site.calls[0][0]
    alone = len(site.calls) == 1 and len(site.calls[0]) == 1
    detail = _ROWS(row, site.share) if alone else layer_text(site) or wording.shape(row.output_shape)
    return Symbol(row.name or row.type, detail, site.span)


def _within(inner: Span, outer: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end
