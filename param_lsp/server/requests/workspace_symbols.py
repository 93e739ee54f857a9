"""`workspace/symbol`: the models of open files, and of files that were analysed for the workspace's diagnostics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.analysis import Analysis
from param_lsp.features.symbols import Symbol, models
from param_lsp.server import to_lsp

if TYPE_CHECKING:
    from param_lsp.server.app import Server

_LIMIT = 200


async def workspace_symbols(server: Server, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """Give the models whose names hold the letters of a query in this order."""
    for program in server.documents.programs():
        await server.analyses.of(program.uri)
    wanted = params.query.casefold()
    return list(islice((found for found in _all(server) if _matches(found.name.casefold(), wanted)), _LIMIT))


def symbol(server: Server, analysis: Analysis, model: Symbol) -> types.WorkspaceSymbol:
    """Convert a model of any file."""
    place = to_lsp.range_(analysis.source, model.span, server.documents.encoding)
    location = types.Location(to_lsp.uri(analysis.source, model.span.start), place)
    return types.WorkspaceSymbol(location, model.name, types.SymbolKind.Object, container_name=model.detail or None)


def _all(server: Server) -> Iterator[types.WorkspaceSymbol]:
    for program in server.documents.programs():
        if program.last is not None:
            yield from (symbol(server, program.last, model) for model in models(program.last))
    for file in server.files.known():
        yield from file.symbols


def _matches(name: str, letters: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
