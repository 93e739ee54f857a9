"""What must hold of the hints, hovers and outline of every fixture and example."""

from __future__ import annotations

from pathlib import Path

import pytest

from param_lsp.analysis import Analysis, analyze
from param_lsp.features.blocks import markdown, plain
from param_lsp.features.diagnostics import diagnostics
from param_lsp.features.hover import explain_hint, hover
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.features.symbols import Symbol, symbols
from param_lsp.settings import Settings
from param_lsp.source.read import source_of
from param_lsp.spans import Span

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("examples", "tests/annotated/fixtures")
    for path in (ROOT / folder).iterdir()
    if path.suffix in {".py", ".ipynb"}
)


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.name)
def given(request: pytest.FixtureRequest) -> Analysis:
    """Analyse a file."""
    path: Path = request.param
    return analyze(source_of(path.name, path.read_bytes()))


def test_the_hints_of_a_line_fit_together(given: Analysis) -> None:
    """VS Code cuts what stands behind 43 UTF-16 units of one line."""
    lines: dict[int, int] = {}
    for hint in inlay_hints(given):
        position = given.source.position(hint.offset)
        line = given.source.offset(position.line, 0, position.cell)
        lines[line] = lines.get(line, 0) + len(hint.text.encode("utf-16-le")) // 2
    assert max(lines.values(), default=0) <= Settings().hints_length


def test_hints_are_sorted_and_by_viewport(given: Analysis) -> None:
    """Asked line by line, an editor gets what it gets for the whole."""
    whole = inlay_hints(given)
    assert list(whole) == sorted(whole, key=lambda hint: hint.offset)
    starts = (*given.source.line_starts, len(given.source.text) + 1)
    ends = [end - 1 for end in starts[1:]]
    by_line = [inlay_hints(given, Span(start, end)) for start, end in zip(starts[:-1], ends, strict=True)]
    assert [hint for line in by_line for hint in line] == list(whole)


def test_everything_can_be_explained(given: Analysis) -> None:
    """Each hint has its full text, each layer and finding a hover."""
    for hint in inlay_hints(given):
        assert markdown(explain_hint(given, hint))
        assert plain(explain_hint(given, hint))
        assert hover(given, hint.site.place.span.start if hasattr(hint.site, "place") else hint.site.span.start)
    for found in diagnostics(given):
        assert found.message
        assert 0 <= found.span.start <= found.span.end <= len(given.source.text)


def test_the_outline_nests(given: Analysis) -> None:
    """Editors refuse children that stick out of their parent."""

    def check(symbol: Symbol) -> None:
        assert symbol.name
        for child in symbol.children:
            assert symbol.span.start <= child.span.start <= child.span.end <= symbol.span.end
            check(child)

    for symbol in symbols(given):
        check(symbol)
