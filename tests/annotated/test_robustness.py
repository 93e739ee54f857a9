"""Whatever state a program is in while someone types, the analysis returns."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source
from tests.annotated.annotations import fixtures, read

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

FILES = [path for path in fixtures() if path.suffix == ".py"]
CUTS, DELETIONS, EDITS = 40, 12, 20  # for each fixture; at every token it would take minutes


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
