"""`textDocument/hover`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.features.hover import hover as explain
from param_lsp.server import from_lsp, to_lsp

if TYPE_CHECKING:
    from param_lsp.server.app import Server


async def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Explain the layer, model or name under the cursor."""
    uri, encoding = params.text_document.uri, server.documents.encoding
    analysis = await server.analyses.of(uri)
    document = server.documents.text(uri)
    if analysis is None or document is None:
        return None
    start, _ = to_lsp.cell_interval(analysis.source, document.uri)
    found = explain(analysis, start + from_lsp.offset(document.text, document.starts, params.position, encoding))
    if found is None:
        return None
    contents = to_lsp.contents(found.blocks, server.client.hover_formats)
    return types.Hover(contents, to_lsp.range_(analysis.source, found.span, encoding))
