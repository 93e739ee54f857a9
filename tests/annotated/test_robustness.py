"""Whatever state a program is in while someone types, the analysis returns."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source
from tests.annotated.annotations import read
from tests.annotated.fixture import fixtures
from tests.effort import at_most

_TOKENS = re.compile(r"\w+|[^\w\s]|\n\s*")
_TYPED = [
    *"()[],=\"'\
:#.*é",
    '"""',
    "    ",
    "lambda",
    "for",
    "None",
]

FILES = [fixture.path for fixture in fixtures() if fixture.path.suffix == ".py"]
MOST = 35  # ordinary programs; about seven alone
CUTS, DELETIONS, EDITS = 32, 10, 16  # for each of 70 fixtures; at every token it would take minutes


def _program(path: Path) -> str:
    """The whole fixture as one program, annotations taken out: it is longer than its parts."""
    return "".join(line + "\n" for program in read(path.read_text(encoding="utf-8")) for line in program.lines)


def _returns(text: str, previous_text: str | None = None) -> None:
    previous = analyze(python_source("a.py", previous_text)) if previous_text is not None else None
    analysis = analyze(python_source("a.py", text), previous=previous)
    length = len(analysis.source.text)
    places = [finding.place for finding in analysis.findings]
    places += [place for model in analysis.report.models for place in (model.place, *(row.place for row in model.rows))]
    assert all(0 <= place.span.start <= place.span.end <= length for place in places)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_cut_anywhere(path: Path) -> None:
    text = _program(path)
    ends = [token.end() for token in _TOKENS.finditer(text)]
    for end in random.Random(path.stem).sample(ends, min(CUTS, len(ends))):
        _returns(text[:end])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_any_line_deleted_while_typing(path: Path) -> None:
    lines = _program(path).splitlines(keepends=True)
    for gone in random.Random(path.stem).sample(range(len(lines)), min(DELETIONS, len(lines))):
        _returns("".join(lines[:gone] + lines[gone + 1 :]), previous_text="".join(lines))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_random_edits(path: Path) -> None:
    text, choose = _program(path), random.Random(path.stem)
    for _ in range(EDITS):
        start = choose.randrange(len(text))
        end = min(len(text), start + choose.choice([0, 0, 1, 5, 60]))
        text = text[:start] + choose.choice(_TYPED) + text[end:]
        _returns(text)


_TWICE = "def f0():\n    return layers.Dense(1)\n" + "".join(
    f"def f{i}():\n    f{i - 1}()\n    return f{i - 1}()\n" for i in range(1, 40)
)
HOSTILE = {
    "a huge power": "model.add(layers.Dense(10**10**10))",
    "a huge text": "model.add(layers.Dense(4, name='a' * 10**12))",
    "recursion without end": "def f(n):\n    return f(n + 1)\nmodel.add(layers.Dense(f(0)))",
    "a loop of a thousand million rounds": "for i in range(10**9):\n    model.add(layers.Dense(i + 1))",
    "a loop without end": "while True:\n    model.add(layers.Dense(3))",
    "calls that double": f"{_TWICE}model.add(f39())",
    "a list in itself": "stack = []\nstack.append(stack)\nfor layer in stack:\n    model.add(layer)",
    "a model in itself": "model.add(model)\nmodel.build((None, 3))",
    "models in each other": "other = Sequential([model])\nmodel.add(other)\nother.build((None, 4))",
    "a product of symbols": (
        "def f(n, m):\n    size = 1\n    for i in range(10**4):\n        size = size * (n + m + i)\n"
        "    return Sequential([Input((size,)), layers.Dense(size // 7 % 5)])"
    ),
    "deep brackets": f"model.add(layers.Dense({'(' * 3000}3{')' * 3000}))",
    "a long sum": f"model.add(layers.Dense({'1 + ' * 5000}1))",
    "a wide list": f"model = Sequential([{'layers.Dense(3), ' * 3000}])",
    "a weight whose size is no number": (
        "class Own(layers.Layer):\n    def build(self, shape):\n"
        "        self.w = self.add_weight(shape=(self.count_params, None, 'x'))\nmodel.add(Own())\n"
        "model.build((None, 4))"
    ),
    "lists of lists": "x = [0]\nfor i in range(100):\n    x = [x, x]\nmodel.add(layers.Dense(len(str(x))))",
}


@pytest.mark.parametrize(
    "body",
    [pytest.param(body, id=name) for name, body in HOSTILE.items()],
)
def test_hostile_programs_are_answered(body: str) -> None:
    with at_most(MOST):
        _returns(f"from keras import Input, Sequential, layers\nmodel = Sequential([Input((4,))])\n{body}\n")
