"""What an analysis says about a program, written as annotations."""

from __future__ import annotations

from collections.abc import Collection

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.report import Model, Row
from param_lsp.shapes import UnknownDim, UnknownShape
from param_lsp.source.source import Position
from param_lsp.spans import Place
from tests.annotated import facts
from tests.annotated.annotations import Annotation, Program, Range


def observed(analysis: Analysis, program: Program, expected: Collection[Annotation]) -> list[Annotation]:
    """Give all that the analysis shows; what it says is unknown counts as silence.

    Information is left out: the recorder writes what Keras builds and raises, not what it warns of.
    Where Keras rejects a layer in a list, it never makes the model: nothing is expected of the rows above the layer,
    which we do show. They are left out where the recorder wrote none of them.
    """
    notes: list[Annotation] = []
    known = {note.range for note in expected}
    for model in analysis.report.models:
        if model.at is None:
            rows = [note for row in model.rows for note in _row(row, model, analysis, program)]
            rows = [note for note in rows if wording.UNKNOWN not in note.text or note in expected]
            notes += rows if model.misfit is None or known & {note.range for note in rows} else []
        notes += _totals(model, analysis, program)
    for finding in analysis.findings:
        if finding.severity == "information":
            continue
        place = _range(finding.place, analysis, program)
        notes += [Annotation(place, facts.finding(finding.rule, finding.keras_message or ""))] if place else []
    return notes


def _row(row: Row, model: Model, analysis: Analysis, program: Program) -> list[Annotation]:
    place = _range(row.place, analysis, program)
    if row.misfit is not None or place is None:
        return []
    name = row.name or wording.UNKNOWN
    if row.params is None or row.output_shape is None:
        is_unbuilt = not model.built and model.misfit is None
        return [Annotation(place, facts.unbuilt_row(name, row.type))] if is_unbuilt else []
    if isinstance(row.output_shape, UnknownShape) and isinstance(row.params, UnknownDim):
        return []
    text = facts.row(
        name,
        row.type,
        wording.shape(row.output_shape),
        wording.number(row.params),
        "0" if row.non_trainable_params is None else wording.number(row.non_trainable_params),
        wording.number(row.running_total),
    )
    return [Annotation(place, text)]


def _totals(model: Model, analysis: Analysis, program: Program) -> list[Annotation]:
    place = _range(model.at or model.place, analysis, program)
    if place is None or model.misfit is not None or not model.rows:
        return []
    name = model.name or wording.UNKNOWN
    totals = model.totals
    if totals is None or (isinstance(totals.params, UnknownDim) and totals.params.high is None):
        return [] if model.built else [Annotation(place, facts.unbuilt_model(name))]
    text = facts.model(
        name,
        wording.number(totals.params),
        wording.number(totals.non_trainable),
        wording.data_size(totals.bytes),
        None if totals.optimizer_params is None or model.at is not None else wording.number(totals.optimizer_params),
    )
    return [Annotation(place, text)]


def _range(place: Place, analysis: Analysis, program: Program) -> Range | None:
    source = analysis.source
    if place.path != source.path:
        return None
    start, end = source.position(place.span.start), source.position(place.span.end)
    return Range(_line(start, analysis, program), start.column, _line(end, analysis, program), end.column)


def _line(position: Position, analysis: Analysis, program: Program) -> int:
    line = position.line
    for cell in analysis.source.cells:
        if cell is position.cell:
            break
        line += analysis.source.text.count("\n", cell.start, cell.end) + 1
    return program.code_line(line)
