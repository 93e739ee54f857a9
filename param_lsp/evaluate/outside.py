"""What is given to Keras and other libraries: names that nobody knows and endless nests are unknown to them."""

from __future__ import annotations

import sys
from typing import Final

from param_lsp.message import message
from param_lsp.spans import Place
from param_lsp.values import DictValue, LibraryFunction, ListValue, Unknown, Value

MOST: Final = 100_000
"""Members of a nest that are walked through; `x = [x, x]` sixty times over has 2**60."""
# Of these a dotted name that is given to Keras is a function or class, whatever it does.
_KNOWN: Final = frozenset(["keras", "tensorflow", "numpy", "builtins", "scipy", "jax", "torch", "sklearn"])


def finite_argument(value: Value, place: Place) -> Value:
    """Give an argument as it is, but a nest that holds itself, or too much, as unknown."""
    if isinstance(value, tuple | ListValue | DictValue) and _size(value, {}) > MOST:
        return Unknown(message("this nest of lists is too large to follow"), place)
    return value


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


def _size(value: Value, known: dict[int, int]) -> int:
    """Count the members of a nest as they would be written out; one inside itself has no end."""
    if id(value) in known:
        return known[id(value)]
    known[id(value)] = MOST + 1
    members = (
        value if isinstance(value, tuple) else value.items.values() if isinstance(value, DictValue) else value.items
    )
    count = 1 + len(members)
    for member in members:
        if isinstance(member, tuple | ListValue | DictValue):
            count += _size(member, known)
    known[id(value)] = count
    return count
