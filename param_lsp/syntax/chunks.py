"""Where the chunks of a text start: found by looking at column 0 of each line, so that typing stays cheap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from param_lsp.source.source import Source

# A line whose column 0 holds code starts a chunk, unless it closes a bracket or goes on with a compound statement.
_CODE: Final = re.compile(r"[\r\n](?=[^\s#)\]}])(?!(?:else|elif|except|finally)\b)")
_STRINGS: Final = re.compile(
    r"""\#[^\r\n]*
    |(?P<triple>\"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*''')
    |(?P<unclosed>\"\"\"|''')
    |"(?:[^"\\\r\n]|\\(?:\r\n|.))*"?|'(?:[^'\\\r\n]|\\(?:\r\n|.))*'?""",
    re.VERBOSE | re.DOTALL,
)
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")
_NO_CODE: Final = re.compile(r"(?:\s|\#[^\r\n]*)*")


def chunk_starts(source: Source) -> list[int]:
    """Give the offset at which each chunk starts; every cell starts one, and comments belong to the chunk below them.

    A triple quote that nobody closes within its cell is taken to end at once, so that what follows it keeps its chunks.
    """
    text = source.text
    if not text:
        return []
    if not source.cells:
        return starts_between(text, 0, len(text))
    ends = [cell.start for cell in source.cells[1:]] + [len(text)]
    return [
        cell.start + start
        for cell, end in zip(source.cells, ends, strict=True)
        if cell.start < end
        for start in _starts_of_cell(text[cell.start : end])
    ]


@lru_cache(maxsize=2_000)
def _starts_of_cell(text: str) -> tuple[int, ...]:
    return tuple(starts_between(text, 0, len(text)))


def starts_between(text: str, begin: int, end: int) -> list[int]:
    """Give the starts of the chunks of one cell (or of a whole file); the first is `begin`."""
    return without_leading_comments(text, list(Scan(text, begin, end)))


def without_leading_comments(text: str, starts: list[int]) -> list[int]:
    """Let comments alone at the beginning be no chunk of their own."""
    if len(starts) > 1 and _NO_CODE.match(text, starts[0]).end() >= starts[1]:  # type: ignore[union-attr]
        return [starts[0], *starts[2:]]
    return starts


class Scan:
    """Finds the starts of chunks one after another; may be left as soon as enough is known.

    `is_closed` is False once a triple quote was met that nobody closes: what is behind it may depend on any edit.
    """

    def __init__(self, text: str, begin: int, end: int) -> None:
        self._text = text
        self._begin = begin
        self._end = end
        self.is_closed = True

    def __iter__(self) -> Iterator[int]:
        text, begin, end = self._text, self._begin, self._end
        lone_returns = text.find("\r", begin, end) >= 0 and _LONE_RETURN.search(text, begin, end) is not None
        strings = self._triple_strings()
        string = next(strings, None)
        last = begin
        yield begin
        decorated = text.startswith("@", begin)
        for found in _CODE.finditer(text, begin, end):
            code = found.end()
            while string is not None and string[1] <= code:
                string = next(strings, None)
            if (string is not None and string[0] < code) or _continued(text, found.start(), begin):
                continue
            is_decorator = text.startswith("@", code)
            if not decorated:
                start = _with_comments(text, code, last, lone_returns=lone_returns)
                if start > last:
                    last = start
                    yield start
            decorated = is_decorator
        for _ in strings:  # to the end, for `is_closed`
            pass

    def _triple_strings(self) -> Iterator[tuple[int, int]]:
        """Give the triple-quoted strings, in order."""
        text, begin, end = self._text, self._begin, self._end
        if text.find('"""', begin, end) < 0 and text.find("'''", begin, end) < 0:
            return
        for found in _STRINGS.finditer(text, begin, end):
            kind = found.lastgroup
            if kind == "triple":
                yield found.span()
            elif kind == "unclosed":
                self.is_closed = False


def _continued(text: str, line_break: int, begin: int) -> bool:
    """Tell whether a backslash joins the line behind this break to the one before it."""
    last = line_break - 1
    if text[line_break] == "\n" and last >= begin and text[last] == "\r":
        last -= 1
    if last < begin or text[last] != "\\":
        return False
    start = max(text.rfind("\n", begin, last), text.rfind("\r", begin, last)) + 1
    return not text[max(start, begin) : last].lstrip().startswith("#")


def _with_comments(text: str, code: int, floor: int, *, lone_returns: bool) -> int:
    """Give the start of the comments at column 0 directly above a line, or the line's own start."""
    best = place = code
    while place > floor:
        before = place - 1
        if text[before] == "\n" and before > floor and text[before - 1] == "\r":
            before -= 1
        start = text.rfind("\n", floor, before) + 1
        if lone_returns:
            start = max(start, text.rfind("\r", floor, before) + 1)
        if start == 0:
            start = floor
        if text[start] == "#":
            best = start
        elif not text[start:place].isspace():
            break
        place = start
    return best
