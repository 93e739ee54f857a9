"""`Input` and `InputLayer`, which take no input, and the input shapes that other layers are given."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from hypothesis import HealthCheck, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from param_lsp.catalogue import create, find  # noqa: E402
from tests.oracle.catalogue_side import to_value  # noqa: E402
from tests.oracle.compare import first_sentence  # noqa: E402
from tests.oracle.conftest import TALLIES  # noqa: E402

pytestmark = pytest.mark.oracle

# ruff: noqa: PT017 - the exception is an answer to compare with, not what a test waits for

shape = st.one_of(
    st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=4).map(tuple),
    st.sampled_from([[3, None], (np.int64(3),), 3, "34", (-1,), (2.0,), ("a",), ((3,),), None, 2.5, ()]),
)
keywords = st.fixed_dictionaries(
    {},
    optional={
        "shape": shape,
        "batch_shape": shape,
        "batch_size": st.sampled_from([None, 1, 32]),
        "dtype": st.sampled_from(["int32", None]),
        "name": st.sampled_from(["data", None]),
        "input_shape": shape,
        "batch_input_shape": shape,
        "foo": st.just(1),
    },
)


@pytest.mark.parametrize("name", ["Input", "InputLayer"])
def test_input(name, oracle_seed, oracle_cases):
    """The batch shape is Keras's, and what Keras rejects is rejected in its words."""

    @seed(oracle_seed)
    @settings(max_examples=oracle_cases * 5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(keywords)
    def run(given):
        created = create(find(name), (), {key: to_value(value) for key, value in given.items()})
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made = getattr(keras.layers, name)(**given)
        except Exception as error:  # noqa: BLE001 - whatever Keras raises is an answer
            assert created.misfit is not None, f"{given}: Keras raises {error}; we say {created.input_shape}"
            assert first_sentence(created.misfit.keras_message) == first_sentence(str(error))
            TALLIES[name]["rejected by both"] += 1
            return
        assert created.misfit is None, f"{given}: {created.misfit}"
        assert created.input_shape == (made.shape if name == "Input" else made.batch_shape)
        TALLIES[name]["equal"] += 1

    run()


@pytest.mark.parametrize("name", ["Dense", "Flatten"])
def test_input_shape_of_a_layer(name, oracle_seed, oracle_cases):
    """A Sequential takes its input from the first layer's `input_shape=` or `input_dim=` as we read it."""

    @seed(oracle_seed)
    @settings(max_examples=oracle_cases * 2, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        st.fixed_dictionaries({}, optional={"input_shape": shape, "input_dim": st.sampled_from([None, 3, (3,), -1])})
    )
    def run(given):
        positional = (3,) if name == "Dense" else ()
        created = create(find(name), positional, {key: to_value(value) for key, value in given.items()})
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                layer = getattr(keras.layers, name)(*positional, **given)
        except ValueError as error:
            assert created.misfit is not None
            assert first_sentence(created.misfit.keras_message) == first_sentence(str(error))
            return
        assert created.misfit is None
        argument = getattr(layer, "_input_shape_arg", None)
        if argument is None:
            assert created.input_shape is None
            return
        try:
            expected = keras.layers.InputLayer(shape=argument).batch_shape
        except Exception as error:  # noqa: BLE001 - whatever Keras raises is an answer
            assert created.input_misfit is not None, f"{given}: Keras raises {error}"
            assert first_sentence(created.input_misfit.keras_message) == first_sentence(str(error))
            TALLIES[f"input_shape of {name}"]["rejected by both"] += 1
            return
        assert created.input_shape == expected
        TALLIES[f"input_shape of {name}"]["equal"] += 1

    run()
