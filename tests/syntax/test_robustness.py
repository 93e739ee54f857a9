"""Whatever text comes, parsing returns, its chunks tile the text, and its places lie within."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from param_lsp.source.read import cells_source, python_source
from param_lsp.source.source import Source
from param_lsp.syntax import parse
from param_lsp.syntax.cache import forget
from param_lsp.syntax.program import Program
from param_lsp.syntax.tree import Broken
from tests.syntax.canonical import of_tree
from tests.syntax.snippets import SNIPPETS
from tests.syntax.test_conversion import nodes

SAMPLE = '''"""A model."""
import keras
from keras import layers  # all of them

UNITS = [16, 32]


@decorated(1)
class Block(layers.Layer):
    """A block."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units, activation=lambda x: x if x else {"a": [1, (2)]})

    def call(self, x):
        return self.dense(x) + f"{x!r:>{3}}"


model = keras.Sequential([
layers.Input((28, 28)),
*[layers.Dense(n) for n in UNITS],
])
if len(UNITS) > 1:
    model.add(layers.Dense(10))
elif UNITS:
    pass
else:
    model.pop()
for i in range(3):
    try:
        model.add(Block(i))
    except (ValueError, TypeError) as error:
        print(error)
    finally:
        del i
with open("a") as file:
    text = \'\'\'a
model\'\'\' "b"
model.summary()
'''
TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


def check(source: Source, program: Program) -> None:
    """Hold the promises of a program that hold for any text."""
    assert "".join(chunk.text for chunk in program.chunks) == source.text
    start = 0
    for ordinal, chunk in enumerate(program.chunks):
        assert (chunk.ordinal, chunk.start) == (ordinal, start)
        end = start + len(chunk.text)
        for node in nodes((chunk.body, chunk.comments)):
            place = chunk.span(node.start, node.end)
            assert start <= place.start <= place.end <= end
        for problem in chunk.problems:
            assert start <= problem.span.start <= problem.span.end <= end
            assert str(problem.message)
        assert chunk.relevant or not (chunk.body or chunk.problems)
        start = end


def test_every_prefix_parses_and_keeps_what_is_whole() -> None:
    program = None
    for token in TOKENS.finditer(SAMPLE):
        source = python_source("a.py", SAMPLE[: token.end()])
        program = parse(source, program)
        check(source, program)
    assert program is not None
    assert not [problem for chunk in program.chunks for problem in chunk.problems]


def test_every_suffix_parses() -> None:
    for token in list(TOKENS.finditer(SAMPLE))[::7]:
        source = python_source("a.py", SAMPLE[token.start() :])
        check(source, parse(source))


def test_any_line_may_be_deleted_and_come_back() -> None:
    lines = SAMPLE.splitlines(keepends=True)
    good = python_source("a.py", SAMPLE)
    program = parse(good)
    expected = [of_tree(chunk.body) for chunk in program.chunks]
    for place in range(len(lines)):
        source = python_source("a.py", "".join(lines[:place] + lines[place + 1 :]))
        check(source, parse(source))
        program = parse(source, program)
        check(source, program)
        program = parse(good, program)
        check(good, program)
        assert [of_tree(chunk.body) for chunk in program.chunks] == expected


def test_random_edits_one_after_the_other() -> None:
    pieces = [
        "(",
        ")",
        "[",
        "]",
        "'",
        '"""',
        "\n",
        "    ",
        "x",
        ":",
        "\\\n",
        "def f",
        "#",
        "model.add(Dense(3))\n",
        ",",
        "\r",
    ]
    chance = random.Random(7)  # no secret
    text = SAMPLE
    program = parse(python_source("a.py", text))
    for _ in range(150):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 0, 0, 1, 5, 40]))
        text = text[:start] + chance.choice(["", *pieces]) + text[end:]
        source = python_source("a.py", text)
        program = parse(source, program)
        check(source, program)
        alone = parse(source)
        check(source, alone)
        if not any(chunk.problems for chunk in alone.chunks):
            assert [of_tree(chunk.body) for chunk in program.chunks] == [of_tree(chunk.body) for chunk in alone.chunks]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="ab=()[]'\"\\#:@\n\r\t \f,.0{}\ufeff\u2028é", max_size=25), max_size=3))
def test_any_cells_parse(texts: list[str]) -> None:
    source = cells_source("n.ipynb", [(str(n), text) for n, text in enumerate(texts)])
    program = parse(source, whole=True)
    check(source, program)
    check(source, parse(source, program, whole=True))


@pytest.mark.parametrize("text", SNIPPETS)
def test_half_of_a_snippet_parses(text: str) -> None:
    for end in range(0, len(text), 3):
        source = python_source("a.py", text[:end])
        check(source, parse(source, whole=True))


DEEP = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * DEEP + "1" + ")" * DEEP,
        "x = " + "(" * DEEP,
        "x = " + "f(" * 150 + ")" * 150,
        "x = 1" + " + 1" * DEEP,
        "x = " + "-" * DEEP + "1",
        "x = " + "not " * DEEP + "1",
        "x = a" + ".b" * DEEP,
        "x = " + "lambda: " * DEEP + "1",
        "x = " + "1 if 1 else " * DEEP + "1",
        "x = " + "'a' " * DEEP,
        "x = " + "f'{a}' " * 600,
        "x = " + "1 ** " * 400 + "1",
        "if a:\n    b\n" + "elif c:\n    d\n" * 3000,
        "".join(" " * n + "if a:\n" for n in range(300)) + " " * 300 + "b",
        "x = a" + "[0]" * 5000,
        "x = f" + "()" * 5000,
        "@a\n" * 3000 + "def f(): pass",
        "x = " + "a = " * 3000 + "1",
        "x = " + "await " * 3000 + "a",
    ],
    ids=lambda text: text[:12],
)
def test_deep_nesting_is_a_problem_not_a_crash(text: str) -> None:
    source = python_source("a.py", f"import keras\n{text}\ny = Dense(1)\n")
    program = parse(source, whole=True)
    check(source, program)
    assert type(program.chunks[-1].body[0]).__name__ == "Assign"


def test_nesting_says_that_it_is_too_deep() -> None:
    program = parse(python_source("a.py", "x = " + "(" * 500 + "1" + ")" * 500), whole=True)
    assert [str(problem.message) for problem in program.chunks[0].problems] == ["this is nested too deeply"]
    assert isinstance(program.chunks[0].body[0], Broken)


def test_a_long_flat_list_is_no_nesting() -> None:
    text = "x = [" + "-1.5, 'a' 'b', " * 3000 + "]\ny = {" + "'k': a.b, " * 1000 + "}\n"
    program = parse(python_source("a.py", text), whole=True)
    assert not [problem for chunk in program.chunks for problem in chunk.problems]


@pytest.mark.parametrize(
    "text", ["x = '\ud83d'", "x = 1\0\n", "\ufeffx = 1", "\x0cx = 1", "x\x0c = 1", "\\", "\x00", "'", '"""']
)
def test_odd_characters_are_survived(text: str) -> None:
    source = python_source("a.py", text + "\ny = Dense(1)\n")
    program = parse(source, whole=True)
    check(source, program)
    assert type(program.chunks[-1].body[-1]).__name__ == "Assign"


def test_a_large_file_takes_linear_time() -> None:
    def took(lines: int) -> float:
        text = "# a comment\n" * lines + '    x = """\n' * lines + "(" * lines + "\n" * lines + "y = 1\n" * lines
        times = []
        for _ in range(3):
            forget()
            start = time.process_time()
            parse(python_source("a.py", text))
            times.append(time.process_time() - start)
        return min(times)

    assert took(8000) < 2 * 4 * took(2000)  # four times the text; quadratic would be sixteen times the work
