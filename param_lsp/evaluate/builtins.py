"""Python's builtin functions and the methods of its containers, on abstract values."""

from __future__ import annotations

import builtins as python
from collections.abc import Callable
from typing import Any

from param_lsp import libraries
from param_lsp.libraries.collections_known import list_of
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.values import (
    Array,
    ClassValue,
    DictValue,
    Instance,
    IteratorValue,
    KerasTensor,
    LibraryFunction,
    ListValue,
    NumpyScalar,
    RangeValue,
    Series,
    SetValue,
    Slice,
    Unknown,
    UnknownText,
    Value,
)

Handler = Callable[[Any, Any, Value], Value]  # (machine, given, bound)
TABLE: dict[str, Handler] = {}
CONSTANTS = (type(None), bool, int, float, complex, str, bytes, type(...))


def declare(*names: str) -> Callable[[Handler], Handler]:
    """Declare what a builtin or method does."""

    def keep(handler: Handler) -> Handler:
        for name in names:
            TABLE[name] = handler
        return handler

    return keep


def find(name: str) -> Handler | None:
    """Give what a dotted name ("builtins.len", "list.append") does, or None."""
    return TABLE.get(name)


def names() -> dict[str, Value]:
    """Give the builtin names that every module sees."""
    table: dict[str, Value] = {
        name.split(".", 1)[1]: LibraryFunction(name) for name in TABLE if name.startswith("builtins.")
    }
    exceptions = [
        name for name, kind in vars(python).items() if isinstance(kind, type) and issubclass(kind, BaseException)
    ]
    for name in ("object", "property", "staticmethod", "classmethod", "print", *exceptions):
        table.setdefault(name, LibraryFunction(f"builtins.{name}"))
    table.update({"True": True, "False": False, "None": None, "Ellipsis": ..., "__name__": "__main__"})
    return table


def type_name(value: Value) -> str | None:
    """Give the prefix under which methods of a plain value are declared."""
    for kind, name in (
        (str, "str"),
        (ListValue, "list"),
        (DictValue, "dict"),
        (tuple, "tuple"),
        (SetValue, "set"),
        (UnknownText, "str"),
        (IteratorValue, "generator"),
    ):
        if isinstance(value, kind):
            return name
    return None


def members(machine: Any, given: Any, value: Value) -> list[Value] | Unknown:
    """Give the members of an iterable, or why they are not known."""
    from param_lsp.evaluate import iteration  # noqa: PLC0415 - iteration stands above this module

    found = iteration.members(machine, value, given.frame, given.node)
    return found if isinstance(found, Unknown) else list(found)


def apply(machine: Any, given: Any, function: Value, arguments: list[Value]) -> Value:
    """Call a value on behalf of a builtin."""
    from param_lsp.evaluate import calls  # noqa: PLC0415 - calls stands above this module

    return calls.simple_call(machine, function, arguments, given.frame, given.node)


def unknown(given: Any, template: str, **values: object) -> Unknown:
    """Make an unknown value that says why, placed at the call."""
    return Unknown(message(template, **values), given.place)


def size_of(machine: Any, value: Value) -> Value:
    """Give how many members a value has whose members are not known; None for what is not known to have a length."""
    if isinstance(value, ListValue | DictValue | SetValue) and value.unknown is not None:
        printed = None if machine.evidence is None else machine.evidence.length(machine, value)
        return UnknownDim(value.unknown.reason, low=0) if printed is None else printed
    return libraries.length(value)


@declare("builtins.len")
def length(machine: Any, given: Any, bound: Value) -> Value:
    value = given.get(0, "obj")
    if isinstance(value, str | tuple | bytes):
        return len(value)
    if isinstance(value, ListValue | DictValue | SetValue):
        return len(value.items) if value.unknown is None else size_of(machine, value)
    if isinstance(value, RangeValue):
        return value.count
    if isinstance(value, Unknown):
        return UnknownDim(value.reason, low=0)
    found = libraries.length(value)
    if found is not None:
        return found
    if isinstance(value, Instance | ClassValue):
        from param_lsp.evaluate import classes, enums  # noqa: PLC0415 - they stand above this module

        if isinstance(value, ClassValue) or enums.plain(value) is not value:
            found_members = members(machine, given, value)
            if isinstance(found_members, Unknown):
                return UnknownDim(found_members.reason, low=0)
            return len(found_members)
        return classes.special(machine, value, "__len__", [], given.node, given.frame)
    return UnknownDim(message("the length of this value is not known"), low=0)


@declare("builtins.range")
def range_(machine: Any, given: Any, bound: Value) -> Value:
    ends: list[Any] = [value.value if isinstance(value, NumpyScalar) else value for value in given.positional]
    if ends and all(isinstance(end, int) for end in ends) and len(ends) <= 3 and (len(ends) < 3 or ends[2] != 0):
        known = range(*ends)
        return RangeValue(known.start, known.stop, known.step)
    for end in ends:
        if isinstance(end, Unknown | UnknownDim):
            return Unknown(end.reason, given.place)
    names = sorted({name for end in ends if isinstance(end, Polynomial) for name in end.symbols})
    if names:
        return unknown(given, "{what} is a parameter of a function that nothing calls", what=", ".join(names))
    return unknown(given, "the ends of this range are not known")


@declare("builtins.slice")
def slice_(machine: Any, given: Any, bound: Value) -> Value:
    ends = list(given.positional)
    return Slice(None, ends[0], None) if len(ends) == 1 else Slice(*ends[:3])


@declare("builtins.int", "builtins.float", "builtins.bool", "builtins.str", "builtins.complex", "builtins.bytes")
def convert(machine: Any, given: Any, bound: Value) -> Value:  # noqa: C901 - one line a kind of value
    name = given.callee_name
    kind: Any = {"int": int, "float": float, "bool": bool, "str": str, "complex": complex, "bytes": bytes}[name]
    if not given.positional:
        return kind()
    value = given.positional[0]
    if isinstance(value, NumpyScalar):
        value = value.value
    if isinstance(value, Instance):
        from param_lsp.evaluate import classes  # noqa: PLC0415 - classes stands above this module

        value = classes.special(machine, value, f"__{name}__", [], given.node, given.frame)
    if isinstance(value, Polynomial | UnknownDim):
        if name == "int":
            return value
        return (
            UnknownText(message("the text of a size that is not known"))
            if name == "str"
            else unknown(given, "a size that is not known is converted")
        )
    if isinstance(value, Unknown):
        return (
            UnknownText(value.reason, value.place)
            if name == "str"
            else UnknownDim(value.reason)
            if name == "int"
            else value
        )
    if isinstance(value, CONSTANTS):
        try:
            result = kind(value, *[p for p in given.positional[1:] if isinstance(p, int | str)])
        except (TypeError, ValueError, OverflowError) as error:
            return unknown(given, "Python would raise {error}", error=f"{type(error).__name__}: {error}")
        return result
    if isinstance(value, Array) and isinstance(value.high, int | float) and value.high == value.low:
        return kind(value.high)
    if name == "bool":
        from param_lsp.evaluate import operators  # noqa: PLC0415 - one use

        known = operators.truth(value)
        return known if known is not None else unknown(given, "whether this is true is not known")
    if name == "str":
        return UnknownText(message("the text of this value is not known"))
    return (
        UnknownDim(message("the number is read from data"))
        if name == "int"
        else unknown(given, "the number is read from data")
    )


@declare(
    "builtins.list",
    "builtins.tuple",
    "builtins.set",
    "builtins.frozenset",
    "builtins.sorted",
)
def collect(machine: Any, given: Any, bound: Value) -> Value:
    name = given.callee_name
    value = given.positional[0] if given.positional else ()
    if name in ("set", "frozenset") and isinstance(count := libraries.distinct(value), int):
        return RangeValue(0, count, 1)  # as many as there are; nothing asks which
    found = members(machine, given, value)
    if isinstance(found, Unknown):
        size = size_of(machine, value)
        if name in ("list", "sorted") and isinstance(size, int):
            return list_of(size)
        if name == "tuple":
            return found
        return SetValue({}, found) if name in ("set", "frozenset") else ListValue([], found)
    if name == "tuple":
        return tuple(found)
    if name in ("set", "frozenset"):
        if all(isinstance(item, CONSTANTS) for item in found):
            return SetValue(dict.fromkeys(found))
        return SetValue({}, unknown(given, "a set holds values that are not known"))
    if name == "sorted":
        from param_lsp.evaluate import containers  # noqa: PLC0415 - stands above this module

        ordered = containers.ordering(machine, given, found)
        if ordered is None:
            return ListValue([], unknown(given, "the order of these values is not known"))
        return ListValue(ordered)
    return ListValue(found)


@declare("builtins.dict", "collections.OrderedDict", "argparse.Namespace", "types.SimpleNamespace")
def dict_(machine: Any, given: Any, bound: Value) -> Value:
    result = DictValue(unknown=given.unknown, attributes=given.callee_name in ("Namespace", "SimpleNamespace"))
    if given.positional:
        value = given.positional[0]
        if isinstance(value, DictValue):
            result.items.update(value.items)
            result.unknown = result.unknown or value.unknown
        else:
            found = members(machine, given, value)
            pairs = [] if isinstance(found, Unknown) else found
            result.unknown = found if isinstance(found, Unknown) else result.unknown
            for pair in pairs:
                if isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], CONSTANTS):
                    result.items[pair[0]] = pair[1]
                else:
                    result.unknown = unknown(given, "a dictionary is made from pairs that are not known")
    result.items.update(given.keywords)
    return result


@declare("builtins.min", "builtins.max", "builtins.sum", "builtins.any", "builtins.all")
def reduce(machine: Any, given: Any, bound: Value) -> Value:  # noqa: C901 - one line a function
    name = given.callee_name
    single = len(given.positional) == 1
    found = members(machine, given, given.positional[0]) if single else list(given.positional)
    if isinstance(found, Unknown):
        if single and isinstance(given.positional[0], Array):
            from param_lsp.evaluate.library_call import LibraryCall  # noqa: PLC0415 - stands above this module

            known = libraries.find(f"numpy.{name}")
            if known is not None:
                return known.call(LibraryCall(machine, given.frame, given.node), [given.positional[0]], {}, None)
        return found
    found = [item.value if isinstance(item, NumpyScalar) else item for item in found]
    if name == "sum" and any(isinstance(item, Polynomial | UnknownDim) for item in found):
        total: Value = 0
        for item in found:
            if not isinstance(item, int | Polynomial | UnknownDim):
                return unknown(given, "the sum of these values is not known")
            total = total + item
        return total
    key = given.keywords.get("key")
    try:
        if name == "sum":
            return sum(found, *[value for value in (given.keywords.get("start"),) if value is not None])
        if name in ("any", "all"):
            if not all(isinstance(item, CONSTANTS) for item in found):
                return unknown(given, "the values are not known")
            return any(found) if name == "any" else all(found)
        if key is not None:
            keys = [apply(machine, given, key, [item]) for item in found]
            best = (min if name == "min" else max)(range(len(found)), key=lambda index: keys[index])
            return found[best]
        if not found and "default" in given.keywords:
            return given.keywords["default"]
        return min(found) if name == "min" else max(found)
    except (TypeError, ValueError):
        missing = next((item for item in found if isinstance(item, Unknown | UnknownDim)), None)
        return (
            Unknown(missing.reason, given.place)
            if missing
            else unknown(given, "the {name} of these values is not known", name=name)
        )


@declare(
    "builtins.abs",
    "builtins.round",
    "builtins.pow",
    "builtins.divmod",
    "builtins.chr",
    "builtins.ord",
    "builtins.repr",
    "builtins.format",
    "builtins.hash",
)
def plain(machine: Any, given: Any, bound: Value) -> Value:
    from param_lsp.evaluate import operators  # noqa: PLC0415 - one use

    name = given.callee_name
    values = [value.value if isinstance(value, NumpyScalar) else value for value in given.positional]
    if name in ("abs", "round") and values and isinstance(values[0], KerasTensor | Array | Series):
        from param_lsp.evaluate import calls  # noqa: PLC0415 - calls stands above this module

        home = "keras.ops" if isinstance(values[0], KerasTensor) else "numpy"
        return calls.call(machine, LibraryFunction(f"{home}.{name}"), given)
    if name == "pow" and len(values) == 2:
        return operators.binary("**", *values)
    functions: dict[str, Any] = {
        "abs": abs,
        "round": round,
        "divmod": divmod,
        "chr": chr,
        "ord": ord,
        "repr": repr,
        "format": format,
    }
    if name in functions and values and all(isinstance(value, CONSTANTS) for value in values) and not given.keywords:
        try:
            return functions[name](*values)
        except (TypeError, ValueError, ArithmeticError):
            return unknown(given, "Python would reject this call of {name}()", name=name)
    for value in values:
        if isinstance(value, Unknown | UnknownDim):
            return Unknown(value.reason, given.place)
    return unknown(given, "what {name}() gives is not followed", name=name)
