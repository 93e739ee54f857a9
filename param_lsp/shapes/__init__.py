"""Arithmetic of dims and shapes: nothing here knows of Keras, of Python source or of output."""

from param_lsp.shapes.dims import (
    Count,
    Dim,
    Dims,
    Shape,
    Shapes,
    ShapeTree,
    UnknownDim,
    UnknownShape,
    is_known,
    product,
)
from param_lsp.shapes.polynomial import Floor, Polynomial, symbol

__all__ = [
    "Count",
    "Dim",
    "Dims",
    "Floor",
    "Polynomial",
    "Shape",
    "ShapeTree",
    "Shapes",
    "UnknownDim",
    "UnknownShape",
    "is_known",
    "product",
    "symbol",
]
