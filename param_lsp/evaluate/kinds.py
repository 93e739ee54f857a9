"""Which of Keras's classes a layer or model is of, for `isinstance` (Keras 3.15)."""

from __future__ import annotations

from typing import Final

from param_lsp import catalogue
from param_lsp.evaluate import subclassed
from param_lsp.values import KerasTensor, LayerValue, LibraryFunction, ModelValue

_LAYERS: Final = "keras.layers."
_LAYER: Final = frozenset({"keras.Layer", "keras.layers.Layer", "keras.Operation"})
_MODEL: Final = frozenset({"keras.Model", "keras.models.Model"})
_BASES: Final = {
    "Attention": ("AdditiveAttention",),
    "Dropout": ("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"),
    "Embedding": ("ReversibleEmbedding",),
    "RNN": ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GRU", "LSTM", "SimpleRNN"),
    "Wrapper": ("SpectralNormalization", "TimeDistributed"),
}
"""Keras's public layers from which others of them are derived."""


def is_of(value: KerasTensor | LayerValue | ModelValue, kind: str) -> bool | None:
    """Tell whether a layer, model or symbolic tensor is an instance of a class of Keras; None where that is not known.

    Arguments:
        kind: the canonical dotted name of the class ("keras.layers.Dense").
    """
    if isinstance(value, KerasTensor):
        return kind.rpartition(".")[2] == "KerasTensor"
    if isinstance(value, ModelValue):
        return _is_model_of(value, kind)
    if catalogue.find(value.declaration.name) is not value.declaration:
        return None  # of a class of the workspace, or one that Keras makes itself
    if kind in _LAYER:
        return True
    if kind in _MODEL or kind == "keras.Sequential":
        return False
    asked = catalogue.find(kind.removeprefix(_LAYERS)) if kind.startswith(_LAYERS) else None
    if asked is None:
        return None
    return asked is value.declaration or value.declaration.name in _BASES.get(asked.name, ())


def class_of(value: LayerValue | ModelValue) -> LibraryFunction | None:
    """Give the class of Keras that a layer or model is of; None where it is one of the workspace."""
    if isinstance(value, ModelValue):
        own = isinstance(value.origin, subclassed.Subclass) or value.kind == "subclass"
        return (
            None if own else LibraryFunction("keras.Sequential" if value.kind == "sequential" else "keras.Functional")
        )
    name = value.declaration.name
    return LibraryFunction(_LAYERS + name) if catalogue.find(name) is value.declaration else None


def name_of(kind: str) -> str | None:
    """Give the `__name__` of a class of Keras by its canonical dotted name; None for anything else."""
    if kind in ("keras.Sequential", "keras.Functional", "keras.Model"):
        return kind.rpartition(".")[2]
    found = catalogue.find(kind.removeprefix(_LAYERS)) if kind.startswith(_LAYERS) else None
    return None if found is None else found.name


def _is_model_of(model: ModelValue, kind: str) -> bool | None:
    if kind in _LAYER or kind in _MODEL:
        return True
    if isinstance(model.origin, subclassed.Subclass):
        return None
    if kind == "keras.Sequential":
        return model.kind == "sequential"
    known = kind.startswith(_LAYERS) and catalogue.find(kind.removeprefix(_LAYERS)) is not None
    return False if known else None
