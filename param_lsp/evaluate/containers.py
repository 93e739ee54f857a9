"""The methods of str, list, dict, tuple and set."""

from __future__ import annotations

from typing import Any

from param_lsp.evaluate import keys
from param_lsp.evaluate.builtins import CONSTANTS, apply, declare, members
from param_lsp.evaluate.operators import MAX_LENGTH, all_constant, compare
from param_lsp.message import message
from param_lsp.values import DictValue, LibraryFunction, ListValue, SetValue, Unknown, UnknownText, Value

_TEXT = (
    "upper", "lower", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "replace", "startswith", "endswith",
    "title", "capitalize", "find", "index", "count", "isdigit", "isalpha", "zfill", "format", "removeprefix",
    "removesuffix", "partition", "rpartition", "encode", "center", "ljust", "rjust", "swapcase", "isupper", "islower",
)  # fmt: skip


def text_method(machine: Any, given: Any, bound: Value) -> Value:
    """Call a method of a string whose arguments are known."""
    name = given.callee_name
    values = [*given.positional, *given.keywords.values()]
    if isinstance(bound, str) and given.unknown is None and all_constant(values):
        try:
            result = getattr(bound, name)(*given.positional, **given.keywords)
        except (TypeError, ValueError, LookupError, MemoryError, OverflowError):
            return Unknown(message("Python would reject this call of {name}()", name=name), given.place)
        if isinstance(result, list):
            return ListValue(result)
        if not isinstance(result, str | bytes) or len(result) <= MAX_LENGTH:
            return result
    return UnknownText(message("a text is not known"), given.place)


for _name in _TEXT:
    declare(f"str.{_name}")(text_method)


@declare("str.join")
def join(machine: Any, given: Any, bound: Value) -> Value:
    found = members(machine, given, given.get(0, "iterable"))
    if isinstance(bound, str) and not isinstance(found, Unknown) and all(isinstance(item, str) for item in found):
        return bound.join(found)
    return UnknownText(message("a text is joined from parts that are not known"), given.place)


def ordering(machine: Any, given: Any, found: list[Value]) -> list[Value] | None:
    """Give members in the order of `sorted(…)`; None where that is not known."""
    key, down = given.keywords.get("key"), given.keywords.get("reverse", False)
    by = found if key is None else [apply(machine, given, key, [item]) for item in found]
    if not isinstance(down, bool) or not all(_is_ordered(value) for value in by):
        return None
    try:
        order = sorted(range(len(found)), key=lambda index: by[index], reverse=down)
    except TypeError:
        return None
    return [found[index] for index in order]


def _is_ordered(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(_is_ordered(part) for part in value)
    return isinstance(value, bool | int | float | str | bytes)


@declare("list.append", "list.extend", "list.insert", "list.remove", "list.clear", "list.reverse", "list.sort")
def change_list(machine: Any, given: Any, bound: ListValue) -> Value:  # noqa: C901, PLR0912 - one branch a method
    machine.touch(bound)
    name = given.callee_name
    if given.unknown is not None:
        bound.unknown = bound.unknown or given.unknown
    elif name == "append":
        if len(bound.items) < MAX_LENGTH:
            bound.items.append(given.get(0, "object"))
        else:
            bound.unknown = Unknown(message("a list grows too long to follow"), given.place)
    elif name == "extend":
        found = members(machine, given, given.get(0, "iterable"))
        if isinstance(found, Unknown):
            bound.unknown = bound.unknown or found
        else:
            bound.items.extend(found)
    elif name == "insert" and isinstance(given.get(0, "index"), int):
        bound.items.insert(given.get(0, "index"), given.get(1, "object"))
    elif name == "clear":
        bound.items.clear()
        bound.unknown = None
    elif name == "reverse":
        bound.items.reverse()
    elif name == "remove" and any(compare("==", item, given.get(0, "value")) is True for item in bound.items):
        index = next(i for i, item in enumerate(bound.items) if compare("==", item, given.get(0, "value")) is True)
        del bound.items[index]
    elif name == "sort" and bound.unknown is None and (ordered := ordering(machine, given, bound.items)) is not None:
        bound.items[:] = ordered
    else:
        bound.unknown = bound.unknown or Unknown(
            message("a list is changed in a way that is not followed"), given.place
        )
    return None


@declare("collections.defaultdict", "collections.Counter")
def counted_dict(machine: Any, given: Any, bound: Value) -> Value:
    """A dictionary that makes members by itself."""
    if given.callee_name == "defaultdict":
        values = given.positional[1] if len(given.positional) > 1 else DictValue()
        items, lost = (dict(values.items), values.unknown) if isinstance(values, DictValue) else ({}, given.unknown)
        if not isinstance(values, DictValue):
            lost = lost or Unknown(message("a dictionary is made from pairs that are not known"), given.place)
        return DictValue({**items, **given.keywords}, lost, factory=given.get(0, "default_factory"))
    counter = DictValue(dict(given.keywords), given.unknown, factory=LibraryFunction("collections.Counter"))
    if given.positional:
        count(machine, given, counter)
    return counter


def count(machine: Any, given: Any, counter: DictValue) -> None:
    """Count the members of the first argument, or take over a dictionary of counts."""
    value = given.positional[0]
    if isinstance(value, DictValue):
        counter.items.update(value.items)
        counter.unknown = counter.unknown or value.unknown
        return
    found = members(machine, given, value)
    for member in () if isinstance(found, Unknown) else found:
        key = keys.key_of(member)
        if key is keys.NO_KEY:
            found = Unknown(message("what is counted is not known"), given.place)
            break
        counter.items[key] = counter.items.get(key, 0) + 1
    counter.unknown = counter.unknown or (found if isinstance(found, Unknown) else None)


@declare("dict.most_common")
def most_common(machine: Any, given: Any, bound: DictValue) -> Value:
    size = given.get(0, "n")
    if bound.unknown is not None or not all(isinstance(value, int) for value in bound.items.values()):
        return ListValue([], bound.unknown or Unknown(message("what is counted is not known"), given.place))
    pairs = sorted(bound.items.items(), key=lambda pair: -pair[1])
    return ListValue(pairs if size is None else pairs[:size]) if size is None or isinstance(size, int) else ListValue(
        [], Unknown(message("how many members are asked for is not known"), given.place)
    )  # fmt: skip


@declare("collections.deque")
def deque(machine: Any, given: Any, bound: Value) -> Value:
    """A deque is held as a list; one of limited length is not followed."""
    if given.get(1, "maxlen") is not None:
        return Unknown(message("a deque of limited length is not followed"), given.place)
    found = members(machine, given, given.get(0, "iterable", ()))
    return ListValue([], found) if isinstance(found, Unknown) else ListValue(found)


@declare("list.appendleft", "list.popleft", "list.extendleft")
def change_front(machine: Any, given: Any, bound: ListValue) -> Value:
    machine.touch(bound)
    name = given.callee_name
    if name == "appendleft":
        bound.items.insert(0, given.get(0, "object"))
        return None
    if name == "extendleft":
        found = members(machine, given, given.get(0, "iterable"))
        if isinstance(found, Unknown):
            bound.unknown = bound.unknown or found
        else:
            bound.items[:0] = found[::-1]
        return None
    if bound.unknown is None and bound.items:
        return bound.items.pop(0)
    return bound.unknown or Unknown(message("nothing is left to take"), given.place)


@declare("list.pop")
def pop_item(machine: Any, given: Any, bound: ListValue) -> Value:
    machine.touch(bound)
    index = given.get(0, "index", -1)
    if bound.unknown is None and isinstance(index, int) and -len(bound.items) <= index < len(bound.items):
        return bound.items.pop(index)
    bound.unknown = bound.unknown or Unknown(
        message("a member is taken from a list at a place that is not known"), given.place
    )
    return bound.unknown


@declare("tuple.as_list")
def as_list(machine: Any, given: Any, bound: tuple[Value, ...]) -> Value:
    return ListValue(list(bound))  # a TensorShape, which we hold as a tuple


@declare("list.copy")
def copy_list(machine: Any, given: Any, bound: ListValue) -> Value:
    return ListValue(list(bound.items), bound.unknown)


@declare("list.index", "tuple.index", "list.count", "tuple.count")
def search(machine: Any, given: Any, bound: Value) -> Value:
    items = bound.items if isinstance(bound, ListValue) else bound
    answers = [compare("==", item, given.get(0, "value")) for item in items]
    if not any(isinstance(answer, Unknown) for answer in answers) and not getattr(bound, "unknown", None):
        if given.callee_name == "count":
            return answers.count(True)
        if True in answers:
            return answers.index(True)
    return Unknown(message("where the value stands is not known"), given.place)


@declare("dict.get", "dict.pop", "dict.setdefault")
def read_key(machine: Any, given: Any, bound: DictValue) -> Value:
    default, name = given.get(1, "default"), given.callee_name
    key = keys.key_of(given.get(0, "key"))
    if key is not keys.NO_KEY and key in bound.items:
        value = bound.items[key]
        if name == "pop":
            machine.touch(bound)
            del bound.items[key]
        return value
    if key is keys.NO_KEY or bound.unknown is not None:
        return bound.unknown or Unknown(message("which key is read is not known"), given.place)
    if name == "setdefault":
        machine.touch(bound)
        bound.items[key] = default
    return default


@declare("dict.keys", "dict.values", "dict.items")
def view(machine: Any, given: Any, bound: DictValue) -> Value:
    if given.callee_name == "items":
        return ListValue(list(bound.items.items()), bound.unknown)
    return ListValue(list(bound.items if given.callee_name == "keys" else bound.items.values()), bound.unknown)


@declare("dict.update")
def update(machine: Any, given: Any, bound: DictValue) -> Value:
    machine.touch(bound)
    for value in given.positional:
        if isinstance(value, DictValue):
            bound.items.update(value.items)
            bound.unknown = bound.unknown or value.unknown
        else:
            bound.unknown = Unknown(message("a dictionary takes in values that are not known"), given.place)
    bound.items.update(given.keywords)
    bound.unknown = bound.unknown or given.unknown
    return None


@declare("dict.copy")
def copy_dict(machine: Any, given: Any, bound: DictValue) -> Value:
    return DictValue(dict(bound.items), bound.unknown, bound.attributes)


@declare("set.union", "set.intersection", "set.difference", "set.symmetric_difference", "set.copy")
def combine_sets(machine: Any, given: Any, bound: SetValue) -> Value:
    unknown = bound.unknown
    result = set(bound.items)
    for value in given.positional:
        found = members(machine, given, value)
        if isinstance(found, Unknown) or not all(isinstance(item, CONSTANTS) for item in found):
            unknown = unknown or Unknown(message("a set takes in values that are not known"), given.place)
            continue
        result = getattr(result, given.callee_name)(found)
    ordered = dict.fromkeys([*bound.items, *sorted(result - set(bound.items), key=repr)])
    return SetValue({item: None for item in ordered if item in result}, unknown)


@declare("set.add", "set.discard", "set.remove", "set.update")
def change_set(machine: Any, given: Any, bound: SetValue) -> Value:
    machine.touch(bound)
    value = given.get(0, "element")
    found = members(machine, given, value) if given.callee_name == "update" else [value]
    if isinstance(found, Unknown) or not all(isinstance(item, CONSTANTS) for item in found):
        bound.unknown = Unknown(message("a set takes in values that are not known"), given.place)
    elif given.callee_name in ("add", "update"):
        bound.items.update(dict.fromkeys(found))
    else:
        bound.items.pop(value, None)
    return None
