"""Keys of dictionaries and sets: what Python hashes by value, and objects that it hashes by identity."""

from __future__ import annotations

from typing import Final

from param_lsp.values import (
    ClassValue,
    Function,
    Instance,
    LayerValue,
    LibraryFunction,
    ModelValue,
    NumpyScalar,
    Value,
)

NO_KEY: Final = object()
"""What `key_of` gives for a value that is not known well enough, or that Python cannot hash."""

_CONSTANTS = (type(None), bool, int, float, complex, str, bytes, type(...))
_OBJECTS = (ClassValue, Function, LibraryFunction, LayerValue, ModelValue)


def key_of(value: Value) -> Value:
    """Give the key under which a value is stored, or `NO_KEY`."""
    if isinstance(value, (*_CONSTANTS, *_OBJECTS)):
        return value
    if isinstance(value, NumpyScalar):
        return key_of(value.value)
    if isinstance(value, tuple):
        parts = tuple(key_of(part) for part in value)
        return NO_KEY if NO_KEY in parts else parts
    if isinstance(value, Instance):
        from param_lsp.evaluate import classes, enums  # noqa: PLC0415 - they stand above this module

        plain = enums.plain(value)
        if plain is not value:
            return key_of(plain)
        own = any(classes.find(value.of, name) is not None for name in ("__eq__", "__hash__"))
        return NO_KEY if own or classes.find(value.of, "__dataclass__") is True else value
    return NO_KEY
