"""Facts that a user states of names: `# param-lint: X_train.shape = (60000, 784)`, or in the project's settings.

What the code itself tells for certain stays: a comment that says otherwise is a finding, and a fact of the settings is
about a name of another file then.
"""

from __future__ import annotations

import re
from typing import Any, Final

from param_lsp.evaluate import told
from param_lsp.evaluate.machine import NOT_FOUND, Machine, Signal, statement
from param_lsp.evaluate.scope import Frame
from param_lsp.evaluate.weaving import Stated, stated_at, woven
from param_lsp.facts import Fact, fact_in_comment
from param_lsp.libraries.collections_known import dict_of, list_of
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.shapes import UnknownDim
from param_lsp.syntax import tree
from param_lsp.values import Array, DictValue, ListValue, Misfit, Series, SetValue, Unknown, Value
from param_lsp.values import Frame as DataFrame

RULE: Final = "invalid-fact"
_MARK: Final = re.compile(r"#\s*param-lint:(?P<text>.*)", re.DOTALL)
_OTHER: Final = re.compile(r"\s*ignore(?:-file)?\b")
_SETTINGS: Final = message("the facts in the project's settings")


def body(machine: Machine, frame: Frame) -> tuple[Any, ...]:
    """Give the statements of the frame's chunk with the facts about its names among them.

    A comment that states no fact that can be read becomes an event of the rule `invalid-fact`.
    """
    chunk = frame.chunk
    comments: list[Stated] = []
    for comment in chunk.comments:
        marked = _MARK.match(comment.text)
        if marked is None or _OTHER.match(marked["text"]):
            continue
        fact = fact_in_comment(marked["text"])
        if isinstance(fact, Fact):
            comments.append(stated_at(comment, fact, in_comment=True))
        elif frame.watched:
            machine.events.append(Event(Misfit(RULE, fact, ""), frame.place(comment)))
    settings = [fact for fact in machine.facts if fact.root in chunk.text]
    if not comments and not settings:
        return chunk.body
    return woven(chunk.text, chunk.body, comments, settings) if chunk.body else tuple(comments)


def unbound(machine: Machine) -> dict[str, Value]:
    """Give the names that the settings state, for code that binds them nowhere (a `%run`, a star import)."""
    found = {}
    for fact in machine.facts:
        if "." not in fact.name:
            found[fact.name] = _value(machine, fact, NOT_FOUND, _SETTINGS)
    return found


@statement(Stated)
def stated(machine: Machine, node: Stated, frame: Frame) -> Signal | None:
    """Let a name hold what the user says of it."""
    fact, place = node.fact, frame.place(node)
    current = told.held(machine, node.target, frame)
    known = _known(machine, node, current, frame)
    if known is not None:
        if node.in_comment and frame.watched and not _agree(known, fact.value):
            said = message(
                "the comment says {stated}, but the code gives {known}, which is used: leave the comment out, or "
                "change the code",
                stated=repr(fact.value),
                known=repr(known),
            )
            machine.events.append(Event(Misfit(RULE, said, ""), place))
        return None
    source = _comment(machine, node, frame) if node.in_comment else _SETTINGS
    value = _value(machine, fact, current, source)
    if told.put(machine, node.target, value, frame) and (node.in_comment or not isinstance(node.behind, _IMPORTS)):
        told.note(machine, told.last_name(node.target), place, value, source, frame)
    return None


_IMPORTS: Final = (tree.Import, tree.ImportFrom)


def _comment(machine: Machine, node: Stated, frame: Frame) -> Message:
    """Say where a comment stands."""
    if frame.path != machine.source.path or machine.source.joined_elsewhere:
        return message("your comment")
    position = machine.source.position(frame.place(node).span.start)
    if position.cell is None or position.cell.first_line:
        return message("your comment in line {line}", line=position.line + 1)
    return message("your comment in cell {cell}, line {line}", cell=position.cell.index + 1, line=position.line + 1)


def _value(machine: Machine, fact: Fact, current: Value, source: Message) -> Value:
    if fact.kind == "value":
        return told.made(fact.value)
    if fact.kind == "shape":
        left_open = UnknownDim(message("{source} leaves it open", source=source), 0)
        shape = tuple(left_open if size is None else size for size in fact.value)
        name = fact.name.rpartition(".")[2]
        found = told.shaped(machine, name, current, shape, source)
        if found is NOT_FOUND:  # it holds something else here: the user knows better
            found = told.shaped(machine, name, NOT_FOUND, shape, source)
        return found
    if isinstance(current, ListValue) and current.unknown is None and len(current.items) == fact.value:
        return current
    if isinstance(current, DictValue) or getattr(current, "type", "") == "builtins.dict":
        return dict_of(fact.value)
    known = isinstance(current, ListValue | SetValue) or not (current is NOT_FOUND or isinstance(current, Unknown))
    return list_of(fact.value) if known else told.sized(fact.value)


# -- what the code itself tells --------------------------------------------------------------------------------------


def _known(machine: Machine, node: Stated, current: Value, frame: Frame) -> Any:
    """Give the value, shape or length that the code itself tells for certain, or None."""
    kind = node.fact.kind
    if kind == "value":
        return current if _is_constant(current) and _is_written_out(machine, node, frame) else None
    sizes = told.sizes(current)
    if kind == "shape":
        return sizes if sizes is not None and all(isinstance(size, int) for size in sizes) else None
    if sizes:
        return sizes[0] if isinstance(sizes[0], int) else None
    is_known = isinstance(current, ListValue | DictValue | SetValue) and current.unknown is None
    return len(current.items) if is_known else None


def _is_constant(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_constant, value))
    return value is None or isinstance(value, bool | int | float | str)


def _is_written_out(machine: Machine, node: Stated, frame: Frame) -> bool:
    """Tell whether the statement in front gives the name a value that only the text and known data decide.

    The default of a flag, an argument or a setting is no such value: the program may be called with another one.
    """
    assignment = node.behind
    return (
        isinstance(assignment, tree.Assign)
        and isinstance(node.target, tree.Name)
        and all(isinstance(target, tree.Name) for target in assignment.targets)
        and _decided(machine, assignment.value, frame)
    )


def _decided(machine: Machine, node: Any, frame: Frame) -> bool:
    if isinstance(node, tree.Constant):
        return True
    if isinstance(node, tree.Name):
        return isinstance(machine.lookup(node.id, frame), Array | DataFrame | Series)
    if isinstance(node, tree.TupleExpression):
        return all(_decided(machine, item, frame) for item in node.items)
    if isinstance(node, tree.UnaryOperation):
        return _decided(machine, node.operand, frame)
    if isinstance(node, tree.BinaryOperation):
        return _decided(machine, node.left, frame) and _decided(machine, node.right, frame)
    if isinstance(node, tree.Attribute):
        return _decided(machine, node.value, frame)
    if isinstance(node, tree.Subscript):
        return _decided(machine, node.value, frame) and _decided(machine, node.index, frame)
    is_length = isinstance(node, tree.CallExpression) and isinstance(node.func, tree.Name) and node.func.id == "len"
    return is_length and all(_decided(machine, argument.value, frame) for argument in node.arguments)


def _agree(known: Any, stated: Any) -> bool:
    """Tell whether a fact says the same; None in it leaves an axis open."""
    if isinstance(known, tuple) and isinstance(stated, tuple):
        return len(known) == len(stated) and all(map(_agree, known, stated))
    return stated is None or bool(known == stated)
