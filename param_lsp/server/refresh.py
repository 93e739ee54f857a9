"""Tells an editor to ask again where a change in one text changed what another shows."""

from __future__ import annotations

import asyncio
import logging
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from param_lsp.analysis import Analysis
    from param_lsp.server.app import Server
    from param_lsp.server.documents import Program

logger = logging.getLogger(__name__)
_QUIET = 0.15  # seconds without a change before anything is pushed or refreshed


class Refresh:
    """Waits until the typing pauses, then pushes diagnostics or asks the editor to ask."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._waiting: dict[str, asyncio.Task[None]] = {}

    def after(self, program: Program, edited: frozenset[str] = frozenset()) -> None:
        """Plan what a change of a program makes necessary; `edited` are its texts that the editor asks for anyway."""
        key = program.uri
        if key in self._waiting:
            self._waiting[key].cancel()
        self._waiting[key] = asyncio.ensure_future(self._later(program, edited))
        self._importers(program)

    def everything(self) -> None:
        """Plan the same for all programs: a setting or a file on the disk changed."""
        for program in self._server.documents.programs():
            program.touch()
            self.after(program)

    def _importers(self, program: Program) -> None:
        """Make programs that may import a file out of date: those in whose text its name occurs."""
        name = PurePosixPath(unquote(program.uri)).stem
        for other in self._server.documents.programs():
            if other is program or other.last is None or name not in other.last.source.text:
                continue
            other.touch()
            if other.uri in self._waiting:
                self._waiting[other.uri].cancel()
            self._waiting[other.uri] = asyncio.ensure_future(self._later(other, frozenset()))

    async def _later(self, program: Program, edited: frozenset[str]) -> None:
        await asyncio.sleep(_QUIET)
        try:
            analysis = await self._server.analyses.of(program.uri)
            if not self._server.client.pulls:
                await self._server.push_diagnostics(program)
            if analysis is not None and self._changed(program, analysis, edited):
                await self._ask_again()
        except Exception:
            logger.exception("refreshing %s failed", program.uri)

    def _changed(self, program: Program, analysis: Analysis, edited: frozenset[str]) -> bool:
        """Tell whether a text that was not edited shows something else than it did."""
        news = self._server.shown(program, analysis)
        before, program.shown = program.shown, news
        return any(before.get(uri) != shown for uri, shown in news.items() if uri in before and uri not in edited)

    async def _ask_again(self) -> None:
        client = self._server.client
        if client.refreshes_hints:
            await self._server.workspace_inlay_hint_refresh_async(None)
        if client.pulls and client.refreshes_diagnostics:
            await self._server.workspace_diagnostic_refresh_async(None)
