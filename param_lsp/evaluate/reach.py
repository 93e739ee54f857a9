"""Whether one value leads to others: through containers, attributes, models, wrapped layers and closures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from param_lsp.evaluate.scope import Frame, Scope, WorkspaceModule
from param_lsp.values import (
    BoundMethod,
    ClassValue,
    DictValue,
    Function,
    Instance,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    LibraryObject,
    ListValue,
    ModelValue,
    OneOf,
    Partial,
    Value,
)

MOST = 3_000


def reaches(value: Value, wanted: set[int]) -> bool:
    """Tell whether `value` leads to one of the wanted objects (by id); a nest too large to follow is taken to."""
    return any(True for _ in _met(value, wanted))


def reached(value: Value, wanted: set[int]) -> frozenset[int]:
    """Give the wanted objects (by id) that `value` leads to; of a nest too large to follow, all."""
    found = frozenset(_met(value, wanted))
    return frozenset(wanted) if _TOO_LARGE in found else found


_TOO_LARGE = -1


def _met(value: Value, wanted: set[int]) -> Iterator[int]:
    waiting, seen = [value], set()
    while waiting:
        current = waiting.pop()
        number = id(current)
        if number in wanted:
            yield number
        if number in seen:
            continue
        seen.add(number)
        if len(seen) > MOST:
            yield _TOO_LARGE
            return
        waiting.extend(_parts(current))


def _parts(value: Value) -> Iterable[Any]:  # noqa: C901, PLR0912 - one line a kind of value
    if isinstance(value, tuple):
        return value
    if isinstance(value, ListValue):
        return value.items
    if isinstance(value, DictValue):
        return value.items.values()
    if isinstance(value, LibraryObject):
        return value.fields.values()
    if isinstance(value, ModelValue):
        return (*value.layers, *value.fields.values())
    if isinstance(value, LayerValue):
        given = value.arguments.given.values() if value.arguments is not None else ()
        return (*given, *value.fields.values())
    if isinstance(value, KerasTensor):
        return (value.node.layer, *value.node.inputs) if value.node is not None else ()
    if isinstance(value, Instance):
        return (value.of, *value.attributes.values())
    if isinstance(value, ClassValue):
        return (*value.bases, *value.attributes.values())
    if isinstance(value, Partial):
        return (value.function, *value.arguments, *value.keywords.values())
    if isinstance(value, BoundMethod):
        return (value.function, value.instance)
    if isinstance(value, OneOf):
        return value.values
    if isinstance(value, WorkspaceModule):
        return (value.scope, *value.scope.names.values())
    if isinstance(value, LibraryFunction):
        return (value.bound,)
    if isinstance(value, Function):
        return (*(default for _, default in value.defaults), *_closed_over(value.closure))
    return ()


def _closed_over(frame: Frame) -> Iterable[Any]:
    """The values in the scopes of the functions around a function, and of its module where that was imported.

    Names of the analysed file are noted when it reads them.
    """
    scope: Scope | None = frame.scope
    while scope is not None and (scope is not frame.module or not frame.watched):
        yield scope
        yield from scope.names.values()
        scope = scope.parent
