"""Python as people write it: what a summary prints under the live Keras is what we say of the same program.

The programs stand in `language/*.py`, each below a line `# --- title`. A `?` that Keras prints for an output shape (it
does so in subclassed models) accepts any shape; everything else must be equal. A title that ends in "(not known)"
belongs to a program about which we may know less than Keras, but nothing else.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

pytest.importorskip("keras")
pytest.importorskip("libcst")

import keras

from param_lsp.analysis import analyze
from param_lsp.report import Model
from param_lsp.source import python_source
from param_lsp.wording import shape as shape_text

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]

Row = tuple[str | None, str, str, int | None]  # name, type, output shape, parameters (None: unbuilt)
Table = tuple[str | None, list[Row], tuple[int, int]]  # the model's name, rows, total and trainable parameters


def programs() -> Iterator[Any]:
    """All programs, with their titles."""
    for path in sorted(Path(__file__).with_name("language").glob("*.py")):
        parts = re.split(r"^# --- (.*)\n", path.read_text("utf-8"), flags=re.MULTILINE)
        for title, text in zip(parts[1::2], parts[2::2], strict=True):
            yield pytest.param(title, text, id=f"{path.stem}: {title}")


def printed(text: str) -> list[Table]:
    """Run a program of ours under Keras and give what its summaries print."""
    tables: list[Table] = []
    plain = keras.Model.summary

    def summary(self: Any, *_: Any, **__: Any) -> None:
        lines: list[str] = []
        plain(self, line_length=600, print_fn=lines.append)
        tables.append(_read(self.name, "".join(lines)))

    keras.utils.clear_session()
    scope = {"__name__": "__main__", "keras": keras}
    quiet = contextlib.redirect_stdout(io.StringIO())
    with (
        mock.patch.object(keras.Model, "summary", summary),
        mock.patch.object(sys, "argv", ["program.py"]),
        mock.patch.dict(os.environ, {"COLUMNS": "640"}),
        quiet,
    ):
        exec(compile(text, "program.py", "exec"), scope)
    return tables


def _read(name: str, text: str) -> Table:
    rows: list[Row] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("│").split("│")]
        if not line.startswith("│") or len(cells) < 3:
            continue
        found = re.fullmatch(r"(.*) \((\w+)\)", cells[0])
        assert found is not None, line
        count = None if "unbuilt" in cells[2] else int(cells[2].replace(",", ""))
        rows.append((found[1], found[2], cells[1], count))
    total = _number(r" Total params: ([\d,]+)", text) - _number(r" Optimizer params: ([\d,]+)", text)
    return name, rows, (total, _number(r" Trainable params: ([\d,]+)", text))


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1].replace(",", "")) if found else 0


def ours(model: Model) -> Table:
    """Give the same facts from a report."""
    rows: list[Row] = [
        (
            row.name,
            row.type,
            re.sub(r",\)", ")", shape_text(row.output_shape)) if row.output_shape is not None else "?",
            row.params if isinstance(row.params, int) else None,
        )
        for row in model.rows
    ]
    totals = model.totals
    numbers = (0, 0) if totals is None else (totals.params, totals.trainable)
    return model.name, rows, numbers


def differences(theirs: Table, mine: Table) -> list[str]:
    """Say where a table of ours differs from one that Keras printed."""
    found = []
    if len(theirs[1]) != len(mine[1]):
        return [f"rows: Keras {theirs[1]}, ours {mine[1]}"]
    for keras_row, our_row in zip(theirs[1], mine[1], strict=True):
        shape = keras_row[2] if keras_row[2] != "?" else our_row[2]
        if (*keras_row[:2], shape, keras_row[3]) != our_row:
            found.append(f"row: Keras {keras_row}, ours {our_row}")
    if theirs[2] != mine[2]:
        found.append(f"totals: Keras {theirs[2]}, ours {mine[2]}")
    return found


@pytest.mark.parametrize(("title", "text"), list(programs()))
def test_summaries_are_those_of_keras(title: str, text: str) -> None:
    tables = printed(text)
    assert tables, "the program prints no summary"
    analysis = analyze(python_source("program.py", text))
    errors = [str(finding.message) for finding in analysis.findings if finding.severity == "error"]
    assert not errors
    for table in tables:
        named = [model for model in analysis.report.models if model.name == table[0]]
        if title.endswith("(not known)"):
            assert not any(model.complete and differences(table, ours(model)) for model in named)
            continue
        assert named, f"no model {table[0]!r}, only {[ours(model) for model in analysis.report.models]}"
        said = [(differences(table, ours(model)), [str(reason) for reason in model.unknown]) for model in named]
        assert any(not wrong for wrong, _ in said), said
