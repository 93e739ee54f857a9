"""Whole random models: what we say of a program is what live Keras does when it runs."""

from __future__ import annotations

import math
import random

import pytest

pytest.importorskip("keras")
pytest.importorskip("libcst")

import keras

from param_lsp.analysis import analyze
from param_lsp.source import python_source
from param_lsp.wording import json_shape
from tests.oracle.programs import program

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore::UserWarning")]  # Keras warns of input_shape=


def run(text: str):
    """Give Keras's rows and totals, or what it raised. The programs are our own."""
    keras.utils.clear_session()
    names: dict[str, object] = {}
    try:
        exec(compile(text, "program.py", "exec"), names)
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its answer
        return None, error
    model = names["model"]
    rows = [
        (layer.name, type(layer).__name__, list(layer.output.shape), layer.count_params()) for layer in model.layers
    ]
    trainable = sum(math.prod(weight.shape) for weight in model.trainable_weights)
    return (rows, model.count_params(), trainable), None


def said(text: str):
    """Give our rows and totals where they are complete, and our findings that say Keras raises."""
    analysis = analyze(python_source("program.py", text))
    errors = [finding for finding in analysis.findings if finding.severity == "error"]
    outer = [model for model in analysis.report.models if model.variable in ("model", "net")]  # others are layers of it
    model = outer[-1] if outer else None
    if model is None or not model.complete:
        return None, errors
    rows = [(row.name, row.type, json_shape(row.output_shape), row.params) for row in model.rows]
    return (rows, model.totals.params, model.totals.trainable), errors


def test_random_models(request, oracle_seed, capsys):
    """Valid models that we call complete are exact; of broken ones 99 % are caught; nothing valid is accused."""
    count = request.config.getoption("--oracle-models")
    draw = random.Random(oracle_seed)
    wrong, missed, false, broken, valid, complete = [], [], [], 0, 0, 0
    for _ in range(count):
        text = program(draw).text
        truth, raised = run(text)
        ours, errors = said(text)
        if raised is None:
            valid += 1
            complete += ours is not None
            if errors:
                false.append((text, str(errors[0].message)))
            elif ours is not None and ours != truth:
                wrong.append((text, truth, ours))
        else:
            broken += 1
            if ours is not None:
                wrong.append((text, repr(raised)[:300], ours))
            if not errors:
                missed.append((text, repr(raised)[:300]))
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what the run is for
            f"\nseed {oracle_seed}: {count} programs, {valid} valid, {complete} of them complete, {len(wrong)} wrong; "
            f"{broken} broken of which {broken - len(missed)} caught, {len(false)} falsely accused"
        )
    assert not wrong, wrong[0]
    assert not false, false[0]
    assert complete >= 0.99 * valid
    assert len(missed) <= 0.01 * broken, missed[:3]
