"""`textDocument/codeLens`, `codeLens/resolve`, and the command `param-lint.summary` that they lead to.

The command takes a URI, a position and a format ("markdown", the default, or "table"), and gives the text of the
summary; with the format "show" it also shows the table as a message, for clients that cannot do anything with a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from param_lsp.features.code_lens import Lens, lenses, summaries, totals_text
from param_lsp.message import message
from param_lsp.server import from_lsp, to_lsp
from param_lsp.spans import Span

if TYPE_CHECKING:
    from param_lsp.server.app import Server

SUMMARY = "param-lint.summary"
SHOW = "param-lint.showSummary"
COPY = "param-lint.copySummary"


async def code_lenses(server: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Give the places of the lenses of a file or cell; what they say comes by resolve."""
    uri = params.text_document.uri
    analysis = await server.analyses.of(uri)
    program, document = server.documents.program(uri), server.documents.text(uri)
    if analysis is None or program is None or document is None:
        return []
    start, end = to_lsp.cell_interval(analysis.source, document.uri)
    actions = ("totals", "show", "copy") if COPY in server.client.commands else ("totals", "show")
    return [
        types.CodeLens(
            to_lsp.range_(analysis.source, lens.span, server.documents.encoding),
            data={
                "uri": document.uri,
                "generation": program.generation,
                "span": [lens.span.start, lens.span.end],
                "action": action,
            },
        )
        for lens in lenses(analysis)
        if start <= lens.span.start <= end
        for action in actions
    ]


async def resolve(server: Server, lens: types.CodeLens) -> types.CodeLens:
    """Say what a lens does; one of an older text says what the text has at its place now, if it is still there."""
    data: Any = lens.data if isinstance(lens.data, dict) else {}
    program = server.documents.program(str(data.get("uri")))
    shows = SHOW in server.client.commands
    command = types.Command("", SHOW if shows else SUMMARY, arguments=[data.get("uri"), lens.range.start])
    if not shows:
        command.arguments = [data.get("uri"), lens.range.start, "show"]
    if data.get("action") == "copy":
        command.title, command.command = str(message("copy as Markdown")), COPY
    elif data.get("action") == "show":
        command.title = str(message("show summary"))
    elif program is not None and program.last is not None and program.generation == data.get("generation"):
        command.title = totals_text(program.last, Lens(Span(*data["span"]))) or ""
    lens.command = command
    return lens


async def summary(server: Server, uri: str, position: Any, form: str = "markdown") -> str:
    """Give the summary of the model at a position of a file or cell; empty where there is none."""
    analysis = await server.analyses.of(uri)
    document = server.documents.text(uri)
    if analysis is None or document is None:
        return ""
    start, _ = to_lsp.cell_interval(analysis.source, document.uri)
    place = types.Position(*(int(_member(position, name)) for name in ("line", "character")))
    offset = start + from_lsp.offset(document.text, document.starts, place, server.documents.encoding)
    text = summaries(analysis, offset, markdown=form == "markdown")
    if form == "show" and text:
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
    return text


def _member(value: Any, name: str) -> Any:
    """Read JSON that arrives as an object or as a dictionary."""
    return value[name] if isinstance(value, dict) else getattr(value, name)
