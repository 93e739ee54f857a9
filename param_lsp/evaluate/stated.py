"""Facts that a user states in comments: `# param-lint: X_train.shape = (60000, 784)`, `# param-lint: n_classes = 10`.

A fact stands on the line of a statement or above it. It holds after the statement that assigns its name, before any
other statement, and at the beginning of a block whose first line it stands on (`def build(x):  # param-lint: …`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from param_lsp.evaluate import iteration, told
from param_lsp.evaluate.machine import NOT_FOUND, Machine, Signal, statement
from param_lsp.evaluate.scope import Frame
from param_lsp.libraries.collections_known import dict_of, list_of
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.shapes import UnknownDim
from param_lsp.syntax import tree
from param_lsp.values import DictValue, ListValue, Misfit, SetValue, Unknown, Value

RULE: Final = "invalid-fact"
_MARK: Final = re.compile(r"#\s*param-lint:(?P<text>.*)", re.DOTALL)
_OTHER: Final = re.compile(r"\s*ignore(?:-file)?\b")
_FACT: Final = re.compile(r"\s*(?P<name>[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)\s*=(?!=)\s*(?P<value>.+)", re.DOTALL)
_LENGTH: Final = re.compile(
    r"\s*len\(\s*(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*\)\s*=(?!=)\s*(?P<value>.+)", re.DOTALL
)
_BLOCKS: Final = ("body", "orelse", "final", "handlers", "cases")
_RIGHT_FORM: Final = "write `# param-lint: NAME.shape = (60000, 784)` or `# param-lint: NAME = 10`"


@dataclass(frozen=True, slots=True, eq=False)
class Stated(tree.Node):
    """A fact as a statement, put into the program where it holds; its span is the comment's.

    Arguments:
        target: the name or attribute.
        kind: "value", "shape" or "length".
        value: as Python has it.
    """

    target: Any
    kind: str
    value: Any


def body(machine: Machine, frame: Frame) -> tuple[Any, ...]:
    """Give the statements of the frame's chunk with the facts of its comments among them.

    A comment that states no fact that can be read becomes an event of the rule `invalid-fact`.
    """
    chunk = frame.chunk
    facts: list[Stated] = []
    for comment in chunk.comments:
        marked = _MARK.match(comment.text)
        if marked is None or _OTHER.match(marked["text"]):
            continue
        fact = _fact(comment, marked["text"])
        if isinstance(fact, Stated):
            facts.append(fact)
        elif frame.watched:
            machine.events.append(Event(Misfit(RULE, fact, ""), frame.place(comment)))
    if not facts:
        return chunk.body
    if not chunk.body:
        return tuple(facts)
    return _Weaver(chunk.text, facts, chunk.body).woven(chunk.body)


def _fact(comment: tree.Comment, text: str) -> Stated | Message:
    """Read a fact; gives what is wrong with it when it cannot be read."""
    found = _LENGTH.fullmatch(text)
    kind = "length"
    if found is None:
        found, kind = _FACT.fullmatch(text), "value"
    if found is None:
        return message("this comment states no fact that can be read: " + _RIGHT_FORM)
    name = re.sub(r"\s", "", found["name"])
    if kind == "value" and name.endswith(".shape"):
        name, kind = name.removesuffix(".shape"), "shape"
    value = told.literal(found["value"])
    written = found["value"].strip()
    if value is ...:
        return message(
            "{value} is not a number, a text, True, False, None, or a tuple, list or dictionary of them; "
            + _RIGHT_FORM,
            value=written[:60],
        )
    if kind == "shape" and not _is_shape(value):
        return message("a shape is a tuple of sizes such as (60000, 784) or (784,), got {value}", value=written[:60])
    if kind == "length" and not told.is_size(value):
        return message("a length is a whole number such as 10000, got {value}", value=written[:60])
    return Stated(comment.start, comment.end, _target(comment, name), kind, value)


def _is_shape(value: Any) -> bool:
    return isinstance(value, tuple) and all(size is None or told.is_size(size) for size in value)


def _target(comment: tree.Comment, dotted: str) -> Any:
    """Make the expression that a dotted name is; it stands where the comment stands."""
    first, *rest = dotted.split(".")
    node: Any = tree.Name(comment.start, comment.end, first)
    for name in rest:
        node = tree.Attribute(comment.start, comment.end, node, name, comment.start)
    return node


class _Weaver:
    """Finds for each fact where among the statements it holds, and puts it there."""

    def __init__(self, text: str, facts: list[Stated], statements: tuple[Any, ...]) -> None:
        self.text = text
        self.before: dict[int, list[Stated]] = {}
        self.after: dict[int, list[Stated]] = {}
        self.inside: dict[int, list[Stated]] = {}
        self.all = list(_all_statements(statements))
        for fact in facts:
            self._attach(fact)

    def woven(self, statements: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give the statements with the facts among them, in all blocks."""
        result: list[Any] = []
        for node in statements:
            result += self.before.get(id(node), ())
            blocks = {name: self._block(node, name) for name in _BLOCKS if getattr(node, name, None)}
            changed = {name: block for name, block in blocks.items() if block is not getattr(node, name)}
            result.append(replace(node, **changed) if changed else node)
            result += self.after.get(id(node), ())
        return tuple(result) if len(result) > len(statements) or _differ(result, statements) else statements

    def _block(self, node: Any, name: str) -> Any:
        block = getattr(node, name)
        if not isinstance(block, tuple):
            return block  # the body of a lambda
        if name in ("handlers", "cases"):
            parts = tuple([replace(part, body=self.woven(part.body)) for part in block])
            return parts if any(new.body is not old.body for new, old in zip(parts, block, strict=True)) else block
        inner = self.woven(block)
        first = self.inside.get(id(node), ()) if name == "body" else ()
        return (*first, *inner) if first else inner

    def _attach(self, fact: Stated) -> None:
        line = self.text.rfind("\n", 0, fact.start) + 1
        own_line = not self.text[line : fact.start].strip()
        around = [node for node in self.all if node.start <= fact.start < node.end]
        blocks = [node for node in around if isinstance(getattr(node, "body", None), tuple)]
        if around and around[-1] not in blocks:  # within the brackets of a statement
            self._at(fact, around[-1])
        elif own_line:
            self._own_line(fact, fact.start - line)
        elif blocks and not any(
            node.start < fact.start and node.start >= line for node in self.all if node is not blocks[-1]
        ):
            self.inside.setdefault(id(blocks[-1]), []).append(fact)
        else:
            left = [node for node in self.all if node.start < fact.start and node.end <= fact.start]
            if left:
                self._at(fact, max(left, key=lambda node: node.start))

    def _own_line(self, fact: Stated, column: int) -> None:
        """A comment belongs to the next statement; at the end of a block, to the last one of the block."""
        following = next((node for node in self.all if node.start > fact.start), None)
        if following is not None and self._column(following) >= column:
            self._at(fact, following)
            return
        left = [node for node in self.all if node.end <= fact.start and self._column(node) <= column]
        if left:
            self.after.setdefault(id(left[-1]), []).append(fact)
        elif following is not None:
            self._at(fact, following)

    def _column(self, node: Any) -> int:
        return int(node.start) - (self.text.rfind("\n", 0, node.start) + 1)

    def _at(self, fact: Stated, node: Any) -> None:
        """Let a fact hold from a statement on: behind it when that assigns the name, else before it."""
        binds = _root(fact.target) in _bound(node)
        if not binds:
            self.before.setdefault(id(node), []).append(fact)
        if binds or isinstance(node, tree.ExpressionStatement):  # which may change it: `df.dropna(inplace=True)`
            self.after.setdefault(id(node), []).append(fact)


def _all_statements(statements: tuple[Any, ...]) -> Iterator[Any]:
    """Give all statements in the order of their places, those in blocks behind their heads."""
    for node in statements:
        yield node
        for name in _BLOCKS:
            block = getattr(node, name, None)
            if not isinstance(block, tuple):
                continue
            for part in block:
                if isinstance(part, tree.Handler | tree.Case):
                    yield from _all_statements(part.body)
                else:
                    yield from _all_statements((part,))


def _differ(new: list[Any], old: tuple[Any, ...]) -> bool:
    return any(mine is not theirs for mine, theirs in zip(new, old, strict=True))


def _root(target: Any) -> str:
    while isinstance(target, tree.Attribute | tree.Subscript):
        target = target.value
    return target.id if isinstance(target, tree.Name) else ""


def _bound(node: Any) -> set[str]:
    """Give the names that a statement binds, and those whose attributes it sets."""
    if isinstance(node, tree.FunctionDefinition | tree.ClassDefinition):
        return {node.name}
    if isinstance(node, tree.Import | tree.ImportFrom):
        return {alias or name.partition(".")[0] for name, alias in node.names}
    targets = list(node.targets) if isinstance(node, tree.Assign) else []
    if isinstance(node, tree.AugmentedAssign | tree.AnnotatedAssign):
        targets = [node.target]
    if isinstance(node, tree.With):
        targets = [target for _, target in node.items if target is not None]
    names = {name.id for target in targets for name in iteration.names_in(target)}
    return names | {_root(target) for target in targets}


@statement(Stated)
def stated(machine: Machine, node: Stated, frame: Frame) -> Signal | None:
    """Let a name hold what the user says of it."""
    place = frame.place(node)
    position = machine.source.position(place.span.start) if frame.path == machine.source.path else None
    source = message("a comment") if position is None else message("the comment in line {line}", line=position.line + 1)
    if position is not None and position.cell is not None and not position.cell.first_line:
        source = message(
            "the comment in cell {cell}, line {line}", cell=position.cell.index + 1, line=position.line + 1
        )
    value = _value(machine, node, frame, source)
    if told.put(machine, node.target, value, frame):
        told.note(machine, told.last_name(node.target), place, value, source, frame)
    return None


def _value(machine: Machine, node: Stated, frame: Frame, source: Message) -> Value:
    if node.kind == "value":
        return told.made(node.value)
    current = told.held(machine, node.target, frame)
    if node.kind == "shape":
        left_open = UnknownDim(message("{source} leaves it open", source=source), 0)
        shape = tuple(left_open if size is None else size for size in node.value)
        found = told.shaped(machine, told.last_name(node.target), current, shape, source)
        if found is NOT_FOUND:  # it holds something else here: the user knows better
            found = told.shaped(machine, told.last_name(node.target), NOT_FOUND, shape, source)
        return found
    if isinstance(current, ListValue) and current.unknown is None and len(current.items) == node.value:
        return current
    if isinstance(current, DictValue) or getattr(current, "type", "") == "builtins.dict":
        return dict_of(node.value)
    known = isinstance(current, ListValue | SetValue) or not (current is NOT_FOUND or isinstance(current, Unknown))
    return list_of(node.value) if known else told.sized(node.value)
