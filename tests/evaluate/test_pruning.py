"""`tfmot.sparsity.keras.prune_low_magnitude`; the wrapper's weights as its source adds them (0.8)."""

from param_lsp.analysis import analyze
from param_lsp.source import python_source

BEGIN = """import tensorflow_model_optimization as tfmot
from tensorflow import keras
from tensorflow.keras import layers
prune_low_magnitude = tfmot.sparsity.keras.prune_low_magnitude
"""


def named(text, variable):
    report = analyze(python_source("a.py", BEGIN + text)).report
    return next(model for model in report.models if model.variable == variable)


def test_a_sequential_is_pruned_layer_by_layer():
    # The MNIST tutorial of the library: a mask as large as each kernel, a threshold, and a counter for every layer.
    text = (
        "model = keras.Sequential([layers.InputLayer(input_shape=(28, 28)), layers.Reshape((28, 28, 1)),\n"
        "    layers.Conv2D(12, (3, 3), activation='relu'), layers.MaxPooling2D((2, 2)), layers.Flatten(),\n"
        "    layers.Dense(10)])\n"
        "pruned = prune_low_magnitude(model, pruning_schedule=None)\n"
    )
    model = named(text, "pruned")
    rows = [(row.name, row.type, row.params) for row in model.rows if row.type != "InputLayer"]
    assert rows == [
        ("prune_low_magnitude_reshape", "PruneLowMagnitude", 1),
        ("prune_low_magnitude_conv2d", "PruneLowMagnitude", 9 * 12 + 12 + 9 * 12 + 2),
        ("prune_low_magnitude_max_pooling2d", "PruneLowMagnitude", 1),
        ("prune_low_magnitude_flatten", "PruneLowMagnitude", 1),
        ("prune_low_magnitude_dense", "PruneLowMagnitude", 2028 * 10 + 10 + 2028 * 10 + 2),
    ]
    assert model.totals.params == 40_805
    assert model.totals.trainable == 20_410
    assert named(text, "model").totals.params == 20_410


def test_single_layers_are_pruned_in_their_place():
    text = (
        "model = keras.Sequential([keras.Input((5,)), prune_low_magnitude(layers.Dense(4)), layers.Dense(2)])\n"
        "begun = keras.Sequential([prune_low_magnitude(layers.LSTM(3, input_shape=(7, 2)))])\n"
    )
    assert named(text, "model").rows[0].params == 24 + 20 + 2
    assert named(text, "begun").rows[0].params == 4 * (2 + 3 + 1) * 3 + 4 * (2 + 3) * 3 + 2 + 1


def test_what_is_not_followed_is_unknown():
    for argument in ("layers.Bidirectional(layers.LSTM(3))", "unknown", "keras.Sequential([keras.Sequential([])])"):
        text = f"model = keras.Sequential([keras.Input((7, 5)), prune_low_magnitude({argument})])\n"
        assert named(text, "model").unknown
        assert not named(text, "model").misfit
