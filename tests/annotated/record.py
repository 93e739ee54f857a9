"""Runs fixtures under real Keras and writes what it computed into their comments.

    python -m tests.annotated.record [FIXTURE…]     write
    python -m tests.annotated.record --check        tell which fixtures Keras would have written differently

It needs Python 3.11 (column positions of calls) and Keras; it never looks at param-lint. A finding's rule and its exact
range are a person's: the recorder writes `raises: …` at the layer call, keeps what a person made of it, and refreshes
the message. Annotations that begin with `~` stay as they are.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import os
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras.src.layers.layer import Layer
from keras.src.ops.operation import Operation
from keras.src.utils.summary_utils import count_params, readable_memory_size, weight_memory_size

from tests.annotated import facts, stand_ins
from tests.annotated.annotations import (
    Annotation,
    Program,
    Range,
    fixtures,
    read,
    read_notebook,
    weave,
    weave_notebook,
)

FILENAME = "<fixture>"


@dataclass
class Recording:
    """What one run of a program saw: layers and models in the order of their creation, and where."""

    lines: tuple[str, ...]
    calls: dict[tuple[int, int], list[ast.expr]]
    places: dict[int, Range] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)  # so that no id is used twice
    summaries: list[tuple[Range, Any, list[str], str]] = field(default_factory=list)
    culprit: Any = None
    culprit_is_final: bool = False

    def models(self) -> list[Any]:
        """Give the models in order of creation."""
        return [item for item in self.kept if isinstance(item, keras.Model)]

    def place(self, frame: FrameType, instruction: int) -> Range | None:
        """Give the range of the call that a frame of the fixture is executing."""
        line, end_line, column, end_column = list(frame.f_code.co_positions())[instruction // 2]
        if line is None or end_line is None or column is None or end_column is None:
            return None
        # A method call's instruction may begin at the attribute: the call that ends there tells the true start.
        ending = self.calls.get((end_line, end_column), [])
        node = min(ending, key=lambda call: (call.lineno, call.col_offset), default=None)
        inner = [call for call in ending if (call.lineno, call.col_offset) == (line, column)]
        node = inner[0] if inner else node
        if node is None:
            return None
        return Range(
            node.lineno - 1,
            self._characters(node.lineno, node.col_offset),
            end_line - 1,
            self._characters(end_line, end_column),
        )

    def caller(self) -> Range | None:
        """Give the innermost call of the fixture that is being executed."""
        frame: FrameType | None = sys._getframe()
        while frame is not None and frame.f_code.co_filename != FILENAME:
            frame = frame.f_back
        return self.place(frame, frame.f_lasti) if frame is not None else None

    def raised_at(self, trace: TracebackType | None) -> tuple[Range | None, FrameType | None]:
        """Give the innermost call of the fixture in a traceback, and its frame."""
        found: tuple[Range | None, FrameType | None] = None, None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == FILENAME:
                found = self.place(trace.tb_frame, trace.tb_lasti), trace.tb_frame
            trace = trace.tb_next
        return found

    def _characters(self, line: int, column: int) -> int:
        return len(self.lines[line - 1].encode()[:column].decode())


def record(program: Program) -> tuple[Annotation, ...]:
    """Run one program and give its annotations."""
    runnable = _runnable(program)
    tree = ast.parse(runnable)
    calls: dict[tuple[int, int], list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.end_lineno and node.end_col_offset:
            calls.setdefault((node.end_lineno, node.end_col_offset), []).append(node)
    recording = Recording(program.lines, calls)
    keras.utils.clear_session()
    names = {name: getattr(keras.layers, name) for name in dir(keras.layers) if name[0].isupper()}
    scope = {**names, "keras": keras, "layers": keras.layers, "models": keras.models, "Sequential": keras.Sequential}
    error, broken = None, None
    with (
        _watching(recording),
        stand_ins.forgotten_packages(),
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            exec(compile(tree, FILENAME, "exec"), {"__name__": "__main__", **scope})  # noqa: S102 - our own fixtures
        except Exception as raised:  # noqa: BLE001 - whatever Keras raises is the expectation
            error = raised
            at, frame = recording.raised_at(raised.__traceback__)
            broken = _broken_model(recording, tree, at, frame)
    notes = [note for note in program.annotations if note.text.startswith("~")]
    for model in recording.models():
        notes += _model(recording, model, broken is model)
    notes += _findings(recording, program, error)
    return tuple(notes)


def _model(recording: Recording, model: Any, is_broken: bool) -> list[Annotation]:  # noqa: ANN401 - a Keras object
    notes: list[Annotation] = []
    place = recording.places.get(id(model))
    if not model.layers or place is None:
        return notes
    rows = _rows(model, recording.culprit if is_broken else None)
    if is_broken:
        rows = [item for item in rows if not item[1].endswith(": unbuilt")]
    for layer, text in rows:
        if (layer_place := recording.places.get(id(layer))) is not None:
            notes.append(Annotation(layer_place, text))
    if is_broken:
        return notes
    end = _totals(model)
    notes.append(Annotation(place, end))
    for at, seen, texts, totals in recording.summaries:
        if seen is model and [*texts, totals.split(" · optimizer")[0]] != [
            *(text for _, text in rows),
            end.split(" · optimizer")[0],
        ]:
            notes.append(Annotation(at, totals))
    return notes


def _rows(model: Any, broken_by: Any = None) -> list[tuple[Any, str]]:  # noqa: ANN401 - Keras objects
    """Give the rows of a model as they stand in its summary, each weight counted once in the running total.

    Of a model that a layer has broken, the rows above that layer: what Keras had built when it raised.
    """
    functional = getattr(model, "_functional", None) or model
    nodes = {id(node) for depth in getattr(functional, "_nodes_by_depth", {}).values() for node in depth}
    used: dict[int, int] = {}
    counted: dict[int, int] = {}
    rows = []
    for layer in model.layers:
        if layer is broken_by:
            break
        own = [node for node in layer._inbound_nodes if id(node) in nodes]
        turn = used[id(layer)] = used.get(id(layer), -1) + 1
        if not layer.built or not layer._inbound_nodes:
            rows.append((layer, facts.unbuilt_row(layer.name, type(layer).__name__)))
            continue
        node = own[turn] if turn < len(own) else layer._inbound_nodes[-1]  # as in Keras's own summary
        shapes = [tuple(tensor.shape) for tensor in node.output_tensors]
        counted |= {id(weight): count_params([weight]) for weight in layer.weights}
        rows.append((layer, facts.row(
            layer.name,
            type(layer).__name__,
            str(shapes[0]) if len(shapes) == 1 else str(shapes),
            f"{layer.count_params():,}",
            f"{count_params(layer.non_trainable_weights):,}",
            f"{sum(counted.values()):,}",
        )))  # fmt: skip
    return rows


def _totals(model: Any) -> str:  # noqa: ANN401 - a Keras object
    if any(not layer.built for layer in model.layers):
        return facts.unbuilt_model(model.name)
    optimizer = None
    if getattr(model, "optimizer", None) is not None:
        if not model.optimizer.built:
            model.optimizer.build(model.trainable_variables)  # what the first fit does
        optimizer = f"{count_params(model.optimizer.variables):,}"
    return facts.model(
        model.name,
        f"{count_params(model.weights):,}",
        f"{count_params(model.non_trainable_weights):,}",
        readable_memory_size(weight_memory_size(model.weights)),
        optimizer,
    )


def _findings(recording: Recording, program: Program, error: Exception | None) -> list[Annotation]:
    written = [note for note in program.annotations if facts.finding_code(note.text)]
    syntax = [note for note in written if facts.finding_code(note.text) == "unparsable-statement"]
    if error is None:
        return syntax
    where = recording.places.get(id(recording.culprit)) or recording.raised_at(error.__traceback__)[0]
    if where is None:
        raise error
    mine = [note for note in written if where.holds(note.range) and note not in syntax]
    if not mine:
        print(f"  line {where.line + 1}: name the rule of: {facts.first_sentence(str(error))}", file=sys.stderr)
        mine = [Annotation(where, "raises")]
    codes = [(note.range, facts.finding_code(note.text) or "raises") for note in mine]
    return syntax + [Annotation(range_, facts.finding(code, str(error))) for range_, code in codes]


def _broken_model(recording: Recording, tree: ast.Module, at: Range | None, frame: FrameType | None) -> Any:  # noqa: ANN401
    """Find the model that the failing statement was about: the one under construction, or X of `X.add(…)`."""
    for model in reversed(recording.models()):
        if recording.places.get(id(model)) == at:
            return model
    if at is None or frame is None:
        return None
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.lineno - 1 <= at.line <= (node.end_lineno or 0) - 1
        ):
            named = {**frame.f_globals, **frame.f_locals}.get(node.func.value.id)
            if isinstance(named, keras.Model):
                return named
    return None


@contextlib.contextmanager
def _watching(recording: Recording) -> Any:  # noqa: ANN401 - a context manager
    """Note each layer's creation, each summary, and the layer in whose call an exception began."""
    new, call, summary = Operation.__new__, Layer.__call__, keras.Model.summary

    def noted_new(cls: type, *arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401
        made = new(cls, *arguments, **keywords)
        if isinstance(made, Layer) and not (isinstance(made, keras.Model) and _is_made_by_keras()):
            recording.kept.append(made)
            if (place := recording.caller()) is not None:
                recording.places[id(made)] = place
        return made

    def noted_call(self: Any, *arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401
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

    def noted_summary(self: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401
        if (place := recording.caller()) is not None:
            recording.summaries.append((place, self, [text for _, text in _rows(self)], _totals(self)))

    Operation.__new__, Layer.__call__, keras.Model.summary = noted_new, noted_call, noted_summary
    try:
        yield
    finally:
        Operation.__new__, Layer.__call__, keras.Model.summary = new, call, summary


def _is_made_by_keras() -> bool:
    """Tell whether Keras, not the fixture, creates the object: a Sequential holds a Functional of its own."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_name == "__new__":
        frame = frame.f_back
    return frame is None or frame.f_code.co_filename != FILENAME


def _runnable(program: Program) -> str:
    """Blank what is not Python, keeping all columns: magics, shell lines, and statements marked as unparsable."""
    lines = list(program.lines)
    for note in program.annotations:
        if facts.finding_code(note.text) == "unparsable-statement":
            for line in range(note.range.line, note.range.end_line + 1):
                lines[line] = ""
    for number, line in enumerate(lines):
        if program.cells and (line.lstrip().startswith(("%", "!", "?")) or line.rstrip().endswith("?")):
            lines[number] = line.replace("%time ", "if 1: ", 1) if "%time " in line else ""
    return "".join(line + "\n" for line in lines)


def recorded(path: Path) -> str:
    """Give a fixture's text as Keras would have it today."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        program = read_notebook(text)
        return weave_notebook(text, program, record(program))
    lines = [line for program in read(text) for line in weave(program, record(program))]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Record the fixtures named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixtures", nargs="*", type=Path, metavar="FIXTURE")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where Keras disagrees")
    options = parser.parse_args()
    stand_ins.install()
    stale = 0
    for path in options.fixtures or fixtures():
        text = recorded(path)
        if text == path.read_text(encoding="utf-8"):
            continue
        stale += 1
        print(("differs: " if options.check else "wrote ") + path.name, file=sys.stderr)
        if not options.check:
            path.write_text(text, encoding="utf-8")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
