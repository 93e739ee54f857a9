"""Random programs: what Keras accepts gets its very numbers, what it rejects gets its words and nothing below."""

from __future__ import annotations

import os
import sys
from collections import Counter
from difflib import unified_diff
from random import Random

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source
from tests.annotated import facts
from tests.annotated.annotations import Annotation, read, weave
from tests.annotated.observed import observed
from tests.annotated.random_models import program

FIRST = int(os.environ.get("PARAM_LINT_FIRST_SEED", "0"))
COUNT = int(os.environ.get("PARAM_LINT_PROGRAMS", "100"))

pytestmark = pytest.mark.oracle


@pytest.mark.skipif(sys.version_info < (3, 11), reason="places of calls need Python 3.11")
@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
def test_random_program(seed: int) -> None:
    pytest.importorskip("keras")
    from tests.annotated import record

    (written,) = read(program(Random(seed)))
    expected = record.record(written)
    got = observed(analyze(python_source("random.py", "\n".join(written.lines) + "\n")), written, expected)
    raised = {_message(note) for note in expected if _is_finding(note)}
    found = {_message(note) for note in got if _is_finding(note)}
    # Keras stops at the first error; we may find more of them below, or say nothing because something is unknown.
    if _rows(expected) != _rows(got) or (found and not raised & found):
        diff = unified_diff(weave(written, expected), weave(written, tuple(got)), "Keras", "param-lint", lineterm="")
        pytest.fail("\n".join(diff), pytrace=False)


def _rows(notes: tuple[Annotation, ...] | list[Annotation]) -> Counter[Annotation]:
    return Counter(note for note in notes if not _is_finding(note))


def _is_finding(note: Annotation) -> bool:
    return facts.finding_code(note.text) is not None


def _message(note: Annotation) -> str:
    return note.text.partition(": ")[2]
