"""Finds out which statement of a notebook's cell wrote which part of the cell's saved output.

A cell's output is one text; its statements are taken as patterns in order. Only a print that can stand in one place
alone says anything: where two readings are possible, nobody knows which is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from param_lsp.evaluate.print_patterns import Item, items_of
from param_lsp.source.source import Cell, Source
from param_lsp.syntax import tree
from param_lsp.syntax.program import Chunk, Program

MOST_LINES: Final = 400  # of output that are matched
MOST_STATEMENTS: Final = 200
_LONGEST: Final = 200_000  # characters of what one statement printed


@dataclass(frozen=True, slots=True)
class Shown:
    """What a statement showed of an expression.

    Arguments:
        node: the expression; for "found" the target of the assignment.
        texts: what stands for it in the output.
        kind: "printed" (the text is `str` of the value), "result" (its `repr`), or "found" (the line of Keras that
            counts pictures and classes: both numbers).
        cell: the cell, as people count it, from 1.
    """

    node: Any
    texts: tuple[str, ...]
    kind: str
    cell: int


Plan = dict[tuple[int, int], tuple[Shown, ...]]
"""What is shown by a statement: by the chunk's ordinal and the `id` of the statement (chunks may share a tree)."""


def plan(program: Program) -> Plan:
    """Read the saved outputs of a notebook; cells that ran before a cell above them say nothing."""
    source = program.source
    found: Plan = {}
    latest = 0
    chunks = iter(program.chunks)
    chunk = next(chunks, None)
    for cell in source.cells:
        inside: list[Chunk] = []
        while chunk is not None and chunk.start < max(cell.end, cell.start + 1):
            if chunk.start >= cell.start:
                inside.append(chunk)
            chunk = next(chunks, None)
        saved = cell.saved
        if saved is None:
            continue
        in_order = saved.run is None or saved.run > latest
        latest = max(latest, saved.run or 0)
        if in_order and (saved.printed or saved.result) and not any(each.problems or each.moved for each in inside):
            for key, shown in _of_cell(source, cell, inside):
                found[key] = (*found.get(key, ()), shown)
    return found


def _of_cell(source: Source, cell: Cell, chunks: list[Chunk]) -> Iterator[tuple[tuple[int, int], Shown]]:
    saved, number = cell.saved, cell.index + 1
    assert saved is not None
    last = chunks[-1] if chunks else None
    if saved.result is not None and last is not None and last.body:
        statement = last.body[-1]
        if not isinstance(statement, tree.ExpressionStatement):
            return  # the cell was edited since: its last run ended with a value
        if not last.text[statement.end :].lstrip().startswith(";"):
            key = last.ordinal, id(statement)
            yield key, Shown(statement.value, (saved.result,), "result", number)
    lines = saved.printed.split("\n")
    if lines[-1] == "":
        lines.pop()
    if not lines or len(lines) > MOST_LINES or sum(len(chunk.body) for chunk in chunks) > MOST_STATEMENTS:
        return
    # A shell line or a magic, blanked in the text, may write anything anywhere.
    blanked = source.original is not None and (
        source.original[cell.start : cell.end] != source.text[cell.start : cell.end]
    )
    items = items_of(chunks, more=blanked, found="Found " in saved.printed)
    if items is None:
        return
    for item, texts in _placed(items, lines):
        if item.kind == "found":
            yield item.key, Shown(item.nodes[0], texts, "found", number)
            continue
        for node, text in zip(item.nodes, texts, strict=True):
            yield item.key, Shown(node, (text,), "printed", number)


def _placed(items: list[Item], lines: list[str]) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """Give each pattern that can stand in one place only, with what its holes say there."""
    matches = [_matches(item, lines) for item in items]
    count = len(lines)
    before = [[False] * (count + 1) for _ in range(len(items) + 1)]  # lines[:j] can be written by items[:i]
    before[0][0] = True
    for i, item in enumerate(items):
        reached = False
        for j in range(count + 1):
            start = j - item.lines
            fits = start >= 0 and before[i][start] and start in matches[i]
            reached = fits or (reached and (item.more or item.tail))
            before[i + 1][j] = reached
    behind = [[False] * (count + 1) for _ in range(len(items) + 1)]  # lines[j:] can be written by items[i:]
    behind[-1][count] = True
    for i in range(len(items) - 1, -1, -1):
        item = items[i]
        open_from = _any_from(behind[i + 1]) if item.more or item.tail else behind[i + 1]
        for j in matches[i]:
            behind[i][j] = open_from[j + item.lines]
    for i, item in enumerate(items):
        if item.pattern is None:
            continue
        exact = behind[i + 1]
        open_from = _any_from(exact) if item.more or item.tail else exact
        places = [j for j in matches[i] if before[i][j] and open_from[j + item.lines]]
        if len(places) == 1 and (item.more or not item.tail or exact[places[0] + item.lines]):
            yield item, matches[i][places[0]]


def _any_from(flags: list[bool]) -> list[bool]:
    """Tell for each place whether a flag is set there or later."""
    result = list(flags)
    for place in range(len(result) - 2, -1, -1):
        result[place] = result[place] or result[place + 1]
    return result


def _matches(item: Item, lines: list[str]) -> dict[int, tuple[str, ...]]:
    """Give the lines at which the pattern can begin, with the texts of its holes."""
    if item.pattern is None:
        return dict.fromkeys(range(len(lines) + 1), ())
    found: dict[int, tuple[str, ...]] = {}
    for place in range(len(lines) - item.lines + 1):
        text = "\n".join(lines[place : place + item.lines])
        if len(text) > _LONGEST or "\r" in text or "\b" in text:
            continue
        match = item.pattern.fullmatch(text)
        if match is not None and item.greedy is not None:
            greedy = item.greedy.fullmatch(text)
            same = greedy is not None and greedy.groups() == match.groups()
            found[place] = match.groups() if same else ("",) * len(match.groups())
    return found
