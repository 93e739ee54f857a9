"""`textDocument/documentSymbol`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from param_lsp.features.symbols import Symbol, symbols
from param_lsp.server import to_lsp
from param_lsp.server.plain import Json

if TYPE_CHECKING:
    from param_lsp.server.app import Server


async def document_symbols(server: Server, params: types.DocumentSymbolParams) -> Json:
    """Give the models and layers of a file or cell; a client that wants a flat list gets none.

    They are written as the protocol's JSON at once: an editor asks for all of them after every few keys, and making
    thousands of `types.DocumentSymbol`, which pygls then turns into the same JSON, takes longer than all the rest.
    """
    analysis = await server.analyses.of(params.text_document.uri)
    document = server.documents.text(params.text_document.uri)
    if analysis is None or document is None or not server.client.hierarchical:
        return Json([])
    start, end = to_lsp.cell_interval(analysis.source, document.uri)
    write = to_lsp.Ranges(analysis.source, server.documents.encoding)
    return Json([_symbol(write, symbol) for symbol in symbols(analysis) if start <= symbol.span.start <= end])


def _symbol(write: to_lsp.Ranges, symbol: Symbol) -> dict[str, Any]:
    place = write(symbol.span)
    return {
        "name": symbol.name,
        "kind": (types.SymbolKind.Object if symbol.children else types.SymbolKind.Field).value,
        "range": place,
        "selectionRange": place,
        "detail": symbol.detail,
        "children": [_symbol(write, child) for child in symbol.children],
    }
