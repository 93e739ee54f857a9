"""From the protocol to the text: positions in a client's units become code-point offsets."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types


def offset(text: str, starts: Sequence[int], position: types.Position, encoding: str) -> int:
    """Convert a position to an offset; beyond a line's or the text's end it is clamped, as the protocol asks.

    Arguments:
        text: the document.
        starts: its `line_starts`.
        position: line and character from 0.
        encoding: the unit of `character`: "utf-8", "utf-16" or "utf-32".
    """
    if position.line >= len(starts):
        return len(text)
    start = starts[position.line]
    end = starts[position.line + 1] if position.line + 1 < len(starts) else len(text)
    line = text[start:end].rstrip("\r\n")
    return start + _code_points(line, position.character, encoding)


def _code_points(line: str, units: int, encoding: str) -> int:
    if encoding == "utf-32" or line.isascii():
        return min(units, len(line))
    seen = 0
    for column, character in enumerate(line):
        if seen >= units:
            return column
        seen += _units(character, encoding)
    return len(line)


def _units(character: str, encoding: str) -> int:
    code = ord(character)
    if encoding == "utf-16":
        return 2 if code > 0xFFFF else 1
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code <= 0xFFFF else 4
