"""What a library function may ask of the evaluation that calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from param_lsp.spans import Place
from param_lsp.values.core import Mutable, Unknown, Value


@dataclass(frozen=True, slots=True)
class FileText:
    """The beginning of a file of the workspace: `complete` tells whether it is all of it."""

    text: str
    complete: bool


class Call(Protocol):
    """The door through which a library function sees the world; it never raises."""

    @property
    def place(self) -> Place:
        """The expression being evaluated."""

    @property
    def keras(self) -> int:
        """The Keras version the file means: 3, 2 or 1."""

    def evaluate(self, function: Value, arguments: Sequence[Value]) -> Value:
        """Call a function of the user (a lambda given to `Dataset.map`)."""

    def iterate(self, value: Value) -> list[Value] | None:
        """Give the members of any iterable value, or None when they are not known."""

    def touch(self, value: Mutable) -> None:
        """Announce a change of a mutable value; call it before the change."""

    def read_text(self, path: str) -> FileText | None:
        """Read a text file of the workspace, relative to the analysed file; None when it cannot or may not be read."""

    def folders(self, path: str) -> tuple[str, ...] | None:
        """Give the names of the folders in a folder of the workspace, sorted; None when it is not there."""

    def unknown(self, template: str, **values: object) -> Unknown:
        """Make an unknown value that says why, placed at this call."""
