"""Takes what a notebook's saved outputs say of a value where the code alone does not tell it.

A saved output never contradicts the code: it only fills in what is unknown, and where it does not agree with what is
known of the value (another rank, another size) it is out of date and says nothing.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field, replace
from typing import Any, Final

from param_lsp.evaluate import attributes
from param_lsp.evaluate.machine import NOT_FOUND, Machine
from param_lsp.evaluate.printed import Plan, Shown
from param_lsp.evaluate.scope import Frame
from param_lsp.libraries.collections_known import dict_of
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, UnknownDim, UnknownShape
from param_lsp.spans import Place
from param_lsp.syntax import tree
from param_lsp.values import (
    Array,
    DictValue,
    Instance,
    LibraryObject,
    ListValue,
    NumpyScalar,
    Series,
    SetValue,
    Unknown,
    UnknownText,
    Value,
)
from param_lsp.values import Frame as DataFrame

_LONGEST: Final = 4_000  # characters of a value that is read from an output
_WRAPPED: Final = re.compile(r"(?:[A-Za-z_][\w.]*)\((.*)\)", re.DOTALL)  # TensorShape([32, 28]), np.int64(5)
_WRAPPERS: Final = re.compile(r"(?:tf\.|torch\.)?(?:TensorShape|Size)|np\.u?int\d+")
_FRAME_WORDS: Final = (
    "columns|iloc|loc|head|tail|drop|dropna|fillna|describe|info|isnull|isna|dtypes|corr|groupby|to_numpy|sample|values"
)
_SIZED: Final = "object"  # of what is known only how many members it has
_MUTATING: Final = "append|extend|insert|pop|remove|clear|add|discard|update|setdefault|popitem"
_HARMLESS: Final = (tree.Name, tree.Attribute, tree.Subscript, tree.Constant)


@dataclass(slots=True)
class Evidence:
    """What the saved outputs of a notebook show, and what of it was used."""

    plan: Plan
    used: list[tuple[Place, Message]] = field(default_factory=list)
    lengths: dict[int, tuple[Value, int, int]] = field(default_factory=dict)  # id → value, its last change, length

    def length(self, value: Value) -> int | None:
        """Give the printed length of a list, dictionary or set that did not change since."""
        found = self.lengths.get(id(value))
        if found is None or found[0] is not value or found[1] != value.changed:
            return None
        return found[2]


def after(machine: Machine, frame: Frame, statement: object) -> None:
    """Take in what a statement of the frame's chunk showed; call it when the statement has run."""
    evidence = machine.evidence
    for shown in evidence.plan.get((frame.chunk.ordinal, id(statement)), ()):
        taken = _Taken(machine, frame, message("the output of cell {cell}", cell=shown.cell))
        if shown.kind == "found":
            changed = taken.counted(shown.node, *(int(text) for text in shown.texts))
        else:
            value = _read(shown)
            changed = value is not None and taken.take(shown.node, value, exact=shown.kind == "result")
        if changed:
            text = frame.chunk.text[shown.node.start : shown.node.end]
            said = message("{name} is known from the output of cell {cell}", name=text, cell=shown.cell)
            evidence.used.append((frame.place(shown.node), said))


def _read(shown: Shown) -> Any:
    """Read the text of a value: numbers, texts and tuples, lists and dictionaries of them; None for all else."""
    text = shown.texts[0].strip()
    if not text or len(text) > _LONGEST:
        return None
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped is not None and _WRAPPERS.fullmatch(text[: text.index("(")]):
        text = wrapped[1]
        return _literal(text, tuple) if text.startswith("[") else _literal(text)
    value = _literal(text.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text) else text)
    return None if isinstance(value, str) and shown.kind != "result" else value


def _literal(text: str, kind: Any = None) -> Any:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None
    if kind is not None:
        value = kind(value)
    return value if _is_plain(value) else None


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
    return value is None or isinstance(value, bool | int | float | str)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Takes one value in, at one place of the code."""

    machine: Machine
    frame: Frame
    source: Message

    def take(self, node: Any, value: Any, *, exact: bool) -> bool:
        """Let an expression have this value where it has none; tells whether anything became known."""
        if isinstance(node, tree.TupleExpression | tree.ListExpression):
            if not isinstance(value, tuple | list) or len(value) != len(node.items):
                return False
            return any([self.take(item, part, exact=exact) for item, part in zip(node.items, value, strict=True)])
        if isinstance(node, tree.BinaryOperation):
            return self._sum(node, value)
        if isinstance(node, tree.Attribute) and node.attr == "shape":
            return _is_shape(value) and self.shape(node.value, value)
        if isinstance(node, tree.Subscript) and isinstance(node.index, tree.Constant) and _is_size(value):
            owner, axis = node.value, node.index.value
            if isinstance(owner, tree.Attribute) and owner.attr == "shape" and isinstance(axis, int):
                return self.axis(owner.value, axis, value)
        if isinstance(node, tree.CallExpression):
            if not node.arguments or node.arguments[0].star or node.arguments[0].keyword:
                return False
            name, argument = _name_of(node.func), node.arguments[0].value
            if name == "len" and len(node.arguments) == 1:
                return _is_size(value) and self.length(argument, value)
            return name == "np.shape" and _is_shape(value) and self.shape(argument, value)
        if isinstance(node, tree.Name | tree.Attribute):
            return self._put(node, self._filled(self._current(node), value, exact=exact))
        return False

    def shape(self, node: Any, shape: tuple[int, ...]) -> bool:
        """Let an array or frame have this shape."""
        if isinstance(node, tree.Attribute) and node.attr == "values" and len(shape) == 2:
            node = node.value
        if isinstance(node, tree.Subscript) and isinstance(node.index, tree.Constant):
            whole = self._current(node.value)  # `X[0].shape` tells all axes of X but the first
            if isinstance(node.index.value, int) and isinstance(whole, Array):
                rows = whole.shape[0] if isinstance(whole.shape, tuple) and whole.shape else None
                first = UnknownDim(message("the number of rows is not known"), 0) if rows is None else rows
                return self._put(node.value, self._shaped(node.value, whole, (first, *shape)))
        return self._put(node, self._shaped(node, self._current(node), shape))

    def axis(self, node: Any, axis: int, size: int) -> bool:
        """Let one axis of an array or frame have this size."""
        current = self._current(node)
        if isinstance(current, DataFrame) and axis in (0, 1, -1, -2):
            sizes: list[Any] = [current.rows, current.width]
        elif isinstance(current, Series) and axis in (0, -1):
            sizes = [current.rows]
        elif isinstance(current, Array) and isinstance(current.shape, tuple) and -len(current.shape) <= axis:
            sizes = list(current.shape)
        else:
            return False
        if axis >= len(sizes):
            return False
        sizes[axis] = size
        return self._put(node, self._shaped(node, current, tuple(sizes)))

    def length(self, node: Any, size: int) -> bool:
        """Let a value have this many members."""
        current = self._current(node)
        if isinstance(current, ListValue | DictValue | SetValue):
            if current.unknown is None or self.machine.evidence.length(current) is not None:
                return False
            self.machine.evidence.lengths[id(current)] = current, current.changed, size
            return True
        if isinstance(current, LibraryObject):
            known = current.fields.get("__len__")
            if not isinstance(known, UnknownDim) or not _within(known, size):
                return False
            self.machine.touch(current)
            current.fields["__len__"] = size
            return True
        if isinstance(current, DataFrame | Series):
            return self.axis(node, 0, size)
        if isinstance(current, Array) and isinstance(current.shape, tuple) and current.shape:
            return self.axis(node, 0, size)
        if isinstance(current, Unknown) and isinstance(node, tree.Name):
            used = rf"\b{re.escape(node.id)}\s*(?:\.(?:{_MUTATING})\b|\[[^\n]*\]\s*=[^=])"
            if re.search(used, self.machine.source.text) is None:
                return self._put(node, LibraryObject(_SIZED, {"__len__": size}))
        return False

    def counted(self, node: Any, files: int, classes: int) -> bool:
        """Let a generator or data set of pictures have this many of them, of so many classes."""
        current = self._current(node)
        if not isinstance(current, LibraryObject):
            return False
        fields = current.fields
        element = fields.get("__element__")
        changed: dict[str, Value] = {}
        for name, size in (("num_classes", classes), ("samples", files), ("n", files)):
            if isinstance(fields.get(name), UnknownDim):
                changed[name] = size
        indices, names = fields.get("class_indices"), fields.get("class_names")
        if isinstance(indices, DictValue) and indices.unknown is not None:
            changed["class_indices"] = dict_of(classes)
        if isinstance(names, ListValue) and names.unknown is not None:
            self.machine.evidence.lengths[id(names)] = names, names.changed, classes
        if isinstance(element, tuple) and len(element) == 2 and isinstance(element[1], Array):
            labels = element[1]
            if isinstance(labels.shape, tuple) and len(labels.shape) == 2 and isinstance(labels.shape[1], UnknownDim):
                changed["__element__"] = (element[0], replace(labels, shape=(labels.shape[0], classes)))
        if not changed:
            return False
        self.machine.touch(current)
        fields.update(changed)
        return True

    def _sum(self, node: tree.BinaryOperation, value: Any) -> bool:
        """Of `len(x) + 1` whose value was printed, the left part is known."""
        right = node.right
        if not isinstance(right, tree.Constant) or type(right.value) is not int or type(value) is not int:
            return False
        if node.operator not in ("+", "-"):
            return False
        return self.take(node.left, value - right.value if node.operator == "+" else value + right.value, exact=False)

    def _current(self, node: Any) -> Value:
        """Give what the expression holds now; NOT_FOUND where asking could change something."""
        if isinstance(node, tree.Name):
            found = self.machine.lookup(node.id, self.frame)
            return self._missing(node) if found is NOT_FOUND else found
        if isinstance(node, tree.Attribute | tree.Subscript) and all(isinstance(part, _HARMLESS) for part in _parts(node)):
            return self.machine.evaluate(node, self.frame)
        return NOT_FOUND

    def _missing(self, node: tree.Name) -> Unknown:
        return self.machine.unknown(node, self.frame, "{name} is bound nowhere above", name=node.id)

    def _put(self, node: Any, value: Value) -> bool:
        """Store a value where the expression keeps it."""
        if value is NOT_FOUND:
            return False
        if isinstance(node, tree.Name):
            self.machine.bind(node.id, value, self.frame)
            if isinstance(value, Array | DataFrame | Series):
                self.machine.remember(node.id, self.frame.place(node), value, self.frame)
            return True
        if isinstance(node, tree.Attribute):
            owner = self._current(node.value)
            if isinstance(owner, LibraryObject):
                self.machine.touch(owner)
                owner.fields[node.attr] = value
                return True
            if isinstance(owner, Instance) or (isinstance(owner, DictValue) and owner.attributes):
                attributes.set_attribute(self.machine, owner, node.attr, value, node, self.frame)
                return True
        return False

    def _filled(self, current: Value, value: Any, *, exact: bool) -> Value:  # noqa: C901 - one line a case
        """Give the value that the present one is, now that its text is known; NOT_FOUND where that tells nothing."""
        if isinstance(current, UnknownText):
            return value if exact and isinstance(value, str) else NOT_FOUND
        if isinstance(current, Unknown):
            return self._made(value)
        if isinstance(current, UnknownDim):
            return value if type(value) is int and _within(current, value) else NOT_FOUND
        if isinstance(current, NumpyScalar) and isinstance(current.value, UnknownDim):
            inside = type(value) is int and _within(current.value, value)
            return NumpyScalar(value, current.dtype) if inside else NOT_FOUND
        if isinstance(current, tuple) and isinstance(value, tuple) and len(current) == len(value):
            parts = [self._filled(mine, theirs, exact=exact) for mine, theirs in zip(current, value, strict=True)]
            if all(part is NOT_FOUND for part in parts):
                return NOT_FOUND
            return tuple(mine if part is NOT_FOUND else part for mine, part in zip(current, parts, strict=True))
        if isinstance(current, ListValue) and current.unknown is not None and isinstance(value, list):
            return self._made(value)
        if isinstance(current, DictValue) and current.unknown is not None and isinstance(value, dict):
            made = self._made(value)
            made.attributes = current.attributes
            return made
        return NOT_FOUND

    def _made(self, value: Any) -> Value:
        """Make our value of a Python one; numbers that are no integers may have been rounded, and are left out."""
        if isinstance(value, list):
            return ListValue([self._member(item) for item in value])
        if isinstance(value, dict):
            return DictValue({key: self._member(item) for key, item in value.items()})
        if isinstance(value, tuple):
            return tuple(self._member(item) for item in value)
        return value if isinstance(value, bool | int | str) else NOT_FOUND

    def _member(self, value: Any) -> Value:
        made = self._made(value)
        return Unknown(message("the value is rounded where it is printed")) if made is NOT_FOUND else made

    def _shaped(self, node: Any, current: Value, shape: tuple[Any, ...]) -> Value:
        """Give the present value with a shape; NOT_FOUND where it has one or another one."""
        if isinstance(current, Unknown) and not isinstance(current, UnknownText):
            name = node.id if isinstance(node, tree.Name) else getattr(node, "attr", "")
            text = self.machine.source.text
            if len(shape) <= 2 and name and re.search(rf"\b{re.escape(name)}\.(?:{_FRAME_WORDS})\b", text):
                if len(shape) == 2:
                    return DataFrame(shape[0], None, shape[1], self.source)
                return Series(shape[0], source=self.source) if shape else NOT_FOUND
            return Array(shape, source=self.source)
        if isinstance(current, Array):
            if isinstance(current.shape, UnknownShape):
                return replace(current, shape=shape, source=self.source)
            sizes = _merged(current.shape, shape)
            return NOT_FOUND if sizes is None else replace(current, shape=sizes, source=self.source)
        if isinstance(current, DataFrame) and len(shape) == 2:
            sizes = _merged((current.rows, current.width), shape)
            if sizes is None:
                return NOT_FOUND
            self.machine.touch(current)
            current.rows, current.width = sizes
            return current
        if isinstance(current, Series) and len(shape) == 1:
            sizes = _merged((current.rows,), shape)
            return NOT_FOUND if sizes is None else replace(current, rows=sizes[0], source=self.source)
        return NOT_FOUND


def _merged(known: tuple[Any, ...], shown: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Fill sizes that are unknown; None where nothing is filled, or where the output contradicts what is known."""
    if len(known) != len(shown):
        return None
    filled = False
    for mine, theirs in zip(known, shown, strict=True):
        if mine is theirs or isinstance(theirs, UnknownDim):
            continue
        if isinstance(mine, UnknownDim):
            if not _within(mine, theirs):
                return None
            filled = True
        elif isinstance(mine, Polynomial) or mine != theirs:
            return None
    if not filled:
        return None
    return tuple(
        theirs if isinstance(mine, UnknownDim) else mine for mine, theirs in zip(known, shown, strict=True)
    )


def _within(dim: UnknownDim, size: int) -> bool:
    return (dim.low is None or dim.low <= size) and (dim.high is None or size <= dim.high)


def _is_size(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_shape(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_is_size, value))


def _name_of(node: Any) -> str:
    if isinstance(node, tree.Name):
        return node.id
    return f"{_name_of(node.value)}.{node.attr}" if isinstance(node, tree.Attribute) else ""


def _parts(node: Any) -> list[Any]:
    """Give the links of a chain like `a.b[0].c`."""
    parts = [node]
    while isinstance(parts[-1], tree.Attribute | tree.Subscript):
        if isinstance(parts[-1], tree.Subscript):
            parts.insert(0, parts[-1].index)
        parts.append(parts[-1].value)
    return parts
