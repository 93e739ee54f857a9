"""A list of layers with one that nobody knows: what stands before it is known."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze
from param_lsp.source.read import python_source

HEAD = "import keras, other\nfrom keras.layers import Dense\n"
LIST = "m = keras.Sequential([keras.Input((10,)), Dense(128), other.Layer(), Dense(10)])\n"
ADDED = """\
m = keras.Sequential()
m.add(keras.Input((10,)))
m.add(Dense(128))
m.add(other.Layer())
m.add(Dense(10))
"""


@pytest.mark.parametrize("text", [LIST, ADDED])
def test_layers_before_an_unknown_one_have_their_rows(text: str) -> None:
    """In a list as where each is added: 10 × 128 + 128 = 1,408."""
    (model,) = analyze(python_source("a.py", HEAD + text)).report.models
    assert [(row.type, row.output_shape, row.params) for row in model.rows] == [("Dense", (None, 128), 1408)]
    assert (model.complete, model.totals) == (False, None)
