"""The rules about Keras's versions: where they stand, how grave they are, and what they leave alone."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze
from param_lsp.settings import Settings
from param_lsp.source import python_source

HEAD = "from keras.layers import *\n"


def found(call: str, version: str = "auto") -> list[tuple[str, str, str]]:
    """Give each finding's rule, severity and marked text."""
    source = python_source("a.py", HEAD + call + "\n")
    findings = analyze(source, Settings(keras_version=version)).findings
    spans = [finding.place.span for finding in findings]
    return [
        (finding.rule, finding.severity, source.text[span.start : span.end])
        for finding, span in zip(findings, spans, strict=True)
    ]


def test_an_argument_that_went_away_is_an_error_only_where_keras_3_is_asked_for() -> None:
    call = "Dense(3, batch_input_shape=(None, 4))"
    culprit = "batch_input_shape=(None, 4)"
    assert found(call) == [("removed-argument", "warning", culprit)]
    assert found(call, "2") == [("removed-argument", "warning", culprit)]
    assert found(call, "3") == [("removed-argument", "error", culprit)]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("from keras import ops", "error"),
        ("from tensorflow.keras import layers, ops", "error"),
        ("import keras\nx = keras.ops.ones((2, 3))", "error"),
        ("import keras\nseed = keras.random.SeedGenerator(1)", "error"),
        ("import os\nos.environ['KERAS_BACKEND'] = 'jax'", "error"),
        ("import keras  # later: keras.ops.ones", "warning"),
        ("from keras.models import Sequential", "warning"),
    ],
)
def test_a_file_that_uses_what_only_keras_3_has_means_keras_3(line: str, severity: str) -> None:
    call = "Dense(3, batch_input_shape=(None, 4))"
    assert found(f"{line}\n{call}") == [("removed-argument", severity, "batch_input_shape=(None, 4)")]


def test_keras_words_name_all_arguments_that_it_rejects() -> None:
    source = python_source("a.py", HEAD + "Dense(3, batch_input_shape=(None, 4), input_length=5)\n")
    words = {finding.keras_message for finding in analyze(source).findings}
    assert words == {
        "Unrecognized keyword arguments passed to Dense: {'batch_input_shape': (None, 4), 'input_length': 5}"
    }


def test_names_of_keras_1_are_told_one_by_one() -> None:
    call = "Convolution2D(8, 3, 3, border_mode='same', W_regularizer='l2', input_shape=(28, 28, 1))"
    assert found(call) == [
        ("removed-argument", "warning", "border_mode='same'"),
        ("removed-argument", "warning", "W_regularizer='l2'"),
    ]


@pytest.mark.parametrize("call", ["CuDNNLSTM(3)", "ThresholdedReLU()", "Deconvolution2D(3, 2)"])
def test_a_layer_that_went_away_is_a_warning_whatever_the_file_means(call: str) -> None:
    for version in ("auto", "2", "3"):
        assert found(call, version) == [("removed-layer", "warning", call)]


@pytest.mark.parametrize(
    ("call", "culprit"),
    [
        ("Dense(3, input_shape=(4,))", "input_shape=(4,)"),
        ("Dense(3, input_dim=4)", "input_dim=4"),
        ("Embedding(3, 4, input_length=5)", "input_length=5"),
        ("LeakyReLU(alpha=0.1)", "alpha=0.1"),
    ],
)
def test_what_keras_3_warns_about_is_information(call: str, culprit: str) -> None:
    assert found(call) == [("deprecated-argument", "information", culprit)]
    assert found(call, "3") == [("deprecated-argument", "information", culprit)]
    assert found(call, "2") == []


@pytest.mark.parametrize(
    "call", ["Embedding(input_dim=3, output_dim=4)", "Dense(3, input_shape=None)", "LeakyReLU(0.1)"]
)
def test_what_keras_3_does_not_warn_about_is_left_alone(call: str) -> None:
    assert found(call) == []


def test_a_kernel_written_side_by_side_changed_its_meaning() -> None:
    assert found("Convolution2D(32, 3, 3)") == [("changed-meaning", "warning", "3")]
    assert found("Convolution2D(32, 3, 3)", "1") == []
    recurrent = "from keras.layers import ConvLSTM2D\nConvLSTM2D(32, 3, 3)"
    assert found(recurrent) == [("changed-meaning", "warning", "3")]
    assert found(recurrent, "1") == []


def test_the_first_argument_of_a_batch_normalization_became_its_axis() -> None:
    assert found("BatchNormalization(1e-3)") == [("changed-meaning", "warning", "1e-3")]
    assert found("BatchNormalization(1e-3)", "1") == []


def test_the_third_argument_of_a_lambda_became_its_mask() -> None:
    call = "Lambda(lambda x, n: x, None, {'n': 2})"
    assert found(call) == [("changed-meaning", "warning", "{'n': 2}")]
    assert found(call, "1") == []


@pytest.mark.parametrize(
    "call",
    [
        *("Conv2D(32, 3, 1)", "Conv2D(32, 3, 2)", "Conv2D(32, 2, 2)", "Conv2D(32, 16, 16)", "Conv2D(32, 1, 1)"),
        *("Conv2D(32, 3, strides=3)", "Conv2D(32, (3, 3), 3)", "Conv1D(32, 3, 3)", "MaxPooling2D(3, 3)"),
    ],
)
def test_strides_that_may_be_meant_are_left_alone(call: str) -> None:
    assert found(call) == []
