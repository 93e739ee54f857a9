"""The language server: which message goes where. Handlers guard, hand over and answer; the work is done elsewhere."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from param_lsp import __version__, languages
from param_lsp.server.analyses import Analyses
from param_lsp.server.client import Client, client_of
from param_lsp.server.documents import Documents, Program
from param_lsp.server.editing import EDITING
from param_lsp.server.plain import converter
from param_lsp.server.projects import Projects
from param_lsp.server.refresh import Refresh
from param_lsp.server.rule_pages import RulePages
from param_lsp.server.workspace_files import WorkspaceFiles

if TYPE_CHECKING:
    from param_lsp.analysis import Analysis
    from param_lsp.server.requests.shown import Shown

logger = logging.getLogger(__name__)
SECTION = "param-lint"
Handler = Callable[[Any], Awaitable[Any]]


class Protocol(LanguageServerProtocol):
    """pygls's protocol with our own documents: its text splits lines at form feeds and U+2028 too."""

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._server.refresh.after(self._server.documents.open_text(params.text_document))

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        program = self._server.documents.change_text(params)
        if program is not None:
            self._server.refresh.after(program, frozenset(self._server.documents.uris(program)))

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.close(params.text_document.uri)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        self._server.refresh.after(self._server.documents.open_notebook(params))

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        program = self._server.documents.change_notebook(params)
        if program is not None:
            texts = (params.change.cells.text_content if params.change.cells is not None else None) or ()
            self._server.refresh.after(program, frozenset(text.document.uri for text in texts))

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        self._server.close(params.notebook_document.uri)


class Server(LanguageServer):
    """The state of one connection: documents, their analyses, and what the client can do."""

    def __init__(self) -> None:
        cells = types.NotebookDocumentFilterWithCells(
            notebook=types.NotebookDocumentFilterNotebookType(notebook_type="jupyter-notebook"),
            cells=[types.NotebookCellLanguage(language="python")],
        )
        super().__init__(
            "param-lint",
            __version__,
            notebook_document_sync=types.NotebookDocumentSyncOptions(notebook_selector=[cells], save=True),
            protocol_cls=Protocol,
            converter_factory=converter,
        )
        self.client = Client()
        self._locale: str | None = None
        self.language = languages.ENGLISH
        self.documents = Documents()
        self.projects = Projects(self.documents, self._tell)
        self.analyses = Analyses(self.documents, self.projects)
        self.refresh = Refresh(self)
        self.rule_pages = RulePages()
        self.files = WorkspaceFiles(self.documents, self.projects)
        self._register()

    def _tell(self, problem: str) -> None:
        """Show a person what is wrong with the settings; nothing stops for it."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, problem))

    def close(self, uri: str) -> None:
        """Forget a text or notebook, and take back what was pushed for it."""
        program = self.documents.program(uri)
        uris = self.documents.uris(program) if program is not None else []
        if self.documents.close(uri) is None or self.client.pulls:
            return
        for each in uris:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=each, diagnostics=[]))

    async def push_diagnostics(self, program: Program) -> None:
        """Send the diagnostics of a program to a client that does not pull them."""
        await (await self._answers("diagnostics")).push(self, program)

    def shown(self, program: Program, analysis: Analysis, before: Shown | None) -> Shown:
        """Tell what the texts of a program show, for comparison with what they showed."""
        from param_lsp.server.requests.shown import shown  # noqa: PLC0415 - loaded with the analysis

        return shown(self.documents, program, analysis, before)

    # -- requests ------------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        self.feature(types.INITIALIZE)(lambda params: self._initialize(params))  # noqa: PLW0108 - see `_on`
        self._on(types.INITIALIZED, self._initialized)
        self._on(types.WORKSPACE_DID_CHANGE_CONFIGURATION, self._configuration_changed)
        self._on(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._files_changed)
        self._on(types.TEXT_DOCUMENT_DID_SAVE, lambda params: self._saved(params.text_document.uri))
        self._on(types.NOTEBOOK_DOCUMENT_DID_SAVE, lambda params: self._saved(params.notebook_document.uri))
        self._on("param-lint/modelAt", self._answering("model_at", "model_at", lambda _: None))
        self._on("param-lint/modelView", self._answering("model_view", "model_view", lambda _: None))
        self._on(
            types.TEXT_DOCUMENT_INLAY_HINT,
            self._answering("inlay_hints", "hints", lambda _: []),
            types.InlayHintOptions(resolve_provider=True),
        )
        self._on(types.INLAY_HINT_RESOLVE, self._answering("inlay_hints", "resolve", lambda hint: hint))
        self._on(types.TEXT_DOCUMENT_HOVER, self._answering("hover", "hover", lambda _: None))
        self._on(
            types.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
            self._answering("document_symbols", "document_symbols", lambda _: []),
        )
        for method, module, function, empty, options in EDITING:
            self._on(method, self._answering(module, function, empty), options)

        async def summary(*given: Any) -> Any:
            try:
                return await (await self._answers("code_lens")).summary(self, *given)
            except Exception:
                logger.exception("the summary failed")
                return ""

        self.command("param-lint.summary")(summary)

    def _on(self, method: str, handler: Handler, options: Any = None) -> None:
        async def handle(params: Any) -> Any:  # pygls writes attributes onto it, which a bound method does not take
            return await handler(params)

        self.feature(method, options)(handle)

    def _answering(self, module: str, function: str, empty: Callable[[Any], Any]) -> Handler:
        """Make a handler that is guarded: a bug of ours is logged with its traceback and answered with nothing."""

        async def handle(params: Any) -> Any:
            try:
                return await getattr(await self._answers(module), function)(self, params)
            except Exception:
                logger.exception("%s failed", function)
                return empty(params)

        return handle

    async def _answers(self, module: str) -> Any:
        await self.analyses.load()
        return importlib.import_module(f"param_lsp.server.requests.{module}")

    # -- the connection ------------------------------------------------------------------------------------------------

    def _initialize(self, params: types.InitializeParams) -> None:
        self.client = client_of(params.capabilities)
        encoding = self.workspace.position_encoding
        self.documents.encoding = str(getattr(encoding, "value", encoding))
        self._locale = params.locale
        self._speak(_section(params.initialization_options))
        self.projects.configure(_section(params.initialization_options))
        if self.client.pulls:
            # A cell's shapes depend on other cells, a file's on the files that it imports.
            # VS Code's library asks for all files again and again where it may: so only for people who want that.
            wanted = self.projects.workspace_diagnostics
            options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=wanted)
            pull = self._answering("diagnostics", "pull", lambda _: types.RelatedFullDocumentDiagnosticReport(items=[]))
            self._on(types.TEXT_DOCUMENT_DIAGNOSTIC, pull, options)
            if wanted:
                report = self._answering("workspace_diagnostics", "pull", lambda _: types.WorkspaceDiagnosticReport([]))
                self._on(types.WORKSPACE_DIAGNOSTIC, report)

    async def _initialized(self, _params: types.InitializedParams) -> None:
        loading = asyncio.ensure_future(self.analyses.load())
        await self._watch()
        await self._configure()
        await loading

    async def _watch(self) -> None:
        if not self.client.watches:
            return
        globs = ("**/*.py", "**/pyproject.toml", "**/requirements*.txt")
        watchers = [types.FileSystemWatcher(glob_pattern=glob) for glob in globs]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
        registration = types.Registration(
            id="param-lint-files", method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES, register_options=options
        )
        try:
            await self.client_register_capability_async(types.RegistrationParams(registrations=[registration]))
        except Exception:
            logger.exception("the client does not watch files")

    async def _configure(self) -> None:
        if not self.client.configures:
            return
        wanted = types.ConfigurationParams(items=[types.ConfigurationItem(section=SECTION)])
        try:
            answer = await self.workspace_configuration_async(wanted)
        except Exception:
            logger.exception("the client does not give its settings")
            return
        if answer:
            self._settings_changed(answer[0])

    async def _configuration_changed(self, params: types.DidChangeConfigurationParams) -> None:
        if self.client.configures:
            await self._configure()
        else:
            self._settings_changed(_section(params.settings))

    def _settings_changed(self, written: Any) -> None:
        spoken = self._speak(written)
        if self.projects.configure(written) or spoken:
            self.refresh.everything()

    def _speak(self, written: Any) -> bool:
        """Speak the language that the settings choose, else the editor's; gives whether that is another than before."""
        wanted = written.get("language", "auto") if isinstance(written, dict) else "auto"
        chosen = languages.choose(self._locale if wanted == "auto" else str(wanted))
        changed, self.language = chosen != self.language, chosen
        return changed

    async def _saved(self, uri: str) -> None:
        try:
            await (await self._answers("model_at")).saved(self, uri)
        except Exception:
            logger.exception("saving %s was not noticed", uri)
        program = self.documents.program(uri)
        if program is not None and await self.analyses.has_new_outputs(program):
            program.touch()
            self.refresh.after(program)

    async def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        self.files.changed(change.uri for change in params.changes)
        self.projects.forget()
        self.refresh.everything()


def _section(settings: Any) -> Any:
    """Give our section of settings; a client may send it alone or under its name."""
    return settings.get(SECTION, settings) if isinstance(settings, dict) else settings
