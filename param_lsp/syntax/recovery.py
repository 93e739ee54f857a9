"""A chunk that does not parse: its broken lines are set aside, so that they cost only themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from param_lsp.message import Message
from param_lsp.syntax.layout import BLANKS, Line, block_end, logical_lines, parent
from param_lsp.syntax.relevance import names_in
from param_lsp.syntax.tree import Broken
from param_lsp.syntax.trees import Tree, Unparsable, syntax_error, tree_of

MAX_BROKEN: Final = 60  # lines set aside in one chunk; a file of Python 2 prints has many
_MAX_READ: Final = 1_000_000  # characters to be read in all attempts together, which take about a second
# What may stand for a header that does not parse; `__` is a name that nobody binds, so nobody knows the test.
_HEADERS: Final = {
    "if": ("if __:",),
    "elif": ("elif __:",),
    "else": ("else:",),
    "for": ("for __ in __:", "if __:"),
    "while": ("while __:", "if __:"),
    "with": ("with __:", "if 1:"),
    "try": ("try:",),
    "except": ("except:",),
    "finally": ("finally:",),
    "case": ("case _:",),
}
_HARMLESS: Final = re.compile(r"(?:print|exec)\b(?![ \t]*=)")  # statements of Python 2 that leave every name as it was
_BINDS: Final = re.compile(r"(?:for[ \t]+(.+?)[ \t]+in\b|\bas[ \t]+([^:]+)|(?:def|class)[ \t]+(\w+))")
_NOT_BREAK: Final = re.compile(r"[^\r\n]")
_LINE: Final = re.compile(r"[^\r\n]*\S[^\r\n]*")
_FIRST_LINE: Final = re.compile(r"[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Hole:
    """A run of text that was set aside: its offsets (without the last line break), why, and where the error is."""

    start: int
    end: int
    reason: Message
    at: int
    silent: bool = False  # Python takes it, only our parser does not

    def line(self, text: str) -> tuple[int, int]:
        """Give the part of it to underline: the code of the line with the error, or of its first line."""
        at = self.at if self.start <= self.at < self.end else self.start
        start, end = self.start, self.end
        for found in _LINE.finditer(text, self.start, self.end):
            start, end = found.span()
            if end >= at:
                break
        code = text[start:end]
        start += len(code) - len(code.lstrip(BLANKS))
        return start, start + len(code.strip(BLANKS))


@dataclass(frozen=True, slots=True)
class Recovered:
    """What is left of a text without its broken lines.

    Arguments:
        tree: None when nothing could be saved.
        holes: in the order of the text, at least one.
    """

    tree: Tree | None
    holes: tuple[Hole, ...]


def recover(text: str, error: Unparsable, *, indented: bool = False) -> Recovered:
    """Set broken lines aside until the rest parses.

    Arguments:
        text: a chunk that does not parse.
        error: what the parser said.
        indented: as for `tree_of`.
    """
    holes: list[Hole] = []
    broken: dict[int, Broken] = {}
    current = text
    found: Unparsable | None = error
    attempts = 0 if error.final else min(MAX_BROKEN, _MAX_READ // (len(text) + 1))
    for _ in range(attempts):
        if found is not None:
            change = _set_aside(current, found, holes)
            if change is None:
                break
            holes = [other for other in holes if not change.start <= other.start < change.end]
            holes.append(Hole(change.start, change.end, found.reason, found.offset, found.ours))
            current = current[: change.start] + _padded(change, current) + current[change.end :]
            inner = [at for at in broken if change.start <= at < change.end]
            names = {name for at in inner for name in broken.pop(at).names}
            if change.names is not None:
                at = change.start + change.at
                broken[at] = Broken(at, change.end, tuple(sorted(names.union(change.names))))
            found = syntax_error(current, indented=indented)
            continue
        try:
            tree = tree_of(current, broken, indented=indented)
        except Unparsable as again:
            found = again
        else:
            return Recovered(tree, tuple(sorted(holes, key=lambda hole: hole.start)))
    end = len(text.rstrip(BLANKS))
    start = min(end, len(text) - len(text.lstrip(BLANKS)))
    return Recovered(None, (Hole(start, end, error.reason, error.offset, error.ours),))


@dataclass(frozen=True, slots=True)
class _Change:
    """Text to write over a run of the same length.

    Arguments:
        text: what to write at the start; the rest is blanked.
        names: what the statement that is lost may have changed; None where none is lost.
        at: where in `text` the `pass` is that stands for it.
    """

    start: int
    end: int
    text: str
    names: tuple[str, ...] | None = None
    at: int = 0


def _padded(change: _Change, text: str) -> str:
    return change.text + _NOT_BREAK.sub(" ", text[change.start + len(change.text) : change.end])


def _set_aside(text: str, error: Unparsable, holes: list[Hole]) -> _Change | None:
    """Choose what to set aside for an error; None when nothing sensible is left to try."""
    lines = logical_lines(text)
    if not lines:
        return None
    place = max(0, bisect_right(lines, error.offset, key=lambda line: line.start) - 1)
    change = _change(text, lines, place, str(error.reason))
    while change is not None and any(_same(change, hole) for hole in holes):
        # What was set aside here did not help: the whole statement around it has to go.
        above = parent(lines, place)
        if above is None:
            return None
        place = above
        change = _whole(text, lines, place)
    return change


def _same(change: _Change, hole: Hole) -> bool:
    return hole.start <= change.start and change.end <= hole.end


def _change(text: str, lines: list[Line], place: int, reason: str) -> _Change | None:
    line = lines[place]
    above = lines[place - 1] if place else None
    if line.opens and place == len(lines) - 1:
        return _empty_block(text, line)
    if above is not None and above.opens and line.column <= above.column:
        return _empty_block(text, above)
    if "'except' or 'finally'" in reason:
        tries = [at for at in range(place, -1, -1) if lines[at].word == "try" and lines[at].column >= line.column]
        return _whole(text, lines, tries[0] if tries else place)
    if above is not None and not above.opens and line.column > above.column:
        return _unexpected(text, lines, place, above)
    if above is not None and line.column < above.column and not _fits(lines, place):
        outer = next((at for at in range(place - 1, -1, -1) if lines[at].column < line.column), None)
        if outer is not None:
            return _unexpected(text, lines, place, lines[outer + 1])
    if line.word and place + 1 < len(lines) and lines[place + 1].column > line.column:
        header = _header(text[line.code : line.end], line.word)
        if header is not None:
            return _Change(line.code, line.end, header)
    return _whole(text, lines, place)


def _whole(text: str, lines: list[Line], place: int) -> _Change:
    """Set a statement aside with the block below it."""
    line = lines[place]
    end = block_end(lines, place) if line.word else line.end
    return _Change(line.code, end, _stand_in(end - line.code), _lost(text[line.code : end]))


def _empty_block(text: str, line: Line) -> _Change:
    """Set a header aside that has no block yet: it changes only what it binds."""
    if line.word in ("else", "elif", "finally", "case"):
        return _Change(line.code, line.end, "")
    names = _lost(" ".join(part for found in _BINDS.findall(text[line.code : line.end]) for part in found))
    return _Change(line.code, line.end, _stand_in(line.end - line.code), names)


def _unexpected(text: str, lines: list[Line], place: int, sibling: Line) -> _Change:
    """Set lines aside that are indented as nothing around them is; the stand-in takes the indent of its neighbour."""
    line = lines[place]
    indent = text[sibling.start : sibling.code]
    end = line.end
    for below in lines[place + 1 :]:
        if below.column <= sibling.column:
            break
        end = below.end
    stand_in = indent + _stand_in(line.end - line.start - len(indent))
    return _Change(line.start, end, stand_in, _lost(text[line.start : end]), len(indent))


def _fits(lines: list[Line], place: int) -> bool:
    """Tell whether a dedented line comes back to an indent that is open."""
    column = lines[place].column
    for line in lines[place - 1 :: -1] if place else ():
        if line.column <= column:
            return line.column == column
    return False


def _header(line: str, word: str) -> str | None:
    """Give a header that may stand for a broken one and fits in its first line."""
    first = _FIRST_LINE.match(line)
    width = first.end() if first else 0
    for header in _HEADERS.get(word, ()):
        if len(header) <= width and line.strip() != header:
            return header
    return None


def _stand_in(width: int) -> str:
    """Give a statement of at most `width` characters."""
    return "pass" if width >= len("pass") else "0"


def _lost(code: str) -> tuple[str, ...]:
    return () if _HARMLESS.match(code.lstrip()) else tuple(sorted(names_in(code)))
