"""Code actions: fixes that were tried, comments that take findings away, and rewriting `input_shape=` as `Input`."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from param_lsp import rules
from param_lsp.analysis import Analysis
from param_lsp.features.diagnostics import shown_findings
from param_lsp.message import message
from param_lsp.repair import Offer, fix_all, offers
from param_lsp.rules.rule import Edit, Finding
from param_lsp.settings import Settings
from param_lsp.source.lines import TOKENS
from param_lsp.source.source import Source
from param_lsp.spans import Span
from param_lsp.workspace import Workspace

QUICK_FIX: Final = "quickfix"
REWRITE: Final = "refactor.rewrite"
FIX_ALL: Final = "source.fixAll.param-lint"
_CONVERTED: Final = ("deprecated-argument", "removed-argument")  # rules about arguments that stand for an `Input`
_LINE: Final = re.compile(r"[^\r\n]*")
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_HEAD: Final = re.compile(r"(?:#![^\r\n]*(?:\r\n|\r|\n))?(?:#[^\r\n]*coding[:=][^\r\n]*(?:\r\n|\r|\n))?")
_CELL_MAGIC: Final = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*%%[^\r\n]*(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Action:
    """Something to choose from the menu at a place.

    Arguments:
        title: what the menu says.
        kind: `QUICK_FIX`, `REWRITE` or `FIX_ALL`.
        edits: of the analysed text.
        finding: what it repairs or takes away; None for what is no finding.
        preferred: whether it may be chosen without looking: it is certain.
    """

    title: str
    kind: str
    edits: tuple[Edit, ...]
    finding: Finding | None = None
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants actions for.

    Arguments:
        selected: the selection, or the place of the cursor.
        named: findings that the editor names beside it, by rule and place. Neovim names those of the cursor's line,
            so that nobody must hit the argument.
    """

    selected: Span
    named: frozenset[tuple[str, Span]] = frozenset()


def actions_at(
    analysis: Analysis, asked: Asked, settings: Settings, workspace: Workspace
) -> Generator[None, None, tuple[Action, ...]]:
    """Give the actions for a selection; yields between the pieces of the analyses that try the fixes."""
    found = [finding for finding in shown_findings(analysis) if _is_meant(finding, asked)]
    repaired = yield from offers(analysis, found, settings, workspace)
    hidden = [finding for finding in _convertible(analysis, asked.selected) if finding not in found]
    converted = yield from offers(analysis, hidden, settings, workspace)
    return (
        *map(_fix, repaired),
        *map(_conversion, converted),
        *(action for finding in found for action in _ignoring(analysis, finding)),
    )


def fix_all_action(
    analysis: Analysis, settings: Settings, workspace: Workspace
) -> Generator[None, None, tuple[Action, ...]]:
    """Give the action that makes every certain fix; nothing where there is none."""
    repaired = yield from fix_all(analysis, settings, workspace)
    if not repaired.made:
        return ()
    edits = tuple(_edits_between(analysis.source, repaired.analysis.source))
    title = message("param-lint: make all certain fixes ({count})", count=len(repaired.made))
    return (Action(str(title), FIX_ALL, edits, preferred=True),)


def _is_meant(finding: Finding, asked: Asked) -> bool:
    span = finding.place.span
    return _touch(span, asked.selected) or (finding.rule, span) in asked.named


def _touch(first: Span, second: Span) -> bool:
    return first.start <= second.end and second.start <= first.end


def _fix(offer: Offer) -> Action:
    return Action(str(offer.fix.title), QUICK_FIX, offer.fix.edits, offer.finding, preferred=offer.fix.certain)


# -- rewriting -------------------------------------------------------------------------------------------------------


def _convertible(analysis: Analysis, touched: Span) -> list[Finding]:
    """Give what the rules about `input_shape=` would find here if nobody had switched them off."""
    asked = [rule for code in _CONVERTED if (rule := rules.find(code)) is not None]
    here = {
        event.argument
        for event in analysis.report.events
        if event.argument is not None and _touch(event.place.span, touched)
    }
    return [finding for rule in asked for finding in rule.check(analysis.report) if finding.place in here]


def _conversion(offer: Offer) -> Action:
    values = dict(offer.fix.title.values)
    if "input" not in values:
        return Action(str(offer.fix.title), REWRITE, offer.fix.edits)
    title = message("Convert `{name}=` to `{input}`", name=values["name"], input=values["input"])
    return Action(str(title), REWRITE, offer.fix.edits)


# -- comments --------------------------------------------------------------------------------------------------------


def _ignoring(analysis: Analysis, finding: Finding) -> Iterator[Action]:
    if finding.rule == "unused-ignore":
        return
    line, file = _on_line(analysis, finding), _in_file(analysis, finding)
    if line is not None:
        title = message("Ignore `{rule}` on this line", rule=finding.rule)
        yield Action(str(title), QUICK_FIX, (line,), finding)
    title = message("Ignore `{rule}` in this file", rule=finding.rule)
    yield Action(str(title), QUICK_FIX, (file,), finding)


def _on_line(analysis: Analysis, finding: Finding) -> Edit | None:
    """Write a comment behind the line where the finding begins, or else ends: where a comment can stand."""
    text, span = analysis.source.text, finding.place.span
    for ignore in analysis.report.ignores:
        if ignore.covers is not None and ignore.codes and ignore.covers.contains(span.start):
            return _one_more(finding, ignore.codes[-1][1])
    for offset in (span.start, span.end):
        end = _line_end(text, offset)
        if _is_code(analysis, end):
            blanks = "" if text[end - 1 : end].isspace() else "  "
            return Edit(Span(end, end), f"{blanks}# param-lint: ignore[{finding.rule}]")
    return None


def _in_file(analysis: Analysis, finding: Finding) -> Edit:
    """Write a comment at the top: of the file, or of the cell with the finding, below what must come first."""
    source = analysis.source
    for ignore in analysis.report.ignores:
        if ignore.covers is None and ignore.codes and ignore.place.path == source.path:
            return _one_more(finding, ignore.codes[-1][1])
    text = source.original or source.text
    cell = source.position(finding.place.span.start).cell
    head = _HEAD.match(text, 0) if cell is None else _CELL_MAGIC.match(text, cell.start, cell.end)
    at = head.end() if head else cell.start if cell is not None else 0
    newline = _BREAK.search(text)
    comment = f"# param-lint: ignore-file[{finding.rule}]{newline[0] if newline else chr(10)}"
    return Edit(Span(at, at), comment)


def _one_more(finding: Finding, last: Span) -> Edit:
    return Edit(Span(last.end, last.end), f", {finding.rule}")


def _line_end(text: str, offset: int) -> int:
    line = _LINE.match(text, offset)
    return line.end() if line else offset


def _is_code(analysis: Analysis, offset: int) -> bool:
    """Tell whether a comment can begin at the end of a line: not within a string or behind a backslash."""
    for chunk in analysis.program.chunks:
        if chunk.start <= offset <= chunk.start + len(chunk.text):
            inside = offset - chunk.start
            kinds = [found.lastgroup for found in TOKENS.finditer(chunk.text) if found.start() < inside < found.end()]
            broken = chunk.text[:inside].endswith("\\")
            return not broken and not any(kind in ("triple", "string", "continued") for kind in kinds)
    return True


# -- all fixes -------------------------------------------------------------------------------------------------------


def _edits_between(before: Source, after: Source) -> Iterator[Edit]:
    """Give the lines that differ as edits of the text before, cell by cell."""
    if not before.cells:
        yield from _changed(before.text, after.text, 0)
        return
    for old, new in zip(before.cells, after.cells, strict=True):
        yield from _changed(before.text[old.start : old.end], after.text[new.start : new.end], old.start)


def _changed(before: str, after: str, start: int) -> Iterator[Edit]:
    if before == after:
        return
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    places = [start]
    for line in old:
        places.append(places[-1] + len(line))
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(Span(places[first], places[last]), "".join(new[begin:end]))
