"""No value and no input, however odd, makes a declaration fail: the outcome is a shape, a misfit or a reason."""

from __future__ import annotations

import pytest

from param_lsp.catalogue import apply, create, explain, find, formula, layer_names, named
from param_lsp.catalogue.layer import REQUIRED, parse_signature
from param_lsp.message import message
from param_lsp.shapes import Shapes, UnknownDim, UnknownShape, symbol
from param_lsp.values import (
    Applied,
    Array,
    DictValue,
    LibraryFunction,
    LibraryObject,
    ListValue,
    Misfit,
    NumpyScalar,
    RangeValue,
    SetValue,
    Undetermined,
    Unknown,
    UnknownText,
)

WHY = message("it is odd")
ODD = [
    None, True, 0, -3, 3, 10**5000, 1.5, float("nan"), float("inf"), 2j, "", "same", "x" * 50, b"x", ...,
    (), (1, 2), (None, None), ((1, 2), (3, 4)), (Unknown(WHY), 2), (symbol("n"), UnknownDim(WHY)),
    symbol("n"), UnknownDim(WHY), UnknownDim(WHY, 2, 5), Unknown(WHY), UnknownText(WHY),
    NumpyScalar(3, "int64"), NumpyScalar(1.5, "float32"), NumpyScalar(symbol("n"), "int64"),
    ListValue([1, 2]), ListValue([], Unknown(WHY)), ListValue([ListValue([1])]), DictValue({}), DictValue({"a": 1}),
    SetValue({1: None}), RangeValue(0, 10**9, 1), RangeValue(1, 3, 1), Array((3,), "int64"), Array((2,), items=(1, 2)),
    LibraryFunction("tensorflow.nn.relu"), LibraryObject("keras.initializers.HeNormal"),
]  # fmt: skip
NAMES = sorted({find(name): name for name in sorted(layer_names())}.values())  # one name for each declaration
INPUTS = [
    (), (None,), (None, 3), (None, None), (4, 0), (None, 10**30, 2), (None, 8, 8), (None, 8, 8, 3), (None, 8, 8, None),
    (None, symbol("n"), UnknownDim(WHY), 3), (None, 4, 4, 4, 3), (UnknownDim(WHY), symbol("n")),
    UnknownShape(WHY), Shapes(()), Shapes(((None, 3), (None, 3))), Shapes((UnknownShape(WHY), (None, 3))),
    Shapes((Shapes(((None, 2),)), (None, 3))),
]  # fmt: skip


def outcomes(layer, positional, keywords, keras=3, inputs=INPUTS):
    created = create(layer, positional, keywords, keras)
    assert created.misfit is None or isinstance(created.misfit, Misfit)
    if created.misfit is not None or created.reason is not None:
        yield created.misfit or created.reason
        return
    for shape in inputs:
        outcome = apply(layer, created.arguments, shape)
        assert isinstance(outcome, Applied | Misfit | Undetermined)
        if isinstance(outcome, Applied):
            formula(layer, created.arguments, outcome, shape)
            assert all(str(line) for line in explain(layer, created.arguments, outcome, shape))
            assert all(str(step) for step in outcome.steps)
        if isinstance(outcome, Misfit):
            assert str(outcome.message)
            assert named(outcome, layer, "mine").rule == outcome.rule
        yield outcome


@pytest.mark.parametrize("name", NAMES)
def test_odd_values(name):
    layer = find(name)
    parameters = parse_signature(layer.signature).parameters
    required = {parameter.name: 3 for parameter in parameters if parameter.default is REQUIRED}
    assert list(outcomes(layer, (), required))
    few = [(None, 8, 8, 3), UnknownShape(WHY)]
    for turn, parameter in enumerate(parameters):
        for odd in ODD[turn % 3 :: 3]:  # every value meets a third of the parameters, and every kind of parameter
            assert list(outcomes(layer, (), {**required, parameter.name: odd}, inputs=few))
    for base in ("input_shape", "input_dim", "name", "trainable", "dtype", "batch_input_shape", "nonsense"):
        for odd in ODD[len(base) % 4 :: 4]:
            list(outcomes(layer, (), {**required, base: odd}, inputs=few[:1]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("keras", [1, 2, 3])
def test_odd_positionals(name, keras):
    layer = find(name)
    for odd in ODD[keras::2]:
        for count in (3, 40):
            list(outcomes(layer, (odd,) * count, {"weights": odd, "output_dim": odd}, keras, inputs=INPUTS[7:8]))
