"""Takes what a notebook's saved outputs say of a value where the code alone does not tell it.

A saved output never contradicts the code: it only fills in what is unknown, and where it does not agree with what is
known of the value (another rank, another size) it is out of date and says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Final

from param_lsp.evaluate import told
from param_lsp.evaluate.machine import NOT_FOUND, Machine
from param_lsp.evaluate.printed import Plan, Shown
from param_lsp.evaluate.scope import Frame
from param_lsp.facts import is_size, literal
from param_lsp.libraries.collections_known import dict_of
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, UnknownDim, UnknownShape
from param_lsp.syntax import tree
from param_lsp.syntax.program import Chunk
from param_lsp.values import (
    Array,
    DictValue,
    LibraryObject,
    ListValue,
    NumpyScalar,
    SetValue,
    Unknown,
    UnknownText,
    Value,
)

_WRAPPED: Final = re.compile(r"(?:(?:tf\.|torch\.)?(?:TensorShape|Size)|np\.u?int\d+)\((.*)\)", re.DOTALL)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")  # 12,345
_KEYS: Final = 2_000  # chunks with outputs that are remembered
_WORD: Final = re.compile(r"[^\W\d]\w*")
_USE: Final = re.compile(r"\b([^\W\d]\w*)\s*(\.\s*\w+|\[[^\n]*\]\s*=[^=])")
_MUTATING: Final = "append|extend|insert|pop|remove|clear|add|discard|update|setdefault|popitem"


@dataclass(slots=True)
class Evidence:
    """What the saved outputs of a notebook show, version after version of its text.

    Arguments:
        plan: by statement.
        uses: the methods and the like that the text names behind each name, which tell what the name holds.
        keys: what stands for chunks with outputs.
    """

    plan: Plan
    uses: dict[str, frozenset[str]] = field(default_factory=dict)
    keys: dict[object, tuple[object, ...]] = field(default_factory=dict)

    def take(self, plan: Plan, text: str) -> None:
        """Take in what another version of the notebook shows."""
        self.plan = plan
        found: dict[str, set[str]] = {}
        for name, use in _USE.findall(text):
            found.setdefault(name, set()).add(use)
        self.uses = {name: frozenset(words) for name, words in found.items()}

    def key_of(self, chunk: Chunk) -> object:
        """Give an object that is the same for the same statements with the same outputs."""
        shown = [
            (id(statement), one.texts, one.kind, one.cell, self._uses_of(one.node, chunk))
            for statement in chunk.body
            for one in self.plan.get((chunk.ordinal, id(statement)), ())
        ]
        if not shown:
            return chunk.body
        if len(self.keys) > _KEYS:
            self.keys.clear()
        return self.keys.setdefault((id(chunk.body), tuple(shown)), (chunk.body,))

    def length(self, machine: Machine, value: Value) -> int | None:
        """Give the printed length of a list, dictionary or set that did not change since."""
        found = machine.lengths.get((id(value), value.changed))
        return found[1] if found is not None and found[0] is value else None

    def _uses_of(self, node: Any, chunk: Chunk) -> tuple[frozenset[str] | None, ...]:
        code = "" if node is None else chunk.text[node.start : node.end]
        return tuple(self.uses.get(name) for name in _WORD.findall(code))


def after(machine: Machine, frame: Frame, statement: object) -> None:
    """Take in what a statement of the frame's chunk showed; call it when the statement has run."""
    evidence = machine.evidence
    for shown in evidence.plan.get((frame.chunk.ordinal, id(statement)), ()):
        taken = _Taken(machine, frame, message("the output of cell {cell}", cell=shown.cell))
        if shown.kind == "found":
            changed = taken.counted(shown.node, *(int(text) for text in shown.texts))
        else:
            value = _read(shown)
            changed = value is not ... and taken.take(shown.node, value, exact=shown.kind == "result")
        if changed:
            text = frame.chunk.text[shown.node.start : shown.node.end]
            said = message("{name} is known from the output of cell {cell}", name=text, cell=shown.cell)
            machine.shown.append((frame.place(shown.node), said))


def _read(shown: Shown) -> Any:
    """Read the text of a value; `...` where it is not plain, or where a printed text may be one of a string."""
    text = shown.texts[0]
    if text != text.strip() or text == "":
        return ...  # a column of a table, or a line of something longer
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped is not None:
        value = literal(wrapped[1])
        return tuple(value) if isinstance(value, list) else value
    value = literal(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    if value is ... and shown.kind == "result" and isinstance(shown.node, tree.TupleExpression):
        return tuple(_read(replace(shown, node=None, texts=(part,))) for part in _members(text))
    return ... if isinstance(value, str) and shown.kind != "result" else value


def _members(text: str) -> list[str]:
    """Split the text of a tuple at its own commas, not at those inside brackets or quotes."""
    members, depth, quote = [""], 0, ""
    for character in text.removeprefix("(").removesuffix(")"):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if character == "," and depth == 0 and not quote:
            members.append("")
        else:
            members[-1] += character
    return [member.strip() for member in members]


@dataclass(frozen=True, slots=True)
class _Taken:
    """Takes one value in, at one place of the code."""

    machine: Machine
    frame: Frame
    source: Message

    def take(self, node: Any, value: Any, *, exact: bool) -> bool:
        """Let an expression have this value where it has none; tells whether anything became known."""
        if value is ...:
            return False
        if isinstance(node, tree.TupleExpression | tree.ListExpression):
            if not isinstance(value, tuple | list) or len(value) != len(node.items):
                return False
            parts = [self.take(item, part, exact=exact) for item, part in zip(node.items, value, strict=True)]
            return any(parts)
        if isinstance(node, tree.BinaryOperation):
            return self._sum(node, value)
        if isinstance(node, tree.Attribute) and node.attr == "shape":
            return told.is_shape(value) and self.shape(node.value, value)
        if isinstance(node, tree.Subscript):
            owner, axis = node.value, node.index.value if isinstance(node.index, tree.Constant) else None
            if not isinstance(owner, tree.Attribute) or owner.attr != "shape" or not isinstance(axis, int):
                return False
            return is_size(value) and self.axis(owner.value, axis, value)
        if isinstance(node, tree.CallExpression):
            return self._call(node, value)
        if isinstance(node, tree.Name | tree.Attribute):
            return self._put(node, self._filled(self._held(node), value, exact=exact))
        return False

    def _call(self, node: tree.CallExpression, value: Any) -> bool:
        """Of `len(x)` and `np.shape(x)` the argument becomes known."""
        if len(node.arguments) != 1 or node.arguments[0].star or node.arguments[0].keyword:
            return False
        name, argument = _name_of(node.func), node.arguments[0].value
        if name == "len":
            return is_size(value) and self.length(argument, value)
        return name in ("np.shape", "numpy.shape") and told.is_shape(value) and self.shape(argument, value)

    def _sum(self, node: tree.BinaryOperation, value: Any) -> bool:
        """Of `len(x) + 1` whose value was printed, the left part is known."""
        right = node.right
        if not isinstance(right, tree.Constant) or type(right.value) is not int or type(value) is not int:
            return False
        if node.operator not in ("+", "-"):
            return False
        return self.take(node.left, value - right.value if node.operator == "+" else value + right.value, exact=False)

    def shape(self, node: Any, shape: tuple[int, ...]) -> bool:
        """Let an array or frame have this shape."""
        if isinstance(node, tree.Attribute) and node.attr == "values" and len(shape) == 2:
            node = node.value
        if isinstance(node, tree.Subscript) and isinstance(node.index, tree.Constant):
            whole = self._held(node.value)  # `X[0].shape` tells all axes of X but the first
            if type(node.index.value) is int and isinstance(whole, Array):
                rows = whole.shape[0] if isinstance(whole.shape, tuple) and whole.shape else None
                first = UnknownDim(message("the number of rows is not known"), 0) if rows is None else rows
                return self._put(node.value, self._shaped(node.value, whole, (first, *shape)))
        return self._put(node, self._shaped(node, self._held(node), shape))

    def axis(self, node: Any, axis: int, size: int) -> bool:
        """Let one axis of an array or frame have this size."""
        current = self._held(node)
        sizes = list(told.sizes(current) or ())
        if not -len(sizes) <= axis < len(sizes):
            return False
        sizes[axis] = size
        return self._put(node, self._shaped(node, current, tuple(sizes)))

    def length(self, node: Any, size: int) -> bool:
        """Let a value have this many members."""
        current = self._held(node)
        if isinstance(current, ListValue | DictValue | SetValue):
            if current.unknown is None or self.machine.evidence.length(self.machine, current) is not None:
                return False
            self.machine.lengths[id(current), current.changed] = current, size
            return True
        if isinstance(current, LibraryObject):
            known = current.fields.get("__len__")
            if not isinstance(known, UnknownDim) or not told.within(known, size):
                return False
            self.machine.touch(current)
            current.fields["__len__"] = size
            return True
        if told.sizes(current):
            return self.axis(node, 0, size)
        if isinstance(current, Array) and isinstance(current.shape, UnknownShape) and current.shape.first is None:
            return self._put(node, replace(current, shape=UnknownShape(current.shape.reason, size)))
        if isinstance(current, Unknown) and isinstance(node, tree.Name):
            # Of a list that is unknown, nobody sees what changes it: its length holds only if nothing does.
            changes = rf"\b{re.escape(node.id)}\s*(?:\.(?:{_MUTATING})\b|\[[^\n]*\]\s*=[^=])"
            if re.search(changes, self.machine.source.text) is None:
                return self._put(node, told.sized(size))
        return False

    def counted(self, node: Any, files: int, classes: int) -> bool:
        """Let a generator or data set of pictures have this many of them, of so many classes."""
        current = self._held(node)
        if not isinstance(current, LibraryObject):
            return False
        fields = current.fields
        sizes = {"num_classes": classes, "samples": files, "n": files}
        changed: dict[str, Value] = {
            name: size for name, size in sizes.items() if isinstance(fields.get(name), UnknownDim)
        }
        indices, names, element = (fields.get(name) for name in ("class_indices", "class_names", "__element__"))
        if isinstance(indices, DictValue) and indices.unknown is not None:
            changed["class_indices"] = dict_of(classes)
        is_listed = False
        if isinstance(names, ListValue) and names.unknown is not None:
            is_listed = True
            self.machine.lengths[id(names), names.changed] = names, classes
        if isinstance(element, tuple) and len(element) == 2 and isinstance(element[1], Array):
            labels = element[1]
            if isinstance(labels.shape, tuple) and len(labels.shape) == 2 and isinstance(labels.shape[1], UnknownDim):
                changed["__element__"] = (element[0], replace(labels, shape=(labels.shape[0], classes)))
        self.machine.touch(current)
        fields.update(changed)
        return is_listed or bool(changed)

    def _held(self, node: Any) -> Value:
        """Give what the expression holds now; of a name that is bound nowhere, unknown: it was there in the run."""
        found = told.held(self.machine, node, self.frame)
        if found is NOT_FOUND and isinstance(node, tree.Name):
            return self.machine.unknown(node, self.frame, "{name} is bound nowhere above", name=node.id)
        return found

    def _put(self, node: Any, value: Value) -> bool:
        """Store a value where the expression keeps it."""
        if not told.put(self.machine, node, value, self.frame):
            return False
        told.note(self.machine, told.last_name(node), self.frame.place(node), value, self.source, self.frame)
        return True

    def _filled(self, current: Value, value: Any, *, exact: bool) -> Value:
        """Give the value that the present one is, now that its text is known; NOT_FOUND where that tells nothing."""
        if isinstance(current, UnknownText):
            return value if exact and isinstance(value, str) else NOT_FOUND
        if isinstance(current, Unknown):
            return told.made(value) if _is_exact(value) else NOT_FOUND
        if isinstance(current, UnknownDim):
            return value if type(value) is int and told.within(current, value) else NOT_FOUND
        if isinstance(current, NumpyScalar) and isinstance(current.value, UnknownDim):
            inside = type(value) is int and told.within(current.value, value)
            return NumpyScalar(value, current.dtype) if inside else NOT_FOUND
        if isinstance(current, tuple) and isinstance(value, tuple) and len(current) == len(value):
            parts = [self._filled(mine, theirs, exact=exact) for mine, theirs in zip(current, value, strict=True)]
            if all(part is NOT_FOUND for part in parts):
                return NOT_FOUND
            return tuple(mine if part is NOT_FOUND else part for mine, part in zip(current, parts, strict=True))
        if isinstance(current, ListValue | DictValue) and current.unknown is not None and _is_exact(value):
            result = told.made(value)
            if isinstance(result, DictValue) and isinstance(current, DictValue):
                result.attributes = current.attributes
            return result if type(result) is type(current) else NOT_FOUND
        return NOT_FOUND

    def _shaped(self, node: Any, current: Value, shape: tuple[Any, ...]) -> Value:
        """Give the present value with a shape; NOT_FOUND where it has one or another one."""
        known = told.sizes(current)
        if known is not None:
            merged = _merged(known, shape)
            if merged is None:
                return NOT_FOUND
            shape = merged
        return told.shaped(self.machine, told.last_name(node), current, shape, self.source)


def _merged(known: tuple[Any, ...], shown: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Fill sizes that are unknown; None where nothing is filled, or where the output contradicts what is known."""
    if len(known) != len(shown):
        return None
    filled = False
    for mine, theirs in zip(known, shown, strict=True):
        if isinstance(theirs, UnknownDim) or mine is theirs:
            continue
        if isinstance(mine, UnknownDim):
            if not told.within(mine, theirs):
                return None
            filled = True
        elif isinstance(mine, Polynomial) or mine != theirs:
            return None
    if not filled:
        return None
    return tuple(theirs if isinstance(mine, UnknownDim) else mine for mine, theirs in zip(known, shown, strict=True))


def _is_exact(value: Any) -> bool:
    """Tell whether a value is the one that was printed: of other numbers than integers, digits may be left out."""
    if isinstance(value, tuple | list):
        return all(map(_is_exact, value))
    if isinstance(value, dict):
        return all(map(_is_exact, value)) and all(map(_is_exact, value.values()))
    return isinstance(value, bool | int | str)


def _name_of(node: Any) -> str:
    if isinstance(node, tree.Name):
        return node.id
    return f"{_name_of(node.value)}.{node.attr}" if isinstance(node, tree.Attribute) else ""
