"""Holds the totals that a notebook's saved summaries print against what the code gives now."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from param_lsp.evaluate.machine import Machine
from param_lsp.report import Model, Recorded
from param_lsp.source.source import Cell, Source

_ESCAPES: Final = re.compile(r"\x1b\[[0-9;]*m")  # rich's colours
_TOTAL: Final = re.compile(r"Total params:\s*(?P<total>\d[\d,]*)(?P<rest>(?:(?!Total params:)[\s\S])*)")
_OPTIMIZER: Final = re.compile(r"Optimizer params:\s*(?P<count>\d[\d,]*)")


def recorded(machine: Machine, source: Source) -> tuple[Recorded, ...]:
    """Give each total that a saved summary printed with the one that this code gives, where both are known.

    A cell that printed more or fewer summaries than it calls `summary()` tells nothing: which is which is not known.
    """
    calls: dict[int, list[Model]] = {}
    for _, place, state in machine.seen:
        if place.path == source.path and source.cells:
            calls.setdefault(_cell_at(source, place.span.start), []).append(state)
    found: list[Recorded] = []
    for index, states in calls.items():
        printed = _totals(source.cells[index])
        if len(printed) != len(states):
            continue
        for total, state in zip(printed, states, strict=True):
            ours = state.totals.params if state.totals is not None and state.complete else None
            if isinstance(ours, int) and state.at is not None:
                found.append(Recorded(state.at, total, ours))
    return tuple(found)


def _cell_at(source: Source, offset: int) -> int:
    return max(0, bisect_right(source.cells, offset, key=lambda cell: cell.start) - 1)


def _totals(cell: Cell) -> list[int]:
    """Read the totals of the summaries in a cell's outputs; Keras 3 adds the optimizer's variables after a fit."""
    totals = []
    for match in _TOTAL.finditer(_ESCAPES.sub("", "\n".join(cell.outputs))):
        optimizer = _OPTIMIZER.search(match["rest"])
        totals.append(_number(match["total"]) - (_number(optimizer["count"]) if optimizer else 0))
    return totals


def _number(text: str) -> int:
    return int(text.replace(",", ""))
