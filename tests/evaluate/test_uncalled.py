"""Functions that nothing calls: their parameters may be anything, so nobody is accused for what they may be."""

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source

BEGIN = "import keras\nfrom keras import Input, layers\n"


def errors(text: str) -> list[str]:
    found = analyze(python_source("a.py", BEGIN + text)).findings
    return [str(finding.message) for finding in found if finding.severity == "error"]


@pytest.mark.parametrize(
    "call",
    [
        "Input(shape=p)",
        "Input(p)",
        "Input(batch_shape=p)",
        "layers.InputLayer(input_shape=p)",
        "keras.Sequential([layers.Dense(3, input_shape=p)])",
        "layers.Conv2D(3, 3, padding=p, data_format=p)",
        "layers.Dense(3, trainable=p)",
        "layers.Permute(p)",
        "layers.Dot(axes=p)",
        "layers.Dropout(0.5, noise_shape=p)",
        "layers.TextVectorization(output_mode=p)",
    ],
)
def test_a_parameter_need_not_be_a_size(call: str) -> None:
    assert errors(f"def build(p):\n    return {call}\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "def build(**options):\n    return layers.Conv2D(**options)\n",
        "def build(*options):\n    return layers.Dense(*options)\n",
        "def build(*options, **more):\n    return Input(*options, **more)\n",
        "def build(**options):\n    return layers.Dense(options.get('units'))\n",
        "class Own(layers.Dense):\n    def __init__(self, **options):\n        super().__init__(**options)\n",
    ],
)
def test_what_a_star_takes_may_be_anything(body: str) -> None:
    assert errors(body) == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("layers.Dense(p * 0)", "units"),
        ("layers.Conv2D(p, 3, padding='sme')", "padding"),
        ("layers.Dense()", "units"),
    ],
)
def test_what_no_argument_makes_right_is_an_error(call: str, said: str) -> None:
    found = errors(f"def build(p, **options):\n    return {call}\n")
    assert len(found) == 1
    assert said in found[0]


def test_a_call_decides_what_the_star_takes() -> None:
    text = "def build(**options):\n    return layers.Dense(**options)\nbuild(units=3)\nbuild(activation='relu')\n"
    assert errors(text) == ["Dense needs `units`"]
