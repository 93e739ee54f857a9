"""Recurrent layers and wrappers: rows, words and older spellings; numbers are those of Keras's own summaries."""

from __future__ import annotations

import pytest

from param_lsp.catalogue import apply, create, explain, find, formula
from param_lsp.message import message
from param_lsp.shapes import Shapes, UnknownDim, UnknownShape, symbol
from param_lsp.spans import Place, Span
from param_lsp.values import Applied, LayerValue, ListValue, Misfit, NumpyScalar, Undetermined, Unknown

UNKNOWN = Unknown(message("nobody calls the function"))


def layer(kind, /, *positional, keras=3, **keywords):
    declaration = find(kind)
    made = create(declaration, positional, keywords, keras)
    assert made.reason is None, made.reason
    place = Place("a.py", Span(0, 0))
    return LayerValue(
        declaration, made.arguments, made.name, place, trainable=made.trainable, misfit=made.misfit, marks=made.marks
    )


def built(value, on):
    outcome = apply(value.declaration, value.arguments, on)
    assert isinstance(outcome, Applied), outcome
    return outcome


def count(applied):
    return sum(weight.params for weight in applied.weights)


def words(value, on):
    applied = built(value, on)
    numbers = formula(value.declaration, value.arguments, applied, on)
    return numbers, [str(line) for line in explain(value.declaration, value.arguments, applied, on)]


@pytest.mark.parametrize(
    ("value", "output", "params"),
    [
        (layer("SimpleRNN", 16), (None, 16), 400),
        (layer("LSTM", 16), (None, 16), 1600),
        (layer("GRU", 16), (None, 16), 1248),
        (layer("GRU", 16, reset_after=False), (None, 16), 1200),
        (layer("GRU", 16, keras=1), (None, 16), 1200),
        (layer("CuDNNLSTM", 16, keras=2), (None, 16), 1664),
        (layer("CuDNNGRU", 16, return_sequences=True, keras=2), (None, 5, 16), 1248),
        (layer("LSTM", 16, return_sequences=True, use_bias=False), (None, 5, 16), 1536),
    ],
)
def test_rows(value, output, params):
    applied = built(value, (None, 5, 8))
    assert (applied.output, count(applied)) == (output, params)


def test_words_of_an_lstm():
    numbers, lines = words(layer("LSTM", 16), (None, 5, 8))
    assert numbers == "4×((8 + 16)×16 + 16)"
    assert lines == ["4 gates, each (8 + 16) × 16 weights and 16 biases: 4×((8 + 16)×16 + 16) = 1,600"]


def test_words_of_a_gru_tell_of_its_two_biases():
    numbers, lines = words(layer("GRU", 16), (None, 5, 8))
    assert numbers == "3×((8 + 16)×16 + 2×16)"
    assert "2 × 16 biases (inputs and state have their own)" in lines[0]


def test_words_of_a_bidirectional_layer():
    assert words(layer("Bidirectional", layer("LSTM", 16)), (None, 5, 8))[0] == "2×4×((8 + 16)×16 + 16)"
    assert words(layer("Bidirectional", layer("SimpleRNN", 16)), (None, 5, 8))[0] == "2×((8 + 16)×16 + 16)"


def test_states_are_outputs_of_their_own():
    applied = built(layer("LSTM", 4, return_sequences=True, return_state=True), (2, 3, 5))
    assert applied.output == Shapes(((2, 3, 4), (2, 4), (2, 4)))
    both = built(layer("Bidirectional", layer("GRU", 4, return_state=True)), (None, 3, 5))
    assert both.output == Shapes(((None, 8), (None, 4), (None, 4)))


def test_weights_carry_the_path_of_the_inner_layers():
    inner = layer("LSTM", 4, name="encoder")
    applied = built(layer("Bidirectional", inner), (None, 3, 5))
    assert [weight.name for weight in applied.weights][::3] == [
        "forward_encoder/lstm_cell/kernel",
        "backward_encoder/lstm_cell/kernel",
    ]


def test_an_untrainable_inner_layer_freezes_its_weights():
    inner = layer("Dense", 3, name="inner", trainable=False)
    applied = built(layer("TimeDistributed", inner), (None, 4, 5))
    assert applied.frozen == {"inner/kernel", "inner/bias"}
    assert applied.output == (None, 4, 3)


def test_cells_feed_each_other():
    cells = ListValue([layer("LSTMCell", 4, name="one"), layer("GRUCell", 3, name="two")])
    applied = built(layer("RNN", cells), (None, None, 5))
    assert applied.output == (None, 3)
    assert [weight.shape for weight in applied.weights if weight.name.endswith("/kernel")] == [(5, 16), (4, 9)]


def test_what_is_not_known_stays_open():
    n = symbol("n")
    assert built(layer("LSTM", n), (None, 5, 8)).output == (None, n)
    assert count(built(layer("SimpleRNN", n), (None, 5, 8))) == n * n + 9 * n
    assert isinstance(built(layer("LSTM", UNKNOWN), (None, 5, 8)).output[1], UnknownDim)
    open_sequences = built(layer("LSTM", 4, return_sequences=UNKNOWN), (None, 5, 8))
    assert isinstance(open_sequences.output, UnknownShape)
    assert count(open_sequences) == 208
    unknown_rank = built(layer("LSTM", 4), UnknownShape(message("it is read from a file")))
    assert unknown_rank.output[1] == 4


@pytest.mark.parametrize(
    ("value", "on", "said"),
    [
        (
            layer("LSTM", 4),
            (None, 5),
            (
                "Input 0 with name 'None' of layer 'lstm' is incompatible with the layer: "
                "expected ndim=3, found ndim=2. Full shape received: (None, 5)"
            ),
        ),
        (
            layer("LSTM", 4, stateful=True),
            (None, 5, 3),
            (
                "When using `stateful=True` in a RNN, the batch size must be static. "
                "Found dynamic batch size: sequence.shape=(None, 5, 3)"
            ),
        ),
        (
            layer("TimeDistributed", layer("Dense", 3)),
            (None, 5),
            "`TimeDistributed` Layer should be passed an `input_shape` with at least 3 dimensions, received: (None, 5)",
        ),
        (layer("LSTM", NumpyScalar(4, "int64")), (None, 5, 3), "output_size must be an integer."),
    ],
)
def test_misfits_quote_keras(value, on, said):
    outcome = apply(value.declaration, value.arguments, on)
    assert isinstance(outcome, Misfit)
    assert outcome.keras_message == said


@pytest.mark.parametrize(
    ("name", "positional", "keywords", "argument"),
    [
        ("LSTM", (0,), {}, "units"),
        ("GRU", (4,), {"use_cudnn": "yes"}, "use_cudnn"),
        ("Bidirectional", (3,), {}, "layer"),
        ("Bidirectional", (layer("LSTM", 3),), {"merge_mode": "max"}, "merge_mode"),
        ("Bidirectional", (layer("Dense", 3),), {}, "layer"),
        ("Dropout", (1.5,), {}, "rate"),
    ],
)
def test_constructors_name_the_culprit(name, positional, keywords, argument):
    made = create(find(name), positional, keywords)
    assert made.misfit is not None
    assert made.misfit.argument == argument


def test_a_wrapped_layer_that_cannot_be_made_accuses_nobody_twice():
    made = create(find("TimeDistributed"), (layer("Dense", 0),), {})
    assert made.misfit is None
    assert made.reason is not None


def test_keras_1_spelling():
    value = layer("LSTM", output_dim=16, inner_activation="hard_sigmoid", dropout_W=0.2, input_dim=8, keras=1)
    assert built(value, (None, 5, 8)).output == (None, 16)
    made = create(find("LSTM"), (16,), {"input_dim": 8, "input_length": 5}, 1)
    assert made.input_shape == (None, 5, 8)


def test_a_wrapper_is_followed_by_nobody():
    value = layer("Wrapper", layer("Dense", 3))
    assert isinstance(apply(value.declaration, value.arguments, (None, 4)), Undetermined)
