"""Addresses of Keras's documentation."""

from __future__ import annotations

import pytest

from param_lsp.catalogue import find, layer_names
from param_lsp.catalogue.links import documentation


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("Conv2D", "convolution_layers/convolution2d/"),
        ("Conv1DTranspose", "convolution_layers/convolution1d_transpose/"),
        ("LeakyReLU", "activation_layers/leaky_relu/"),
        ("GroupedQueryAttention", "attention_layers/group_query_attention/"),
    ],
)
def test_pages_of_keras(name, page):
    assert documentation(name) == f"https://keras.io/api/layers/{page}"


def test_every_layer_of_today_has_a_page_and_nothing_else():
    for name in layer_names():
        layer = find(name)
        assert (documentation(name) is None) == (layer.removed_in is not None), name
    assert documentation("MyLayer") is None
    assert documentation("Sequential") is None
