"""Watches a program that runs under Keras: where it creates layers, what its summaries see, what raises."""

from __future__ import annotations

import ast
import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Any

import keras
from keras.src.layers.layer import Layer
from keras.src.ops.operation import Operation

from tests.annotated.annotations import Program, Range

CALLS = (ast.Call, ast.BinOp, ast.UnaryOp, ast.Subscript)  # what makes layers and operations


class File:
    """A file of a program, and its calls by where they end.

    Arguments:
        program: what the fixture says of it.
        trees: its code.
        is_as_written: whether it is run with its annotations: Python imports a module as it lies on disk.
    """

    def __init__(self, program: Program, trees: Sequence[ast.Module], *, is_as_written: bool) -> None:
        self.program = program
        self._is_as_written = is_as_written
        self._lines = program.written if is_as_written else program.lines
        self._calls: dict[tuple[int, int], list[ast.expr]] = {}
        for node in (node for tree in trees for node in ast.walk(tree)):
            if isinstance(node, CALLS) and node.end_lineno and node.end_col_offset:
                self._calls.setdefault((node.end_lineno, node.end_col_offset), []).append(node)

    def place(self, frame: FrameType, instruction: int) -> Range | None:
        """Give the range of the call that a frame of this file is executing."""
        line, end_line, column, end_column = list(frame.f_code.co_positions())[instruction // 2]
        if line is None or end_line is None or column is None or end_column is None:
            return None
        # A method call's instruction may begin at the attribute: the call that ends there tells the true start.
        ending = self._calls.get((end_line, end_column), [])
        whole = (call for call in ending if isinstance(call, ast.Call))
        node = min(whole, key=lambda call: (call.lineno, call.col_offset), default=None)
        inner = [call for call in ending if (call.lineno, call.col_offset) == (line, column)]
        node = inner[0] if inner else node
        if node is None or node.lineno > len(self._lines):
            return None
        return Range(
            self._line(node.lineno),
            self._characters(node.lineno, node.col_offset),
            self._line(end_line),
            self._characters(end_line, end_column),
            self.program.file,
        )

    def _line(self, line: int) -> int:
        return self.program.code_line(line - 1) if self._is_as_written else line - 1

    def _characters(self, line: int, column: int) -> int:
        return len(self._lines[line - 1].encode()[:column].decode())


@dataclass
class Recording:
    """What one run of a program saw: layers and models in the order of their creation, and where.

    Arguments:
        files: the program's files by the names under which they were compiled.
    """

    files: dict[str, File]
    places: dict[int, Range] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)  # so that no id is used twice
    summaries: list[tuple[Range, Any, list[Any]]] = field(default_factory=list)  # where, of which model, what
    culprit: Any = None
    culprit_is_final: bool = False

    def models(self) -> list[Any]:
        """Give the models in order of creation."""
        return [item for item in self.kept if isinstance(item, keras.Model)]

    def place(self, frame: FrameType, instruction: int) -> Range | None:
        """Give the range of the call that a frame of the fixture is executing."""
        return self.files[frame.f_code.co_filename].place(frame, instruction)

    def caller(self) -> Range | None:
        """Give the innermost call of the fixture that is being executed."""
        frame: FrameType | None = sys._getframe()
        while frame is not None and frame.f_code.co_filename not in self.files:
            frame = frame.f_back
        return self.place(frame, frame.f_lasti) if frame is not None else None

    def raised_at(self, trace: TracebackType | None) -> tuple[Range | None, FrameType | None]:
        """Give the innermost call of the fixture in a traceback, and its frame."""
        found: tuple[Range | None, FrameType | None] = None, None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self.files:
                found = self.place(trace.tb_frame, trace.tb_lasti), trace.tb_frame
            trace = trace.tb_next
        return found


@contextlib.contextmanager
def watching(recording: Recording, look: Callable[[Any], list[Any]]) -> Iterator[None]:
    """Note the creation of each layer and operation, each summary, and the layer in whose call an exception began.

    Arguments:
        recording: takes the notes.
        look: gives what a summary of a model shows.
    """
    new, call, summary = Operation.__new__, Layer.__call__, keras.Model.summary

    def noted_new(cls: type, *arguments: Any, **keywords: Any) -> Any:
        made = new(cls, *arguments, **keywords)
        if not (isinstance(made, keras.Model) and _is_made_by_keras(recording)):
            recording.kept.append(made)
            if (place := recording.caller()) is not None:
                recording.places[id(made)] = place
        return made

    def noted_call(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            return call(self, *arguments, **keywords)
        except Exception:
            # The outermost layer inside the innermost model: what the user sees as one row.
            if isinstance(self, keras.Model):
                recording.culprit_is_final = recording.culprit is not None
                recording.culprit = recording.culprit or self
            elif not recording.culprit_is_final:
                recording.culprit = self
            raise

    def noted_summary(self: Any, *_: Any, **__: Any) -> None:
        if (place := recording.caller()) is not None:
            recording.summaries.append((place, self, look(self)))

    Operation.__new__, Layer.__call__, keras.Model.summary = noted_new, noted_call, noted_summary
    try:
        yield
    finally:
        Operation.__new__, Layer.__call__, keras.Model.summary = new, call, summary


_COPIES = {"clone_model", "from_config", "model_from_json"}  # give the fixture a model of its own
_BUILDS = {"build", "_maybe_rebuild"}


def _is_made_by_keras(recording: Recording) -> bool:
    """Tell whether Keras, not the fixture, creates the object: a Sequential holds a Functional of its own."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_name == "__new__":
        frame = frame.f_back
    if frame is None or frame.f_code.co_filename in recording.files:
        return False
    while frame is not None and frame.f_code.co_name not in _BUILDS | _COPIES:
        frame = frame.f_back
    return frame is None or frame.f_code.co_name in _BUILDS
