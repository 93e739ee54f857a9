"""Analysing the files of one command: each guarded once, what went wrong said on standard error, the status kept."""

from __future__ import annotations

import dataclasses
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from param_lsp.analysis import Analysis, analyze, finished
from param_lsp.cli.places import Places
from param_lsp.cli.screen import Screen
from param_lsp.cli.status import FINE, OUR_BUG, WRONG_USE
from param_lsp.message import Message, message
from param_lsp.project import Project, find_root, open_project
from param_lsp.repair import Repaired, fix_all, with_fixes
from param_lsp.rules import all_rules
from param_lsp.search import STDIN, Missing, find_files
from param_lsp.source.read import SourceError, source_of
from param_lsp.source.rewrite import can_rewrite

Repair = Literal["none", "offer", "make"]
_READ_LIMIT = 200_000_000  # bytes; `source_of` wants less, and says so with the size


@dataclass(frozen=True, slots=True)
class Analysed:
    """A file that was analysed.

    Arguments:
        path: its name.
        analysis: of it; its findings have fixes where they were asked for.
        places: turn its spans into lines and columns.
        data: the file's bytes.
        is_stdin: whether they came from standard input.
        repaired: the text with its fixes made, where that was asked for.
    """

    path: str
    analysis: Analysis
    places: Places
    data: bytes = b""
    is_stdin: bool = False
    repaired: Repaired | None = None


class Run:
    """One command over many files.

    Arguments:
        error: where problems are said.
        chosen: options of the command line, as keyword arguments of `Settings`.
        stdin_filename: what standard input is called.
        repair: whether fixes are looked for: "offer" puts them into the findings, "make" makes them too.
    """

    def __init__(
        self, error: Screen, chosen: Mapping[str, Any], stdin_filename: str | None = None, repair: Repair = "none"
    ) -> None:
        self._error, self._chosen, self._stdin_filename = error, chosen, stdin_filename
        self._repair = repair
        self._rules = frozenset(rule.code for rule in all_rules())
        self._roots: dict[Path, Path] = {}
        self._projects: dict[Path, Project] = {}
        self._said: set[str] = set()
        self.status = FINE
        self.files = 0

    def with_error(self, error: Screen) -> Run:
        """Give a run like this one, at its beginning, that says elsewhere what is wrong."""
        return Run(error, self._chosen, self._stdin_filename, self._repair)

    def analyses(self, paths: Iterable[str]) -> Iterator[Analysed]:
        """Analyse what can be analysed; the rest is one line on standard error each, and the status remembers it."""
        for path in self.named(paths):
            analysed = self.analysed(path)
            if analysed is not None:
                yield analysed

    def named(self, paths: Iterable[str]) -> Iterator[str]:
        """Give the files that paths stand for; those that are not there are one line on standard error each."""
        for found in find_files(paths, self._exclude):
            if isinstance(found, Missing):
                self.complain(WRONG_USE, found.path, found.reason)
            else:
                yield found.path

    def analysed(self, path: str) -> Analysed | None:
        """Analyse one file, or standard input; None where it cannot be, which is said on standard error."""
        analysed = self._analyse(path)
        self.files += analysed is not None
        return analysed

    def raise_status(self, status: int) -> None:
        """Keep the worst status: a bug of ours wins over wrong use, and that over findings."""
        self.status = max(self.status, status)

    def complain(self, status: int, path: str, reason: Message) -> None:
        """Say on standard error what is wrong with a file."""
        self._error.line(f"{path}: {reason}")
        self.raise_status(status)

    def say(self, line: str) -> None:
        """Write a line of another process to standard error; what is wrong with the settings comes from each, once."""
        if line not in self._said:
            self._said.add(line)
            self._error.line(line)

    def project(self, path: Path) -> Project:
        """Give the project of a file or folder, opened once for each folder; its problems are said once."""
        folder = path.absolute() if os.path.isdir(path) else path.absolute().parent
        if folder not in self._projects:
            project = open_project(find_root(folder), folder, self._rules)
            self._projects[folder] = dataclasses.replace(
                project, settings=dataclasses.replace(project.settings, **self._chosen)
            )
            for problem in project.problems:
                self.say(str(problem))
                self.raise_status(WRONG_USE)
        return self._projects[folder]

    def _exclude(self, folder: str) -> tuple[str, tuple[str, ...]]:
        project = self.project(Path(folder))
        return str(project.root), project.settings.exclude

    def _analyse(self, path: str) -> Analysed | None:
        name = (self._stdin_filename or STDIN) if path == STDIN else path
        data = self._read(path, name)
        if data is None:
            return None
        try:
            project = self.project(Path(name))
            source = source_of(name, data)
            analysis = analyze(source, project.settings, project.workspace)
            repaired = None
            repair = self._repair if analysis.findings and can_rewrite(source) else "none"
            if repair == "offer":
                analysis = finished(with_fixes(analysis, project.settings, project.workspace))
            elif repair == "make":
                repaired = finished(fix_all(analysis, project.settings, project.workspace))
        except SourceError as problem:
            self.complain(WRONG_USE, name, problem.reason)
            return None
        except Exception as bug:  # noqa: BLE001 - the only guard of the command line; other files go on
            self.complain(OUR_BUG, name, _our_bug(bug))
            return None
        return Analysed(name, analysis, Places(source), data, path == STDIN, repaired)

    def _read(self, path: str, name: str) -> bytes | None:
        try:
            if path == STDIN:
                data = sys.stdin.buffer.read(_READ_LIMIT + 1)
            else:
                with Path(path).open("rb") as file:
                    data = file.read(_READ_LIMIT + 1)
        except (OSError, AttributeError) as error:  # AttributeError: the process has no standard input
            reason = getattr(error, "strerror", None) or str(error)
            self.complain(WRONG_USE, name, message("it cannot be read: {reason}", reason=reason))
            return None
        return data


def _our_bug(bug: Exception) -> Message:
    last = traceback.extract_tb(bug.__traceback__)[-1]
    inside = Path(last.filename)
    return message(
        "a bug of param-lint stopped its analysis ({kind}: {text}, {file}:{line}); the other files are not affected. "
        "Please report it, with the part of the file that brings it about",
        kind=type(bug).__name__,
        text=str(bug)[:200],
        file="/".join(inside.parts[-2:]),
        line=last.lineno,
    )
