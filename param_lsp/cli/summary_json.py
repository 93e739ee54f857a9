"""A model as `summary --format json` has it: the form that other programs rely on."""

from __future__ import annotations

from dataclasses import asdict

from param_lsp.cli.places import Places
from param_lsp.report import Model, Row
from param_lsp.spans import Place
from param_lsp.values import Weight
from param_lsp.wording import json_count, json_shape

Json = dict[str, object]


def model_json(model: Model, places: Places) -> Json:
    """Give a model with its layers, counts, reasons and places.

    Arguments:
        model: from a report.
        places: of the file that the report is about.
    """
    misfit = model.misfit
    reasons = [*map(str, model.unknown), *(str(row.unknown) for row in model.rows if row.unknown is not None)]
    return {
        **asdict(places.range(model.place)),
        "variable": model.variable,
        "name": model.name,
        "kind": model.kind,
        "at": _at(places, model.at),
        "complete": model.complete,
        "unknown": list(dict.fromkeys(reasons)) if not model.complete else [],
        "assumed": [str(said) for said in model.assumed],
        "error": None if misfit is None else {"rule": misfit.rule, "message": str(misfit.message)},
        "layers": [_row(row, places) for row in model.rows],
        **_totals(model),
        **_cases(model, places),
    }


def _cases(model: Model, places: Places) -> Json:
    """Give what depends on tests that are not known: when the model is made, and what it is in each case."""
    cases: Json = {} if model.when is None else {"when": str(model.when)}
    if model.alternatives:
        cases["alternatives"] = [
            {"when": str(each.when), **model_json(each.model, places)} for each in model.alternatives
        ]
    return cases


def _row(row: Row, places: Places) -> Json:
    return {
        "name": row.name,
        "type": row.type,
        "input_shape": json_shape(row.input_shape),
        "output_shape": json_shape(row.output_shape),
        **_count("params", row.params),
        **_count("trainable_params", row.trainable_params),
        **_count("non_trainable_params", row.non_trainable_params),
        **_count("running_total", row.running_total),
        **_count("bytes", row.bytes),
        **_count("macs", row.macs),
        **_count("activation_bytes", row.activation_bytes),
        "weights": [_weight(weight) for weight in row.weights],
        "formula": row.formula,
        **({} if row.when is None else {"when": str(row.when)}),
        **({} if row.repeats is None else {"repeats": str(row.repeats)}),
        **asdict(places.range(row.place)),
    }


def _weight(weight: Weight) -> Json:
    return {
        "name": weight.name,
        "shape": json_shape(weight.shape),
        **_count("params", weight.params),
        "trainable": None if weight.doubt is not None else weight.trainable,
    }


def _totals(model: Model) -> Json:
    totals = model.totals
    return {
        **_count("total_params", totals and totals.params),
        **_count("trainable_params", totals and totals.trainable),
        **_count("non_trainable_params", totals and totals.non_trainable),
        **_count("bytes", totals and totals.bytes),
        **_count("optimizer_params", totals and totals.optimizer_params),
        **_count("training_bytes", totals and totals.training_bytes),
        **_count("macs", totals and totals.macs),
        **_count("activation_bytes", totals and totals.activation_bytes),
    }


def _count(name: str, count: object) -> Json:
    """Give a count under its name, and the ends of its interval beside it as far as they are known.

    That it is not less than none is not said where nothing else is known.
    """
    written = json_count(count)  # type: ignore[arg-type]  # a Count; its types belong to rooms below
    low, high = getattr(count, "low", None), getattr(count, "high", None)
    found: Json = {name: written}
    if written is None and (low or (low is not None and high is not None)):
        found[f"min_{name}"] = low
    if written is None and high is not None:
        found[f"max_{name}"] = high
    return found


def _at(places: Places, at: Place | None) -> Json | None:
    if at is None:
        return None
    place = places.range(at)
    return {"path": place.path, "cell": place.cell, "line": place.line}
