"""`workspace/diagnostic`: findings in files that are not open, with progress and partial results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.analysis import Analysis
from param_lsp.features.diagnostics import diagnostics
from param_lsp.features.symbols import models
from param_lsp.message import message
from param_lsp.server.requests.diagnostics import diagnostic
from param_lsp.server.requests.workspace_symbols import symbol
from param_lsp.server.workspace_files import Seen, Shown
from param_lsp.workspace import path_of

if TYPE_CHECKING:
    from param_lsp.server.app import Server

Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport
_BATCH = 20  # files in one partial result


async def pull(server: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    """Analyse the Python files of the workspace's folders; what the client knows already is only named."""
    folders = [path for each in server.workspace.folders.values() if (path := path_of(each.uri)) is not None]
    paths = await server.files.paths(map(Path, folders))
    known = {previous.uri: previous.value for previous in params.previous_result_ids}
    progress = _Progress(server, params.work_done_token, len(paths))
    reports: list[Report] = []
    done = 0
    async for shown in server.files.analysed(paths, lambda analysis: _shown(server, analysis)):
        done += 1
        reports.append(_report(shown, known.get(shown.uri)))
        progress.reached(done)
        if params.partial_result_token is not None and len(reports) >= _BATCH:
            _send(server, params.partial_result_token, reports)
            reports = []
    progress.end()
    if params.partial_result_token is not None and reports:
        _send(server, params.partial_result_token, reports)
        reports = []
    return types.WorkspaceDiagnosticReport(reports)


def _report(shown: Shown, known: str | None) -> Report:
    if known == shown.version:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=shown.uri, result_id=known, version=None)
    return types.WorkspaceFullDocumentDiagnosticReport(
        uri=shown.uri, items=list(shown.items), result_id=shown.version, version=None
    )


def _shown(server: Server, analysis: Analysis) -> Seen:
    items = tuple(diagnostic(server, analysis, found) for found in diagnostics(analysis))
    return items, tuple(symbol(server, analysis, model) for model in models(analysis))


def _send(server: Server, token: types.ProgressToken, reports: list[Report]) -> None:
    server.progress(types.ProgressParams(token, types.WorkspaceDiagnosticReportPartialResult(reports)))


class _Progress:
    """Tells how far it is, where the client wants to know."""

    def __init__(self, server: Server, token: types.ProgressToken | None, files: int) -> None:
        self._progress, self._token, self._files = server.work_done_progress, token, files
        self._percent = 0
        if token is not None:
            title = str(message("param-lint: reading {files} files", files=files))
            self._progress.begin(token, types.WorkDoneProgressBegin(title, percentage=0))

    def reached(self, done: int) -> None:
        """Tell it in whole percents."""
        percent = min(100, 100 * done // max(1, self._files))
        if self._token is not None and percent > self._percent:
            self._percent = percent
            self._progress.report(self._token, types.WorkDoneProgressReport(percentage=percent))

    def end(self) -> None:
        """Tell that it is over."""
        if self._token is not None:
            self._progress.end(self._token, types.WorkDoneProgressEnd())
