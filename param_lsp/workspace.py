"""The files of a workspace behind one door with limits: the only way in which an analysis reads anything."""

from __future__ import annotations

import os
import stat
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

from param_lsp.values import FileText

READ_LIMIT = 1_000_000  # bytes of one file
FOLDER_LIMIT = 10_000  # entries of one folder
_KEPT = 256  # files whose text is remembered
_ABOVE = 4  # folders between an importer and the root that are looked into
_TICK = 2_000_000_000  # nanoseconds: the coarsest that file systems count in
_NOT_OURS = frozenset({".venv", "site-packages", "dist-packages", "node_modules", "__pycache__", "__pypackages__"})


class Workspace(Protocol):
    """What `analyze` may ask for. Paths are as in `Source.path`, or relative to the analysed file."""

    def module(self, importer: str, name: str, level: int) -> tuple[str, str] | None:
        """Give (path, text) of a module of the workspace that `importer` imports, or None when it is not ours."""

    def read_text(self, importer: str, path: str) -> FileText | None:
        """Read the beginning of a text file of the workspace; None when it is missing, outside or too much."""

    def folders(self, importer: str, path: str) -> tuple[str, ...] | None:
        """Give the sorted names of the folders in a folder of the workspace."""


class NoWorkspace:
    """A workspace without files: what a text from standard input or an untitled document has."""

    def module(self, importer: str, name: str, level: int) -> tuple[str, str] | None:
        return None

    def read_text(self, importer: str, path: str) -> FileText | None:
        return None

    def folders(self, importer: str, path: str) -> tuple[str, ...] | None:
        return None


@dataclass(frozen=True, slots=True)
class WithoutData:
    """A workspace of which only modules are read: its tables and folders of pictures stay closed."""

    files: Workspace

    def module(self, importer: str, name: str, level: int) -> tuple[str, str] | None:
        return self.files.module(importer, name, level)

    def read_text(self, importer: str, path: str) -> FileText | None:
        return None

    def folders(self, importer: str, path: str) -> tuple[str, ...] | None:
        return None


class FolderWorkspace:
    """The files below one folder; links are followed only to what is below it too, and installed packages never.

    Arguments:
        root: the folder. Importers may be paths (absolute, or relative to the current folder) or `file:` URIs; a
            module's path comes back in the same manner.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).resolve()
        self._known_bases: dict[tuple[str, int], tuple[tuple[Path, str], ...]] = {}
        self._listings: dict[str, tuple[int, frozenset[str]]] = {}
        self._texts: OrderedDict[Path, tuple[tuple[int, ...], FileText | None]] = OrderedDict()

    def module(self, importer: str, name: str, level: int) -> tuple[str, str] | None:
        """Find a module as Python would with these on the path: the importer's folder, the root and its `src`.

        The folders between them are looked into last: programs in subfolders append them (`sys.path.append("..")`).

        Arguments:
            importer: the importing file's `Source.path`.
            name: dotted, "" for `from . import x`.
            level: number of leading dots.

        Returns:
            The module's path and text, or None: also for a module of more than 1 MB, of which half would be wrong.
        """
        parts = name.split(".") if name else []
        if not all(part.isidentifier() for part in parts) or not (parts or level):
            return None
        for base, listed in self._bases(importer, level):
            if parts and listed and not self._holds(listed, parts[0]):
                continue
            stem = base.joinpath(*parts)
            for path in (stem / "__init__.py", *([stem.with_name(f"{stem.name}.py")] if parts else [])):
                found = self._read(path)
                if found is not None and found.complete:
                    return _in_the_manner_of(importer, path), found.text
        return None

    def read_text(self, importer: str, path: str) -> FileText | None:
        """Read a text file by a path as the program writes it: relative to the program's folder or to the root."""
        for candidate in self._candidates(importer, path):
            found = self._read(candidate)
            if found is not None:
                return found
        return None

    def folders(self, importer: str, path: str) -> tuple[str, ...] | None:
        """Give the names of the folders in a folder; None when it is not there or holds more than 10,000 entries."""
        for candidate in self._candidates(importer, path):
            inside = self._inside(candidate)
            if inside is None:
                continue
            try:
                with os.scandir(inside) as entries:
                    names = [(entry.name, entry.is_dir()) for entry, _ in zip(entries, range(FOLDER_LIMIT + 1))]  # noqa: B905 - cut at the limit
            except OSError:
                continue
            return None if len(names) > FOLDER_LIMIT else tuple(sorted(name for name, is_folder in names if is_folder))
        return None

    def _bases(self, importer: str, level: int) -> tuple[tuple[Path, str], ...]:
        """Give the folders to look in, each again as text when it may be listed: it is surely below the root."""
        known = self._known_bases.get((importer, level))
        if known is not None:
            return known
        folder = self._folder_of(importer)
        bases: tuple[Path, ...] = ()
        if folder is not None and not level:
            above = [parent for parent in folder.parents if self.root in parent.parents]
            bases = tuple(dict.fromkeys((folder, self.root, self.root / "src", *above[:_ABOVE])))
        elif folder is not None and level <= len(folder.parts):
            bases = (folder if level == 1 else folder.parents[level - 2],)
        found = tuple([(base, str(base) if self.root in (base, *base.parents) else "") for base in bases])
        if Path(importer).is_absolute() or "://" in importer:  # else it depends on the current folder
            self._known_bases[importer, level] = found
        return found

    def _holds(self, folder: str, name: str) -> bool:
        """Tell whether a folder may hold the module or package `name`: most imports are of installed packages."""
        try:
            stamp = os.stat(folder).st_mtime_ns  # noqa: PTH116 - faster, for every import at every keystroke
        except (OSError, ValueError):
            return False
        kept = self._listings.get(folder)
        if kept is None or kept[0] != stamp:
            try:
                names = frozenset(entry.partition(".")[0] for entry in os.listdir(folder))  # noqa: PTH208 - see above
            except OSError:
                return True
            # A folder's time is of the last tick of the clock: within it another file may still come.
            if time.time_ns() - stamp < _TICK:
                return name in names
            kept = self._listings[folder] = (stamp, names)
        return name in kept[1]

    def _candidates(self, importer: str, path: str) -> Iterator[Path]:
        folder = self._folder_of(importer)
        if folder is not None and path and "\0" not in path:
            yield from dict.fromkeys((folder / path, self.root / path))

    def _folder_of(self, importer: str) -> Path | None:
        path = path_of(importer)
        return None if path is None else path.absolute().parent

    def _inside(self, path: Path) -> Path | None:
        """Resolve links, and give the path only when it is below the root and not of an installed package."""
        try:
            real = path.resolve()
            parts = real.relative_to(self.root).parts
        except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
            return None
        if _NOT_OURS.intersection(parts):
            return None
        folder = self.root
        for part in parts[:-1]:
            folder /= part
            if os.path.exists(folder / "pyvenv.cfg"):
                return None
        return real

    def _read(self, path: Path) -> FileText | None:
        stamp = _stamp(path)
        if stamp is None:
            return None
        kept = self._texts.get(path)
        if kept is not None and kept[0] == stamp:  # the very file that was inside when it was read
            self._texts.move_to_end(path)
            return kept[1]
        real = self._inside(path)
        if real is None or _stamp(real) != stamp:
            return None
        text = read_beginning(real)
        self._texts[path] = (stamp, text)
        self._texts.move_to_end(path)
        if len(self._texts) > _KEPT:
            self._texts.popitem(last=False)
        return text


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Tell which regular file this is, and of when; None when there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - faster
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def read_beginning(path: Path, limit: int = READ_LIMIT) -> FileText | None:
    """Read at most `limit` bytes of a text file; None for what cannot be read or holds NUL bytes.

    UTF-8, else Latin-1: a data file's header and number of lines are the same in both.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError):
        return None
    if b"\0" in data:
        return None
    complete = len(data) <= limit
    if not complete:
        data = data[: data.rfind(b"\n", 0, limit) + 1]  # never half a line or half a character
    try:
        return FileText(data.decode("utf-8-sig"), complete)
    except UnicodeDecodeError:
        return FileText(data.decode("latin-1"), complete)


def path_of(name: str) -> Path | None:
    """Give the file that a `Source.path` names: a path, a `file:` URI or a notebook cell's URI; None for no file."""
    scheme, separator, _ = name.partition("://")
    if not separator:
        return Path(name) if name and "\0" not in name and not name.startswith("untitled:") else None
    if scheme not in {"file", "vscode-notebook-cell"}:
        return None
    path = unquote(urlsplit(name).path)
    if os.name == "nt":  # "/C:/x" is C:\x
        path = path.lstrip("/")
    return Path(path) if path and "\0" not in path else None


def _in_the_manner_of(importer: str, path: Path) -> str:
    """Write the path of a file as the importer's path is written: URI, absolute, or relative to the current folder."""
    if "://" in importer:
        text = path.as_posix()
        return "file://" + quote(text if text.startswith("/") else f"/{text}")
    if Path(importer).is_absolute():
        return str(path)
    return os.path.relpath(path)
