"""What each kind of statement does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp.evaluate import attributes, calls, classes, imports, iteration, iterators, operators, rounds
from param_lsp.evaluate.deciding import Undecided, text_of
from param_lsp.evaluate.heap import Touched
from param_lsp.evaluate.looping import Loop
from param_lsp.evaluate.machine import NOT_FOUND, Machine, OverBudget, Signal, statement
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.shapes import UnknownDim
from param_lsp.syntax import tree
from param_lsp.values import (
    ClassValue,
    DictValue,
    Function,
    LibraryFunction,
    ListValue,
    ModelValue,
    Module,
    SetValue,
    Unknown,
    Value,
    now,
)

WHILE_ROUNDS = 2_000
KEPT = (Function, ClassValue, LibraryFunction, Module)  # a broken statement hardly binds these anew


@statement(tree.ExpressionStatement)
def expression_statement(machine: Machine, node: tree.ExpressionStatement, frame: Frame) -> Signal | None:
    machine.evaluate(node.value, frame)
    return None


@statement(tree.Assign)
def assign(machine: Machine, node: tree.Assign, frame: Frame) -> Signal | None:
    value = machine.evaluate(node.value, frame)
    for target in node.targets:
        iteration.assign(machine, target, value, frame)
    return None


@statement(tree.AugmentedAssign)
def augmented(machine: Machine, node: tree.AugmentedAssign, frame: Frame) -> Signal | None:
    before = machine.evaluate(node.target, frame)
    value = machine.evaluate(node.value, frame)
    if attributes.extend_in_place(machine, node.operator, before, value, node, frame):
        return None
    result = attributes.operate(machine, node.operator, before, value, node, frame)
    iteration.assign(machine, node.target, result if machine.path is None else machine.path.apart(result), frame)
    return None


@statement(tree.AnnotatedAssign)
def annotated(machine: Machine, node: tree.AnnotatedAssign, frame: Frame) -> Signal | None:
    if node.value is not None:
        iteration.assign(machine, node.target, machine.evaluate(node.value, frame), frame)
    if frame.scope.is_class and isinstance(node.target, tree.Name) and not _is_class_variable(node.annotation):
        frame.scope.names.setdefault("__annotations__", ())
        frame.scope.names["__annotations__"] += (node.target.id,)
    return None


def _is_class_variable(annotation: Any) -> bool:
    """Tell whether an annotation is `ClassVar[…]`, which makes no field."""
    named = annotation.value if isinstance(annotation, tree.Subscript) else annotation
    return getattr(named, "id", getattr(named, "attr", None)) == "ClassVar"


@statement(tree.For)
def for_(machine: Machine, node: tree.For, frame: Frame) -> Signal | None:
    iterable = machine.evaluate(node.iterable, frame)
    members = iterators.rounds(machine, iterable, frame, node.iterable)
    if isinstance(members, Unknown):
        element = iteration.element(iterable, members)
        return _unknown_rounds(machine, node, element, members.reason, frame)

    def all_rounds() -> Signal | None:
        unsure: Signal | None = None
        for member in members:
            iteration.assign(machine, node.target, member, frame)
            signal = machine.run(node.body, frame)
            if signal is not None and signal.kind == "unsure":
                unsure = unsure or signal  # the rounds behind it may change something too
            elif signal is not None and signal.kind != "continue":
                return unsure or (None if signal.kind == "break" else signal)
        return unsure or machine.run(node.orelse, frame)

    return _loop(machine, all_rounds, node, frame)


@statement(tree.While)
def while_(machine: Machine, node: tree.While, frame: Frame) -> Signal | None:
    def all_rounds() -> Signal | None:
        for _ in range(WHILE_ROUNDS):
            given = machine.evaluate(node.test, frame)
            test = operators.truth(given)
            if test is False:
                return machine.run(node.orelse, frame)
            if test is None:
                return _unknown_rounds(machine, node, None, _reason(given, node, frame), frame)
            signal = machine.run(node.body, frame)
            if signal is not None and signal.kind != "continue":
                return None if signal.kind == "break" else signal
        raise OverBudget(message("a loop runs too long to follow"))

    return _loop(machine, all_rounds, node, frame)


def _reason(test: Value, node: tree.While, frame: Frame) -> Message:
    """Say why it is not known whether a loop goes on."""
    if isinstance(node.test, tree.Comparison) or not isinstance(test, Unknown | UnknownDim):
        return message("its test {test} is not known", test=text_of(frame, node.test))
    return test.reason


def _loop(machine: Machine, all_rounds: Any, node: Any, frame: Frame) -> Signal | None:
    """Run a loop; when it uses up the budget or may end early, what it changed becomes unknown."""
    touched = machine.heap.watch()
    reason: Message | None = None
    try:
        signal: Signal | None = all_rounds()
        if signal is not None and signal.kind == "unsure":
            reason = message("a loop may end early: {reason}", reason=signal.test.reason)
    except OverBudget as over:
        reason, signal = over.reason, None
        if not machine.reserve():
            raise
    finally:
        machine.heap.unwatch()
        if reason is not None:
            machine.heap.forget(touched, reason, frame.place(node))
    if reason is not None:
        if signal is None or isinstance(signal.value, Unknown):
            return None
        return Signal("unsure", Unknown(reason, frame.place(node)), signal.test)
    return signal


def _unknown_rounds(machine: Machine, node: Any, element: Value, reason: Message, frame: Frame) -> Signal | None:
    """Run a loop's body for all its rounds; what differs between them is not known afterwards."""
    counted = message("how often the loop runs is not known: {reason}", reason=reason)
    begun, events = now(), len(machine.events)
    touched = machine.heap.watch()
    followed, signal = False, None
    loop: Loop | None = None

    def once(*, again: bool = True) -> Signal | None:
        if isinstance(node, tree.For):
            member = element if machine.path is None else machine.path.apart(element)
            iteration.assign(machine, node.target, member, frame)
        elif again and operators.truth(machine.evaluate(node.test, frame)) is not None:
            return Signal("break")
        return machine.run(node.body, frame)

    try:
        signal = once(again=False)
        found = [replace(each, when=(message("the loop runs"), *each.when)) for each in machine.events[events:]]
        machine.events[events:] = found
        if signal is None or signal.kind == "continue":
            loop = Loop(machine, touched, begun, counted, frame.place(node))
            followed, further = loop.follow(once)
            machine.events += _of_later_rounds(further, found)
    except OverBudget as over:
        reason = over.reason
        if not machine.reserve():
            raise
    finally:
        machine.heap.unwatch()
    if followed:
        return None
    counted = message("a loop changes it whose rounds are not known: {reason}", reason=reason)
    _forget(machine, touched, loop, once, Unknown(counted, frame.place(node)))
    if signal is not None and signal.kind in ("return", "unsure"):
        test = Undecided("a loop whose rounds are not known", reason, frame.place(node))
        return Signal("unsure", Unknown(reason, frame.place(node)), test)
    return None


def _forget(machine: Machine, touched: Touched, loop: Loop | None, once: Any, unknown: Unknown) -> None:
    """Make unknown what rounds change; once more, since a later round begins with what the first one left."""
    machine.heap.forget(touched, unknown.reason, unknown.place)
    later: Touched = {}
    if touched and loop is not None:
        try:
            later = loop.changed_by(once)
        except OverBudget:
            if not machine.reserve():
                raise
    machine.heap.forget(later, unknown.reason, unknown.place)
    for value, before in (*touched.values(), *later.values()):
        if isinstance(value, ModelValue) and before[rounds.MISFIT] is None:
            value.misfit = value.misfit_layer = None  # it fits where the loop does not run; the finding says when not


def _of_later_rounds(further: list[Event], first: list[Event]) -> list[Event]:
    """Give what is rejected in the second round only."""
    known = {(each.misfit.rule, each.place) for each in first}
    twice = message("the loop runs twice or more")
    return [replace(each, when=(twice, *each.when)) for each in further if (each.misfit.rule, each.place) not in known]


@statement(tree.FunctionDefinition)
def function(machine: Machine, node: tree.FunctionDefinition, frame: Frame) -> Signal | None:
    value = calls.make_function(machine, node.name, node, frame)
    machine.bind(node.name, calls.decorated(machine, value, node.decorators, frame), frame)
    return None


@statement(tree.ClassDefinition)
def class_(machine: Machine, node: tree.ClassDefinition, frame: Frame) -> Signal | None:
    classes.define(machine, node, frame)
    return None


@statement(tree.Return)
def return_(machine: Machine, node: tree.Return, frame: Frame) -> Signal | None:
    return Signal("return", None if node.value is None else machine.evaluate(node.value, frame))


@statement(tree.Delete)
def delete(machine: Machine, node: tree.Delete, frame: Frame) -> Signal | None:
    for target in node.targets:
        for name in iteration.names_in(target):
            scope = frame.scope.elsewhere.get(name.id, frame.scope)
            machine.write(name.id, scope)
            scope.names.pop(name.id, None)
        if isinstance(target, tree.Subscript):
            owner = machine.evaluate(target.value, frame)
            attributes.delete_item(machine, owner, machine.evaluate(target.index, frame), node, frame)
    return None


@statement(tree.Import)
def import_(machine: Machine, node: tree.Import, frame: Frame) -> Signal | None:
    imports.import_names(machine, node, frame)
    return None


@statement(tree.ImportFrom)
def import_from(machine: Machine, node: tree.ImportFrom, frame: Frame) -> Signal | None:
    imports.import_from(machine, node, frame)
    return None


@statement(tree.With)
def with_(machine: Machine, node: tree.With, frame: Frame) -> Signal | None:
    for context, target in node.items:
        value = iteration.entered(machine, machine.evaluate(context, frame), context, frame)
        if target is not None:
            iteration.assign(machine, target, value, frame)
    return machine.run(node.body, frame)


@statement(tree.Global)
def global_(machine: Machine, node: tree.Global, frame: Frame) -> Signal | None:
    for name in node.names:
        scope = frame.module
        if node.is_nonlocal:
            enclosing = frame.scope.parent
            while enclosing is not None and name not in enclosing.names:
                enclosing = enclosing.parent
            scope = enclosing or frame.module
        frame.scope.elsewhere[name] = scope
    return None


@statement(tree.Pass)
def pass_(machine: Machine, node: tree.Pass, frame: Frame) -> Signal | None:
    return None


@statement(tree.Broken)
def broken(machine: Machine, node: tree.Broken, frame: Frame) -> Signal | None:
    """What a statement that does not parse names may be changed by it: data is unknown afterwards, models are open."""
    reason = message("a statement that does not parse may have changed it")
    for name in node.names:
        value = machine.lookup(name, frame)
        if value is NOT_FOUND or isinstance(value, KEPT):
            continue
        if isinstance(value, ModelValue):
            machine.touch(value)
            value.unknown = value.unknown or reason
        elif isinstance(value, ListValue | DictValue | SetValue):
            machine.touch(value)
            value.unknown = value.unknown or Unknown(reason, frame.place(node))
        else:
            machine.bind(name, Unknown(reason, frame.place(node)), frame)
    return None


@statement(tree.Break)
def break_(machine: Machine, node: tree.Break, frame: Frame) -> Signal | None:
    return Signal("break")


@statement(tree.Continue)
def continue_(machine: Machine, node: tree.Continue, frame: Frame) -> Signal | None:
    return Signal("continue")
