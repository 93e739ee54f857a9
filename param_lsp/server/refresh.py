"""Tells an editor to ask again where a change in one text changed what another shows."""

from __future__ import annotations

import asyncio
import logging
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from param_lsp.server.app import Server
    from param_lsp.server.documents import Program

logger = logging.getLogger(__name__)
_QUIET = 0.15  # seconds without a change before anything is pushed or refreshed


class Refresh:
    """Waits until the typing pauses, then pushes diagnostics or asks the editor to ask."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._anew: set[str] = set()  # programs that may show something else although nothing in them changed

    def after(self, program: Program, edited: frozenset[str] = frozenset()) -> None:
        """Plan what a change of a program makes necessary; `edited` are its texts that the editor asks for anyway."""
        self._plan(program, edited)
        name = PurePosixPath(unquote(program.uri)).stem
        for other in self._server.documents.programs():
            if other is not program and other.last is not None and name in other.last.source.text:
                other.touch()  # it may import this one
                self._plan(other, frozenset())

    def everything(self) -> None:
        """Plan the same for all programs: a setting or a file on the disk changed."""
        for program in self._server.documents.programs():
            program.touch()
            self._anew.add(program.uri)
            self._plan(program, frozenset())

    def _plan(self, program: Program, edited: frozenset[str]) -> None:
        waiting = self._waiting.get(program.uri)
        if waiting is not None:
            waiting.cancel()
            if program.shown is None:  # the editor may have asked in the moment since it was opened
                self._anew.add(program.uri)
        self._waiting[program.uri] = asyncio.ensure_future(self._later(program, edited))

    async def _later(self, program: Program, edited: frozenset[str]) -> None:
        await asyncio.sleep(_QUIET)
        try:
            if not self._server.client.pulls:
                await self._server.push_diagnostics(program)
            others = [uri for uri in self._server.documents.uris(program) if uri not in edited]
            if others and await self._changed(program, others):
                await self._ask_again()
        except Exception:
            logger.exception("refreshing %s failed", program.uri)

    async def _changed(self, program: Program, uris: list[str]) -> bool:
        """Tell whether one of these texts, which nobody edited, shows something else than it did."""
        analysis = await self._server.analyses.of(program.uri)
        if analysis is None:
            return False
        before, anew = program.shown, program.uri in self._anew
        news = program.shown = self._server.shown(program, analysis, None if anew else before)
        self._anew.discard(program.uri)
        if before is None:
            return anew
        return any(before.texts.get(uri) != news.texts.get(uri) for uri in uris)

    async def _ask_again(self) -> None:
        client = self._server.client
        if client.refreshes_hints:
            await self._server.workspace_inlay_hint_refresh_async(None)
        if client.pulls and client.refreshes_diagnostics:
            await self._server.workspace_diagnostic_refresh_async(None)
