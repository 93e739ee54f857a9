"""A conversation with the server: in this process, or with one that is started as an editor starts it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.io_ import run_async
from pytest_lsp import ClientServerConfig, LanguageClient, make_test_lsp_client

from param_lsp.server.app import Server

ROOT = Path(__file__).parents[2]
VSCODE = json.loads((Path(__file__).parent / "data" / "vscode.json").read_text("utf-8"))["capabilities"]
BARE: dict[str, Any] = {"textDocument": {"publishDiagnostics": {}}}
COMMAND = [sys.executable, "-m", "param_lsp"]


@dataclass
class Talk:
    """A client and what it was asked to do."""

    client: LanguageClient
    server: types.InitializeResult
    refreshed: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)

    def open(self, uri: str, text: str, language: str = "python") -> None:
        """Open a file."""
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri=uri, language_id=language, version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def edit(self, uri: str, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Replace a range of a file."""
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                text_document=types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri]),
                content_changes=[change(start, end, text)],
            )
        )

    def close(self, uri: str) -> None:
        """Close a file."""
        params = types.DidCloseTextDocumentParams(text_document=types.TextDocumentIdentifier(uri=uri))
        self.client.text_document_did_close(params)

    def open_notebook(self, uri: str, cells: Iterable[tuple[str, str]]) -> list[str]:
        """Open a notebook of (kind, text) cells; gives the URIs of its cells."""
        made, texts, uris = [], [], []
        for number, (kind, text) in enumerate(cells):
            cell = f"{uri.replace('file:', 'vscode-notebook-cell:')}#W{number}sZmlsZQ=="
            is_code = kind == "code"
            made.append(types.NotebookCell(types.NotebookCellKind(2 if is_code else 1), cell))
            if is_code:  # VS Code sends the cells whose language the server asked for
                texts.append(types.TextDocumentItem(uri=cell, language_id="python", version=1, text=text))
            uris.append(cell)
        notebook = types.NotebookDocument(uri=uri, notebook_type="jupyter-notebook", version=1, cells=made)
        self.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(notebook_document=notebook, cell_text_documents=texts)
        )
        return uris

    def save_notebook(self, uri: str) -> None:
        """Tell that a notebook was saved."""
        params = types.DidSaveNotebookDocumentParams(notebook_document=types.NotebookDocumentIdentifier(uri=uri))
        self.client.notebook_document_did_save(params)

    def edit_cell(self, notebook: str, cell: str, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Replace a range of a cell."""
        edited = types.NotebookDocumentCellContentChanges(
            document=types.VersionedTextDocumentIdentifier(uri=cell, version=2), changes=[change(start, end, text)]
        )
        self.change_notebook(notebook, types.NotebookDocumentCellChanges(text_content=[edited]))

    def change_notebook(self, notebook: str, cells: types.NotebookDocumentCellChanges) -> None:
        """Send any change of cells."""
        self.client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                notebook_document=types.VersionedNotebookDocumentIdentifier(version=2, uri=notebook),
                change=types.NotebookDocumentChangeEvent(cells=cells),
            )
        )

    async def hints(self, uri: str, lines: tuple[int, int] = (0, 1000)) -> list[types.InlayHint]:
        """Ask for the hints of some lines."""
        found = await self.client.text_document_inlay_hint_async(
            types.InlayHintParams(
                text_document=types.TextDocumentIdentifier(uri=uri),
                range=types.Range(types.Position(lines[0], 0), types.Position(lines[1], 0)),
            )
        )
        assert found is not None, "VS Code drops all hints when it gets null"
        return list(found)

    async def drawn(self, uri: str) -> list[str]:
        """Give the hints as `line:character text`."""
        return [f"{hint.position.line}:{hint.position.character} {label(hint)}" for hint in await self.hints(uri)]

    async def hover(self, uri: str, line: int, character: int) -> str | None:
        """Give the text of the hover at a position."""
        found = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri=uri), types.Position(line, character))
        )
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def pull(self, uri: str) -> list[types.Diagnostic]:
        """Ask for diagnostics."""
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(uri=uri))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)

    async def actions(
        self, uri: str, start: tuple[int, int], end: tuple[int, int] | None = None, *, only: list[str] | None = None
    ) -> list[types.CodeAction]:
        """Ask for the code actions of a range."""
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri=uri),
                types.Range(types.Position(*start), types.Position(*(end or start))),
                types.CodeActionContext(diagnostics=await self.pull(uri), only=only),
            )
        )
        assert found is not None
        assert all(isinstance(action, types.CodeAction) for action in found)
        return [action for action in found if isinstance(action, types.CodeAction)]


def label(hint: types.InlayHint) -> str:
    """Give the text of a hint, whether it has parts or not."""
    return hint.label if isinstance(hint.label, str) else "".join(part.value for part in hint.label)


def change(start: tuple[int, int], end: tuple[int, int], text: str) -> types.TextDocumentContentChangePartial:
    """Make an edit of a range."""
    return types.TextDocumentContentChangePartial(
        range=types.Range(types.Position(*start), types.Position(*end)), text=text
    )


@asynccontextmanager
async def conversation(
    capabilities: dict[str, Any] | None = None,
    *,
    root: Path | None = None,
    settings: dict[str, Any] | None = None,
    locale: str | None = None,
    options: dict[str, Any] | None = None,
    process: bool = False,
) -> AsyncIterator[Talk]:
    """Start the server, initialize it with a client's capabilities (VS Code's, if none), and end it properly.

    With `process` it is one of its own, over standard input and output; else it is in this process, and the bugs that
    its handlers guard against come to light.
    """
    ready = asyncio.Event()
    connected: AbstractAsyncContextManager[LanguageClient] = _beside(ready) if process else _within(ready)
    async with connected as client:
        client.set_configuration({"param-lint": settings or {}})
        refreshed: list[str] = []

        @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
        def _hints(_params: None) -> None:
            refreshed.append("hints")

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def _registered(_params: types.RegistrationParams) -> None:
            """Agree to watch files."""

        converter = get_converter()
        wanted = converter.structure(VSCODE if capabilities is None else capabilities, types.ClientCapabilities)
        folders = [types.WorkspaceFolder(uri=root.as_uri(), name="root")] if root is not None else None
        answer = await client.initialize_session(
            types.InitializeParams(
                capabilities=wanted,
                workspace_folders=folders,
                root_uri=root and root.as_uri(),
                locale=locale,
                initialization_options=options,
            )
        )
        await ready.wait()
        yield Talk(client, answer, refreshed)


@asynccontextmanager
async def _beside(ready: asyncio.Event) -> AsyncIterator[LanguageClient]:
    """Start the server as an editor does."""
    ready.set()  # nothing tells when it has the editor's settings; it loads the parser meanwhile
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    config = ClientServerConfig(server_command=COMMAND, server_env={**os.environ, "PYTHONPATH": path})
    client = await config.start()
    assert isinstance(client, LanguageClient)
    try:
        yield client
    finally:
        await client.shutdown_session()
        await client.stop()


@asynccontextmanager
async def _within(ready: asyncio.Event) -> AsyncIterator[LanguageClient]:
    """Run the server in this process: the messages are the same bytes, but nothing is imported anew."""
    client, server = make_test_lsp_client(), _Ready(ready)
    assert isinstance(client, LanguageClient)
    logged = _Logged(logging.ERROR)
    logging.getLogger("param_lsp").addHandler(logged)
    writers, running = [], []
    for side, end in zip((client, server), socket.socketpair(), strict=True):
        reader, writer = await asyncio.open_connection(sock=end)
        side.protocol.set_writer(writer)
        writers.append(writer)
        running.append(asyncio.ensure_future(run_async(Event(), reader, side.protocol)))
    try:
        yield client
        await client.shutdown_async(None)  # not `exit`, which would end this process
    finally:
        for writer in writers:
            writer.close()
            await writer.wait_closed()
        await asyncio.gather(*running)
        server.shutdown()
        logging.getLogger("param_lsp").removeHandler(logged)
    assert logged.messages == []


class _Ready(Server):
    """Tells when it has asked for the editor's settings and got them."""

    def __init__(self, ready: asyncio.Event) -> None:
        super().__init__()
        self._ready = ready

    async def _initialized(self, params: types.InitializedParams) -> None:
        await super()._initialized(params)
        self._ready.set()


class _Logged(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
