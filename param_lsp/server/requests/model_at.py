"""`param-lint/modelAt`, a request of our own: the totals of the model at a position, for an editor's status.

Parameters: `{textDocument: {uri}, position}`. The answer is null where there is no model, or

    {name, text, change, detail, fits, location: {uri, range}}   of the model
    {problem}                                                    of a file that is not analysed
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from param_lsp.features.totals import totals_at, totals_by_model
from param_lsp.message import message
from param_lsp.server import from_lsp, to_lsp

if TYPE_CHECKING:
    from param_lsp.server.app import Server


async def model_at(server: Server, params: Any) -> dict[str, Any] | None:
    """Give the totals of the model at a position and their change since the program was opened or saved."""
    uri, encoding = str(params.textDocument.uri), server.documents.encoding
    analysis = await server.analyses.of(uri)
    document, program = server.documents.text(uri), server.documents.program(uri)
    if document is None or program is None:
        return None
    if analysis is None:
        problem = program.problem
        return {"problem": str(message("Not analysed: {reason}", reason=problem))} if problem is not None else None
    if program.saved is None:
        program.saved = totals_by_model(analysis.report)
    position = types.Position(int(params.position.line), int(params.position.character))
    start, _ = to_lsp.cell_interval(analysis.source, document.uri)
    offset = start + from_lsp.offset(document.text, document.starts, position, encoding)
    found = totals_at(analysis, offset, program.saved)
    if found is None:
        return None
    place = to_lsp.range_(analysis.source, found.span, encoding)
    return {
        "name": found.name,
        "text": str(found.text),
        "change": found.change,
        "detail": str(found.detail) if found.detail is not None else None,
        "fits": found.fits,
        "location": types.Location(to_lsp.uri(analysis.source, found.span.start), place),
    }


async def saved(server: Server, uri: str) -> None:
    """Remember the totals of a program that was just saved."""
    analysis = await server.analyses.of(uri)
    program = server.documents.program(uri)
    if program is not None and analysis is not None:
        program.saved = totals_by_model(analysis.report)
