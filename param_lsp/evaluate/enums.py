"""Enums of the workspace, and what objects are to a library: an IntEnum's member a number, a named tuple a tuple."""

from __future__ import annotations

from typing import Any

from param_lsp.evaluate import calls, classes, operators, records
from param_lsp.evaluate.builtins import declare
from param_lsp.message import message
from param_lsp.values import (
    BoundMethod,
    ClassValue,
    Function,
    Instance,
    LibraryFunction,
    LibraryObject,
    Partial,
    Unknown,
    Value,
)

ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag", "enum.ReprEnum"})
MEMBERS = "__members__"
_NUMBERS = frozenset({"enum.IntEnum", "enum.IntFlag", "enum.StrEnum", "builtins.int", "builtins.str", "builtins.float"})


@declare("enum.auto")
def auto(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Stand for a value that the enum chooses."""
    return LibraryObject("enum.auto")


@declare("enum.unique")
def unique(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Only check."""
    return given.get(0, "enumeration")


def is_enum(of: ClassValue) -> bool:
    """Tell whether a class is an enum."""
    return any(isinstance(base, LibraryFunction) and base.name in ENUMS for base in classes.order(of))


def make_members(machine: Any, of: ClassValue, node: Any, frame: Any) -> None:
    """Make the members of an enum of what its body assigns; a value that stands there twice is an alias.

    The class's own `__init__` gets what stands there; what its own `__new__` makes of it is not followed.
    """
    constructor, maker = classes.find(of, "__init__"), classes.find(of, "__new__")
    names: list[str] = []
    values: list[Value] = []
    is_text = any(getattr(base, "name", "") == "enum.StrEnum" for base in classes.order(of))
    is_flag = any("Flag" in getattr(base, "name", "") for base in classes.order(of))
    for name, value in list(of.attributes.items()):
        if name.startswith("_") or isinstance(value, Function | Partial | LibraryFunction | ClassValue):
            continue
        if isinstance(value, LibraryObject) and value.type == "enum.auto":
            value = name.lower() if is_text else _next(values, is_flag=is_flag)  # noqa: PLW2901 - auto() chooses
        same = next(
            (index for index, other in enumerate(values) if operators.compare("==", other, value) is True), None
        )
        if same is not None:
            of.attributes[name] = of.attributes[names[same]]
            continue
        names.append(name)
        values.append(value)
        held = value
        if isinstance(maker, Function):
            held = Unknown(message("what __new__ of {name} makes of a value is not followed", name=of.name))
        member = Instance(of, {"value": held, "name": name, "_value_": held, "_name_": name})
        if isinstance(constructor, Function):
            given = list(value) if isinstance(value, tuple) else [value]
            calls.simple_call(machine, BoundMethod(constructor, member), given, frame, node)
            member.attributes["value"] = member.attributes["_value_"]  # which it may set
        of.attributes[name] = member
    of.attributes[MEMBERS] = tuple(names)


def _next(values: list[Value], *, is_flag: bool) -> Value:
    last = values[-1] if values else 0
    if not isinstance(last, int):
        return Unknown(message("what auto() chooses behind this value is not followed"))
    if is_flag:
        return 1 << last.bit_length()
    return last + 1


def members(of: ClassValue) -> tuple[Value, ...]:
    """Give the members of an enum in order, without aliases."""
    names = of.attributes.get(MEMBERS, ())
    return tuple(member for name in names if isinstance(member := of.attributes.get(name), Instance))


def by_value(of: ClassValue, given: Any) -> Value:
    """`Size(4)`: the member of that value."""
    wanted = plain(given.get(0, "value"))
    for member in members(of):
        if operators.compare("==", _value(member), wanted) is True:
            return member
    missing = classes.find(of, "_missing_") is not None or isinstance(wanted, Unknown)
    reason = wanted.reason if isinstance(wanted, Unknown) else message("{name} has no such member", name=of.name)
    return Unknown(
        message("which member of {name} it is, is not known", name=of.name) if missing else reason, given.place
    )


def by_name(of: ClassValue, name: Value) -> Value | None:
    """`Size["SMALL"]`; None where there is no such member."""
    return of.attributes.get(name) if isinstance(name, str) and name in of.attributes.get(MEMBERS, ()) else None


def _value(member: Instance) -> Value:
    """Give a member's value; `self` in a method that nothing calls may be any member."""
    unknown = Unknown(message("which member of {name} it is, is not known", name=member.of.name))
    return member.attributes.get("value", unknown)


def plain(value: Value) -> Value:
    """Give what an object is to everything that knows no classes: the number or text of a member, a tuple's members."""
    if not isinstance(value, Instance):
        return value
    if MEMBERS in value.of.attributes:
        bases = [base.name for base in classes.order(value.of) if isinstance(base, LibraryFunction)]
        return _value(value) if _NUMBERS.intersection(bases) else value
    return records.as_tuple(value) if records.is_named_tuple(value.of) else value
