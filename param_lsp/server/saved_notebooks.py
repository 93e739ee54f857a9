"""Open notebooks as they were saved: editors send the texts of cells, their outputs stand in the file only."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

from param_lsp.source.decode import NOTEBOOK_LIMIT
from param_lsp.source.read import SourceError, source_of
from param_lsp.source.source import Source
from param_lsp.workspace import path_of

_RECENT = 1.0  # seconds for which a file is taken to be as it was


class SavedNotebooks:
    """Notebooks by file, read again when the file changed."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[tuple[int, int], Source | None]] = {}
        self._given: dict[str, tuple[float, Source | None]] = {}

    async def of(self, uri: str, *, saved: bool = False) -> Source | None:
        """Give a notebook as it was saved; None where there is no file, or none that is a notebook.

        Arguments:
            uri: of the notebook.
            saved: it was just saved; else the disk is not asked with every key.
        """
        loop = asyncio.get_running_loop()
        at, source = self._given.get(uri, (-_RECENT, None))
        if saved or loop.time() - at >= _RECENT:
            path = path_of(uri)
            source = await loop.run_in_executor(None, self._of, path) if path is not None else None
            self._given[uri] = loop.time(), source
        return source

    def _of(self, path: Path) -> Source | None:
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > NOTEBOOK_LIMIT:
                return None
            stamp = status.st_mtime_ns, status.st_size
            kept = self._read.get(path)
            if kept is None or kept[0] != stamp:
                kept = self._read[path] = stamp, _source(path)
        except OSError:
            return None
        return kept[1]


def _source(path: Path) -> Source | None:
    try:
        return source_of(path.name, path.read_bytes()) if path.suffix.lower() == ".ipynb" else None
    except SourceError:
        return None
