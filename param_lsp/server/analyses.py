"""One analysis for each version of a program, shared by every request and run in slices between messages."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeVar

from param_lsp.server.documents import Documents, Program
from param_lsp.server.projects import OpenProject, Projects
from param_lsp.server.saved_notebooks import SavedNotebooks
from param_lsp.source.read import SourceError
from param_lsp.source.source import Source

if TYPE_CHECKING:
    from param_lsp.analysis import Analysis
    from param_lsp.settings import Settings
    from param_lsp.workspace import Workspace

T = TypeVar("T")
Steps = Generator[None, None, T]
logger = logging.getLogger(__name__)
_SLICE = 0.004  # seconds of analysis between two looks at the client's messages
_TURNS = 3  # of the event loop, until a message that has come is handled: its thread, its reader, its handler


class Analyses:
    """Runs analyses; the only place of the server that calls the analysis room."""

    def __init__(self, documents: Documents, projects: Projects) -> None:
        self._documents = documents
        self._projects = projects
        self._saved = SavedNotebooks()
        self._loaded: asyncio.Future[None] | None = None

    async def load(self) -> None:
        """Import the analysis, once, in another thread: it takes longer than an editor should wait for `initialize`."""
        if self._loaded is None:
            self._loaded = asyncio.get_running_loop().run_in_executor(None, _import_all)
        await asyncio.shield(self._loaded)

    async def of(self, uri: str) -> Analysis | None:
        """Give the analysis of what a file or cell holds now; None when it is closed or cannot be analysed.

        A request that waits while its text changes gets the analysis of the newer text: the client asks again for it.
        """
        while (program := self._documents.program(uri)) is not None:
            generation = program.generation
            if program.running is None:
                program.running = asyncio.ensure_future(self._run(program, generation))
            result = await asyncio.shield(program.running)
            if program.generation == generation:
                return result
        return None

    async def has_new_outputs(self, program: Program) -> bool:
        """Tell whether a notebook's file holds other outputs than its analysis took in."""
        project = await self._projects.of(program.uri)
        return await self._recorded(program, project, saved=True) is not program.recorded

    async def _recorded(self, program: Program, project: OpenProject, *, saved: bool = False) -> Source | None:
        if program.cells is None or not project.settings.saved_outputs:
            return None
        return await self._saved.of(program.uri, saved=saved)

    async def _run(self, program: Program, generation: int) -> Analysis | None:
        await self.load()
        try:
            return await self._steps(program, generation)
        except Exception:
            logger.exception("the analysis of %s failed", program.uri)
            return None

    async def _steps(self, program: Program, generation: int) -> Analysis | None:
        from param_lsp.analysis import analyze_steps  # noqa: PLC0415 - not before `initialize` is answered

        project = await self._projects.of(program.uri)
        program.recorded = await self._recorded(program, project)
        try:
            source = self._documents.source(program)
        except SourceError as error:
            program.problem = error.reason
            return None
        program.problem = None
        if source is None:
            return None
        steps = analyze_steps(source, project.settings, project.workspace, program.last)
        result = await in_slices(steps, lambda: program.generation == generation)
        if result is not None:
            program.last = result
        return result

    async def more(self, program: Program, make: Callable[[Analysis, Settings, Workspace], Steps[T]]) -> T | None:
        """Do more with the newest analysis (trying fixes); None when the text changes meanwhile."""
        analysis = await self.of(program.uri)
        generation = program.generation
        if analysis is None:
            return None
        project = await self._projects.of(program.uri)
        steps = make(analysis, project.settings, project.workspace)
        return await in_slices(steps, lambda: program.generation == generation)


async def in_slices(steps: Steps[T], wanted: Callable[[], bool]) -> T | None:
    """Run what yields, letting messages in between its slices; None as soon as nobody wants its result."""
    until = time.perf_counter() + _SLICE
    while wanted():
        try:
            next(steps)
        except StopIteration as done:
            result: T = done.value
            return result
        if time.perf_counter() > until:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            until = time.perf_counter() + _SLICE
    steps.close()
    return None


def _import_all() -> None:
    import param_lsp.server.requests  # noqa: F401, PLC0415 - it imports features and the analysis

    gc.freeze()  # modules stay for ever; the collector need not visit them after every few keystrokes
