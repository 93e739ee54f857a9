"""Layers of Keras 2 that change the size of pictures at random: Keras 3 has none of them."""

from __future__ import annotations

from typing import ClassVar

from param_lsp.catalogue.layer import Layer
from param_lsp.shapes import Shape, ShapeTree
from param_lsp.values import Arguments


class _RandomSize(Layer):
    """What they share (`keras/layers/preprocessing/image_preprocessing.py`, Keras 2.15)."""

    signature = "factor, interpolation='bilinear', seed=None, **kwargs"
    removed_in = 3
    min_rank = 3
    axis: ClassVar[int]

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        changed = list(shape)
        changed[self.axis] = None
        return tuple(changed)


class RandomHeight(_RandomSize):
    """Changes the height at random, so that it is no longer known."""

    name = "RandomHeight"
    axis = -3


class RandomWidth(_RandomSize):
    """Changes the width at random, so that it is no longer known."""

    name = "RandomWidth"
    axis = -2
