"""Random functional models: every row, name, shape and count is what live Keras's summary has, or unknown."""

from __future__ import annotations

import inspect

import pytest

pytest.importorskip("keras")
pytest.importorskip("libcst")

import keras

from param_lsp.catalogue import masks
from param_lsp.wording import json_shape
from tests.oracle.functional_programs import program
from tests.oracle.whole_programs import judged

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore::UserWarning")]  # layers that destroy masks


def summarized(layer) -> object:
    """Give the shape that a summary prints: of the layer's last call (`summary_utils.format_layer_shape`)."""
    shapes = keras.tree.map_structure(lambda tensor: list(tensor.shape), layer._inbound_nodes[-1].output_tensors)
    flat = [list(tensor.shape) for tensor in keras.tree.flatten(layer._inbound_nodes[-1].output_tensors)]
    return flat[0] if len(flat) == 1 else list(shapes)


def in_keras(names):
    """Give the model's name, rows and totals."""
    model = names["model"]
    rows = [
        (row.name, type(row).__name__, summarized(row), row.count_params() if hasattr(row, "count_params") else 0)
        for row in model._operations
    ]
    return model.name, rows, model.count_params()


def said(analysis):
    """Give our model, and its name, rows and totals where they are complete and nothing raises."""
    models = [model for model in analysis.report.models if model.variable == "model"]
    model = models[-1] if models else None
    if model is None or not model.complete or any(finding.severity == "error" for finding in analysis.findings):
        return model, None
    rows = [(row.name, row.type, json_shape(row.output_shape), row.params) for row in model.rows]
    return model, (model.name, rows, model.totals.params)


def test_random_functional_models(request, oracle_seed, capsys):
    """Valid models are exact, nothing valid is accused, broken ones are caught."""
    count = request.config.getoption("--oracle-models")
    tally = judged(oracle_seed, count, lambda draw: program(draw).text, in_keras, said)
    with capsys.disabled():
        print(f"\n{tally}")  # noqa: T201 - the figures are what the run is for
    tally.hold()


ATTEMPTS = ((), (2,), (2, 2), (0.5,), (2, 2, 2), ("relu",), ("ab,bc->ac", 2))
WITH_COMPUTE_MASK = {"GlobalAveragePooling1D", "Dot"} | masks.TAKING  # they say themselves what becomes of a mask


def _layers():
    for name in dir(keras.layers):
        kind = getattr(keras.layers, name)
        is_layer = inspect.isclass(kind) and issubclass(kind, keras.layers.Layer) and kind is not keras.layers.Layer
        if is_layer and name == kind.__name__:  # an alias is the same class
            yield name, kind


def _made(kind):
    for arguments in ATTEMPTS:
        try:
            return kind(*arguments)
        except Exception:  # noqa: BLE001, PERF203 - other arguments may do
            continue
    return None


def test_the_layers_that_take_a_mask_are_those_of_keras():
    ours = {name for name in masks.TAKING if hasattr(keras.layers, name)}
    taking = {name for name, kind in _layers() if "mask" in inspect.signature(kind.call).parameters}
    assert ours == taking - {"Pipeline"}


def test_the_layers_that_pass_a_mask_on_are_those_of_keras():
    made = {name: layer for name, kind in _layers() if (layer := _made(kind)) is not None}
    keeping = {
        name
        for name, layer in made.items()
        if layer.supports_masking and type(layer).compute_mask is keras.layers.Layer.compute_mask
    }
    assert len(made) > 80
    assert keeping & set(made) - WITH_COMPUTE_MASK - _merging() == (masks.KEEPING & set(made)) - WITH_COMPUTE_MASK


def _merging():
    return {name for name, kind in _layers() if kind.__module__.partition("layers.")[2].startswith("merging")}
