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
from param_lsp.workspace import FolderWorkspace, NoWorkspace
from tests.annotated.annotations import Annotation, Program, weave
from tests.annotated.fixture import Fixture, fixtures
from tests.annotated.observed import observed


def cases() -> list[ParameterSet]:
    """All programs of all fixtures as test cases: a fixture, and a program with the files that it may import."""
    return [
        pytest.param(fixture, programs, id=f"{fixture.name} {programs[0].title}".strip())
        for fixture in fixtures()
        for programs in fixture.programs
    ]


@pytest.mark.parametrize(("fixture", "programs"), cases())
def test_analysis_agrees_with_keras(fixture: Fixture, programs: tuple[Program, ...]) -> None:
    is_folder = fixture.path.is_dir()
    path = fixture.main.as_posix() if is_folder else fixture.main.name
    workspace = FolderWorkspace(fixture.path) if is_folder else NoWorkspace()
    analysis = analyze(source_of(path, fixture.content(programs[0])), workspace=workspace)
    expected = [_plain(note) for program in programs for note in program.annotations]
    got = observed(analysis, programs, expected)
    if Counter(expected) != Counter(got):
        diff = [
            line
            for program in programs
            for line in unified_diff(
                weave(program, tuple(expected)), weave(program, tuple(got)), "Keras", "param-lint", lineterm="", n=2
            )
        ]
        pytest.fail("\n".join([fixture.name, *diff, *_reasons(analysis)]), pytrace=False)


def _plain(note: Annotation) -> Annotation:
    return replace(note, text=re.sub(r"^~ ", "", note.text))


def _reasons(analysis: Analysis) -> list[str]:
    """What the analysis itself says of a model that it does not know."""
    models = analysis.report.models
    return [f"  {model.name}: {reason}" for model in models for reason in model.unknown]
