"""The catalogue's door: finding, creating, applying and explaining layers, without Keras."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from param_lsp.catalogue import apply, automatic_name, create, explain, families, find, formula, layer_names, named
from param_lsp.message import message
from param_lsp.shapes import Shapes, UnknownDim, UnknownShape, symbol
from param_lsp.values import Applied, Misfit, NumpyScalar, Undetermined, Unknown
from param_lsp.wording import shape as shape_text

UNKNOWN = Unknown(message("nobody calls the function"))


def built(name, *positional, on, keras=3, **keywords):
    layer = find(name)
    created = create(layer, positional, keywords, keras)
    assert created.misfit is None, created.misfit
    assert created.reason is None, created.reason
    return layer, created, apply(layer, created.arguments, on)


def rejected(name, *positional, on=None, keras=3, **keywords):
    layer = find(name)
    created = create(layer, positional, keywords, keras)
    misfit = created.misfit if on is None else apply(layer, created.arguments, on)
    assert isinstance(misfit, Misfit), misfit
    return misfit


def test_table_is_what_the_declarations_say():
    table = Path(families.__file__).with_name("table.py").read_text(encoding="utf-8")
    assert table == families.table_source(), "run `python -m param_lsp.catalogue.families`"


def test_aliases_are_the_same_declaration():
    assert find("MaxPool2D") is find("MaxPooling2D")
    assert find("Convolution2D").name == "Conv2D"
    assert find("NoSuchLayer") is None
    assert {"Dense", "MaxPool2D", "Input"} <= layer_names()


def test_families_are_imported_when_they_are_asked_for():
    program = """
import sys
import param_lsp.catalogue
before = "param_lsp.catalogue.core" in sys.modules
param_lsp.catalogue.find("Dense")
print(before, "param_lsp.catalogue.core" in sys.modules, "param_lsp.catalogue.pooling" in sys.modules)
"""
    root = Path(families.__file__).parents[2]
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert output.stdout.split() == ["False", "True", "False"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dense", "dense"),
        ("MaxPooling2D", "max_pooling2d"),
        ("LSTM", "lstm"),
        ("Conv2DTranspose", "conv2d_transpose"),
        ("GlobalAveragePooling1D", "global_average_pooling1d"),
        ("ReLU", "re_lu"),
    ],
)
def test_automatic_names(name, expected):
    assert automatic_name(name) == expected


@pytest.mark.parametrize(
    ("name", "positional", "keywords", "inputs", "output", "params", "numbers", "words"),
    [
        ("Dense", (32,), {}, (None, 1), "(None, 32)", 64, "1×32 + 32",
         "each of 32 neurons: 1 weight and 1 bias → (1 + 1) × 32 = 64"),
        ("Conv2D", (32, (3, 3)), {}, (None, 28, 28, 1), "(None, 26, 26, 32)", 320, "3×3×1×32 + 32",
         "32 filters, each 3×3×1 weights and 1 bias: (3×3×1 + 1) × 32 = 320"),
        ("BatchNormalization", (), {}, (None, 8, 64), "(None, 8, 64)", 256, "4×64",
         "gamma and beta are learned: 2 × 64 = 128"),
        ("Embedding", (1000, 8), {}, (None, None), "(None, None, 8)", 8000, "1000×8",
         "1,000 entries, each a vector of 8 numbers: 1,000 × 8 = 8,000"),
        ("Flatten", (), {}, (None, 3, 3, 64), "(None, 576)", 0, None, None),
    ],
)  # fmt: skip
def test_rows(name, positional, keywords, inputs, output, params, numbers, words):
    layer, created, applied = built(name, *positional, on=inputs, **keywords)
    assert shape_text(applied.output) == output
    assert sum(weight.params for weight in applied.weights) == params
    assert formula(layer, created.arguments, applied, inputs) == numbers
    assert next((str(line) for line in explain(layer, created.arguments, applied, inputs)), None) == words


@pytest.mark.parametrize(
    ("name", "positional", "keywords", "inputs", "steps"),
    [
        ("Conv2D", (8, 3), {}, (None, 28, 28, 1), ["height and width: (28 − 3)/1 + 1 = 26"]),
        ("Conv2D", (8, (3, 5)), {"strides": 2}, (None, 28, 28, 1),
         ["height: ⌊(28 − 3)/2⌋ + 1 = 13", "width: ⌊(28 − 5)/2⌋ + 1 = 12"]),
        ("Conv1D", (8, 3), {"padding": "same"}, (None, 28, 1), []),
        ("Conv1D", (8, 3), {"padding": "same", "strides": 3}, (None, 28, 1), ["length: ⌈28/3⌉ = 10"]),
        ("MaxPooling3D", (), {}, (None, 8, 8, 8, 1), ["each axis: (8 − 2)/2 + 1 = 4"]),
        ("Conv2DTranspose", (8, 3), {"strides": 2}, (None, 13, 13, 4), ["height and width: (13 − 1)×2 + 3 = 27"]),
        ("ZeroPadding2D", (((1, 2), 3),), {}, (None, 13, 13, 4), ["height: 13 + 1 + 2 = 16", "width: 13 + 3 + 3 = 19"]),
        ("Cropping1D", ((1, 0),), {}, (None, 13, 4), ["length: 13 − 1 = 12"]),
        ("UpSampling2D", (), {}, (None, 13, 13, 4), ["height and width: 13 × 2 = 26"]),
        ("Reshape", ((4, -1),), {}, (None, 12), ["-1 becomes 12/4 = 3"]),
        ("Flatten", (), {}, (None, 3, 4), ["3×4 = 12"]),
        ("Conv2D", (8, 3), {}, (None, None, None, 1), []),
    ],
)  # fmt: skip
def test_steps(name, positional, keywords, inputs, steps):
    _, _, applied = built(name, *positional, on=inputs, **keywords)
    assert [str(step) for step in applied.steps] == steps


@pytest.mark.parametrize(
    ("misfit", "rule", "argument", "keras_message"),
    [
        (lambda: rejected("Dense", 0), "invalid-argument", "units",
         "Received an invalid value for `units`, expected a positive integer. Received: units=0"),
        (lambda: rejected("Dense", NumpyScalar(3, "int64")), "invalid-argument", "units",
         "Received an invalid value for `units`, expected a positive integer. Received: units=3"),
        (lambda: rejected("Dense"), "invalid-argument", None,
         "Dense.__init__() missing 1 required positional argument: 'units'"),
        (lambda: rejected("Conv2D", 8), "invalid-argument", None,
         "Conv2D.__init__() missing 1 required positional argument: 'kernel_size'"),
        (lambda: rejected("Dense", 3, unit=4), "unknown-argument", "unit",
         "Unrecognized keyword arguments passed to Dense: {'unit': 4}"),
        (lambda: rejected("Dense", 3, activation="rleu"), "invalid-argument", "activation",
         "Could not interpret activation function identifier: rleu"),
        (lambda: rejected("Conv2D", 8, 3, on=(None, 784)), "incompatible-rank", None,
         ("Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer: expected min_ndim=4, "
          "found ndim=2. Full shape received: (None, 784)")),
        (lambda: rejected("Dense", 3, on=(None, None)), "undefined-dimension", None,
         ("Shapes used to initialize variables must be fully-defined (no `None` dimensions). "
          "Received: shape=(None, 3) for variable path='dense/kernel'")),
        (lambda: rejected("Reshape", (5, -1), on=(None, 12)), "reshape-size-mismatch", "target_shape",
         ("The total size of the tensor must be unchanged, however, the input size cannot by divided by the specified "
          "dimensions in target_shape. Received: input_shape=(12,), target_shape=(5, -1)")),
    ],
)  # fmt: skip
def test_misfits_quote_keras(misfit, rule, argument, keras_message):
    found = misfit()
    assert (found.rule, found.argument, found.keras_message) == (rule, argument, keras_message)


def test_hint_of_a_misfit():
    assert str(rejected("Conv2D", 8, 3, on=(None, 784)).short) == "wants rank 4, gets (None, 784)"
    assert str(rejected("Conv2D", 8, 5, on=(None, 4, 4, 1)).short) == "kernel 5×5 does not fit (None, 4, 4, 1)"
    nearest = rejected("Dense", 3, activation="rleu").message
    assert str(nearest) == "`activation` cannot be 'rleu'; did you mean \"relu\"?"


def test_names_in_keras_words():
    misfit = rejected("Dense", 3, on=(None, None))
    assert "path='hidden/kernel'" in named(misfit, find("Dense"), "hidden").keras_message
    assert named(misfit, find("Dense"), None) is misfit


def test_positional_names():
    created = create(find("Conv2D"), (8, 3, 2), {})
    assert created.names == ("filters", "kernel_size", "strides")
    assert create(find("Flatten"), (None, 3), {}).names == ("data_format", None)


def test_symbols_flow_through():
    n = symbol("n")
    _, _, applied = built("Conv1D", 8, 3, on=(None, n, 4), strides=2)
    assert shape_text(applied.output) == "(None, ⌊(n − 1)/2⌋, 8)"
    layer, created, applied = built("Dense", 32, on=(None, n))
    assert formula(layer, created.arguments, applied, (None, n)) == "n×32 + 32"
    _, _, applied = built("Reshape", (4, -1), on=(None, n * 12))
    assert shape_text(applied.output) == "(None, 4, 3·n)"


def test_unknown_numbers_keep_what_is_known():
    _, _, applied = built("Dense", UNKNOWN, on=(None, 3))
    assert isinstance(applied.output[-1], UnknownDim)
    assert applied.weights[0].shape[0] == 3
    _, _, applied = built("Dense", 4, on=(None, 3), use_bias=UNKNOWN)
    assert (applied.weights[1].params.low, applied.weights[1].params.high) == (0, 4)


def test_unknown_words_are_undetermined():
    layer = find("Conv2D")
    created = create(layer, (8, 3), {"padding": UNKNOWN})
    assert created.misfit is None
    outcome = apply(layer, created.arguments, (None, 8, 8, 1))
    assert isinstance(outcome, Undetermined)
    assert str(outcome.reason) == "`padding` is not known: nobody calls the function"


def test_unknown_inputs():
    unknown = UnknownShape(message("nobody calls the function"))
    assert built("Conv2D", 8, 3, on=unknown)[2].output[-1] == 8
    assert built("Embedding", 10, 4, on=unknown)[2].weights[0].shape == (10, 4)
    assert isinstance(built("Dropout", 0.5, on=unknown)[2], Applied)
    assert isinstance(apply(find("Dense"), create(find("Dense"), (3,), {}).arguments, unknown), Undetermined)


def test_lists_of_inputs():
    misfit = rejected("Dense", 3, on=Shapes(((None, 3), (None, 4))))
    assert misfit.keras_message.startswith('Layer "dense" expects 1 input(s), but it received 2 input tensors.')


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"input_shape": (28, 28, 1)}, (None, 28, 28, 1)),
        ({"input_shape": (None, NumpyScalar(8, "int64"))}, (None, None, 8)),
        ({"input_dim": 4}, (None, 4)),
        ({"batch_input_shape": (2, 3)}, (2, 3)),
        ({}, None),
    ],
)
def test_input_shape_of_the_first_layer(keywords, expected):
    created = create(find("Dense"), (3,), keywords)
    assert created.input_shape == expected
    assert created.misfit is None


def test_impossible_input_shape_is_not_the_layers_fault():
    created = create(find("Dense"), (3,), {"input_shape": 784})
    assert (created.misfit, created.input_shape) == (None, None)
    assert created.input_misfit.keras_message == "Cannot convert '784' to a shape."


def test_base_keywords():
    created = create(find("Dense"), (3,), {"name": "hidden", "trainable": False})
    assert (created.name, created.trainable, created.name_known) == ("hidden", False, True)
    created = create(find("Dense"), (3,), {"name": UNKNOWN, "trainable": UNKNOWN})
    assert (created.name, created.trainable, created.name_known) == (None, None, False)


def test_arguments_of_older_versions_are_used_and_marked():
    created = create(find("Dense"), (3,), {"batch_input_shape": (None, 4), "weights": UNKNOWN})
    assert created.misfit is None
    assert [str(mark) for mark in created.marks] == [
        "`batch_input_shape` is an argument of Keras 2; Keras 3 rejects it",
        "`weights` is an argument of Keras 2; Keras 3 rejects it",
    ]
    assert create(find("Dense"), (3,), {"batch_size": 4}).misfit.rule == "unknown-argument"
    assert create(find("Dense"), (3,), {"batch_size": 4, "input_shape": (2,)}, keras=2).input_shape == (4, 2)
