"""Analyses made by hand for tests of features: places are found by the code that stands there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from param_lsp.analysis import Analysis
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.report import Model, Report, Row, Totals
from param_lsp.source.source import Source
from param_lsp.spans import Place, Span
from param_lsp.syntax.program import Program

PATH = "model.py"


def source(text: str) -> Source:
    """Make a plain source."""
    starts = (0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text)))
    return Source(PATH, text, line_starts=starts)


def analysis(text: str, *models: Model, **facts: Any) -> Analysis:
    """Wrap models into an analysis of this text."""
    made = source(text)
    findings = facts.pop("findings", ())
    return Analysis(made, Program(made, ()), Report(PATH, models, **facts), findings)


def place(text: str, code: str, number: int = 0) -> Place:
    """Find the `number`th occurrence of a piece of code."""
    start = [match.start() for match in re.finditer(re.escape(code), text)][number]
    return Place(PATH, Span(start, start + len(code)))


def rows(text: str, *specs: tuple[str, str, Any, int]) -> tuple[Row, ...]:
    """Make the rows of a model: (code, type, output shape, params) each; the first row's input is unlike its output."""
    made: list[Row] = []
    total = 0
    before: Any = (None, -1)
    for code, kind, output, params in specs:
        total += params
        row = Row(kind.lower(), kind, place(text, code), input_shape=before, output_shape=output)
        made.append(replace(row, params=params, running_total=total))
        before = output
    return tuple(made)


def model(text: str, made: tuple[Row, ...], code: str = "Sequential(", end: str | None = None, **facts: Any) -> Model:
    """Make a built model whose expression begins with `code`; it ends at `end` or where its first bracket closes."""
    start = text.index(code)
    close = text.index(end) + len(end) if end is not None else text.rindex("])") + 2 if "])" in text else len(text)
    params = sum(row.params for row in made if isinstance(row.params, int))
    here = Place(PATH, Span(start, close if end is None else start + len(code)))
    values: dict[str, Any] = {
        "place": here,
        "end": Place(PATH, Span(close - len(end or ""), close)),
        "variable": "model",
        "name": "sequential",
        "kind": "sequential",
        "at": None,
        "path": (),
        "rows": made,
        "totals": Totals(params, params, 0, params * 4),
        "built": True,
        "complete": True,
    }
    return Model(**{**values, **facts})


def drawn(given: Analysis) -> str:
    """Draw the hints into the text as an editor does, each in ⟨ ⟩."""
    text = given.source.text
    for hint in reversed(inlay_hints(given)):
        text = f"{text[: hint.offset]} ⟨{hint.text}⟩{text[hint.offset :]}"
    return text
