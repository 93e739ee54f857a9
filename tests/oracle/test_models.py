"""Whole random models: what we say of a program is what live Keras does when it runs."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("keras")
pytest.importorskip("libcst")

from param_lsp.wording import json_shape
from tests.oracle.programs import program
from tests.oracle.whole_programs import judged

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore::UserWarning")]  # Keras warns of input_shape=


def in_keras(names):
    """Give the model's rows and totals."""
    model = names["model"]
    rows = [
        (layer.name, type(layer).__name__, list(layer.output.shape), layer.count_params()) for layer in model.layers
    ]
    trainable = sum(math.prod(weight.shape) for weight in model.trainable_weights)
    return rows, model.count_params(), trainable


def said(analysis):
    """Give our model, and its rows and totals where they are complete."""
    outer = [model for model in analysis.report.models if model.variable in ("model", "net")]  # others are layers of it
    model = outer[-1] if outer else None
    if model is None or not model.complete:
        return model, None
    rows = [(row.name, row.type, json_shape(row.output_shape), row.params) for row in model.rows]
    return model, (rows, model.totals.params, model.totals.trainable)


def test_random_models(request, oracle_seed, capsys):
    """Valid models are exact, nothing valid is accused, broken ones are caught."""
    count = request.config.getoption("--oracle-models")
    tally = judged(oracle_seed, count, lambda draw: program(draw).text, in_keras, said)
    with capsys.disabled():
        print(f"\n{tally}")  # noqa: T201 - the figures are what the run is for
    tally.hold()
