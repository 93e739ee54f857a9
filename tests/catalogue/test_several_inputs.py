"""Merging and attention layers, and preprocessing: what a Sequential and a call do with them."""

from __future__ import annotations

import pytest

from param_lsp.catalogue import apply, create, find
from param_lsp.message import message
from param_lsp.shapes import Shapes, UnknownDim, symbol
from param_lsp.values import Applied, ListValue, Misfit, Undetermined


def outcome(name, *positional, on, **keywords):
    declaration = find(name)
    made = create(declaration, positional, keywords)
    assert made.misfit is None, made.misfit
    assert made.reason is None, made.reason
    return apply(declaration, made.arguments, on)


@pytest.mark.parametrize(
    ("name", "positional", "inputs", "output"),
    [
        ("Add", (), ((None, 3, 4), (None, 1, 4), (None, 4)), (None, 3, 4)),
        ("Multiply", (), ((2, 3), (None, 3)), (2, 3)),
        ("Subtract", (), ((None, None), (None, 3)), (None, None)),
        ("Concatenate", (), ((None, 3, 4), (None, 3, 5)), (None, 3, 9)),
        ("Concatenate", (1,), ((None, 3, 4), (None, None, 4)), (None, None, 4)),
        ("Dot", (1,), ((None, 3), (None, 3)), (None, 1)),
        ("Dot", ((2, 1),), ((None, 3, 4), (None, 4, 5)), (None, 3, 5)),
        ("Attention", (), ((None, 3, 4), (None, 5, 7)), (None, 3, 7)),
        ("MultiHeadAttention", (2, 3), ((None, 3, 4), (None, 5, 6)), (None, 3, 4)),
    ],
)
def test_outputs(name, positional, inputs, output):
    applied = outcome(name, *positional, on=Shapes(inputs))
    assert isinstance(applied, Applied), applied
    assert applied.output == output


def test_concatenation_says_its_sum():
    applied = outcome("Concatenate", on=Shapes(((None, 3), (None, 4))))
    assert [str(step) for step in applied.steps] == ["axis -1: 3 + 4 = 7"]


def test_symbols_are_merged():
    n = symbol("n")
    assert outcome("Concatenate", on=Shapes(((None, n), (None, 4)))).output == (None, n + 4)
    assert outcome("Add", on=Shapes(((None, n), (None, n)))).output == (None, n)
    assert isinstance(outcome("Add", on=Shapes(((None, n), (None, 3)))).output[1], UnknownDim)


@pytest.mark.parametrize(
    ("name", "positional", "said"),
    [
        (
            "Add",
            (),
            (
                "A merge layer should be called on a list of inputs. "
                "Received: input_shape=(None, 3) (not a list of shapes)"
            ),
        ),
        (
            "Concatenate",
            (),
            "A `Concatenate` layer should be called on a list of at least 1 input. Received: input_shape=(None, 3)",
        ),
        ("Dot", (1,), "A `Dot` layer should be called on a list of 2 inputs. Received: input_shape=(None, 3)"),
        (
            "Attention",
            (),
            (
                "Attention layer must be called on a list of inputs, namely [query, value] or [query, value, key]. "
                "Received: inputs=(None, 3)."
            ),
        ),
        ("MultiHeadAttention", (2, 3), "missing a required argument: 'value'"),
    ],
)
def test_one_input_is_rejected_as_in_a_sequential(name, positional, said):
    misfit = outcome(name, *positional, on=(None, 3))
    assert isinstance(misfit, Misfit)
    assert misfit.keras_message == said


def test_heads_have_projections():
    applied = outcome("MultiHeadAttention", 2, 3, value_dim=7, use_gate=True, on=Shapes(((None, 3, 4), (None, 5, 6))))
    assert [(weight.name, weight.shape) for weight in applied.weights if weight.name.endswith("kernel")] == [
        ("query/kernel", (4, 2, 3)),
        ("key/kernel", (6, 2, 3)),
        ("gate/kernel", (4, 2, 7)),
        ("value/kernel", (6, 2, 7)),
        ("attention_output/kernel", (2, 7, 4)),
    ]


@pytest.mark.parametrize(
    ("name", "positional", "keywords", "on", "output", "params"),
    [
        ("Rescaling", (1 / 255,), {}, (None, 28, 28, 1), (None, 28, 28, 1), 0),
        ("Resizing", (224, 128), {}, (None, None, None, 3), (None, 224, 128, 3), 0),
        ("Resizing", (224, 128), {"data_format": "channels_first"}, (None, 3, 9, 9), (None, 3, 224, 128), 0),
        ("RandomCrop", (24, 20), {}, (None, 28, 28, 1), (None, 24, 20, 1), 0),
        ("RandomFlip", ("horizontal",), {}, (None, 28, 28, 1), (None, 28, 28, 1), 0),
        ("Normalization", (), {}, (None, 4), (None, 4), 9),
        ("Normalization", (), {"axis": None}, (None, 4), (None, 4), 3),
        ("Normalization", (), {"mean": 0.5, "variance": 0.1}, (None, 4), (None, 4), 0),
        ("CategoryEncoding", (10,), {"output_mode": "one_hot"}, (None, 3), (None, 3, 10), 0),
        ("StringLookup", (), {"vocabulary": ListValue(["a", "b"]), "output_mode": "one_hot"}, (None, 1), (None, 3), 0),
        ("TextVectorization", (1000,), {"output_sequence_length": 40}, (None,), (None, 40), 0),
        ("MelSpectrogram", (), {"num_mel_bins": 64}, (None, 16000), (None, 64, 32), 0),
        ("STFTSpectrogram", (), {}, (None, 16000, 1), (None, 124, 129), 2 * 256 * 129),
    ],
)
def test_preprocessing(name, positional, keywords, on, output, params):
    applied = outcome(name, *positional, on=on, **keywords)
    assert isinstance(applied, Applied), applied
    assert applied.output == output
    assert sum(weight.params for weight in applied.weights) == params


def test_a_vocabulary_that_is_learnt_is_not_known():
    applied = outcome("StringLookup", output_mode="one_hot", on=(None, 1))
    assert isinstance(applied.output[1], UnknownDim)
    assert str(applied.output[1].reason) == "the vocabulary is learnt by `adapt`"


def test_layers_of_other_libraries_say_why():
    result = outcome("TorchModuleWrapper", None, on=(None, 4))
    assert isinstance(result, Undetermined)
    assert result.reason == message("{layer} runs {what}, which is not followed",
                                    layer="TorchModuleWrapper", what="a module of PyTorch")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "keywords", "argument"),
    [
        ("RandomRotation", {"factor": 2}, "factor"),
        ("RandomZoom", {"height_factor": -1.0}, "height_factor"),
        ("RandomFlip", {"factor": 0.5}, "factor"),
        ("CategoryEncoding", {}, "num_tokens"),
        ("StringLookup", {"vocabulary": ListValue(["a", "a"])}, "vocabulary"),
        ("MultiHeadAttention", {"num_heads": 0, "key_dim": 3}, "num_heads"),
        ("STFTSpectrogram", {"mode": "abs"}, "mode"),
    ],
)
def test_constructors_name_the_culprit(name, keywords, argument):
    made = create(find(name), (), keywords)
    assert made.misfit is not None
    assert made.misfit.argument == argument
