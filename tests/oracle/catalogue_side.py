"""Makes and applies the layer of a case in the catalogue; needs no Keras."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from param_lsp.catalogue import Created, apply, automatic_name, create, find, named
from param_lsp.shapes import Shapes, ShapeTree
from param_lsp.spans import Place, Span
from param_lsp.values import (
    Applied,
    Array,
    DictValue,
    LayerValue,
    LibraryFunction,
    LibraryObject,
    ListValue,
    Misfit,
    NumpyScalar,
    Undetermined,
    Value,
)
from tests.oracle.strategies.common import Case, Inner

NOWHERE = Place("case.py", Span(0, 0))
NUMBERS: Counter[str] = Counter()


def in_catalogue(case: Case) -> Applied | Misfit | Undetermined:
    """Make and apply the layer in the catalogue."""
    NUMBERS.clear()
    made = catalogue_layer(case)
    if isinstance(made, Misfit | Undetermined):
        return made
    layer, created = made
    inputs: ShapeTree = Shapes(tuple(case.inputs)) if isinstance(case.inputs, list) else case.inputs
    outcome = apply(layer, created.arguments, inputs)
    return named(outcome, layer, created.name or numbered(layer)) if isinstance(outcome, Misfit) else outcome


def catalogue_layer(call: Case | Inner) -> tuple[Any, Created] | Misfit | Undetermined:
    """Make the layer in the catalogue."""
    layer = find(call.name)
    assert layer is not None, f"{call.name} is not in the catalogue"
    try:
        positional = [to_value(value) for value in call.positional]
        keywords = {name: to_value(value) for name, value in call.keywords.items()}
    except InnerMisfitError as error:
        return error.misfit
    created = create(layer, positional, keywords)
    if created.misfit is not None:
        return created.misfit
    if created.reason is not None:
        return Undetermined(created.reason)
    return layer, created


def numbered(layer: Any) -> str:
    """Give the automatic name as Keras counts them, inner layers first."""
    stem = automatic_name(layer.name)
    NUMBERS[stem] += 1
    return stem if NUMBERS[stem] == 1 else f"{stem}_{NUMBERS[stem] - 1}"


class InnerMisfitError(Exception):
    """An inner layer cannot be made, so the outer one never is."""

    def __init__(self, misfit: Misfit | Undetermined) -> None:
        super().__init__(str(misfit))
        self.misfit = misfit


def to_value(value: Any) -> Value:
    """Turn a Python value into the one that evaluate would hand over."""
    if isinstance(value, Inner):
        made = catalogue_layer(value)
        if isinstance(made, Misfit | Undetermined):
            raise InnerMisfitError(made)
        layer, created = made
        name = created.name or numbered(layer)
        return LayerValue(layer, created.arguments, name, NOWHERE, trainable=created.trainable)
    if isinstance(value, list):
        return ListValue([to_value(item) for item in value])
    if isinstance(value, tuple):
        return tuple(to_value(item) for item in value)
    if isinstance(value, dict):
        return DictValue({to_value(key): to_value(item) for key, item in value.items()})
    if isinstance(value, np.generic):
        return NumpyScalar(value.item(), str(value.dtype))
    if isinstance(value, np.ndarray):
        items = to_value(tuple(value.tolist())) if value.ndim == 1 else None
        return Array(tuple(value.shape), str(value.dtype), items=items)
    if isinstance(value, bool | int | float | complex | str | bytes) or value is None:
        return value
    if callable(value) and hasattr(value, "__name__"):
        return LibraryFunction(f"{value.__module__}.{value.__name__}")
    return LibraryObject(f"{type(value).__module__}.{type(value).__name__}")
