"""Runs a whole source: chunk by chunk, then the functions that nothing called."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, replace
from operator import is_

from param_lsp.evaluate import (
    alternatives,
    builtins,
    calls,
    classes,
    comprehensions,
    containers,
    copying,
    evidence,
    exceptions,
    expressions,
    gathering,
    importlib_calls,
    keras_config,
    lazy,
    modules,
    reflection,
    stated,
    statements,
)
from param_lsp.evaluate.evidence import Evidence
from param_lsp.evaluate.explored import Explored
from param_lsp.evaluate.machine import STEPS_FOR_UNCALLED, STEPS_PER_UNCALLED, Machine, OverBudget
from param_lsp.evaluate.memory import Memory, Segment, resumed, undo
from param_lsp.evaluate.recorded import recorded
from param_lsp.evaluate.scope import Frame
from param_lsp.facts import Fact
from param_lsp.message import Message, message
from param_lsp.report import Report
from param_lsp.spans import Anchor
from param_lsp.syntax.program import Chunk, Program
from param_lsp.values import ClassValue, Function, Instance
from param_lsp.workspace import Workspace

__all__ = [
    "Evaluated",
    "comprehensions",
    "containers",
    "copying",
    "evaluate",
    "exceptions",
    "expressions",
    "importlib_calls",
    "keras_config",
    "lazy",
    "reflection",
    "statements",
]

LIMIT_OF_UNCALLED = 400


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A report, and what makes the evaluation of the next version of the same source faster."""

    report: Report
    memory: Memory | None


def evaluate(
    program: Program,
    workspace: Workspace,
    keras: int = 3,
    keras_reason: Message | None = None,
    memory: Memory | None = None,
    facts: tuple[Fact, ...] = (),
    doubt: Message | None = None,
) -> Generator[None, None, Evaluated]:
    """Evaluate a program; yields between chunks.

    Arguments:
        facts: of names, as the project's settings state them.
        doubt: why it is not known which release of Keras 2 is meant, where layers have other defaults in some.
        memory: of the evaluation of an earlier version; from then on it is that of this one. When this generator is
            closed before its end it holds what was evaluated until then, so that quick typing does not start over with
            every key.
    """
    memory = yield from gone_on(memory, program, workspace, keras, facts, doubt)
    report = gathering.report(memory.machine, memory.segments, program, keras_reason)
    report = replace(report, recorded=recorded(memory.machine, program.source))
    return Evaluated(report, memory)


def gone_on(
    memory: Memory | None,
    program: Program,
    workspace: Workspace,
    keras: int,
    facts: tuple[Fact, ...],
    doubt: Message | None,
    shown: Evidence | None = None,
) -> Generator[None, None, Memory]:
    """Evaluate a program, going on from an earlier version where that serves; with `shown`, with saved outputs."""
    earlier = memory
    memory = resumed(memory, program, workspace, keras, facts, doubt)
    if memory is None:
        machine = Machine(program.source, workspace, keras, facts, evidence=shown, doubt=doubt)
        machine.builtins = {**builtins.names(), **stated.unbound(machine)}
        memory = Memory(machine)
    try:
        yield from run(memory, program)
    finally:
        if earlier is not None:
            earlier.take_over(memory)
    return earlier or memory


def run(memory: Memory, program: Program) -> Generator[None, None, None]:
    """Run a program: its chunks in order, then the functions that nothing called; yields between them."""
    yield from _run_chunks(memory, program)
    yield from _follow_chunks(memory, program)
    yield from _run_uncalled(memory)


def _run_chunks(memory: Memory, program: Program) -> Generator[None, None, None]:
    """Run the chunks that the memory does not hold yet; replay those behind the edit that it does not concern."""
    chunks = [chunk for chunk in program.chunks if chunk.body][len(memory.segments) :]
    gone, edited = memory.edited(chunks)
    new = []
    for chunk in chunks[:edited]:
        new.append(_run_chunk(memory, program, chunk))
        yield
    memory.compare(gone, new)
    for chunk in chunks[edited:]:
        if memory.replayed(memory.machine.key_of(chunk), chunk):
            continue
        old = memory.next_waiting()
        memory.compare(old, [_run_chunk(memory, program, chunk)])
        yield


def _follow_chunks(memory: Memory, program: Program) -> Generator[None, None, None]:
    """Follow the unknown tests on which models of the source depend; what was found holds while nothing changes."""
    machine = memory.machine
    segments = list(memory.segments)
    before: Explored | None = None
    if machine.explored_chunks is not None:
        held, before = machine.explored_chunks
        if len(held) == len(segments) and all(map(is_, held, segments)):
            return

    def again(trial: Memory, old: list[Segment], steps: int) -> None:
        for segment in old:
            assert segment.chunk is not None
            _run_chunk(trial, program, segment.chunk, segment.anchor)
            if machine.steps > steps:
                raise OverBudget(message("this would take too many steps to follow"))

    machine.explored_chunks = ([None], before) if before is not None else None  # what is left when this is stopped
    found = yield from alternatives.follow(memory, segments, 0, again, before)
    machine.explored_chunks = segments, found or Explored()


def _run_chunk(memory: Memory, program: Program, chunk: Chunk, anchor: Anchor | None = None) -> Segment:
    machine = memory.machine
    segment = memory.begin(machine.key_of(chunk), chunk, anchor)
    frame = Frame(machine.scope, machine.scope, program.source.path, chunk, segment.anchor)
    try:
        with machine.budget():
            for statement in stated.body(machine, frame):
                modules.run_statement(machine, statement, frame)
                if machine.evidence is not None:
                    evidence.after(machine, frame, statement)
    finally:
        memory.end(segment)
    return segment


def _run_uncalled(memory: Memory) -> Generator[None, None, None]:
    """Evaluate functions that nothing calls, their parameters symbolic; they may define further functions."""
    machine = memory.machine
    last = machine.steps + STEPS_FOR_UNCALLED
    index = 0
    while index < len(machine.functions) and index < LIMIT_OF_UNCALLED:
        function, _ = machine.functions[index]
        index += 1
        if id(function.definition) in machine.called or memory.replayed(function, None):
            continue
        old = memory.next_waiting()
        with suppress(OverBudget, RecursionError):
            _run_function(memory, function, last - machine.steps)
        segment = memory.segments[-1]
        yield from _follow_function(memory, function, segment)
        memory.compare(old, [segment])
        yield


def _run_function(memory: Memory, function: Function, steps: int) -> None:
    machine = memory.machine
    segment = memory.begin(function, None)
    try:
        with machine.budget(max(0, min(STEPS_PER_UNCALLED, steps))):
            calls.call_symbolically(machine, function, _instance(machine, function))
    finally:
        machine.depth = 0
        memory.end(segment)


def _follow_function(memory: Memory, function: Function, segment: Segment) -> Generator[None, None, None]:
    """Follow the unknown tests on which the models of a function depend that nothing calls."""
    machine = memory.machine
    spent = machine.explored_chunks[1].steps + sum(each.steps for each in machine.explored)

    def again(trial: Memory, _: list[Segment], steps: int) -> None:
        _run_function(trial, function, steps - machine.steps)

    try:
        found = yield from alternatives.follow(memory, [segment], spent, again)
    except GeneratorExit:  # without its paths the segment is not whole: the next version evaluates it again
        undo(machine, [memory.segments.pop()])
        raise
    if found is not None:
        memory.note(segment, found)


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
