"""Names of modules that are neither in the workspace nor known here: what they hold may be anything."""

from __future__ import annotations

import sys
from typing import Final

from param_lsp.message import message
from param_lsp.spans import Place
from param_lsp.values import LibraryFunction, ListValue, Unknown, Value

# Of these a dotted name that is given to Keras is a function or class, whatever it does.
_KNOWN: Final = frozenset(["keras", "tensorflow", "numpy", "builtins", "scipy", "jax", "torch", "sklearn"])


def known_argument(value: Value, place: Place) -> Value:
    """Give an argument for Keras as it is, but a name of a module that nobody knows as unknown (in a tuple too)."""
    if isinstance(value, tuple):
        return tuple(known_argument(item, place) for item in value)
    if isinstance(value, ListValue) and any(isinstance(item, LibraryFunction) for item in value.items):
        return ListValue([known_argument(item, place) for item in value.items], value.unknown)
    if not isinstance(value, LibraryFunction) or value.bound is not None:
        return value
    root, _, _ = value.name.partition(".")
    if root in _KNOWN or root in sys.stdlib_module_names:
        return value
    module, _, name = value.name.rpartition(".")
    return Unknown(
        message("{name} comes from {module}, which is not among the files here", name=name, module=module), place
    )
