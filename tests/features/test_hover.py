"""What hovers say, in words and numbers."""

from __future__ import annotations

import pytest

from param_lsp.analysis import Analysis, analyze
from param_lsp.features.blocks import Heading, Table, Text, markdown, plain
from param_lsp.features.hover import hover
from param_lsp.source.read import python_source
from tests.evaluate.notebooks import Ran, analysed
from tests.features.test_fixtures import ROOT


def example(name: str) -> Analysis:
    """Analyse an example."""
    return analyze(python_source(name, (ROOT / "examples" / name).read_text("utf-8")))


def said(given: Analysis, code: str) -> str:
    """Give the hover at the beginning of a piece of code."""
    found = hover(given, given.source.text.index(code))
    assert found is not None
    return plain(found.blocks)


def test_a_dense_layer() -> None:
    """Its weights are Keras's: a kernel and a bias."""
    assert said(example("linear_regression.py"), "Dense(32") == (
        "dense Dense\n"
        "(None, 1) → (None, 32)\n"
        "each of 32 neurons: 1 weight and 1 bias → (1 + 1) × 32 = 64\n"
        "weight  shape    parameters\n"
        "kernel  (1, 32)          32  trainable\n"
        "bias    (32,)            32  trainable\n"
        "Its weights take 256.00 B. 32 multiply–adds a sample. Its output takes 128.00 B a sample.\n"
        "Input shape from input_shape = (1, ) (line 8).\n"
        "Dense in Keras's documentation: https://keras.io/api/layers/core_layers/dense/"
    )


def test_a_convolution_says_how_its_size_comes_about() -> None:
    """The filters in words, the sizes as arithmetic."""
    text = said(example("mnist_snippet.py"), "Conv2D(32")
    assert "32 filters, each 3×3×1 weights and 1 bias: (3×3×1 + 1) × 32 = 320" in text
    assert "(28 − 3)/1 + 1 = 26" in text


def test_batch_normalization_has_two_halves() -> None:
    """What is learned, and what is kept from the batches."""
    text = said(example("iris.py"), "BatchNormalization")
    assert "moving_mean      (32,)          32  not trainable" in text
    assert "gamma            (32,)          32  trainable" in text


def test_a_model_has_its_totals() -> None:
    """The optimizer's variables stand apart."""
    text = said(example("iris.py"), "Sequential")
    assert text == (
        "sequential sequential model, 7 layers\n"
        "(None, 4) → (None, 3)\n"
        "total                             number    memory\n"
        "parameters                           931   3.64 KB\n"
        "trainable                            835\n"
        "non-trainable                         96\n"
        "optimizer, after a fit             1,672\n"
        "weights, gradients and optimizer          13.42 KB\n"
        "multiply–adds a sample               688\n"
        "outputs of all layers, a sample           588.00 B"
    )


def test_a_name_that_holds_data() -> None:
    """Its shape, dtype and where it came from."""
    assert said(example("iris.py"), "x_train = scaler") == "x_train\n(120, 4) float64, from load_iris()"


def test_what_is_no_layer_has_no_hover() -> None:
    """Other tools explain the rest."""
    given = example("iris.py")
    assert hover(given, given.source.text.index("import")) is None


def test_a_misfit_quotes_keras() -> None:
    """The layer behind it says why nothing is known of it."""
    text = (
        "import keras\nm = keras.Sequential([keras.Input((4,)), keras.layers.Conv2D(3, 3), keras.layers.Flatten()])\n"
    )
    given = analyze(python_source("a.py", text))
    assert "\nKeras: Input 0 " in said(given, "Conv2D")
    assert said(given, "Flatten") == "flatten Flatten\nUnknown: a layer before it does not fit"


def test_markdown_keeps_what_users_wrote() -> None:
    """A layer's name is not markup."""
    blocks = (Heading("a*b_", "Dense"), Text("x[1] and [a](b)"), Table(("a", ""), (("1|2", "x"),), (0,)))
    assert (
        markdown(blocks) == "**a\\*b\\_** Dense\n\nx[1] and \\[a](b)\n\n|    a |     |\n| ---: | --- |\n| 1\\|2 | x   |"
    )


def test_a_name_that_holds_a_model_says_what_it_is() -> None:
    """Also where it is used, as it ends."""
    text = said(example("iris.py"), "model.compile")
    assert text.startswith("model sequential model, 7 layers\n(None, 4) → (None, 3)\n")
    assert "parameters                           931   3.64 KB" in text
    assert "Made by tf.keras.models.Sequential([" in text


def test_numbers_that_rest_on_saved_outputs_say_so() -> None:
    """At the layer, the model and its name, and that the outputs may be older."""
    cells = (
        Ran("import keras, data\nx = data.load()"),
        Ran("x.shape", result="(60000, 784)"),
        Ran("m = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Dense(10)])\nm.summary()"),
    )
    found = analysed(*cells)
    resting = (
        "Numbers rest on saved outputs, which may be older than the code: x.shape is known from the output of cell 2."
    )
    for code in ("Dense", "Sequential", "m.summary"):
        assert resting in said(found, code), code
    assert "(60000, 784) ?, from the output of cell 2" in said(found, "x.shape")


DIVERSE = """\
import keras, other
from keras import layers

base = keras.applications.MobileNetV2(include_top=False, input_shape=(96, 96, 3), weights=None)
top = keras.Sequential([base, layers.GlobalAveragePooling2D()])
steps = keras.Input((6, 16))
seen = layers.MultiHeadAttention(2, 8)(steps, steps)
each = layers.TimeDistributed(layers.Dense(4))(seen)
back = layers.Bidirectional(layers.GRU(3))(each)
last = layers.Dense(other.n_classes)(back)
model = keras.Model(steps, last)
waiting = keras.Sequential([layers.Dense(3)])
cells = [layers.LSTMCell(2) for _ in "abcd"]
stacked = keras.Sequential([keras.Input((5, 2)), layers.Bidirectional(layers.RNN(cells))])
"""


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        # A model that is a layer of another one has its totals, not its 260 weights.
        ("keras.applications", ["mobilenetv2_1.00_96 model of keras.applications, 154 layers"]),
        (
            "layers.MultiHeadAttention",
            [
                "2 heads, each with a query and a key of 8 numbers and a value of 8 for each position",
                "16×2×8 + 2×8 + 16×2×8 + 2×8 + 16×2×8 + 2×8 + 2×8×16 + 16 = 1,088 parameters",
            ],
        ),
        (
            "layers.TimeDistributed",
            ["all steps share the same weights", "each of 4 neurons: 16 weights and 1 bias → (16 + 1) × 4 = 68"],
        ),
        (
            "layers.Bidirectional",
            ["forward 3×((4 + 3)×3 + 2×3), backward 3×((4 + 3)×3 + 2×3): together 162"],
        ),
        (
            "layers.Dense(other",
            [
                "≥ 7 parameters.",
                "Unknown: n_classes comes from other, which is not among the files here",
                "If you know the size, name it and say it in a comment:",
                "n = … # param-lint: n = 10",
            ],
        ),
        (
            "layers.Dense(3)",
            [
                "3·n + 3 parameters.",
                "n: not known here (nothing passes a value, or no input is there yet); the numbers hold for any.",
                "Unknown: the model has no input shape yet: add keras.Input(shape=…), or build or fit it",
            ],
        ),
        ("layers.Bidirectional(layers.RNN", ["… 12 more"]),
        (
            "keras.Input((6, 16))",
            ["(None, 6, 16)", "One sample has the shape (6, 16). None is the batch: any number of samples."],
        ),
        ("keras.Input((5, 2))", ["(None, 5, 2)"]),
    ],
)
def test_what_a_beginner_reads(code: str, lines: list[str]) -> None:
    """Each count once as a sum, each weight once in the table; why something is unknown, and what would help."""
    text = [" ".join(line.split()) for line in said(analyze(python_source("a.py", DIVERSE)), code).splitlines()]
    assert [line for line in text if line in lines] == lines
    assert len(text) < 25
