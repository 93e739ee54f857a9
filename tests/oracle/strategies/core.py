"""Core layers."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tests.oracle.strategies.common import Case, Strategies, activation, cases, flags, shapes

any_rank = st.integers(1, 4).flatmap(shapes)
units = st.sampled_from([1, 2, 10, 32])
vocabulary = {"input_dim": st.sampled_from([1, 10, 1000]), "output_dim": st.sampled_from([1, 8, 64])}
lora = {"lora_rank": st.sampled_from([None, 1, 2]), "lora_alpha": st.just(2)}

EQUATIONS = [
    ("abc,cd->abd", (None, 8), "d"),
    ("abc,cd->abd", (3, 8), "bd"),
    ("...x,xy->...y", 8, "y"),
    ("...x,xy->...y", (8,), None),
    ("ab...,bc->ac...", 8, "c"),
    ("ab,bc->ac", 8, "c"),
    ("abc,cde->abde", (None, 2, 4), "de"),
    ("abc,cde->abde", (None, 2, 4), "x"),
    ("abcd,cde->abe", (None, 8), "e"),
    ("ab,bc->ad", 8, None),
    ("ab,xc->ac", 8, None),
    ("ab->ac", 8, None),
]


@st.composite
def einsum(draw: st.DrawFn) -> Case:
    """Draw an equation with an output shape and bias that may fit it."""
    equation, output, bias = draw(st.sampled_from(EQUATIONS))
    return draw(
        cases(
            "EinsumDense",
            any_rank,
            required={"equation": st.just(equation), "output_shape": st.just(output)},
            optional={"bias_axes": st.just(bias), "activation": activation, **lora},
        )
    )


STRATEGIES: Strategies = {
    "EinsumDense": einsum(),
    "Lambda": cases(
        "Lambda",
        any_rank,
        required={"function": st.just(abs)},
        optional={"output_shape": st.sampled_from([(3,), (None, 2), [4]])},
    ),
    "Dense": cases(
        "Dense",
        st.integers(1, 4).flatmap(shapes),
        required={"units": units},
        optional={
            "activation": activation,
            "use_bias": flags,
            "kernel_initializer": st.sampled_from(
                ["he_normal", "he_normall", None, "Zeros", np.ones((8, 2)), np.ones(3)]
            ),
            "bias_initializer": st.sampled_from(["zeros", np.ones(10), np.float32(1)]),
            "kernel_regularizer": st.sampled_from([None, "l2", "L3"]),
            "kernel_constraint": st.sampled_from([None, "max_norm", "norm"]),
            **lora,
        },
    ),
    "Embedding": cases(
        "Embedding",
        any_rank,
        required=vocabulary,
        optional={
            "mask_zero": flags,
            "input_length": st.sampled_from([None, 5]),
            "embeddings_initializer": st.sampled_from(["uniform", np.ones((10, 8)), np.ones((1, 10, 8))]),
            **lora,
        },
        dtype="int32",
    ),
    "ReversibleEmbedding": cases(
        "ReversibleEmbedding",
        any_rank,
        required=vocabulary,
        optional={"tie_weights": flags, "mask_zero": flags, "logit_soft_cap": st.just(2.0)},
        dtype="int32",
    ),
    "Identity": cases("Identity", any_rank),
    "Masking": cases("Masking", any_rank, optional={"mask_value": st.sampled_from([0.0, -1.0, 3])}),
}
