"""The server's only state: open texts and notebooks, and the analysis of each file or notebook."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lsprotocol import types

from param_lsp.message import Message
from param_lsp.server import from_lsp
from param_lsp.source.decode import check_size
from param_lsp.source.lines import line_starts
from param_lsp.source.read import cells_source, python_source
from param_lsp.source.source import Source

if TYPE_CHECKING:
    from param_lsp.analysis import Analysis
    from param_lsp.server.requests.shown import Shown


@dataclass(slots=True)
class Document:
    """An open text: a file, or one cell of a notebook."""

    uri: str
    language: str
    version: int
    text: str
    starts: tuple[int, ...]

    def change(self, changes: Iterable[types.TextDocumentContentChangeEvent], version: int, encoding: str) -> None:
        """Apply edits in order, each to the text that the one before left."""
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start = from_lsp.offset(self.text, self.starts, change.range.start, encoding)
                end = from_lsp.offset(self.text, self.starts, change.range.end, encoding)
                self.text = self.text[:start] + change.text + self.text[max(start, end) :]
            else:
                self.text = change.text
            self.starts = line_starts(self.text)
        self.version = version


@dataclass(slots=True)
class Program:
    """What is analysed as one: a file's text or the code cells of a notebook.

    Arguments:
        uri: the file's or the notebook's.
        cells: the notebook's cells in order, code or not; None for a file.
        generation: counts every change of anything the analysis depends on.
        running: the analysis of this generation, shared by all requests; it gives None where nothing can be analysed.
        last: the newest finished analysis, from which the next one reuses what did not change.
        recorded: a notebook as it was saved, with its outputs, where its file can be read.
        problem: why this generation is not analysed.
        saved: the parameters of each model when the text was opened or last saved; None until they are asked for.
        actions: the code actions of a generation, by what was asked for.
        shown: what an editor was last given to draw in each text, to tell whether it must ask again.
    """

    uri: str
    cells: list[types.NotebookCell] | None = None
    kernel: types.LSPObject | None = None
    generation: int = 0
    running: asyncio.Task[Analysis | None] | None = None
    last: Analysis | None = None
    recorded: Source | None = None
    problem: Message | None = None
    saved: dict[tuple[str, int], int] | None = None
    shown: Shown | None = None
    actions: tuple[int, dict[Any, Any]] | None = None

    def touch(self) -> None:
        """Announce a change: the running analysis is out of date and will stop itself."""
        self.generation += 1
        self.running = None


class Documents:
    """All open texts and programs, by URI; clients spell one URI in several ways, so keys are unquoted."""

    def __init__(self) -> None:
        self.encoding = "utf-16"
        self._texts: dict[str, Document] = {}
        self._programs: dict[str, Program] = {}
        self._notebook_of: dict[str, str] = {}

    def text(self, uri: str) -> Document | None:
        """Give an open text."""
        return self._texts.get(unquote(uri))

    def program(self, uri: str) -> Program | None:
        """Give the program that a file, a notebook or a cell belongs to."""
        key = unquote(uri)
        return self._programs.get(self._notebook_of.get(key, key))

    def programs(self) -> list[Program]:
        """Give all open programs."""
        return list(self._programs.values())

    def uris(self, program: Program) -> list[str]:
        """Give the URIs of the texts of a program: its own, or those of its Python cells."""
        if program.cells is None:
            return [program.uri]
        return [text.uri for text in map(self._code, program.cells) if text is not None]

    def source(self, program: Program) -> Source | None:
        """Give the text to analyse; None when it is not Python.

        Raises:
            SourceError: when it is too long.
        """
        if program.cells is None:
            document = self._texts[unquote(program.uri)]
            is_python = document.language == "python" or document.uri.endswith(".py")
            # JupyterLab sends a notebook as Python text at `.virtual_documents/NAME.ipynb`: never parse JSON here.
            return python_source(document.uri, document.text) if is_python else None
        cells = [(text.uri, text.text) if text is not None else None for text in map(self._code, program.cells)]
        check_size(sum(len(cell[1]) for cell in cells if cell is not None))
        return cells_source(program.uri, cells, _metadata(program), program.recorded)

    # -- what editors tell ---------------------------------------------------------------------------------------------

    def open_text(self, item: types.TextDocumentItem) -> Program:
        """Open a file."""
        self._put(item)
        program = self._programs[unquote(item.uri)] = Program(item.uri)
        return program

    def change_text(self, params: types.DidChangeTextDocumentParams) -> Program | None:
        """Edit a file."""
        document = self.text(params.text_document.uri)
        if document is None:
            return None
        document.change(params.content_changes, params.text_document.version, self.encoding)
        return self._touched(document.uri)

    def close(self, uri: str) -> Program | None:
        """Close a file or a notebook with its cells."""
        program = self._programs.pop(unquote(uri), None)
        if program is not None:
            program.touch()
            for cell in program.cells or ():
                self._drop(cell.document)
        self._texts.pop(unquote(uri), None)
        return program

    def open_notebook(self, params: types.DidOpenNotebookDocumentParams) -> Program:
        """Open a notebook and its cells."""
        notebook = params.notebook_document
        program = Program(notebook.uri, list(notebook.cells), notebook.metadata)
        self._programs[unquote(notebook.uri)] = program
        for item in params.cell_text_documents:
            self._put(item, notebook.uri)
        return program

    def change_notebook(self, params: types.DidChangeNotebookDocumentParams) -> Program | None:
        """Edit cells, or add, remove and move them."""
        program = self.program(params.notebook_document.uri)
        if program is None or program.cells is None:
            return None
        program.kernel = params.change.metadata or program.kernel
        cells = params.change.cells
        if cells is None:
            return program
        if cells.structure is not None:
            array = cells.structure.array
            program.cells[array.start : array.start + array.delete_count] = array.cells or ()
            for item in cells.structure.did_open or ():
                self._put(item, program.uri)
            for closed in cells.structure.did_close or ():
                self._drop(closed.uri)
        news = {cell.document: cell for cell in cells.data or ()}
        program.cells[:] = [news.get(cell.document, cell) for cell in program.cells]
        for edit in cells.text_content or ():
            document = self.text(edit.document.uri)
            if document is not None:
                document.change(edit.changes, edit.document.version, self.encoding)
        program.touch()
        return program

    def _put(self, item: types.TextDocumentItem, notebook: str | None = None) -> None:
        starts = line_starts(item.text)
        self._texts[unquote(item.uri)] = Document(item.uri, item.language_id, item.version, item.text, starts)
        if notebook is not None:
            self._notebook_of[unquote(item.uri)] = unquote(notebook)

    def _drop(self, cell: str) -> None:
        self._texts.pop(unquote(cell), None)
        self._notebook_of.pop(unquote(cell), None)

    def _touched(self, uri: str) -> Program | None:
        program = self.program(uri)
        if program is not None:
            program.touch()
        return program

    def _code(self, cell: types.NotebookCell) -> Document | None:
        document = self.text(cell.document)
        is_code = cell.kind == types.NotebookCellKind.Code and document is not None and document.language == "python"
        return document if is_code else None


def _metadata(program: Program) -> tuple[tuple[str, str], ...]:
    """Give the kernel's language and version, where the notebook records them as Jupyter does."""
    kernel: Any = program.kernel or {}  # whatever JSON the notebook holds
    info = kernel.get("metadata", kernel)
    info = info.get("language_info") if isinstance(info, dict) else None
    if not isinstance(info, dict):
        return ()
    named = (("language", info.get("name")), ("python_version", info.get("version")))
    return tuple((name, value) for name, value in named if isinstance(value, str))
