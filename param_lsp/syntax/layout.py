"""The logical lines of a text that does not parse: indents and brackets, read as forgivingly as a person would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from param_lsp.source.lines import TOKENS

BLANKS: Final = " \t\f\r\n"  # what Python takes for none of its code; str.strip() takes more
_INDENT: Final = re.compile(r"[ \t\f]*")
_COMPOUND: Final = re.compile(
    r"(?:async[ \t]+)?(if|elif|else|for|while|with|try|except|finally|def|class|(?:match|case)(?=\b.*:\Z))\b",
    re.DOTALL,
)
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_TAB: Final = 8  # columns, as Python counts them


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line.

    Arguments:
        start: of its first physical line.
        code: of its first character that is no indent.
        end: behind its last character, comment and line break left out.
        column: of `code`, tabs counted as Python does.
        word: the keyword of a compound statement that it begins, or "".
        opens: it ends with the colon that opens a block.
    """

    start: int
    code: int
    end: int
    column: int
    word: str
    opens: bool


def logical_lines(text: str) -> list[Line]:
    """Split a text into its logical lines, blank lines and comments left out.

    A bracket that nobody closes takes in only the lines below that are indented deeper than its own.
    """
    matched = _matched_brackets(text)
    lines: list[Line] = []
    start = code = end = 0
    depth = 0
    unclosed = False
    held: Line | None = None  # a line with an open bracket that still takes in deeper ones
    for found in [*TOKENS.finditer(text), None]:
        kind = found.lastgroup if found is not None else "newline"
        at = found.start() if found is not None else len(text)
        if kind in ("open", "close"):
            if at in matched:
                depth += 1 if kind == "open" else -1
            elif kind == "open":
                unclosed = True
        if kind in ("newline", "comment"):
            end = max(end, _code_end(text, max(start, end), at))
        if kind not in ("newline", "comment", "continued") and found is not None:
            end = found.end()
        if kind != "newline" or depth > 0:
            continue
        code = _match_end(_INDENT, text, start)
        if code < end:
            line = _line(text, start, code, end)
            if held is not None and (line.column > held.column or text[code] in ")]}"):
                held = Line(held.start, held.code, end, held.column, held.word, opens=False)
                lines[-1] = held
            else:
                held = Line(line.start, line.code, line.end, line.column, line.word, opens=False) if unclosed else None
                lines.append(held or line)
        start = end = found.end() if found is not None else at
        unclosed = False
    return lines


def block_end(lines: list[Line], place: int) -> int:
    """Give the end of the block below a line: of the last one after it that is indented deeper."""
    end = lines[place].end
    for line in lines[place + 1 :]:
        if line.column <= lines[place].column:
            break
        end = line.end
    return end


def parent(lines: list[Line], place: int) -> int | None:
    """Give the line whose block holds this one, or None at the outermost indent."""
    for above in range(place - 1, -1, -1):
        if lines[above].column < lines[place].column:
            return above
    return None


def _line(text: str, start: int, code: int, end: int) -> Line:
    word = _COMPOUND.match(text, code, end)
    column = 0
    for mark in text[start:code]:
        column = 0 if mark == "\f" else (column // _TAB + 1) * _TAB if mark == "\t" else column + 1
    return Line(start, code, end, column, word[1] if word else "", bool(word) and text[end - 1] == ":")


def _code_end(text: str, start: int, end: int) -> int:
    """Give the end of what is no blank between two offsets, or 0."""
    piece = text[start:end].rstrip(BLANKS)
    return start + len(piece) if piece else 0


def _matched_brackets(text: str) -> set[int]:
    """Give the offsets of brackets that have a partner; one of the wrong kind ends those opened inside its own pair."""
    matched: set[int] = set()
    stack: list[tuple[str, int]] = []
    for found in TOKENS.finditer(text):
        if found.lastgroup == "open":
            stack.append((found[0], found.start()))
        elif found.lastgroup == "close":
            wanted = _PAIRS[found[0]]
            place = next((at for at in range(len(stack) - 1, -1, -1) if stack[at][0] == wanted), None)
            if place is not None:
                matched.update((stack[place][1], found.start()))
                del stack[place:]
    return matched


def _match_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
