"""Every word that completion offers is one that Keras takes."""

from __future__ import annotations

import pytest

from param_lsp.catalogue.legal_values import LOSSES, METRICS, OPTIMIZERS, legal_values

pytestmark = pytest.mark.oracle


@pytest.mark.parametrize(("module", "names"), [("losses", LOSSES), ("metrics", METRICS), ("optimizers", OPTIMIZERS)])
def test_keras_finds_each_name(module: str, names: tuple[str, ...]) -> None:
    keras = pytest.importorskip("keras")
    known = __import__(f"keras.src.{module}", fromlist=["ALL_OBJECTS_DICT"]).ALL_OBJECTS_DICT
    for name in names:
        if name != "accuracy":  # `compile` itself reads it
            assert name in known, name
    assert keras.__version__.startswith("3.15")


@pytest.mark.parametrize(
    ("argument", "module"),
    [
        ("activation", "activations"),
        ("kernel_initializer", "initializers"),
        ("kernel_regularizer", "regularizers"),
        ("kernel_constraint", "constraints"),
    ],
)
def test_keras_finds_what_layers_look_up(argument: str, module: str) -> None:
    keras = pytest.importorskip("keras")
    for name in legal_values("Dense", argument):
        assert getattr(keras, module).get(name) is not None, name


@pytest.mark.parametrize(
    ("layer", "argument", "given"),
    [
        ("Conv1D", "padding", {"filters": 2, "kernel_size": 3}),
        ("Conv2D", "padding", {"filters": 2, "kernel_size": 3}),
        ("Conv2D", "data_format", {"filters": 2, "kernel_size": 3}),
        ("UpSampling2D", "interpolation", {}),
        ("Resizing", "interpolation", {"height": 3, "width": 3}),
        ("RandomFlip", "mode", {}),
        ("RandomRotation", "fill_mode", {"factor": 0.1}),
        ("TextVectorization", "output_mode", {}),
        ("TextVectorization", "standardize", {}),
        ("Attention", "score_mode", {}),
        ("Dense", "dtype", {"units": 2}),
    ],
)
def test_keras_takes_each_word(layer: str, argument: str, given: dict[str, object]) -> None:
    keras = pytest.importorskip("keras")
    words = legal_values(layer, argument)
    assert words
    for word in words:
        getattr(keras.layers, layer)(**given, **{argument: word})
