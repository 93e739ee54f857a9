"""Pooling: windows, global and adaptive."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle.strategies.common import Strategies, cases, data_formats, flags, shapes
from tests.oracle.strategies.convolution import per_axis

STRATEGIES: Strategies = {}
for _axes in (1, 2, 3):
    for _mode in ("Max", "Average"):
        _pool = per_axis(_axes, st.integers(1, 4))
        _others = {
            "strides": st.one_of(st.none(), per_axis(_axes, st.integers(1, 3))),
            "padding": st.sampled_from(["valid", "same", "SAME"]),
            "data_format": data_formats,
        }
        STRATEGIES[f"{_mode}Pooling{_axes}D"] = cases(
            f"{_mode}Pooling{_axes}D",
            shapes(_axes + 2),
            required={"pool_size": _pool} if _mode == "Average" else {},
            optional=_others if _mode == "Average" else {"pool_size": _pool, **_others},
        )
        STRATEGIES[f"Global{_mode}Pooling{_axes}D"] = cases(
            f"Global{_mode}Pooling{_axes}D",
            shapes(_axes + 2),
            optional={"data_format": data_formats, "keepdims": flags},
        )
        STRATEGIES[f"Adaptive{_mode}Pooling{_axes}D"] = cases(
            f"Adaptive{_mode}Pooling{_axes}D",
            shapes(_axes + 2),
            required={"output_size": per_axis(_axes, st.integers(1, 5))},
            optional={"data_format": data_formats},
        )
