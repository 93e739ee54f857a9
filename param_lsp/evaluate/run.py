"""Runs a whole source: chunk by chunk, then the functions that nothing called."""

from __future__ import annotations

from collections.abc import Generator

from param_lsp.evaluate import builtins, calls, classes, containers, expressions, reporting, statements
from param_lsp.evaluate.machine import Machine, OverBudget
from param_lsp.evaluate.scope import Frame, Scope
from param_lsp.message import Message
from param_lsp.report import Report, Unparsable
from param_lsp.syntax.program import Program
from param_lsp.values import ClassValue, Function, Instance, Unknown
from param_lsp.workspace import Workspace

__all__ = ["containers", "evaluate", "expressions"]

LIMIT_OF_UNCALLED = 400


def evaluate(
    program: Program, workspace: Workspace, keras: int = 3, keras_reason: Message | None = None
) -> Generator[None, None, Report]:
    """Evaluate a program; yields between chunks and returns the report."""
    machine = Machine(program.source, workspace, keras)
    machine.builtins = builtins.names()
    scope = Scope()
    for chunk in program.chunks:
        if not chunk.body:
            continue
        frame = Frame(scope, scope, program.source.path, chunk)
        with machine.budget():
            for statement in chunk.body:
                _run_statement(machine, statement, frame)
        yield
    for _ in _run_uncalled(machine):
        yield
    broken = {chunk.ordinal for chunk in program.chunks if chunk.moved is not None}
    unparsable = tuple(
        Unparsable(problem.span, problem.message) for chunk in program.chunks for problem in chunk.problems
    )
    if broken:
        _silence(machine, program, broken)
    return reporting.report(machine, unparsable, keras_reason)


def _run_statement(machine: Machine, statement: object, frame: Frame) -> None:
    """Run one statement; when it cannot be followed to its end, what it binds is unknown."""
    try:
        machine.run((statement,), frame)
    except OverBudget as over:
        reason = over.reason
    except RecursionError:
        reason = Message("the code is nested too deeply to follow")
    else:
        return
    del machine.heap.branches[:]
    machine.depth = 0
    machine.limit = machine.steps + 2_000
    for name in statements.assigned_names(statement):
        machine.bind(name.id, Unknown(reason, frame.place(statement)), frame)


def _run_uncalled(machine: Machine) -> Generator[None, None, None]:
    """Evaluate functions that nothing calls, their parameters symbolic; they may define further functions."""
    index = 0
    while index < len(machine.functions) and index < LIMIT_OF_UNCALLED:
        function, _ = machine.functions[index]
        index += 1
        if id(function.definition) in machine.called:
            continue
        with machine.budget():
            try:
                instance = _instance(machine, function)
                calls.call_symbolically(machine, function, instance)
            except (OverBudget, RecursionError):
                del machine.heap.branches[:]
                machine.depth = 0
        yield


def _instance(machine: Machine, function: Function) -> Instance | None:
    """Give the `self` for a method that nothing calls: an object made with symbolic arguments."""
    owner = function.owner
    if not isinstance(owner, ClassValue):
        return None
    made = owner.attributes.get("__symbolic__")
    if isinstance(made, Instance):
        return made
    instance = Instance(owner)
    owner.attributes["__symbolic__"] = instance
    constructor = classes.find(owner, "__init__")
    if isinstance(constructor, Function) and constructor is not function:
        calls.call_symbolically(machine, constructor, instance)
    return instance


def _silence(machine: Machine, program: Program, broken: set[int]) -> None:
    """A statement that is broken now keeps its rows but accuses nobody."""
    ranges = [(chunk.start, chunk.start + len(chunk.text)) for chunk in program.chunks if chunk.ordinal in broken]
    machine.events = [
        event
        for event in machine.events
        if event.place.path != program.source.path
        or not any(start <= event.place.span.start < end for start, end in ranges)
    ]
