"""The projection most rules share: the misfits of a report that belong to one rule, as findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from param_lsp.report import Report
from param_lsp.rules.rule import Finding, Severity


def misfits(code: str, severity: Severity = "error") -> Callable[[Report], Iterator[Finding]]:
    """Make the check of a rule whose findings are exactly the events with its code.

    A finding stands at the culprit argument where there is one, else at the layer call.
    """

    def check(report: Report) -> Iterator[Finding]:
        for event in report.events:
            if event.misfit.rule == code:
                yield Finding(
                    rule=code,
                    severity=severity,
                    place=event.argument or event.place,
                    message=event.misfit.message,
                    keras_message=event.misfit.keras_message or None,
                    related=event.related,
                )

    return check
