"""Enums of the workspace, and what objects are to a library: an IntEnum's member a number, a named tuple a tuple."""

from __future__ import annotations

from typing import Any

from param_lsp.evaluate import classes, operators, records
from param_lsp.evaluate.builtins import declare
from param_lsp.message import message
from param_lsp.values import (
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


def make_members(of: ClassValue) -> None:
    """Make the members of an enum of what its body assigns; a value that stands there twice is an alias."""
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
        of.attributes[name] = Instance(of, {"value": value, "name": name, "_value_": value, "_name_": name})
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
    return tuple(of.attributes[name] for name in names)


def by_value(of: ClassValue, given: Any) -> Value:
    """`Size(4)`: the member of that value."""
    wanted = plain(given.get(0, "value"))
    for member in members(of):
        if operators.compare("==", member.attributes["value"], wanted) is True:
            return member
    missing = classes.find(of, "_missing_") is not None or isinstance(wanted, Unknown)
    reason = wanted.reason if isinstance(wanted, Unknown) else message("{name} has no such member", name=of.name)
    return Unknown(
        message("which member of {name} it is, is not known", name=of.name) if missing else reason, given.place
    )


def by_name(of: ClassValue, name: Value) -> Value | None:
    """`Size["SMALL"]`; None where there is no such member."""
    return of.attributes.get(name) if isinstance(name, str) and name in of.attributes.get(MEMBERS, ()) else None


def plain(value: Value) -> Value:
    """Give what an object is to everything that knows no classes: the number or text of a member, a tuple's members."""
    if not isinstance(value, Instance):
        return value
    if MEMBERS in value.of.attributes:
        bases = [base.name for base in classes.order(value.of) if isinstance(base, LibraryFunction)]
        return value.attributes["value"] if _NUMBERS.intersection(bases) else value
    return records.as_tuple(value) if records.is_named_tuple(value.of) else value
