"""The projection most rules share: the misfits of a report that belong to one rule, as findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from param_lsp.message import Message, message
from param_lsp.report import Event, Report
from param_lsp.rules.rule import Finding, Severity

_LATEST: Final = 3
"""The Keras whose behaviour a file means unless something says otherwise."""


def misfits(code: str, severity: Severity = "error") -> Callable[[Report], Iterator[Finding]]:
    """Make the check of a rule whose findings are exactly the events with its code.

    A finding stands at the culprit argument where there is one, else at the layer call.
    """

    def check(report: Report) -> Iterator[Finding]:
        for event in report.events:
            if event.misfit.rule == code:
                yield Finding(
                    rule=code,
                    severity="warning" if event.when and severity == "error" else severity,
                    place=event.argument or event.place,
                    message=_said(event),
                    keras_message=event.misfit.keras_message or None,
                    related=event.related,
                )

    return check


def _said(event: Event) -> Message:
    """Say under which conditions it happens, where that is not known: then Keras may never come to raise."""
    if not event.when:
        return event.misfit.message
    when = event.when[0]
    for further in event.when[1:]:
        when = message("{first} and {second}", first=when, second=further)
    return message("when {when}: {what}", when=when, what=event.misfit.message)


def version_notes(code: str, severity: Severity) -> Callable[[Report], Iterator[Finding]]:
    """Make the check of a rule about Keras's versions: the events with its code in the analysed file itself.

    What Keras 3 raises is an error only where something says that the file means Keras 3 (a setting, a requirement, a
    printed version, `keras.ops` in it): most code with old arguments was written for the Keras that took them.
    """
    found_in = misfits(code, severity)

    def check(report: Report) -> Iterator[Finding]:
        says_keras_3 = report.keras >= _LATEST and report.keras_reason is not None
        for finding in found_in(report):
            if finding.place.path != report.path:
                continue
            raises = finding.keras_message is not None and severity == "warning"
            yield replace(finding, severity="error") if says_keras_3 and raises else finding

    return check
