"""Flatten, reshape, permute, repeat; padding, cropping and upsampling."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.oracle.strategies.common import Strategies, cases, data_formats, shapes
from tests.oracle.strategies.convolution import per_axis

any_rank = st.integers(1, 5).flatmap(shapes)
size = st.sampled_from([-1, 1, 2, 3, 4, 6, 8, None])


def borders(axes: int) -> st.SearchStrategy[Any]:
    """Draw an integer, one for each axis, or a pair for each axis."""
    pair = st.tuples(st.integers(0, 3), st.integers(0, 3))
    if axes == 1:
        return st.one_of(st.integers(0, 3), pair, pair.map(list))
    return st.one_of(
        st.integers(-1, 3), per_axis(axes, st.integers(0, 2)), st.tuples(*[st.one_of(pair, st.integers(0, 2))] * axes)
    )


STRATEGIES: Strategies = {
    "Flatten": cases("Flatten", any_rank, optional={"data_format": data_formats}),
    "Reshape": cases(
        "Reshape",
        any_rank,
        required={"target_shape": st.one_of(st.lists(size, max_size=4), st.lists(size, max_size=4).map(tuple))},
    ),
    "Permute": cases(
        "Permute",
        any_rank,
        required={"dims": st.one_of(st.permutations([1, 2]).map(tuple), st.permutations([1, 2, 3]), st.just((1, 3)))},
    ),
    "RepeatVector": cases("RepeatVector", shapes(2), required={"n": st.integers(1, 5)}),
}
for _axes in (1, 2, 3):
    _formats = {"data_format": data_formats} if _axes > 1 else {}
    STRATEGIES[f"ZeroPadding{_axes}D"] = cases(
        f"ZeroPadding{_axes}D",
        shapes(_axes + 2),
        optional={"padding": borders(_axes), "data_format": data_formats},
    )
    STRATEGIES[f"Cropping{_axes}D"] = cases(
        f"Cropping{_axes}D", shapes(_axes + 2), optional={"cropping": borders(_axes), **_formats}
    )
    STRATEGIES[f"UpSampling{_axes}D"] = cases(
        f"UpSampling{_axes}D",
        shapes(_axes + 2),
        optional={
            "size": per_axis(_axes, st.integers(1, 3)) if _axes > 1 else st.integers(1, 3),
            **_formats,
            **({"interpolation": st.sampled_from(["nearest", "bilinear", "BILINEAR"])} if _axes == 2 else {}),
        },
    )
