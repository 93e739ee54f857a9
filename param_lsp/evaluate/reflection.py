"""Functions of Python that ask about objects or work on functions: isinstance, getattr, super, partial, copy."""

from __future__ import annotations

import json
from typing import Any

from param_lsp import catalogue, libraries
from param_lsp.evaluate.builtins import CONSTANTS, apply, declare, members, unknown
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.values import (
    ClassValue,
    DictValue,
    Function,
    Instance,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    LibraryObject,
    ListValue,
    ModelValue,
    Module,
    NumpyScalar,
    Partial,
    RangeValue,
    SetValue,
    Unknown,
    UnknownText,
    Value,
)


@declare("builtins.isinstance", "builtins.issubclass", "builtins.callable", "builtins.hasattr")
def test_kind(machine: Any, given: Any, bound: Value) -> Value:
    name, value = given.callee_name, given.get(0, "obj")
    if name == "isinstance" and len(given.positional) == 2:
        kinds = given.positional[1] if isinstance(given.positional[1], tuple) else (given.positional[1],)
        answers = [is_instance(value, kind) for kind in kinds]
        if True in answers:
            return True
        return False if None not in answers else unknown(given, "the type of this value is not known")
    if name == "hasattr" and len(given.positional) == 2:
        has = has_attribute(value, given.positional[1])
        if has is not None:
            return has
    if name == "callable" and isinstance(value, Function | ClassValue | LibraryFunction | Partial):
        return True
    return unknown(given, "what {name}() gives is not known", name=name)


_KINDS: dict[str, Any] = {
    "int": int,
    "float": float,
    "str": str,
    "bool": bool,
    "tuple": tuple,
    "list": ListValue,
    "dict": DictValue,
    "set": SetValue,
}


def is_instance(value: Value, kind: Value) -> bool | None:
    """Tell whether a value is of a class; None where that is not known."""
    if isinstance(value, Unknown | Polynomial) or (
        isinstance(value, UnknownDim) and getattr(kind, "name", "") != "builtins.int"
    ):
        return None
    if isinstance(value, UnknownDim):
        return True
    if isinstance(value, LibraryObject) and isinstance(kind, LibraryFunction):
        known = value.type in ("builtins.list", "builtins.dict") and kind.name in ("builtins.list", "builtins.dict")
        return value.type == kind.name if known else None
    if isinstance(value, KerasTensor | LayerValue | ModelValue) and isinstance(kind, LibraryFunction):
        from param_lsp.evaluate import kinds  # noqa: PLC0415 - stands above this module

        asked = libraries.canonical(kind.name)
        if asked.startswith("keras."):
            return kinds.is_of(value, asked)
    if isinstance(kind, LibraryFunction) and kind.name.startswith("builtins."):
        python = _KINDS.get(kind.name.split(".")[1])
        return isinstance(value, python) if python is not None else None
    if isinstance(kind, ClassValue):
        from param_lsp.evaluate import classes  # noqa: PLC0415 - stands above this module

        of = classes.class_of(value)
        if of is None and isinstance(value, LayerValue) and catalogue.find(value.declaration.name) is None:
            return None  # of a workspace class that only forwards to a layer of Keras
        return of is not None and any(base is kind for base in classes.order(of))
    if isinstance(value, (*CONSTANTS, tuple, ListValue, DictValue)):
        return False
    return None


def has_attribute(value: Value, name: Value) -> bool | None:
    """Tell whether an object has an attribute; None where that is not known."""
    from param_lsp.evaluate import absent_names, classes  # noqa: PLC0415 - they stand above this module

    outside = isinstance(value, Module | LibraryFunction) and isinstance(name, str)
    if outside and absent_names.is_absent(value.name, name):
        return False
    of = value if isinstance(value, ClassValue) else classes.class_of(value)
    if isinstance(value, DictValue) and value.attributes and isinstance(name, str):
        return True if name in value.items else None if value.unknown is not None else False
    if of is None or not isinstance(name, str):
        return None
    if (isinstance(value, Instance) and name in value.attributes) or classes.find(of, name) is not None:
        return True
    followed = all(isinstance(base, ClassValue) or _is_object(base) for base in classes.order(of))
    hooked = classes.find(of, "__getattr__") is not None or classes.find(of, "__getattribute__") is not None
    return False if followed and not hooked and not name.startswith("__") else None


def _is_object(base: Value) -> bool:
    return isinstance(base, LibraryFunction) and base.name in ("builtins.object", "abc.ABC", "enum.Enum")


@declare("builtins.getattr")
def getattr_(machine: Any, given: Any, bound: Value) -> Value:
    from param_lsp.evaluate import attributes  # noqa: PLC0415 - stands above this module

    name = given.get(1, "name")
    if not isinstance(name, str):
        return name if isinstance(name, Unknown) else unknown(given, "which attribute is read is not known")
    if len(given.positional) > 2:
        has = has_attribute(given.positional[0], name)
        if has is False:
            return given.positional[2]
    return attributes.get(machine, given.get(0, "object"), name, given.node, given.frame)


@declare("builtins.setattr")
def setattr_(machine: Any, given: Any, bound: Value) -> Value:
    from param_lsp.evaluate import attributes  # noqa: PLC0415 - stands above this module

    if len(given.positional) == 3 and isinstance(given.positional[1], str):
        attributes.set_attribute(
            machine, given.positional[0], given.positional[1], given.positional[2], given.node, given.frame
        )
    return None


@declare("builtins.type")
def type_(machine: Any, given: Any, bound: Value) -> Value:
    value = given.get(0, "object")
    from param_lsp.evaluate import classes, kinds  # noqa: PLC0415 - they stand above this module

    of: Value = classes.class_of(value)
    if of is None and isinstance(value, LayerValue | ModelValue):
        of = kinds.class_of(value)
    return of if of is not None else unknown(given, "the type of this value is not followed")


@declare("builtins.super")
def super_(machine: Any, given: Any, bound: Value) -> Value:
    from param_lsp.evaluate import classes  # noqa: PLC0415 - stands above this module

    function = given.frame.function
    owner = function.owner if function is not None else None
    if given.positional and isinstance(given.positional[0], ClassValue):
        owner = given.positional[0]
    if owner is None or not function.definition.parameters:
        return unknown(given, "super() is called outside a method")
    instance = given.frame.scope.names.get(function.definition.parameters[0].name)
    return classes.SuperValue(owner, instance)


@declare(
    "builtins.print",
    "builtins.input",
    "builtins.open",
    "builtins.help",
    "builtins.display",
    "builtins.globals",
    "builtins.locals",
    "builtins.id",
    "builtins.dir",
    "builtins.eval",
    "builtins.exec",
    "builtins.__import__",
)
def outside(machine: Any, given: Any, bound: Value) -> Value:
    name = given.callee_name
    if name in ("print", "help", "display"):
        return None
    if name == "input":
        return UnknownText(message("the text is typed by a user"), given.place)
    return unknown(given, "what {name}() gives depends on the run", name=name)


@declare("builtins.vars")
def vars_(machine: Any, given: Any, bound: Value) -> Value:
    value = given.get(0, "object")
    if isinstance(value, DictValue) and value.attributes:
        return DictValue(dict(value.items), value.unknown)
    if isinstance(value, Instance):
        return DictValue(dict(value.attributes))
    if isinstance(value, ClassValue):
        from param_lsp.evaluate import classes  # noqa: PLC0415 - stands above this module

        return classes.class_attribute(machine, value, "__dict__", given.node, given.frame)
    return unknown(given, "what vars() gives is not followed")


@declare("functools.partial")
def partial(machine: Any, given: Any, bound: Value) -> Value:
    if not given.positional or given.unknown:
        return given.unknown or unknown(given, "partial() needs a function")
    return Partial(given.positional[0], tuple(given.positional[1:]), dict(given.keywords))


@declare("functools.reduce")
def functools_reduce(machine: Any, given: Any, bound: Value) -> Value:
    found = members(machine, given, given.get(1, "iterable"))
    if isinstance(found, Unknown):
        return found
    if len(given.positional) > 2:
        found = [given.positional[2], *found]
    if not found:
        return unknown(given, "reduce() of nothing")
    result = found[0]
    for item in found[1:]:
        result = apply(machine, given, given.positional[0], [result, item])
    return result


@declare("copy.copy", "copy.deepcopy")
def copied(machine: Any, given: Any, bound: Value) -> Value:
    value = given.get(0, "x")
    copy = _deep({}, value, 0) if given.callee_name == "deepcopy" else _shallow(value)
    return unknown(given, "a copy of this value is not followed") if copy is None and value is not None else copy


def _shallow(value: Value) -> Value:
    """Copy the outermost container; None for what is not followed."""
    if isinstance(value, ListValue):
        return ListValue(list(value.items), value.unknown)
    if isinstance(value, DictValue):
        return DictValue(dict(value.items), value.unknown, value.attributes, value.factory)
    if isinstance(value, SetValue):
        return SetValue(dict(value.items), value.unknown)
    if isinstance(value, Instance):
        return Instance(value.of, dict(value.attributes))
    return value if isinstance(value, (*CONSTANTS, *_UNCHANGING)) else None


_UNCHANGING = (tuple, Unknown, UnknownDim, Polynomial, Function, ClassValue, LibraryFunction, RangeValue, NumpyScalar)
_DEEPEST_COPY = 40


def _deep(made: dict[int, Value], value: Value, depth: int) -> Value:
    """Copy containers and objects all the way; what is held twice is copied once. None for what is not followed."""
    if id(value) in made:
        return made[id(value)]
    if depth > _DEEPEST_COPY:
        return None
    copy = _shallow(value)
    if copy is None or (copy is value and not isinstance(value, tuple)):
        return copy
    made[id(value)] = copy
    parts: Any = copy if isinstance(copy, tuple) else copy.attributes if isinstance(copy, Instance) else copy.items
    pairs = list(parts.items()) if isinstance(parts, dict) else list(enumerate(parts))
    copied = {key: None if part is None else _deep(made, part, depth + 1) for key, part in pairs}
    if any(copied[key] is None and part is not None for key, part in pairs):
        return None
    if isinstance(copy, tuple):
        return tuple(copied.values())
    for key, part in copied.items():
        parts[key] = part
    return copy


@declare("json.loads")
def json_loads(machine: Any, given: Any, bound: Value) -> Value:
    text = given.get(0, "s")
    if not isinstance(text, str) or given.keywords:
        return text if isinstance(text, Unknown) else unknown(given, "the text that is read as JSON is not known")
    try:
        return _of_json(json.loads(text))
    except (ValueError, RecursionError):
        return unknown(given, "Python would reject this JSON")


def _of_json(value: Any) -> Value:
    if isinstance(value, list):
        return ListValue([_of_json(item) for item in value])
    if isinstance(value, dict):
        return DictValue({key: _of_json(item) for key, item in value.items()})
    return value


@declare("json.dumps")
def json_dumps(machine: Any, given: Any, bound: Value) -> Value:
    try:
        return json.dumps(_to_json(given.get(0, "obj"), 0), **given.keywords)
    except (TypeError, ValueError, RecursionError):
        return UnknownText(message("the text of this value is not known"), given.place)


def _to_json(value: Value, depth: int) -> Any:
    if depth > _DEEPEST_COPY or getattr(value, "unknown", None) is not None:
        raise ValueError
    if isinstance(value, ListValue | tuple):
        return [_to_json(item, depth + 1) for item in (value.items if isinstance(value, ListValue) else value)]
    if isinstance(value, DictValue):
        return {key: _to_json(item, depth + 1) for key, item in value.items.items()}
    return value
