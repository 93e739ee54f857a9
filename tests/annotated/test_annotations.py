"""The reader of fixtures reads what it writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.annotated.annotations import Annotation, Range, read, weave
from tests.annotated.facts import finding_code, first_sentence
from tests.annotated.fixture import Fixture, fixtures

FIXTURE = """\
model = keras.Sequential([
#       ^^^^^^^^^^^^^^^^^^… model sequential: total 64
    layers.Dense(32),
  # ^^^^^^^^^^^^^^^^ dense (Dense): (None, 32)
    #            ^^ ~ units
])
Dense(3)
#<^^^^^^ discarded
# an ordinary comment
"""


def test_ranges_are_exact() -> None:
    (program,) = read(FIXTURE)
    assert program.lines == tuple(line for line in FIXTURE.splitlines() if "^" not in line)
    assert program.annotations == (
        Annotation(Range(0, 8, 2, 2), "model sequential: total 64"),
        Annotation(Range(1, 4, 1, 20), "dense (Dense): (None, 32)"),
        Annotation(Range(1, 17, 1, 19), "~ units"),
        Annotation(Range(3, 0, 3, 8), "discarded"),
    )


def test_what_was_read_is_written_again() -> None:
    (program,) = read(FIXTURE)
    assert weave(program, program.annotations) == FIXTURE.splitlines()


def test_sections_are_programs() -> None:
    first, second = read('"""Title."""\n\n# --- one\na = 1\n# --- two\nb = 2\n')
    assert (first.title, second.title, second.lines) == ("one", "two", ("# --- two", "b = 2"))


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: fixture.name)
def test_every_fixture_is_in_the_written_form(fixture: Fixture) -> None:
    notes = [tuple(note for program in programs for note in program.annotations) for programs in fixture.programs]
    for path, text in fixture.rewritten(notes).items():
        assert text == path.read_text(encoding="utf-8")


def test_the_table_names_fixtures_that_exist() -> None:
    table = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    named = {
        name
        for line in table.splitlines()
        if line.startswith("| ")
        for name in re.findall(r"`(\w+(?:\.\w+)?)`", line.split("|")[2])
    }
    assert named - {fixture.name for fixture in fixtures()} == set()
    assert len(named) > 30


def test_first_sentences() -> None:
    wrapped = (
        "Exception encountered when calling Reshape.call().\n\n\x1b[1mThe total size. Received: x\x1b[0m\n\nArguments"
    )
    assert first_sentence(wrapped) == "The total size."
    assert first_sentence("Only `keras.Layer` instances. Received: 3") == "Only `keras.Layer` instances."
    assert first_sentence("expected axis -1, but received (None, 100)") == "expected axis -1, but received (None, 100)"


def test_findings_are_told_from_rows() -> None:
    assert finding_code("incompatible-rank: Input 0") == "incompatible-rank"
    assert finding_code("unparsable-statement") == "unparsable-statement"
    assert finding_code("raises: Input 0") == "raises"
    assert finding_code("dense (Dense): unbuilt") is None
    assert finding_code("model sequential: unbuilt") is None
