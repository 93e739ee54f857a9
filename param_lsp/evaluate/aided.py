"""Evaluates a notebook once more with what its saved outputs show, where the code alone leaves models open.

Saved outputs may be out of date, so they never accuse: findings are those of the evaluation without them, and a model
that does not fit because of them stays as it was.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from param_lsp.evaluate import gathering
from param_lsp.evaluate.evidence import Evidence
from param_lsp.evaluate.memory import Memory
from param_lsp.evaluate.printed import plan
from param_lsp.evaluate.run import Evaluated, gone_on
from param_lsp.facts import Fact
from param_lsp.message import Message
from param_lsp.report import Model, Report
from param_lsp.spans import Place
from param_lsp.syntax.program import Program
from param_lsp.workspace import Workspace


def with_saved_outputs(
    program: Program,
    workspace: Workspace,
    keras: int,
    keras_reason: Message | None,
    report: Report,
    memory: Memory | None = None,
    facts: tuple[Fact, ...] = (),
    doubt: Message | None = None,
) -> Generator[None, None, Evaluated]:
    """Give a report in which saved outputs fill in what `report`, made from the code alone, does not know.

    Arguments:
        memory: what this gave for an earlier version of the same source; `report` is then found faster.
    """
    if not any(cell.saved for cell in program.source.cells) or _is_complete(report):
        return Evaluated(report, memory)
    shown = plan(program)
    if not shown:
        return Evaluated(report, memory)
    if memory is not None and not memory.machine.lengths:
        memory.machine.evidence.take(shown, program.source.text)
        memory = yield from gone_on(memory, program, workspace, keras, facts, doubt)
    if memory is None or memory.machine.lengths:
        # A printed length is no part of its value, so what is replayed does not notice when it comes or goes.
        evidence = Evidence({})
        evidence.take(shown, program.source.text)
        memory = yield from gone_on(None, program, workspace, keras, facts, doubt, evidence)
    if not memory.machine.shown:
        return Evaluated(report, memory)
    aided = gathering.report(memory.machine, memory.segments, program, keras_reason)
    return Evaluated(_merged(report, aided, memory.machine.shown), memory)


def _is_complete(report: Report) -> bool:
    return bool(report.models) and all(model.complete for model in report.models)


def _merged(report: Report, aided: Report, shown: list[tuple[Place, Message]]) -> Report:
    """Take the models that are known better now; the rest of the report stays."""
    rejected = {(event.misfit.rule, event.place) for event in report.events}
    if any((event.misfit.rule, event.place) not in rejected for event in aided.events):
        # Keras accepted what was run, so what was run is not what stands here: the outputs are out of date.
        return report
    plain = {_key(model): model for model in report.models}
    models = []
    for model in aided.models:
        before = plain.get(_key(model))
        if before is not None and (before.complete or before.misfit is not None or _same(before, model)):
            models.append(before)
            continue
        behind = (model.at or model.end).span.start
        said = [said for place, said in shown if place.path != model.end.path or place.span.start < behind]
        models.append(replace(model, assumed=tuple(dict.fromkeys(said))))
    return replace(report, models=tuple(models), known=aided.known, created=aided.created)


def _key(model: Model) -> object:
    return model.place, model.path, model.at


def _same(before: Model, after: Model) -> bool:
    return before.unknown == after.unknown and [row.params for row in before.rows] == [row.params for row in after.rows]
