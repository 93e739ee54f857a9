"""Reads shapes that users write: `input_shape=(28, 28, 1)`, `Input(shape=[None, 8])`, `Reshape((-1, 4))`."""

from __future__ import annotations

from param_lsp.catalogue.reading import members, reject, size, unknown_members
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import message
from param_lsp.shapes import Dim, Polynomial, Shape, UnknownDim, UnknownShape
from param_lsp.values import NumpyScalar, Value


def read_shape(name: str, value: Value) -> Shape | UnknownShape:
    """Read a shape that a user wrote, as Keras's `standardize_shape` does.

    Raises:
        Rejected: it cannot be a shape.
    """
    if (reason := unknown_members(value)) is not None:
        return UnknownShape(reason)
    items = members(value)
    if items is None or isinstance(value, str):
        text = str_of(value)
        rest = (
            f" Found invalid dimension '{text[0]}' of type '<class 'str'>'. " if isinstance(value, str) and text else ""
        )
        reject(
            f"Cannot convert '{text}' to a shape.{rest}",
            message("`{name}` must be a tuple of sizes, got {value}", name=name, value=repr_of(value)),
            argument=name,
            short=message("{name} must be a tuple", name=name),
        )
    return tuple(read_dim(name, item, value) for item in items)


def read_dim(name: str, value: Value, whole: Value = None) -> Dim:
    """Read one size of a shape: None, an integer (NumPy's too), or unknown."""
    if isinstance(value, NumpyScalar):
        value = value.value
    if value is None or isinstance(value, Polynomial | UnknownDim):
        return value
    whole = value if whole is None else whole
    text = message("`{name}` must hold sizes, got {value}", name=name, value=repr_of(whole))
    if isinstance(value, int) and value < 0:
        reject(
            f"Cannot convert '{str_of(whole)}' to a shape. Negative dimensions are not allowed.", text, argument=name
        )
    if isinstance(value, str | float | tuple) or members(value) is not None:
        reject(
            f"Cannot convert '{str_of(whole)}' to a shape. "
            f"Found invalid dimension '{str_of(value)}' of type '{type_of(value)}'. ",
            text,
            argument=name,
        )
    return size(name, value)
