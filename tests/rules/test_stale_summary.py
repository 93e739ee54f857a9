"""A saved summary with another total than ours is told at its summary() call."""

from __future__ import annotations

import pytest

from tests.evaluate.notebooks import Ran, analysed

HEAD = "import keras\nfrom keras import layers"
MODEL = "model = keras.Sequential([keras.Input((784,)), layers.Dense(10)])"  # 7,850


def said(*cells: Ran | str, saved_outputs: bool = True) -> list[str]:
    found = analysed(*cells, saved_outputs=saved_outputs)
    spans = [finding.place.span for finding in found.findings]
    texts = [found.source.text[span.start : span.end] for span in spans]
    return [
        f"{finding.severity} {finding.message} at {text}" for finding, text in zip(found.findings, texts, strict=True)
    ]


STALE = "information Keras printed 277,569 here; the code now gives 7,850 at model.summary()"


@pytest.mark.parametrize(
    "printed",
    [
        "Total params: 277,569\nTrainable params: 277,569\n",
        "\x1b[1m Total params: \x1b[0m\x1b[38;5;34m277,569\x1b[0m (1.06 MB)\n",
        " Total params: 832,709 (3.18 MB)\n Trainable params: 277,569\n Optimizer params: 555,140 (2.12 MB)\n",
    ],
)
def test_another_total_is_told(printed: str) -> None:
    assert said(HEAD, MODEL, Ran("model.summary()", printed)) == [STALE]
    assert said(HEAD, MODEL, Ran("model.summary()", printed), saved_outputs=False) == []


def test_the_same_total_is_silent() -> None:
    assert said(HEAD, MODEL, Ran("model.summary()", "Total params: 7,850\n")) == []
    assert said(HEAD, MODEL, Ran("model.summary()", "Total params: 23,552\nOptimizer params: 15,702\n")) == []


def test_several_summaries_of_a_cell_are_told_apart() -> None:
    cell = "model.summary()\nmodel.add(layers.Dense(1))\nmodel.summary()"
    assert said(HEAD, MODEL, Ran(cell, "Total params: 7,850\nTotal params: 277,569\n")) == [
        STALE.replace("7,850", "7,861")
    ]
    assert said(HEAD, MODEL, Ran(cell, "Total params: 277,569\n")) == []  # of which of the two?


def test_a_model_that_is_not_known_is_silent() -> None:
    unknown = "import data\nmodel = keras.Sequential([keras.Input((784,)), layers.Dense(data.count())])"
    assert said(HEAD, unknown, Ran("model.summary()", "Total params: 277,569\n")) == []
