"""Recurrent layers, their cells, and convolutional ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.oracle.strategies.common import (
    Inner,
    Shape,
    Strategies,
    activation,
    batch,
    cases,
    data_formats,
    flags,
    length,
    shapes,
)
from tests.oracle.strategies.convolution import per_axis

units = st.sampled_from([1, 2, 4, 16])
rate = st.sampled_from([0.0, 0.2, 2])
initializer = st.sampled_from(["zeros", "orthogonal", "orthogonall"])
cell_options = {
    "activation": activation,
    "use_bias": flags,
    "dropout": rate,
    "recurrent_dropout": rate,
    "kernel_initializer": initializer,
    "recurrent_regularizer": st.sampled_from([None, "l2"]),
}
sequence_options = {
    "return_sequences": flags,
    "return_state": flags,
    "go_backwards": flags,
    "stateful": flags,
    "unroll": flags,
    "trainable": flags,
}
layer_options = cell_options | sequence_options
gates = {"recurrent_activation": activation, "implementation": st.sampled_from([1, 2])}
cudnn = {"use_cudnn": st.sampled_from(["auto", False, "yes"])}
sequences = shapes(3)


@st.composite
def inner(draw: st.DrawFn, name: str, options: dict[str, st.SearchStrategy[Any]]) -> Inner:
    """Draw a layer or cell with `units` that is given to another layer."""
    keywords = {key: draw(strategy) for key, strategy in options.items() if draw(st.sampled_from([True, False, False]))}
    return Inner(name, (draw(units),), keywords)


@st.composite
def still_images(draw: st.DrawFn, rank: int) -> Shape:
    """Draw sequences of images that all have one size, which ConvLSTM layers want."""
    sizes = tuple(draw(st.integers(1, 8)) for _ in range(rank - 2))
    return (draw(batch), draw(length), *sizes)


small = {"use_bias": flags, "trainable": flags, "name": st.just("step")}
single_cells = st.one_of(
    inner("SimpleRNNCell", small), inner("LSTMCell", small), inner("GRUCell", small | {"reset_after": flags})
)
unnamed = {"use_bias": flags}
listed_cells = st.lists(
    st.one_of(inner("SimpleRNNCell", unnamed), inner("LSTMCell", unnamed), inner("GRUCell", unnamed)),
    min_size=1,
    max_size=3,
)
stacked_cells = st.builds(lambda cells: Inner("StackedRNNCells", (cells,)), listed_cells)
no_cells = st.sampled_from([Inner("Dense", (3,)), 5, "cell", None, []])
recurrent_layers = st.one_of(
    inner("LSTM", sequence_options | {"use_bias": flags}),
    inner("GRU", sequence_options | {"reset_after": flags}),
    inner("SimpleRNN", sequence_options | {"name": st.just("forward_one")}),
    st.builds(lambda cell, again: Inner("RNN", (cell,), {"return_sequences": again}), single_cells, flags),
)

STRATEGIES: Strategies = {
    "SimpleRNN": cases("SimpleRNN", sequences, required={"units": units}, optional=layer_options),
    "LSTM": cases(
        "LSTM",
        sequences,
        required={"units": units},
        optional=layer_options | gates | cudnn | {"unit_forget_bias": flags},
    ),
    "GRU": cases(
        "GRU", sequences, required={"units": units}, optional=layer_options | gates | cudnn | {"reset_after": flags}
    ),
    "RNN": cases(
        "RNN",
        st.one_of(sequences, sequences, shapes(4), shapes(2)),
        required={"cell": st.one_of(single_cells, listed_cells, stacked_cells, no_cells)},
        optional=sequence_options,
    ),
    "SimpleRNNCell": cases("SimpleRNNCell", shapes(2), required={"units": units}, optional=cell_options),
    "LSTMCell": cases("LSTMCell", shapes(2), required={"units": units}, optional=cell_options),
    "GRUCell": cases("GRUCell", shapes(2), required={"units": units}, optional=cell_options),
    "StackedRNNCells": cases("StackedRNNCells", shapes(2), required={"cells": listed_cells}),
}

for _axes in (1, 2, 3):
    STRATEGIES[f"ConvLSTM{_axes}D"] = cases(
        f"ConvLSTM{_axes}D",
        st.one_of(still_images(_axes + 3), shapes(_axes + 3)),
        required={
            "filters": st.sampled_from([1, 2, 4, 8] * 4 + [0, -1, 2.0]),
            "kernel_size": per_axis(_axes, st.integers(1, 3)),
        },
        optional={
            "strides": per_axis(_axes, st.sampled_from([1, 1, 2])),
            "padding": st.sampled_from(["valid", "same", "SAME"] * 3 + ["causal"]),
            "data_format": data_formats,
            "dilation_rate": per_axis(_axes, st.sampled_from([1, 1, 1, 2])),
            "use_bias": flags,
            "return_sequences": flags,
            "return_state": flags,
            "stateful": flags,
        },
    )
