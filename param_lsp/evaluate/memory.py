"""What one evaluation leaves for the next: chunks that read nothing changed are not evaluated again but replayed.

An evaluation is a row of segments: a chunk each, and behind them a function that nothing calls each. A segment notes
which names of the module it looked for and bound, which older values it changed, and what it added to the machine's
lists. The next evaluation undoes all segments from the first edited chunk on. Then it evaluates what was edited,
compares the state with the one that was there before, and replays each later segment that does not read a difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Any

from param_lsp.evaluate.explored import Explored
from param_lsp.evaluate.heap import same
from param_lsp.evaluate.machine import NOT_FOUND, Machine
from param_lsp.evaluate.reach import reaches
from param_lsp.evaluate.scope import Names, Scope
from param_lsp.facts import Fact
from param_lsp.message import Message
from param_lsp.report import Event
from param_lsp.spans import Anchor, Span
from param_lsp.syntax.program import Chunk, Program
from param_lsp.values import ClassValue, ModelValue, Mutable, Value, now
from param_lsp.workspace import Workspace

COLLECTIONS = ("models", "seen", "layers", "events", "functions", "asked", "called", "modules", "tests", "explored",
               "shown", "lengths")  # fmt: skip
"""The machine's lists and dictionaries that grow from segment to segment."""


@dataclass(slots=True)
class Change:
    """An older value that a segment changed: its states before and after, and when that was."""

    value: Mutable
    before: Any
    after: Any
    moment: int


@dataclass(slots=True)
class Segment:
    """One evaluated chunk, or function that nothing calls.

    Arguments:
        key: the chunk's statements, or the function: the same object means the same code.
        chunk: None for a function.
        anchor: where the chunk begins now.
        born: the serials of the values that it made.
        lengths: of the machine's lists before it; `added` is what it put behind, by the list's name; most stay as
            they are.
        reads: names of the module that it looked for.
        before: the values that the names which it bound had; `after` those that it gave them.
        changes: of older values.
        known: what names hold in it, for hovers.
    """

    key: Any
    chunk: Chunk | None
    anchor: Anchor
    lengths: tuple[int, ...]
    born: range = range(0)
    added: dict[str, list[Any]] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    before: dict[str, Value] = field(default_factory=dict)
    after: dict[str, Value] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    known: dict[tuple[Anchor, Span], tuple[str, Value]] = field(default_factory=dict)

    @property
    def models(self) -> list[ModelValue]:
        """The models that it created."""
        return self.added.get("models", [])

    @property
    def events(self) -> list[Event]:
        """What Keras rejects in it."""
        return self.added.get("events", [])

    @property
    def tests(self) -> list[str]:
        """The texts of the unknown tests that it met."""
        return self.added.get("tests", [])

    def stands_for(self, key: Any, chunk: Chunk | None) -> bool:
        """Tell whether this is the evaluation of that code, wherever it stands now."""
        if self.key is not key or chunk is None or self.chunk is None:
            return self.key is key
        return self.chunk.moved == chunk.moved


@dataclass(slots=True)
class Memory:
    """A machine with the segments that its state comes from. Versions of one source hand it on from one to the next.

    Arguments:
        waiting: segments of the evaluation before, undone, in their order: what may be replayed.
        differs: names of the module whose values are not those of the evaluation before at the same point.
        altered: ids of older values whose states differ: names that lead to them are among `differs`.
        open: whether something differs that no name leads to (layer numbers), so that nothing further can be replayed.
        since: the serial at which this evaluation began.
        gone: the serials of values whose makers were dropped or evaluated anew: nothing that is replayed holds them.
        lengths: of the machine's lists, where nothing was added to them since they were last asked for.
        undone: by the id of a value, how many changes of it were undone and not replayed yet: with all of them
            replayed it is again what it was.
    """

    machine: Machine
    segments: list[Segment] = field(default_factory=list)
    spent: bool = False
    waiting: list[Segment] = field(default_factory=list)
    differs: set[str] = field(default_factory=set)
    open: bool = False
    altered: set[int] = field(default_factory=set)
    since: int = 0
    gone: list[range] = field(default_factory=list)
    lengths: tuple[int, ...] | None = None
    undone: Counter[int] = field(default_factory=Counter)

    def take_over(self, other: Memory) -> None:
        """Become the memory of a later evaluation, which may have been stopped between two chunks."""
        self.machine, self.segments, self.spent = other.machine, other.segments, False

    def begin(self, key: Any, chunk: Chunk | None, anchor: Anchor | None = None) -> Segment:
        """Open a segment: from here changes are noted."""
        machine = self.machine
        anchor = anchor or Anchor(chunk.start if chunk is not None else 0)
        self.lengths = None
        segment = Segment(key, chunk, anchor, _lengths(machine))
        machine.known, machine.reads, machine.writes = segment.known, segment.reads, segment.before
        machine.heap.watch()
        return segment

    def end(self, segment: Segment) -> None:
        """Close a segment and keep it."""
        machine = self.machine
        touched, begun = machine.heap.branches[-1]
        segment.born = range(begun, now())
        machine.heap.unwatch()
        names = machine.scope.names
        segment.after = {name: names.get(name, NOT_FOUND) for name in segment.before}
        segment.changes = [
            Change(value, before, value.save(), value.changed)
            for value, before in touched.values()
            if value is not machine.scope
        ]
        for name, items, length in zip(COLLECTIONS, _collections(machine), segment.lengths, strict=True):
            if len(items) > length:
                segment.added[name] = list(islice(items if isinstance(items, list) else items.items(), length, None))
        self.segments.append(segment)

    def note(self, segment: Segment, explored: Explored) -> None:
        """Keep with the last segment what following its unknown tests gave."""
        self.lengths = None
        self.machine.explored.append(explored)
        segment.added.setdefault("explored", []).append(explored)

    def replayed(self, key: Any, chunk: Chunk | None) -> bool:
        """Replay the next waiting segment if it is of this code and reads nothing that differs."""
        if not self.waiting or not self.waiting[0].stands_for(key, chunk):
            return False
        segment = self.waiting[0]
        if self.open or not segment.reads.isdisjoint(self.differs):
            return False
        del self.waiting[0]
        lengths = self.lengths or _lengths(self.machine)
        _replay(self.machine, segment, lengths, self.undone)
        self.lengths = None if segment.added else lengths
        if self.differs:
            self.differs.difference_update(segment.after)
        if chunk is not None:
            segment.chunk, segment.anchor.start = chunk, chunk.start
        self.segments.append(segment)
        return True

    def next_waiting(self) -> list[Segment]:
        """Take the next waiting segment, which code that is evaluated anew stands for."""
        return [self.waiting.pop(0)] if self.waiting else []

    def edited(self, chunks: list[Chunk]) -> tuple[list[Segment], int]:
        """Tell what was edited: the waiting segments whose code is gone, and how many chunks stand in their place."""
        waiting = [segment for segment in self.waiting if segment.chunk is not None]
        kept = 0
        for segment, chunk in zip(reversed(waiting), reversed(chunks), strict=False):
            if not segment.stands_for(self.machine.key_of(chunk), chunk):
                break
            kept += 1
        gone = waiting[: len(waiting) - kept]
        del self.waiting[: len(gone)]
        return gone, len(chunks) - kept

    def compare(self, old: list[Segment], new: list[Segment]) -> None:
        """Note how the state behind `new` segments differs from the one that was behind `old` ones."""
        names = self.machine.scope.names
        self.gone += [segment.born for segment in old]
        earlier = _ends(old)
        for name in {*earlier, *(name for segment in new for name in segment.after)}:
            was = earlier.get(name, MISSING)
            if was is MISSING:
                was = next(segment.before[name] for segment in new if name in segment.before)
            if same(was, names.get(name, NOT_FOUND)):
                self.differs.discard(name)
            else:
                self.differs.add(name)
        states = {id(change.value): (change.value, change.after) for segment in old for change in segment.changes}
        for segment in new:
            for change in segment.changes:
                states.setdefault(id(change.value), (change.value, change.before))
        for value, state in states.values():
            if not self._is_shared(value) or _same_state(value.save(), state):
                continue
            if isinstance(value, Names | Scope | ClassValue):
                self.open = True
            self.altered.add(id(value))
        if self.altered and not self.open:
            self.differs.update(name for name, value in names.items() if reaches(value, self.altered))

    def _is_shared(self, value: Mutable) -> bool:
        """Tell whether both evaluations know the value: it is older than this one, and its maker was not dropped."""
        return value.serial < self.since and not any(value.serial in born for born in self.gone)


def _same_state(now_: Any, then: Any) -> bool:
    if type(now_) is not type(then):
        return False
    if isinstance(now_, tuple | list):
        return len(now_) == len(then) and all(map(_same_state, now_, then))
    if isinstance(now_, dict):
        return list(now_) == list(then) and all(_same_state(value, then[key]) for key, value in now_.items())
    return same(now_, then)


MISSING: Any = object()


def _ends(segments: Iterable[Segment]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for segment in segments:
        found.update(segment.after)
    return found


_collections: Callable[[Machine], tuple[Any, ...]] = attrgetter(*COLLECTIONS)


def _lengths(machine: Machine) -> tuple[int, ...]:
    return tuple(map(len, _collections(machine)))


def _replay(machine: Machine, segment: Segment, lengths: tuple[int, ...], undone: Counter[int]) -> None:
    if segment.after:
        names = machine.scope.names
        before = segment.before = {}
        for name, value in segment.after.items():
            before[name] = names.get(name, NOT_FOUND)
            _assign(machine.scope, name, value)
    for change in segment.changes:
        change.value.restore(change.after)
        undone[id(change.value)] -= 1
        if not undone[id(change.value)]:
            # Before the functions run that nothing calls, models were looked at as they were without them.
            change.value.changed = change.moment if segment.chunk is not None else now()
    segment.lengths = lengths
    for name, added in segment.added.items():
        items = getattr(machine, name)
        items.extend(added) if isinstance(items, list) else items.update(added)


def redo(machine: Machine, segments: list[Segment]) -> None:
    """Put the state back that was behind these segments, which were just undone."""
    undone = _changes(segments)
    for segment in segments:
        _replay(machine, segment, _lengths(machine), undone)


def _changes(segments: list[Segment]) -> Counter[int]:
    return Counter(id(change.value) for segment in segments for change in segment.changes)


def _assign(scope: Scope, name: str, value: Value) -> None:
    if value is NOT_FOUND:
        scope.names.pop(name, None)
    else:
        scope.names[name] = value


def undo(machine: Machine, segments: list[Segment]) -> None:
    """Take the state back to before these segments, the last ones that were evaluated."""
    moment = now()
    for segment in reversed(segments):
        for name, value in segment.before.items():
            _assign(machine.scope, name, value)
        for change in segment.changes:
            change.value.restore(change.before)
            change.value.changed = moment
    for items, length in zip(_collections(machine), segments[0].lengths, strict=True):
        if isinstance(items, list):
            del items[length:]
        else:
            for key in list(items)[length:]:
                del items[key]


def resumed(
    memory: Memory | None,
    program: Program,
    workspace: Workspace,
    keras: int,
    facts: tuple[Fact, ...] = (),
    doubt: Message | None = None,
) -> Memory | None:
    """Take an earlier evaluation back to the first chunk that differs; None where nothing of it can serve."""
    if memory is None or memory.spent or memory.machine.keras != keras or memory.machine.workspace != workspace:
        return None
    machine = memory.machine
    if (
        machine.source.path != program.source.path
        or machine.facts != facts
        or machine.doubt != doubt
        or not _same_files(machine)
    ):
        return None
    unchanged = 0
    for segment, chunk in zip(memory.segments, [chunk for chunk in program.chunks if chunk.body], strict=False):
        if segment.chunk is chunk and machine.evidence is None and segment.anchor.start == chunk.start:
            unchanged += 1
            continue
        key = machine.key_of(chunk)
        if segment.chunk is None or not segment.stands_for(key, chunk) or segment.anchor.start != chunk.start:
            break
        unchanged += 1
    memory.spent = True
    undone = memory.segments[unchanged:]
    if undone:
        undo(machine, undone)
    machine.source = program.source
    machine.steps = 0
    return Memory(machine, memory.segments[:unchanged], waiting=undone, since=now(), undone=_changes(undone))


def _same_files(machine: Machine) -> bool:
    """Tell whether everything that was read from the workspace still reads the same."""
    return all(ask(machine.workspace) == answer for ask, answer in machine.asked)


def all_known(segments: Iterable[Segment]) -> dict[tuple[Anchor, Span], tuple[str, Value]]:
    """Gather what names hold, a later segment's view over an earlier one's."""
    known: dict[tuple[Anchor, Span], tuple[str, Value]] = {}
    for segment in segments:
        known.update(segment.known)
    return known
