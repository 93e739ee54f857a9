"""`check -j N`: files divided between processes, and what they find in the order in which one alone would give it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from io import StringIO
from typing import Final

from param_lsp.cli.found import Found, found_in
from param_lsp.cli.run import Run
from param_lsp.cli.screen import Screen
from param_lsp.cli.status import FINE
from param_lsp.search import STDIN

_AHEAD: Final = 8  # files for each process that wait for their turn: a long search need not end before the first answer


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of one file: lines for standard error, the status that they make, and the findings."""

    said: str
    status: int
    files: int
    found: tuple[Found, ...]


def processes(jobs: int) -> int:
    """Give the number of processes for `-j`: 0 is one for each processor.

    One is all there can be where a process cannot be forked (Windows): a new Python would look for its modules in the
    working folder, where the user's lie, before this one could tell it not to (Python 3.10 has no `-P`).
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return jobs or os.cpu_count() or 1


def found_by_jobs(run: Run, paths: Iterable[str], jobs: int) -> Iterator[Found]:
    """Give the findings of files as `run` would by itself.

    Arguments:
        run: searches the paths; its status, its count of files and its standard error are those of all processes.
        paths: files, folders or `-`.
        jobs: the number of processes.
    """
    waiting: deque[Future[_Done] | tuple[Found, ...]] = deque()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, _begin, (run,)) as pool:
        try:
            for path in run.named(paths):
                # Standard input is read once, by the process that has it.
                waiting.append(_here(run, path) if path == STDIN else pool.submit(_file, path))
                if len(waiting) > _AHEAD * jobs:
                    yield from _next(run, waiting)
            while waiting:
                yield from _next(run, waiting)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _here(run: Run, path: str) -> tuple[Found, ...]:
    analysed = run.analysed(path)
    return () if analysed is None else tuple(found_in(analysed))


def _next(run: Run, waiting: deque[Future[_Done] | tuple[Found, ...]]) -> tuple[Found, ...]:
    first = waiting.popleft()
    if isinstance(first, tuple):
        return first
    done = first.result()
    for line in done.said.splitlines():
        run.say(line)
    run.raise_status(done.status)
    run.files += done.files
    return done.found


# -- in each process ---------------------------------------------------------------------------------------------------

_process: list[tuple[Run, StringIO]] = []  # the one Run of a process that was made by `found_by_jobs`


def _begin(run: Run) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the first process, and that one the others
    said = StringIO()
    _process[:] = [(run.with_error(Screen(said)), said)]


def _file(path: str) -> _Done:
    ((run, said),) = _process
    run.status, run.files = FINE, 0
    said.seek(0)
    said.truncate()
    found = _here(run, path)
    return _Done(said.getvalue(), run.status, run.files, found)
