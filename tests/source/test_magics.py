"""What only IPython understands is blanked, to equal length, and what it runs is kept."""

from __future__ import annotations

import ast

import pytest

from param_lsp.source.magics import blank_magics

CELLS = [
    ("%matplotlib inline\nx = 1", "                  \nx = 1"),
    ("!pip install keras", "                  "),
    ("!!ls", "    "),
    ("x = !ls", "x = ___"),
    ("x = %sql select 1\ny = 2", "x = _____________\ny = 2"),
    ("a, b = %magic", "a, b = ______"),
    ("?print", "      "),
    ("print?", "      "),
    ("model.fit??", "           "),
    ("%%time\nx = 1\ny = 2", "      \nx = 1\ny = 2"),
    ("\n%%time\nx = 1", "\n      \nx = 1"),
    ("%%capture out\nx = 1", "             \nx = 1"),
    ("%%bash\nls -l\necho 'it", "      \n     \n        "),
    ("%%writefile a.py\nimport os", "                \n         "),
    ("%%html\n<b>", "      \n   "),
    ("%time x = f()", "0;    x = f()"),
    ("if x:\n    %time y = f(\n      1)", "if x:\n    0;    y = f(\n      1)"),
    ("%time", "     "),
    ("%timeit f()", "           "),
    ("if colab:\n    !pip install keras\n    %cd /content", "if colab:\n    pass              \n    pass        "),
    ("if colab:\n    !ls", "if colab:\n    0  "),
    ("!pip install a \\\n  b c\nx = 1", "                \n     \nx = 1"),
    ("pip install keras", "                 "),
    ("cd data/train", "             "),
]

PYTHON = [
    "x = 5 \\\n  % 3",
    "x = (5\n% 3)",
    "print('''\n!ls\n%cd\n''')",
    "x != y",
    "x = y % z",
    "cat = 1\ncat in x",
    "ls = [1]\nls [0]",
    "pip (1)",
    "# what?",
    "x = 'what?'",
    "print('%d' % 3)  # %time",
    "@a\ndef f(): pass",
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_cells_keep_their_python_only(cell: str, expected: str) -> None:
    assert blank_magics(cell, cell=True) == expected
    ast.parse(expected)


@pytest.mark.parametrize("code", PYTHON)
def test_python_stays_as_it_is(code: str) -> None:
    assert blank_magics(code, cell=True) == code
    assert blank_magics(code, cell=False) == code


def test_a_file_exported_from_a_notebook_keeps_its_python() -> None:
    code = "x = 1\n!pip install a\nif x:\n  %matplotlib inline\nfiles = !ls\n"
    assert blank_magics(code, cell=False) == "x = 1\n" + " " * 14 + "\nif x:\n  pass              \nfiles = ___\n"


def test_a_help_line_in_a_file_is_left_for_the_parser_to_reject() -> None:
    assert blank_magics("print?\n", cell=False) == "print?\n"


def test_a_bracket_left_open_does_not_hide_the_magics_below() -> None:
    assert blank_magics("x = f(\n!ls\n", cell=True) == "x = f(\n   \n"


def test_many_open_brackets_take_no_time() -> None:
    code = "x = f(\n" * 20_000 + "!ls\n"
    assert blank_magics(code, cell=False).endswith("x = f(\n   \n")
