"""`keras.applications` without Keras: recorded data, arguments, what is made of models, and well-known hub handles."""

from __future__ import annotations

import time

import pytest

from param_lsp.analysis import analyze
from param_lsp.catalogue import applications
from param_lsp.catalogue.applications import find
from param_lsp.catalogue.applications.plan import correct_pad, keras_order
from param_lsp.source import python_source
from param_lsp.wording import json_shape

# Keras 3.15's own totals with the top: `count_params()`.
TOTALS = {
    "ConvNeXtTiny": 28_589_128,
    "DenseNet121": 8_062_504,
    "EfficientNetB0": 5_330_571,
    "EfficientNetV2B0": 7_200_312,
    "InceptionResNetV2": 55_873_736,
    "InceptionV3": 23_851_784,
    "MobileNet": 4_253_864,
    "MobileNetV2": 3_538_984,
    "NASNetMobile": 5_326_716,
    "ResNet50": 25_636_712,
    "ResNet50V2": 25_613_800,
    "VGG16": 138_357_544,
    "VGG19": 143_667_240,
    "Xception": 22_910_480,
}


def report(text: str):
    """Analyze a program on `keras` and `layers`."""
    return analyze(python_source("a.py", f"import keras\nfrom keras import layers\n{text}\n")).report


def findings(text: str) -> list[tuple[str, str]]:
    """Give the rules and Keras's words of a program's findings."""
    found = analyze(python_source("a.py", f"import keras\n{text}\n")).findings
    return [(finding.rule, finding.keras_message) for finding in found]


@pytest.mark.parametrize("name", sorted(TOTALS))
def test_totals(name):
    """The counts that Keras's documentation prints."""
    (model,) = report(f"m = keras.applications.{name}()").models
    assert model.complete
    assert model.kind == "application"
    assert model.totals.params == TOTALS[name]


@pytest.mark.parametrize("name", sorted(applications.names()))
def test_every_architecture_can_be_made(name):
    """Each has its data; sizes are free without a top, and unknown where the argument is."""
    (free,) = report(
        f"m = keras.applications.{name}(include_top=False, weights=None, input_shape=(None, None, 3))"
    ).models
    assert free.complete
    assert json_shape(free.output_shape)[1:3] == [None, None]
    (unknown,) = report(f"m = keras.applications.{name}(include_top=False, input_shape=(size, size, 3))").models
    assert not unknown.complete
    if not name.startswith("NASNet"):  # of a free width its graph is another one
        assert unknown.totals.params == free.totals.params
    assert json_shape(unknown.output_shape)[1:3] == ["?", "?"]


def test_as_a_layer():
    """A base model is one row of type Functional, frozen as its layers are."""
    found = report(
        "base = keras.applications.VGG16(include_top=False, input_shape=(150, 150, 3))\n"
        "for layer in base.layers[:15]:\n    layer.trainable = False\n"
        "model = keras.Sequential([base, layers.Flatten(), layers.Dense(1)])"
    )
    base, model = found.models
    assert (base.kind, model.kind) == ("application", "sequential")
    assert [(row.name, row.type, json_shape(row.output_shape)) for row in model.rows] == [
        ("vgg16", "Functional", [None, 4, 4, 512]),
        ("flatten", "Flatten", [None, 8192]),
        ("dense", "Dense", [None, 1]),
    ]
    assert (model.totals.params, model.totals.trainable) == (14_722_881, 7_087_617)


def test_graph_goes_on():
    """`base.output`, `base.get_layer(…).output` and `base.layers` lead on."""
    found = report(
        "base = keras.applications.InceptionV3(include_top=False, input_shape=(150, 150, 3))\n"
        "x = layers.Flatten()(base.get_layer('mixed7').output)\n"
        "x = layers.Dense(1024, activation='relu')(x)\n"
        "model = keras.Model(base.input, layers.Dense(1)(layers.Dropout(0.2)(x)))\n"
        "pooled = layers.GlobalAveragePooling2D()(base.output)\n"
        "other = keras.Model(base.input, pooled)\n"
        "vgg = keras.Sequential(keras.applications.VGG19().layers[:-1])"
    )
    totals = {model.variable: model.totals.params for model in found.models if model.kind != "application"}
    assert totals == {"model": 47_512_481, "other": 21_802_784, "vgg": 139_570_240}


def test_deep_graph():
    """Graphs deeper than Python's own stack are followed."""
    found = report(
        "base = keras.applications.EfficientNetV2L(include_top=False, weights=None)\n"
        "model = keras.Model(base.input, base.layers[-1].output)\n"
        "row = keras.Sequential([keras.Input((480, 480, 3)), base])"
    )
    assert all(model.complete for model in found.models)
    assert json_shape(found.models[-1].output_shape) == [None, 15, 15, 1280]


def test_input_tensor():
    """A model on a given tensor holds what the tensor comes from."""
    found = report(
        "inputs = keras.Input((64, 64, 3))\n"
        "x = layers.Rescaling(1 / 255)(inputs)\n"
        "base = keras.applications.VGG16(include_top=False, input_tensor=x)"
    )
    (base,) = found.models
    assert [row.name for row in base.rows[:3]] == ["input_layer", "rescaling", "block1_conv1"]
    assert json_shape(base.output_shape) == [None, 2, 2, 512]


def test_names_are_counted():
    """Layers that the builder does not name take part in Keras's counting."""
    found = report(
        "a = keras.applications.Xception(include_top=False)\n"
        "b = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(1, 1), layers.BatchNormalization(), layers.Add()])"
    )
    assert [row.name for row in found.models[-1].rows] == ["conv2d_4", "batch_normalization_4", "add_12"]


@pytest.mark.parametrize(
    ("call", "rule", "words"),
    [
        ("VGG16(weights='imagnet')", "invalid-argument", "The `weights` argument should be either `None`"),
        ("VGG16(classes=10)", "invalid-argument", "If using `weights='imagenet'` with `include_top=True`"),
        ("VGG16(include_top=False, input_shape=(20, 32, 3))", "nonpositive-output-size", "Input size must be at least"),
        ("Xception(include_top=False, input_shape=(64, 64, 3))", "nonpositive-output-size", "Input size must be at"),
        ("ResNet50(include_top=False, input_shape=(64, 64, 1))", "invalid-argument", "The input must have 3 channels"),
        ("ResNet50(input_shape=(64, 64, 3))", "invalid-argument", "When setting `include_top=True` and loading"),
        ("ResNet50(include_top=False, input_shape=(64, 64))", "invalid-argument", "`input_shape` must be a tuple of"),
        ("ResNet50(weights=None, input_shape=(None, None, 3))", "invalid-argument", "If `include_top` is True"),
        ("ResNet50(clases=3)", "unknown-argument", "ResNet50() got an unexpected keyword argument 'clases'"),
        ("MobileNetV2(alpha=0.6)", "invalid-argument", "If imagenet weights are being loaded, alpha must be one of"),
        ("VGG16(weights=None, classes=-1)", "invalid-argument", "Received an invalid value for `units`"),
        ("VGG16(classifier_activation='relu')", "invalid-argument", "Only `None` and `softmax` activations are"),
        ("EfficientNetV2B0(name='mine')", "invalid-argument", "'mine'"),
    ],
)  # fmt: skip
def test_wrong_arguments(call, rule, words):
    """Keras's words for what it rejects."""
    ((found, said),) = findings(f"m = keras.applications.{call}")
    assert found == rule
    assert said.startswith(words)


@pytest.mark.parametrize(
    "call",
    [
        "VGG16(**options)",
        "VGG16(include_top=flag)",
        "EfficientNetB0(weights=which)",
        "MobileNetV2(alpha=width, weights=None)",
        "NASNetMobile(include_top=False, weights=None, input_shape=(224, None, 3))",
        "VGG16(input_shape='224')",
        "VGG16(input_shape=(2.5, 3.5, 3))",
        "VGG16(input_tensor=3)",
        "ConvNeXtTiny(name=None)",
        "MobileNet(alpha=1e308 * 10, weights=None)",
        "MobileNet(alpha=-1, weights=None)",
        "MobileNet(depth_multiplier=0.5, weights=None)",
        "VGG16(weights=None, classes=[3])",
        "VGG16(weights=None, classifier_activation={})",
        "VGG16(weights=None, input_shape=(10**30, 10**30, 3), classes=10**400)",
        "VGG16(include_top=False, input_shape=(224, 224, None), weights=None)",
        "VGG16(include_top=False, input_shape=[(1,), 2, 3])",
        "VGG16(1, 2, 3, 4, 5, 6, 7, 8, 9)",
        "VGG16(True, include_top=True)",
        "VGG16(name=5)",
        "MobileNetV3Small(dropout_rate='a', weights=None)",
    ],
)
def test_unknown_is_unknown(call):
    """What cannot be told has no number."""
    found = report(f"m = keras.Sequential([keras.applications.{call}, layers.Flatten()])")
    assert not any(model.complete for model in found.models)


@pytest.mark.parametrize("size", [31, 32])
def test_correct_pad(size):
    """Keras pads even sizes less: `imagenet_utils.correct_pad`."""
    first = 0 if size == 32 else 1
    assert correct_pad((None, size, size, 3), 3) == ((first, 1), (first, 1))
    assert correct_pad((None, None, None, 3), 5) == ((1, 2), (1, 2))


def test_order():
    """Layers stand by depth, those of one depth as they are traversed from the output."""
    assert keras_order([(), (0,), (1,), (0,), (3, 2)], 4) == (0, 1, 3, 2, 4)


def test_data_is_small():
    """The recorded graphs of all architectures stay small."""
    folder = applications.architectures._DATA
    assert sum(path.stat().st_size for path in folder.iterdir()) < 150_000


def test_making_is_quick():
    """Making a known model of 800 layers again takes a tenth of a loop that adds as many; half is allowed."""
    made = "m = keras.applications.EfficientNetB7(include_top=False)"
    added = "m = keras.Sequential()\nfor _ in range(800):\n    m.add(layers.Dense(8, input_shape=(8,)))"
    report(made)
    assert took(made) < took(added) / 2
    assert len(find("EfficientNetB7").entries) > 800


def took(text: str) -> float:
    """Give the processor's seconds for a program, the shortest of two: the ratio of two such times is all they tell."""
    times = []
    for _ in range(2):
        start = time.process_time()
        report(text)
        times.append(time.process_time() - start)
    return min(times)


def test_preprocess_input():
    """Preprocessing keeps the shape."""
    found = report(
        "import numpy as np\nfrom keras.applications.vgg16 import preprocess_input\n"
        "x = preprocess_input(np.zeros((10, 32, 32, 3)))\n"
        "model = keras.Sequential([keras.Input(x.shape[1:]), layers.Flatten()])"
    )
    assert json_shape(found.models[-1].output_shape) == [None, 3072]


def test_hub_layers():
    """Well-known handles have their numbers, others none."""
    found = report(
        "import tensorflow_hub as hub\n"
        "a = keras.Sequential([hub.KerasLayer('https://tfhub.dev/google/nnlm-en-dim50/2', input_shape=[],"
        " trainable=True),"
        " layers.Dense(16), layers.Dense(1)])\n"
        "b = keras.Sequential([hub.KerasLayer('https://tfhub.dev/google/tf2-preview/mobilenet_v2/feature_vector/4',"
        " input_shape=(224, 224, 3), trainable=False), layers.Dense(5)])\n"
        "c = keras.Sequential([hub.KerasLayer('https://tfhub.dev/nobody/nothing/1', input_shape=[]), layers.Dense(5)])"
    )
    first, second, third = found.models
    assert (first.totals.params, first.totals.trainable) == (48_191_433, 48_191_433)
    assert (second.totals.params, second.totals.trainable) == (2_264_389, 6_405)
    assert not third.complete


def test_probability_layers():
    """A variational Dense learns mean and spread of its kernel; with distributions of one's own nothing is known."""
    found = report(
        "import tensorflow_probability as tfp\n"
        "a = keras.Sequential([keras.Input((120,)), tfp.layers.DenseFlipout(84, activation='relu')])\n"
        "b = keras.Sequential([keras.Input((120,)), tfp.layers.DenseFlipout(84, kernel_posterior_fn=mine)])"
    )
    first, second = found.models
    assert [(row.name, row.type, row.params) for row in first.rows] == [("dense_flipout", "DenseFlipout", 20_244)]
    assert not second.complete
