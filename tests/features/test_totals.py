"""The totals of the model at a place, and what changed since saving."""

from __future__ import annotations

import pytest

from param_lsp import wording
from param_lsp.analysis import Analysis, analyze
from param_lsp.features.totals import ModelTotals, totals_at, totals_by_model
from param_lsp.source.read import python_source

TWO = """\
from keras import Input, Sequential, layers
# above
small = Sequential([Input((4,)), layers.Dense(3)])
big = Sequential()
big.add(Input((10,)))
big.add(layers.Dense(100))
big.add(layers.BatchNormalization())
# below
"""


def analysed(text: str) -> Analysis:
    """Analyse a text."""
    return analyze(python_source("a.py", text))


def at(text: str, code: str, saved: str | None = None) -> ModelTotals:
    """Give the totals at the beginning of a piece of code, against a saved text."""
    found = totals_at(analysed(text), text.index(code), totals_by_model(analysed(saved or text).report))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("# above", "small"),
        ("layers.Dense(3)", "small"),
        ("layers.Dense(100)", "big"),
        ("# below", "big"),
    ],
)
def test_a_place_belongs_to_the_model_around_it_or_the_last_above(code: str, name: str) -> None:
    """Above all models it is the first one."""
    assert at(TWO, code).name == name


def test_totals_in_words() -> None:
    """Memory always, trainable parameters where they are not all."""
    small, big = at(TWO, "# above"), at(TWO, "# below")
    assert (str(small.text), str(small.detail)) == ("15 params", "60.00 B")  # 4×3 + 3
    # 10×100 + 100, and 4×100 of the normalization, of which half are moving averages; four bytes each.
    assert (str(big.text), str(big.detail)) == ("1,500 params", "1,300 trainable, 5.86 KB")


def test_the_change_since_saving() -> None:
    """A model is found again by its name when lines are put before it; a new model has no change."""
    edited = "# new line\n" + TWO.replace("Dense(3)", "Dense(300)").replace("big", "huge")
    assert at(edited, "# above", TWO).change == "+1,485"  # 300×5 − 15
    assert at(edited, "# below", TWO).change is None
    assert at(TWO, "# above").change is None


def test_what_cannot_be_told_is_not_a_number() -> None:
    """A misfit, a model without an input, a symbol."""
    broken = at(TWO.replace("Dense(3)", "Conv2D(3, 3)"), "# above")
    assert (str(broken.text), broken.fits, broken.detail) == ("cannot be built", False, None)
    assert str(at(TWO.replace("Input((4,)), ", ""), "# above").text) == "3·n + 3 params"
    function = "from keras import Input, Sequential, layers\n"
    function += "def build(n):\n    return Sequential([Input((4,)), layers.Dense(n)])\n"
    assert str(at(function, "Sequential([").text) == "5·n params"
    called = function + "a = build(1)\nb = build(2)\nc = build(2)\n"
    assert str(at(called, "Sequential([").text) == "5 params, 1 more by other calls"


def test_a_file_without_models_has_none() -> None:
    """Nothing is made up."""
    assert totals_at(analysed("import keras\n"), 0, {}) is None


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (320, "+320"),
        (-1_056, "−1,056"),
        (9_999, "+9,999"),
        (23_449, "+23.4 K"),
        (999_949, "+999.9 K"),
        (999_950, "+1.0 M"),
        (-1_234_567, "−1.2 M"),
        (7_000_000_000, "+7.0 G"),
        (3 * 10**15, "+3,000.0 T"),
    ],
)
def test_changes_are_short(difference: int, text: str) -> None:
    """Exact while it is short."""
    assert wording.short_change(difference) == text
