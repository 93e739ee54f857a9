"""Tells whether the next round of a loop sees a difference between what two rounds left, and what stands for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from param_lsp.evaluate.heap import same
from param_lsp.evaluate.rounds import OUTPUT
from param_lsp.evaluate.scope import Scope
from param_lsp.message import Message
from param_lsp.shapes import Polynomial, ShapeTree, UnknownDim, UnknownShape
from param_lsp.spans import Place
from param_lsp.values import (
    DictValue,
    Function,
    Instance,
    IteratorValue,
    KerasTensor,
    LayerValue,
    ListValue,
    ModelValue,
    Mutable,
    SetValue,
    Unknown,
    Value,
    now,
)

_DEEPEST: Final = 4


class Likeness:
    """Compares what rounds leave.

    Arguments:
        begun: the moment before the loop's first round.
        reason: why it is not known how often the loop runs.
        place: of the loop.
    """

    def __init__(self, begun: int, reason: Message, place: Place) -> None:
        self.begun, self.reason = begun, reason
        self.unknown = Unknown(reason, place)

    def alike_all(self, one: Any, other: Any) -> bool:
        if isinstance(one, dict):
            return list(one) == list(other) and all(self.alike(one[key], other[key]) for key in one)
        return len(one) == len(other) and all(map(self.alike, one, other))

    def alike(self, one: Value, other: Value, depth: int = 0) -> bool:
        """Tell whether two rounds leave values between which the next round sees no difference."""
        if same(one, other) or self._stands_for_all(one):
            return True
        if type(one) is not type(other) or depth > _DEEPEST:
            return False
        if isinstance(one, KerasTensor):
            return self.covers(one.shape, other.shape) and one.dtype == other.dtype and one.index == other.index
        if isinstance(one, tuple):
            return len(one) == len(other) and all(self.alike(a, b, depth + 1) for a, b in zip(one, other, strict=True))
        if isinstance(one, Function):
            return one.definition is other.definition
        if not isinstance(one, Mutable) or min(one.serial, other.serial) < self.begun:
            return False
        if isinstance(one, LayerValue):  # made by one expression, in the round before and in this one
            return one.place == other.place and one.built_for == other.built_for and one.trainable is other.trainable
        if isinstance(one, ModelValue):
            sizes = [(model.input_shape, model.output_shape, len(model.layers)) for model in (one, other)]
            return one.place == other.place and sizes[0] == sizes[1] and one.unknown is other.unknown is None
        if isinstance(one, ListValue):
            return one.unknown is other.unknown is None and self.alike(tuple(one.items), tuple(other.items), depth + 1)
        return False

    def _stands_for_all(self, value: Value) -> bool:
        """Tell whether a value was made unknown so that it stands for what any round leaves."""
        return value == UnknownDim(self.reason) or (isinstance(value, Unknown) and value.reason == self.reason)

    def covers(self, one: Any, other: Any) -> bool:
        """Tell whether a shape stands for another one."""
        if one == other or not same_rank(one, other):
            return bool(one == other)
        return all(a == b or self._stands_for_all(a) for a, b in zip(one, other, strict=True))

    def widen(self, value: Mutable, before: Any, after: Any) -> None:
        """Let a value stand for what it may be at the beginning of any round but the first."""
        value.changed = now()
        if isinstance(value, ModelValue):
            value.output_shape = self.joined([before[OUTPUT], after[OUTPUT]])
        elif isinstance(value, Scope | Instance):
            names = names_of(value)
            for name, held in list(names.items()):
                if not self.alike(held, after[name]):
                    names[name] = self._either(held, after[name])
        elif isinstance(value, ListValue | DictValue | SetValue | IteratorValue):
            value.unknown = value.unknown or self.unknown

    def _either(self, one: Value, other: Value) -> Value:
        numbers = int | Polynomial | UnknownDim
        if isinstance(one, KerasTensor) and isinstance(other, KerasTensor) and same_rank(one.shape, other.shape):
            return replace(one, shape=self.joined([one.shape, other.shape]))
        if isinstance(one, numbers) and isinstance(other, numbers) and not isinstance(one, bool):
            return UnknownDim(self.reason)
        return replace(self.unknown)

    def joined(self, shapes: Iterable[Any], *, bounded: bool = False) -> ShapeTree:
        """Give the axes that are equal in all shapes; the others may have any size, or one between those given."""
        shapes = list(shapes)
        if any(not same_rank(shapes[0], shape) for shape in shapes):
            return UnknownShape(self.reason)
        found = []
        for dims in zip(*shapes, strict=True):
            known = bounded and all(isinstance(dim, int) for dim in dims)
            either = UnknownDim(self.reason, min(dims), max(dims)) if known else UnknownDim(self.reason)
            found.append(dims[0] if all(dim == dims[0] for dim in dims) else either)
        return tuple(found)


def names_of(value: Mutable) -> dict[str, Value]:
    """Give what a scope or an object holds by names, as it is now."""
    if isinstance(value, Scope):
        return value.names
    return value.attributes if isinstance(value, Instance) else {}


def same_rank(one: Any, other: Any) -> bool:
    """Tell whether both are shapes with equally many axes."""
    return isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other)
