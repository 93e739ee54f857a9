"""What somebody said of a value, a saved output or the user, as values: reading it, shaping data, storing it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from param_lsp import libraries
from param_lsp.evaluate import attributes
from param_lsp.evaluate.machine import NOT_FOUND, Machine, Told
from param_lsp.evaluate.scope import Frame
from param_lsp.facts import is_size
from param_lsp.message import Message, message
from param_lsp.shapes import UnknownDim, UnknownShape
from param_lsp.spans import Place
from param_lsp.syntax import tree
from param_lsp.values import (
    Array,
    DictValue,
    Instance,
    LibraryObject,
    ListValue,
    Series,
    Unknown,
    UnknownText,
    Value,
)
from param_lsp.values import Frame as DataFrame

_FRAME_WORDS: Final = (
    "columns|iloc|loc|head|tail|drop|dropna|fillna|describe|info|isnull|isna|dtypes|corr|groupby|to_numpy|sample|values"
)
_PURE: Final = (tree.Name, tree.Attribute, tree.Subscript, tree.Constant)


def is_shape(value: Any) -> bool:
    """Tell whether a value is a shape without unknown axes."""
    return isinstance(value, tuple) and all(map(is_size, value))


def made(value: Any) -> Value:
    """Make our value of a Python one."""
    if isinstance(value, list):
        return ListValue([made(item) for item in value])
    if isinstance(value, dict):
        return DictValue({key: made(item) for key, item in value.items()})
    if isinstance(value, tuple):
        return tuple(made(item) for item in value)
    return value


def sized(count: int) -> LibraryObject:
    """Make a value of which only the number of members is known."""
    return LibraryObject("builtins.object", {"__len__": count})


def shaped(machine: Machine, name: str, current: Value, shape: tuple[Any, ...], source: Message) -> Value:
    """Give a value with a shape: a frame or series stays one, an unknown value is taken for what it is used as.

    Arguments:
        machine: to announce changes to.
        name: the last part of the name, to find out how it is used.
        current: what it holds; NOT_FOUND where it is not bound.
        shape: sizes; of a frame rows and columns.
        source: where the shape comes from, in words.

    Returns:
        The value (a frame is changed in place), or NOT_FOUND where it can have no such shape.
    """
    if isinstance(current, DataFrame) and len(shape) == 2:
        machine.touch(current)
        current.rows, current.width = shape
        if current.columns is not None and len(current.columns) != shape[1]:
            current.columns = None
        return current
    if isinstance(current, Series) and len(shape) == 1:
        return replace(current, rows=shape[0], source=source)
    if isinstance(current, Array):
        if isinstance(current.shape, UnknownShape) or len(current.shape) == len(shape):
            return replace(current, shape=shape, source=source, items=None if current.shape != shape else current.items)
        return Array(shape, current.dtype, source=source, kind=current.kind)
    if current is not NOT_FOUND and (not isinstance(current, Unknown) or isinstance(current, UnknownText)):
        return NOT_FOUND
    if 1 <= len(shape) <= 2 and re.search(rf"\b{re.escape(name)}\.(?:{_FRAME_WORDS})\b", machine.source.text):
        return DataFrame(shape[0], None, shape[1], source) if len(shape) == 2 else Series(shape[0], source=source)
    return Array(shape, source=source)


def sizes(value: Value) -> tuple[Any, ...] | None:
    """Give the shape of data, as far as it is known."""
    if isinstance(value, DataFrame):
        return value.rows, value.width
    if isinstance(value, Series):
        return (value.rows,)
    return value.shape if isinstance(value, Array) and isinstance(value.shape, tuple) else None


def within(dim: UnknownDim, size: int) -> bool:
    """Tell whether a size lies within the bounds of an unknown one."""
    return (dim.low is None or dim.low <= size) and (dim.high is None or size <= dim.high)


def held(machine: Machine, node: Any, frame: Frame) -> Value:
    """Give what a name, attribute or item holds now; NOT_FOUND where asking could change something."""
    if isinstance(node, tree.Name):
        return machine.lookup(node.id, frame)
    if isinstance(node, tree.Attribute | tree.Subscript) and all(isinstance(part, _PURE) for part in _links(node)):
        return machine.evaluate(node, frame)
    return NOT_FOUND


def put(machine: Machine, node: Any, value: Value, frame: Frame) -> bool:
    """Store a value where a name or attribute keeps it; tells whether it could be stored."""
    if value is NOT_FOUND:
        return False
    if isinstance(node, tree.Name):
        machine.bind(node.id, value, frame)
        return True
    if not isinstance(node, tree.Attribute):
        return False
    owner = held(machine, node.value, frame)
    if isinstance(owner, LibraryObject):
        machine.touch(owner)
        owner.fields[node.attr] = value
        return True
    if isinstance(owner, Instance) or (isinstance(owner, DictValue) and owner.attributes):
        attributes.set_attribute(machine, owner, node.attr, value, node, frame)
        return True
    return False


def last_name(node: Any) -> str:
    """Give the last part of a dotted name."""
    return node.id if isinstance(node, tree.Name) else getattr(node, "attr", "")


def note(machine: Machine, name: str, place: Place, value: Value, source: Message, frame: Frame) -> None:
    """Let a hover over a place tell what the name holds, and who said it."""
    text = libraries.describe(value)
    if text is None or not isinstance(value, Array | DataFrame | Series):  # which name their source themselves
        text = message("{what}, from {source}", what=text or repr(value), source=source)
    machine.remember(name, place, Told(value, text), frame)


def _links(node: Any) -> list[Any]:
    """Give the links of a chain like `a.b[0].c`."""
    parts = [node]
    while isinstance(parts[-1], tree.Attribute | tree.Subscript):
        if isinstance(parts[-1], tree.Subscript):
            parts.insert(0, parts[-1].index)
        parts.append(parts[-1].value)
    return parts
