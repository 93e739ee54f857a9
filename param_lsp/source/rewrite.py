"""The bytes of a file with another text in it: encoding, byte order mark, line breaks and JSON layout stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from json import JSONDecoder, dumps
from typing import Final

from param_lsp.message import message
from param_lsp.source.decode import SourceError, encoding_of
from param_lsp.source.read import source_of
from param_lsp.source.source import Cell, Source

_STRINGS: Final = JSONDecoder()
_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_ATOM: Final = re.compile(r"[^\s,\]}]+")
_NESTING: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_PIECE: Final = re.compile(r"[^\n]*\n|[^\n]+")


def rewritten(data: bytes, before: Source, after: Source) -> bytes:
    """Give a file's bytes with an edited text in it.

    Arguments:
        data: the file's bytes.
        before: the source read from them.
        after: the same source edited.

    Raises:
        SourceError: when the file cannot hold that text.
    """
    is_notebook = _is_notebook(before)
    mark, encoding = encoding_of(data, python=not is_notebook)
    written = _notebook(data[len(mark) :].decode(encoding), before, after) if is_notebook else _text(after)
    try:
        new = mark + written.encode(encoding)
    except UnicodeError:
        raise SourceError(message("the repaired text cannot be written as {encoding}", encoding=encoding)) from None
    if source_of(before.path, new).text != after.text:
        raise SourceError(message("the repaired text would not be read as it is written; nothing was changed"))
    return new


def can_rewrite(source: Source) -> bool:
    """Tell whether `rewritten` knows this kind of file: Python files and notebooks, not Markdown."""
    return not source.cells or _is_notebook(source)


def _is_notebook(source: Source) -> bool:
    return source.path.lower().endswith(".ipynb")


def _text(source: Source) -> str:
    return source.text if source.original is None else source.original


# -- notebooks -------------------------------------------------------------------------------------------------------


def _notebook(raw: str, before: Source, after: Source) -> str:
    """Replace the code of the cells that differ, and nothing else, in the JSON of a notebook."""
    places = dict(enumerate(_sources(raw)))
    pieces, done = [], 0
    for old, new in zip(before.cells, after.cells, strict=True):
        now = _code(after, new)
        if now == _code(before, old):
            continue
        start, end = places[old.index]
        pieces += [raw[done:start], _value(raw, start, end, now)]
        done = end
    return "".join([*pieces, raw[done:]])


def _code(source: Source, cell: Cell) -> str:
    return _text(source)[cell.start : cell.end]


def _value(raw: str, start: int, end: int, now: str) -> str:
    """Write a cell's code as its JSON value was: one string, or a list of lines of which those that stay stay."""
    literal = _Literals(raw)
    if raw[start] == '"':
        return literal.of(now)
    items, opening, between, closing = _layout(raw, start, end)
    first, last = _unchanged([text for text, _ in items], now)
    middle = now[sum(len(text) for text, _ in items[:first]) : len(now) - sum(len(text) for text, _ in items[last:])]
    kept = dict(items)
    lines = [kept.get(line) or literal.of(line) for line in _PIECE.findall(middle)]
    written = [raw for _, raw in items[:first]] + lines + [raw for _, raw in items[last:]]
    return opening + between.join(written) + closing


def _layout(raw: str, start: int, end: int) -> tuple[list[tuple[str, str]], str, str, str]:
    """Take an array of strings apart: each as text and as written; what stands before, between and behind them."""
    items = []
    at = _blank(raw, start + 1)
    opening, between, closing = raw[start:at], "", raw[at:end]
    while raw[at] == '"':
        text, behind = _STRINGS.raw_decode(raw, at)
        items.append((text, raw[at:behind]))
        comma = _blank(raw, behind)
        if raw[comma] != ",":
            closing = raw[behind:end]
            break
        at = _blank(raw, comma + 1)
        between = between or raw[behind:at]
    return items, opening, between or "," + (opening[1:] or " "), closing


def _unchanged(items: list[str], now: str) -> tuple[int, int]:
    """Give how many items at the beginning, and from which on those at the end, are lines of the new text too."""
    first = at = 0
    while first < len(items) and items[first].endswith("\n") and now.startswith(items[first], at):
        at += len(items[first])
        first += 1
    last, end = len(items), len(now)
    while last > first and end - len(items[last - 1]) >= at and now.endswith(items[last - 1], at, end):
        begin = end - len(items[last - 1])
        if begin != at and now[begin - 1] != "\n":
            break
        last, end = last - 1, begin
    return first, last


class _Literals:
    """Writes strings as the notebook writes its own: other characters than ASCII as they are, or escaped."""

    def __init__(self, raw: str) -> None:
        self._ascii = raw.isascii() and "\\u" in raw

    def of(self, text: str) -> str:
        return dumps(text, ensure_ascii=self._ascii or any(0xD800 <= ord(each) < 0xE000 for each in text))


def _sources(raw: str) -> list[tuple[int, int]]:
    """Give the places of the values that hold the cells' text, in the order of the cells."""
    root = dict(_members(raw, _blank(raw, 0)))
    if "cells" in root and raw[root["cells"][0]] == "[":
        cells = list(_items(raw, root["cells"][0]))
    else:
        sheets = [dict(_members(raw, start)) for start, _ in _items(raw, root["worksheets"][0])]
        cells = [cell for sheet in sheets if "cells" in sheet for cell in _items(raw, sheet["cells"][0])]
    return [_source_in(dict(_members(raw, start))) for start, _ in cells]


def _source_in(members: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    return members.get("source") or members.get("input") or (0, 0)


def _members(raw: str, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give the keys of an object with the places of their values."""
    at = _blank(raw, start + 1)
    while raw[at] == '"':
        key, at = _STRINGS.raw_decode(raw, at)
        at = _blank(raw, _blank(raw, at) + 1)
        end = _end(raw, at)
        yield key, (at, end)
        at = _blank(raw, end)
        if raw[at] != ",":
            return
        at = _blank(raw, at + 1)


def _items(raw: str, start: int) -> Iterator[tuple[int, int]]:
    """Give the places of an array's items; nothing for what is no array."""
    if raw[start] != "[":
        return
    at = _blank(raw, start + 1)
    while raw[at] != "]":
        end = _end(raw, at)
        yield at, end
        at = _blank(raw, end)
        if raw[at] == ",":
            at = _blank(raw, at + 1)


def _blank(raw: str, at: int) -> int:
    found = _BLANKS.match(raw, at)
    return found.end() if found else at


def _end(raw: str, at: int) -> int:
    """Give the end of a value of valid JSON."""
    if raw[at] not in '"[{':
        atom = _ATOM.match(raw, at)
        return atom.end() if atom else at
    depth = 0
    for found in _NESTING.finditer(raw, at):
        if found[0] in "[{":
            depth += 1
        elif found[0] in "]}":
            depth -= 1
        if depth == 0:
            return found.end()
    return len(raw)
