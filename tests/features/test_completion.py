"""Completion offers the legal words of an argument, in texts as they are while somebody types (`|` is the cursor)."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze
from param_lsp.features.completion import completions
from param_lsp.source import cells_source, python_source

HEAD = "import keras\nfrom keras import layers\nfrom keras.layers import Dense, Conv1D as C\nimport tensorflow as tf\n"


def offered(text: str, head: str = HEAD) -> list[str]:
    """Give the text after each completion, at most five."""
    text = head + text
    offset = text.index("|")
    text = text.replace("|", "", 1)
    found = completions(analyze(python_source("a.py", text)), offset)
    begin = text.rfind("\n", 0, offset) + 1
    made = [text[: each.span.start] + each.text + text[each.span.end :] for each in found[:5]]
    return [line[begin:].partition("\n")[0] for line in made]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ('layers.Conv2D(32, 3, padding="|', 'layers.Conv2D(32, 3, padding="valid'),
        ('layers.Conv2D(32, 3, padding="|")', 'layers.Conv2D(32, 3, padding="valid")'),
        ("layers.Conv2D(32, 3, padding='s|me')", "layers.Conv2D(32, 3, padding='valid')"),
        ("layers.Conv2D(32, 3, padding=|", 'layers.Conv2D(32, 3, padding="valid"'),
        ("layers.Conv2D(32, 3,\n    padding = |\n", '    padding = "valid"'),
        ('x = [keras.layers.Dense(3), keras.layers.LSTM(4, activation="|', None),
        ('tf.keras.layers.MaxPool2D(padding="|', 'tf.keras.layers.MaxPool2D(padding="valid'),
        ('C(3, 3, padding="|', 'C(3, 3, padding="valid'),
        ('layers.Bidirectional(layers.LSTM(3), merge_mode="|', None),
        ("model.compile(optimizer='|', loss='mse')", "model.compile(optimizer='adadelta', loss='mse')"),
        ('model.compile("|', 'model.compile("adadelta'),
        ('model.compile("adam", loss="|', 'model.compile("adam", loss="binary_crossentropy'),
        ('model.compile("adam", "mse", metrics=["mae", "|', 'model.compile("adam", "mse", metrics=["mae", "accuracy'),
        ('layers.Activation("|")', 'layers.Activation("celu")'),
        ('model.add(layers.Dense(3, kernel_initializer="|', None),
    ],
)
def test_words_are_offered(typed: str, first: str | None) -> None:
    found = offered(typed)
    assert found
    if first is not None:
        assert found[0] == first


@pytest.mark.parametrize(
    "typed",
    [
        'padding="|',
        'print("|',
        'layers.Dense("|',
        'layers.Dense(3, name="|',
        'layers.Dense(3, "relu" "|',
        'layers.Dense(3, activation="relu"|',
        "layers.Dense(3, |",
        "layers.Dense(|",
        'layers.Dense(3, activation="relu",  # "|',
        'layers.Dense(3, activation="""|',
        'layers.Dense(3, activation=f("|',
        'layers.Dense(3, activation == "|',
        'layers.Dense(3, nonsense="|',
        'import re\nre.compile("|',
        'Conv2D(3, 3, padding="|',
        'def Dense(*a, **b): pass\nother.Dense(3, activation="|',
        'tf.reshape(x, padding="|',
        'model.compile("adam", "mse", loss_weights=["|',
        'keras.layers.Dense(3, activation=["|',
        '"layers.Dense(3, activation="|',
    ],
)
def test_nothing_is_offered_elsewhere(typed: str) -> None:
    assert offered(typed) == []


def test_a_snippet_without_imports_and_a_star_import() -> None:
    assert offered('Dense(3, activation="|', head="")
    assert offered('layers.Dense(3, activation="|', head="")
    assert offered('Dense(3, activation="|', head="from tensorflow.keras.layers import *\n")
    assert not offered('Dense(3, activation="|', head="from torch.nn import *\n")


def test_lines_below_stay_and_a_cell_is_its_own() -> None:
    """What follows an open bracket belongs to the statement; what another cell leaves open does not."""
    typed = 'model = keras.Sequential([\n    layers.Conv2D(3, 3, padding="|),\n    layers.Flatten(),\n])\n'
    assert offered(typed)[0] == '    layers.Conv2D(3, 3, padding="valid),'
    cells = [("a", "from keras import layers\nx = layers.Dense(3, activation="), ("b", '"')]
    source = cells_source("a.ipynb", cells)
    assert completions(analyze(source), len(source.text)) == ()


def test_a_word_that_is_offered_is_never_a_finding() -> None:
    for call, argument in (
        ("Conv1D(3, 3", "padding"),
        ("Conv2D(3, 3", "padding"),
        ("MaxPooling2D(2", "padding"),
        ("Conv2D(3, 3", "data_format"),
        ("Dense(3", "activation"),
        ("Dense(3", "kernel_initializer"),
        ("Dense(3", "kernel_regularizer"),
        ("Dense(3", "kernel_constraint"),
        ("Dense(3", "dtype"),
    ):
        head = f"from keras import layers\nlayer = layers.{call}, {argument}="
        for each in completions(analyze(python_source("a.py", head)), len(head)):
            findings = analyze(python_source("a.py", f"{head}{each.text})\n")).findings
            assert findings == (), each.text
