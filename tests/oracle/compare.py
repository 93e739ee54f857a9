"""Holds one case against live Keras: what Keras does, what the catalogue says, and whether they agree."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import dataclass
from typing import Any

import keras

from param_lsp.catalogue import automatic_name, find
from param_lsp.shapes import UnknownShape
from param_lsp.values import Applied, Misfit, Undetermined
from tests.oracle.agreement import agrees, shape_of
from tests.oracle.catalogue_side import in_catalogue
from tests.oracle.strategies.common import Case, Inner

FOLLOWED_ELSEWHERE = frozenset({"Lambda"})
"""What these give is for the evaluation to find out, which follows functions (`test_lambdas.py`)."""


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
    if case.name in FOLLOWED_ELSEWHERE and isinstance(ours, Applied) and isinstance(ours.output, UnknownShape):
        ours = Undetermined(ours.output.reason)  # nothing is said
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


def first_sentence(words: str) -> str:
    """Give the first sentence without the wrappers of Keras and TensorFlow.

    Members of a set are sorted, as Python's order is arbitrary.
    """
    wrapped = re.search(r"Exception encountered when calling .*?\x1b\[1m(.*?)\x1b\[0m", words, re.DOTALL)
    words = wrapped.group(1) if wrapped else words
    words = re.sub(r"^\{\{function_node .*?\}\} ", "", words).partition(" [Op:")[0]  # TensorFlow's wrapper
    sentence = re.split(r"(?<=[.:!?])\s|\n", words.strip(), maxsplit=1)[0].rstrip(".:")
    return re.sub(r"\{([^{}]*)\}", lambda found: "{" + ", ".join(sorted(found.group(1).split(", "))) + "}", sentence)


def _differences(theirs: Built, ours: Applied, *, frozen: bool) -> Any:
    expected, got = _flat(theirs.output), shape_of(ours.output)
    if not agrees(expected, got):
        yield f"output: Keras {expected}, we {got}"
    # `trainable=False` of the layer itself is evaluate's to apply; the catalogue says what the layer decides.
    weights = [
        (weight.name, weight.shape, weight.trainable and weight.name not in ours.frozen and not frozen)
        for weight in ours.weights
    ]
    if len(weights) != len(theirs.weights):
        yield f"weights: Keras {theirs.weights}, we {weights}"
        return
    kinds = [weight.dtype or "float32" for weight in ours.weights]
    if kinds != [kind for *_, kind in theirs.weights]:
        yield f"dtypes: Keras {theirs.weights}, we {kinds}"
    for (name, shape, learned, _kind), (our_name, our_shape, our_learned) in zip(theirs.weights, weights, strict=True):
        if name != our_name or learned != our_learned or not agrees(shape, our_shape):
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


def _check_name(case: Case, theirs: Built) -> None:
    layer = find(case.name)
    assert layer is not None
    if "name" not in case.keywords and not any(isinstance(value, str) for value in case.positional):
        assert theirs.name == automatic_name(layer.name), f"{case}: Keras names it {theirs.name}"
