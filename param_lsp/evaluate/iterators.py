"""Iterators: generators, `zip`, `map` and the like make their members when they are asked for, and give them once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from param_lsp.evaluate.machine import Machine, OverBudget, Raised
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.values import (
    DictValue,
    Instance,
    IteratorValue,
    ListValue,
    RangeValue,
    SetValue,
    Unknown,
    Value,
)

LONGEST = 10_000
END: Final = object()
"""What `advance` gives behind the last member."""


class Lost(Exception):  # noqa: N818 - a state of affairs, not an error
    """An iterator's next member cannot be told; raised inside its source, never beyond `advance`."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(str(unknown.reason))
        self.unknown = unknown


def advance(machine: Machine, iterator: IteratorValue) -> Value:
    """Give the next member, `END`, or an unknown value where it cannot be told.

    What was made once is kept, so that a branch that is undone gives its members back.
    """
    if iterator.unknown is not None:
        return iterator.unknown
    machine.step()
    machine.touch(iterator)
    if iterator.position == len(iterator.made):
        if iterator.source is None:
            return END
        try:
            iterator.made.append(next(iterator.source))
        except StopIteration:
            return END
        except Lost as lost:
            iterator.unknown = lost.unknown
        except ValueError:  # "generator already executing": it asks itself
            iterator.unknown = Unknown(message("a generator asks itself for its next member"))
        except Raised:
            iterator.unknown = Unknown(message("a generator raised an exception"))
            raise
        except (OverBudget, RecursionError):
            iterator.unknown = Unknown(message("a generator takes too many steps to follow"))
            raise
        if iterator.unknown is not None:
            return iterator.unknown
    iterator.position += 1
    return iterator.made[iterator.position - 1]


def each(machine: Machine, value: Value, frame: Frame, node: Any) -> Iterator[Value] | Unknown:
    """Give a way through the members of a value, one after the other; a generator runs while it is asked.

    The way raises `Lost` where the next member cannot be told, which only sources of iterators may let through.
    """
    from param_lsp.evaluate import iteration  # noqa: PLC0415 - iteration stands above this module

    value = of(machine, value, frame, node)
    if isinstance(value, IteratorValue):
        return value.unknown or _walk(machine, value)
    members = iteration.members(machine, value, frame, node)
    return members if isinstance(members, Unknown) else iter(members)


def _walk(machine: Machine, iterator: IteratorValue) -> Iterator[Value]:
    while True:
        member = advance(machine, iterator)
        if member is END:
            return
        if iterator.unknown is not None:
            raise Lost(iterator.unknown)
        yield member


def rounds(machine: Machine, value: Value, frame: Frame, node: Any) -> Iterator[Value] | Unknown:
    """Give the members for a loop; where one cannot be told, the loop is over budget and what it changed unknown."""
    way = each(machine, value, frame, node)
    if isinstance(way, Unknown):
        return way
    return _within_budget(way) if isinstance(value, IteratorValue | Instance) else way


MOST_ROUNDS = 2_000  # as many as a `while` loop gets: an iterator may never end


def _within_budget(way: Iterator[Value]) -> Iterator[Value]:
    try:
        for count, member in enumerate(way):
            if count == MOST_ROUNDS:
                raise OverBudget(message("a loop runs too long to follow"))
            yield member
    except Lost as lost:
        raise OverBudget(lost.unknown.reason) from None


def drain(machine: Machine, iterator: IteratorValue) -> list[Value] | Unknown:
    """Give all members that are left."""
    found: list[Value] = []
    while True:
        member = advance(machine, iterator)
        if member is END:
            return found
        if iterator.unknown is not None:
            return iterator.unknown
        found.append(member)
        if len(found) > LONGEST:
            iterator.unknown = Unknown(message("a generator gives too many members to follow"))
            return iterator.unknown


def of(machine: Machine, value: Value, frame: Frame, node: Any) -> Value:
    """Give what `iter(value)` gives, for objects of workspace classes; other values as they are."""
    from param_lsp.evaluate import classes  # noqa: PLC0415 - classes stands above this module

    owner = classes.class_of(value)
    if owner is not None and classes.find(owner, "__iter__") is not None:
        return classes.special(machine, value, "__iter__", [], node, frame)
    return value


def over(value: Value) -> IteratorValue | None:
    """Give an iterator over a plain container, which sees what is appended meanwhile; None for other values."""
    if isinstance(value, IteratorValue):
        return value
    if isinstance(value, ListValue):
        return IteratorValue(_live(value), unknown=value.unknown)
    if isinstance(value, DictValue | SetValue):
        return IteratorValue(iter(list(value.items)), unknown=value.unknown)
    if isinstance(value, tuple | str | bytes):
        return IteratorValue(iter(value))
    if isinstance(value, RangeValue):
        return IteratorValue(iter(range(value.start, value.stop, value.step)))
    return None


def _live(values: ListValue) -> Iterator[Value]:
    index = 0
    while index < len(values.items):
        if values.unknown is not None:
            raise Lost(values.unknown)
        yield values.items[index]
        index += 1
