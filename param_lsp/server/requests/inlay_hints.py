"""`textDocument/inlayHint` and `inlayHint/resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.analysis import Analysis
from param_lsp.features.hover import explain_hint
from param_lsp.features.inlay_hints import InlayHint, inlay_hints
from param_lsp.server import from_lsp, to_lsp
from param_lsp.server.documents import Program

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
    low = start + from_lsp.offset(document.text, document.starts, params.range.start, server.documents.encoding)
    high = start + from_lsp.offset(document.text, document.starts, params.range.end, server.documents.encoding)
    return [
        _hint(server, program, number, hint)
        for number, hint in enumerate(hints_of(program, analysis))
        if low <= hint.offset <= high and start <= hint.offset <= end
    ]


async def resolve(server: Server, hint: types.InlayHint) -> types.InlayHint:
    """Add the tooltip; a hint of an older version keeps what it has."""
    data = hint.data if isinstance(hint.data, dict) else {}
    program = server.documents.program(str(data.get("uri")))
    if program is None or program.hints is None or data.get("generation") != program.generation:
        return hint
    analysis, found = program.hints
    number = data.get("number")
    if isinstance(number, int) and number < len(found):
        hint.tooltip = _tooltip(server, analysis, found[number])
    return hint


def hints_of(program: Program, analysis: Analysis) -> tuple[InlayHint, ...]:
    """Make the hints of an analysis once, however often parts of them are asked for."""
    if program.hints is None or program.hints[0] is not analysis:
        program.hints = (analysis, inlay_hints(analysis))
    return program.hints[1]


def _hint(server: Server, program: Program, number: int, hint: InlayHint) -> types.InlayHint:
    assert program.hints is not None  # noqa: S101 - `hints_of` made them
    analysis = program.hints[0]
    made = types.InlayHint(
        position=to_lsp.position(analysis.source, hint.offset, server.documents.encoding),
        label=hint.text,
        padding_left=True,
    )
    if server.client.resolves_tooltips:
        made.data = {"uri": program.uri, "generation": program.generation, "number": number}
    else:
        made.tooltip = _tooltip(server, analysis, hint)
    return made


def _tooltip(server: Server, analysis: Analysis, hint: InlayHint) -> types.MarkupContent:
    return to_lsp.contents(explain_hint(analysis, hint), server.client.hover_formats)
