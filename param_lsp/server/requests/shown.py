"""What the texts of a program show, to tell which show something else than they did: a notebook's other cells may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from param_lsp.analysis import Analysis
from param_lsp.features.diagnostics import Diagnostic, diagnostics
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.report import Created, Model
from param_lsp.server import to_lsp
from param_lsp.server.documents import Documents, Program
from param_lsp.settings import Settings
from param_lsp.source.source import Source
from param_lsp.spans import Span

_FEW = 4  # texts; for more, all hints of a program are made at once


@dataclass(frozen=True, slots=True)
class Shown:
    """What each text of a program shows, and where that comes from, so that most texts need not be looked at again.

    Arguments:
        texts: by URI, hints and diagnostics with offsets that count within the text.
        written: the texts themselves.
        settings: which say what hints are wanted.
        models: by their ids, the models with the URIs of the texts that they concern.
        rest: layers outside of models, and diagnostics, with the URIs of their texts.
    """

    texts: dict[str, object]
    written: dict[str, str]
    settings: Settings
    models: dict[int, tuple[Model, frozenset[str]]]
    rest: tuple[tuple[Created, ...], tuple[Diagnostic, ...], frozenset[str]]


def shown(documents: Documents, program: Program, analysis: Analysis, before: Shown | None) -> Shown:
    """Tell what a program shows.

    Arguments:
        documents: the open texts.
        program: one of them, or a notebook of several.
        analysis: of its texts as they are now.
        before: what it showed before; None to look at everything anew.
    """
    source, report = analysis.source, analysis.report
    texts = {uri: text.text for uri in documents.uris(program) if (text := documents.text(uri)) is not None}
    old = before.models if before is not None else {}
    models = {id(model): old.get(id(model)) or (model, _of_model(source, model)) for model in report.models}
    found = diagnostics(analysis)
    layers = [created.place.span for created in report.created if created.place.path == source.path]
    rest = report.created, found, _texts(source, [*layers, *(each.span for each in found)])
    if before is None or list(before.written) != list(texts) or before.settings != analysis.settings:
        return Shown(_looked_at(analysis, list(texts), found), texts, analysis.settings, models, rest)
    again = {uri for uri, text in texts.items() if before.written[uri] != text}
    again.update(*(uris for key, (_, uris) in models.items() if key not in old))
    again.update(*(uris for key, (_, uris) in old.items() if key not in models))
    if before.rest[:2] != rest[:2]:
        again |= before.rest[2] | rest[2]
    news = _looked_at(analysis, [uri for uri in texts if uri in again], found)
    return Shown(before.texts | news, texts, analysis.settings, models, rest)


def _of_model(source: Source, model: Model) -> frozenset[str]:
    places = (model.place, model.end, *(row.place for row in model.rows))
    return _texts(source, [place.span for place in places if place.path == source.path])


def _texts(source: Source, spans: Iterable[Span]) -> frozenset[str]:
    return frozenset(to_lsp.uri(source, offset) for span in spans for offset in (span.start, span.end))


def _looked_at(analysis: Analysis, uris: list[str], found: tuple[Diagnostic, ...]) -> dict[str, object]:
    texts: dict[str, object] = {}
    hints = inlay_hints(analysis) if len(uris) > _FEW else ()
    for uri in uris:
        start, end = to_lsp.cell_interval(analysis.source, uri)
        if len(uris) <= _FEW and start <= end:
            hints = inlay_hints(analysis, Span(start, end))
        texts[uri] = (
            tuple((hint.offset - start, hint.text) for hint in hints if start <= hint.offset <= end),
            tuple((each.span.start - start, each.message) for each in found if start <= each.span.start <= end),
        )
    return texts
