"""Dropout, noise and activity regularization."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle.strategies.common import Strategies, cases, shapes

any_rank = st.integers(1, 5).flatmap(shapes)
rate = st.sampled_from([0.5, 0, 1, 0.1, 1.5, -0.1])
noise_shape = st.sampled_from([None, (None, 1), [2, None], (1, 0), (1.5,), 3, "ab"])
data_format = st.sampled_from([None, "channels_first", "channels_last", "channels"])
seed = st.sampled_from([None, 3])
factor = st.sampled_from([0.0, 0.1, 2, -1, "a", None])

STRATEGIES: Strategies = {
    "Dropout": cases("Dropout", any_rank, required={"rate": rate}, optional={"noise_shape": noise_shape, "seed": seed}),
    "AlphaDropout": cases("AlphaDropout", any_rank, required={"rate": rate}, optional={"seed": seed}),
    "GaussianDropout": cases("GaussianDropout", any_rank, required={"rate": rate}, optional={"seed": seed}),
    "GaussianNoise": cases("GaussianNoise", any_rank, required={"stddev": rate}, optional={"seed": seed}),
    "ActivityRegularization": cases("ActivityRegularization", any_rank, optional={"l1": factor, "l2": factor}),
    "SpatialDropout1D": cases("SpatialDropout1D", shapes(3), required={"rate": rate}, optional={"seed": seed}),
    "SpatialDropout2D": cases(
        "SpatialDropout2D", shapes(4), required={"rate": rate}, optional={"data_format": data_format}
    ),
    "SpatialDropout3D": cases(
        "SpatialDropout3D", shapes(5), required={"rate": rate}, optional={"data_format": data_format}
    ),
}
