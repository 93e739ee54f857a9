"""`param-lint summary`: Keras's own tables from source, and the JSON that other programs rely on."""

import json
from pathlib import Path

import pytest

from param_lsp.cli import command
from param_lsp.cli import summary as summary_module
from param_lsp.cli.status import FINDINGS, FINE, WRONG_USE
from tests.cli.programs import BROKEN, GOOD
from tests.cli.record_tables import CASES, PROGRAMS, RECORDED, START, record

TABLES = json.loads(RECORDED.read_text("utf-8"))


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_the_table_is_the_one_that_keras_prints(folder, param_lint, monkeypatch, name, columns):
    (folder / "a.py").write_text(f"{START}model = {PROGRAMS[name]}\n")
    monkeypatch.setenv("COLUMNS", str(columns))
    done = param_lint("summary", "a.py")
    tables = done.out.rstrip("\n").split("\n\n")
    (ours,) = [table.partition("\n")[2] for table in tables if table.startswith("a.py:4:9 model")]
    assert done.status == FINE
    expected = TABLES[f"{name} at {columns}"]
    if name in {"not built", "no rows"}:  # Keras prints zeros; here stands what holds for every input
        assert ours.splitlines()[:4] == expected.splitlines()[:4]
        assert "not known: " in ours
        return
    assert ours == expected


@pytest.mark.oracle
def test_the_recorded_tables_are_those_of_the_live_keras():
    pytest.importorskip("keras")
    assert record() == TABLES


def test_json_has_the_fields_of_the_contract(folder, param_lint):
    (folder / "a.py").write_text(GOOD)
    (model,) = json.loads(param_lint("summary", "--format", "json", "a.py").out)["models"]
    assert model == {
        "path": "a.py", "cell": None, "line": 3, "column": 9, "end_line": 6, "end_column": 3,
        "variable": "model", "name": "sequential", "kind": "sequential", "at": None,
        "complete": True, "unknown": [], "assumed": [], "error": None,
        "layers": [
            {
                "name": "dense", "type": "Dense", "input_shape": [None, 4], "output_shape": [None, 3],
                "params": 15, "trainable_params": 15, "non_trainable_params": 0, "running_total": 15,
                "bytes": 60, "macs": 12, "activation_bytes": 12,
                "weights": [
                    {"name": "kernel", "shape": [4, 3], "params": 12, "trainable": True},
                    {"name": "bias", "shape": [3], "params": 3, "trainable": True},
                ],
                "formula": "4×3 + 3",
                "path": "a.py", "cell": None, "line": 5, "column": 5, "end_line": 5, "end_column": 26,
            },
        ],
        "total_params": 15, "trainable_params": 15, "non_trainable_params": 0, "bytes": 60,
        "optimizer_params": None, "training_bytes": None, "macs": 12, "activation_bytes": 12,
    }  # fmt: skip


def test_a_model_that_cannot_build_keeps_the_rows_before_the_misfit(folder, param_lint):
    (folder / "a.py").write_text(
        BROKEN.replace("keras.layers.Conv2D", "keras.layers.Dense(5),\n    keras.layers.Conv2D")
    )
    done = param_lint("summary", "--format", "json", "a.py")
    (model,) = json.loads(done.out)["models"]
    assert done.status == FINDINGS
    assert model["error"]["rule"] == "incompatible-rank"
    assert model["total_params"] is None
    assert model["complete"] is False
    assert model["layers"][0]["params"] == 3925
    assert "cannot build: " in param_lint("summary", "a.py").out


def test_what_is_not_known_is_null_with_its_reason(folder, param_lint):
    (folder / "a.py").write_text(
        "import keras, sys\nunits = int(sys.argv[1])\n" + GOOD.replace("Dense(3)", "Dense(units)")
    )
    done = param_lint("summary", "--format", "json", "a.py")
    (model,) = json.loads(done.out)["models"]
    (layer,) = model["layers"]
    assert done.status == FINE
    assert layer["params"] is None or isinstance(layer["params"], str)
    assert layer["output_shape"][0] is None
    assert layer["output_shape"][1] == "?" or "units" in str(layer["output_shape"][1])
    assert model["complete"] is False
    assert model["unknown"]


def test_what_rests_on_a_saved_output_says_so(folder, param_lint):
    shown = {"output_type": "execute_result", "data": {"text/plain": "(60000, 784)"}, "metadata": {}}
    model = "m = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Dense(3)])"
    texts = ("import keras, data\nx = data.load()", "x.shape", model)
    cells = [{"cell_type": "code", "source": text, "outputs": [shown] if text == "x.shape" else []} for text in texts]
    (folder / "n.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}))
    (model,) = json.loads(param_lint("summary", "n.ipynb", "--format", "json").out)["models"]
    assert model["assumed"] == ["x.shape is known from the output of cell 2"]
    said = "from a saved output, which may be older than the code: x.shape is known from the output of cell 2"
    assert said in param_lint("summary", "n.ipynb").out
    assert said in param_lint("summary", "n.ipynb", "--format", "markdown").out


def test_an_imported_builder_is_listed_with_the_places_of_its_file(folder, param_lint):
    (folder / "blocks.py").write_text(
        "from keras import Sequential, layers\n\n\ndef build(units):\n"
        "    return Sequential([\n        layers.Input((4,)),\n        layers.Dense(units),\n    ])\n"
    )
    (folder / "a.py").write_text("from blocks import build\nmodel = build(3)\n")
    models = json.loads(param_lint("summary", "--format", "json", "a.py").out)["models"]
    assert [model["total_params"] for model in models] == [15]
    (layer,) = models[0]["layers"]
    assert (layer["path"], layer["line"], layer["column"]) == ("blocks.py", 7, 9)


def test_markdown(folder, param_lint):
    (folder / "a.py").write_text(GOOD.replace("Dense(3)", "Dense(3, name='a|b')"))
    assert param_lint("summary", "--format", "markdown", "a.py").out.splitlines() == [
        "### model (a.py:3:9)",
        "",
        "| Layer (type) | Output Shape | Param # |",
        "| --- | --- | ---: |",
        r"| a\|b (Dense) | (None, 3) | 15 |",
        "",
        "- Total params: 15 (60.00 B)",
        "- Trainable params: 15 (60.00 B)",
        "- Non-trainable params: 0 (0.00 B)",
    ]


def test_no_models_is_an_empty_list(folder, param_lint):
    (folder / "a.py").write_text("import os\n")
    done = param_lint("summary", "--format", "json", "a.py")
    assert json.loads(done.out) == {"version": 1, "models": []}
    assert done.status == FINE


EXAMPLES = {
    "linear_regression.py": ([64, 1056, 33], 1153, 1153),
    "iris.py": ([160, 128, 0, 528, 64, 0, 51], 931, 835),
    "image_classifier.py": (
        [1792, 36928, 0, 256, 0, 73856, 147584, 0, 512, 0, 0, 16512, 129], 277569, 277185,
    ),
    "mnist_snippet.py": ([320, 0, 18496, 0, 36928, 0, 36928, 650], 93322, 93322),
    "fashion_mnist.ipynb": ([78500, 1010], 79510, 79510),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_five_programs(param_lint, pytestconfig, name):
    """The rows that Keras prints for the programs of `examples/`."""
    path = Path(pytestconfig.rootpath, "examples", name)
    models = json.loads(param_lint("summary", "--format", "json", str(path)).out)["models"]
    model = models[-1]
    rows, total, trainable = EXAMPLES[name]
    assert [layer["params"] for layer in model["layers"]] == rows
    assert (model["total_params"], model["trainable_params"]) == (total, trainable)
    assert model["at"] is None
    assert model["complete"]


def test_the_optimizer_of_iris(param_lint, pytestconfig):
    """Adam keeps two slots for each trainable weight, an iteration count and a learning rate: 2 × 835 + 2."""
    path = Path(pytestconfig.rootpath, "examples", "iris.py")
    model = json.loads(param_lint("summary", "--format", "json", str(path)).out)["models"][-1]
    assert model["optimizer_params"] == 1672
    assert model["bytes"] == 931 * 4


def test_columns_are_not_built(param_lint):
    assert param_lint("summary", "--columns", "name").status == WRONG_USE


def test_the_parser_knows_every_format():
    assert tuple(summary_module.FORMATS) == command.SUMMARY_FORMATS
