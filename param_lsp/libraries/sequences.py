"""Read the members of lists, tuples, ranges and small arrays."""

from __future__ import annotations

from collections.abc import Sequence

from param_lsp.values import Array, ListValue, RangeValue, Value

ITEMS_LIMIT = 4096  # arrays up to this many members keep their contents


def sequence(value: Value) -> Sequence[Value] | None:
    """Give the members of a list, tuple, range or small array whose contents are known, else None."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, ListValue):
        return None if value.unknown is not None else value.items
    if isinstance(value, RangeValue):
        return value.members if value.count <= ITEMS_LIMIT else None
    if isinstance(value, Array) and value.items is not None and value.shape != ():
        return value.items
    return None
