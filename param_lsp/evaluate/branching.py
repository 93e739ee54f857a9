"""`if` and `match`: a known test takes one block; of an unknown one all blocks are run and joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from param_lsp.evaluate import deciding, matching
from param_lsp.evaluate.deciding import Undecided
from param_lsp.evaluate.heap import Touched, joined
from param_lsp.evaluate.machine import BRANCHING, DONE, GO_ON, Doubt, Machine, Raised, Signal
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.syntax import tree
from param_lsp.values import Mutable, Unknown

Block = tuple[Any, ...]


def branch(machine: Machine, node: tree.If, frame: Frame, rest: Block) -> Signal | None:
    """Run an `if`; `rest` are the statements behind it in its block."""
    test = deciding.decide(machine, node.test, frame)
    if isinstance(test, bool):
        return _taken(machine, node.body if test else node.orelse, frame)
    return _fork(machine, test, [node.body, node.orelse], whens(test), frame, rest)


def match(machine: Machine, node: tree.Match, frame: Frame, rest: Block) -> Signal | None:
    """Run a `match`."""
    subject = machine.evaluate(node.subject, frame)
    possible: list[Block] = []
    conditions: list[Message] = []
    first: Undecided | None = None
    for case in node.cases:
        fits = matching.matches(machine, case.pattern, subject, node.subject, frame)
        if fits is not False and case.guard is not None:
            guard = deciding.decide(machine, case.guard, frame)
            fits = guard if guard is False or fits is True else fits
        if fits is False:
            continue
        possible.append(case.body)
        if fits is True:
            conditions.append(message("no case before fits"))
            break
        first = first or fits
        conditions.append(whens(fits)[0])
    else:
        possible.append(())
        conditions.append(message("no case fits"))
    if first is None:
        return _taken(machine, possible[0], frame)
    return _fork(machine, first, possible, conditions, frame, rest)


BRANCHING[tree.If] = branch
BRANCHING[tree.Match] = match


def whens(test: Undecided) -> tuple[Message, Message]:
    """Say in words that a test holds, and that it does not."""
    return message("{test} is true", test=test.text), message("{test} is false", test=test.text)


def forked(
    machine: Machine, runs: Sequence[Callable[[], Any]], conditions: Sequence[Message], test: Undecided
) -> tuple[list[Any], Callable[[list[int]], None]]:
    """Run the alternatives of an unknown test; gives what `Heap.alternatives` does.

    What is rejected in one of them only is noted with the condition under which that happens.
    """
    path = machine.path
    before = path is not None and path.raised
    ended: list[bool] = []
    left: list[Touched] = []
    begun = len(machine.events)
    found: list[list[Event]] = []

    def noted(run: Callable[[], Any], when: Message) -> Any:
        if path is not None:
            path.raised = False
        start = len(machine.events)
        machine.forks += 1
        try:
            return run()
        except Raised as raised:
            return Signal("raise", raised.kind)
        finally:
            machine.forks -= 1
            machine.events[start:] = [replace(each, when=(when, *each.when)) for each in machine.events[start:]]
            found.append(machine.events[start:])
            ended.append(path is not None and path.raised)

    pairs = zip(runs, conditions, strict=True)
    results, join = machine.heap.alternatives(
        [lambda run=run, when=when: noted(run, when) for run, when in pairs],  # type: ignore[misc]
        test.reason,
        test.place,
        left,
    )
    if path is not None:
        path.raised = before or all(ended)
    if any(found):
        machine.events[begun:] = _common(found)
    if machine.trial is not None and not all(map(is_raise, results)):
        machine.trial.doubts += [
            Doubt(test, result.value, _states(machine, changed))
            for result, changed in zip(results, left, strict=True)
            if is_raise(result)
        ]
    return results, join


def _states(machine: Machine, changed: Touched) -> tuple[tuple[Mutable, Any], ...]:
    """Give the states of all that changed since a `try` began, where an alternative left with these `changed` ones."""
    assert machine.trial is not None  # the caller asked
    since = machine.heap.branches[machine.trial.level :]
    now = {key: (value, value.save()) for touched, _ in since for key, (value, _) in touched.items()}
    return tuple((now | changed).values())


def is_raise(result: Any) -> bool:
    """Tell whether an alternative ended in an exception."""
    return isinstance(result, Signal) and result.kind == "raise"


def _common(found: list[list[Event]]) -> list[Event]:
    """Say once and without a condition what happens in every alternative."""
    plain = [[replace(event, when=event.when[1:]) for event in events] for events in found]
    everywhere = [event for event in plain[0] if all(event in others for others in plain[1:])]
    return everywhere + [
        event
        for events, bare in zip(found, plain, strict=True)
        for event, without in zip(events, bare, strict=True)
        if without not in everywhere
    ]


def _taken(machine: Machine, block: Block, frame: Frame) -> Signal | None:
    """Run the block that was decided on; note on a path that it raises what no handler takes."""
    if machine.path is None:
        return machine.run(block, frame)
    machine.forks += 1
    try:
        signal = machine.run(block, frame)
    finally:
        machine.forks -= 1
    if is_raise(signal) and not machine.guarded:
        machine.path.raised = True
    return signal


def _fork(
    machine: Machine, test: Undecided, blocks: list[Block], conditions: Sequence[Message], frame: Frame, rest: Block
) -> Signal | None:
    """Run alternatives of which one is taken, and join where they lead.

    Where one of them may leave the block, each runs the rest of the block too, so that an early `return` keeps its own
    state; `DONE` then says that the rest is done.
    """
    leaves = any(may_leave(block) for block in blocks)

    def run(block: Block) -> Signal | None:
        signal = machine.run(block, frame)
        if signal is None and leaves:
            signal = machine.run(rest, frame)
        return signal

    results, join = forked(machine, [lambda b=block: run(b) for block in blocks], conditions, test)  # type: ignore[misc]
    alive = [index for index, signal in enumerate(results) if not is_raise(signal)]
    join(alive)
    if not alive:
        return results[0]  # type: ignore[no-any-return]
    signal = together([results[index] for index in alive], test)
    return DONE if signal is None and leaves else signal


def _go_on(machine: Machine, signal: Signal, frame: Frame, rest: Block) -> Signal:
    """Run the statements behind one that may have left the block: they are reached or not."""
    test: Undecided | None = signal.test
    if not rest or test is None:
        return signal
    condition = message("{test} lets the code go on", test=test.text)
    runs = [lambda: None, lambda: machine.run(rest, frame)]
    results, join = forked(machine, runs, (condition, condition), test)
    after = results[1]
    join([0] if is_raise(after) else [0, 1])
    if after is None or is_raise(after):
        return signal
    value = joined(signal.value, after.value, Unknown(test.reason, test.place))
    returns = after.kind == "return" and not isinstance(signal.value, Unknown)
    return Signal("return", value) if returns else Signal("unsure", value, test)


GO_ON.append(_go_on)


def together(signals: list[Signal | None], test: Undecided) -> Signal | None:
    """Give what stands for the ends of alternatives of which none raises."""
    if all(signal is None for signal in signals):
        return None
    unknown = Unknown(test.reason, test.place)
    kinds = {"end" if signal is None else signal.kind for signal in signals}
    first = signals[0]
    if len(kinds) == 1 and first is not None:
        value = first.value
        for signal in signals[1:]:
            value = joined(value, signal.value if signal else None, unknown)
        return Signal(first.kind, value, first.test)
    returned = [signal.value for signal in signals if signal is not None and signal.kind in ("return", "unsure")]
    value = None
    if returned:
        value = returned[0]
        for other in returned[1:]:
            value = joined(value, other, unknown)
    return Signal("unsure", value if returned else unknown, test)


def may_leave(block: Block) -> bool:
    """Tell whether a block may return, break or continue (not counting what functions inside it do)."""
    for node in block:
        if isinstance(node, tree.Return | tree.Break | tree.Continue):
            return True
        if isinstance(node, tree.If) and (may_leave(node.body) or may_leave(node.orelse)):
            return True
        if isinstance(node, tree.With | tree.Try | tree.For | tree.While) and may_leave(node.body):
            return True
        if isinstance(node, tree.Try) and any(may_leave(each.body) for each in node.handlers):
            return True
        if isinstance(node, tree.Try | tree.For | tree.While) and may_leave(node.orelse):
            return True
        if isinstance(node, tree.Match) and any(may_leave(case.body) for case in node.cases):
            return True
    return False
