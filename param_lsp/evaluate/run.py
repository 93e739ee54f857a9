"""Runs a whole source: chunk by chunk, then the functions that nothing called."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from param_lsp.evaluate import builtins, calls, classes, containers, expressions, reporting, statements
from param_lsp.evaluate.machine import Machine, OverBudget
from param_lsp.evaluate.memory import Memory, all_known, begin, end, resumed
from param_lsp.evaluate.scope import Frame, Scope
from param_lsp.message import Message
from param_lsp.report import Report
from param_lsp.syntax.program import Chunk, Program
from param_lsp.values import ClassValue, Function, Instance, Unknown
from param_lsp.workspace import Workspace

__all__ = ["Evaluated", "containers", "evaluate", "expressions"]

LIMIT_OF_UNCALLED = 400


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A report, and what makes the evaluation of the next version of the same source faster."""

    report: Report
    memory: Memory


def evaluate(
    program: Program,
    workspace: Workspace,
    keras: int = 3,
    keras_reason: Message | None = None,
    memory: Memory | None = None,
) -> Generator[None, None, Evaluated]:
    """Evaluate a program; yields between chunks.

    Arguments:
        memory: of the evaluation of an earlier version; it is used up. When this generator is closed before its end it
            holds what was evaluated until then, so that quick typing does not start over with every key.
    """
    earlier = memory
    memory = resumed(memory, program, workspace, keras)
    if memory is None:
        scope = Scope()
        memory = Memory(Machine(program.source, workspace, keras, builtins=builtins.names()), scope)
    try:
        yield from _run(memory, program)
    except GeneratorExit:
        if earlier is not None:
            earlier.take_over(memory)
        raise
    report = reporting.report(memory.machine, all_known(memory.segments), program, keras_reason)
    return Evaluated(report, memory)


def _run(memory: Memory, program: Program) -> Generator[None, None, None]:
    """Run the chunks that the memory does not hold yet, then the functions that nothing called."""
    machine, scope = memory.machine, memory.scope
    chunks = [chunk for chunk in program.chunks if chunk.body]
    for chunk in chunks[len(memory.segments) :]:
        frame = Frame(scope, scope, program.source.path, chunk)
        memory.segments.append(begin(machine, chunk))
        try:
            with machine.budget():
                for statement in chunk.body:
                    _run_statement(machine, statement, frame)
        finally:
            end(machine)
        yield
    memory.segments.append(begin(machine, UNCALLED))
    try:
        for _ in _run_uncalled(machine):
            yield
    finally:
        end(machine)


UNCALLED = Chunk(-1, -1, "")
"""Stands for the functions that nothing calls, which are evaluated last: equal to no chunk of a program."""


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
    machine.touch(owner)
    owner.attributes["__symbolic__"] = instance
    constructor = classes.find(owner, "__init__")
    if isinstance(constructor, Function) and constructor is not function:
        calls.call_symbolically(machine, constructor, instance)
    return instance
