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
from pathlib import Path
from types import FrameType
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
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
from tests.annotated.watching import FILENAME, Recording, watching

CALLS = (ast.Call, ast.BinOp, ast.UnaryOp, ast.Subscript)  # what makes layers and operations


def record(program: Program) -> tuple[Annotation, ...]:
    """Run one program and give its annotations."""
    runnable = _runnable(program)
    tree = ast.parse(runnable)
    calls: dict[tuple[int, int], list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, CALLS) and node.end_lineno and node.end_col_offset:
            calls.setdefault((node.end_lineno, node.end_col_offset), []).append(node)
    recording = Recording(program.lines, calls)
    keras.utils.clear_session()
    names = {name: getattr(keras.layers, name) for name in dir(keras.layers) if name[0].isupper()}
    scope = {**names, "keras": keras, "layers": keras.layers, "models": keras.models, "Sequential": keras.Sequential}
    error, broken = None, None
    with (
        watching(recording, _look),
        stand_ins.forgotten_packages(),
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            exec(compile(tree, FILENAME, "exec"), {"__name__": "__main__", **scope})
        except Exception as raised:  # noqa: BLE001 - whatever Keras raises is the expectation
            error = raised
            at, frame = recording.raised_at(raised.__traceback__)
            broken = _broken_model(recording, tree, at, frame)
    notes = [note for note in program.annotations if note.text.startswith("~")]
    by_hand = {note.range for note in notes}
    for model in recording.models():
        seen = _model(recording, model, is_broken=broken is model)
        # Of an unbuilt model Keras says nothing; a person may know what holds for every input.
        notes += [note for note in seen if not (note.text.endswith(": unbuilt") and note.range in by_hand)]
    notes += _findings(recording, program, error)
    return tuple(notes)


def _model(recording: Recording, model: Any, *, is_broken: bool) -> list[Annotation]:
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
    notes.append(Annotation(place, _totals(model, _optimizer_params(model))))
    texts = _look(model)
    notes += [Annotation(at, seen[-1]) for at, of, seen in recording.summaries if of is model and seen != texts]
    return notes


def _rows(model: Any, broken_by: Any = None) -> list[tuple[Any, str]]:
    """Give the rows of a model as they stand in its summary, each weight counted once in the running total.

    Of a model that a layer has broken, the rows above that layer: what Keras had built when it raised.
    """
    functional = getattr(model, "_functional", None) or model
    nodes = {id(node) for depth in getattr(functional, "_nodes_by_depth", {}).values() for node in depth}
    used: dict[int, int] = {}
    counted: dict[int, int] = {}
    rows = []
    whole = isinstance(model, keras.Model) and not isinstance(model, keras.Sequential)
    for layer in getattr(model, "_operations", model.layers) if whole else model.layers:
        if layer is broken_by:
            break
        if not isinstance(layer, keras.layers.Layer):
            shapes = [tuple(tensor.shape) for tensor in layer._inbound_nodes[-1].output_tensors]
            output, total = str(shapes[0]) if len(shapes) == 1 else str(shapes), f"{sum(counted.values()):,}"
            rows.append((layer, facts.row(layer.name, type(layer).__name__, output, "0", "0", total)))
            continue
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
            f"{count_params([weight for weight in layer.weights if not weight.trainable]):,}",  # as the totals count
            f"{sum(counted.values()):,}",
        )))  # fmt: skip
    return rows


def _look(model: Any) -> list[str]:
    """Give what a summary shows: the rows, then the totals; what the optimizer adds depends on what is done later."""
    return [*(text for _, text in _rows(model)), _totals(model)]


def _totals(model: Any, optimizer_params: str | None = None) -> str:
    if any(not layer.built for layer in model.layers):
        return facts.unbuilt_model(model.name)
    return facts.model(
        model.name,
        f"{count_params(model.weights):,}",
        f"{count_params(model.non_trainable_weights):,}",
        readable_memory_size(weight_memory_size(model.weights)),
        optimizer_params,
    )


def _optimizer_params(model: Any) -> str | None:
    if getattr(model, "optimizer", None) is None or not model.built:
        return None
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)  # what the first fit does
    return f"{count_params(model.optimizer.variables):,}"


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
        print(f"  line {where.line + 1}: name the rule of: {facts.first_sentence(str(error))}", file=sys.stderr)  # noqa: T201
        mine = [Annotation(where, "raises")]
    codes = [(note.range, facts.finding_code(note.text) or "raises") for note in mine]
    return syntax + [Annotation(range_, facts.finding(code, str(error))) for range_, code in codes]


def _broken_model(recording: Recording, tree: ast.Module, at: Range | None, frame: FrameType | None) -> Any:
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
        print(("differs: " if options.check else "wrote ") + path.name, file=sys.stderr)  # noqa: T201
        if not options.check:
            path.write_text(text, encoding="utf-8")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
