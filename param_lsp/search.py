"""Finding the files to analyse: those named, and `.py` and `.ipynb` below named folders as .gitignore leaves them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from param_lsp.message import Message, message

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

STDIN = "-"
_SUFFIXES = (".py", ".ipynb")  # Markdown only when it is named: most of it is prose
Exclude = Callable[[str], tuple[str, tuple[str, ...]]]
_SKIPPED = frozenset({"node_modules", "__pycache__", "__pypackages__", "site-packages"})


@dataclass(frozen=True, slots=True)
class Named:
    """A file to analyse: `path` as given on the command line joined with what was found below it."""

    path: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A path that cannot be looked at, with the reason."""

    path: str
    reason: Message


@dataclass(frozen=True, slots=True)
class _Ignore:
    folder: str
    spec: GitIgnoreSpec


def _nothing(path: str) -> tuple[str, tuple[str, ...]]:
    return path, ()


def find_files(paths: Iterable[str], exclude: Exclude = _nothing) -> Iterator[Named | Missing]:
    """Give every file once, in the order of the paths and sorted below them.

    Arguments:
        paths: files, folders, or `-` for standard input. A named file is given whatever it is called.
        exclude: gives, for a folder to search, the folder that patterns are relative to and the patterns of what
            is left out, in the form of a .gitignore and whatever those say.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _below(path, exclude):
            key = found.path if found.path == STDIN else os.path.realpath(found.path)
            if isinstance(found, Missing) or key not in seen:
                seen.add(key)
                yield found


def _below(path: str, exclude: Exclude) -> Iterator[Named | Missing]:
    if path == STDIN:
        yield Named(path)
    elif "\0" in path or not os.path.lexists(path):
        yield Missing(path, message("there is no such file or folder"))
    elif os.path.isdir(path):
        yield from _search(path, *exclude(path))
    else:
        yield Named(path)


def _search(top: str, root: str, exclude: tuple[str, ...]) -> Iterator[Named | Missing]:
    """Walk a folder, depth first, without following links to folders."""
    excluded = [_Ignore(os.path.realpath(root), _spec(exclude))] if exclude else []
    waiting: list[tuple[str, list[_Ignore]]] = [(top, _above(top))]
    while waiting:
        folder, ignores = waiting.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield Missing(folder, message("the folder cannot be read: {error}", error=error.strerror or error))
            continue
        ignores = [*ignores, *_own(folder)]
        folders = []
        for entry in entries:
            path = str(Path(folder) / entry.name)  # "." + "a.py" is "a.py"
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or entry.name in _SKIPPED or not (is_folder or _is_source(entry)):
                continue
            if any(_ignored(path, each, is_folder=is_folder) for each in (excluded, ignores)):
                continue
            if not is_folder:
                yield Named(path)
            elif not os.path.exists(os.path.join(path, "pyvenv.cfg")):
                folders.append((path, ignores))
        waiting.extend(reversed(folders))


def _is_source(entry: os.DirEntry[str]) -> bool:
    if not entry.name.endswith(_SUFFIXES):
        return False
    try:
        return entry.is_file()
    except OSError:  # links that lead in a circle: whoever reads the file says so
        return True


def _above(top: str) -> list[_Ignore]:
    """Give the .gitignore files above a folder, up to the one with .git; they hold below it too."""
    found: list[_Ignore] = []
    folder = Path(top).resolve()
    if os.path.exists(folder / ".git"):
        return []
    for parent in folder.parents:
        found = [*_own(str(parent)), *found]
        if os.path.exists(parent / ".git"):
            return found
    return []  # no repository, no .gitignore above that could be meant


def _own(folder: str) -> list[_Ignore]:
    try:
        lines = (Path(folder) / ".gitignore").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [_Ignore(os.path.realpath(folder), _spec(lines))]


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only where a folder is searched

    usable = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:  # git too passes over a line that is no pattern
            continue
        usable.append(line)
    return GitIgnoreSpec.from_lines(usable)


def _ignored(path: str, ignores: list[_Ignore], *, is_folder: bool) -> bool:
    """Ask the deepest .gitignore that has an opinion, as git does."""
    real = os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path))
    for ignore in reversed(ignores):
        inside = os.path.relpath(real, ignore.folder) + ("/" if is_folder else "")
        decided = ignore.spec.check_file(inside).include
        if decided is not None:
            return decided
    return False
