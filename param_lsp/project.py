"""What a project says about itself: its root, its settings with where each comes from, and the Keras it pins."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from param_lsp.message import Message, message
from param_lsp.pins import pinned_keras
from param_lsp.settings import Settings, read_options
from param_lsp.toml import read_toml
from param_lsp.workspace import FolderWorkspace, read_beginning

_TABLE: Final = "[tool.param-lint]"


@dataclass(frozen=True, slots=True)
class Project:
    """A root folder and what holds in it.

    Arguments:
        root: the nearest folder with a pyproject.toml or .git.
        workspace: its files.
        settings: the project's own, defaults filled in.
        chosen: names of the options that its pyproject.toml sets.
        problems: what is wrong there; each names the file.
    """

    root: Path
    workspace: FolderWorkspace = field(compare=False)
    settings: Settings
    chosen: frozenset[str] = frozenset()
    problems: tuple[Message, ...] = ()


def find_root(path: Path) -> Path:
    """Find the root of the project that a file or folder belongs to.

    Returns:
        The nearest folder with pyproject.toml or .git; without one the current folder where it holds `path`, else the
        path's own folder.
    """
    here = path.absolute()
    folder = here if os.path.isdir(here) else here.parent
    for candidate in (folder, *folder.parents):
        if os.path.isfile(candidate / "pyproject.toml") or os.path.exists(candidate / ".git"):
            return candidate
    current = Path.cwd()
    return current if folder.is_relative_to(current) else folder


def open_project(root: Path, folder: Path | None = None, rules: Collection[str] | None = None) -> Project:
    """Read what a project says about itself; never raises, whatever its files hold.

    Arguments:
        root: from `find_root`.
        folder: the analysed file's folder, whose own requirements come before the root's.
        rules: the codes of all rules, to check `select` and `ignore`.
    """
    workspace = FolderWorkspace(root)
    written, problems = _own_settings(root)
    values: dict[str, Any] = {}
    named: list[Message] = []
    for name, value in written.items():
        read, wrong = read_options({name: value}, "project", rules)
        values |= read
        if wrong:
            file = _pyproject(root) + _line_of(root, name)
            named += [message("{file}: {where} {problem}", file=file, where=_TABLE, problem=each) for each in wrong]
    settings = Settings(**values, pin=pinned_keras(root, folder))
    return Project(root, workspace, settings, frozenset(values), (*problems, *named))


def _own_settings(root: Path) -> tuple[dict[str, object], tuple[Message, ...]]:
    data = read_toml(root / "pyproject.toml")
    if data is None:
        return {}, ()
    if isinstance(data, Message):
        return {}, (message("{file}: {problem}", file=_pyproject(root), problem=data),)
    tools = data.get("tool", {})
    own = tools.get("param-lint", {}) if isinstance(tools, dict) else {}
    if not isinstance(own, dict):
        return {}, (message("{file}: tool.param-lint must be a table", file=_pyproject(root)),)
    return own, ()


def _line_of(root: Path, name: str) -> str:
    """Give ":3" for a setting in line 3; nothing where it is written in a way that is not looked for."""
    file = read_beginning(root / "pyproject.toml")
    inside = False
    setting = re.compile(rf"""\s*(["']?){re.escape(name)}\1\s*[.=]""")
    for number, line in enumerate(file.text.splitlines() if file is not None else (), 1):
        if line.lstrip().startswith("["):
            inside = line.strip().startswith(_TABLE)
            if line.strip().startswith(f"{_TABLE[:-1]}.{name}]"):
                return f":{number}"
        elif inside and setting.match(line):
            return f":{number}"
    return ""


def _pyproject(root: Path) -> str:
    path = root / "pyproject.toml"
    current = Path.cwd()
    return str(path.relative_to(current)) if path.is_relative_to(current) else str(path)
