"""Plain Python that sizes go through: lists and dictionaries of known length, sets, comprehensions."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source

HEAD = """
import keras, data
import numpy as np
from keras import layers
a = np.zeros((1000, 3))
rows = a.tolist()
words = data.words()  # param-lint: len(words) = 1000
"""


def units(code: str, size: str) -> object:
    text = f"{HEAD}{code}\nmodel = keras.Sequential([keras.Input((4,)), layers.Dense({size})])\n"
    (model,) = analyze(python_source("a.py", text)).report.models
    params = model.totals.params if model.totals is not None else None
    return params // 5 if model.complete and isinstance(params, int) else None


@pytest.mark.parametrize(
    ("code", "size", "expected"),
    [
        ("rows.append([1, 2, 3])", "len(rows)", 1001),
        ("rows.extend([[1, 2, 3], [4, 5, 6]])", "len(rows)", 1002),
        ("rows.extend(a.tolist())", "len(rows)", 2000),
        ("rows.insert(0, 1)\nrows.pop()\nrows.pop()", "len(rows)", 999),
        ("more = rows.copy()\nmore.append(1)", "len(rows)", 1000),
        ("rows.clear()\nrows.append(1)", "len(rows)", 1),
        ("words.append('x')", "len(words)", 1001),
        ("words['x'] = 1", "len(words)", None),
        ("words.update(data.more())", "len(words)", None),
        ("words.add('x')", "len(words)", None),
        ("", "5 if isinstance(rows, list) else 7", 5),
        ("", "5 if isinstance(rows, (tuple, dict)) else 7", None),
        ("", "5 if isinstance(words, list) else 7", None),
        ("lengths = [len(row) for row in rows]", "len(lengths)", 1000),
        ("some = [row for row in rows if row[0]]", "len(some)", None),
        ("unique = {row[0] for row in rows}", "len(unique)", None),
        ("pairs = [(i, j) for i in range(3) for j in range(i)]", "len(pairs)", 3),
        ("ordered = sorted(words)", "len(ordered)", 1000),
        ("array = np.array([len(word) for word in words])", "len(array)", 1000),
        ("both = {1, 2}.union([2, 3])", "len(both)", 3),
        ("both = {1, 2}.intersection([2, 3])", "len(both)", 1),
        ("rest = {1, 2}.difference({2})", "len(rest)", 1),
    ],
)
def test_lengths(code: str, size: str, expected: int | None) -> None:
    assert units(code, size) == expected


def test_the_text_of_what_is_no_constant_is_not_known():
    """`"{}".format(…)` of a nest prints objects as Python does, which is not how we hold them."""
    text = (
        "import keras\nfrom keras import layers\nd = layers.Dense(3)\n"
        'm = keras.Sequential([keras.Input((4,)), layers.Dense(2, name="of_{}".format((d, d)))])\n'
    )
    assert analyze(python_source("a.py", text)).report.models[-1].rows[-1].name is None
