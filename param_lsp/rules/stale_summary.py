"""stale-summary: the total that a notebook's saved summary shows is not the one that its code gives now."""

from __future__ import annotations

from collections.abc import Iterator

from param_lsp.message import message
from param_lsp.report import Report
from param_lsp.rules.rule import Finding, Rule

PAGE = """
A cell calls `model.summary()`, and its saved output shows another total than the code gives now:

    Keras printed 277,569 here; the code now gives 310,002

The code was changed after the cell ran, cells ran in another order than they stand in, or the output was made with
another version of Keras.

## Why it matters

Who reads the notebook takes the table for that of the model above it.

## What to do instead

Restart the kernel, run all cells, and save the notebook again.
"""


def _check(report: Report) -> Iterator[Finding]:
    for summary in report.recorded:
        if summary.printed != summary.params:
            yield Finding(
                rule="stale-summary",
                severity="information",
                place=summary.place,
                message=message(
                    "Keras printed {printed} here; the code now gives {params}",
                    printed=f"{summary.printed:,}",
                    params=f"{summary.params:,}",
                ),
            )


RULE = Rule(
    code="stale-summary",
    summary="A notebook's saved summary shows another total than its code gives now.",
    page=PAGE,
    severity="information",
    bad=(),  # it takes a notebook with saved outputs; see the page
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([keras.Input(shape=(784,)), layers.Dense(10)])
model.summary()
""",
    ),
    check=_check,
)
