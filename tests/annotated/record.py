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
import re
import sys
import warnings
from pathlib import Path
from types import FrameType
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from tests.annotated import facts, running, seen, stand_ins
from tests.annotated.annotations import Annotation, Program, Range
from tests.annotated.fixture import Fixture, fixtures
from tests.annotated.joining import written
from tests.annotated.runs import Run, runs
from tests.annotated.seen import Raised, Seen
from tests.annotated.watching import File, Recording, watching

Outputs = list[list[dict[str, Any]]]
_PRINTED_TOTAL = re.compile(r"Total params: ([\d,]+)")


def record(fixture: Fixture, programs: tuple[Program, ...]) -> tuple[tuple[Annotation, ...], Outputs]:
    """Run one program, as often as it asks for, and give its annotations and what its cells printed."""
    outputs: Outputs = []
    found = [(run, _seen(fixture, programs, run, outputs)) for run in runs(programs[0])]
    said = written(found)
    notes = [note for program in programs for note in program.annotations if note.text.startswith("~")]
    by_hand = {note.range for note in notes if not note.text.startswith(f"~ {facts.UNKNOWN}")}
    notes += [note for note in said if note.range not in by_hand]  # a person says less there, and why
    return (*notes, *_syntax(programs)), outputs


def _seen(fixture: Fixture, programs: tuple[Program, ...], run: Run, outputs: Outputs) -> list[Seen]:
    main, *modules = programs
    trees = running.trees(main, run)
    recording = Recording({running.FILENAME: File(main, trees, is_as_written=False)})
    for module in modules:
        path = fixture.files[module.file]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        recording.files[str(path)] = File(module, [tree], is_as_written=True)
    keras.utils.clear_session()
    names = {name: getattr(keras.layers, name) for name in dir(keras.layers) if name[0].isupper()}
    scope = {**names, "keras": keras, "layers": keras.layers, "models": keras.models, "Sequential": keras.Sequential}
    scope["__name__"] = "__main__"
    error, broken = None, None
    outputs.clear()
    with (
        watching(recording, _look),
        stand_ins.forgotten_packages(),
        running.inside(fixture.path) if fixture.path.is_dir() else contextlib.nullcontext(),
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            for tree in trees:
                outputs.append(running.execute(tree, scope, shows_value=bool(main.cells)))
        except Exception as raised:  # noqa: BLE001 - whatever Keras raises is the expectation
            error = raised
            at, frame = recording.raised_at(raised.__traceback__)
            broken = _broken_model(recording, trees, at, frame)
    found: list[Seen] = []
    for model in recording.models():
        found += _model(recording, model, is_broken=broken is model)
    return found + _stale(recording, main) + _findings(recording, programs, error)


def _model(recording: Recording, model: Any, *, is_broken: bool) -> list[Seen]:
    found: list[Seen] = []
    place = recording.places.get(id(model))
    if not model.layers or place is None:
        return found
    rows = seen.rows(model, recording.culprit if is_broken else None)
    if is_broken:
        rows = [(layer, row) for layer, row in rows if row.shapes is not None]
    found += [Seen(at, row) for layer, row in rows if (at := recording.places.get(id(layer))) is not None]
    if is_broken:
        return found
    found.append(Seen(place, seen.totals(model, seen.optimizer_params(model))))
    now = _look(model)
    return found + [Seen(at, then[-1]) for at, of, then in recording.summaries if of is model and then != now]


def _look(model: Any) -> list[Any]:
    """Give what a summary shows: the rows, then the totals; what the optimizer adds depends on what is done later."""
    return [*(row for _, row in seen.rows(model)), seen.totals(model)]


def _findings(recording: Recording, programs: tuple[Program, ...], error: Exception | None) -> list[Seen]:
    if error is None:
        return []
    where = recording.places.get(id(recording.culprit)) or recording.raised_at(error.__traceback__)[0]
    if where is None:
        raise error
    written_here = [note for program in programs for note in program.annotations if facts.finding_code(note.text)]
    mine = [note for note in written_here if where.holds(note.range) and note not in _syntax(programs)]
    if not mine:
        print(f"  line {where.line + 1}: name the rule of: {facts.first_sentence(str(error))}", file=sys.stderr)  # noqa: T201
        mine = [Annotation(where, "raises")]
    return [Seen(note.range, Raised(facts.finding_code(note.text) or "raises", str(error))) for note in mine]


def _syntax(programs: tuple[Program, ...]) -> list[Annotation]:
    notes = [note for program in programs for note in program.annotations]
    return [note for note in notes if facts.finding_code(note.text) == "unparsable-statement"]


def _stale(recording: Recording, program: Program) -> list[Seen]:
    """Compare the total that a cell has saved with the one that its summary shows now."""
    found, first = [], 0
    for count, printed in zip(program.cells, program.printed, strict=False):  # Markdown has printed nothing
        totals = [int(text.replace(",", "")) for text in _PRINTED_TOTAL.findall(printed)]
        inside = [(at, then[-1].params) for at, _, then in recording.summaries if first <= at.line < first + count]
        first += count
        found += [
            Seen(at, Raised("stale-summary", f"Keras printed {total:,} here; the code now gives {now:,}"))
            for (at, now), total in zip(inside, totals, strict=False)
            if now != total
        ]
    return found


def _broken_model(recording: Recording, trees: list[ast.Module], at: Range | None, frame: FrameType | None) -> Any:
    """Find the model that the failing statement was about: the one under construction, or X of `X.add(…)`."""
    for model in reversed(recording.models()):
        if recording.places.get(id(model)) == at:
            return model
    if at is None or frame is None:
        return None
    for node in (node for tree in trees for node in ast.walk(tree)):
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


def recorded(fixture: Fixture) -> dict[Path, str]:
    """Give the texts of a fixture's files as Keras would have them today."""
    notes, outputs = zip(*(record(fixture, programs) for programs in fixture.programs), strict=True)
    return fixture.rewritten(list(notes), outputs[0] if len(outputs) == 1 else None)


def main() -> int:
    """Record the fixtures named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixtures", nargs="*", type=Path, metavar="FIXTURE")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where Keras disagrees")
    options = parser.parse_args()
    stand_ins.install()
    sys.argv[1:] = []  # a fixture's own parser reads it
    stale = 0
    for fixture in [Fixture(path.resolve()) for path in options.fixtures] or fixtures():
        for path, text in recorded(fixture).items():
            if text == path.read_text(encoding="utf-8"):
                continue
            stale += 1
            print(("differs: " if options.check else "wrote ") + path.name, file=sys.stderr)  # noqa: T201
            if not options.check:
                path.write_text(text, encoding="utf-8")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
