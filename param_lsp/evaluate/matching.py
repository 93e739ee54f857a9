"""Patterns of `match`: whether one fits a value, and what its names hold then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from param_lsp.evaluate import attributes, deciding, keys, operators
from param_lsp.evaluate.deciding import Undecided
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.syntax import tree
from param_lsp.values import ClassValue, DictValue, Instance, LibraryFunction, ListValue, SetValue, Value

_ITSELF: Final = frozenset({"bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple"})
"""Python's own classes whose one positional pattern takes the whole value (`case int(n)`)."""


def matches(machine: Machine, pattern: Any, subject: Value, node: Any, frame: Frame) -> bool | Undecided:
    """Tell whether a pattern fits, and bind the names in it.

    Arguments:
        subject: what is matched, the value of `node`.
    """
    if isinstance(pattern, tree.ValuePattern):
        value = machine.evaluate(pattern.value, frame)
        return deciding.equal(machine, subject, value, (node, pattern.value), frame)
    if isinstance(pattern, tree.CapturePattern):
        fits = True if pattern.pattern is None else matches(machine, pattern.pattern, subject, node, frame)
        if fits is not False and pattern.name is not None:
            machine.bind(pattern.name, subject, frame)
        return fits
    if isinstance(pattern, tree.OrPattern) and all(isinstance(each, tree.ValuePattern) for each in pattern.patterns):
        values = tuple(machine.evaluate(each.value, frame) for each in pattern.patterns)  # type: ignore[union-attr]
        return deciding.among(machine, subject, values, (node, pattern), frame)
    answer = _fits(machine, pattern, subject, frame)
    return deciding.fits(machine, subject, node, pattern, frame) if answer is None else answer


def _fits(machine: Machine, pattern: Any, subject: Value, frame: Frame) -> bool | None:
    """Tell whether a pattern within another one fits; None where that is not known."""
    if isinstance(pattern, tree.ValuePattern):
        value = machine.evaluate(pattern.value, frame)
        sign = "is" if value is None or isinstance(value, bool) else "=="
        return operators.truth(attributes.compare(machine, sign, subject, value, pattern, frame))
    if isinstance(pattern, tree.CapturePattern):
        fits = True if pattern.pattern is None else _fits(machine, pattern.pattern, subject, frame)
        if fits is not False and pattern.name is not None:
            machine.bind(pattern.name, subject, frame)
        return fits
    if isinstance(pattern, tree.OrPattern):
        return _any(_fits(machine, part, subject, frame) for part in pattern.patterns)
    if isinstance(pattern, tree.SequencePattern):
        return _sequence(machine, pattern, subject, frame)
    if isinstance(pattern, tree.MappingPattern):
        return _mapping(machine, pattern, subject, frame)
    if isinstance(pattern, tree.ClassPattern):
        return _class(machine, pattern, subject, frame)
    return _lost(machine, pattern, frame)


def _any(answers: Iterator[bool | None]) -> bool | None:
    doubt = False
    for answer in answers:
        if answer is True:
            return None if doubt else True  # an earlier alternative may have bound the names
        doubt = doubt or answer is None
    return None if doubt else False


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)  # each binds its names
    return False if False in found else None if None in found else True


def _lost(machine: Machine, pattern: Any, frame: Frame) -> bool | None:
    """Bind all names of a pattern that cannot be followed to unknown values."""
    for name in _names(pattern):
        machine.bind(name, machine.unknown(pattern, frame, "what this pattern binds is not followed"), frame)
    return None


def _names(pattern: Any) -> Iterator[str]:
    for held in (getattr(pattern, "name", None), getattr(pattern, "rest", None)):
        if held is not None:
            yield held
    inner = getattr(pattern, "pattern", None)
    keywords = [each for _, each in getattr(pattern, "keywords", ())]
    for part in (*getattr(pattern, "patterns", ()), *keywords, *(() if inner is None else (inner,))):
        yield from _names(part)


def _sequence(machine: Machine, pattern: tree.SequencePattern, subject: Value, frame: Frame) -> bool | None:
    from param_lsp.evaluate import records  # noqa: PLC0415 - records stands above this module

    if isinstance(subject, Instance) and records.is_named_tuple(subject.of):
        subject = records.as_tuple(subject)
    if isinstance(subject, (*operators.CONSTANTS, DictValue, SetValue)):
        return False  # a text is no sequence here
    if not isinstance(subject, tuple) and (not isinstance(subject, ListValue) or subject.unknown is not None):
        return _lost(machine, pattern, frame)
    items = subject.items if isinstance(subject, ListValue) else list(subject)
    parts = pattern.patterns
    star = next((index for index, part in enumerate(parts) if isinstance(part, tree.StarPattern)), None)
    if star is None:
        pairs = list(zip(parts, items, strict=False))
        return _all(_fits(machine, *pair, frame) for pair in pairs) if len(parts) == len(items) else False
    behind = len(parts) - star - 1
    if len(items) < star + behind:
        return False
    name = parts[star].name  # type: ignore[union-attr]
    if name is not None:
        machine.bind(name, ListValue(items[star : len(items) - behind]), frame)
    first, last = (
        zip(parts[:star], items, strict=False),
        zip(parts[star + 1 :], items[len(items) - behind :], strict=True),
    )
    return _all(_fits(machine, *pair, frame) for pair in (*first, *last))


def _mapping(machine: Machine, pattern: tree.MappingPattern, subject: Value, frame: Frame) -> bool | None:
    if isinstance(subject, (*operators.CONSTANTS, tuple, ListValue, SetValue)):
        return False
    if not isinstance(subject, DictValue) or subject.attributes:
        return _lost(machine, pattern, frame)
    wanted = [keys.key_of(machine.evaluate(key, frame)) for key in pattern.keys]
    missing = [key for key in wanted if key not in subject.items]
    if missing:
        return False if subject.unknown is None and keys.NO_KEY not in missing else _lost(machine, pattern, frame)
    answer = _all(
        _fits(machine, part, subject.items[key], frame) for part, key in zip(pattern.patterns, wanted, strict=True)
    )
    if pattern.rest is not None:
        rest = {key: value for key, value in subject.items.items() if key not in wanted}
        machine.bind(pattern.rest, DictValue(rest, subject.unknown), frame)
    return answer


def _class(machine: Machine, pattern: tree.ClassPattern, subject: Value, frame: Frame) -> bool | None:
    from param_lsp.evaluate import reflection  # noqa: PLC0415 - reflection stands above this module

    kind = machine.evaluate(pattern.type, frame)
    answer = reflection.is_instance(subject, kind)
    names = _positional(kind, len(pattern.patterns))
    if answer is False:
        return False
    if answer is None or names is None:
        return _lost(machine, pattern, frame)
    parts = [*zip(names, pattern.patterns, strict=True), *((name, part) for name, part in pattern.keywords)]
    answers: list[bool | None] = []
    for name, part in parts:
        if name is not None and reflection.has_attribute(subject, name) is False:
            return False
        value = subject if name is None else attributes.get(machine, subject, name, part, frame)
        answers.append(_fits(machine, part, value, frame))
    return _all(answers)


def _positional(kind: Value, count: int) -> list[str | None] | None:
    """Give the attributes that positional patterns ask for, None for the value itself; None where nobody knows."""
    from param_lsp.evaluate import classes, records  # noqa: PLC0415 - they stand above this module

    if not count:
        return []
    if isinstance(kind, LibraryFunction):
        return [None] if count == 1 and kind.name.removeprefix("builtins.") in _ITSELF else None
    if not isinstance(kind, ClassValue):
        return None
    given = classes.find(kind, "__match_args__")
    if given is None and records.is_record(kind):
        given = tuple(records.fields_of(kind))
    known = isinstance(given, tuple) and len(given) >= count and all(isinstance(name, str) for name in given)
    return list(given[:count]) if known else None
