"""What library functions see of an evaluation: the implementation of `values.Call`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.spans import Place
from param_lsp.values import FileText, Mutable, Unknown, Value


@dataclass(frozen=True, slots=True)
class LibraryCall:
    """The door for one call at one node."""

    machine: Machine
    frame: Frame
    node: Any

    @property
    def place(self) -> Place:
        """The expression being evaluated."""
        return self.frame.place(self.node)

    @property
    def keras(self) -> int:
        """The Keras version the file means."""
        return self.machine.keras

    def evaluate(self, function: Value, arguments: Sequence[Value]) -> Value:
        """Call a function of the user."""
        from param_lsp.evaluate import calls  # noqa: PLC0415 - calls needs this module

        return calls.simple_call(self.machine, function, list(arguments), self.frame, self.node)

    def iterate(self, value: Value) -> list[Value] | None:
        """Give the members of any iterable value, or None."""
        from param_lsp.evaluate import iteration  # noqa: PLC0415 - iteration needs this module

        members = iteration.members(self.machine, value, self.frame, self.node)
        return None if isinstance(members, Unknown) else list(members)

    def touch(self, value: Mutable) -> None:
        """Announce a change of a mutable value."""
        self.machine.touch(value)

    def read_text(self, path: str) -> FileText | None:
        """Read a text file of the workspace."""
        answer: FileText | None = self.machine.ask(lambda workspace: workspace.read_text(self.frame.path, path))
        return answer

    def folders(self, path: str) -> tuple[str, ...] | None:
        """Give the folders in a folder of the workspace."""
        answer: tuple[str, ...] | None = self.machine.ask(lambda workspace: workspace.folders(self.frame.path, path))
        return answer

    def unknown(self, template: str, **values: object) -> Unknown:
        """Make an unknown value that says why."""
        return Unknown(message(template, **values), self.place)
