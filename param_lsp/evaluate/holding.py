"""The weights in the attributes of a custom layer or model, and attributes of which nobody knows what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from param_lsp.message import Message
from param_lsp.shapes import UnknownDim
from param_lsp.values import (
    Array,
    DictValue,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    OneOf,
    SetValue,
    Unknown,
    Value,
    Weight,
)

WEIGHTS: Final = "(weights)"  # what `add_weight` made: no identifier, so that no attribute can clash
LISTS: Final = {
    "_trainable_weights": True,
    "_trainable_variables": True,
    "_non_trainable_weights": False,
    "_non_trainable_variables": False,
}
"""Keras's own lists, which some layers append to: whether what is in them is trained."""

_DEEPEST: Final = 6
_OBJECTS: Final = (LayerValue, ModelValue, LibraryObject, OneOf, Unknown)


def added(held: dict[str, Value]) -> list[Weight]:
    """Give the weights that an object has of its own: from `add_weight`, as variables, or in Keras's own lists.

    Arguments:
        held: its attributes.

    Where a loop or a test leaves open how many there are, one more weight stands for those, of unknown size.
    """
    kept = held.get(WEIGHTS)
    weights = [item for item in kept.items if isinstance(item, Weight)] if isinstance(kept, ListValue) else []
    reason = _unknown(kept) if kept is not None else None
    for name, value in held.items():
        if name == WEIGHTS or isinstance(value, LayerValue | ModelValue):
            continue
        if name in LISTS:
            weights += _listed(value, trainable=LISTS[name])
        else:
            weights += variables(value)
    return weights if reason is None else [*weights, _some(reason)]


def unknown_weights(held: dict[str, Value]) -> list[Weight]:
    """Give a weight of unknown size for each attribute that may hold layers or variables nobody knows of."""
    found = [(name, opaque(value)) for name, value in held.items() if name.isidentifier() and name not in LISTS]
    return [_some(reason, name) for name, reason in found if reason is not None]


def variables(value: Value, depth: int = 0) -> Iterator[Weight]:
    """Give the `keras.Variable`s in a value, those in containers too."""
    if isinstance(value, LibraryObject):
        if value.type == "keras.Variable":
            yield value.fields["weight"]
    elif depth < _DEEPEST:
        for member in _members(value):
            yield from variables(member, depth + 1)


def opaque(value: Value, depth: int = 0) -> Message | None:
    """Tell why a value may hold layers or variables that are not known; None where it surely holds none."""
    if isinstance(value, Unknown):
        return value.reason
    if isinstance(value, OneOf):
        several = any(isinstance(each, LayerValue | ModelValue) for each in value.values)
        return value.reason if several else None
    members = list(_members(value))
    if isinstance(value, ListValue | DictValue | SetValue) and value.unknown is not None:
        return None if members and not any(isinstance(member, _OBJECTS) for member in members) else value.unknown.reason
    if depth == _DEEPEST:
        return None
    return next((reason for member in members if (reason := opaque(member, depth + 1)) is not None), None)


def _members(value: Value) -> Iterable[Value]:
    if isinstance(value, DictValue):
        return value.items.values()
    if isinstance(value, ListValue | SetValue):
        return value.items
    return value if isinstance(value, tuple) else ()


def _listed(value: Value, *, trainable: bool) -> Iterator[Weight]:
    """Give what a layer put into one of Keras's own lists."""
    if isinstance(value, ListValue):
        for item in value.items:
            if isinstance(item, LibraryObject) and item.type == "keras.Variable":
                weight: Weight = item.fields["weight"]
                yield Weight(weight.name, weight.shape, trainable, weight.dtype)
            elif isinstance(item, Array) and isinstance(item.shape, tuple):
                yield Weight("variable", item.shape, trainable)
    if (reason := opaque(value)) is not None:
        yield _some(reason)


def _unknown(value: Value) -> Message | None:
    if isinstance(value, ListValue):
        return value.unknown.reason if value.unknown is not None else None
    return value.reason if isinstance(value, Unknown) else None


def _some(reason: Message, name: str = "variable") -> Weight:
    return Weight(name, (UnknownDim(reason, low=0),))
