"""Layers around a layer."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle.strategies.common import Inner, Strategies, cases, shapes
from tests.oracle.strategies.recurrent import inner, recurrent_layers

no_layers = st.sampled_from([3, None, "Dense", Inner("Flatten"), Inner("Dense", (0,))])
plain_layers = st.sampled_from(
    [
        Inner("Dense", (3,)),
        Inner("Dense", (3,), {"trainable": False, "use_bias": False}),
        Inner("Flatten"),
        Inner("Dropout", (0.5,)),
        Inner("BatchNormalization", (), {"name": "norm"}),
        Inner("Conv1D", (4, 2)),
        Inner("Conv2D", (4, 2), {"padding": "same"}),
        Inner("DepthwiseConv2D", (2,)),
        Inner("Conv2DTranspose", (4, 2), {"strides": 2}),
        Inner("SeparableConv2D", (4, 2)),
        Inner("MaxPooling2D"),
        Inner("GlobalAveragePooling2D"),
        Inner("Embedding", (10, 4)),
        Inner("TimeDistributed", (Inner("Dense", (2,)),)),
        Inner("Reshape", ((-1,),)),
        Inner("Add"),
    ]
)
backward = inner("LSTM", {"go_backwards": st.just(True), "return_sequences": st.booleans()})
any_rank = st.integers(2, 6).flatmap(shapes)

STRATEGIES: Strategies = {
    "Bidirectional": cases(
        "Bidirectional",
        shapes(3),
        required={"layer": st.one_of(recurrent_layers, recurrent_layers, recurrent_layers, no_layers)},
        optional={
            "merge_mode": st.sampled_from(["concat", "sum", "mul", "ave", None, "max"]),
            "backward_layer": st.one_of(backward, no_layers),
        },
    ),
    "TimeDistributed": cases(
        "TimeDistributed", any_rank, required={"layer": st.one_of(plain_layers, recurrent_layers, no_layers)}
    ),
    "SpectralNormalization": cases(
        "SpectralNormalization",
        any_rank,
        required={"layer": st.one_of(plain_layers, no_layers)},
        optional={"power_iterations": st.sampled_from([1, 2, 0])},
    ),
    "Wrapper": cases("Wrapper", any_rank, required={"layer": st.one_of(plain_layers, no_layers)}),
}
