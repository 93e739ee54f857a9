"""Every layer of the catalogue against live Keras, over drawn arguments and inputs."""

from __future__ import annotations

import inspect

import pytest

keras = pytest.importorskip("keras")

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402

from param_lsp.catalogue import automatic_name, find, identifiers, layer_names  # noqa: E402
from param_lsp.catalogue.layer import REQUIRED, parse_signature  # noqa: E402
from tests.oracle.compare import compare  # noqa: E402
from tests.oracle.conftest import TALLIES  # noqa: E402
from tests.oracle.strategies import all_strategies  # noqa: E402

pytestmark = pytest.mark.oracle

STRATEGIES = all_strategies()

# Public classes that the catalogue leaves out, and why.
EXCEPTIONS = {
    "Layer": "the base class; custom layers are followed by the evaluation",
}


def public_classes() -> dict[str, type]:
    """Give every public name of a layer class in `keras.layers`."""
    found = {name: getattr(keras.layers, name) for name in dir(keras.layers)}
    return {
        name: value for name, value in found.items() if inspect.isclass(value) and issubclass(value, keras.layers.Layer)
    }


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_agrees_with_keras(name, oracle_seed, oracle_cases):
    """Shapes, weights, counts and names are Keras's; what Keras rejects is never shown as fitting."""

    @seed(oracle_seed)
    @settings(
        max_examples=oracle_cases,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(STRATEGIES[name])
    def run(case):
        compare(case, TALLIES[name])

    run()


def test_every_public_class_is_known():
    """Every class is in the catalogue or among the exceptions, and none is in both."""
    missing = sorted(name for name in public_classes() if find(name) is None and name not in EXCEPTIONS)
    assert missing == []
    assert sorted(name for name in EXCEPTIONS if find(name) is not None) == []


def test_every_layer_of_keras_is_drawn():
    """No class of the catalogue that Keras 3 has is without cases."""
    known = {find(name) for name in public_classes()} - {None, find("InputLayer")}  # test_input.py draws that one
    classes = {layer.name for layer in known}
    drawn = {find(name).name for name in STRATEGIES}
    assert sorted(classes - drawn) == []


@pytest.mark.parametrize("name", sorted(set(public_classes()) & layer_names()))
def test_signature(name):
    """Parameters, order and defaults are those of Keras's constructor."""
    constructor = public_classes()[name]
    layer = find(name)
    signature = parse_signature(layer.signature)
    theirs = [
        (parameter.name, REQUIRED if parameter.default is inspect.Parameter.empty else parameter.default)
        for parameter in list(inspect.signature(constructor.__init__).parameters.values())[1:]
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    assert [(parameter.name, parameter.default) for parameter in signature.parameters] == theirs
    kinds = [parameter.kind for parameter in inspect.signature(constructor.__init__).parameters.values()]
    assert signature.keywords or layer.any_keywords or inspect.Parameter.VAR_KEYWORD not in kinds


@pytest.mark.parametrize("name", sorted(set(public_classes()) & layer_names()))
def test_names(name):
    """Aliases lead to the class, and automatic names are made as Keras makes them."""
    from keras.src.utils.naming import to_snake_case

    layer = find(name)
    assert layer.name == public_classes()[name].__name__
    assert automatic_name(layer.name) == to_snake_case(layer.name)


def test_identifiers():
    """The names of activations, initializers, regularizers and constraints are Keras's."""
    from keras.src import activations, constraints, initializers, regularizers

    assert frozenset(activations.ALL_OBJECTS_DICT) == identifiers.ACTIVATIONS
    assert frozenset(initializers.ALL_OBJECTS_DICT) == identifiers.INITIALIZERS
    assert frozenset(regularizers.ALL_OBJECTS_DICT) == identifiers.REGULARIZERS
    assert frozenset(constraints.ALL_OBJECTS_DICT) == identifiers.CONSTRAINTS


def test_every_class_has_cases(request, capsys):
    """No class that was drawn is without a case; after a full run every public class but the exceptions was drawn."""
    ran = {
        item.callspec.params["name"] for item in request.session.items if item.originalname == "test_agrees_with_keras"
    }
    assert sorted(name for name in ran if not TALLIES[name]) == []
    if ran != set(STRATEGIES):
        pytest.skip("only some classes were chosen")
    compared = {find(name).name for name in ran} | {"InputLayer"}  # test_input.py draws that one
    public = {find(name).name if find(name) else name for name in public_classes()}
    left_out = public - compared
    with capsys.disabled():
        total = len(set(public_classes().values()))
        why = "; ".join(f"{name}: {EXCEPTIONS[name]}" for name in sorted(left_out))
        print(f"\n{total - len(left_out)} of {total} public classes are compared. Left out: {why}")  # noqa: T201
    assert left_out == set(EXCEPTIONS)
