"""`keras.applications` against live Keras: every layer's name, type, output and count, and what is made of models.

A few architectures are built in every run; `--oracle-applications all` builds all 40 (about twenty minutes).
"""

from __future__ import annotations

import contextlib
import gzip
import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

pytest.importorskip("keras")
pytest.importorskip("libcst")

import keras
from keras.src.backend.common import stateless_scope, variables
from keras.src.utils import file_utils

from param_lsp.analysis import analyze
from param_lsp.catalogue import applications
from param_lsp.source import python_source
from param_lsp.wording import json_shape

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore::UserWarning")]  # Keras warns of odd sizes

RECORDER = Path(__file__).parents[2] / "tools" / "record_applications.py"
FEW = (
    "ConvNeXtTiny",
    "EfficientNetB0",
    "EfficientNetV2B0",
    "MobileNetV2",
    "MobileNetV3Small",
    "ResNet50V2",
    "Xception",
)

PROGRAM = """\
import keras
before = keras.layers.Activation("relu")
base = keras.applications.{name}({arguments})
for layer in base.layers[: len(base.layers) // 3]:
    layer.trainable = False
middle = base.layers[len(base.layers) // 2]
part = keras.Model(base.input, middle.output)
model = keras.Sequential([keras.Input({shape}), base, {pool}keras.layers.Activation("relu"), keras.layers.Dense(3)])
base.trainable = False
frozen = keras.Sequential([part, keras.layers.Dense(1)])
"""
POOL = "keras.layers.GlobalAveragePooling2D(), "

# Arguments, the shape of what the Sequential is given, and whether the model's output is an image.
CASES = {
    "top": ("weights=None, classes=7, classifier_activation=None, input_shape={least}", "{least}", False),
    "pretrained": ("include_top=False", "(160, 160, 3)", True),
    "odd": ("include_top=False, weights=None, input_shape=(97, 131, 3), pooling='avg'", "(97, 131, 3)", False),
    "even": ("include_top=False, weights=None, input_shape=(130, 104, 1), pooling='max'", "(130, 104, 1)", False),
}
MOBILE = {
    "MobileNet": [
        "weights=None, alpha=0.3, depth_multiplier=2, dropout=0.2",
        "include_top=False, alpha=0.25, input_shape=(160, 160, 3)",
    ],
    "MobileNetV2": ["alpha=1.4", "weights=None, alpha=0.1, input_shape=(99, 64, 2)"],
    "MobileNetV3Small": ["minimalistic=True", "weights=None, alpha=0.1, input_shape=(99, 64, 3), dropout_rate=0"],
    "MobileNetV3Large": ["alpha=0.75, include_preprocessing=False", "weights=None, alpha=1.7, input_shape=(65, 64, 3)"],
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What is compared of a model: its rows, its layers' names, and its totals."""

    name: str
    rows: list[tuple[str, str, object, int]]
    total: int
    trainable: int


@contextlib.contextmanager
def quick():
    """Let Keras build without making the weights' numbers or fetching files."""
    with (
        mock.patch.object(file_utils, "get_file", return_value="no.h5"),
        mock.patch.object(keras.Model, "load_weights"),
        mock.patch.object(variables, "initialize_all_variables"),
        stateless_scope.StatelessScope(),
    ):
        yield


def run(text: str) -> dict[str, Facts]:
    """Run a program in live Keras. The programs are our own."""
    keras.utils.clear_session(free_memory=False)
    names: dict[str, object] = {}
    with quick():
        exec(compile(text, "program.py", "exec"), names)
        models = {name: value for name, value in names.items() if isinstance(value, keras.Model) and name != "middle"}
        return {name: facts(model) for name, model in models.items()}


def facts(model) -> Facts:
    """Look at a model as its summary does."""
    operations = model.layers if isinstance(model, keras.Sequential) else model.operations
    rows = []
    for layer in operations:
        count = layer.count_params() if isinstance(layer, keras.layers.Layer) else 0
        rows.append((layer.name, type(layer).__name__, list(layer._inbound_nodes[-1].outputs[0].shape), count))
    trainable = sum(_count(weight) for weight in model.trainable_weights)
    return Facts(model.name, rows, model.count_params(), trainable)


def _count(weight) -> int:
    total = 1
    for size in weight.shape:
        total *= size
    return total


def said(text: str) -> dict[str, Facts]:
    """Give what we say of the same program."""
    analysis = analyze(python_source("program.py", text))
    assert not analysis.findings, str(analysis.findings[0].message)
    found = {}
    for model in analysis.report.models:
        assert model.complete, (model.variable, [str(reason) for reason in model.unknown])
        rows = [(row.name, row.type, json_shape(row.output_shape), row.params) for row in model.rows]
        found[model.variable] = Facts(model.name, rows, model.totals.params, model.totals.trainable)
    return found


def compare(text: str) -> None:
    """Hold what we say against Keras, layer by layer."""
    theirs, ours = run(text), said(text)
    assert ours.keys() == theirs.keys()
    for name, expected in theirs.items():
        got = ours[name]
        assert got.name == expected.name
        for row, true in zip(got.rows, expected.rows, strict=True):
            assert row == true, f"{name}:\n{text}"
        assert (got.total, got.trainable) == (expected.total, expected.trainable), f"{name}:\n{text}"


def architectures(config: pytest.Config) -> tuple[str, ...]:
    """Give the architectures of this run."""
    chosen = config.getoption("--oracle-applications")
    if chosen == "all":
        return tuple(sorted(applications.names()))
    return tuple(chosen.split(",")) if chosen else FEW


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test for each architecture of this run and each case."""
    names = architectures(metafunc.config)
    if "case" in metafunc.fixturenames:
        few = not metafunc.config.getoption("--oracle-applications")
        kinds = ("pretrained", "odd") if few else tuple(CASES)
        metafunc.parametrize(("name", "case"), [(name, case) for name in names for case in kinds])
    elif "mobile" in metafunc.fixturenames:
        metafunc.parametrize(("mobile", "arguments"), [(name, each) for name, all_ in MOBILE.items() for each in all_])


def test_every_architecture_is_known():
    """All builders of `keras.applications` are known, and none beside them."""
    assert {name for name in dir(keras.applications) if name[0].isupper()} == applications.names()


def test_agrees_with_keras(name, case):
    """All layers' names, types, outputs and counts are Keras's, also frozen, cut, and as a layer of a Sequential."""
    arguments, shape, image = CASES[case]
    least = f"({max(96, applications.find(name).min_size)}, 97, 3)"
    if name.startswith("NASNet") and case == "pretrained":  # made for a free size it takes no input at all
        arguments, shape = "include_top=False, input_shape=(224, 224, 3)", "(224, 224, 3)"
    text = PROGRAM.format(
        name=name, arguments=arguments.format(least=least), shape=shape.format(least=least), pool=POOL if image else ""
    )
    compare(text)


def test_mobilenets(mobile, arguments):
    """Widths follow any `alpha`, and with them which blocks have shortcuts."""
    compare(f"import keras\nbase = keras.applications.{mobile}({arguments})\n")


@pytest.mark.parametrize("module", ["vgg16", "mobilenet_v2", "densenet", "efficientnet", "imagenet_utils"])
def test_preprocess_input(module):
    """Preprocessing is a row for each operation."""
    compare(
        "import keras\n"
        "x = inputs = keras.Input((64, 65, 3))\n"
        f"x = keras.applications.{module}.preprocess_input(x)\n"
        "base = keras.applications.MobileNetV2(include_top=False, input_shape=(64, 65, 3), weights=None)\n"
        "x = keras.layers.GlobalAveragePooling2D()(base(x, training=False))\n"
        "model = keras.Model(inputs, keras.layers.Dense(1)(x))\n"
    )


def test_operations():
    """Operators on symbolic tensors are rows, but no layers, of the model."""
    compare(
        "import keras\n"
        "a = keras.Input((8,))\n"
        "x = keras.layers.Dense(8)(1 - a / 255.0)\n"
        "x = x * 2 + a\n"
        "model = keras.Model(a, keras.layers.Dense(1)(x - a))\n"
        "row = keras.Sequential([keras.Input((8,)), model])\n"
        "layers = keras.Sequential([keras.Input((8,)), keras.layers.Dense(len(model.layers))])\n"
    )


def test_data_is_what_keras_gives(request):
    """The generator writes what is in the repository."""
    spec = importlib.util.spec_from_file_location("record", RECORDER)
    recorder = importlib.util.module_from_spec(spec)
    sys.modules["record"] = recorder
    spec.loader.exec_module(recorder)
    names = recorder.RECORDED if request.config.getoption("--oracle-applications") == "all" else ["VGG16"]
    for name in names:
        for stem, recorded in recorder.files(name).items():
            written = json.loads(gzip.decompress((recorder.DATA / f"{stem}.json.gz").read_bytes()))
            now = json.loads(recorder.text_of(recorded))
            assert {**written, "keras": ""} == {**now, "keras": ""}


WRONG = (
    "{name}(weights='imagnet')",
    "{name}(classes=10)",
    "{name}(include_top=False, input_shape=(20, 20, 3))",
    "{name}(include_top=False, input_shape=(224, 224))",
    "{name}(include_top=False, input_shape=(224, 224, 1))",
    "{name}(input_shape=(160, 200, 3))",
    "{name}(weights=None, input_shape=(None, None, 3))",
    "{name}(classifier_activation='relu')",
    "{name}(include_to=False)",
    "{name}(weights=None, classes=0)",
    "{name}(alpha=0.42)",
)


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_arguments(wrong, request):
    """What Keras rejects is rejected with its first sentence, or at least nothing is shown."""
    for name in architectures(request.config):
        text = f"import keras\nbase = keras.applications.{wrong.format(name=name)}\n"
        raised = None
        try:
            run(text)
        except Exception as error:  # noqa: BLE001 - whatever Keras raises is its answer
            raised = str(error)
        analysis = analyze(python_source("program.py", text))
        if raised is None:
            assert not analysis.findings, f"{text}{analysis.findings[0].message}"
            continue
        assert not any(model.complete for model in analysis.report.models), f"{text}{raised}"
        for finding in analysis.findings:
            assert first(finding.keras_message) == first(raised), text


def first(words: str) -> str:
    """Give the first sentence."""
    return words.partition("eceived")[0].partition(". ")[0].strip()
