"""Small notebooks with saved outputs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from param_lsp.analysis import Analysis, analyze
from param_lsp.settings import Settings
from param_lsp.source import notebook_source
from param_lsp.workspace import NoWorkspace

NOWHERE = NoWorkspace()


@dataclass(frozen=True)
class Ran:
    """A cell, what it printed, the value it ended with, and the number of its run."""

    text: str
    printed: str = ""
    result: str | None = None
    run: int | None = None


def analysed(*cells: Ran | str, saved_outputs: bool = True, previous: Analysis | None = None) -> Analysis:
    """Analyse a notebook of these cells, going on from an earlier version if there is one."""
    written = [_cell(Ran(cell) if isinstance(cell, str) else cell) for cell in cells]
    source = notebook_source("a.ipynb", json.dumps({"nbformat": 4, "cells": written}))
    return analyze(source, Settings(saved_outputs=saved_outputs), NOWHERE, previous)


def total(*cells: Ran | str) -> object:
    """Give the number of parameters of the notebook's only model: an integer, or None."""
    (model,) = analysed(*cells).report.models
    params = model.totals.params if model.totals is not None else None
    return params if model.complete else None


def _cell(cell: Ran) -> dict[str, object]:
    outputs: list[dict[str, object]] = []
    if cell.printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": cell.printed.splitlines(keepends=True)})
    if cell.result is not None:
        data = {"text/plain": [cell.result]}
        outputs.append({"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": cell.run})
    return {"cell_type": "code", "source": cell.text, "outputs": outputs, "execution_count": cell.run}
