"""Follows unknown tests on whole paths, so that a model which depends on them is known in each case.

An evaluation joins what the branches of an unknown test lead to, and a model that differs between them is open. Where
that happened, the code concerned is evaluated again, once for each way in which those tests (and no others) may come
out. Then the state is put back. Up to eight whole alternatives are kept; nothing is paid where no model is open.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass

from param_lsp.evaluate import reporting
from param_lsp.evaluate.combining import Run, combined, events_of
from param_lsp.evaluate.deciding import named_tests
from param_lsp.evaluate.explored import Explored, Key, keyed
from param_lsp.evaluate.machine import Machine, OverBudget
from param_lsp.evaluate.memory import Memory, Segment, redo, undo
from param_lsp.evaluate.paths import Path
from param_lsp.report import Event, Model

MOST_PATHS = 16
MOST_RUNS = 24  # paths that end in an exception among them
MOST_ROUNDS = 4  # on a path further tests may come into sight
MOST_GROUPS = 6  # of models that depend on the same tests
STEPS_FOR_PATHS = 150_000  # for all paths of an evaluation together

Again = Callable[[Memory, list[Segment], int], None]
"""Evaluates the code of some segments again, into a memory of its own, within a number of steps."""


@dataclass(slots=True)
class _Group:
    """Models that depend on the same tests."""

    tests: frozenset[str]
    models: dict[Key, Model]


def follow(memory: Memory, segments: list[Segment], spent: int, again: Again) -> Generator[None, None, Explored | None]:
    """Follow the tests on which models of these last segments depend; None where there are no such models.

    Arguments:
        memory: of the evaluation so far; its state is the same afterwards.
        segments: its last ones.
        spent: steps that other explorations of this evaluation took.
        again: evaluates segments again.
    """
    machine = memory.machine
    groups = _open(machine, segments)
    if not groups:
        return None
    before = machine.steps
    machine.steps = 0
    events = [event for segment in segments for event in segment.events]
    models: list[tuple[Key, tuple[Model, ...]]] = []
    rejected: list[list[Event]] = []
    try:
        for group in groups[:MOST_GROUPS]:
            explorer = _Explorer(memory, segments, again, STEPS_FOR_PATHS - spent, group)
            runs = yield from explorer.runs()
            if runs:
                models += combined(runs, group.models)
                rejected.append(events_of(runs))
        used = machine.steps
    finally:
        machine.steps = before
    if not rejected:
        return Explored(steps=used)
    return Explored(tuple(models), tuple(_least(rejected)), tuple(events), used)


def _open(machine: Machine, segments: list[Segment]) -> list[_Group]:
    """The models that these segments left open because of tests that they met, by the tests."""
    met = {test for segment in segments for test in segment.tests}
    if not met:
        return []
    changed = {id(change.value) for segment in segments for change in segment.changes}
    first = segments[0].lengths[0]
    groups: dict[frozenset[str], _Group] = {}
    for position, (key, model) in enumerate(keyed(machine.models)):
        if position < first and id(model) not in changed:
            continue
        state = reporting.final(machine, model)
        tests = (_tests(state) | all_named_tests(model.fields.get("tests", ()))) & met
        if tests and not state.complete:
            groups.setdefault(tests, _Group(tests, {})).models[key] = state
    return list(groups.values())


def _tests(model: Model) -> frozenset[str]:
    """The tests that keep something in a model from being known."""
    return all_named_tests((*model.unknown, *(row.unknown for row in model.rows)))


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

    def runs(self) -> Generator[None, None, list[Run]]:
        """Run all paths; empty when there are too many, or they take too long."""
        tests = self.group.tests
        for _ in range(MOST_ROUNDS):
            first = next((i for i, segment in enumerate(self.segments) if tests & set(segment.tests)), None)
            if first is None:
                return []
            segments = self.segments[first:]
            known = {key for key, _ in keyed(self.memory.machine.models)}
            undo(self.memory.machine, segments)
            try:
                runs = yield from self._all(tests, segments, known)
            finally:
                redo(self.memory.machine, segments)
            further = frozenset().union(*(self._still_open(run) for run in runs)) - tests
            if not further:
                return runs
            tests |= further
        return []

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
        before, begun, met = len(machine.models), len(machine.events), len(machine.tests)
        machine.path = path
        try:
            if machine.steps >= self.steps:
                path.too_many = True
            else:
                self.again(trial, segments, self.steps)
            models = {
                key: reporting.states(machine, model)
                for position, (key, model) in enumerate(keyed(machine.models))
                if key in self.group.models or (position >= before and key not in known)
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
        return run.tests.intersection(frozenset().union(*(_tests(model) for model in models if not model.complete)))


def _least(rejected: Sequence[list[Event]]) -> list[Event]:
    """Say each rejection once: with the fewest conditions of those under which it was found."""
    found: dict[object, Event] = {}
    for event in (event for events in rejected for event in events):
        key = event.misfit.rule, event.place, event.argument
        if key not in found or len(event.when) < len(found[key].when):
            found[key] = event
    return list(found.values())
