"""Random functional models: every row, name, shape and count is what live Keras's summary has, or unknown."""

from __future__ import annotations

import inspect
import random

import pytest

pytest.importorskip("keras")
pytest.importorskip("libcst")

import keras

from param_lsp.analysis import analyze
from param_lsp.catalogue import masks
from param_lsp.source import python_source
from param_lsp.wording import json_shape
from tests.oracle.functional_programs import program

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore::UserWarning")]  # layers that destroy masks


def summarized(layer) -> object:
    """Give the shape that a summary prints: of the layer's last call (`summary_utils.format_layer_shape`)."""
    shapes = keras.tree.map_structure(lambda tensor: list(tensor.shape), layer._inbound_nodes[-1].output_tensors)
    flat = [list(tensor.shape) for tensor in keras.tree.flatten(layer._inbound_nodes[-1].output_tensors)]
    return flat[0] if len(flat) == 1 else list(shapes)


def run(text: str):
    """Give Keras's name, rows and totals, or what it raised. The programs are our own."""
    keras.utils.clear_session()
    names: dict[str, object] = {}
    try:
        exec(compile(text, "program.py", "exec"), names)
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its answer
        return None, error
    model = names["model"]
    rows = [
        (row.name, type(row).__name__, summarized(row), row.count_params() if hasattr(row, "count_params") else 0)
        for row in model._operations
    ]
    return (model.name, rows, model.count_params()), None


def said(text: str):
    """Give our name, rows and totals where they are complete, why they are not, and the errors we find."""
    analysis = analyze(python_source("program.py", text))
    errors = [finding for finding in analysis.findings if finding.severity == "error"]
    models = [model for model in analysis.report.models if model.variable == "model"]
    model = models[-1] if models else None
    if model is None:
        return None, ["no model"], errors
    if not model.complete:
        reasons = [str(reason) for reason in model.unknown] or [str(row.unknown) for row in model.rows if row.unknown]
        return None, reasons, errors
    rows = [(row.name, row.type, json_shape(row.output_shape), row.params) for row in model.rows]
    return (model.name, rows, model.totals.params), [], errors


def test_random_functional_models(request, oracle_seed, capsys):
    """Valid models that we call complete are exact, nothing valid is accused, nothing broken is called complete.

    How many of the broken ones are caught is printed: graphs that are not connected are unknown here, not a finding.
    """
    count = request.config.getoption("--oracle-models")
    draw = random.Random(oracle_seed)
    wrong, unsure, false, missed, broken, valid, complete = [], [], [], 0, 0, 0, 0
    for _ in range(count):
        text = program(draw).text
        truth, raised = run(text)
        ours, reasons, errors = said(text)
        if raised is None:
            valid += 1
            complete += ours is not None
            if errors:
                false.append((text, str(errors[0].message)))
            elif ours is None:
                unsure.append((text, reasons))
            elif ours != truth:
                wrong.append((text, truth, ours))
        else:
            broken += 1
            if ours is not None and not errors:  # a model beside the line that raises may be right
                wrong.append((text, repr(raised)[:300], ours))
            if not errors:
                missed += 1
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what the run is for
            f"\nseed {oracle_seed}: {count} programs, {valid} valid, {complete} of them complete, {len(wrong)} wrong; "
            f"{broken} broken of which {broken - missed} caught, {len(false)} falsely accused"
        )
    assert not wrong, wrong[0]
    assert not false, false[0]
    assert complete >= 0.97 * valid, unsure[:3]


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
