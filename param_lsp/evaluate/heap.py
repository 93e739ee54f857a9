"""What can change during evaluation: branches are undone and joined by the shallow states of what they touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from param_lsp.evaluate.scope import Names, Scope
from param_lsp.message import Message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.spans import Place
from param_lsp.values import (
    Array,
    DictValue,
    Frame,
    Function,
    Instance,
    IteratorValue,
    KerasTensor,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    Mutable,
    OneOf,
    SetValue,
    Unknown,
    Value,
    now,
)

Touched = dict[int, tuple[Mutable, Any]]
MISSING: Any = object()
MOST_ALTERNATIVES = 8


class Heap:
    """Remembers the states of mutable values from before the branches that are under way."""

    def __init__(self) -> None:
        self.branches: list[tuple[Touched, int]] = []

    def touch(self, value: Mutable) -> None:
        """Announce a change; the first one in a branch keeps the state from before (values born in it have none)."""
        if self.branches:
            touched, begun = self.branches[-1]
            if value.serial < begun and id(value) not in touched:
                touched[id(value)] = (value, value.save())

    def watched(self, run: Callable[[], Any]) -> tuple[Any, Touched]:
        """Run something and give its result with the states from before of all that it changed."""
        touched = self.watch()
        try:
            return run(), touched
        finally:
            self.unwatch()

    def alternatives(
        self,
        runs: Iterable[Callable[[], Any]],
        reason: Message,
        place: Place | None,
        left: list[Touched] | None = None,
    ) -> tuple[list[Any], Callable[[list[int]], None]]:
        """Run alternatives, each from the present state; give their results and a function that joins chosen ones.

        What each changed is put into `left`, with the states behind it. The function must be called with the indexes of
        the alternatives that lead on; the state is then their join.
        """
        results: list[Any] = []
        befores: Touched = {}
        afters: list[dict[int, Any]] = []
        for run in runs:
            result, touched = self.watched(run)
            results.append(result)
            afters.append({key: value.save() for key, (value, _) in touched.items()})
            if left is not None:
                left.append({key: (value, afters[-1][key]) for key, (value, _) in touched.items()})
            for key, (value, before) in touched.items():
                befores.setdefault(key, (value, before))
                value.restore(before)

        def join(chosen: list[int]) -> None:
            for key, (value, before) in befores.items():
                states = [afters[index].get(key, MISSING) for index in chosen]
                states = [before if state is MISSING else state for state in states]
                if not states:
                    continue
                value.restore(states[0])
                value.changed = now()
                for state in states[1:]:
                    join_into(value, state, reason, place)

        return results, join

    def watch(self) -> Touched:
        """Begin to note changes; `unwatch` ends it."""
        touched: Touched = {}
        self.branches.append((touched, now()))
        return touched

    def unwatch(self) -> None:
        """End the innermost `watch`; what it noted is the outer one's too."""
        touched, _ = self.branches.pop()
        if self.branches:
            outer, begun = self.branches[-1]
            for key, entry in touched.items():
                if entry[0].serial < begun:
                    outer.setdefault(key, entry)

    def forget(self, touched: Touched, reason: Message, place: Place | None) -> None:
        """Make unknown whatever differs from the states before (after a loop that could not be followed)."""
        for value, before in touched.values():
            value.changed = now()
            join_into(value, before, reason, place)
            _open_bounds(value, reason)


def join_into(value: Mutable, other: Any, reason: Message, place: Place | None) -> None:  # noqa: C901, PLR0912
    """Join the present state of `value` with another state of it."""
    unknown = Unknown(reason, place)
    if isinstance(value, Scope | LibraryObject | Instance):
        mine = (
            value.names
            if isinstance(value, Scope)
            else value.attributes
            if isinstance(value, Instance)
            else value.fields
        )
        _join_dicts(mine, other, unknown)
    elif isinstance(value, ListValue):
        items, other_unknown = other
        if len(items) == len(value.items):
            value.items = [joined(a, b, unknown) for a, b in zip(value.items, items, strict=True)]
        else:
            value.unknown = unknown
        value.unknown = value.unknown or other_unknown
    elif isinstance(value, DictValue):
        _join_dicts(value.items, other[0], unknown)
        value.unknown = value.unknown or other[1]
    elif isinstance(value, IteratorValue):
        value.unknown = value.unknown or other[1] or (unknown if value.position != other[0] else None)
    elif isinstance(value, SetValue):
        if set(value.items) != set(other[0]):
            value.unknown = unknown
    elif isinstance(value, Names):
        counts, floatx, outputs = other
        for prefix in set(value.counts) | set(counts):
            if value.counts.get(prefix, 0) != counts.get(prefix, 0):
                value.counts[prefix] = None
        value.floatx = value.floatx if value.floatx == floatx else None
        value.outputs = value.outputs if value.outputs == outputs else None
    elif isinstance(value, ModelValue):
        _join_models(value, other, reason)
    elif isinstance(value, LayerValue):
        name, trainable, built, built_for, fields = other
        value.name = value.name if value.name == name else None
        value.trainable = value.trainable if value.trainable is trainable else None
        if value.built is None:
            value.built, value.built_for = built, built_for
        _join_dicts(value.fields, fields, unknown)
        if value.trainable is None:
            value.fields.setdefault("(trainable)", reason)
    elif isinstance(value, Frame):
        rows, columns, width = other
        value.rows = joined(value.rows, rows, unknown)
        if value.columns is None or columns is None or list(value.columns) != list(columns):
            value.columns = None
        value.width = _as_dim(joined(value.width, width, unknown), reason)
    elif value.save() != other:
        value.restore(other)


def _open_bounds(value: Mutable, reason: Message) -> None:
    """A size that differed in one round may be any size after more of them."""
    if isinstance(value, Scope | Instance | DictValue):
        held = (
            value.names
            if isinstance(value, Scope)
            else value.attributes
            if isinstance(value, Instance)
            else value.items
        )
        held.update({key: _unbounded(item, reason) for key, item in held.items()})
    elif isinstance(value, ListValue):
        value.items = [_unbounded(item, reason) for item in value.items]
    elif isinstance(value, Frame):
        value.rows, value.width = _unbounded(value.rows, reason), _unbounded(value.width, reason)


def _unbounded(value: Value, reason: Message) -> Value:
    if isinstance(value, UnknownDim) and value.reason == reason:
        return UnknownDim(reason)
    if isinstance(value, tuple):
        return tuple(_unbounded(item, reason) for item in value)
    if isinstance(value, Array) and isinstance(value.shape, tuple):
        shape = _unbounded(value.shape, reason)
        return value if shape == value.shape else replace(value, shape=shape)
    return value


def _as_dim(value: Value, reason: Message) -> Any:
    return value if isinstance(value, int | Polynomial | UnknownDim) else UnknownDim(reason)


def _join_dicts(mine: dict[Any, Value], other: dict[Any, Value], unknown: Unknown) -> None:
    for key in list(mine):
        mine[key] = joined(mine[key], other[key], unknown) if key in other else _one_sided(mine[key], unknown)
    for key, value in other.items():
        if key not in mine:
            mine[key] = _one_sided(value, unknown)


def _one_sided(value: Value, unknown: Unknown) -> Value:  # noqa: ARG001 - the form of the other case
    """A name bound on one side only: on the other using it would be a NameError, so the bound value stands."""
    return value


def _join_models(model: ModelValue, other: Any, reason: Message) -> None:
    before = model.save()
    if before == other:
        return
    tests = dict.fromkeys((*before[10].get("tests", ()), *other[10].get("tests", ()), reason))
    same_layers = before[1] == other[1]
    trainable = model.trainable if model.trainable is other[9] else None
    if not same_layers:
        model.fields.pop("(rounds)", None)
        if len(other[1]) < len(model.layers):  # rows that both have stay
            model.restore(other)
        common = 0
        for mine, theirs in zip(before[1], other[1], strict=False):
            if mine is not theirs:
                break
            common += 1
        del model.layers[common:]
        model.steps = [step for step in model.steps if any(step.layer is layer for layer in model.layers)]
        model.output_shape = None
        model.unknown = model.unknown or reason
    elif not before[2]:
        model.restore(other)
    model.trainable = trainable
    if trainable is None:
        model.fields.setdefault("(trainable)", reason)
    model.fields["tests"] = tuple(tests)  # what following them on whole paths may tell
    model.unknown = model.unknown or before[5] or other[5]
    model.misfit = model.misfit or before[6] or other[6]
    model.misfit_layer = model.misfit_layer or before[7] or other[7]


def same(left: Value, right: Value) -> bool:
    """Tell whether two values are surely the same (1 and True are not)."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, tuple):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, Mutable | KerasTensor):
        return False
    return bool(left == right)


def joined(left: Value, right: Value, unknown: Unknown) -> Value:
    """Give a value that stands for both."""
    if same(left, right):
        return left
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
        return tuple(joined(a, b, unknown) for a, b in zip(left, right, strict=True))
    numbers = int | Polynomial | UnknownDim
    if (
        isinstance(left, numbers)
        and isinstance(right, numbers)
        and not isinstance(left, bool)
        and not isinstance(right, bool)
    ):
        lows = [value.low if isinstance(value, UnknownDim) else value for value in (left, right)]
        highs = [value.high if isinstance(value, UnknownDim) else value for value in (left, right)]
        return UnknownDim(
            unknown.reason,
            min(lows) if all(isinstance(low, int) for low in lows) else None,  # type: ignore[type-var, arg-type]
            max(highs) if all(isinstance(high, int) for high in highs) else None,  # type: ignore[type-var, arg-type]
        )
    if isinstance(left, Array) and isinstance(right, Array) and isinstance(left.shape, tuple):
        shape = joined(left.shape, right.shape, unknown)
        if isinstance(shape, tuple):
            return Array(
                tuple(_as_dim(dim, unknown.reason) for dim in shape),
                left.dtype if left.dtype == right.dtype else None,
                source=left.source,
                kind=left.kind,
            )
    objects = _objects(left) + _objects(right)
    if objects and _objects(left) and _objects(right) and len(objects) <= MOST_ALTERNATIVES:
        return OneOf(tuple(dict.fromkeys(objects)), unknown.reason)
    # Each place has an unknown value of its own: two names that were joined need not be the same.
    return replace(left if isinstance(left, Unknown) else right if isinstance(right, Unknown) else unknown)


def _objects(value: Value) -> tuple[Value, ...]:
    if isinstance(value, OneOf):
        return value.values
    return (value,) if isinstance(value, ModelValue | LayerValue | Function | Instance) else ()
