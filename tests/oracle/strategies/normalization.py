"""Normalization along one or more axes."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle.strategies.common import Strategies, cases, flags, shapes

any_rank = st.integers(2, 5).flatmap(shapes)
axis = st.sampled_from([-1, -1, 1, 2, -2, 3, 0])
axes = st.one_of(axis, st.sampled_from([(1,), (1, 2), [-1], (-1, -2), [1, -1], (3,)]))
sides = {"center": flags, "scale": flags, "epsilon": st.just(1e-5), "trainable": flags}

STRATEGIES: Strategies = {
    "BatchNormalization": cases(
        "BatchNormalization",
        any_rank,
        optional={
            **sides,
            "axis": axis,
            "momentum": st.just(0.9),
            "renorm": flags,
            "gamma_initializer": st.sampled_from(["ones", "one", "on"]),
            "synchronized": flags,
        },
    ),
    "LayerNormalization": cases("LayerNormalization", any_rank, optional={**sides, "axis": axes, "rms_scaling": flags}),
    "GroupNormalization": cases(
        "GroupNormalization", any_rank, optional={**sides, "axis": axis, "groups": st.sampled_from([1, 2, 4, -1, 32])}
    ),
    "RMSNormalization": cases("RMSNormalization", any_rank, optional={"axis": axes, "epsilon": st.just(1e-5)}),
    "UnitNormalization": cases("UnitNormalization", any_rank, optional={"axis": axes}),
}
