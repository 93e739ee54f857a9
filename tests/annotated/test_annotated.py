"""Every fixture's expectations, which Keras wrote, are what the analysis says: no more, no less."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import unified_diff

import pytest
from _pytest.mark import ParameterSet

from param_lsp.analysis import Analysis, analyze
from param_lsp.source import source_of
from tests.annotated.annotations import Annotation, Program, fixtures, read, read_notebook, weave
from tests.annotated.observed import observed


def programs() -> list[tuple[str, Program, bytes]]:
    """All programs of all fixtures: a name, the program, and the file's content to analyse."""
    found = []
    for path in fixtures():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            found.append((path.name, read_notebook(text), text.encode()))
            continue
        for program in read(text):
            name = f"{path.name} {program.title}".strip()
            found.append((name, program, "".join(line + "\n" for line in program.written).encode()))
    return found


# What we know to be wrong or missing: a program leaves this table as soon as the analysis agrees with Keras.
def cases() -> list[ParameterSet]:
    """All programs as test cases."""
    return [pytest.param(*case, id=case[0]) for case in programs()]


@pytest.mark.parametrize(("name", "program", "content"), cases())
def test_analysis_agrees_with_keras(name: str, program: Program, content: bytes) -> None:
    file, _, _ = name.partition(" ")
    analysis = analyze(source_of(file, content))
    expected = [_plain(note) for note in program.annotations]
    got = observed(analysis, program, expected)
    if Counter(expected) != Counter(got):
        diff = unified_diff(
            weave(program, tuple(expected)), weave(program, tuple(got)), "Keras", "param-lint", lineterm="", n=2
        )
        pytest.fail("\n".join([f"{name}:", *diff, *_reasons(analysis)]), pytrace=False)


def _plain(note: Annotation) -> Annotation:
    return replace(note, text=re.sub(r"^~ ", "", note.text))


def _reasons(analysis: Analysis) -> list[str]:
    """What the analysis itself says of a model that it does not know."""
    models = analysis.report.models
    return [f"  {model.name}: {reason}" for model in models for reason in model.unknown]
