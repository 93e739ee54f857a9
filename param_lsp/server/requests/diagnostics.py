"""`textDocument/diagnostic` for clients that pull, `textDocument/publishDiagnostics` for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.analysis import Analysis
from param_lsp.features.diagnostics import Diagnostic, diagnostics
from param_lsp.message import Message, message
from param_lsp.server import to_lsp

if TYPE_CHECKING:
    from param_lsp.server.app import Server
    from param_lsp.server.documents import Program

Report = types.RelatedFullDocumentDiagnosticReport


async def pull(server: Server, params: types.DocumentDiagnosticParams) -> Report:
    """Give the findings in a file or a cell."""
    return Report(items=await _items(server, params.text_document.uri))


async def push(server: Server, program: Program) -> None:
    """Send the findings in all texts of a program, unless it changed meanwhile."""
    generation = program.generation
    for uri in server.documents.uris(program):
        items = await _items(server, uri)
        document = server.documents.text(uri)
        if program.generation != generation or document is None:
            return
        server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=document.uri, version=document.version, diagnostics=items)
        )


async def _items(server: Server, uri: str) -> list[types.Diagnostic]:
    analysis = await server.analyses.of(uri)
    document, program = server.documents.text(uri), server.documents.program(uri)
    if document is None or program is None:
        return []
    if analysis is None:
        return [_not_analysed(program.problem)] if program.problem is not None else []
    start, end = to_lsp.cell_interval(analysis.source, document.uri)
    return [diagnostic(server, analysis, found) for found in diagnostics(analysis) if start <= found.span.start <= end]


def diagnostic(server: Server, analysis: Analysis, found: Diagnostic) -> types.Diagnostic:
    """Convert a finding as far as the client can show it."""
    page = server.rule_pages.uri(found.rule) if server.client.links else None
    return to_lsp.diagnostic(analysis.source, found, server.documents.encoding, server.client, page)


def _not_analysed(reason: Message) -> types.Diagnostic:
    top = types.Position(0, 0)
    return types.Diagnostic(
        range=types.Range(top, top),
        message=str(message("Not analysed: {reason}", reason=reason)),
        severity=types.DiagnosticSeverity.Information,
        source=to_lsp.SOURCE_NAME,
    )
