"""What comprehensions and generator expressions give."""

from __future__ import annotations

from collections.abc import Iterator

from param_lsp.evaluate import attributes, builtins, calls, deciding, iteration, iterators, operators
from param_lsp.evaluate.machine import Machine, expression
from param_lsp.evaluate.scope import Frame, Scope
from param_lsp.libraries.collections_known import list_of
from param_lsp.shapes import Polynomial
from param_lsp.syntax import tree
from param_lsp.values import DictValue, IteratorValue, ListValue, SetValue, Unknown, Value


@expression(tree.Comprehension)
def comprehension(machine: Machine, node: tree.Comprehension, frame: Frame) -> Value:
    scope = Scope(frame.scope if not frame.scope.is_class else frame.scope.parent)
    inner = calls.inner_frame(frame, scope)
    found: list[tuple[Value, Value]] = []
    first = machine.evaluate(node.generators[0].iterable, inner)
    if node.kind == "generator":
        return _generator(machine, node, inner, first)
    unknown = _generate(machine, node, 0, inner, found, first)
    if unknown is not None and node.kind == "list" and len(node.generators) == 1 and not node.generators[0].conditions:
        size = builtins.size_of(machine, first)
        if isinstance(size, int | Polynomial):
            return list_of(size)
    if node.kind == "dict":
        result = DictValue(unknown=unknown)
        for key, value in found:
            attributes.set_key(result, key, value, frame.place(node))
        return result
    values = [value for _, value in found]
    if node.kind == "set":
        plain = [value for value in values if isinstance(value, operators.CONSTANTS)]
        if len(plain) != len(values):
            unknown = unknown or machine.unknown(node, frame, "a set holds values that are not known")
        return SetValue(dict.fromkeys(plain), unknown)
    return ListValue(values, unknown)


def _generator(machine: Machine, node: tree.Comprehension, frame: Frame, first: Value) -> IteratorValue:
    """A generator expression: the first iterable is evaluated at once, everything else when a member is asked for."""
    way = iterators.each(machine, first, frame, node.generators[0].iterable)
    if isinstance(way, Unknown):
        return IteratorValue(None, unknown=way)
    return IteratorValue(_each(machine, node, 0, frame, way))


def _each(
    machine: Machine, node: tree.Comprehension, level: int, frame: Frame, way: Iterator[Value]
) -> Iterator[Value]:
    generator = node.generators[level]
    for member in way:
        iteration.assign(machine, generator.target, member, frame)
        kept = _kept(machine, generator, frame)
        if kept is False:
            continue
        if isinstance(kept, deciding.Undecided):
            raise iterators.Lost(Unknown(kept.reason, kept.place))
        if level + 1 == len(node.generators):
            yield machine.evaluate(node.element, frame)
            continue
        iterable = node.generators[level + 1].iterable
        deeper = iterators.each(machine, machine.evaluate(iterable, frame), frame, iterable)
        if isinstance(deeper, Unknown):
            raise iterators.Lost(deeper)
        yield from _each(machine, node, level + 1, frame, deeper)


def _generate(
    machine: Machine,
    node: tree.Comprehension,
    level: int,
    frame: Frame,
    found: list[tuple[Value, Value]],
    iterable: Value,
) -> Unknown | None:
    if level == len(node.generators):
        key = None if node.key is None else machine.evaluate(node.key, frame)
        found.append((key, machine.evaluate(node.element, frame)))
        return None
    generator = node.generators[level]
    members = iteration.members(machine, iterable, frame, generator.iterable)
    if isinstance(members, Unknown):
        return members
    unknown = None
    for member in members:
        iteration.assign(machine, generator.target, member, frame)
        kept = _kept(machine, generator, frame)
        if kept is False:
            continue
        if isinstance(kept, deciding.Undecided):
            unknown = Unknown(kept.reason, kept.place)
            continue
        deeper = node.generators[level + 1 : level + 2]
        inner = machine.evaluate(deeper[0].iterable, frame) if deeper else None
        unknown = _generate(machine, node, level + 1, frame, found, inner) or unknown
    return unknown


def _kept(machine: Machine, generator: tree.Generator, frame: Frame) -> bool | deciding.Undecided:
    """Tell whether the member that was assigned meets all conditions."""
    tests = [deciding.decide(machine, condition, frame) for condition in generator.conditions]
    if False in tests:
        return False
    return next((test for test in tests if isinstance(test, deciding.Undecided)), True)
