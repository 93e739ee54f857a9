"""Comments that say which findings are not wanted: `# param-lint: ignore[rule] reason`, `ignore-file[rule]`.

A comment behind code is about the findings that begin or end on its line; one that stands alone about those of the next
line with code. Without brackets it is about all rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from param_lsp.report import Ignore
from param_lsp.rules.rule import Finding
from param_lsp.spans import Place, Span

UNUSED: Final = "unused-ignore"  # only its name ignores it: a comment for all rules says nothing of itself
_COMMENT: Final = re.compile(
    r"#[ \t]*param-lint:[ \t]*ignore(?P<file>-file)?(?![\w-])[ \t]*(?:\[(?P<codes>[^\]\r\n]*)\])?[^\r\n]*"
)
_CODE: Final = re.compile(r"[^\s,]+")
_LINE: Final = re.compile(r"[^\r\n]*")
_CODE_LINE: Final = re.compile(r"(?:\r\n|\r|\n)(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*(?P<line>[^\r\n]*)")

Used = set[tuple[int, str]]


def ignores_in(path: str, text: str, within: Iterable[tuple[Span, bool]]) -> Iterator[Ignore]:
    """Read the comments of a text that ignore findings.

    Arguments:
        path: of the source.
        text: of the source.
        within: spans to look in (comments, or text that does not parse), and whether their statements are read.
    """
    for span, parses in within:
        for found in _COMMENT.finditer(text, span.start, span.end):
            begin = found.start("codes")
            names = found["codes"]
            codes = [(code[0], Span(begin + code.start(), begin + code.end())) for code in _CODE.finditer(names or "")]
            if names is not None and not codes:
                continue  # `ignore[]` names no rule, and ignores none
            covers = None if found["file"] else _covered(text, found.start())
            yield Ignore(Place(path, Span(*found.span())), tuple(codes), covers, parses)


def split(findings: Iterable[Finding], ignores: tuple[Ignore, ...]) -> tuple[list[Finding], Used]:
    """Take away the findings that comments ignore; tells which comments did it for which rules."""
    kept: list[Finding] = []
    used: Used = set()
    for finding in findings:
        by = [index for index, ignore in enumerate(ignores) if _ignores(ignore, finding)]
        used.update((index, finding.rule) for index in by)
        if not by:
            kept.append(finding)
    return kept, used


def _ignores(ignore: Ignore, finding: Finding) -> bool:
    place = finding.place
    if place.path != ignore.place.path:
        return False
    named = any(finding.rule == code for code, _ in ignore.codes)
    if not named and (ignore.codes or finding.rule == UNUSED):
        return False
    line = ignore.covers
    return line is None or line.contains(place.span.start) or line.start < place.span.end <= line.end


def _covered(text: str, comment: int) -> Span:
    """Give the line that a comment is about."""
    start = max(text.rfind("\n", 0, comment), text.rfind("\r", 0, comment)) + 1
    line = _LINE.match(text, start)
    end = line.end() if line else comment
    if not text[start:comment].strip():
        following = _CODE_LINE.match(text, end)
        if following:
            return Span(*following.span("line"))
    return Span(start, end)
