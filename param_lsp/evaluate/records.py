"""Dataclasses and named tuples of the workspace: fields from annotations, defaults, copies with changes."""

from __future__ import annotations

from typing import Any, Final

from param_lsp.evaluate import calls, classes
from param_lsp.evaluate.builtins import declare, members, unknown
from param_lsp.message import message
from param_lsp.values import (
    BoundMethod,
    ClassValue,
    DictValue,
    Function,
    Instance,
    LibraryFunction,
    LibraryObject,
    ListValue,
    Partial,
    Unknown,
    Value,
)

FIELD, NAMED_TUPLE = "dataclasses.Field", "typing.NamedTuple"
ANNOTATED, DATACLASS = "__annotations__", "__dataclass__"
_MISSING: Final = object()
_DEEPEST = 12


@declare("dataclasses.dataclass")
def dataclass_(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """`@dataclass` or `@dataclass(frozen=True)`."""
    if not given.positional:
        return Partial(LibraryFunction("dataclasses.dataclass"), (), dict(given.keywords))
    of = given.positional[0]
    if isinstance(of, ClassValue):
        machine.touch(of)
        of.attributes[DATACLASS] = True
    return of


@declare("dataclasses.field")
def field_(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """`field(default=…, default_factory=…, init=…)`."""
    return LibraryObject(FIELD, dict(given.keywords))


@declare("collections.namedtuple")
def namedtuple(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """`namedtuple("Spec", "units activation", defaults=[…])` makes a class."""
    name, names = given.get(0, "typename"), given.get(1, "field_names")
    if isinstance(names, str):
        names = tuple(names.replace(",", " ").split())
    found = members(machine, given, names)
    if isinstance(found, Unknown) or not all(isinstance(item, str) for item in found) or not isinstance(name, str):
        return unknown(given, "the fields of a named tuple are not known")
    of = ClassValue(name, (LibraryFunction(NAMED_TUPLE),), {ANNOTATED: tuple(found)}, given.place)
    defaults = given.keywords.get("defaults")
    values = [] if defaults is None else members(machine, given, defaults)
    if isinstance(values, Unknown):
        return values
    of.attributes.update(zip(found[len(found) - len(values) :], values, strict=False))
    return of


def is_record(of: ClassValue) -> bool:
    """Tell whether a class's constructor is made from its fields."""
    return classes.find(of, DATACLASS) is True or is_named_tuple(of)


def is_named_tuple(of: ClassValue) -> bool:
    """Tell whether a class is a named tuple."""
    return any(isinstance(base, LibraryFunction) and base.name == NAMED_TUPLE for base in classes.order(of))


def fields_of(of: ClassValue) -> list[str]:
    """Give the fields in the order of the constructor: those of bases first."""
    names: dict[str, None] = {}
    for base in reversed(classes.order(of)):
        if isinstance(base, ClassValue):
            names.update(dict.fromkeys(base.attributes.get(ANNOTATED, ())))
    return list(names)


def fill(machine: Any, of: ClassValue, instance: Instance, given: Any) -> None:
    """Do what the constructor of a dataclass or named tuple does."""
    position = 0
    for name in fields_of(of):
        default = _default(machine, of, name, given)
        is_argument = _option(of, name, "init", default=True) is not False
        if is_argument and position < len(given.positional) and _option(of, name, "kw_only", default=False) is not True:
            value = given.positional[position]
            position += 1
        else:
            value = given.keywords.get(name, default) if is_argument else default
        if value is _MISSING:
            if not is_argument:
                continue
            value = given.unknown or Unknown(
                message("{function}() is called without its argument {name}", function=of.name, name=name), given.place
            )
        instance.attributes[name] = value
    after = classes.find(of, "__post_init__")
    if isinstance(after, Function):
        calls.simple_call(machine, BoundMethod(after, instance), [], given.frame, given.node)


def _default(machine: Any, of: ClassValue, name: str, given: Any) -> Value:
    held = next(
        (
            base.attributes[name]
            for base in classes.order(of)
            if isinstance(base, ClassValue) and name in base.attributes
        ),
        _MISSING,
    )
    if not isinstance(held, LibraryObject) or held.type != FIELD:
        return held
    if "default_factory" in held.fields:
        return calls.simple_call(machine, held.fields["default_factory"], [], given.frame, given.node)
    return held.fields.get("default", _MISSING)


def _option(of: ClassValue, name: str, option: str, *, default: bool) -> Value:
    held = classes.find(of, name)
    is_field = isinstance(held, LibraryObject) and held.type == FIELD
    return held.fields.get(option, default) if is_field else default


def as_tuple(instance: Instance) -> tuple[Value, ...]:
    """Give the fields' values in order."""
    return tuple(instance.attributes.get(name) for name in fields_of(instance.of))


@declare("dataclasses.asdict", "dataclasses.astuple", "typing.NamedTuple._asdict")
def as_dict(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Give the fields, those of inner records opened too."""
    value = given.get(0, "obj") if bound is None else bound
    if not isinstance(value, Instance):
        return value if isinstance(value, Unknown) else unknown(given, "what is no dataclass has no fields")
    if bound is not None:
        return DictValue(dict(zip(fields_of(value.of), as_tuple(value), strict=True)))
    return _opened(value, 0, is_tuple=given.callee_name == "astuple")


def _opened(value: Value, depth: int, *, is_tuple: bool) -> Value:
    if depth > _DEEPEST:
        return value
    if isinstance(value, Instance) and is_record(value.of):
        parts = {name: _opened(part, depth + 1, is_tuple=is_tuple)
                 for name, part in zip(fields_of(value.of), as_tuple(value), strict=True)}  # fmt: skip
        return tuple(parts.values()) if is_tuple else DictValue(parts)
    if isinstance(value, ListValue):
        return ListValue([_opened(item, depth + 1, is_tuple=is_tuple) for item in value.items], value.unknown)
    if isinstance(value, DictValue):
        opened = {key: _opened(item, depth + 1, is_tuple=is_tuple) for key, item in value.items.items()}
        return DictValue(opened, value.unknown)
    return value


@declare("dataclasses.fields")
def fields(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Give the fields themselves: their names are known."""
    value = given.get(0, "class_or_instance")
    of = value.of if isinstance(value, Instance) else value
    if not isinstance(of, ClassValue):
        return unknown(given, "what is no dataclass has no fields")
    return tuple(LibraryObject(FIELD, {"name": name}) for name in fields_of(of))


@declare("dataclasses.is_dataclass")
def is_dataclass(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Tell whether a class or object is a dataclass."""
    value = given.get(0, "obj")
    of = value.of if isinstance(value, Instance) else value
    if isinstance(of, ClassValue):
        return classes.find(of, DATACLASS) is True
    return unknown(given, "whether it is a dataclass is not known") if isinstance(value, Unknown) else False


@declare("dataclasses.replace", "typing.NamedTuple._replace", "copy.replace")
def replace(machine: Any, given: Any, bound: Value) -> Value:
    """Make a copy with changes, through the constructor."""
    value = given.get(0, "obj") if bound is None else bound
    if not isinstance(value, Instance) or given.unknown is not None:
        return given.unknown or (value if isinstance(value, Unknown) else unknown(given, "what is copied is not known"))
    keywords = {
        name: value.attributes[name]
        for name in fields_of(value.of)
        if name in value.attributes and _option(value.of, name, "init", default=True) is not False
    }
    return classes.instantiate(
        machine, value.of, calls.Given(given.node, given.frame, keywords={**keywords, **given.keywords})
    )
