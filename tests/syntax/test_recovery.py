"""A line that does not parse costs only itself, and what stood there before stands in for it."""

from __future__ import annotations

import ast

import pytest

from param_lsp.source.read import cells_source, python_source
from param_lsp.syntax import parse
from param_lsp.syntax.program import Chunk, Program
from param_lsp.syntax.tree import Assign, Broken, CallExpression, FunctionDefinition, Node, Statement
from tests.syntax.test_conversion import nodes

HEADER = "import keras\n"


def parsed(text: str, previous: Program | None = None) -> Program:
    return parse(python_source("a.py", HEADER + text), previous)


def texts(program: Program, chunk: Chunk, kind: type[Node]) -> list[str]:
    """Give the present text under each node of a kind."""
    spans = [chunk.span(node.start, node.end) for node in nodes(chunk.body) if isinstance(node, kind)]
    return [program.source.text[span.start : span.end] for span in spans]


def problems(program: Program) -> list[tuple[str, str]]:
    return [
        (program.source.text[problem.span.start : problem.span.end], str(problem.message))
        for chunk in program.chunks
        for problem in chunk.problems
    ]


FUNCTION = """def build(n):
    model = Sequential()
    {}
    model.add(Dense(n))
    if n:
        model.add(Dense(2))
    return model
"""

LINES = [
    "model.add(Dense(10,,))",
    "model.add(Dense(10)",
    "model.add(Dense(",
    "model.",
    "print 'a', model",
    "x = 'abc",
    "x = $",
    "for i in",
    "for i in range(3) model.add(Dense(3))",
    "if n",
    "if n:",
    "def inner(",
    "class A",
    "with a b:",
    "x = (1, 2",
    "x = [1, 2)",
    "x = 1)",
    "  x = 1",
    "return return",
    "else:",
    "try:",
    "lambda x",
    "x = '''",
    "@",
    "import",
    "x = 0777",
    "x == = 1",
    "try:\n        x\n    except A e:\n        y",
    "exec 'x' in y",
    "raise A, 'b'",
]


@pytest.mark.parametrize("line", LINES)
def test_one_broken_line_leaves_the_rest_of_a_function(line: str) -> None:
    text = FUNCTION.format(line)
    with pytest.raises(SyntaxError):
        ast.parse(text)
    program = parsed(text)
    chunk = program.chunks[1]
    assert chunk.problems
    function = chunk.body[0]
    assert isinstance(function, FunctionDefinition)
    calls = texts(program, chunk, CallExpression)
    assert calls[0] == "Sequential()"
    assert "model.add(Dense(2))" in calls
    if line != "x = '''":
        assert "model.add(Dense(n))" in calls
    assert len(problems(program)) <= 2


def test_a_problem_is_at_its_line_and_says_why() -> None:
    program = parsed(FUNCTION.format("model.add(Dense(10,,))"))
    assert problems(program) == [("model.add(Dense(10,,))", "this does not parse: invalid syntax")]


def test_what_a_broken_line_may_have_changed_is_told() -> None:
    chunk = parsed(FUNCTION.format("model.add(Dense(units 2))")).chunks[1]
    assert [node.names for node in nodes(chunk.body) if isinstance(node, Broken)] == [("Dense", "model", "units")]


def test_a_print_of_python_2_changes_nothing() -> None:
    chunk = parsed(FUNCTION.format("print 'loss', model")).chunks[1]
    assert [node.names for node in nodes(chunk.body) if isinstance(node, Broken)] == [()]


def test_a_file_of_python_2_keeps_everything_but_its_prints() -> None:
    text = "def f(model):\n" + "".join(f"    print 'a', {n}\n    model.add(Dense({n}))\n" for n in range(20))
    program = parsed(text)
    assert len(problems(program)) == 20
    assert len(texts(program, program.chunks[1], CallExpression)) == 40


def test_a_broken_top_level_statement_is_a_hole() -> None:
    program = parsed("x = Dense(1)\nmodel.add(Dense(\ny = Dense(2)\n")
    assert [type(chunk.body[0]).__name__ for chunk in program.chunks] == ["Import", "Assign", "Broken", "Assign"]


def kinds(body: tuple[Statement, ...]) -> list[str]:
    return [type(node).__name__ for node in body]


def test_a_call_that_is_being_typed_keeps_its_last_good_tree() -> None:
    program = parsed("a = Dense(1)\nmodel.add(Dense(10))\nb = Dense(2)\n")
    for line in ("model.add(Dense(10)", "model.add(Dense(10", "model.add(Dense(", "model.add(Dense", "model.add("):
        program = parsed(f"a = Dense(1)\n{line}\nb = Dense(2)\n", program)
        chunk = program.chunks[2]
        assert chunk.text == line + "\n"
        assert kinds(chunk.body) == ["ExpressionStatement"]
        assert chunk.moved is not None
        place = chunk.span(chunk.body[0].start, chunk.body[0].end)
        assert program.source.text[place.start : place.end] == line
        assert problems(program)[0][0] == line
    program = parsed("a = Dense(1)\nmodel.add(Dense(20))\nb = Dense(2)\n", program)
    assert not problems(program)
    assert program.chunks[2].moved is None


def test_the_rest_of_a_broken_function_is_as_it_is_now() -> None:
    """Where a line is broken, another that is edited meanwhile must not show its old numbers."""
    good = FUNCTION.format("model.add(Dense(7))")
    program = parsed(good)
    program = parsed(good.replace("Dense(7))", "Dense(7"), program)
    assert texts(program, program.chunks[1], CallExpression)[1] == "model.add(Dense(7"
    later = good.replace("Dense(7))", "Dense(7").replace("Dense(2)", "Dense(256)")
    program = parsed(later, program)
    assert "model.add(Dense(256))" in texts(program, program.chunks[1], CallExpression)
    assert [text for text, _ in problems(program)] == ["model.add(Dense(7"]
    program = parsed("\n\n" + later, program)
    assert "model.add(Dense(256))" in texts(program, program.chunks[1], CallExpression)
    assert program.chunks[1].moved is not None


def test_typing_on_in_a_list_of_layers_at_column_0_keeps_the_list() -> None:
    good = "model = Sequential([\nDense(1),\nDense(2),\n])\nmodel.summary()\n"
    program = parsed(good)
    program = parsed(good.replace("Dense(2)", "Dense(2"), program)
    chunk = program.chunks[1]
    assert kinds(chunk.body) == ["Assign"]
    assert texts(program, chunk, CallExpression)[1:] == ["Dense(1)", "Dense(2"]
    assert [chunk.text for chunk in program.chunks][2:] == ["model.summary()\n"]
    program = parsed(good.replace("Dense(2)", "Dense(2"), program)
    assert kinds(program.chunks[1].body) == ["Assign"]


def test_a_triple_quote_just_typed_swallows_nothing() -> None:
    good = 'def f():\n    x = Dense(1)\ny = Dense(2)\ndef g():\n    """Doc of g."""\n    z = Dense(3)\n\nw = Dense(4)\n'
    program = parsed(good)
    broken = good.replace("def f():\n", 'def f():\n    """\n')
    again = parsed(broken, program)
    assert [chunk.text for chunk in again.chunks if not chunk.problems] == [
        chunk.text for chunk in program.chunks if "def f" not in chunk.text
    ]
    assert kinds(again.chunks[1].body) == ["FunctionDefinition"]
    closed = parsed(broken.replace('"""\n', '"""Doc."""\n', 1), again)
    assert not problems(closed)


def test_a_block_put_in_quotes_is_a_string_in_the_end() -> None:
    good = "print keras\nx = Dense(1)\ny = Dense(2)\nz = Dense(3)\n"
    program = parsed(good)
    opened = parsed(good.replace("x =", '"""\nx ='), program)
    closed = parsed(good.replace("x =", '"""\nx =').replace("z =", '"""\nz ='), opened)
    assert [chunk.text for chunk in closed.chunks][1:] == [
        "print keras\n",
        '"""\nx = Dense(1)\ny = Dense(2)\n"""\n',
        "z = Dense(3)\n",
    ]
    assert len(problems(closed)) == 1


def test_a_new_broken_line_takes_nothing_from_its_neighbours() -> None:
    program = parsed("a = Dense(1)\nb = Dense(2)\n")
    program = parsed("a = Dense(1)\nc = Dense(\nb = Dense(2)\n", program)
    assert kinds(program.chunks[1].body) == ["Assign"]
    assert kinds(program.chunks[2].body) == ["Broken"]
    assert kinds(program.chunks[3].body) == ["Assign"]


def test_much_old_text_does_not_stand_in() -> None:
    lines = "".join(f"    model.add(Dense({n}))\n" for n in range(20))
    program = parsed(f"def f(model):\n{lines}    return model\n")
    program = parsed("def f(model):\n    model.add(Den(\n    return model\n", program)
    assert "Dense(11)" not in " ".join(texts(program, program.chunks[1], CallExpression))
    assert program.chunks[1].moved is None


def test_an_edit_in_one_cell_leaves_the_broken_other_as_it_was() -> None:
    def notebook(first: str, second: str, previous: Program | None = None) -> Program:
        return parse(cells_source("n.ipynb", [("a", first), ("b", second)]), previous)

    program = notebook("x = Dense(1)", "y = Dense(2)")
    program = notebook("x = Dense(", "y = Dense(2)", program)
    program = notebook("x = Dense(", "y = Dense(23)", program)
    assert kinds(program.chunks[0].body) == ["Assign"]
    assert isinstance(program.chunks[1].body[0], Assign)
    assert texts(program, program.chunks[1], CallExpression) == ["Dense(23)"]
    assert [text for text, _ in problems(program)] == ["x = Dense("]


def test_a_line_that_an_edit_joins_to_the_one_above_is_no_line_of_its_own() -> None:
    before = parse(python_source("a.py", "import keras\nimport enum\nfrom keras import layers\n"))
    joined = python_source("a.py", "import keras\nimport efrom keras import layers\n")
    assert [chunk.problems != () or chunk.moved is not None for chunk in parse(joined, before).chunks] == [False, True]
