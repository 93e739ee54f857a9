"""Keras 1's Sequential that begins with `Merge`: rows as its summary printed them (`flattened_layers`, 1.2.2)."""

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source

BRANCHES = """from keras.models import Sequential
from keras.layers import Dense, Merge, Reshape
left = Sequential([Dense(32, input_dim=784)])
right = Sequential([Dense(32, input_dim=10), Dense(16)])
model = Sequential()
"""


def last(text):
    report = analyze(python_source("a.py", BRANCHES + text)).report
    return next(model for model in reversed(report.models) if model.variable == "model")


def test_the_branches_stand_one_after_the_other_and_merge_has_no_row():
    model = last("model.add(Merge([left, right], mode='concat'))\nmodel.add(Dense(10))\n")
    shapes = [(row.type, row.output_shape, row.params) for row in model.rows]
    assert shapes == [
        ("Dense", (None, 32), 784 * 32 + 32),
        ("Dense", (None, 32), 10 * 32 + 32),
        ("Dense", (None, 16), 32 * 16 + 16),
        ("Dense", (None, 10), (32 + 16) * 10 + 10),
    ]
    assert model.complete
    assert model.totals.params == sum(params for *_, params in shapes)


def test_a_list_of_layers_may_begin_with_it():
    model = last("model = Sequential([Merge([left, left], mode='ave'), Dense(3)])\n")
    assert model.totals.params == 784 * 32 + 32 + 32 * 3 + 3


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        ("mode='concat', concat_axis=1", (None, 16, 6)),
        ("mode='sum'", (None, 8, 6)),
        ("mode='dot', dot_axes=1", (None, 6, 6)),
        ("mode='dot'", (None, 8, 8)),
        ("mode='cos', dot_axes=(2, 2)", (None, 8, 8)),
    ],
)
def test_modes(arguments, shape):
    text = (
        "from keras.layers import Activation\n"
        "one, two = (Sequential([Reshape((8, 6), input_shape=(48,))]) for _ in range(2))\n"
        f"model.add(Merge([one, two], {arguments}))\nmodel.add(Activation('relu'))\n"
    )
    assert last(text).rows[-1].output_shape == shape


def test_shapes_that_differ_do_not_add():
    model = last("model.add(Merge([left, right], mode='sum'))\n")
    assert model.misfit.rule == "incompatible-axis"
    assert model.totals is None


@pytest.mark.parametrize("branches", ["left, Dense(3)", "left, Sequential([Dense(3)])", "left, unknown"])
def test_branches_that_are_not_followed_make_the_model_unknown(branches):
    model = last(f"model.add(Merge([{branches}]))\nmodel.add(Dense(2))\n")
    assert model.unknown
    assert not model.misfit
