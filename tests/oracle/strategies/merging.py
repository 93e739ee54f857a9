"""Layers of several inputs: merging and attention."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.oracle.strategies.common import Case, Shape, Strategies, batch, channels, flags, length, shapes


@st.composite
def alike(draw: st.DrawFn, least: int = 1, most: int = 4) -> list[Shape]:
    """Draw shapes that mostly differ in one axis, in None or in nothing."""
    first = draw(st.integers(1, 4).flatmap(shapes))
    inputs = [first]
    for _ in range(draw(st.integers(least - 1, most - 1))):
        shape = list(first)
        if draw(st.sampled_from([True, True, False])):
            place = draw(st.integers(0, len(shape) - 1))
            shape[place] = draw(st.one_of(length, st.just(1), st.none()))
        if len(shape) > 1 and draw(st.sampled_from([False, False, False, False, True])):
            shape = shape[:-1]
        inputs.append(tuple(shape))
    return inputs


@st.composite
def merged(draw: st.DrawFn, name: str, most: int = 4, **optional: st.SearchStrategy[Any]) -> Case:
    """Draw a merging layer on a list of shapes, now and then on one shape that is in no list."""
    keywords = {key: draw(strategy) for key, strategy in optional.items() if draw(flags)}
    if draw(st.integers(0, 9)) == 9:
        return Case(name, (), keywords, draw(st.integers(1, 3).flatmap(shapes)))
    counts = (2, 2) if draw(flags) else (1, most)
    return Case(name, (), keywords, draw(alike(*counts)))


@st.composite
def attending(
    draw: st.DrawFn,
    name: str,
    *,
    spread: bool,
    options: dict[str, st.SearchStrategy[Any]],
    required: dict[str, st.SearchStrategy[Any]] | None = None,
) -> Case:
    """Draw an attention layer on query, value and perhaps a key."""
    keywords = {key: draw(strategy) for key, strategy in (required or {}).items()}
    keywords |= {key: draw(strategy) for key, strategy in options.items() if draw(st.sampled_from([True, True, False]))}
    first, middle = draw(batch), tuple(draw(length) for _ in range(draw(st.sampled_from([1, 1, 1, 1, 2, 0]))))
    features = draw(channels)
    query = (first, *(draw(length) for _ in middle), features)
    value = (first, *middle, draw(st.one_of(st.just(features), st.just(features), channels, st.none())))
    key = (first, *middle, draw(channels))
    if draw(st.integers(0, 9)) == 9:
        key = (first, *(draw(length) for _ in middle), features)
    good = [[query, value], [query, value, key]]
    inputs = draw(st.sampled_from(good * 5 + [[query], [query] * 4, query]))
    case = Case(name, (), keywords, inputs)
    if isinstance(inputs, list):
        case = replace(case, spread=spread and len(inputs) in (2, 3))
        if spread and len(inputs) not in (2, 3):
            case = replace(case, inputs=query)
    return case


size = st.sampled_from([1, 2, 4, 8, 3] * 12 + [0, -1, 2.0, None, "a", True, np.int64(2), (2,)])
rate = st.sampled_from([0.0, 0.1, 0, 1, 0.5, 0.2] * 4 + [2, "a"])
window = st.sampled_from([None, 3, 1, 4] * 5 + [0])
heads = {"use_bias": flags, "use_gate": flags, "dropout": rate, "sliding_window": window}

STRATEGIES: Strategies = {
    **{name: merged(name) for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")},
    "Concatenate": merged("Concatenate", axis=st.sampled_from([-1, 1, 2, -2, 0, 3, -4, None, "a", 1.0])),
    "Dot": st.one_of(
        merged(
            "Dot",
            most=3,
            axes=st.sampled_from([1, -1, 2, (1, 1), [2, 1], (1, -1)] * 2 + [0, 5, None, 1.5, (1,), ("a", 1)]),
        ),
        st.builds(
            lambda first, second, axes: Case("Dot", (axes,), {"normalize": True}, [first, second]),
            shapes(3),
            shapes(3),
            st.sampled_from([1, 2, -1, (1, 2), (2, 1), (-1, -2)]),
        ),
    ),
    "Attention": attending(
        "Attention",
        spread=False,
        options={"use_scale": flags, "score_mode": st.sampled_from(["dot", "concat", "sum"]), "dropout": rate},
    ),
    "AdditiveAttention": attending("AdditiveAttention", spread=False, options={"use_scale": flags, "dropout": rate}),
    "MultiHeadAttention": attending(
        "MultiHeadAttention",
        spread=True,
        required={"num_heads": size, "key_dim": size},
        options={
            **heads,
            "value_dim": st.one_of(st.none(), size),
            "output_shape": st.sampled_from([None, 3, (3,), [2, 3], 8] * 4 + [0, 1.5, "ab", -1, (2, None)]),
            "attention_axes": st.sampled_from([None] * 9 + [1, (1,), (1, 2), -2, 2.5]),
        },
    ),
    "GroupQueryAttention": attending(
        "GroupQueryAttention",
        spread=True,
        required={"head_dim": size, "num_query_heads": size, "num_key_value_heads": size},
        options=heads,
    ),
}
