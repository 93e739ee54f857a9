"""Findings with their ranges: what every output format of `check` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain

from param_lsp.cli.places import Range
from param_lsp.cli.run import Analysed
from param_lsp.rules.rule import Severity
from param_lsp.source.source import Source


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it is written out.

    Arguments:
        range: what it is about.
        rule: its code.
        severity: "error" only for what makes Keras raise.
        message: our sentence.
        keras_message: what Keras raises, or None.
        fixable: whether an edit is offered.
        related: other places, each with what it has to do with the finding.
        source: the text that `range` is in, to quote it; None when it cannot be read any more.
        start: the offset of the range's start in that text.
    """

    range: Range
    rule: str
    severity: Severity
    message: str
    keras_message: str | None
    fixable: bool
    related: tuple[tuple[Range, str], ...]
    source: Source | None
    start: int


def found_in(analysed: Analysed) -> list[Found]:
    """Give the findings of one file, in the order of their places."""
    places = analysed.places
    return [
        Found(
            range=places.range(finding.place),
            rule=finding.rule,
            severity=finding.severity,
            message=str(finding.message),
            keras_message=finding.keras_message,
            fixable=finding.fix is not None,
            related=tuple((places.range(place), str(said)) for place, said in finding.related),
            source=places.source(finding.place.path),
            start=finding.place.span.start,
        )
        for finding in analysed.analysis.findings
    ]


def findings_of(files: Iterable[Analysed]) -> Iterator[Found]:
    """Give the findings of files in turn."""
    return chain.from_iterable(map(found_in, files))


def as_json(found: Found) -> Mapping[str, object]:
    """Give a finding as `check --output-format json` has it."""
    return {
        **asdict(found.range),
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "keras_message": found.keras_message,
        "fixable": found.fixable,
        "related": [{**asdict(place), "message": said} for place, said in found.related],
    }
