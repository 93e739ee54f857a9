"""What an analysis says about a program, written as annotations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.report import Model, Row
from param_lsp.shapes import UnknownDim
from param_lsp.source import python_source
from param_lsp.source.source import Position, Source
from param_lsp.spans import Place
from tests.annotated import facts
from tests.annotated.annotations import Annotation, Program, Range


def observed(analysis: Analysis, programs: Sequence[Program], expected: Collection[Annotation]) -> list[Annotation]:
    """Give all that the analysis shows in a program's files.

    A row of which anything is not known is there only where the recorder wrote it so, else its reason stands for it.
    Information is left out, but for saved tables that are old: the recorder writes what Keras builds and raises, not
    what it warns of.
    Where Keras rejects a layer in a list, it never makes the model: nothing is expected of the rows above the layer,
    which we do show. They are left out where the recorder wrote none of them.
    """
    notes: list[Annotation] = []
    places = _Places(analysis, programs)
    known = {note.range for note in expected}
    messages = {str(finding.message) for finding in analysis.findings}
    for model in analysis.report.models:
        if model.at is None:
            rows = [note for row in model.rows for note in _row(row, model, places, expected)]
            notes += rows if model.misfit is None or known & {note.range for note in rows} else []
        notes += _totals(model, places)
        if model.at is None:
            reasons = [note for note in _reasons(model, places) if note.text.partition(": ")[2] not in messages]
            notes += [_nothing_else(note, notes) for note in reasons]
    for finding in analysis.findings:
        is_old = finding.rule == "stale-summary"
        if finding.severity == "information" and not is_old:
            continue
        place = places.range(finding.place)
        said = str(finding.message) if is_old else finding.keras_message or ""
        notes += [Annotation(place, facts.finding(finding.rule, said))] if place else []
    return notes


def _row(row: Row, model: Model, places: _Places, expected: Collection[Annotation]) -> list[Annotation]:
    place = places.range(row.place)
    if row.misfit is not None or place is None:
        return []
    name = row.name or wording.UNKNOWN
    if row.params is None or row.output_shape is None:
        is_unbuilt = not model.built and model.misfit is None
        return [Annotation(place, facts.unbuilt_row(name, row.type))] if is_unbuilt else []
    text = facts.row(
        name,
        row.type,
        wording.shape(row.output_shape),
        wording.number(row.params),
        "0" if row.non_trainable_params is None else wording.number(row.non_trainable_params),
        wording.number(row.running_total),
    )
    when = "" if row.when is None else str(row.when)
    note = Annotation(place, facts.with_case(text, when, is_repeated=row.repeats is not None))
    if wording.UNKNOWN not in note.text or note in expected:
        return [note]
    return [] if row.unknown is None else [Annotation(place, facts.NOTHING + str(row.unknown))]


def _totals(model: Model, places: _Places) -> list[Annotation]:
    place = places.range(model.at or model.place)
    if place is None or model.misfit is not None or not model.rows:
        return []
    whole = _totals_text(model)
    notes = [Annotation(place, whole)] if whole is not None else []
    for each in model.alternatives:
        text = _totals_text(each.model)
        notes += [Annotation(place, facts.alternative(str(each.when), text))] if text is not None else []
    return notes


def _reasons(model: Model, places: _Places) -> list[Annotation]:
    place = places.range(model.place)
    if place is None or model.misfit is not None:
        return []
    return [Annotation(place, facts.UNKNOWN + str(reason)) for reason in model.unknown]


def _nothing_else(reason: Annotation, notes: Collection[Annotation]) -> Annotation:
    """Say that nothing is known where there is no row and no total."""
    if any(note.range == reason.range and not note.text.startswith(facts.NOTHING) for note in notes):
        return reason
    return replace(reason, text=facts.NOTHING + reason.text.removeprefix(facts.UNKNOWN))


def _totals_text(model: Model) -> str | None:
    name = model.name or wording.UNKNOWN
    totals = model.totals
    if totals is None or (isinstance(totals.params, UnknownDim) and not (totals.params.high or totals.params.low)):
        return facts.unbuilt_model(name) if all(row.params is None for row in model.rows) else None
    return facts.model(
        name,
        wording.number(totals.params),
        wording.number(totals.non_trainable),
        wording.data_size(totals.bytes),
        None if totals.optimizer_params is None or model.at is not None else wording.number(totals.optimizer_params),
    )


class _Places:
    """Where the places of an analysis are among the lines of a fixture's programs."""

    def __init__(self, analysis: Analysis, programs: Sequence[Program]) -> None:
        main, *modules = programs
        self._sources = {analysis.source.path: (analysis.source, main)}
        folder = analysis.source.path.rpartition("/")[0]
        for module in modules:
            path = f"{folder}/{module.file}"
            self._sources[path] = python_source(path, "".join(line + "\n" for line in module.written)), module

    def range(self, place: Place) -> Range | None:
        """Give a place's range; None where it is in another file."""
        if place.path not in self._sources:
            return None
        source, program = self._sources[place.path]
        start, end = source.position(place.span.start), source.position(place.span.end)
        lines = [program.code_line(self._line(source, position)) for position in (start, end)]
        return Range(lines[0], start.column, lines[1], end.column, program.file)

    def _line(self, source: Source, position: Position) -> int:
        line = position.line - (position.cell.first_line if position.cell is not None else 0)
        for cell in source.cells:
            if cell is position.cell:
                break
            line += source.text.count("\n", cell.start, cell.end) + 1
        return line
