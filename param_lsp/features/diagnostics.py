"""Diagnostics: the findings of the rules as an editor lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from param_lsp.analysis import Analysis
from param_lsp.rules.rule import Finding, Severity
from param_lsp.spans import Place, Span

Tag = Literal["deprecated", "unnecessary"]
_TAGS: Mapping[str, Tag] = {"deprecated-argument": "deprecated", "unused-ignore": "unnecessary"}
UNPARSABLE = "unparsable-statement"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding in this source: what is underlined, what is said, and the places it has to do with.

    `tag` tells an editor to strike the code out, or to draw it faded.
    """

    span: Span
    severity: Severity
    rule: str
    message: str
    related: tuple[tuple[Place, str], ...] = ()
    tag: Tag | None = None


def diagnostics(analysis: Analysis) -> tuple[Diagnostic, ...]:
    """Give the findings in this source, in source order.

    A statement that is broken gives none while it is being typed: editors already underline syntax errors.
    """
    return tuple(_diagnostic(finding) for finding in shown_findings(analysis))


def shown_findings(analysis: Analysis) -> list[Finding]:
    """Give the findings that an editor shows in this source, in source order."""
    broken = [unparsable.span for unparsable in analysis.report.unparsable]
    found = [
        finding
        for finding in analysis.findings
        if finding.rule != UNPARSABLE
        and finding.place.path == analysis.source.path
        and not any(span.contains(finding.place.span.start) for span in broken)
    ]
    return sorted(found, key=lambda finding: finding.place)


def _diagnostic(finding: Finding) -> Diagnostic:
    text = str(finding.message)
    if finding.keras_message and finding.keras_message not in text:
        text += f"\nKeras: {finding.keras_message}"
    related = tuple((place, str(said)) for place, said in finding.related)
    return Diagnostic(finding.place.span, finding.severity, finding.rule, text, related, _TAGS.get(finding.rule))
