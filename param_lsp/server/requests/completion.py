"""`textDocument/completion`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.features.completion import completions as words
from param_lsp.server import from_lsp, to_lsp

if TYPE_CHECKING:
    from param_lsp.server.app import Server


async def completions(server: Server, params: types.CompletionParams) -> list[types.CompletionItem] | None:
    """Give the words that the argument under the cursor can be."""
    uri, encoding = params.text_document.uri, server.documents.encoding
    analysis = await server.analyses.of(uri)
    document = server.documents.text(uri)
    if analysis is None or document is None:
        return None
    start, _ = to_lsp.cell_interval(analysis.source, document.uri)
    offset = start + from_lsp.offset(document.text, document.starts, params.position, encoding)
    found = words(analysis, offset)
    return [
        types.CompletionItem(
            each.label,
            kind=types.CompletionItemKind.EnumMember,
            sort_text=f"{place:03}",
            text_edit=types.TextEdit(to_lsp.range_(analysis.source, each.span, encoding), each.text),
            filter_text=each.text,
        )
        for place, each in enumerate(found)
    ] or None
