"""Attributes, items and operators of values, wherever the value's kind decides."""

from __future__ import annotations

import string
from typing import Any

from param_lsp import libraries
from param_lsp.evaluate import (
    absent_names,
    builtins,
    classes,
    enums,
    functional,
    keras_objects,
    keys,
    kinds,
    live,
    objects,
    operators,
    tensors,
)
from param_lsp.evaluate.heap import joined
from param_lsp.evaluate.library_call import LibraryCall
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame, WorkspaceModule
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.spans import Place
from param_lsp.values import (
    Array,
    BoundMethod,
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
    OneOf,
    Partial,
    RangeValue,
    Series,
    Slice,
    Unknown,
    UnknownMember,
    Value,
)
from param_lsp.values import (
    Frame as DataFrame,
)

COUNTER = LibraryFunction("collections.Counter")
METHOD_KINDS = ("builtins.property", "builtins.staticmethod", "builtins.classmethod", "functools.cached_property")
DATA = (Array, DataFrame, Series, LibraryObject, NumpyScalar)

_NAN, _INFINITY = float("nan"), float("inf")
CONSTANTS: dict[str, Value] = {
    "numpy.newaxis": None,
    "tensorflow.newaxis": None,
    "numpy.pi": 3.141592653589793,
    "numpy.e": 2.718281828459045,
    "math.pi": 3.141592653589793,
    "math.e": 2.718281828459045,
    "numpy.inf": _INFINITY,
    "math.inf": _INFINITY,
    "numpy.nan": _NAN,
    "math.nan": _NAN,
    "string.ascii_letters": string.ascii_letters,
    "string.ascii_lowercase": string.ascii_lowercase,
    "string.ascii_uppercase": string.ascii_uppercase,
    "string.digits": string.digits,
    "string.punctuation": string.punctuation,
    "string.printable": string.printable,
}


def library_name(name: str) -> Value:
    """Give what a dotted name outside the workspace stands for."""
    name = libraries.canonical(name)
    return CONSTANTS[name] if name in CONSTANTS else LibraryFunction(name)


def get(machine: Machine, owner: Value, name: str, node: Any, frame: Frame) -> Value:  # noqa: C901, PLR0912
    """Give `owner.name`; an attribute that is not known says so."""
    if isinstance(owner, Module) or (isinstance(owner, LibraryFunction) and owner.bound is None):
        if name in ("__name__", "__qualname__") and (known := kinds.name_of(owner.name)) is not None:
            return known
        absent = absent_names.attribute(machine, owner.name, name, node, frame)
        if absent is not None:
            return absent
        dotted = libraries.canonical(f"{owner.name}.{name}")
        return live.live(machine, dotted, frame) if dotted in live.OBJECTS else library_name(dotted)
    if isinstance(owner, ModelValue | LayerValue | KerasTensor):
        return keras_objects.attribute(machine, owner, name, node, frame)
    if isinstance(owner, Instance):
        return classes.instance_attribute(machine, owner, name, node, frame)
    if isinstance(owner, Unknown):
        return owner
    if isinstance(owner, DictValue) and owner.attributes:
        if name in owner.items:
            return owner.items[name]
        if owner.unknown is not None and builtins.find(f"dict.{name}") is None:
            return owner.unknown
    if isinstance(owner, ClassValue):
        return classes.class_attribute(machine, owner, name, node, frame)
    if isinstance(owner, WorkspaceModule):
        return owner.get(machine, name, frame.place(node))
    kind = builtins.type_name(owner)
    if kind is not None and builtins.find(f"{kind}.{name}") is not None:
        return LibraryFunction(f"{kind}.{name}", owner)
    if isinstance(owner, DATA):
        return _data_attribute(machine, owner, name, node, frame)
    if isinstance(owner, OneOf):
        result = get(machine, owner.values[0], name, node, frame)
        parts = [result, *(get(machine, value, name, node, frame) for value in owner.values[1:])]
        if all(isinstance(part, LibraryFunction | BoundMethod | Function) for part in parts):
            return OneOf(tuple(parts), owner.reason)
        for part in parts[1:]:
            result = joined(result, part, Unknown(owner.reason, frame.place(node)))
        return result
    if isinstance(owner, classes.SuperValue):
        return classes.super_attribute(machine, owner, name, node, frame)
    if isinstance(owner, Partial) and getattr(owner.function, "name", "") == "builtins.property":
        return LibraryFunction(f"builtins.property.{name}", owner)
    if isinstance(owner, Function) and name == "__name__":
        return owner.name
    if isinstance(owner, UnknownDim):
        return Unknown(owner.reason)
    if isinstance(owner, Polynomial):
        return machine.unknown(
            node, frame, "{what} is a parameter of a function that nothing calls", what=_symbol(owner)
        )
    return machine.unknown(node, frame, "the attribute {name} is not followed", name=name)


def _symbol(value: Polynomial) -> str:
    return ", ".join(sorted(value.symbols)) or "this size"


def _data_attribute(machine: Machine, owner: Value, name: str, node: Any, frame: Frame) -> Value:
    found = libraries.attribute(owner, name, LibraryCall(machine, frame, node))
    if found is not None:
        return found
    kind = libraries.type_name(owner)
    if kind is not None:
        return LibraryFunction(f"{kind}.{name}", owner)
    return machine.unknown(node, frame, "the attribute {name} is not followed", name=name)


def item(machine: Machine, owner: Value, index: Value, node: Any, frame: Frame) -> Value:  # noqa: C901, PLR0912
    """Give `owner[index]`."""
    if isinstance(owner, tuple | str | bytes | ListValue | RangeValue):
        return _sequence_item(machine, owner, index, node, frame)
    if isinstance(owner, DictValue):
        if (key := keys.key_of(index)) is not keys.NO_KEY and key in owner.items:
            return owner.items[key]
        if owner.unknown is not None:
            return owner.unknown
        if isinstance(index, Unknown):
            return index
        if owner.factory is not None and key is not keys.NO_KEY:
            return _made_item(machine, owner, key, node, frame)
        if key is keys.NO_KEY:
            return machine.unknown(node, frame, "which key of the dictionary is meant is not known")
        return machine.unknown(node, frame, "the dictionary has no key {key}", key=_key_text(index))
    if isinstance(owner, Unknown):
        return owner
    if isinstance(owner, DATA):
        found = libraries.subscript(owner, index, LibraryCall(machine, frame, node))
        return found if found is not None else machine.unknown(node, frame, "this item of the data is not known")
    if isinstance(owner, KerasTensor):
        return tensors.item(machine, owner, index, node, frame)
    if isinstance(owner, Instance) and enums.plain(owner) is not owner:
        return item(machine, enums.plain(owner), index, node, frame)
    if classes.class_of(owner) is not None:
        return classes.special(machine, owner, "__getitem__", [index], node, frame)
    if isinstance(owner, UnknownDim):
        return Unknown(owner.reason)
    if isinstance(owner, Polynomial):
        return machine.unknown(
            node, frame, "{what} is a parameter of a function that nothing calls", what=_symbol(owner)
        )
    if operators.may_be_data(owner):
        return machine.unknown(node, frame, "{name} is not known", name=owner.name)
    if isinstance(owner, ClassValue) and (member := enums.by_name(owner, index)) is not None:
        return member
    if isinstance(owner, LibraryFunction | ClassValue):
        found = libraries.subscript(owner, index, LibraryCall(machine, frame, node))
        return owner if found is None else found  # else a type such as list[int]
    return machine.unknown(node, frame, "this item is not followed")


def _key_text(index: Value) -> str:
    return repr(index)[:40] if isinstance(index, operators.CONSTANTS) else "that is no constant"


def _sequence_item(machine: Machine, owner: Value, index: Value, node: Any, frame: Frame) -> Value:
    unknown = owner.unknown if isinstance(owner, ListValue) else None
    items: Any = owner.items if isinstance(owner, ListValue) else owner
    if isinstance(owner, RangeValue):
        items = owner.members
    if isinstance(index, NumpyScalar):
        index = index.value
    if unknown is not None:
        return unknown
    try:
        if isinstance(index, int):
            return items[index]
        if isinstance(index, Slice) and all(
            part is None or isinstance(part, int) for part in (index.start, index.stop, index.step)
        ):
            part = items[index.start : index.stop : index.step]
            if isinstance(part, range):
                return RangeValue(part.start, part.stop, part.step)
            return ListValue(part) if isinstance(part, list) else part
    except (IndexError, ValueError):
        return machine.unknown(node, frame, "the index {index} is out of range", index=index)
    unknown = index if isinstance(index, Unknown) else _unknown_index(machine, index, node, frame)
    if items and all(isinstance(item, LayerValue | ModelValue) for item in items):
        unknown = UnknownMember(unknown.reason, unknown.place, tuple(items))
        return ListValue([], unknown) if isinstance(index, Slice) else unknown
    return unknown


def _unknown_index(machine: Machine, index: Value, node: Any, frame: Frame) -> Unknown:
    parts = (index.start, index.stop, index.step) if isinstance(index, Slice) else (index,)
    reasons = [part.reason for part in parts if isinstance(part, Unknown | UnknownDim)]
    return Unknown(reasons[0], frame.place(node)) if reasons else machine.unknown(node, frame, "the index is not known")


def _made_item(machine: Machine, owner: DictValue, key: Value, node: Any, frame: Frame) -> Value:
    """A defaultdict makes a member when it is asked for it; a Counter only says 0."""
    from param_lsp.evaluate import calls  # noqa: PLC0415 - calls needs this module

    if owner.factory == COUNTER:
        return 0
    machine.touch(owner)
    owner.items[key] = calls.simple_call(machine, owner.factory, [], frame, node)
    return owner.items[key]


def set_key(owner: DictValue, key: Value, value: Value, place: Place) -> None:
    """Store an item of a dict; a key that is not known makes the dict unknown."""
    if (known := keys.key_of(key)) is not keys.NO_KEY:
        owner.items[known] = value
    else:
        owner.unknown = owner.unknown or Unknown(message("a dictionary has a key that is not known"), place)


def set_item(machine: Machine, owner: Value, index: Value, value: Value, node: Any, frame: Frame) -> None:
    """Assign `owner[index] = value`."""
    if isinstance(owner, DictValue):
        machine.touch(owner)
        set_key(owner, index, value, frame.place(node))
    elif isinstance(owner, ListValue):
        machine.touch(owner)
        if isinstance(index, int) and -len(owner.items) <= index < len(owner.items):
            owner.items[index] = value
        elif not _set_slice(machine, owner, index, value, node, frame):
            owner.unknown = owner.unknown or machine.unknown(
                node, frame, "a list is changed at a place that is not known"
            )
    elif isinstance(owner, DataFrame | LibraryObject):
        handler = libraries.find(f"{libraries.type_name(owner)}.__setitem__")
        if handler is not None:
            handler.call(LibraryCall(machine, frame, node), [index, value], {}, owner)


def _is_known_slice(index: Value) -> bool:
    parts = (index.start, index.stop, index.step) if isinstance(index, Slice) else ("",)
    return all(part is None or isinstance(part, int) for part in parts) and parts[-1] != 0


def _set_slice(machine: Machine, owner: ListValue, index: Value, value: Value, node: Any, frame: Frame) -> bool:
    """Carry out `list[a:b] = values`; False where that cannot be told."""
    from param_lsp.evaluate import iteration  # noqa: PLC0415 - iteration needs this module

    members = iteration.members(machine, value, frame, node) if _is_known_slice(index) else None
    if members is None or isinstance(members, Unknown) or owner.unknown is not None:
        return False
    try:
        owner.items[index.start : index.stop : index.step] = list(members)
    except ValueError:  # an extended slice takes as many values as it has
        return False
    return True


def delete_item(machine: Machine, owner: Value, index: Value, node: Any, frame: Frame) -> None:
    """Delete `owner[index]`."""
    if isinstance(owner, DictValue):
        machine.touch(owner)
        if (key := keys.key_of(index)) is keys.NO_KEY:
            owner.unknown = owner.unknown or machine.unknown(node, frame, "a dictionary loses a key that is not known")
        owner.items.pop(key, None)
    elif isinstance(owner, ListValue):
        machine.touch(owner)
        if _is_known_slice(index) or (isinstance(index, int) and -len(owner.items) <= index < len(owner.items)):
            del owner.items[slice(index.start, index.stop, index.step) if isinstance(index, Slice) else index]
        else:
            owner.unknown = machine.unknown(node, frame, "a list is changed at a place that is not known")
    elif isinstance(owner, DataFrame) and (pop := libraries.find("pandas.DataFrame.pop")) is not None:
        pop.call(LibraryCall(machine, frame, node), (index,), {}, owner)


def set_attribute(machine: Machine, owner: Value, name: str, value: Value, node: Any, frame: Frame) -> None:
    """Assign `owner.name = value`."""
    if isinstance(owner, Instance | ModelValue) and classes.set_property(machine, owner, name, value, node, frame):
        return
    if isinstance(owner, ModelValue | LayerValue):
        keras_objects.set_attribute(machine, owner, name, value, node, frame)
    elif isinstance(owner, Instance | ClassValue):
        machine.touch(owner)
        owner.attributes[name] = value
        if isinstance(value, ModelValue) and value.variable is None:
            value.variable = name
    elif isinstance(owner, DictValue) and owner.attributes:
        machine.touch(owner)
        owner.items[name] = value
    elif isinstance(owner, LibraryObject):
        machine.touch(owner)
        owner.fields[name] = value
    elif isinstance(owner, WorkspaceModule):
        owner.set(machine, name, value)
    elif isinstance(owner, OneOf | UnknownMember):
        _set_on_some(machine, owner, name, value, node, frame)


def _set_on_some(
    machine: Machine, owner: OneOf | UnknownMember, name: str, value: Value, node: Any, frame: Frame
) -> None:
    """Assign to one of several objects: whether a layer is meant is not known."""
    for part in owner.values if isinstance(owner, OneOf) else owner.among:
        if name == "trainable" and isinstance(part, LayerValue | ModelValue):
            keras_objects.perhaps_train(machine, part, value, owner.reason, node, frame)
        elif isinstance(owner, OneOf):
            set_attribute(machine, part, name, value, node, frame)


def extend_in_place(machine: Machine, sign: str, before: Value, value: Value, node: Any, frame: Frame) -> bool:
    """Carry out `list += values` on the list itself, so that aliases see it."""
    if sign != "+" or not isinstance(before, ListValue):
        return False
    machine.touch(before)
    from param_lsp.evaluate import iteration  # noqa: PLC0415 - iteration needs this module

    members = iteration.members(machine, value, frame, node)
    if isinstance(members, Unknown):
        before.unknown = before.unknown or members
    else:
        before.items.extend(members)
    return True


def operate(machine: Machine, sign: str, left: Value, right: Value, node: Any, frame: Frame) -> Value:
    """Apply a binary operator to any two values."""
    left, right = enums.plain(left), enums.plain(right)
    if isinstance(left, Instance) or isinstance(right, Instance):
        return objects.operate(machine, sign, left, right, node, frame)
    if isinstance(left, int | float | str | tuple) and isinstance(right, int | float | str | tuple):
        result = operators.binary(sign, left, right)
    elif isinstance(left, KerasTensor) or isinstance(right, KerasTensor):
        return functional.binary(machine, sign, left, right, node, frame)
    elif isinstance(left, DATA) or isinstance(right, DATA):
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return left if isinstance(left, Unknown) else right
        found = libraries.binary(sign, left, right, LibraryCall(machine, frame, node))
        return found if found is not None else machine.unknown(node, frame, "this operation on data is not followed")
    else:
        result = operators.binary(sign, left, right)
    if isinstance(result, Unknown) and result.place is None:
        return type(result)(result.reason, frame.place(node))
    return result


def compare(machine: Machine, sign: str, left: Value, right: Value, node: Any, frame: Frame) -> Value:
    """Compare any two values."""
    if sign not in ("is", "is not", "in", "not in"):
        left, right = enums.plain(left), enums.plain(right)
        if isinstance(left, Instance) or isinstance(right, Instance):
            return objects.compare(machine, sign, left, right, node, frame)
    arrays = (Array, DataFrame, Series)
    if sign not in ("is", "is not", "in", "not in") and (isinstance(left, arrays) or isinstance(right, arrays)):
        found = libraries.binary(sign, left, right, LibraryCall(machine, frame, node))
        return found if found is not None else machine.unknown(node, frame, "this comparison is not followed")
    tensors = isinstance(left, KerasTensor) or isinstance(right, KerasTensor)
    if tensors and (sign in ("<", "<=", ">", ">=") or (sign == "!=" and left is not None and right is not None)):
        return functional.binary(machine, sign, left, right, node, frame)
    if sign in ("in", "not in") and not isinstance(left, Unknown):
        found = objects.contains(machine, right, left, node, frame)
        if found is not None:
            return operators.unary("not", found) if sign == "not in" else found
    return operators.compare(sign, left, right)
