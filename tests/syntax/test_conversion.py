"""What LibCST reads becomes our tree: held against Python's ast and LibCST's own PositionProvider."""

from __future__ import annotations

import argparse
import ast
import dataclasses
import enum
import inspect
import sys
import textwrap
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from param_lsp.source.lines import line_starts
from param_lsp.syntax import tree
from param_lsp.syntax.positions import spans_of
from param_lsp.syntax.trees import tree_of
from tests.syntax.canonical import of_ast, of_tree
from tests.syntax.snippets import NEWER, SNIPPETS

LIBRARY = [argparse, dataclasses, enum, textwrap]
# Texts of which LibCST forgets a part, so that its own positions are off.
FORGOTTEN = ("\x0c", "\\\nx", "\n   \n#c", "  \\\n")


def nodes(value: Any) -> Iterator[tree.Node]:
    """Give a node and all nodes below it."""
    if isinstance(value, tree.Node):
        yield value
        for field in dataclasses.fields(value):
            yield from nodes(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from nodes(item)


@pytest.mark.parametrize("text", SNIPPETS)
def test_a_tree_says_what_ast_says(text: str) -> None:
    if "except*" in text and sys.version_info < (3, 11):
        pytest.skip("except* came with Python 3.11")
    if "a[*b]" in text and sys.version_info < (3, 11):
        text = text.replace("v = a[*b]\n", "")
    assert of_tree(tree_of(text).body) == of_ast(ast.parse(text).body)


@pytest.mark.parametrize("module", LIBRARY)
def test_a_tree_of_the_standard_library_says_what_ast_says(module: ModuleType) -> None:
    text = inspect.getsource(module)
    assert of_tree(tree_of(text).body) == of_ast(ast.parse(text).body)


@pytest.mark.parametrize("text", [*SNIPPETS, *NEWER, inspect.getsource(textwrap)])
def test_places_are_those_of_position_provider(text: str) -> None:
    if any(mark in text for mark in FORGOTTEN):
        pytest.skip("LibCST's own positions are off")
    module = cst.parse_module(text)
    found, _ = spans_of(module, text)
    starts = line_starts(text)
    places = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    for node, place in places.items():
        if isinstance(node, cst.Module | cst.Newline | cst.TrailingWhitespace | cst.EmptyLine | cst.SimpleWhitespace):
            continue  # blanks interest nobody, and the last may end beyond the text
        start = starts[place.start.line - 1] + place.start.column
        end = starts[place.end.line - 1] + place.end.column
        assert found[id(node)] == (start, end), (node, text[start:end])


@pytest.mark.parametrize("text", SNIPPETS)
def test_names_and_literals_stand_where_their_text_is(text: str) -> None:
    found = tree_of(text)
    for node in nodes(found.body):
        piece = text[node.start : node.end]
        if isinstance(node, tree.Name):
            assert piece == node.id
        elif isinstance(node, tree.Attribute):
            assert text[node.attr_start : node.end] == node.attr
        elif isinstance(node, tree.CallExpression):
            assert text[node.close] == ")"
        elif isinstance(node, tree.Constant) and isinstance(node.value, bool | None):
            assert piece == str(node.value)
        elif isinstance(node, tree.FunctionDefinition | tree.ClassDefinition):
            assert text[node.name_start :].startswith(node.name)
            assert piece.split()[0] in ("def", "class", "async")
    assert [text[note.start : note.end] for note in found.comments] == [note.text for note in found.comments]


@pytest.mark.parametrize("text", [text for text in SNIPPETS if "\f" not in text])
def test_statements_start_and_end_where_ast_says(text: str) -> None:
    if "except*" in text and sys.version_info < (3, 11):
        pytest.skip("except* came with Python 3.11")
    starts = line_starts(text)
    encoded = [line.encode() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(encoded[line - 1][:column].decode())

    ours = tree_of(text).body
    theirs = ast.parse(text).body
    for one, other in zip(ours, theirs, strict=True):
        assert one.start == offset(other.lineno, other.col_offset) or text[one.start - 1] == "("
        assert other.end_lineno is not None
        assert other.end_col_offset is not None
        end = offset(other.end_lineno, other.end_col_offset)
        assert one.end == end or text[one.end : end] in (")", ");")


def test_arguments_leave_out_the_commas_and_keep_parentheses() -> None:
    text = "f((a), b = (1), *c, **d,)\n"
    call = tree_of(text).body[0]
    assert isinstance(call, tree.ExpressionStatement)
    assert isinstance(call.value, tree.CallExpression)
    assert [text[arg.start : arg.end] for arg in call.value.arguments] == ["(a)", "b = (1)", "*c", "**d"]
    assert call.value.trailing_comma


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n    yield 1\n", True),
        ("def f():\n    return lambda: (yield)\n", False),
        ("def f():\n    def g():\n        yield\n", False),
        ("def f():\n    x = [1, (yield)]\n", True),
        ("def f():\n    class A:\n        pass\n", False),
    ],
)
def test_a_generator_is_a_function_that_itself_yields(text: str, *, expected: bool) -> None:
    function = tree_of(text).body[0]
    assert isinstance(function, tree.FunctionDefinition)
    assert function.is_generator is expected


def test_newer_syntax_is_read_whatever_python_runs() -> None:
    bodies = [tree_of(text).body for text in NEWER]
    assert isinstance(bodies[0][0], tree.Pass)
    assert isinstance(bodies[1][0], tree.Assign)
    assert isinstance(bodies[1][0].value, tree.FormattedString)


def test_what_nobody_should_evaluate_is_too_large() -> None:
    body = tree_of(f"x = {'9' * 5000}\ny = {'-' * 200}1\nz = t'{{a}}'\n").body
    assert isinstance(body[0], tree.Assign)
    assert isinstance(body[0].value, tree.TooLarge)
    deep = [node for node in nodes(body[1]) if isinstance(node, tree.TooLarge)]
    assert len(deep) == 1
    assert isinstance(body[2], tree.Assign)
    assert isinstance(body[2].value, tree.TooLarge)
