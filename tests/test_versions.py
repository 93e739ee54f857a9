"""Which Keras a source means."""

import json

import pytest

from param_lsp.analysis import analyze
from param_lsp.settings import Settings
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
        ("import keras\nprint(keras.__version__)", "2.2.4", 2),
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
