"""Sizes beyond what Keras can hold: what Keras 3.15 (TensorFlow) says of them, and no weight that cannot exist."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from param_lsp.catalogue import apply, create, find, layer_names
from param_lsp.catalogue.signature import parse_signature
from param_lsp.values import Applied, Misfit, Undetermined, Weight

OUT_OF_RANGE = "Can't convert Python sequence with out-of-range integer to Tensor."
IMAGES, ANY_IMAGES, FLAT = (None, 8, 8, 3), (None, None, None, 3), (None, 8)


def outcome(name, positional, keywords, inputs):
    created = create(find(name), positional, keywords)
    if created.misfit is not None:
        return created.misfit
    if created.reason is not None:
        return Undetermined(created.reason)
    return apply(find(name), created.arguments, inputs)


@pytest.mark.parametrize(
    ("name", "positional", "keywords", "inputs", "words"),
    [
        ("Dense", (10**30,), {}, FLAT, OUT_OF_RANGE),
        ("Dense", (2**63,), {}, FLAT, OUT_OF_RANGE),
        ("Dense", (2**62,), {}, FLAT, "Shape [8,4611686018427387904] would have more than 2**63 - 1 elements"),
        ("Embedding", (2**70, 4), {}, FLAT, OUT_OF_RANGE),
        (
            "Embedding",
            (10**12, 10**12),
            {},
            FLAT,
            "Shape [1000000000000,1000000000000] would have more than 2**63 - 1 elements",
        ),
        ("Conv2D", (2**70, 3), {}, IMAGES, OUT_OF_RANGE),
        ("Conv2D", (3, 2**70), {}, ANY_IMAGES, OUT_OF_RANGE),
        ("DepthwiseConv2D", (3,), {"depth_multiplier": 2**70}, IMAGES, OUT_OF_RANGE),
        ("LSTM", (2**62,), {}, (None, 4, 3), OUT_OF_RANGE),  # four gates side by side
        ("PReLU", (), {}, (None, 2**70), OUT_OF_RANGE),
        ("Dropout", (0.5,), {"seed": 2**70}, FLAT, OUT_OF_RANGE),
        ("LayerNormalization", (), {"axis": 2**70}, FLAT, "cannot fit 'int' into an index-sized integer"),
    ],
)
def test_rejected_with_the_words_of_keras(name, positional, keywords, inputs, words):
    found = outcome(name, positional, keywords, inputs)
    assert isinstance(found, Misfit)
    assert found.keras_message == words


@pytest.mark.parametrize(
    ("name", "positional", "keywords", "inputs", "output"),
    [
        ("UpSampling2D", (10**15,), {}, IMAGES, (None, 8 * 10**15, 8 * 10**15, 3)),
        ("ZeroPadding2D", (2**63 - 1,), {}, IMAGES, (None, 18446744073709551622, 18446744073709551622, 3)),
        ("RepeatVector", (2**70,), {}, FLAT, (None, 2**70, 8)),
        ("Reshape", ((2**70, -1),), {}, (None, None), (None, 2**70, None)),
        ("Flatten", (), {}, (None, 2**40, 2**40), (None, 2**80)),
        ("Conv2D", (3, 3), {"strides": 2**70}, IMAGES, (None, 1, 1, 3)),
        ("Conv2DTranspose", (3, 3), {"strides": 2**62}, IMAGES, (None, 2**65, 2**65, 3)),
        ("MaxPooling2D", (2**70,), {"padding": "same"}, IMAGES, (None, 1, 1, 3)),
        ("CategoryEncoding", (2**70,), {}, FLAT, (None, 2**70)),
    ],
)
def test_followed_exactly_where_keras_does(name, positional, keywords, inputs, output):
    """Shapes of symbolic tensors are Python integers, so Keras has no limit there."""
    found = outcome(name, positional, keywords, inputs)
    assert isinstance(found, Applied)
    assert found.output == output


@pytest.mark.parametrize(
    ("name", "positional", "inputs"),
    [
        ("Dense", (2**50,), FLAT),  # Keras: OOM when allocating tensor
        ("Conv2D", (3, 10**9), ANY_IMAGES),
        ("Conv1D", (3, 2), (None, 2**54 + 1, 8)),  # Keras gives 2**54: it computes the size with floats
        ("RepeatVector", (10**5000,), FLAT),
    ],
)
def test_unknown_where_the_machine_or_a_float_decides(name, positional, inputs):
    assert isinstance(outcome(name, positional, {}, inputs), Undetermined)


def exists(weight: Weight) -> bool:
    """Tell whether TensorFlow can hold the weight."""
    dims = [dim for dim in weight.shape if isinstance(dim, int)]
    return all(0 <= dim < 2**63 for dim in dims) and (len(dims) < len(weight.shape) or prod(dims) < 2**63)


large = st.one_of(st.integers(2**40, 2**90), st.integers(-(2**90), -(2**40)), st.just(10**400))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(sorted(layer_names())),
    st.data(),
    st.sampled_from([(None, 3), (None, 4, 3), IMAGES, ANY_IMAGES, (None, 2**33, 2**33), (None, 2, 2, 2, 2**62)]),
)
def test_no_weight_that_cannot_exist(name, data, inputs):
    """Whatever argument is large, nothing raises and no weight is larger than an integer of 64 bits."""
    parameters = [parameter.name for parameter in parse_signature(find(name).signature).parameters]
    required = {p.name: 2 for p in parse_signature(find(name).signature).parameters if repr(p.default) == "REQUIRED"}
    chosen = data.draw(st.sets(st.sampled_from(parameters), max_size=2)) if parameters else set()
    keywords = required | {parameter: data.draw(large) for parameter in sorted(chosen)}
    found = outcome(name, (), keywords, inputs)
    assert isinstance(found, Applied | Misfit | Undetermined)
    if isinstance(found, Applied):
        assert all(exists(weight) for weight in found.weights)
