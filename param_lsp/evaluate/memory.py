"""What one evaluation leaves for the next: it can be taken back to the first chunk that changed, and go on from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from param_lsp.evaluate.heap import Touched
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Scope
from param_lsp.spans import Span
from param_lsp.syntax.program import Chunk, Program
from param_lsp.values import Value, now
from param_lsp.workspace import Workspace


@dataclass(slots=True)
class Segment:
    """One evaluated chunk: what it changed, and how long the machine's lists were before it."""

    chunk: Chunk
    touched: Touched
    lengths: tuple[int, ...]
    steps: int
    known: dict[Span, tuple[str, Value]]


@dataclass(slots=True)
class Memory:
    """A machine after its run, with the segments in order. It serves one successor only: going back changes it."""

    machine: Machine
    scope: Scope
    segments: list[Segment] = field(default_factory=list)
    spent: bool = False

    def take_over(self, other: Memory) -> None:
        """Become another memory, of an evaluation that was stopped between two chunks: it serves as a finished one."""
        self.machine, self.scope, self.segments, self.spent = other.machine, other.scope, other.segments, False


def begin(machine: Machine, chunk: Chunk) -> Segment:
    """Open a segment: from here changes are noted."""
    machine.known = {}
    return Segment(chunk, machine.heap.watch(), _lengths(machine), machine.steps, machine.known)


def end(machine: Machine) -> None:
    """Close the open segment."""
    machine.heap.unwatch()


def _lists(machine: Machine) -> tuple[Any, ...]:
    return machine.models, machine.seen, machine.layers, machine.events, machine.functions


def _tables(machine: Machine) -> tuple[dict[Any, Any], ...]:
    return machine.called, machine.modules


def _lengths(machine: Machine) -> tuple[int, ...]:
    return tuple(map(len, (*_lists(machine), *_tables(machine))))


def resumed(memory: Memory | None, program: Program, workspace: Workspace, keras: int) -> Memory | None:
    """Take an earlier evaluation back to the first chunk that differs; None where nothing of it can serve."""
    if memory is None or memory.spent or memory.machine.keras != keras or memory.machine.workspace is not workspace:
        return None
    machine = memory.machine
    if machine.source.path != program.source.path or not _same_files(machine):
        return None
    chunks = [chunk for chunk in program.chunks if chunk.body]
    same = 0
    for segment, chunk in zip(memory.segments, chunks, strict=False):
        before = segment.chunk
        if before.body is not chunk.body or before.start != chunk.start or before.moved != chunk.moved:
            break
        same += 1
    if same == 0:
        return None
    memory.spent = True
    for segment in reversed(memory.segments[same:]):
        for value, state in segment.touched.values():
            value.restore(state)
            value.changed = now()
    if same < len(memory.segments):
        _cut(machine, memory.segments[same])
    machine.source = program.source
    return Memory(machine, memory.scope, memory.segments[:same])


def _cut(machine: Machine, first: Segment) -> None:
    """Drop from the machine's lists what came from the first dropped segment on."""
    kept = first.lengths
    lists = _lists(machine)
    for items, length in zip(lists, kept, strict=False):
        del items[length:]
    for table, length in zip(_tables(machine), kept[len(lists) :], strict=True):
        for key in list(table)[length:]:
            del table[key]
    machine.steps = first.steps


def _same_files(machine: Machine) -> bool:
    """Tell whether everything that was read from the workspace still reads the same."""
    return all(ask(machine.workspace) == answer for ask, answer in machine.asked)


def all_known(segments: list[Segment]) -> dict[Span, tuple[str, Value]]:
    """Gather what names hold, a later chunk's view over an earlier one's."""
    known: dict[Span, tuple[str, Value]] = {}
    for segment in segments:
        known.update(segment.known)
    return known
