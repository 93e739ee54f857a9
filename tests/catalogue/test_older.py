"""Keras 1's and 2's spellings give today's layers; expected numbers are those that Keras 1.2 and 2.15 documented."""

from __future__ import annotations

import pytest

from param_lsp.catalogue import apply, create, find
from param_lsp.catalogue.base import BASE, OLDER_BASE
from param_lsp.catalogue.layer import parse_signature
from param_lsp.catalogue.older import DROPPED, DROPPED_IN, GATHERED, POSITIONAL, RENAMED, RENAMED_IN


def row(name, *positional, on, keras=1, **keywords):
    layer = find(name)
    created = create(layer, positional, keywords, keras)
    assert created.misfit is None, created.misfit
    applied = apply(layer, created.arguments, on)
    return applied.output, sum(weight.params for weight in applied.weights)


@pytest.mark.parametrize(
    ("name", "positional", "keywords", "inputs", "output", "params"),
    [
        ("Convolution2D", (32, 3, 3), {}, (None, 28, 28, 1), (None, 26, 26, 32), 320),
        ("Convolution2D", (32, 3, 3), {"border_mode": "same"}, (None, 28, 28, 1), (None, 28, 28, 32), 320),
        ("Convolution2D", (32, 3, 3), {"dim_ordering": "th"}, (None, 1, 28, 28), (None, 32, 26, 26), 320),
        ("Convolution2D", (8,), {"nb_row": 3, "nb_col": 5, "subsample": (2, 2)}, (None, 28, 28, 1),
         (None, 13, 12, 8), 128),
        ("Conv2D", (32, (3, 3)), {}, (None, 28, 28, 1), (None, 26, 26, 32), 320),
        ("Convolution1D", (), {"nb_filter": 4, "filter_length": 3, "subsample_length": 2}, (None, 9, 2),
         (None, 4, 4), 28),
        ("Dense", (), {"output_dim": 64, "init": "uniform", "bias": False}, (None, 8), (None, 64), 512),
        ("Dense", (64, "uniform", "relu"), {}, (None, 8), (None, 64), 576),
        ("MaxPooling1D", (), {"pool_length": 2, "stride": 1}, (None, 9, 2), (None, 8, 2), 0),
        ("BatchNormalization", (1e-3,), {"mode": 0}, (None, 8), (None, 8), 32),
        ("AtrousConvolution2D", (4, 3, 3), {"atrous_rate": (2, 2)}, (None, 9, 9, 2), (None, 5, 5, 4), 76),
        ("LocallyConnected1D", (4, 3), {}, (None, 5, 2), (None, 3, 4), 3 * 6 * 4 + 3 * 4),
        ("LocallyConnected2D", (4, 3, 3), {}, (None, 5, 5, 2), (None, 3, 3, 4), 9 * 18 * 4 + 9 * 4),
        ("MaxoutDense", (4,), {}, (None, 5), (None, 4), 4 * 5 * 4 + 4 * 4),
        ("Highway", (), {}, (None, 5), (None, 5), 2 * 25 + 2 * 5),
        ("TimeDistributedDense", (4,), {}, (None, 7, 5), (None, 7, 4), 24),
        ("Deconvolution2D", (3, 3, 3), {"output_shape": (None, 14, 14, 3)}, (None, 12, 12, 2), (None, 14, 14, 3), 57),
        ("ThresholdedReLU", (), {"theta": 0.5}, (None, 5), (None, 5), 0),
        ("RandomHeight", (0.2,), {}, (None, 8, 9, 3), (None, None, 9, 3), 0),
        ("RandomWidth", (0.2,), {}, (8, 9, 3), (8, None, 3), 0),
        ("Convolution3D", (4, 2, 3, 2), {}, (None, 5, 6, 7, 2), (None, 4, 4, 6, 4), 2 * 3 * 2 * 2 * 4 + 4),
        ("Convolution1D", (4, 3, "uniform", "relu"), {"border_mode": "same"}, (None, 9, 2), (None, 9, 4), 28),
        ("SeparableConvolution2D", (4, 3, 3, "uniform", "relu", None, "same", (2, 2)), {}, (None, 8, 8, 2),
         (None, 4, 4, 4), 3 * 3 * 2 + 2 * 4 + 4),
        ("ConvLSTM2D", (3, 3, 3), {"border_mode": "same", "dim_ordering": "tf"}, (None, 4, 5, 5, 2),
         (None, 5, 5, 3), 4 * (9 * (2 + 3) * 3 + 3)),
        ("MaxoutDense", (4, 2), {}, (None, 5), (None, 4), 2 * 5 * 4 + 2 * 4),
        ("Highway", ("uniform", "relu"), {}, (None, 5), (None, 5), 2 * 25 + 2 * 5),
        ("LSTM", (4, "uniform", "orthogonal", "one", "tanh", "sigmoid"), {}, (None, 7, 3), (None, 4),
         4 * ((3 + 4) * 4 + 4)),
        ("GRU", (4, "uniform", "orthogonal", "tanh", "sigmoid"), {}, (None, 7, 3), (None, 4), 3 * ((3 + 4) * 4 + 4)),
        ("SimpleRNN", (4, "uniform"), {}, (None, 7, 3), (None, 4), (3 + 4) * 4 + 4),
        ("Embedding", (10, 4, "uniform", 6), {}, (None, 6), (None, 6, 4), 40),
        ("MaxPooling1D", (2, 1, "same"), {}, (None, 9, 2), (None, 9, 2), 0),
        ("MaxPooling2D", ((2, 2), (1, 1), "same", "th"), {}, (None, 3, 8, 8), (None, 3, 8, 8), 0),
        ("AveragePooling3D", ((2, 2, 2), None, "valid", "th"), {}, (None, 3, 8, 8, 8), (None, 3, 4, 4, 4), 0),
        ("UpSampling2D", ((2, 2), "th"), {}, (None, 3, 8, 8), (None, 3, 16, 16), 0),
        ("ZeroPadding2D", ((1, 1), "th"), {}, (None, 3, 8, 8), (None, 3, 10, 10), 0),
        ("Cropping2D", (((1, 1), (2, 0)), "th"), {}, (None, 3, 8, 8), (None, 3, 6, 6), 0),
        ("SpatialDropout2D", (0.5, "th"), {}, (None, 3, 8, 8), (None, 3, 8, 8), 0),
    ],
)  # fmt: skip
def test_keras_1(name, positional, keywords, inputs, output, params):
    assert row(name, *positional, on=inputs, **keywords) == (output, params)


def test_the_same_words_mean_something_else_since_keras_2():
    assert row("Convolution2D", 32, 3, 3, on=(None, 28, 28, 1), keras=2) == ((None, 9, 9, 32), 320)
    assert row("Convolution2D", 32, 3, 3, on=(None, 28, 28, 1), keras=3) == ((None, 9, 9, 32), 320)


def test_keras_3_rejects_the_older_names():
    created = create(find("Dense"), (), {"output_dim": 3})
    assert created.misfit.keras_message == "Dense.__init__() missing 1 required positional argument: 'units'"
    assert create(find("Conv2D"), (3, 3), {"border_mode": "same"}).misfit.rule == "unknown-argument"


def test_marks_say_what_was_translated():
    created = create(find("Convolution2D"), (8, 3, 3), {"border_mode": "same"}, keras=1)
    assert [str(mark) for mark in created.marks] == [
        "`nb_row`, `nb_col` are Keras 1's names of `kernel_size`",
        "`border_mode` is Keras 1's name of `padding`",
    ]
    assert created.names == ("filters", "kernel_size", "kernel_size")
    (mark,) = create(find("LocallyConnected2D"), (8, 3), {}).marks
    assert str(mark) == "Keras 3 no longer has LocallyConnected2D"


def test_input_shapes_of_sequences():
    assert create(find("Embedding"), (10, 4), {"input_length": 7}, keras=2).input_shape == (None, 7)
    assert create(find("Embedding"), (10, 4), {}, keras=2).input_shape == (None, None)
    assert create(find("Embedding"), (10, 4), {"input_length": 7}).input_shape is None
    assert create(find("Conv1D"), (4, 3), {"input_dim": 8}, keras=1).input_shape == (None, None, 8)
    assert create(find("Conv1D"), (4, 3), {"input_dim": 8}).input_shape == (None, 8)


@pytest.mark.parametrize("name", sorted(POSITIONAL))
def test_every_positional_name_is_known_today(name):
    """Keras 1's positional arguments all lead to a parameter of today, or are dropped."""
    layer = find(name)
    signature = parse_signature(layer.signature)
    own = {parameter.name for parameter in signature.parameters}
    own |= {*BASE, *OLDER_BASE, *layer.extra_keywords, *DROPPED, *DROPPED_IN.get(name, ())}
    gathered = {old: new for names, new in GATHERED.items() for old in names}
    for old in POSITIONAL[name]:
        new = RENAMED_IN.get(name, {}).get(old) or RENAMED.get(old) or gathered.get(old)
        assert old in own or new in own, f"{old} leads nowhere"


def test_keras_2_builds_an_embedding_for_its_batch_size():
    assert create(find("Embedding"), (10, 4), {"batch_size": 128}, keras=2).input_shape == (128, None)
    assert create(find("Embedding"), (10, 4), {"batch_size": 128, "input_length": 7}, keras=2).input_shape == (128, 7)
