"""Holds one case against live Keras: what Keras does, what the catalogue says, and whether they agree."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from param_lsp.catalogue import Created, apply, automatic_name, create, find, named
from param_lsp.shapes import Shapes, ShapeTree, UnknownDim, UnknownShape, is_known
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


@dataclass(frozen=True)
class Raised:
    """Keras raised this."""

    message: str


@dataclass(frozen=True)
class Built:
    """What Keras made: the output's shape, and each weight's path below the layer, shape and trainable flag."""

    output: Any
    weights: tuple[tuple[str, tuple[int, ...], bool, str], ...]
    count: int
    name: str


def compare(case: Case, tally: Counter[str]) -> None:
    """Compare one case, counting its outcome; raises AssertionError where the catalogue is wrong."""
    theirs, ours = in_keras(case), in_catalogue(case)
    if isinstance(theirs, Raised):
        assert not isinstance(ours, Applied), f"{case}\nKeras raises: {theirs.message}\nwe say: {ours}"
        tally["rejected by both" if isinstance(ours, Misfit) else "rejected, we say unknown"] += 1
        if isinstance(ours, Misfit) and ours.keras_message:
            expected, quoted = first_sentence(theirs.message), first_sentence(ours.keras_message)
            assert quoted == expected, f"{case}\nKeras says: {theirs.message}\nwe quote:   {ours.keras_message}"
        return
    assert not isinstance(ours, Misfit), f"{case}\nKeras accepts it: {theirs}\nwe say: {ours}"
    if isinstance(ours, Undetermined):
        tally["accepted, we say unknown"] += 1
        return
    tally["equal"] += 1
    differences = list(_differences(theirs, ours, frozen=case.keywords.get("trainable") is False))
    assert not differences, f"{case}\n" + "\n".join(differences)
    _check_name(case, theirs)


def in_keras(case: Case) -> Raised | Built:
    """Make and apply the layer in live Keras."""
    keras.utils.clear_session(free_memory=False)
    several = isinstance(case.inputs, list)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shapes = case.inputs if several else [case.inputs]
            inputs = [keras.Input(batch_shape=shape, dtype=case.dtype) for shape in shapes]
    except Exception as error:
        raise AssertionError(f"{case}: the case itself is wrong: {error}") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layer = keras_layer(case)
            output = layer(*inputs) if case.spread else layer(inputs if several else inputs[0])
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is an answer
        return Raised(str(error))
    # A wrapper with `trainable=False` freezes what is inside without a change of the inner weights' own flags.
    trained = {id(weight) for weight in layer.trainable_weights}
    weights = tuple(
        (weight.path.partition("/")[2], tuple(weight.shape), id(weight) in trained, str(weight.dtype))
        for weight in layer.weights
    )
    shapes_out = keras.tree.map_structure(lambda tensor: tuple(tensor.shape), output)
    return Built(shapes_out, weights, layer.count_params() if weights else 0, layer.name)


def keras_layer(call: Case | Inner) -> Any:
    """Make the layer in live Keras."""
    positional = [keras_value(value) for value in call.positional]
    keywords = {name: keras_value(value) for name, value in call.keywords.items()}
    return getattr(keras.layers, call.name)(*positional, **keywords)


def keras_value(value: Any) -> Any:
    """Turn a case's value into the one for Keras."""
    if isinstance(value, Inner):
        return keras_layer(value)
    if isinstance(value, list):
        return [keras_value(item) for item in value]
    return value


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


def first_sentence(words: str) -> str:
    """Give the first sentence without Keras's wrapper; members of a set sorted, as Python's order is arbitrary."""
    wrapped = re.search(r"Exception encountered when calling .*?\x1b\[1m(.*?)\x1b\[0m", words, re.DOTALL)
    words = wrapped.group(1) if wrapped else words
    sentence = re.split(r"(?<=[.:!?])\s|\n", words.strip(), maxsplit=1)[0].rstrip(".:")
    return re.sub(r"\{([^{}]*)\}", lambda found: "{" + ", ".join(sorted(found.group(1).split(", "))) + "}", sentence)


def _differences(theirs: Built, ours: Applied, *, frozen: bool) -> Any:
    expected, got = _flat(theirs.output), _shape(ours.output)
    if not _agrees(expected, got):
        yield f"output: Keras {expected}, we {got}"
    # `trainable=False` of the layer itself is evaluate's to apply; the catalogue says what the layer decides.
    weights = [
        (weight.name, weight.shape, weight.trainable and weight.name not in ours.frozen and not frozen)
        for weight in ours.weights
    ]
    if len(weights) != len(theirs.weights):
        yield f"weights: Keras {theirs.weights}, we {weights}"
        return
    for (name, shape, learned, _dtype), (our_name, our_shape, our_learned) in zip(theirs.weights, weights, strict=True):
        if name != our_name or learned != our_learned or not _agrees(shape, our_shape):
            yield f"weight: Keras {name} {shape} {learned}, we {our_name} {our_shape} {our_learned}"
    counts = [weight.params for weight in ours.weights]
    if all(isinstance(count, int) for count in counts) and sum(counts) != theirs.count:
        yield f"count: Keras {theirs.count}, we {sum(counts)}"


def _flat(output: Any) -> Any:
    """Give Keras's output as a shape, or a list of them."""
    if isinstance(output, tuple) and all(dim is None or isinstance(dim, int) for dim in output):
        return output
    if isinstance(output, dict):
        return {key: _flat(item) for key, item in output.items()}
    return [_flat(item) for item in output]


def _shape(tree: ShapeTree) -> Any:
    if isinstance(tree, Shapes):
        return [_shape(item) for item in tree.items]
    return tree


def _agrees(theirs: Any, ours: Any) -> bool:
    """Compare shapes; an unknown of ours agrees with everything, within its bounds."""
    if isinstance(ours, UnknownShape):
        return True
    if isinstance(theirs, list) or isinstance(ours, list):
        if not isinstance(theirs, list) or not isinstance(ours, list) or len(theirs) != len(ours):
            return False
        return all(map(_agrees, theirs, ours))
    if len(theirs) != len(ours):
        return False
    return all(_dim_agrees(expected, got) for expected, got in zip(theirs, ours, strict=True))


def _dim_agrees(expected: int | None, got: Any) -> bool:
    if isinstance(got, UnknownDim):
        low, high = got.low or 0, got.high if got.high is not None else float("inf")
        return expected is None or low <= expected <= high
    return is_known(got) and expected == got and type(got) is not bool


def _check_name(case: Case, theirs: Built) -> None:
    layer = find(case.name)
    assert layer is not None
    if "name" not in case.keywords and not any(isinstance(value, str) for value in case.positional):
        assert theirs.name == automatic_name(layer.name), f"{case}: Keras names it {theirs.name}"
