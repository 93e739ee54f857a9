"""Inlay hints: `(None, 26, 26, 32) · 320 · Σ 320` beside each layer, and a model's totals at its line.

An editor cuts all hints of a line together after 43 UTF-16 units (VS Code: `editor.inlayHints.maximumLength`), so the
hints of a line are shortened together until they fit; the full text stands in the tooltip.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.features.hint_text import Shortness, layer_text, model_text
from param_lsp.features.sites import LayerSite, ModelSite, layer_sites, model_sites

LINE_LIMIT = 43
SCREEN = 40  # lines; a model that is longer shows its totals at its end too
Site = LayerSite | ModelSite


@dataclass(frozen=True, slots=True)
class InlayHint:
    """A hint to draw behind `offset`, with a blank before it; `site` is what `explain_hint` explains."""

    offset: int
    text: str
    site: Site


@dataclass(frozen=True, slots=True)
class _Draft:
    line: int
    offset: int
    site: Site
    write: Callable[[Shortness], str]


def inlay_hints(analysis: Analysis) -> tuple[InlayHint, ...]:
    """Give all hints of a source, sorted by place; the hints of any one line fit in `LINE_LIMIT` units together."""
    drafts: dict[int, list[_Draft]] = {}
    for draft in _drafts(analysis):
        drafts.setdefault(draft.line, []).append(draft)
    return tuple(hint for line in sorted(drafts) for hint in _fitted(sorted(drafts[line], key=lambda d: d.offset)))


def _drafts(analysis: Analysis) -> list[_Draft]:
    text, starts = analysis.source.text, analysis.source.line_starts
    layers, models = layer_sites(analysis.report), model_sites(analysis.report)

    def line_of(offset: int) -> int:
        return bisect_right(starts, offset) - 1

    crowd: dict[int, int] = {}
    for layer in layers:
        crowd[line_of(layer.span.end)] = crowd.get(line_of(layer.span.end), 0) + 1
    totals: list[_Draft] = []
    for model in models:
        first = line_of(model.span.start)
        crowd[first] = crowd.get(first, 0) + 1
        write = _writer(model)
        totals.append(_Draft(first, end_of_code(text, model.span.start), model, write))
        last = line_of(model.end.end) if model.end is not None else first
        if model.end is not None and last - first > SCREEN:
            totals.append(_Draft(last, end_of_code(text, model.end.end), model, write))
    opened = {(model.span, line_of(model.span.start)) for model in models}
    found: list[_Draft] = []
    for layer in layers:
        line = line_of(layer.span.end)
        if layer.quiet or (layer.span, line) in opened:  # a nested model on one line: its totals say it all
            continue
        alone = crowd[line] == 1
        offset = end_of_code(text, layer.span.end) if alone else layer.span.end
        found.append(_Draft(line, offset, layer, _writer(layer)))
    return found + totals


def _writer(site: Site) -> Callable[[Shortness], str]:
    if isinstance(site, LayerSite):
        return lambda shortness: layer_text(site, shortness)
    return lambda shortness: model_text(site, shortness)


def _fitted(drafts: list[_Draft]) -> list[InlayHint]:
    """Shorten the hints of a line alike until they fit; where even the counts do not, say less rather than cut them."""
    for shortness in Shortness:
        hints = [InlayHint(draft.offset, text, draft.site) for draft in drafts if (text := draft.write(shortness))]
        if sum(map(_units, hints)) <= LINE_LIMIT:
            return hints
    totals = [hint for hint in hints if isinstance(hint.site, ModelSite) and hint.text != wording.UNKNOWN]
    if totals and sum(map(_units, totals)) <= LINE_LIMIT:
        return totals
    return [_cut(hints[0])]


def _units(hint: InlayHint) -> int:
    return len(hint.text.encode("utf-16-le")) // 2


def _cut(hint: InlayHint) -> InlayHint:
    """Cut between words: part of a number would be a wrong number."""
    text = hint.text
    while len(text.encode("utf-16-le")) // 2 > LINE_LIMIT - 2:
        text = text.rpartition(" ")[0]
    return InlayHint(hint.offset, f"{text} …".lstrip(), hint.site)


def end_of_code(text: str, offset: int) -> int:
    """Give the end of the code on the line of `offset`, which lies outside of strings: before blanks and a comment."""
    end, quote = offset, ""
    for place in range(offset, len(text)):
        character = text[place]
        if character in "\r\n" or (character == "#" and not quote):
            break
        if quote:
            quote = "" if character == quote and text[place - 1] != "\\" else quote
        elif character in "'\"":
            quote = character
        if not character.isspace():
            end = place + 1
    return end
