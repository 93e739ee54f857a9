"""Generator functions: their bodies run from one `yield` to the next while somebody asks for members."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from param_lsp.evaluate import deciding, iteration, iterators, operators
from param_lsp.evaluate.iterators import Lost
from param_lsp.evaluate.machine import CALL_DEPTH, Machine, Raised, Signal
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.syntax import tree
from param_lsp.values import IteratorValue, Unknown, Value

Run = Generator[Value, None, Signal | None]
ROUNDS = 20_000


def make(machine: Machine, body: tuple[Any, ...], frame: Frame, name: str) -> IteratorValue:
    """Give the generator that a call of a generator function gives: nothing has run yet."""
    if len(frame.calls) > CALL_DEPTH:
        deep = message("{name} calls itself too deeply to follow", name=name)
        return IteratorValue(None, unknown=Unknown(deep, frame.calls[-1]))
    return IteratorValue(_members(machine, body, frame))


def _members(machine: Machine, body: tuple[Any, ...], frame: Frame) -> Generator[Value, None, Value]:
    signal = yield from _block(machine, body, frame)
    if signal is not None and signal.kind in ("unsure", "raise"):
        if signal.kind == "raise" and machine.expecting:
            raise Raised(signal.value)
        raised = signal.kind == "raise"
        reason = message("the code raises an exception here") if raised else signal.test.reason
        raise Lost(Unknown(message("a generator may end early: {reason}", reason=reason), frame.calls[-1]))
    return signal.value if signal is not None else None


def _block(machine: Machine, statements: tuple[Any, ...], frame: Frame) -> Run:
    for statement in statements:
        if _yields(statement):
            machine.step()
            signal = yield from _statement(machine, statement, frame)
        else:
            signal = machine.run((statement,), frame)
        if signal is not None:
            return signal
    return None


def _statement(machine: Machine, node: Any, frame: Frame) -> Run:  # noqa: C901 - one branch a kind of statement
    if isinstance(node, tree.ExpressionStatement) and isinstance(node.value, tree.Yield):
        yield from _yield(machine, node.value, frame)
        return None
    if isinstance(node, tree.Assign) and isinstance(node.value, tree.Yield):
        sent = yield from _yield(machine, node.value, frame)
        for target in node.targets:
            iteration.assign(machine, target, sent, frame)
        return None
    if isinstance(node, tree.If):
        test = deciding.decide(machine, node.test, frame)
        if isinstance(test, deciding.Undecided):
            raise Lost(Unknown(test.reason, test.place))
        return (yield from _block(machine, node.body if test else node.orelse, frame))
    if isinstance(node, tree.For):
        return (yield from _for(machine, node, frame))
    if isinstance(node, tree.While):
        return (yield from _while(machine, node, frame))
    if isinstance(node, tree.With):
        for context, name in node.items:
            value = iteration.entered(machine, machine.evaluate(context, frame), context, frame)
            if name is not None:
                iteration.assign(machine, name, value, frame)
        return (yield from _block(machine, node.body, frame))
    if isinstance(node, tree.Try):
        signal = yield from _block(machine, (*node.body, *node.orelse), frame)
        if node.handlers and signal is not None and signal.kind == "raise":
            raise Lost(machine.unknown(node, frame, "what a generator makes of an exception is not followed"))
        return (yield from _block(machine, node.final, frame)) or signal
    raise Lost(machine.unknown(node, frame, "a yield inside this statement is not followed"))


def _yield(machine: Machine, node: tree.Yield, frame: Frame) -> Generator[Value, None, Value]:
    value = None if node.value is None else machine.evaluate(node.value, frame)
    if not node.is_from:
        yield value
        return None  # what `next` sends; `send` is not followed
    way = iterators.each(machine, value, frame, node)
    if isinstance(way, Unknown):
        raise Lost(way)
    yield from way
    return None


def _for(machine: Machine, node: tree.For, frame: Frame) -> Run:
    way = iterators.each(machine, machine.evaluate(node.iterable, frame), frame, node.iterable)
    if isinstance(way, Unknown):
        raise Lost(way)
    for member in way:
        iteration.assign(machine, node.target, member, frame)
        signal = yield from _block(machine, node.body, frame)
        if signal is not None and signal.kind != "continue":
            return None if signal.kind == "break" else signal
    return (yield from _block(machine, node.orelse, frame))


def _while(machine: Machine, node: tree.While, frame: Frame) -> Run:
    for _ in range(ROUNDS):
        test = operators.truth(machine.evaluate(node.test, frame))
        if test is None:
            raise Lost(machine.unknown(node.test, frame, "how often a generator's loop runs is not known"))
        if not test:
            return (yield from _block(machine, node.orelse, frame))
        signal = yield from _block(machine, node.body, frame)
        if signal is not None and signal.kind != "continue":
            return None if signal.kind == "break" else signal
    raise Lost(machine.unknown(node, frame, "a generator's loop runs too long to follow"))


def _yields(node: Any) -> bool:
    """Tell whether a statement yields, functions defined in it left out."""
    if isinstance(node, tree.Yield):
        return True
    if isinstance(node, tree.FunctionDefinition | tree.Lambda | tree.ClassDefinition) or not isinstance(
        node, tree.Node
    ):
        return isinstance(node, tuple) and any(_yields(part) for part in node)
    return any(_yields(getattr(node, name)) for name in type(node).__slots__)
