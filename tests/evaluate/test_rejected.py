"""What Keras rejects is told once: where it is made, and not again where it is used."""

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source

BEGIN = "import keras\nfrom keras import layers\nbad = keras.Sequential([keras.Input((4,)), layers.Dense(0)])\n"


@pytest.mark.parametrize(
    "use",
    [
        "y = bad(keras.Input((4,)))",
        "m = keras.Sequential([keras.Input((4,)), bad, layers.Dense(3)])",
        "m = keras.Sequential([bad])\nm.add(layers.Dense(3))",
        "x = keras.Input((4,))\nm = keras.Model(x, layers.Dense(2)(bad(x)))",
        "bad.fit(x, y)\nbad.predict(x)",
    ],
)
def test_a_rejected_model_is_told_once(use):
    found = analyze(python_source("a.py", BEGIN + use + "\n")).findings
    errors = [each for each in found if each.severity == "error"]
    assert [(each.rule, BEGIN.count("\n", 0, each.place.span.start)) for each in errors] == [("invalid-argument", 2)]
