"""Names that star imports and older spellings bring."""

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source


def last(text: str):
    return analyze(python_source("a.py", text)).report.models[-1]


def test_a_star_brings_the_base_class_and_the_functions_of_layers() -> None:
    model = last(
        "from keras.layers import *\nfrom keras.models import *\n"
        "class Own(Layer):\n    def call(self, x):\n        return x\n"
        "a = Input((4,))\nx = add([Dense(3)(a), Own()(Dense(3)(a))])\nm = Model(a, concatenate([x, a]))\n"
    )
    assert model.complete
    assert model.totals.params == 2 * (4 * 3 + 3)
    assert model.output_shape == (None, 3 + 4)


@pytest.mark.parametrize(
    ("imports", "numbers"),
    [
        ("from six.moves import range", "range(2, 4)"),
        ("import six", "six.moves.xrange(2, 4)"),
    ],
)
def test_six_names_builtins(imports: str, numbers: str) -> None:
    model = last(
        f"from keras.models import Sequential, Input\nfrom keras.layers import Dense\n{imports}\n"
        f"m = Sequential([Input((3,))] + [Dense(i) for i in {numbers}])\n"
    )
    assert model.complete
    assert model.totals.params == (3 * 2 + 2) + (2 * 3 + 3)
