"""A text falls into chunks at column 0, and only those that can matter are parsed."""

from __future__ import annotations

import pytest

from param_lsp.source.read import cells_source, python_source
from param_lsp.syntax import parse
from param_lsp.syntax.tree import Assign, ExpressionStatement

CHUNKS = [
    ["x = 1\n", "y = 2\n", "z = 3"],
    ["if a:\n    b\nelif c:\n    d\nelse:\n    e\n", "f\n"],
    ["try:\n    a\nexcept b:\n    c\nfinally:\n    d\n", "elsewhere = 1\n"],
    ["for a in b:\n    c\nelse :\n    d\n"],
    ["def f():\n    a\n\n    b\n# in between\n    c\n", "d\n"],
    ["x = 1\n\n", "# about y\n# more\n\ny = 2\n\n", "# about z\nz = 3\n# the end\n"],
    ["# first\n\nx = 1\n", "y\n"],
    ["\n\nx = 1\n", "y\n"],
    ["x = (\n1\n)\n", "y\n"],
    ["x = [\n    1,\n]\n", "y\n"],
    ["x = 1 + \\\n2\n", "y\n"],
    ["# a comment \\\nx = 1\n", "y\n"],
    ["@a\n@b(c)\ndef f():\n    pass\n", "@a\nclass A:\n    pass\n", "x\n"],
    ['"""doc\nx = 1\n"""\n', "y = 1\n"],
    ["x = '''\ny\n# z\n'''\n", "# about w\nw\n"],
    ["x = 'it\\'s' # '''\n", 'y = \'"""\'\n', "z = 1\n"],
    ["x = r'''\\\n''' + '''\na\n'''\n", "y\n"],
    ["x = 1\r\n", "# c\r\ny = 2\r\n\r\n", "z\r\n"],
    ["x = 1\r", "# c\ry = 2\r\r", "z\r"],
    ["x = 1\n\x0c\n", "y = 2\n"],
    ["x = '\u2028'\n", "y\n"],
]


@pytest.mark.parametrize("texts", CHUNKS)
def test_lines_at_column_0_start_chunks(texts: list[str]) -> None:
    program = parse(python_source("a.py", "".join(texts)), whole=True)
    assert [chunk.text for chunk in program.chunks] == texts
    assert not [problem for chunk in program.chunks for problem in chunk.problems]
    assert [chunk.ordinal for chunk in program.chunks] == list(range(len(texts)))


def test_layers_written_at_column_0_are_one_chunk() -> None:
    text = "import keras\nmodel = Sequential([\nDense(3),\nDense(4),\n# done\n])\nmodel.summary()\n"
    program = parse(python_source("a.py", text))
    assert [chunk.text for chunk in program.chunks] == [
        "import keras\n",
        "model = Sequential([\nDense(3),\nDense(4),\n# done\n])\n",
        "model.summary()\n",
    ]
    assert isinstance(program.chunks[1].body[0], Assign)
    assert not program.chunks[1].problems


def test_a_bracket_that_nobody_closes_costs_its_own_line_only() -> None:
    text = "import keras\nmodel = Sequential([\nx = Dense(3)\ny = Dense(4)\n"
    program = parse(python_source("a.py", text))
    assert [chunk.text for chunk in program.chunks if chunk.problems] == ["model = Sequential([\n"]
    assert len(program.chunks) == 4


def test_a_triple_quote_that_nobody_closes_costs_its_own_line_only() -> None:
    text = 'import keras\nx = Dense("""never closed\ny = Dense(4)\nz = Dense(5)\n'
    program = parse(python_source("a.py", text))
    assert [chunk.text for chunk in program.chunks if chunk.problems] == ['x = Dense("""never closed\n']
    assert len(program.chunks) == 4


def test_each_cell_starts_a_chunk() -> None:
    cells = [
        ("a", "# only a comment"),
        ("b", ""),
        ("c", "x = Dense(1)\ny = Dense(2)"),
        ("d", "    z = Dense(3)\n    z"),
    ]
    program = parse(cells_source("n.ipynb", cells))
    assert [chunk.text for chunk in program.chunks] == [
        "# only a comment\n",
        "\n",
        "x = Dense(1)\n",
        "y = Dense(2)\n",
        "    z = Dense(3)\n    z",
    ]
    assert not [problem for chunk in program.chunks for problem in chunk.problems]
    indented = program.chunks[-1]
    place = indented.span(indented.body[1].start, indented.body[1].end)
    assert (program.source.text[place.start : place.end], place.end) == ("z", len(program.source.text))


def test_a_cell_does_not_end_what_another_began() -> None:
    cells = [("a", "x = Dense("), ("b", "3)"), ("c", 'y = """'), ("d", 'z = """Dense"""')]
    program = parse(cells_source("n.ipynb", cells))
    assert [bool(chunk.problems) for chunk in program.chunks] == [True, False, True, False] or [
        chunk.text for chunk in program.chunks
    ] == ["x = Dense(\n", "3)\n", 'y = """\n', 'z = """Dense"""']
    assert not program.chunks[-1].problems


def test_await_at_the_top_level_is_read() -> None:
    program = parse(cells_source("n.ipynb", [("a", "x = await Dense(1)\nasync with a: Dense(2)")]))
    assert not [problem for chunk in program.chunks for problem in chunk.problems]


def test_nothing_is_parsed_where_nothing_speaks_of_keras() -> None:
    text = "import os\n\ndef f(x):\n    return os.path.join(x)\n\nprint(f('a'))\nx = (\n"
    program = parse(python_source("a.py", text))
    assert not any(chunk.relevant or chunk.body or chunk.problems for chunk in program.chunks)


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("from keras import layers\nn = 3\nother = 4\nx = layers.Dense(n)\n", "n"),
        ("import keras\nn = k\nk = 5\nother = 4\nx = Dense(n)\n", "n k"),
        ("import keras\ndef n(): return k\nk = 5\ndef other(): return 3\nx = Dense(n())\n", "n k"),
        ("import keras\nn = []\nn.append(3)\nother = 4\nother += 1\nx = Dense(*n)\n", "n"),
        ("import keras\nif a:\n    n = 3\nelse:\n    n = 4\nfor other in b: c\nx = Dense(n)\n", "n"),
        ("import keras\nn = []\ndef k():\n    n.append(1)\nk()\nother()\nx = Dense(*n)\n", "n k"),
        ("import keras\n# param-lint: n = 3\nn = f()\nother = 3\n", "n"),
        ('import keras\ndef other():\n    """Of a model."""\n    return f(1)\nx = Dense(n)\n', "x"),
        ('import keras\ndef n():\n    x = f"{model}"\n    return x\nother = 3\n', "n"),
        ("import keras\nx = MyDense(3)\nx = Foo(3)\nother = MySomething(3)\n", "x"),
    ],
)
def test_chunks_that_a_model_depends_on_matter(text: str, relevant: str) -> None:
    program = parse(python_source("a.py", text))
    kept = "".join(chunk.text for chunk in program.chunks if chunk.relevant)
    dropped = "".join(chunk.text for chunk in program.chunks if not chunk.relevant)
    for name in relevant.split():
        assert name in kept
        assert f"{name} = " not in dropped
        assert f"{name}." not in dropped
    assert "other" in dropped or "other" not in text
    assert "other" not in kept


@pytest.mark.parametrize(
    "text", ["from .nets import build\nbuild().save()\n", "from nets import *\nbuild()\n", "# param-lint: x = 1\nx\n"]
)
def test_what_may_bring_models_in_without_a_word_of_keras_matters(text: str) -> None:
    assert parse(python_source("a.py", text)).chunks[0].relevant


def test_names_that_speak_of_keras_can_be_given() -> None:
    source = python_source("a.py", "x = Blurb(3)\n")
    assert not parse(source).chunks[0].relevant
    assert parse(source, keras_names=frozenset(["Blurb"])).chunks[0].relevant


def test_a_file_that_another_imports_is_parsed_as_a_whole() -> None:
    program = parse(python_source("config.py", "UNITS = 32\n"), whole=True)
    assert isinstance(program.chunks[0].body[0], Assign)


def test_comments_are_kept_with_their_places() -> None:
    text = "import keras\n# about\nx = Dense(1)  # param-lint: here\n"
    program = parse(python_source("a.py", text))
    chunk = program.chunks[1]
    assert [(note.text, text[chunk.start + note.start : chunk.start + note.end]) for note in chunk.comments] == [
        ("# about", "# about"),
        ("# param-lint: here", "# param-lint: here"),
    ]


def test_the_same_text_shares_one_tree() -> None:
    first = parse(python_source("a.py", "import keras\nx = Dense(3)\n"))
    second = parse(cells_source("n.ipynb", [("a", "1\n"), ("b", "import keras\nx = Dense(3)\n")]))
    third = parse(python_source("b.py", "\n\nimport keras\ny\nx = Dense(3)\n"))
    assert isinstance(second.chunks[-1].body[0], ExpressionStatement | Assign)
    assert first.chunks[1].body is third.chunks[2].body
    assert third.chunks[2].start > first.chunks[1].start
