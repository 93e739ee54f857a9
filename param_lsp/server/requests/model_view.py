"""`param-lint/modelView`, a request of our own: the models of a program as a page for a panel beside the code.

Parameters: `{textDocument: {uri}}`. The answer is null where the program is not analysed, or

    {html, models: [{location, rows: [location or null]}]}

where `models` and `rows` are what `data-model` and `data-row` in the page count: where a click leads to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from param_lsp.features.model_page import Viewed, page
from param_lsp.message import message
from param_lsp.server import to_lsp
from param_lsp.source.source import Source
from param_lsp.spans import Place

if TYPE_CHECKING:
    from param_lsp.server.app import Server


async def model_view(server: Server, params: Any) -> dict[str, Any] | None:
    """Give the page of all models of a program, with the places of their layers."""
    uri, encoding = str(params.textDocument.uri), server.documents.encoding
    analysis = await server.analyses.of(uri)
    if analysis is None:
        return None
    source = analysis.source
    viewed = [Viewed(model, _where(source, model.at or model.place)) for model in analysis.report.models]
    models = [
        {
            "location": to_lsp.location(source, each.model.place, encoding),
            "rows": [to_lsp.location(source, row.place, encoding) for row in each.model.rows],
        }
        for each in viewed
    ]
    return {"html": page(viewed, "param-lint", server.language), "models": models}


def _where(source: Source, place: Place) -> str:
    """Name a place as a person would: "line 12", "cell 3, line 2", or another file's name."""
    if place.path != source.path:
        return place.path.replace("\\", "/").rpartition("/")[2]
    position = source.position(place.span.start)
    line = str(message("line {line}", line=position.line + 1))
    return line if position.cell is None else f"{message('cell {cell}', cell=position.cell.index + 1)}, {line}"
