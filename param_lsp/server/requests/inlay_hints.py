"""`textDocument/inlayHint` and `inlayHint/resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.analysis import Analysis
from param_lsp.features.hover import explain_hint
from param_lsp.features.inlay_hints import InlayHint, inlay_hints, input_source
from param_lsp.server import from_lsp, to_lsp
from param_lsp.server.documents import Program
from param_lsp.spans import Span

if TYPE_CHECKING:
    from param_lsp.server.app import Server


async def hints(server: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Give the hints of the lines that an editor shows."""
    uri = params.text_document.uri
    analysis = await server.analyses.of(uri)
    program, document = server.documents.program(uri), server.documents.text(uri)
    if analysis is None or program is None or document is None:
        return []
    start, end = to_lsp.cell_interval(analysis.source, document.uri)
    shown = Span(
        start + from_lsp.offset(document.text, document.starts, params.range.start, server.documents.encoding),
        start + from_lsp.offset(document.text, document.starts, params.range.end, server.documents.encoding),
    )
    return [
        _hint(server, program, analysis, hint)
        for hint in inlay_hints(analysis, shown)
        if shown.contains(hint.offset) and start <= hint.offset <= end
    ]


async def resolve(server: Server, hint: types.InlayHint) -> types.InlayHint:
    """Add the tooltip, and the place that a layer's hint leads to: where its input's shape comes from.

    A hint of an older version keeps what it has.
    """
    data = hint.data if isinstance(hint.data, dict) else {}
    program, offset = server.documents.program(str(data.get("uri"))), data.get("offset")
    if program is None or program.last is None or data.get("generation") != program.generation:
        return hint
    for found in inlay_hints(program.last, Span(offset, offset)) if isinstance(offset, int) else ():
        if found.offset == offset and found.text == _text(hint):
            hint.tooltip = _tooltip(server, program.last, found)
            source = input_source(found)
            if source is not None and not isinstance(hint.label, str):
                location = to_lsp.location(program.last.source, source, server.documents.encoding)
                hint.label = [types.InlayHintLabelPart(found.text, location=location)]
    return hint


def _hint(server: Server, program: Program, analysis: Analysis, hint: InlayHint) -> types.InlayHint:
    made = types.InlayHint(
        position=to_lsp.position(analysis.source, hint.offset, server.documents.encoding),
        # One part, so that resolving can add its place; places in all hints would cost more than the hints.
        label=[types.InlayHintLabelPart(hint.text)] if server.client.resolves_locations else hint.text,
        padding_left=True,
    )
    if server.client.resolves_tooltips:
        made.data = {"uri": program.uri, "generation": program.generation, "offset": hint.offset}
    else:
        made.tooltip = _tooltip(server, analysis, hint)
    return made


def _text(hint: types.InlayHint) -> str:
    return hint.label if isinstance(hint.label, str) else "".join(part.value for part in hint.label)


def _tooltip(server: Server, analysis: Analysis, hint: InlayHint) -> types.MarkupContent:
    return to_lsp.contents(explain_hint(analysis, hint), server.client.hover_formats)
