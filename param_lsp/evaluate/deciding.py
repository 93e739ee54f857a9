"""Decides tests: by their value, or, on one path of a program, by the decision that this path stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from param_lsp.evaluate import attributes, operators
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.paths import Condition, condition_of
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, UnknownDim, symbol
from param_lsp.spans import Place
from param_lsp.syntax import tree
from param_lsp.values import Unknown, Value

DEPENDS = "it depends on {test}, which is not known"
DEPENDS_BECAUSE = "it depends on {test}, which is not known: {reason}"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Undecided:
    """A test that is not known: why, in words that name it, and where it stands."""

    text: str
    reason: Message
    place: Place


def decide(machine: Machine, node: Any, frame: Frame) -> bool | Undecided:
    """Evaluate the test of an `if` and tell how it comes out."""
    if isinstance(node, tree.UnaryOperation) and node.operator == "not":
        inner = decide(machine, node.operand, frame)
        return inner if isinstance(inner, Undecided) else not inner
    if isinstance(node, tree.BooleanOperation):
        return _boolean(machine, node, frame)
    if isinstance(node, tree.Comparison):
        return _comparison(machine, node, frame)
    return truth(machine, machine.evaluate(node, frame), node, frame)


def truth(machine: Machine, value: Value, node: Any, frame: Frame) -> bool | Undecided:
    """Tell whether the value of an expression is true."""
    known = operators.truth(value)
    if known is not None:
        return known
    text = text_of(frame, node, value)
    subject = None if machine.path is None else machine.path.identity(value)
    return _ask(machine, Condition(text, subject), value, node, frame)


def equal(machine: Machine, subject: Value, value: Value, nodes: tuple[Any, Any], frame: Frame) -> bool | Undecided:
    """Tell whether the subject of a `match` equals the value of a pattern; `nodes` are the two expressions."""
    known = operators.truth(operators.compare("==", subject, value))
    if known is not None:
        return known
    text = f"{text_of(frame, nodes[0], subject)} == {text_of(frame, nodes[1], value)}"
    return _ask(machine, condition_of(machine.path, text, "==", subject, value), subject, nodes[1], frame)


def among(
    machine: Machine, subject: Value, values: tuple[Value, ...], nodes: tuple[Any, Any], frame: Frame
) -> bool | Undecided:
    """Tell whether the subject of a `match` equals one of the values of a pattern."""
    known = operators.truth(operators.compare("in", subject, values))
    if known is not None:
        return known
    constants = ", ".join(text_of(frame, each.value) for each in nodes[1].patterns)
    text = f"{text_of(frame, nodes[0], subject)} in ({constants})"
    return _ask(machine, condition_of(machine.path, text, "in", subject, values), subject, nodes[1], frame)


def fits(machine: Machine, subject: Value, node: Any, pattern: Any, frame: Frame) -> bool | Undecided:
    """Tell whether the subject of a `match` fits a pattern that is not followed."""
    text = f"{text_of(frame, node, subject)} as {text_of(frame, pattern)}"
    return _ask(machine, Condition(text), subject, pattern, frame)


def named_tests(reason: object, depth: int = 0) -> frozenset[str]:
    """Give the texts of the tests that a reason speaks of, also within the reasons that it quotes."""
    if not isinstance(reason, Message) or depth > 20:
        return frozenset()
    values = dict(reason.values)
    found = frozenset({str(values["test"])}) if reason.template in (DEPENDS, DEPENDS_BECAUSE) else frozenset()
    return found.union(*(named_tests(value, depth + 1) for value in values.values()))


def _boolean(machine: Machine, node: tree.BooleanOperation, frame: Frame) -> bool | Undecided:
    left = decide(machine, node.left, frame)
    settles = node.operator == "or"
    if left is settles:
        return left
    right = decide(machine, node.right, frame)
    if isinstance(left, Undecided):
        return right if right is settles else left
    return right


def _comparison(machine: Machine, node: tree.Comparison, frame: Frame) -> bool | Undecided:
    left, left_node = machine.evaluate(node.left, frame), node.left
    for sign, right_node in node.rest:
        right = machine.evaluate(right_node, frame)
        answer: bool | Undecided | None = operators.truth(attributes.compare(machine, sign, left, right, node, frame))
        if answer is None:
            text = f"{text_of(frame, left_node, left)} {sign} {text_of(frame, right_node, right)}"
            unknown = left if isinstance(left, Unknown | UnknownDim | Polynomial) else right
            answer = _ask(machine, condition_of(machine.path, text, sign, left, right), unknown, node, frame)
        if answer is not True:
            return answer
        left, left_node = right, right_node
    return True


def _ask(machine: Machine, condition: Condition, value: Value, node: Any, frame: Frame) -> bool | Undecided:
    """Let the path decide; where there is none, or it does not decide this test, say what is not known."""
    machine.tests.append(condition.text)
    path = machine.path
    if path is not None and condition.text in path.explored:
        return path.answer(condition)
    return Undecided(condition.text, _reason(condition.text, value), frame.place(node))


def _reason(text: str, value: Value) -> Message:
    if isinstance(value, Polynomial):
        names = ", ".join(sorted(value.symbols))
        why = message("{what} is a parameter of a function that nothing calls", what=names)
        return message(DEPENDS_BECAUSE, test=text, reason=why)
    if isinstance(value, Unknown | UnknownDim) and not named_tests(value.reason):
        return message(DEPENDS_BECAUSE, test=text, reason=value.reason)
    return message(DEPENDS, test=text)


def text_of(frame: Frame, node: Any, value: Value = None) -> str:
    """Give what the user wrote there, on one line; a parameter has the name that it has where its value comes from."""
    if isinstance(value, Polynomial) and len(value.symbols) == 1 and value == symbol(*value.symbols):
        return str(*value.symbols)
    span = frame.between(node.start, node.end).relative
    text = " ".join(frame.chunk.text[span.start : span.end].split())
    if isinstance(node, tree.TupleExpression):  # its parentheses are not part of it
        text = f"({text})"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
