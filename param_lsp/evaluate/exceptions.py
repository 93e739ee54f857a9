"""`try`, `raise` and `assert`: an exception leaves calls until a handler takes it; one that may come leaves doubt.

Where nothing expects an exception, a call that raises gives an unknown value and the code goes on: its layers stay
shown while somebody repairs it. Without a known exception the body of a `try` is taken to succeed.
"""

from __future__ import annotations

import builtins as python
from collections.abc import Iterable, Sequence
from typing import Any, Final

from param_lsp.evaluate import branching, classes, operators
from param_lsp.evaluate.builtins import declare, unknown
from param_lsp.evaluate.deciding import Undecided
from param_lsp.evaluate.heap import Touched
from param_lsp.evaluate.machine import GO_ON, RAISED_BY, Doubt, Machine, Raised, Signal, Trial, statement
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.syntax import tree
from param_lsp.values import ClassValue, Instance, LibraryFunction, ListValue, Mutable, Value

_BUILTINS: Final = "builtins."
MOST_DOUBTS: Final = 8


@statement(tree.Raise)
def raise_(machine: Machine, node: tree.Raise, frame: Frame) -> Signal | None:
    """Leave the block with the class of the exception."""
    if node.value is None:  # what the handler around took
        return Signal("raise", machine.handled[-1] if machine.handled else None)
    value = machine.evaluate(node.value, frame)
    if isinstance(node.value, tree.CallExpression) and not isinstance(value, Instance):
        value = machine.evaluate(node.value.func, frame)
    return Signal("raise", value.of if isinstance(value, Instance) else value)


@statement(tree.Assert)
def assert_(machine: Machine, node: tree.Assert, frame: Frame) -> Signal | None:
    """An assertion that surely fails raises; the code behind others is followed."""
    fails = operators.truth(machine.evaluate(node.test, frame)) is False
    return Signal("raise", LibraryFunction("builtins.AssertionError")) if fails and machine.expecting else None


@statement(tree.Try)
def try_(machine: Machine, node: tree.Try, frame: Frame) -> Signal | None:
    """Run the body, or the handler of what it raises; then `finally`, which swallows exceptions where it leaves."""
    held = branching.may_leave(node.final)
    if not node.handlers and not held:
        signal = _else(machine, machine.run(node.body, frame), node, frame)
        return machine.run(node.final, frame) or signal
    machine.guarded += held
    try:
        signal = _guarded(machine, node, frame, held=held)
    finally:
        machine.guarded -= held
    ended = machine.run(node.final, frame)
    if ended is None and branching.is_raise(signal) and machine.path is not None and not machine.guarded:
        machine.path.raised = True  # nothing takes it
    return ended or signal


def _guarded(machine: Machine, node: tree.Try, frame: Frame, *, held: bool) -> Signal | None:
    """Run the body with its handlers; `held` says that `finally` may keep an exception from going on."""
    outer = machine.trial
    trial = machine.trial = Trial(len(machine.heap.branches))
    machine.guarded += 1
    touched = machine.heap.watch()
    try:
        signal = machine.run(node.body, frame)
    finally:
        machine.heap.unwatch()
        machine.guarded -= 1
        machine.trial = outer
    if signal is not None and branching.is_raise(signal):
        signal = _caught(machine, node.handlers, signal, frame)
    else:
        signal = _else(machine, signal, node, frame)
    return _perhaps(machine, node, signal, touched, trial.doubts, frame, held=held) if trial.doubts else signal


def _else(machine: Machine, signal: Signal | None, node: tree.Try, frame: Frame) -> Signal | None:
    if signal is None:
        return machine.run(node.orelse, frame)
    return GO_ON[0](machine, signal, frame, node.orelse) if signal.kind == "unsure" else signal


def _perhaps(
    machine: Machine,
    node: tree.Try,
    signal: Signal | None,
    touched: Touched,
    doubts: Sequence[Doubt],
    frame: Frame,
    *,
    held: bool,
) -> Signal | None:
    """Join what the body led to with what the handlers make of the states in which it may have raised."""
    test: Undecided = doubts[0].test
    after = [(value, value.save()) for value, _ in touched.values()]
    for value, before in touched.values():
        value.restore(before)

    def begun(states: Iterable[tuple[Mutable, Any]]) -> None:
        for value, state in states:
            machine.touch(value)
            value.restore(state)

    def succeeded() -> Signal | None:
        begun(after)
        return signal

    def raised(doubt: Doubt) -> Signal | None:
        begun(doubt.states)
        ended = _caught(machine, node.handlers, Signal("raise", doubt.kind), frame)
        return None if held and branching.is_raise(ended) else ended

    raising = [lambda doubt=doubt: raised(doubt) for doubt in doubts[:MOST_DOUBTS]]
    words = [message("it succeeds"), *(message("it raises") for _ in raising)]
    outer = machine.heap.watch()
    try:
        results, join = branching.forked(machine, [succeeded, *raising], words, test)
        alive = [index for index, each in enumerate(results) if not branching.is_raise(each)]
        join(alive)
    finally:
        machine.heap.unwatch()
    if len(doubts) > MOST_DOUBTS:
        machine.heap.forget(outer, test.reason, test.place)
    return branching.together([results[index] for index in alive], test) if alive else results[0]


@declare("sys.exit", "os._exit", "builtins.exit", "builtins.quit")
def leave(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the form of all builtins
    """Where the program ends nothing is built any more."""
    if machine.expecting:
        raise Raised(LibraryFunction("builtins.SystemExit"))
    return unknown(given, "the program ends here")


# -- handlers --------------------------------------------------------------------------------------------------------


def _caught(machine: Machine, handlers: Sequence[tree.Handler], signal: Signal, frame: Frame) -> Signal | None:
    """Run the handler that takes an exception; gives the exception where none does."""
    for handler in handlers:
        takes = True if handler.type is None else _takes(machine.evaluate(handler.type, frame), signal.value)
        if takes is False:
            continue
        if handler.name is not None:
            machine.bind(handler.name, machine.unknown(handler, frame, "what an exception says is not followed"), frame)
        machine.handled.append(signal.value)
        touched = machine.heap.watch()
        try:
            ended = machine.run(handler.body, frame)
        finally:
            machine.heap.unwatch()
            machine.handled.pop()
        if takes is None:
            machine.heap.forget(touched, message("which exception is raised is not known"), frame.place(handler))
        return ended
    return signal


def _takes(handler: Value, kind: Value) -> bool | None:
    """Tell whether `except handler` takes an exception of a class."""
    if isinstance(handler, tuple | ListValue):
        members = handler.items if isinstance(handler, ListValue) else handler
        answers = [_takes(member, kind) for member in members]
        return True if True in answers else None if None in answers else False
    wanted = _builtin(handler)
    if wanted is BaseException or (wanted is Exception and _builtin(kind) is not SystemExit):
        return True
    line = classes.order(kind) if isinstance(kind, ClassValue) else [kind]
    if handler in line:
        return True
    known = [_builtin(each) for each in line]
    if wanted is not None and any(each is not None and issubclass(each, wanted) for each in known):
        return True
    whole = all(isinstance(each, ClassValue) or _builtin(each) is not None for each in line)
    return False if whole and isinstance(handler, ClassValue | LibraryFunction) else None


def _builtin(value: Value) -> type[BaseException] | None:
    """Give Python's own exception class that a value stands for."""
    if not isinstance(value, LibraryFunction) or not value.name.startswith(_BUILTINS):
        return None
    found = getattr(python, value.name.removeprefix(_BUILTINS), None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


# -- what Python's own operations raise ------------------------------------------------------------------------------

WOULD_RAISE: Final = "Python would raise {error}"
_ERRORS: Final = {
    "the dictionary has no key {key}": "KeyError",
    "the index {index} is out of range": "IndexError",
}


def raised_by(reason: Message) -> Raised | None:
    """Give the exception that a value which is not known for this reason stands for."""
    if reason.template == WOULD_RAISE:
        name = str(dict(reason.values)["error"]).partition(":")[0]
    elif reason.template in _ERRORS:
        name = _ERRORS[reason.template]
    else:
        return None
    return Raised(LibraryFunction(_BUILTINS + name))


RAISED_BY.append(raised_by)
