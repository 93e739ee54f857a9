"""Activation layers."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle.strategies.common import Strategies, cases, shapes

any_rank = st.integers(1, 5).flatmap(shapes)
number = st.sampled_from([0.0, 0.1, 1.0, 6.0, -0.5, 3])

STRATEGIES: Strategies = {
    "Activation": cases(
        "Activation",
        any_rank,
        required={"activation": st.sampled_from(["relu", "softmax", "swish", "rleu", None, 3, "leaky_relu"])},
    ),
    "ELU": cases("ELU", any_rank, optional={"alpha": number}),
    "LeakyReLU": cases("LeakyReLU", any_rank, optional={"negative_slope": number, "alpha": number}),
    "PReLU": cases(
        "PReLU",
        any_rank,
        optional={
            "shared_axes": st.sampled_from([None, 1, [1], [1, 2], (2,), [3], [1, 2, 3]]),
            "alpha_initializer": st.sampled_from(["zeros", "he_normal", "zeroes"]),
        },
    ),
    "ReLU": cases(
        "ReLU",
        any_rank,
        optional={"max_value": st.one_of(st.none(), number), "negative_slope": number, "threshold": number},
    ),
    "Softmax": cases("Softmax", any_rank, optional={"axis": st.sampled_from([-1, 1, 2, (1, 2), 9])}),
}
