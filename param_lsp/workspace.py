"""The files of a workspace behind one door with limits: the only way in which an analysis reads anything."""

from __future__ import annotations

from typing import Protocol

from param_lsp.values import FileText


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

    def module(self, importer: str, name: str, level: int) -> tuple[str, str] | None:  # noqa: ARG002 - the door's form
        return None

    def read_text(self, importer: str, path: str) -> FileText | None:  # noqa: ARG002 - the door's form
        return None

    def folders(self, importer: str, path: str) -> tuple[str, ...] | None:  # noqa: ARG002 - the door's form
        return None
