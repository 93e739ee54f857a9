"""Operations on symbolic tensors: what is followed, and that what is not accuses nobody."""

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source

BEGIN = (
    "import tensorflow as tf\nfrom keras import backend as K\nfrom keras import Input, layers, ops\n"
    "x = Input((7, 7, 16))\n"
)


def analysed(text: str):
    return analyze(python_source("a.py", BEGIN + text))


def test_the_shape_of_a_tensor_gives_sizes():
    analysis = analysed(
        "shape = K.int_shape(x)\nz = Input((2,))\nd = layers.Dense(shape[1] * shape[2] * shape[3])(z)\n"
        "import keras\nm = keras.Model(z, d)\n"
    )
    assert analysis.report.models[0].totals.params == 2 * 784 + 784
    assert not analysis.findings


@pytest.mark.parametrize(
    "units",
    [
        "tf.shape(x)[0]",
        "ops.sum(x)",
        "K.int_shape(x)",
        "x[0, 0, 0, 0]",
        "tf.some_function(x)",
        "tf.some_function(x)[1] * 3",
    ],
)
def test_a_size_that_is_computed_from_a_tensor_is_no_error(units):
    assert not [finding for finding in analysed(f"layers.Dense({units})\n").findings if "got …" in str(finding.message)]


def test_abs_and_round_of_a_tensor_are_rows_as_in_keras():
    report = analysed("import keras\nm = keras.Model(x, round(abs(x)))\n").report
    assert [(row.name, row.type, row.output_shape) for row in report.models[0].rows[1:]] == [
        ("absolute", "Absolute", (None, 7, 7, 16)),
        ("round", "Round", (None, 7, 7, 16)),
    ]


def test_a_layer_that_was_called_before_brings_no_batch_size_into_an_unbuilt_model():
    report = analysed(
        "import keras\nfirst = layers.Dense(3)\nfirst(tf.ones((1, 5)))\n"
        "m = keras.Sequential([first, layers.Dense(2)])\n"
    ).report
    assert [(row.output_shape, row.params) for row in report.models[0].rows] == [((None, 3), 18), ((None, 2), 8)]
