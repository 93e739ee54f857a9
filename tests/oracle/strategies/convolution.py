"""Convolutions: kernels, strides, dilation, padding, groups and data formats in one to three dimensions."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.oracle.strategies.common import Strategies, activation, cases, data_formats, flags, shapes

filters = st.sampled_from([1, 2, 3, 4, 6, 8, 32])
paddings = st.sampled_from(["valid", "same", "SAME", "Valid"])


def per_axis(axes: int, values: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    """Draw an integer, a tuple or a list of one for each axis."""
    members = st.lists(values, min_size=axes, max_size=axes)
    return st.one_of(values, members.map(tuple), members)


def common(axes: int) -> dict[str, st.SearchStrategy[Any]]:
    """Give the strategies of the arguments that all convolutions have."""
    return {
        "strides": per_axis(axes, st.sampled_from([1, 1, 2, 3])),
        "padding": st.sampled_from(["valid", "same", "causal"]) if axes == 1 else paddings,
        "data_format": data_formats,
        "dilation_rate": per_axis(axes, st.sampled_from([1, 1, 1, 2])),
        "use_bias": flags,
        "activation": activation,
        "name": st.just("mine"),
        "trainable": flags,
    }


STRATEGIES: Strategies = {}
for _axes in (1, 2, 3):
    _kernel = per_axis(_axes, st.integers(1, 4))
    _inputs = shapes(_axes + 2)
    STRATEGIES[f"Conv{_axes}D"] = cases(
        f"Conv{_axes}D",
        _inputs,
        required={"filters": filters, "kernel_size": _kernel},
        optional={
            **common(_axes),
            "groups": st.sampled_from([1, 2, 3]),
            "lora_rank": st.sampled_from([None, 2]),
            "kernel_constraint": st.sampled_from([None, "max_norm"]),
        },
    )
    STRATEGIES[f"Conv{_axes}DTranspose"] = cases(
        f"Conv{_axes}DTranspose",
        _inputs,
        required={"filters": filters, "kernel_size": _kernel},
        optional={**common(_axes), "output_padding": st.one_of(st.none(), per_axis(_axes, st.integers(0, 2)))},
    )
for _axes in (1, 2):
    _kernel = per_axis(_axes, st.integers(1, 4))
    STRATEGIES[f"DepthwiseConv{_axes}D"] = cases(
        f"DepthwiseConv{_axes}D",
        shapes(_axes + 2),
        required={"kernel_size": _kernel},
        optional={**common(_axes), "depth_multiplier": st.integers(1, 3)},
    )
    STRATEGIES[f"SeparableConv{_axes}D"] = cases(
        f"SeparableConv{_axes}D",
        shapes(_axes + 2),
        required={"filters": filters, "kernel_size": _kernel},
        optional={**common(_axes), "depth_multiplier": st.integers(1, 3)},
    )
