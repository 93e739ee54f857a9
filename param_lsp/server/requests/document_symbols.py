"""`textDocument/documentSymbol`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.features.symbols import Symbol, symbols
from param_lsp.server import to_lsp

if TYPE_CHECKING:
    from param_lsp.analysis import Analysis
    from param_lsp.server.app import Server


async def document_symbols(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """Give the models and layers of a file or cell; a client that wants a flat list gets none."""
    analysis = await server.analyses.of(params.text_document.uri)
    document = server.documents.text(params.text_document.uri)
    if analysis is None or document is None or not server.client.hierarchical:
        return []
    start, end = to_lsp.cell_interval(analysis.source, document.uri)
    return [_symbol(server, analysis, symbol) for symbol in symbols(analysis) if start <= symbol.span.start <= end]


def _symbol(server: Server, analysis: Analysis, symbol: Symbol) -> types.DocumentSymbol:
    place = to_lsp.range_(analysis.source, symbol.span, server.documents.encoding)
    return types.DocumentSymbol(
        name=symbol.name,
        kind=types.SymbolKind.Object if symbol.children else types.SymbolKind.Field,
        range=place,
        selection_range=place,
        detail=symbol.detail,
        children=[_symbol(server, analysis, child) for child in symbol.children],
    )
