"""A stand-in for the evaluation that calls a library function, and short ways to call one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from param_lsp.libraries import attribute, binary, find, length, subscript, type_name
from param_lsp.message import message
from param_lsp.spans import Place, Span
from param_lsp.values import Array, FileText, ListValue, Mutable, RangeValue, Unknown, Value


@dataclass
class Double:
    """A `Call` with files in a dict and Python functions in place of the user's."""

    files: Mapping[str, str] = field(default_factory=dict)
    tree: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keras: int = 3
    touched: list[Mutable] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place("test.py", Span(0, 1))

    def evaluate(self, function: Callable[..., Value], arguments: Sequence[Value]) -> Value:
        return function(*arguments) if callable(function) else self.unknown("it cannot be called")

    def iterate(self, value: Value) -> list[Value] | None:
        if isinstance(value, tuple):
            return list(value)
        if isinstance(value, ListValue):
            return None if value.unknown else list(value.items)
        if isinstance(value, RangeValue):
            known = range(value.start, value.stop, value.step)
            return list(known) if len(known) <= 10_000 else None
        return None

    def touch(self, value: Mutable) -> None:
        self.touched.append(value)

    def read_text(self, path: str) -> FileText | None:
        text = self.files.get(path)
        return None if text is None else FileText(text, complete=True)

    def folders(self, path: str) -> tuple[str, ...] | None:
        return self.tree.get(path)

    def unknown(self, template: str, **values: object) -> Unknown:
        return Unknown(message(template, **values), self.place)


def run(name: str, *positional: Value, call: Double | None = None, **keywords: Value) -> Value:
    """Call a library function by its dotted name."""
    handler = find(name)
    assert handler is not None, name
    return handler.call(call or Double(), positional, keywords)


def method(value: Value, name: str, *positional: Value, call: Double | None = None, **keywords: Value) -> Value:
    """Call a method of a library's value."""
    handler = find(f"{type_name(value)}.{name}")
    assert handler is not None, (type_name(value), name)
    return handler.call(call or Double(), positional, keywords, bound=value)


def get(value: Value, name: str) -> Value:
    """Read an attribute."""
    return attribute(value, name, Double())


def item(value: Value, index: Value) -> Value:
    """Read `value[index]`."""
    return subscript(value, index, Double())


def operate(operator: str, left: Value, right: Value) -> Value:
    """Compute `left operator right`."""
    return binary(operator, left, right, Double())


def size(value: Value) -> Value:
    """Read `len(value)`."""
    return length(value)


def array_of(data: Any) -> Array:
    """Describe a real NumPy array as our value, without its contents."""
    return Array(data.shape, "str" if data.dtype.kind == "U" else str(data.dtype))
