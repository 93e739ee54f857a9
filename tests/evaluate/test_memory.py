"""An analysis that goes on from the one before says exactly what a fresh one says."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from param_lsp.analysis import analyze
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.features.symbols import symbols
from param_lsp.source import python_source
from param_lsp.spans import Span

FIXTURES = sorted((Path(__file__).parent.parent / "annotated" / "fixtures").rglob("*.py"))
EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.py"))
TYPED = ["7", "(", ")", "\n", "x", "#", "model", "Dense(3)", "'", ", 2", "    "]


def edits(text: str, seed: str, count: int) -> list[str]:
    """Versions of a text as somebody types in it; each starts from the one before, some go back to the beginning."""
    draw = random.Random(seed)
    versions, current = [], text
    for _ in range(count):
        place = draw.randrange(len(current) + 1)
        kind = draw.random()
        if kind < 0.5:
            current = current[:place] + draw.choice(TYPED) + current[place:]
        elif kind < 0.8:
            current = current[:place] + current[place + draw.randrange(1, 8) :]
        else:
            current = text
        versions.append(current)
    return versions


def broken(analysis) -> bool:
    return any(chunk.moved is not None for chunk in analysis.program.chunks)


def facts(analysis):
    """The report, with objects of libraries (which equal only themselves) by what is said of them."""
    report = analysis.report
    return replace(report, known=()), [(known.span, known.name, known.text) for known in report.known]


@pytest.mark.parametrize("path", [*EXAMPLES, *FIXTURES], ids=lambda path: path.stem)
def test_going_on_equals_starting_over(path):
    """Over random edits; a version with a broken statement keeps older rows, which a fresh analysis cannot know."""
    text = path.read_text(encoding="utf-8")
    previous = analyze(python_source(path.name, text))
    for version in edits(text, path.stem, 8):
        source = python_source(path.name, version)
        previous = analyze(source, previous=previous)
        place = len(version) // 2
        if not broken(previous):
            fresh = analyze(source)
            assert facts(previous) == facts(fresh)
            assert previous.findings == fresh.findings
            assert symbols(previous) == symbols(fresh)
            assert inlay_hints(previous, Span(0, place)) == inlay_hints(fresh, Span(0, place))


def test_a_function_that_nothing_calls_changes_a_model_again_after_an_edit():
    """Behind an unknown test, where models are looked at before such functions are replayed."""
    text = (
        "model = Sequential([Input((8, 8, 3))])\nif unknown:\n    def call():\n        model.add(layers.Conv2D(2, 3))\n"
    )
    previous = analyze(python_source("a.py", "import keras\n" + text))
    after, fresh = analyze(python_source("a.py", text), previous=previous), analyze(python_source("a.py", text))
    assert fresh.report.models[-1].totals.params == 3 * 3 * 3 * 2 + 2
    assert facts(after) == facts(fresh)


def test_only_what_follows_an_edit_is_evaluated_again():
    text = "".join(
        f"import keras\nm{i} = keras.Sequential([keras.Input((3,)), keras.layers.Dense({i + 2})])\n" for i in range(30)
    )
    before = analyze(python_source("a.py", text))
    kept = before.report.models[10]
    changed = re.sub(r"Dense\(25\)", "Dense(99)", text)
    after = analyze(python_source("a.py", changed), previous=before)
    assert after.report.models[10] is kept
    assert after.report.models[23].totals.params == 3 * 99 + 99


def test_an_earlier_analysis_may_serve_twice():
    text = "import keras\na = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])\nb = 1\n"
    first = analyze(python_source("a.py", text))
    second = analyze(python_source("a.py", text + "c = 2\n"), previous=first)
    third = analyze(python_source("a.py", text + "d = 3\n"), previous=first)
    assert second.report.models == third.report.models == first.report.models


def test_a_model_that_changes_far_from_where_it_began_concerns_only_its_own():
    """The numbers behind an edited `.add` are new; other models are those of before, the very same objects."""
    text = "import keras\n" + "".join(
        f"m{i} = keras.Sequential()\nm{i}.add(keras.Input((3,)))\nm{i}.add(keras.layers.Dense({i + 2}))\n"
        f"m{i}.add(keras.layers.Dense(1))\n"
        for i in range(20)
    )
    before = analyze(python_source("a.py", text))
    after = analyze(python_source("a.py", text.replace("Dense(12)", "Dense(77)")), previous=before)
    assert [model is other for model, other in zip(after.report.models, before.report.models, strict=True)].count(
        False
    ) == 1
    assert after.report.models[10].totals.params == 3 * 77 + 77 + 77 + 1


def test_layers_held_in_a_list_that_changed_are_evaluated_again():
    text = (
        "import keras\nsizes = []\nsizes.append(4)\nx = 1\n"
        "m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(sizes[0])])\n"
    )
    before = analyze(python_source("a.py", text))
    after = analyze(python_source("a.py", text.replace("append(4)", "append(5)")), previous=before)
    assert after.report.models[0].totals.params == 3 * 5 + 5


@pytest.mark.parametrize(
    "adding",
    ["m.add(keras.layers.Dense(5))", "def grow():\n        m.add(keras.layers.Dense(5))"],
    ids=["a chunk that leaves the model alone", "a function that is not there to be called with anything"],
)
def test_a_model_that_is_no_longer_changed_is_reported_anew(adding):
    """Its numbers of before held what code behind the edit added, which is not added any more."""
    text = (
        "import keras\nflag = True\nm = keras.Sequential([keras.Input((3,))])\n"
        f"m.add(keras.layers.Dense(2))\nif flag:\n    {adding}\n"
    )
    before = analyze(python_source("a.py", text))
    after = analyze(python_source("a.py", text.replace("True", "False")), previous=before)
    assert before.report.models[-1].totals.params == 3 * 2 + 2 + 2 * 5 + 5
    assert after.report.models[-1].totals.params == 3 * 2 + 2
