"""Functions that give iterators: zip, map, filter, enumerate, reversed, iter, next and the module itertools."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from param_lsp import libraries
from param_lsp.evaluate import iterators, operators
from param_lsp.evaluate.builtins import apply, declare, unknown
from param_lsp.message import message
from param_lsp.values import IteratorValue, ListValue, Unknown, Value

Ways = list[Iterator[Value]]


def _ways(machine: Any, given: Any, values: list[Value]) -> Ways | Unknown:
    found = [iterators.each(machine, value, given.frame, given.node) for value in values]
    missing = next((way for way in found if isinstance(way, Unknown)), given.unknown)
    return missing if isinstance(missing, Unknown) else [way for way in found if not isinstance(way, Unknown)]


def _lazily(machine: Any, given: Any, values: list[Value], make: Callable[[Ways], Iterator[Value]]) -> IteratorValue:
    ways = _ways(machine, given, values)
    return IteratorValue(None, unknown=ways) if isinstance(ways, Unknown) else IteratorValue(_made(make, ways))


def _made(make: Callable[[Ways], Iterator[Value]], ways: Ways) -> Iterator[Value]:
    """Make the iterator when it is first asked: some read their sources to the end at once."""
    yield from make(ways)


def _tested(machine: Any, given: Any, function: Value, member: Value) -> bool:
    """Tell whether a function says yes; where that is not known, nobody can go on."""
    known = operators.truth(member if function is None else apply(machine, given, function, [member]))
    if known is None:
        raise iterators.Lost(unknown(given, "which members it gives depends on a test that is not known"))
    return known


def _positive(given: Any, value: Value) -> int:
    if not isinstance(value, int) or value < 0:
        raise iterators.Lost(unknown(given, "how many members it gives is not known"))
    return value


@declare("builtins.zip")
def zip_(machine: Any, given: Any, bound: Value) -> Value:
    return _lazily(machine, given, given.positional, lambda ways: zip(*ways, strict=False))


@declare("builtins.enumerate")
def enumerate_(machine: Any, given: Any, bound: Value) -> Value:
    start = given.get(1, "start", 0)
    if not isinstance(start, int):
        return IteratorValue(None, unknown=unknown(given, "where counting begins is not known"))
    return _lazily(machine, given, [given.get(0, "iterable")], lambda ways: enumerate(ways[0], start))


@declare("builtins.map", "itertools.starmap")
def map_(machine: Any, given: Any, bound: Value) -> Value:
    if given.callee_name == "starmap":
        return _lazily(machine, given, given.positional[1:2], lambda ways: _starmap(machine, given, ways[0]))
    function = given.get(0, "function")

    def made(ways: Ways) -> Iterator[Value]:
        return (apply(machine, given, function, list(row)) for row in zip(*ways, strict=False))

    return _lazily(machine, given, given.positional[1:], made)


def _starmap(machine: Any, given: Any, way: Iterator[Value]) -> Iterator[Value]:
    for row in way:
        members = row.items if isinstance(row, ListValue) else row
        if not isinstance(members, list | tuple):
            raise iterators.Lost(unknown(given, "the arguments that starmap() passes are not known"))
        yield apply(machine, given, given.positional[0], list(members))


@declare("builtins.filter", "itertools.filterfalse", "itertools.takewhile", "itertools.dropwhile")
def filter_(machine: Any, given: Any, bound: Value) -> Value:
    function, name = given.get(0, "function"), given.callee_name

    def test(member: Value) -> bool:
        return _tested(machine, given, function, member)

    tools: dict[str, Any] = {
        "filter": filter,
        "filterfalse": itertools.filterfalse,
        "takewhile": itertools.takewhile,
        "dropwhile": itertools.dropwhile,
    }
    return _lazily(machine, given, [given.get(1, "iterable")], lambda ways: tools[name](test, ways[0]))


@declare("builtins.iter")
def iter_(machine: Any, given: Any, bound: Value) -> Value:
    value = iterators.of(machine, given.get(0, "object"), given.frame, given.node)
    if len(given.positional) > 1:
        return IteratorValue(None, unknown=unknown(given, "how often iter() calls its function is not known"))
    iterator = iterators.over(value)
    return value if iterator is None else iterator  # of data: its element is known, its end is not


@declare("builtins.reversed")
def reversed_(machine: Any, given: Any, bound: Value) -> Value:
    from param_lsp.evaluate.builtins import members  # noqa: PLC0415 - the name is a variable elsewhere here

    found = members(machine, given, given.get(0, "sequence"))
    if isinstance(found, Unknown):
        return IteratorValue(None, unknown=found)
    return IteratorValue(iter(found[::-1]))


@declare("builtins.next", "generator.__next__")
def next_(machine: Any, given: Any, bound: Value) -> Value:
    value = bound if bound is not None else given.get(0, "iterator")
    if isinstance(value, IteratorValue):
        member = iterators.advance(machine, value)
        if member is not iterators.END:
            return member
        if len(given.positional) > 1:
            return given.positional[1]
        return unknown(given, "Python would raise {error}", error="StopIteration")
    element = libraries.element(value)
    return element if element is not None else unknown(given, "which member comes next is not known")


@declare("generator.send", "generator.throw", "generator.close")
def other_way(machine: Any, given: Any, bound: Value) -> Value:
    machine.touch(bound)
    bound.unknown = bound.unknown or unknown(given, "a generator is steered by {name}()", name=given.callee_name)
    return None if given.callee_name == "close" else bound.unknown


@declare("itertools.count", "itertools.repeat", "itertools.cycle")
def endless(machine: Any, given: Any, bound: Value) -> Value:
    if given.callee_name == "count":
        start, step = given.get(0, "start", 0), given.get(1, "step", 1)
        if not isinstance(start, int | float) or not isinstance(step, int | float):
            return IteratorValue(None, unknown=unknown(given, "where counting begins is not known"))
        return IteratorValue(itertools.count(start, step))
    if given.callee_name == "cycle":
        return _lazily(machine, given, given.positional, lambda ways: itertools.cycle(ways[0]))
    value, times = given.get(0, "object"), given.get(1, "times")
    if times is not None and not isinstance(times, int):
        return IteratorValue(None, unknown=unknown(given, "how many members it gives is not known"))
    return IteratorValue(itertools.repeat(value) if times is None else itertools.repeat(value, times))


@declare("itertools.chain", "itertools.chain.from_iterable", "itertools.zip_longest")
def chain(machine: Any, given: Any, bound: Value) -> Value:
    if given.callee_name == "chain":
        return IteratorValue(_chained(machine, given, iter(list(given.positional))))
    if given.callee_name == "zip_longest":
        fill = given.keywords.get("fillvalue")
        return _lazily(machine, given, given.positional, lambda ways: itertools.zip_longest(*ways, fillvalue=fill))
    return _lazily(machine, given, given.positional, lambda ways: _chained(machine, given, ways[0]))


def _chained(machine: Any, given: Any, values: Iterator[Value]) -> Iterator[Value]:
    for value in values:
        way = iterators.each(machine, value, given.frame, given.node)
        if isinstance(way, Unknown):
            raise iterators.Lost(way)
        yield from way


@declare("itertools.islice")
def islice(machine: Any, given: Any, bound: Value) -> Value:
    ends = given.positional[1:]
    if not all(end is None or (isinstance(end, int) and end >= 0) for end in ends) or not 1 <= len(ends) <= 3:
        return IteratorValue(None, unknown=unknown(given, "where a part of an iterator ends is not known"))
    return _lazily(machine, given, given.positional[:1], lambda ways: itertools.islice(ways[0], *ends))


MOST = 10_000


@declare("itertools.product", "itertools.permutations", "itertools.combinations", "itertools.pairwise")
@declare("itertools.combinations_with_replacement", "itertools.batched")
def arrange(machine: Any, given: Any, bound: Value) -> Value:
    name = given.callee_name
    values, rest = given.positional, []
    if name not in ("product", "pairwise"):
        values, rest = given.positional[:1], [value for value in given.positional[1:] if value is not None]
    repeat = given.keywords.get("repeat", 1)
    if not all(isinstance(value, int) and 0 <= value <= MOST for value in (*rest, repeat)) or repeat > 8:
        return IteratorValue(None, unknown=unknown(given, "how members are arranged is not known"))
    tool: Any = _batched if name == "batched" else getattr(itertools, name)
    if name != "product":
        return _lazily(machine, given, values, lambda ways: tool(_bounded(ways[0]), *rest))
    return _lazily(
        machine, given, values, lambda ways: itertools.product(*[list(_bounded(way)) for way in ways], repeat=repeat)
    )


def _bounded(way: Iterator[Value]) -> Iterator[Value]:
    """Give the members of what must be read to its end first."""
    for index, member in enumerate(way):
        if index >= MOST:
            raise iterators.Lost(Unknown(message("an iterator gives too many members to arrange")))
        yield member


def _batched(way: Iterator[Value], size: int) -> Iterator[Value]:
    while part := tuple(itertools.islice(way, max(1, size))):
        yield part


@declare("itertools.accumulate")
def accumulate(machine: Any, given: Any, bound: Value) -> Value:
    function, first = given.get(1, "func"), given.keywords.get("initial")

    def add(left: Value, right: Value) -> Value:
        if function is not None:
            return apply(machine, given, function, [left, right])
        return operators.binary("+", left, right)

    return _lazily(
        machine,
        given,
        [given.get(0, "iterable")],
        lambda ways: itertools.accumulate(ways[0], add, initial=first) if first is not None
        else itertools.accumulate(ways[0], add),
    )  # fmt: skip


@declare("itertools.tee")
def tee(machine: Any, given: Any, bound: Value) -> Value:
    count = given.get(1, "n", 2)
    ways = _ways(machine, given, given.positional[:1])
    if isinstance(ways, Unknown) or not isinstance(count, int) or not 0 <= count <= MOST:
        return ways if isinstance(ways, Unknown) else unknown(given, "how many copies are made is not known")
    return tuple(IteratorValue(copy) for copy in itertools.tee(ways[0], count))
