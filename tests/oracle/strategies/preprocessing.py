"""Preprocessing of numbers, categories, text and sound, and layers of other libraries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.oracle.strategies.common import ODD, Case, Inner, Strategies, cases, data_formats, flags, shapes

any_rank = st.integers(1, 5).flatmap(shapes)
low_rank = st.integers(1, 3).flatmap(shapes)
number = st.sampled_from([1.0, 2, 0.5, -1, [1.0, 2.0]])
modes = st.sampled_from(["int", "one_hot", "multi_hot", "count", "one_hot", "tf_idf", "binary", "tf-idf", "some"])
bins = st.sampled_from([1, 3, 10, 5, 100, 0, -1, None])
axes = st.sampled_from([-1, -1, 1, None, -1, 1, (-1,), (1,), (1, 2), (2, 1), [-1], 0, 3, (1, 1)])
means = st.sampled_from([None, 1.0, 2, [1.0, 2.0], [1.0], (1.0, 2.0, 3.0), [[1.0, 2.0]]])
words = st.sampled_from([None, ["a", "b"], ["a"], ["a", "a"], [], ("x", "[UNK]"), ["[UNK]", "a"], ["", "[UNK]", "b"]])
numbers = st.sampled_from([None, [1, 2, 3], (5,), [1, 1], [-1, 4], [0, -1, 4], [7, -1]])
lookup = {
    "max_tokens": st.sampled_from([None, None, 2, 3, 10, 1, 0]),
    "num_oov_indices": st.sampled_from([1, 2, 0, -1, 5000]),
    "output_mode": modes,
    "sparse": st.sampled_from([False, False, True]),
    "pad_to_max_tokens": st.sampled_from([False, False, True]),
    "invert": st.sampled_from([False, False, True]),
    "idf_weights": st.sampled_from([None, None, None, [0.5, 0.5], [1, 2, 3]]),
    "salt": st.sampled_from([None, None, 3, (1, 2), [1, 2], "a", (1,)]),
    "oov_method": st.sampled_from(["floormod", "farmhash", "farmhash", "sip"]),
}
lengths = st.sampled_from([1, 2, 3, 4, 8, 16, 100, 256])


@st.composite
def crossing(draw: st.DrawFn) -> Case:
    """Draw HashedCrossing on two inputs, mostly of one shape."""
    first = draw(low_rank)
    other = draw(st.one_of(st.just(first), st.just(first), low_rank))
    keywords = {"output_mode": draw(st.sampled_from(["int", "one_hot", "count"]))} if draw(flags) else {}
    inputs = draw(st.sampled_from([[first, other], [first, other], [first, other], [first], [first] * 3, first]))
    return Case("HashedCrossing", (draw(st.sampled_from([1, 3, 10])),), keywords, inputs)


@st.composite
def texts(draw: st.DrawFn, name: str, options: dict[str, st.SearchStrategy[Any]]) -> Case:
    """Draw a layer on text."""
    case = draw(cases(name, low_rank, optional=options))
    return replace(case, dtype="string")


parts = st.lists(
    st.sampled_from(
        [
            Inner("Rescaling", (2.0,)),
            Inner("Dense", (3,)),
            Inner("Normalization"),
            Inner("Dense", (2,), {"trainable": False}),
            Inner("RandomFlip"),
            Inner("Flatten"),
        ]
    ),
    min_size=1,
    max_size=3,
)

STRATEGIES: Strategies = {
    "Rescaling": cases("Rescaling", any_rank, required={"scale": number}, optional={"offset": number}),
    "Normalization": st.one_of(
        cases("Normalization", any_rank, optional={"axis": axes, "invert": flags}),
        cases("Normalization", any_rank, optional={"axis": axes, "mean": means, "variance": means}),
        st.builds(
            lambda mean, axis, inputs: Case("Normalization", (axis, mean, mean), {}, inputs),
            means,
            st.sampled_from([-1, 1, None, (1, 2)]),
            st.integers(2, 4).flatmap(lambda rank: shapes(rank, st.integers(1, 3))),
        ),
    ),
    "Discretization": cases(
        "Discretization",
        any_rank,
        optional={
            "bin_boundaries": st.sampled_from([None, [1.0, 2.0], [], (0.0,)]),
            "num_bins": bins,
            "output_mode": modes,
            "sparse": flags,
        },
    ),
    "CategoryEncoding": cases(
        "CategoryEncoding",
        any_rank,
        required={"num_tokens": st.one_of(*[st.sampled_from([1, 3, 10])] * 6, ODD)},
        optional={
            "output_mode": st.sampled_from(["one_hot", "multi_hot", "count", "binary", "int"]),
            "sparse": flags,
        },
    ),
    "Hashing": cases(
        "Hashing",
        any_rank,
        required={"num_bins": bins},
        optional={
            "output_mode": modes,
            "salt": st.sampled_from([None, 3, (1, 2), [1, 2], "a", (1,)]),
            "sparse": flags,
            "dtype": st.sampled_from([None, "int32", "float32"]),
        },
    ),
    "HashedCrossing": crossing(),
    "IntegerLookup": cases(
        "IntegerLookup",
        low_rank,
        optional={**lookup, "vocabulary": numbers, "mask_token": st.sampled_from([None, 0])},
        dtype="int64",
    ),
    "StringLookup": texts(
        "StringLookup", {**lookup, "vocabulary": words, "mask_token": st.sampled_from([None, "", "x"])}
    ),
    "TextVectorization": texts(
        "TextVectorization",
        {
            **{key: lookup[key] for key in ("max_tokens", "output_mode", "sparse", "pad_to_max_tokens")},
            "vocabulary": words,
            "output_sequence_length": st.sampled_from([None, 5, 2.0]),
            "split": st.sampled_from(["whitespace", None, "word"]),
            "standardize": st.sampled_from(["lower", None, "upper"]),
            "ngrams": st.sampled_from([None, 2, (1, 2), "a"]),
            "ragged": st.sampled_from([False, False, True]),
        },
    ),
    "MelSpectrogram": cases(
        "MelSpectrogram",
        low_rank,
        optional={
            "fft_length": lengths,
            "sequence_stride": lengths,
            "sequence_length": st.one_of(st.none(), lengths),
            "num_mel_bins": lengths,
        },
    ),
    "STFTSpectrogram": cases(
        "STFTSpectrogram",
        shapes(3),
        optional={
            "mode": st.sampled_from(["log", "magnitude", "psd", "real", "imag", "angle", "stft", "abs"]),
            "frame_length": st.sampled_from([2, 3, 4, 8, 1]),
            "frame_step": st.sampled_from([None, 1, 2, None, 1, 4]),
            "fft_length": st.sampled_from([None, 256, 8, 9, 512, 1]),
            "window": st.sampled_from(["hann", "hamming", None, "blackman", "none such"]),
            "scaling": st.sampled_from(["density", "spectrum", None, None, "x"]),
            "padding": st.sampled_from(["valid", "same", "causal"]),
            "expand_dims": flags,
            "data_format": data_formats,
        },
    ),
    "Pipeline": cases(
        "Pipeline",
        st.integers(2, 4).flatmap(shapes),
        required={"layers": st.one_of(parts, parts, parts, st.sampled_from([[], 3, None, [3]]))},
    ),
    # The other libraries are not there, so Keras rejects what is right, too.
    "TFSMLayer": st.builds(lambda inputs: Case("TFSMLayer", ("no such folder",), {}, inputs), any_rank),
    "JaxLayer": st.builds(lambda inputs: Case("JaxLayer", (len,), {}, inputs), any_rank),
    "FlaxLayer": st.builds(lambda inputs: Case("FlaxLayer", (3,), {}, inputs), any_rank),
    "TorchModuleWrapper": st.builds(lambda inputs: Case("TorchModuleWrapper", (3,), {}, inputs), any_rank),
}
