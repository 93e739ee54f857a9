"""Cutting an edited text on from how it was cut before gives what cutting it from the beginning gives."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from param_lsp.source.read import python_source
from param_lsp.syntax import parse
from param_lsp.syntax.raw import Raw

PIECES = [
    "x = 1\n",
    "y = '''a\n# b\n'''\n",
    'def f():\n    """Doc."""\n    return 1\n\n',
    "# note\n",
    "z = 'a\\\n# b\\\nc'\n",
    "@d\n",
    "class A:\n    pass\n",
    '"""\n',
    "'''",
    "else:\n    a\n",
    "]\n",
    "m = [\n",
    "\\\n",
    "\n\n",
    "w = 2\r\n",
    "\r",
    " ",
    '"',
    "a",
    "if b:\n    c\n",
]
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@st.composite
def edited(draw: st.DrawFn) -> list[str]:
    """Several versions of a text, each a small edit away from the one before."""
    versions = [draw(texts)]
    for _ in range(draw(st.integers(1, 4))):
        text = versions[-1]
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        versions.append(text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:])
    return versions


@settings(deadline=None, max_examples=400)
@given(edited(), st.sampled_from([False, False, False, True]))
@example(
    ["x = 1\n" * 9, "x = 1\n" * 4 + "'''\n" + "x = 1\n" * 5, "x = 1\n" * 4 + "'''\n" + "x = 1\n" * 5 + "'''\n"], True
)
@example(["# a\nx = 1\ny = 1\nz = 1\nw = 1\n", "# a\n\ny = 1\nz = 1\nw = 1\n"], True)
def test_an_edit_gives_the_same_pieces_as_starting_over(versions: list[str], whole: bool) -> None:  # noqa: FBT001
    program = None
    for text in versions:
        source = python_source("a.py", text)
        program = parse(source, program, whole=whole)
        fresh = parse(source, whole=whole)
        assert isinstance(program.raw, Raw)
        assert isinstance(fresh.raw, Raw)
        assert program.raw.starts == fresh.raw.starts
        assert program.raw.texts == fresh.raw.texts
        assert program.raw.facts == fresh.raw.facts
        assert program.raw.steady <= fresh.raw.steady
        broken = any(chunk.problems or chunk.moved for chunk in (*fresh.chunks, *program.chunks))
        if not broken:  # of what is broken, an older tree may stand in
            assert program.chunks == fresh.chunks
