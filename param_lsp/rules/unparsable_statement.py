"""unparsable-statement: Python cannot read a statement, so that nothing is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from param_lsp.report import Report
from param_lsp.rules.rule import Finding, Rule
from param_lsp.spans import Place

PAGE = """
The statement is not valid Python, so that param-lint does not know what it does. Only this statement is left out: the
rest of the file is analysed.

## Why it matters

Python raises a `SyntaxError` before the first line runs. What follows in the file may be judged without what this
statement would have done.

## What to do instead

Look for a missing parenthesis, comma or quote at or just above the place.
"""


def _check(report: Report) -> Iterator[Finding]:
    for statement in report.unparsable:
        yield Finding(
            rule="unparsable-statement",
            severity="warning",  # "error" is kept for what makes Keras raise
            place=Place(report.path, statement.span),
            message=statement.message,
        )


RULE = Rule(
    code="unparsable-statement",
    summary="A statement is not valid Python; the rest of the file is analysed.",
    page=PAGE,
    severity="warning",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
model.add(layers.Dense(64)
model.add(layers.Dense(10))
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
model.add(layers.Dense(64))
model.add(layers.Dense(10))
""",
    ),
    check=_check,
)
