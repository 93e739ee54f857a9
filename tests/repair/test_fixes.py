"""What each fix makes of a text; a fix that would change a model or bring something new is not offered."""

from __future__ import annotations

import pytest

from param_lsp.analysis import Analysis, analyze, finished
from param_lsp.repair import fix_all, offers
from param_lsp.settings import Settings
from param_lsp.source import python_source
from param_lsp.workspace import NoWorkspace

KERAS_3 = Settings(keras_version="3")


def fixed(text: str, settings: Settings = KERAS_3) -> str:
    """Make all certain fixes of a text."""
    return finished(fix_all(analysis_of(text, settings), settings, NoWorkspace())).analysis.source.text


def analysis_of(text: str, settings: Settings = KERAS_3) -> Analysis:
    return analyze(python_source("a.py", text), settings)


LIST = """\
{imports}
model = Sequential([
    {layer},
    {last},
])
"""


@pytest.mark.parametrize(
    ("imports", "layer", "spelled"),
    [
        ("import keras\nfrom keras import layers, Sequential", "layers.Dense", "keras.Input"),
        ("from keras import layers, Sequential", "layers.Dense", "layers.Input"),
        ("import tensorflow as tf\nSequential = tf.keras.Sequential", "tf.keras.layers.Dense", "tf.keras.Input"),
        ("from keras import Sequential\nfrom keras.layers import Dense, Input", "Dense", "Input"),
        ("from keras import Sequential\nfrom keras.layers import *", "Dense", "Input"),
        ("from keras import Sequential\nfrom keras.layers import Dense, Input as I", "Dense", "I"),
    ],
)
def test_input_is_spelled_as_the_file_can(imports: str, layer: str, spelled: str) -> None:
    before = LIST.format(imports=imports, layer=f"{layer}(32, input_shape=(784,))", last=f"{layer}(10)")
    after = LIST.format(imports=imports, layer=f"{spelled}(shape=(784,)),\n    {layer}(32)", last=f"{layer}(10)")
    assert fixed(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from keras.layers import Dense", "from keras.layers import Dense, Input"),
        ("from keras.layers import (\n    Dense,\n)", "from keras.layers import (\n    Dense, Input,\n)"),
        ("from keras.layers import Dense as D, Dense", "from keras.layers import Dense as D, Dense, Input"),
    ],
)
def test_an_import_grows_where_nothing_names_input(before: str, after: str) -> None:
    text = "from keras.models import Sequential\n{}\nmodel = Sequential([{}Dense(32{})])\n"
    assert fixed(text.format(before, "", ", input_dim=4")) == text.format(after, "Input(shape=(4,)), ", "")


def test_without_a_name_to_reach_there_is_no_fix() -> None:
    text = "from keras.layers import Dense  # all\nfrom keras.models import Sequential\n"
    text = text.replace("Dense  # all", "(\n    Dense,  # all\n)") + "model = Sequential([Dense(3, input_dim=4)])\n"
    assert fixed(text) == text


ADD = "import keras\nfrom keras import layers\nmodel = keras.Sequential()\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "model.add(layers.Dense(3, input_shape=(4,)))\n",
            "model.add(keras.Input(shape=(4,)))\nmodel.add(layers.Dense(3))\n",
        ),
        (
            "if True:\n    model.add(layers.Dense(3, input_dim=2 + 2))\n",
            "if True:\n    model.add(keras.Input(shape=(2 + 2,)))\n    model.add(layers.Dense(3))\n",
        ),
        (
            "model.add(layers.Dense(3, batch_input_shape=(None, 4, 5), activation='relu'))\n",
            "model.add(keras.Input(shape=(4, 5)))\nmodel.add(layers.Dense(3, activation='relu'))\n",
        ),
        (
            "model.add(layers.Dense(3, batch_input_shape=(16, 4)))\n",
            "model.add(keras.Input(batch_shape=(16, 4)))\nmodel.add(layers.Dense(3))\n",
        ),
        (
            "x = 1; model.add(layers.Dense(3, input_dim=4))\n",
            "x = 1; model.add(keras.Input(shape=(4,))); model.add(layers.Dense(3))\n",
        ),
        (
            "model.add(layers.Bidirectional(layers.LSTM(3), input_shape=(None, 4)))\n",
            "model.add(keras.Input(shape=(None, 4)))\nmodel.add(layers.Bidirectional(layers.LSTM(3)))\n",
        ),
        (
            "model.add(keras.Input((4,)))\nmodel.add(layers.Dense(3, input_dim=9))\n",
            "model.add(keras.Input((4,)))\nmodel.add(layers.Dense(3))\n",
        ),
    ],
)
def test_add_and_other_arguments(before: str, after: str) -> None:
    assert fixed(ADD + before) == ADD + after


def test_comments_and_line_breaks_stay() -> None:
    text = """\
import keras
model = keras.Sequential([  # the model
    keras.layers.Dense(
        32,  # units
        input_shape=(784,),  # pixels
    ),
])
"""
    after = """\
import keras
model = keras.Sequential([  # the model
    keras.Input(shape=(784,)),
    keras.layers.Dense(
        32,  # units
        # pixels
    ),
])
"""
    assert fixed(text) == after
    assert fixed(text.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("activaton='relu'", "activation='relu'"),
        ("activation='Relu '", "activation='relu'"),
        ("activation='rellu'", "activation='relu'"),
        ('activation="sofmax"', 'activation="softmax"'),
        ("kernel_initializer='he_norml'", "kernel_initializer='he_normal'"),
        ("weight_initializer='zeros'", None),  # near to bias_initializer, which is a guess
    ],
)
def test_a_slip_in_a_name_is_repaired_and_a_guess_only_offered(wrong: str, right: str | None) -> None:
    text = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, {})])\n"
    assert fixed(text.format(wrong)) == text.format(right or wrong)


def test_a_guess_is_offered_but_not_made() -> None:
    text = ADD + "model.add(keras.Input((4,)))\nmodel.add(layers.Dense(3, weight_initializer='zeros'))\n"
    analysis = analysis_of(text)
    (offer,) = finished(offers(analysis, analysis.findings, KERAS_3, NoWorkspace()))
    assert not offer.fix.certain
    assert fixed(text) == text


def test_what_does_nothing_goes() -> None:
    text = (
        ADD + "model.add(keras.Input((9,)))\nmodel.add(layers.Embedding(5, 3{}))\nmodel.add(layers.LeakyReLU({}=0.2))\n"
    )
    assert fixed(text.format(", input_length=9", "alpha")) == text.format("", "negative_slope")


@pytest.mark.parametrize(
    "text",
    [
        # The layer stands in a variable: nobody knows where the Input would go.
        ADD + "first = layers.Dense(3, input_shape=(4,))\nmodel.add(first)\nmodel.add(layers.Dense(1))\n",
        # In a loop only the first layer's argument counts.
        ADD + "for units in (3, 2):\n    model.add(layers.Dense(units, input_shape=(4,)))\n",
        # Nothing is known of the model.
        "from keras import layers\nfrom elsewhere import build\nbuild(layers.Dense(3, input_shape=(4,)))\n",
        # A batch size belongs to the Input too.
        ADD + "model.add(layers.Dense(3, input_shape=(4,), batch_size=2))\n",
    ],
)
def test_no_fix_where_the_model_could_change(text: str) -> None:
    assert fixed(text) == text


def test_an_older_keras_keeps_its_names() -> None:
    text = ADD + "model.add(keras.Input((4,)))\nmodel.add(layers.LeakyReLU(alpha=0.2))\n"
    assert fixed(text, Settings(keras_version="2")) == text
