"""Tries fixes: one is offered only if, on the edited text, its finding is gone, nothing new came, and no row changed.

Repairs of errors may change rows, and bring notes about what could not be judged before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace

from param_lsp import rules
from param_lsp.analysis import Analysis, analyze_steps
from param_lsp.repair.code import AnalysedCode
from param_lsp.report import Model, Report, Row
from param_lsp.rules.ignoring import UNUSED
from param_lsp.rules.rule import Finding, Fix
from param_lsp.settings import Settings
from param_lsp.source.edited import Overlap, edited
from param_lsp.workspace import Workspace

TRIALS = 60  # analyses of one source, where its fixes do not hold together
Steps = Generator[None, None, Analysis | None]


@dataclass(frozen=True, slots=True)
class Offer:
    """A fix that was tried, and the finding that it repairs."""

    finding: Finding
    fix: Fix


def offers(
    analysis: Analysis, findings: Iterable[Finding], settings: Settings, workspace: Workspace
) -> Generator[None, None, tuple[Offer, ...]]:
    """Try the fixes of some findings, each alone; yields like `analyze_steps`.

    Returns:
        For each finding that can be repaired the first fix that holds.
    """
    code = AnalysedCode(analysis)
    choices = [[Offer(finding, fix) for fix in proposed(finding, code, analysis)] for finding in findings]
    return (yield from _first_that_hold(analysis, choices, settings, workspace))


def with_fixes(analysis: Analysis, settings: Settings, workspace: Workspace) -> Generator[None, None, Analysis]:
    """Put into each finding the certain fix that holds, if there is one; all are tried together first."""
    choices = certain_choices(analysis)
    together = [options[0] for options in choices]
    found: tuple[Offer, ...] = ()
    if together and (yield from tried(analysis, together, settings, workspace)) is not None:
        found = tuple(together)
    elif together:
        found = yield from _first_that_hold(analysis, choices, settings, workspace)
    fixes = {id(offer.finding): offer.fix for offer in found}
    return replace(
        analysis,
        findings=tuple(replace(finding, fix=fixes.get(id(finding))) for finding in analysis.findings),
    )


def certain_choices(analysis: Analysis) -> list[list[Offer]]:
    """Give for each finding that has any the certain fixes that its rule proposes, the best first."""
    code = AnalysedCode(analysis)

    def options(finding: Finding) -> list[Offer]:
        return [Offer(finding, fix) for fix in proposed(finding, code, analysis) if fix.certain]

    return [found for finding in analysis.findings if (found := options(finding))]


def _first_that_hold(
    analysis: Analysis, choices: Iterable[Sequence[Offer]], settings: Settings, workspace: Workspace
) -> Generator[None, None, tuple[Offer, ...]]:
    """Try each alone and give for each finding the first that holds, within a number of analyses."""
    found: list[Offer] = []
    left = TRIALS
    for options in choices:
        for offer in options:
            left -= 1
            if left < 0:
                return tuple(found)
            if (yield from tried(analysis, [offer], settings, workspace)) is not None:
                found.append(offer)
                break
    return tuple(found)


def proposed(finding: Finding, code: AnalysedCode, analysis: Analysis) -> tuple[Fix, ...]:
    """Give the fixes that the rule proposes for a finding in this source, not tried yet."""
    rule = rules.find(finding.rule)
    if rule is None or rule.fixes is None or finding.place.path != analysis.source.path:
        return ()
    return tuple(rule.fixes(finding, code))


def tried(analysis: Analysis, attempt: Sequence[Offer], settings: Settings, workspace: Workspace) -> Steps:
    """Make these fixes together and analyse the text again; gives that analysis if they hold, else None."""
    edits = [(edit.span, edit.text) for offer in attempt for edit in offer.fix.edits]
    try:
        source = edited(analysis.source, edits)
    except Overlap:
        return None
    after = yield from analyze_steps(source, settings, workspace, None)
    return after if _holds(analysis, after, attempt) else None


def _holds(before: Analysis, after: Analysis, attempt: Sequence[Offer]) -> bool:
    """Compare; a finding that a comment took away leaves that comment without work, which is no reason against it."""
    left = _said(before.findings) - _said(offer.finding for offer in attempt)
    ignored = any(offer.finding not in before.findings for offer in attempt)
    news = _said(finding for finding in after.findings if not (ignored and finding.rule == UNUSED)) - left
    if any(severity != "information" or not _repairs_an_error(attempt) for _, _, severity in news):
        return False
    if not all(offer.fix.same_model for offer in attempt):
        return True
    return _models(before.report) == _models(after.report)


def _repairs_an_error(attempt: Sequence[Offer]) -> bool:
    """Tell whether a layer was rejected before: of one that Keras does not create nothing else is said."""
    return any(offer.finding.severity == "error" for offer in attempt)


def _said(findings: Iterable[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter((finding.rule, str(finding.message), finding.severity) for finding in findings)


def _models(report: Report) -> list[object]:
    """Give what people see of the models, without places."""
    return [
        (
            model.kind,
            model.variable,
            model.name,
            tuple(_row(row) for row in model.rows),
            model.totals,
            model.built,
            model.complete,
            model.input_shape,
            model.output_shape,
            _reasons(model),
        )
        for model in report.models
    ]


def _reasons(model: Model) -> object:
    return model.misfit.message if model.misfit is not None else tuple(map(str, model.unknown))


def _row(row: Row) -> object:
    return (
        row.name,
        row.type,
        row.input_shape,
        row.output_shape,
        row.params,
        row.trainable_params,
        row.running_total,
        row.weights,
        row.new_weights,
        None if row.unknown is None else str(row.unknown),
    )
