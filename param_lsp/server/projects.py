"""Projects of open programs: settings and files by root folder, with what is open in the editor laid over the disk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from param_lsp.message import Message, message
from param_lsp.project import find_root, open_project
from param_lsp.server.documents import Documents
from param_lsp.settings import Settings, read_options
from param_lsp.values import FileText
from param_lsp.workspace import NoWorkspace, Workspace, path_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenProject:
    """What an analysis needs to know besides the text."""

    settings: Settings
    workspace: Workspace


class Projects:
    """Projects by folder, read once until a watched file or a setting changes."""

    def __init__(self, documents: Documents, tell: Callable[[str], None]) -> None:
        """Keep projects; `tell` shows a person what is wrong with the settings, from the event loop's thread."""
        self._documents = documents
        self._tell = tell
        self._told: set[str] = set()
        self._by_folder: dict[str, OpenProject] = {}
        self._editor: dict[str, Any] = {}

    async def of(self, uri: str) -> OpenProject:
        """Give the project of a file or notebook; a document without a file belongs to none."""
        path = path_of(uri)
        folder = str(path.parent) if path is not None else ""
        if folder not in self._by_folder:
            loop = asyncio.get_running_loop()
            self._by_folder[folder], problems = await loop.run_in_executor(None, self._open, folder)
            self._report(problems)
        return self._by_folder[folder]

    @property
    def workspace_diagnostics(self) -> bool:
        """Whether the editor's settings ask for findings in files that are not open."""
        return bool(self._editor.get("workspace_diagnostics", False))

    def forget(self) -> None:
        """Read projects again when they are next asked for."""
        self._by_folder.clear()

    def configure(self, written: object) -> bool:
        """Take the editor's settings; what is wrong is left out and told. Gives whether anything changed."""
        if not isinstance(written, Mapping):
            return False
        given = {name: value for name, value in _kebab(written).items() if value is not None}
        given = {name: value for name, value in given.items() if name not in _EXTENSIONS_OWN}
        rules = _rule_codes() if given.keys() & {"select", "ignore"} else None
        values, problems = read_options(given, "editor", rules)
        self._report([message("{problem} (in the editor's settings of param-lint)", problem=each) for each in problems])
        if values == self._editor:
            return False
        self._editor = values
        self.forget()
        return True

    def _report(self, problems: Iterable[Message]) -> None:
        """Tell each problem once, until it is gone and comes again with the next start."""
        for problem in map(str, problems):
            logger.warning("%s", problem)
            if problem not in self._told:
                self._told.add(problem)
                self._tell(problem)

    def _open(self, folder: str) -> tuple[OpenProject, tuple[Message, ...]]:
        path = path_of(folder)
        if path is None:
            return OpenProject(replace(Settings(), **self._editor), NoWorkspace()), ()
        project = open_project(find_root(path), path, _rule_codes())
        settings = replace(project.settings, **self._editor)
        return OpenProject(settings, _Overlay(project.workspace, self._documents)), tuple(project.problems)


# What an editor's extension keeps under our name for itself; the server does not know these.
_EXTENSIONS_OWN = frozenset({"interpreter", "import-strategy", "trace", "trace.server"})


def _rule_codes() -> frozenset[str]:
    from param_lsp.rules import all_rules  # noqa: PLC0415 - most settings name no rule, and starting waits for this file

    return frozenset(rule.code for rule in all_rules())


def _kebab(written: Mapping[Any, Any]) -> dict[str, Any]:
    """Accept `kerasVersion` as well as `keras-version`: editors differ in what they allow in a key."""
    return {
        "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in str(name)).replace("_", "-"): value
        for name, value in written.items()
    }


class _Overlay:
    """A workspace in which an open text counts, not the file that it will be saved to."""

    def __init__(self, files: Workspace, documents: Documents) -> None:
        self._files = files
        self._documents = documents

    def module(self, importer: str, name: str, level: int) -> tuple[str, str] | None:
        found = self._files.module(importer, name, level)
        if found is None:
            return None
        document = self._documents.text(unquote(found[0]))
        return (found[0], document.text) if document is not None else found

    def read_text(self, importer: str, path: str) -> FileText | None:
        return self._files.read_text(importer, path)

    def folders(self, importer: str, path: str) -> tuple[str, ...] | None:
        return self._files.folders(importer, path)
