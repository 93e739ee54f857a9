"""The hover of a model says which Keras a file was taken to mean."""

from param_lsp.analysis import analyze
from param_lsp.features.hover import hover
from param_lsp.source import python_source

MODEL = "from keras import Sequential, layers\nmodel = Sequential()\nmodel.add(layers.Dense(3, input_dim=4{0}))\n"


def said(text: str) -> str:
    analysis = analyze(python_source("a.py", text))
    found = hover(analysis, text.index("Sequential()") + 3)
    assert found is not None
    return " ".join(str(getattr(block, "text", "")) for block in found.blocks)


def test_an_older_keras_is_named_with_what_gave_it_away():
    assert "Read as Keras 1: the file uses W_regularizer" in said(MODEL.format(", W_regularizer=None"))


def test_todays_keras_goes_without_saying():
    assert "Read as Keras" not in said(MODEL.format(""))
