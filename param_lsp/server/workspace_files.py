"""The files of the workspace that are not open: analysed when they are asked for, remembered until they change."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote
from zlib import crc32

from lsprotocol import types

from param_lsp.search import Missing, find_files
from param_lsp.server.analyses import in_slices
from param_lsp.server.documents import Documents
from param_lsp.server.projects import Projects
from param_lsp.source.decode import SIZE_LIMIT
from param_lsp.source.read import SourceError, source_of

if TYPE_CHECKING:
    from param_lsp.analysis import Analysis

logger = logging.getLogger(__name__)
FILE_LIMIT: Final = 2_000  # files of all folders together
_PAUSE: Final = 0.005  # seconds between two files, in which what is typed comes first

_IMPORTS: Final = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as it was when it was analysed: what an editor shows of it, without the analysis, which is larger.

    Arguments:
        uri: of the file.
        version: what tells it from itself at another time: its time and size, and the settings.
        items: its diagnostics.
        symbols: its models.
        imports: last parts of the names of modules that it imports.
    """

    uri: str
    version: str
    items: tuple[types.Diagnostic, ...] = ()
    symbols: tuple[types.WorkspaceSymbol, ...] = ()
    imports: frozenset[str] = frozenset()


Seen = tuple[tuple[types.Diagnostic, ...], tuple[types.WorkspaceSymbol, ...]]
Show = Callable[["Analysis"], Seen]


class WorkspaceFiles:
    """Analyses closed Python files one after another; keeps what is shown of each."""

    def __init__(self, documents: Documents, projects: Projects) -> None:
        self._documents = documents
        self._projects = projects
        self._kept: dict[str, Shown] = {}

    def known(self) -> tuple[Shown, ...]:
        """Give the files that were analysed so far and are not open."""
        return tuple(each for each in self._kept.values() if self._documents.program(each.uri) is None)

    def changed(self, uris: Iterable[str]) -> None:
        """Forget the files that import one that changed; the file itself is known by its time."""
        names = {PurePosixPath(unquote(uri)).stem for uri in uris}
        self._kept = {uri: each for uri, each in self._kept.items() if each.imports.isdisjoint(names)}

    async def paths(self, folders: Iterable[Path]) -> list[str]:
        """Find the Python files below some folders, as .gitignore and the settings leave them."""
        excluded = {}
        for folder in folders:
            project = await self._projects.of((folder / "x.py").as_uri())
            excluded[str(folder)] = project.settings.exclude

        def search() -> list[str]:
            found = find_files(excluded, lambda folder: (folder, excluded.get(folder, ())))
            paths = (each.path for each in found if not isinstance(each, Missing) and each.path.endswith(".py"))
            return list(islice(paths, FILE_LIMIT))

        return await asyncio.get_running_loop().run_in_executor(None, search)

    async def analysed(self, paths: Iterable[str], show: Show) -> AsyncIterator[Shown]:
        """Analyse files that are not open, each in slices; a file that did not change is not read again.

        Arguments:
            paths: absolute.
            show: gives what an editor shows of a file.
        """
        for path in paths:
            uri = PurePath(path).as_uri()
            if self._documents.program(uri) is not None:
                continue  # the editor asks for it by itself
            found = await self._one(path, uri, show)
            if found is not None:
                self._kept[uri] = found
                yield found
            await asyncio.sleep(_PAUSE)

    async def _one(self, path: str, uri: str, show: Show) -> Shown | None:
        from param_lsp.analysis import analyze_steps  # noqa: PLC0415 - not before `initialize` is answered

        project = await self._projects.of(uri)
        loop = asyncio.get_running_loop()
        stamp = await loop.run_in_executor(None, _stamp, path)
        if stamp is None:
            self._kept.pop(uri, None)
            return None
        version = f"{stamp}-{crc32(repr(project.settings).encode()):x}"
        kept = self._kept.get(uri)
        if kept is not None and kept.version == version:
            return kept
        data = await loop.run_in_executor(None, _read, path)
        if data is None:
            return None
        try:
            source = source_of(uri, data)
            steps = analyze_steps(source, project.settings, project.workspace, None)
            analysis = await in_slices(steps, lambda: True)
        except SourceError:
            return Shown(uri, version)
        except Exception:
            logger.exception("the analysis of %s failed", uri)
            return Shown(uri, version)
        if analysis is None:
            return None
        names = frozenset(found[1].rpartition(".")[2] for found in _IMPORTS.finditer(source.text))
        return Shown(uri, version, *show(analysis), imports=names)


def _stamp(path: str) -> str | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


def _read(path: str) -> bytes | None:
    try:
        with Path(path).open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except OSError:
        return None
