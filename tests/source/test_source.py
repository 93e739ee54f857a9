"""Offsets and positions are each other's inverse, in files, notebooks and Markdown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from param_lsp.source.read import cells_source, markdown_source, python_source

TEXT = st.text(alphabet=st.sampled_from("ab \t\n\r\f\u2028\x85'\"#()!%\\é😀"), max_size=60)


def lines_of(text: str) -> list[str]:
    """Split at the three line breaks only, without any help of the code under test."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_offset_of_a_position_in_a_file_is_the_offset_it_came_from(text: str) -> None:
    source = python_source("a.py", text)
    for offset in range(len(text) + 1):
        position = source.position(offset)
        inside_break = text[max(0, offset - 1) : offset + 1] == "\r\n"
        if not inside_break:
            assert source.offset(position.line, position.column) == offset
        assert position.line == len(lines_of(text[:offset] + ("\n" if inside_break else ""))) - 1 - inside_break
        assert position.cell is None


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXT, max_size=4))
def test_offset_of_a_position_in_a_cell_is_the_offset_it_came_from(texts: list[str]) -> None:
    source = cells_source("n.ipynb", [(f"cell-{n}", text) for n, text in enumerate(texts)])
    assert len(source.text) == sum(len(text) for text in texts) + max(0, len(texts) - 1)
    for cell, text in zip(source.cells, texts, strict=True):
        assert cell.end - cell.start == len(text)
        for column in range(len(text) + 1):
            offset = cell.start + column
            position = source.position(offset)
            assert position.cell == cell
            if text[max(0, column - 1) : column + 1] == "\r\n" or text[:column].endswith("\r"):
                continue
            assert position.line == len(lines_of(text[:column])) - 1
            assert source.offset(position.line, position.column, position.cell) == offset


@given(TEXT)
def test_text_keeps_its_length_and_its_line_breaks(text: str) -> None:
    source = python_source("a.py", text)
    assert len(source.text) == len(text)
    assert [len(line) for line in lines_of(source.text)] == [len(line) for line in lines_of(text)]


def test_a_position_beyond_the_end_is_clamped() -> None:
    source = cells_source("n.ipynb", [("a", "x = 1\ny"), ("b", "z")])
    first, second = source.cells
    assert source.offset(0, 99, first) == len("x = 1")
    assert source.offset(9, 0, first) == first.end
    assert source.offset(0, 99, second) == len(source.text)


def test_lines_of_markdown_are_those_of_the_file() -> None:
    text = "# Title\n\n```python\nx = 1\ny = 2\n```\n\ntext\n\n~~~py\nz = 3\n~~~\n"
    source = markdown_source("a.md", text)
    assert source.text == "x = 1\ny = 2\nz = 3"
    for name, line in (("x", 3), ("y", 4), ("z", 10)):
        position = source.position(source.text.index(name))
        assert (position.line, position.column) == (line, 0)
        assert text.split("\n")[position.line].startswith(name)
        assert source.offset(line, 0, position.cell) == source.text.index(name)
