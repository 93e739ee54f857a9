"""Which Keras a source means."""

import json

import pytest

from param_lsp.analysis import analyze
from param_lsp.message import message
from param_lsp.settings import Pin, Settings
from param_lsp.source import notebook_source, python_source

LAYER = "import keras\nm = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])\n"


def notebook(code: str, output: str, **metadata) -> str:
    stream = {"output_type": "stream", "name": "stdout", "text": output}
    cells = [{"cell_type": "code", "source": text, "outputs": saved} for text, saved in ((code, [stream]), (LAYER, []))]
    return json.dumps({"cells": cells, "metadata": {"language_info": metadata}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    ("code", "output", "keras"),
    [
        ("import tensorflow as tf\ntf.__version__", "'2.14.0'", 2),
        ("import tensorflow as tf\nprint(tf.__version__)", "2.16.1\n", 3),
        ("import keras\nprint(keras.__version__)", "3.3.3", 3),
        ("import keras\nprint(keras.__version__)", "2.2.4", 1),  # 1 stands for all of Keras up to 2.3
        ("import keras\nprint(keras.__version__)", "2.4.3", 2),
        ("import tensorflow as tf\nprint('hello')", "2.1.0", 3),
        ("print(np.__version__, tf.__version__)", "no number", 3),
        ("import keras", "Using TensorFlow backend.", 1),
    ],
)
def test_a_notebook_tells_what_it_ran_on(code, output, keras):
    analysis = analyze(notebook_source("a.ipynb", notebook(code, output)))
    assert analysis.report.keras == keras


@pytest.mark.parametrize(
    ("text", "keras"),
    [
        (LAYER, 3),
        (LAYER + "m.fit(x, y, nb_epoch=3)\n", 1),
        ("from keras.layers.core import Dense\n" + LAYER, 2),
        ("import tensorflow.compat.v1 as tf\n" + LAYER + "tf.compat.v1.disable_v2_behavior()\n", 2),
    ],
)
def test_a_file_tells_by_what_it_uses(text, keras):
    assert analyze(python_source("a.py", text)).report.keras == keras


def test_a_setting_comes_before_everything():
    analysis = analyze(python_source("a.py", LAYER + "m.fit(x, y, nb_epoch=3)\n"), Settings(keras_version="3"))
    assert analysis.report.keras == 3


def test_an_old_python_cannot_hold_keras_3():
    text = notebook("x = 1", "", name="python", version="3.6.9")
    assert analyze(notebook_source("a.ipynb", text)).report.keras == 2


@pytest.mark.parametrize(("version", "errors"), [("2", 0), ("3", 1)])
def test_numpys_integers_are_units_before_keras_3(version, errors):
    text = "import numpy as np\nimport keras\nkeras.layers.Dense(np.prod((28, 28)))\n"
    assert len(analyze(python_source("a.py", text), Settings(keras_version=version)).findings) == errors


GRU = "from keras.layers.core import Dense\nfrom {home}.layers import GRU\nfrom keras.models import Sequential\n"


@pytest.mark.parametrize(
    ("home", "settings", "output", "params"),
    [
        # 3 gates × (units × (inputs + units) + biases): one bias up to Keras 2.3, two with `reset_after`.
        ("keras", Settings(), "", (312, 336)),
        ("keras", Settings(keras_version="2"), "", (312, 336)),
        ("keras", Settings(keras_version="3"), "", (336, 336)),
        ("keras", Settings(keras_version="1"), "", (312, 312)),
        ("keras", Settings(pin=Pin(2, message("keras==2.12"))), "", (336, 336)),
        ("keras", Settings(pin=Pin(2, message("tensorflow==2.1"), settled=False)), "", (312, 336)),
        ("keras", Settings(), "2.2.4", (312, 312)),
        ("keras", Settings(), "2.6.0", (336, 336)),
    ],
)
def test_the_biases_of_a_gru_depend_on_the_release(home, settings, output, params):
    code = GRU.format(home=home) + "import keras\nkeras.__version__\nm = Sequential([GRU(8, input_shape=(3, 4))])\n"
    analysis = analyze(notebook_source("a.ipynb", notebook(code, output)), settings)
    row = next(model for model in analysis.report.models if model.rows[0].type == "GRU").rows[0]
    bounds = (row.params, row.params) if isinstance(row.params, int) else (row.params.low, row.params.high)
    assert bounds == params


def test_a_gru_of_tf_keras_has_two_biases():
    text = (
        "from tensorflow.keras.layers import GRU\nfrom tensorflow.keras.models import Sequential\n"
        "import tensorflow as tf\ntf.compat.v1.disable_eager_execution()\n"
        "m = Sequential([GRU(8, input_shape=(3, 4))])\n"
    )
    report = analyze(python_source("a.py", text)).report
    assert report.keras == 2
    assert report.models[0].totals.params == 336
