"""Hints as the settings want them."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze
from param_lsp.features.blocks import plain
from param_lsp.features.hover import hover
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.settings import Settings
from param_lsp.source import python_source

CODE = """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(32, 3),  # first
    layers.Flatten(),
    layers.Dense(10),
])
one = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(1)])
"""


def hints(**settings: object) -> list[str]:
    """Give the hints of the program with some settings."""
    return [hint.text for hint in inlay_hints(analyze(python_source("a.py", CODE), Settings(**settings)))]


def test_a_layer_that_holds_a_quarter_of_the_parameters_is_marked():
    """Where a line has no room for the mark, it goes before anything else."""
    assert hints() == [
        "Σ 216,650 · 846.29 KB",
        "(None, 26, 26, 32) · 320 · Σ 320",
        "(None, 21632)",
        "(None, 10) · 216,330 (99%) · Σ 216,650",
        "15",
        "4",
        "(None, 3) → (None, 1)",
        "Σ 19 · 76.00 B",
    ]


@pytest.mark.parametrize(
    ("settings", "first"),
    [
        ({"hints_shape": False}, "320 · Σ 320"),
        ({"hints_params": False}, "(None, 26, 26, 32) · Σ 320"),
        ({"hints_sum": False}, "(None, 26, 26, 32) · 320"),
        ({"hints_names": True, "hints_length": 60}, "conv2d · (None, 26, 26, 32) · 320 · Σ 320"),
        ({"hints_style": "compact"}, "(26, 26, 32) · 320"),
        ({"hints_length": 23}, "(26, 26, 32) · 320"),
        ({"hints_length": 8}, "320"),
    ],
)
def test_parts_of_a_layers_hint(settings, first):
    """The second hint is the convolution's, behind its model's."""
    assert hints(**settings)[1] == first


def test_totals_are_left_out():
    assert not [text for text in hints(hints_totals=False) if text.startswith("Σ")]


def test_the_share_is_left_out():
    assert not [text for text in hints(hints_share=False) if "%" in text]


def test_layers_of_small_models_are_left_out():
    """The totals stay."""
    texts = hints(hints_layers=3)
    assert "(None, 26, 26, 32) · 320 · Σ 320" in texts
    assert texts[-1] == "Σ 19 · 76.00 B"
    assert len(texts) == 5


def test_a_hint_stands_behind_the_call_or_at_the_end_of_the_line():
    analysis = analyze(python_source("a.py", CODE), Settings(hints_position="call"))
    end = CODE.index("layers.Conv2D(32, 3)") + len("layers.Conv2D(32, 3)")
    assert [hint.offset for hint in inlay_hints(analysis)][1] == end
    assert [hint.offset for hint in inlay_hints(analyze(python_source("a.py", CODE)))][1] == end + 1


def test_memory_is_told_for_a_batch():
    analysis = analyze(python_source("a.py", CODE), Settings(batch_size=32))
    found = hover(analysis, CODE.index("Conv2D"))
    assert found is not None
    assert "Its output takes 84.50 KB a sample, 2.64 MB for 32." in plain(found.blocks)
    model = hover(analysis, CODE.index("Sequential"))
    assert model is not None
    assert "outputs of all layers, 32 samples" in plain(model.blocks)
