"""Inlay hints: `(None, 26, 26, 32) · 320 · Σ 320` beside each layer, and a model's totals at its line.

An editor cuts all hints of a line together (VS Code after 43 UTF-16 units: `editor.inlayHints.maximumLength`), so the
hints of a line are shortened together until they fit in `hints-length`; the full text stands in the tooltip.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import partial

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.features.hint_text import HintStyle, Shortness, inline_text, layer_text, line_text, model_text
from param_lsp.features.sites import LayerSite, LineSite, ModelSite, layer_sites, model_sites, unfollowed_layers
from param_lsp.report import Created, Report
from param_lsp.settings import Settings
from param_lsp.spans import Place, Span

SCREEN = 40  # lines; a model that is longer shows its totals at its end too
Site = LayerSite | LineSite | ModelSite | Created


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


def inlay_hints(analysis: Analysis, touching: Span | None = None) -> tuple[InlayHint, ...]:
    """Give hints sorted by place; those of any one line fit together in as many units as the settings allow.

    Arguments:
        analysis: of the source, with the settings that say which hints are wanted.
        touching: only the hints of the lines that this span touches; an editor asks for what it shows.
    """
    lines = _Lines(analysis)
    first, last = (lines.of(touching.start), lines.of(touching.end)) if touching is not None else (0, lines.last)
    drafts: dict[int, list[_Draft]] = {}
    for draft in _drafts(analysis, lines, first, last):
        drafts.setdefault(draft.line, []).append(draft)
    most = analysis.settings.hints_length
    return tuple(
        hint for line in sorted(drafts) for hint in _fitted(sorted(drafts[line], key=lambda d: d.offset), most)
    )


def style_of(settings: Settings) -> HintStyle:
    """Read which parts of hints are wanted."""
    return HintStyle(
        settings.hints_shape,
        settings.hints_params,
        settings.hints_sum,
        settings.hints_totals,
        settings.hints_share,
        names=settings.hints_names,
        compact=settings.hints_style == "compact",
    )


def input_source(hint: InlayHint) -> Place | None:
    """Give the place where the input shape of a layer's hint comes from: an `Input`, an argument, the layer before."""
    site = hint.site.layers[0] if isinstance(hint.site, LineSite) else hint.site
    if not isinstance(site, LayerSite):
        return None
    return next((row.shape_from for call in site.calls for row in call if row.shape_from is not None), None)


class _Lines:
    """Lines of the whole source by offset."""

    def __init__(self, analysis: Analysis) -> None:
        self._starts = analysis.source.line_starts
        self._length = len(analysis.source.text)
        self.last = len(self._starts) - 1

    def of(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def span(self, first: int, last: int) -> Span:
        return Span(self._starts[first], self._starts[last + 1] if last < self.last else self._length)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines that hints are asked for, and how they are wanted."""

    analysis: Analysis
    lines: _Lines
    first: int
    last: int
    style: HintStyle
    at_call: bool

    def shows(self, line: int) -> bool:
        return self.first <= line <= self.last

    def end_of(self, offset: int) -> int:
        return end_of_code(self.analysis.source.text, offset)


def _drafts(analysis: Analysis, lines: _Lines, first: int, last: int) -> list[_Draft]:
    settings, report = analysis.settings, analysis.report
    page = _Page(analysis, lines, first, last, style_of(settings), settings.hints_position == "call")
    layers = layer_sites(report, lines.span(first, last))
    if settings.hints_layers > 1:
        small = _rows_of_small_models(report, settings.hints_layers)
        layers = [layer for layer in layers if layer.span not in small]
    models = model_sites(report, lines.span(first, last)) if page.style.totals else []
    opened = {(model.span, lines.of(model.span.start)) for model in models}
    openers = frozenset(line for _, line in opened)
    by_line: dict[int, list[LayerSite]] = {}
    for layer in layers:
        line = lines.of(layer.span.end)
        # Of a nested model on one line the totals say it all.
        if page.shows(line) and (layer.span, line) not in opened:
            by_line.setdefault(line, []).append(layer)
    shown = {layer.span for layer in layers}
    return [
        *(draft for line, beside in by_line.items() for draft in _of_layers(page, line, beside, line in openers)),
        *(draft for created in unfollowed_layers(report) for draft in _of_unfollowed(page, created, shown)),
        *(draft for model in models for draft in _of_model(page, model)),
    ]


def _of_layers(page: _Page, line: int, layers: list[LayerSite], opens_model: bool) -> Iterator[_Draft]:  # noqa: FBT001
    """Draft the hints of the layers of a line; where several things stand on it, counts alone are among the code."""
    shared = len(layers) + opens_model > 1 and not page.at_call
    for layer in layers:
        if not layer.quiet:
            offset = layer.span.end if page.at_call or shared else page.end_of(layer.span.end)
            write = partial(inline_text if shared else layer_text, layer, style=page.style)
            yield _Draft(line, offset, layer, write)
    if shared:
        whole = LineSite(tuple(sorted(layers, key=lambda layer: layer.order)))
        write = partial(line_text, whole, style=page.style, total=not opens_model)
        yield _Draft(line, page.end_of(max(layer.span.end for layer in layers)), whole, write)


def _of_unfollowed(page: _Page, layer: Created, shown: Container[Span]) -> Iterator[_Draft]:
    span = layer.place.span
    line = page.lines.of(span.end)
    if page.shows(line) and span not in shown:
        yield _Draft(line, page.end_of(span.end), layer, _question_mark)


def _of_model(page: _Page, model: ModelSite) -> Iterator[_Draft]:
    start = page.lines.of(model.span.start)
    end = page.lines.of(model.end.end) if model.end is not None else -1
    write = partial(model_text, model, style=page.style)
    if page.shows(start):
        behind_call = page.at_call and start == page.lines.of(model.span.end)
        yield _Draft(start, model.span.end if behind_call else page.end_of(model.span.start), model, write)
    if model.end is not None and end - start > SCREEN and page.shows(end):
        yield _Draft(end, page.end_of(model.end.end), model, write)


def _rows_of_small_models(report: Report, least: int) -> set[Span]:
    """Give the layers that stand only in models of fewer layers than `least`."""
    small: set[Span] = set()
    large: set[Span] = set()
    for model in report.models:
        (small if len(model.rows) < least else large).update(row.place.span for row in model.rows)
    return small - large


def _question_mark(_: Shortness) -> str:
    return wording.UNKNOWN


def _fitted(drafts: list[_Draft], most: int) -> list[InlayHint]:
    """Shorten the hints of a line alike until they fit; where even the counts do not, say less rather than cut them."""
    hints: list[InlayHint] = []
    for shortness in Shortness:
        hints = [InlayHint(draft.offset, text, draft.site) for draft in drafts if (text := draft.write(shortness))]
        if any(_is_misfit(hint) for hint in hints):
            hints = [hint for hint in hints if not isinstance(hint.site, ModelSite)]  # its layer says what is wrong
        if sum(map(_units, hints)) <= most:
            return hints
    misfits = [hint for hint in hints if _is_misfit(hint)]
    if misfits:
        return [_cut(misfits[0], most)]
    totals = [hint for hint in hints if isinstance(hint.site, ModelSite) and hint.text != wording.UNKNOWN]
    if totals and sum(map(_units, totals)) <= most:
        return totals
    return [_cut(hints[0], most)]


def _is_misfit(hint: InlayHint) -> bool:
    return isinstance(hint.site, LayerSite) and hint.text.startswith("✗")


def _units(hint: InlayHint) -> int:
    return len(hint.text.encode("utf-16-le")) // 2


def _cut(hint: InlayHint, most: int) -> InlayHint:
    """Cut between words: part of a number would be a wrong number."""
    text = hint.text
    while len(text.encode("utf-16-le")) // 2 > most - 2:
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
