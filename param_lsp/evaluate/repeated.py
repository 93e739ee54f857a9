"""Rows of layers that a loop makes nobody knows how often: those of its first round, and of each later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from param_lsp.evaluate import rounds
from param_lsp.message import Message, message
from param_lsp.report import Row
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import Step


def some(count: Count, reason: Message) -> Count:
    """Give what layers of this count add up to where it is not known how many there are: at least none of them."""
    return 0 if count == 0 else UnknownDim(reason, low=0)


def folded(rows: Sequence[Row], steps: Sequence[Step]) -> list[Row]:
    """Say of the rows of loops when they are there; later rounds that only repeat the first have no rows of their own.

    Arguments:
        rows: one for each step.
        steps: of a model.
    """
    marks = [rounds.of(step.layer) for step in steps]
    if not any(marks):
        return list(rows)
    loops = dict.fromkeys(mark.loop for mark in marks if mark is not None)
    equal = {loop for loop in loops if _is_like_first(loop, rows, marks)}
    found: list[Row] = []
    for row, mark in zip(rows, marks, strict=True):
        if mark is None:
            found.append(row)
        elif mark.number == 1:
            again = message("again in each further round of the loop") if mark.loop in equal else None
            found.append(replace(row, when=message("the loop runs"), repeats=again))
        elif mark.loop not in equal:
            again = message("again in each further round of the loop")
            found.append(replace(row, when=message("the loop runs twice or more"), repeats=again))
    return found


def _is_like_first(loop: int, rows: Sequence[Row], marks: Sequence[rounds.Rounds | None]) -> bool:
    """Tell whether the later rounds of a loop make what the first makes, but for names."""
    first, later = (
        [
            _facts(row)
            for row, mark in zip(rows, marks, strict=True)
            if mark is not None and mark.loop == loop and mark.number == number
        ]
        for number in (1, 2)
    )
    return first == later


def _facts(row: Row) -> Row:
    return replace(row, name=None, shape_from=None, running_total=None)
