"""Core layers."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.oracle.strategies.common import Strategies, activation, cases, flags, shapes

any_rank = st.integers(1, 4).flatmap(shapes)
units = st.sampled_from([1, 2, 10, 32])
vocabulary = {"input_dim": st.sampled_from([1, 10, 1000]), "output_dim": st.sampled_from([1, 8, 64])}
lora = {"lora_rank": st.sampled_from([None, 1, 2]), "lora_alpha": st.just(2)}

STRATEGIES: Strategies = {
    "Dense": cases(
        "Dense",
        st.integers(1, 4).flatmap(shapes),
        required={"units": units},
        optional={
            "activation": activation,
            "use_bias": flags,
            "kernel_initializer": st.sampled_from(["he_normal", "he_normall", None, "Zeros"]),
            "kernel_regularizer": st.sampled_from([None, "l2", "L3"]),
            "kernel_constraint": st.sampled_from([None, "max_norm", "norm"]),
            **lora,
        },
    ),
    "Embedding": cases(
        "Embedding",
        any_rank,
        required=vocabulary,
        optional={"mask_zero": flags, "input_length": st.sampled_from([None, 5]), **lora},
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
