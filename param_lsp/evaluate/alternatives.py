"""Follows unknown tests on whole paths, so that a model which depends on them is known in each case.

An evaluation joins what the branches of an unknown test lead to, and a model that differs between them is open. Where
that happened, the code concerned is evaluated again, once for each way in which those tests (and no others) may come
out. Then the state is put back. Up to eight whole alternatives are kept; nothing is paid where no model is open.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import is_

from param_lsp.evaluate import reporting
from param_lsp.evaluate.combining import Run, combined, events_of
from param_lsp.evaluate.deciding import named_tests
from param_lsp.evaluate.explored import Explored, Key, keyed, sites
from param_lsp.evaluate.machine import Machine, OverBudget
from param_lsp.evaluate.memory import Memory, Segment, redo, undo
from param_lsp.evaluate.paths import Path
from param_lsp.evaluate.reach import reached
from param_lsp.evaluate.scope import Names
from param_lsp.report import Event, Model
from param_lsp.shapes import UnknownDim
from param_lsp.values import ModelValue

MOST_PATHS = 16
MOST_RUNS = 24  # paths that end in an exception among them
MOST_ROUNDS = 4  # on a path further tests may come into sight
MOST_GROUPS = 12  # of models that are followed together
STEPS_FOR_PATHS = 60_000  # for all paths of an evaluation together

Again = Callable[[Memory, list[Segment], int], None]
"""Evaluates the code of some segments again, into a memory of its own, within a number of steps."""


@dataclass(slots=True)
class _Group:
    """Models that are followed together: those of one function, or one of the source's own, and their tests."""

    tests: frozenset[str]
    models: dict[Key, Model] = field(default_factory=dict)
    values: dict[Key, ModelValue] = field(default_factory=dict)

    def parts(self) -> set[int]:
        """Give the ids of the models and their layers."""
        return {id(part) for model in self.values.values() for part in (model, *model.layers)}


@dataclass(frozen=True, slots=True)
class _Held:
    """What following a group gave; it holds for the next version while its models and the code that was run stay.

    Arguments:
        states: of the group's models as the joined run left them, by key.
        tests: all that were decided in the end.
        met: those that the whole evaluation met.
        segments: the code that was run on each path.
        begun, used: steps that were taken before, and by it.
    """

    states: dict[Key, Model]
    tests: frozenset[str]
    met: frozenset[str]
    segments: tuple[Segment, ...]
    begun: int
    used: int
    models: tuple[tuple[Key, tuple[Model, ...]], ...] = ()
    events: tuple[Event, ...] | None = None

    def stands_for(self, explorer: _Explorer, begun: int) -> bool:
        """Tell whether following this group now would give the same."""
        now = explorer.group.models
        if self.states.keys() != now.keys() or any(state is not now[key] for key, state in self.states.items()):
            return False
        if self.begun != begun and (self.events is None or begun + self.used >= explorer.steps):
            return False
        first, end = explorer.concerned(self.tests)
        ran = explorer.segments[first:end] if first is not None else []
        return self.met == explorer.met and len(ran) == len(self.segments) and all(map(is_, ran, self.segments))


def follow(
    memory: Memory, segments: list[Segment], spent: int, again: Again, before: Explored | None = None
) -> Generator[None, None, Explored | None]:
    """Follow the tests on which models of these last segments depend; None where there are no such models.

    Arguments:
        memory: of the evaluation so far; its state is the same afterwards.
        segments: its last ones.
        spent: steps that other explorations of this evaluation took.
        again: evaluates segments again.
        before: what this gave for an earlier version.
    """
    machine = memory.machine
    groups = _open(machine, segments)
    if not groups:
        return None
    steps = machine.steps
    machine.steps = 0
    met = frozenset(test for segment in segments for test in segment.tests)
    held: list[_Held] = []
    earlier = {frozenset(each.states): each for each in before.held} if before is not None else {}
    replaced: dict[int, Event] = {}
    models: list[tuple[Key, tuple[Model, ...]]] = []
    rejected: list[list[Event]] = []
    try:
        groups = groups[:MOST_GROUPS]
        wanted = {number for group in groups for number in group.parts()}
        leads = {name: reached(value, wanted) for name, value in machine.scope.names.items()}
        for group in groups:
            if machine.steps + spent >= STEPS_FOR_PATHS:
                break
            explorer = _Explorer(memory, segments, again, STEPS_FOR_PATHS - spent, group, met, leads)
            found = earlier.get(frozenset(group.models))
            if found is not None and found.stands_for(explorer, machine.steps):
                machine.steps += found.used
            else:
                found = yield from explorer.explore()
            held.append(found)
            if found.events is not None:
                models += found.models
                rejected.append(list(found.events))
                replaced |= {id(event): event for segment in found.segments for event in segment.events}
        used = machine.steps
    finally:
        machine.steps = steps
    if not rejected:
        return Explored(steps=used, held=tuple(held))
    made = sites(state for _, states in models for state in states)
    return Explored(tuple(models), tuple(_least(rejected)), tuple(replaced.values()), used, made, tuple(held))


def _open(machine: Machine, segments: list[Segment]) -> list[_Group]:
    """The models that these segments left open because of tests that they met, by the tests."""
    if not machine.tests:
        return []
    met = {test for segment in segments for test in segment.tests}
    if not met:
        return []
    first = segments[0].lengths[0]
    older = {id(change.value) for segment in segments for change in segment.changes} & set(
        map(id, machine.models[:first])
    )
    candidates = list(keyed(machine.models, first))
    if older:
        candidates += [(key, model) for key, model in keyed(machine.models) if id(model) in older]
    groups: dict[object, _Group] = {}
    for key, model in candidates:
        state = reporting.final(machine, model).state
        tests = (_tests(state) | all_named_tests(model.fields.get("tests", ()))) & met
        if tests and not state.complete:
            alone = key if len(segments) > 1 else None  # models far from each other have little code in common
            group = groups.setdefault((tests, alone), _Group(tests))
            group.models[key], group.values[key] = state, model
    return list(groups.values())


def _tests(model: Model) -> frozenset[str]:
    """The tests that keep something in a model from being known."""
    reasons: list[object] = list(model.unknown)
    for row in model.rows:
        sizes = (*row.output_shape, row.params) if isinstance(row.output_shape, tuple) else (row.params,)
        reasons += [row.unknown, *(size.reason for size in sizes if isinstance(size, UnknownDim))]
    return all_named_tests(reasons)


def all_named_tests(reasons: Iterable[object]) -> frozenset[str]:
    """Give the tests that any of these reasons speaks of."""
    return frozenset().union(*(named_tests(reason) for reason in reasons))


@dataclass(slots=True)
class _Explorer:
    """The search for all paths of some segments through the tests of a group of models."""

    memory: Memory
    segments: list[Segment]
    again: Again
    steps: int
    group: _Group
    met: frozenset[str]
    leads: dict[str, frozenset[int]]  # the parts of models that are followed, by the names that lead to them
    run_again: list[Segment] = field(default_factory=list)
    decided: frozenset[str] = frozenset()

    def explore(self) -> Generator[None, None, _Held]:
        """Run all paths and combine what they give."""
        begun = self.memory.machine.steps
        runs = yield from self.runs()
        used = self.memory.machine.steps - begun
        held = _Held(self.group.models, self.decided, self.met, tuple(self.run_again), begun, used)
        if not runs:
            return held
        return replace(held, models=tuple(combined(runs, self.group.models)), events=tuple(events_of(runs)))

    def runs(self) -> Generator[None, None, list[Run]]:
        """Run all paths; empty when there are too many, or they take too long."""
        tests = self.group.tests
        for _ in range(MOST_ROUNDS):
            self.decided = tests
            first, end = self.concerned(tests)
            if first is None:
                return []
            tail = self.segments[first:]
            self.run_again = self.segments[first:end]
            known = {key for key, _ in keyed(self.memory.machine.models, tail[0].lengths[0])}
            undo(self.memory.machine, tail)
            try:
                runs = yield from self._all(tests, self.run_again, known)
            finally:
                redo(self.memory.machine, tail)
            further = frozenset().union(*(self._still_open(run) for run in runs)) - tests
            if not further:
                return runs
            tests |= further
        return []

    def concerned(self, tests: frozenset[str]) -> tuple[int | None, int]:
        """Give the range of segments to run: from the first whose tests matter to the last that concerns the models.

        A test matters where it is met by code that changes a model of the group, or any older value that is no model
        of another kind, or binds a name that leads to what concerns the group.
        """
        machine = self.memory.machine
        wanted = self.group.parts()
        names = {name for name, parts in self.leads.items() if not wanted.isdisjoint(parts)}
        others = {id(model) for model in machine.models if id(model) not in wanted}
        first, end = None, 0
        read: set[str] = set()
        for number in reversed(range(len(self.segments))):
            segment = self.segments[number]
            changed = {id(change.value) for change in segment.changes if not isinstance(change.value, Names)}
            own = not wanted.isdisjoint({*map(id, segment.models), *changed})
            if own or not names.isdisjoint(segment.reads):
                end = end or number + 1
                read |= segment.reads
            elif not read.isdisjoint(segment.after) or not changed <= others:
                read |= segment.reads
            else:
                continue
            if not tests.isdisjoint(segment.tests):
                first = number
        return first, end

    def _all(self, tests: frozenset[str], segments: list[Segment], known: set[Key]) -> Generator[None, None, list[Run]]:
        waiting: list[tuple[bool, ...]] = [()]
        found: list[Run] = []
        count = 0
        while waiting:
            path = Path(tests, waiting.pop())
            run = self._one(path, segments, known)
            count += 1
            answers = tuple(decision.answer for decision in path.taken)
            waiting += [(*answers[:position], False) for position in range(len(path.given), len(answers))]
            if not path.raised:
                found.append(run)
            if path.too_many or len(found) + len(waiting) > MOST_PATHS or count > MOST_RUNS:
                return []
            yield
        return found

    def _one(self, path: Path, segments: list[Segment], known: set[Key]) -> Run:
        """Run one path and undo it."""
        machine = self.memory.machine
        trial = Memory(machine)
        there = set(map(id, machine.models))
        older = [(key, model) for key, model in self.group.values.items() if id(model) in there]
        before, begun, met = len(machine.models), len(machine.events), len(machine.tests)
        machine.path = path
        try:
            if machine.steps >= self.steps:
                path.too_many = True
            else:
                self.again(trial, segments, self.steps)
            models = {
                key: reporting.states(machine, model)
                for key, model in (*keyed(machine.models, before), *older)
                if key in self.group.models or key not in known
            }
            return Run(tuple(path.taken), models, machine.events[begun:], frozenset(machine.tests[met:]))
        except (OverBudget, RecursionError):
            path.too_many = True
            return Run((), {}, [], frozenset())
        finally:
            machine.path = None
            if trial.segments:
                undo(machine, trial.segments)

    def _still_open(self, run: Run) -> frozenset[str]:
        """The tests that keep a model of the group open on a path."""
        models = (states[-1] for key, states in run.models.items() if key in self.group.models)
        met = run.tests.union(*(segment.tests for segment in self.segments))
        return met.intersection(frozenset().union(*(_tests(model) for model in models if not model.complete)))


def _least(rejected: Sequence[list[Event]]) -> list[Event]:
    """Say each rejection once: with the fewest conditions of those under which it was found."""
    found: dict[object, Event] = {}
    for event in (event for events in rejected for event in events):
        key = event.misfit.rule, event.place, event.argument
        if key not in found or len(event.when) < len(found[key].when):
            found[key] = event
    return list(found.values())
