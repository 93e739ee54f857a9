"""Loops of which nobody knows how often they run: where each later round is like the second, two rounds tell all.

The body runs once from the state before the loop, and once more from the state behind that. Where the second round
leaves everything as it found it, but for models and tensors that grew by layers of their own, each further round does
what the second did. What else differs is made unknown first, and the second round runs again from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from param_lsp.evaluate import applying
from param_lsp.evaluate.heap import Touched, join_into
from param_lsp.evaluate.likeness import Likeness, names_of, same_rank
from param_lsp.evaluate.machine import Machine, Signal
from param_lsp.evaluate.rounds import LAYERS, MISFIT, OUTPUT, ROUNDS, STEPS, UNKNOWN, Rounds, entry_shape, is_open, of
from param_lsp.evaluate.scope import Names, Scope
from param_lsp.message import Message
from param_lsp.report import Event
from param_lsp.spans import Place
from param_lsp.values import (
    DictValue,
    Instance,
    IteratorValue,
    KerasTensor,
    LayerValue,
    ListValue,
    ModelValue,
    Mutable,
    SetValue,
    Value,
    now,
)

_LISTS: Final = ("models", "seen", "layers", "functions")  # of the machine


@dataclass(frozen=True, slots=True)
class _Round:
    """A further round: the states before it of what it changed, what is rejected in it, and what keeps differing.

    `differing` is None where later rounds cannot be told from this one.
    """

    changed: Touched
    rejected: list[Event]
    differing: list[Mutable] | None


class Loop:
    """A loop whose number of rounds is not known, after its first round.

    Arguments:
        machine: that evaluates.
        touched: what the first round changed, with the states from before it.
        begun: the moment before the first round.
        reason: why the number is not known.
        place: of the loop.
    """

    def __init__(self, machine: Machine, touched: Touched, begun: int, reason: Message, place: Place) -> None:
        self.machine, self.touched, self.begun, self.reason, self.place = machine, touched, begun, reason, place
        self.like = Likeness(begun, reason, place)
        self.marked: list[LayerValue | ModelValue] = []
        self.again = now()
        self.first = {key: value.save() for key, (value, _) in touched.items()}

    def follow(self, once: Callable[[], Signal | None]) -> tuple[bool, list[Event]]:
        """Run further rounds.

        Returns:
            Whether all later rounds are like the second, the state then being that behind any number of rounds (else
            it is that behind the first); and what is rejected in the second round.
        """
        grown = self._grown()
        if grown is None:
            return False, []
        closed = [(model, model.save()) for model in grown]
        for model in grown:  # the later rounds see what may have been made by any number of rounds before
            self.machine.touch(model)
            model.unknown = model.unknown or self.reason
            model.fields[ROUNDS] = model.unknown
        first = self._round(once)
        followed = self._is_last(first) and self._settle()
        second = None
        if not followed and first.differing:
            after = {key: value.save() for key, (value, _) in first.changed.items()}
            for value, before in first.changed.values():
                value.restore(before)
            for value in first.differing:
                self.like.widen(value, first.changed[id(value)][1], after[id(value)])
            second = self._round(once)
            followed = self._is_last(second) and self._settle()
        if not followed:
            changed = second.changed if second is not None else {}
            for value, before in (*changed.values(), *first.changed.values(), *closed):
                value.restore(before)
            for layer in self.marked:
                layer.fields.pop(ROUNDS, None)
        return followed, first.rejected

    def changed_by(self, once: Callable[[], Signal | None]) -> Touched:
        """Run one more round from the present state, and give the states from before of what it changes."""
        return self._round(once).changed

    def _is_last(self, found: _Round) -> bool:
        return found.differing is not None and not found.differing

    def _round(self, once: Callable[[], Signal | None]) -> _Round:
        """Run one more round; what it adds to the machine's lists was said by the first one."""
        machine, events = self.machine, len(self.machine.events)
        lengths = {name: len(getattr(machine, name)) for name in _LISTS}
        decisions = 0 if machine.path is None else len(machine.path.taken)
        changed = machine.heap.watch()
        try:
            signal = once()
        finally:
            machine.heap.unwatch()
            rejected = machine.events[events:]
            del machine.events[events:]
            for name, length in lengths.items():
                del getattr(machine, name)[length:]
        # A decision that only this round asked for may come out otherwise in the next.
        free = machine.path is not None and len(machine.path.taken) > decisions
        ended = signal is not None and signal.kind != "continue"
        return _Round(changed, rejected, None if free or ended else self._differing(changed))

    def _grown(self) -> list[ModelValue] | None:
        """Give the models that the first round made grow, once it is sure that it did so to a model or a tensor."""
        models: list[ModelValue] = []
        tensors: dict[str, KerasTensor] = {}
        for key, (value, before) in self.touched.items():
            if isinstance(value, ModelValue) and value.kind == "sequential":
                longer = len(value.layers) > len(before[LAYERS])
                models += [value] if longer and value.misfit is None and self._was_open(value, before) else []
            elif isinstance(value, Scope | Instance):
                found = self._tensors(names_of(value), self.first[key], before)
                tensors |= found or {}
        return models if models or tensors else None

    def _was_open(self, model: ModelValue, before: Any) -> bool:
        """Tell whether nothing but the rounds of loops kept a model's structure from being known."""
        return (
            entry_shape(before) is not None
            and model.unknown == before[UNKNOWN]
            and (model.unknown is None or is_open(model))
        )

    # -- is the second round like all that follow? ----------------------------------------------------------------

    def _differing(self, changed: Touched) -> list[Mutable] | None:
        """Give what a round changed in a way that makes the next one start from something else; None if hopeless."""
        found: list[Mutable] = []
        for value, before in changed.values():
            # What is of the round before the next one does not change.
            alike = None if value.serial >= self.begun else self._is_alike(value, before, value.save())
            if alike is None:
                return None
            if not alike:
                found.append(value)
        return found

    def _is_alike(self, value: Mutable, before: Any, after: Any) -> bool | None:
        """Tell whether a round left a value so that the next one sees no difference; None where nothing helps."""
        if isinstance(value, Names):
            return True
        if isinstance(value, ModelValue) and value.kind == "sequential":
            return self._grows(value, before, after)
        if isinstance(value, Scope | Instance):
            same_names = set(before) == set(after)
            return all(self.like.alike(before[name], after[name]) for name in after) if same_names else None
        if isinstance(value, ListValue | DictValue):
            if after[1] is not None and before[1] is not None:
                return True
            return after[1] is before[1] and self.like.alike_all(before[0], after[0])
        if isinstance(value, IteratorValue | SetValue):
            return bool(before == after)
        return True if before == after else None

    def _grows(self, model: ModelValue, before: Any, after: Any) -> bool | None:
        """Tell whether a round put layers on a model and left its output as it was; None where it did anything else."""
        if before == after:
            return True
        first = self.touched.get(id(model), (model, before))[1]
        entry = entry_shape(first)
        if entry is None or first[MISFIT] is not None or after[MISFIT] is not None:
            return None
        if after[UNKNOWN] != before[UNKNOWN] or not is_open(model):
            return None
        if not (_extends(first[LAYERS], before[LAYERS]) and _extends(before[LAYERS], after[LAYERS])):
            return None
        new = after[LAYERS][len(first[LAYERS]) :]
        if any(layer.serial < self.begun or of(layer) is not None or applying.is_input(layer) for layer in new):
            return None
        if len(after[STEPS]) - len(before[STEPS]) != len(after[LAYERS]) - len(before[LAYERS]):
            return None
        one, other = before[OUTPUT], after[OUTPUT]
        if self.like.covers(one, other):
            return True
        return False if same_rank(one, other) else None

    # -- the state behind any number of rounds --------------------------------------------------------------------

    def _settle(self) -> bool:
        """Join the states behind no round, one, and more; False where a tensor grew in a way that cannot be told."""
        grown: dict[int, dict[str, KerasTensor]] = {}
        for key, (value, before) in self.touched.items():
            if isinstance(value, Scope | Instance):
                tensors = self._tensors(names_of(value), self.first[key], before)
                if tensors is None:
                    return False
                grown[key] = tensors
        for key, (value, before) in self.touched.items():
            self.machine.touch(value)
            if isinstance(value, ModelValue) and value.kind == "sequential" and len(value.layers) > len(before[LAYERS]):
                self._settle_model(value, before)
                continue
            join_into(value, self.first[key], self.reason, self.place)
            join_into(value, before, self.reason, self.place)
            names_of(value).update(grown.get(key, {}))
        return True

    def _settle_model(self, model: ModelValue, before: Any) -> None:
        self._mark(model.layers[len(before[LAYERS]) :])
        outputs = [entry_shape(before), self.first[id(model)][OUTPUT], model.output_shape]
        model.output_shape = self.like.joined(outputs, bounded=True)
        model.unknown = model.unknown or self.reason
        model.fields[ROUNDS] = model.unknown

    def _tensors(self, names: dict[str, Value], first: Any, before: Any) -> dict[str, KerasTensor] | None:
        """Give what stands for the tensors that grew from round to round, by the names that hold them."""
        found: dict[str, KerasTensor] = {}
        for name, held in names.items():
            start = before.get(name)
            if not isinstance(held, KerasTensor) or held is start or held.node is None or name not in first:
                continue
            starts = [start] if isinstance(start, KerasTensor) else []
            # A name that the loop binds first holds what was made from any of those before.
            nodes = self._nodes(held, starts or [value for value in before.values() if isinstance(value, KerasTensor)])
            if nodes is None:
                return None
            shapes = [tensor.shape for tensor in (*starts, first[name], held) if isinstance(tensor, KerasTensor)]
            self._mark([node.layer for node in nodes])
            found[name] = replace(held, shape=self.like.joined(shapes, bounded=True))
        return found

    def _nodes(self, tensor: KerasTensor, starts: Iterable[KerasTensor]) -> list[Any] | None:
        """Give the calls of layers that rounds made behind tensors; None where a layer is not the round's own."""
        found: list[Any] = []
        seen = {node for start in starts for node in _ancestors(start)}
        waiting = [tensor.node]
        while waiting:
            node = waiting.pop()
            if node is None or id(node) in seen:
                continue
            seen.add(id(node))
            if applying.is_input(node.layer):
                continue
            mark = of(node.layer)
            if node.layer.serial < self.begun or (mark is not None and mark.loop != self.begun):
                return None
            found.append(node)
            waiting += [before.node for before in node.inputs]
        return found

    def _mark(self, layers: Iterable[LayerValue | ModelValue]) -> None:
        for layer in layers:
            self.marked.append(layer)
            layer.fields[ROUNDS] = Rounds(self.begun, 1 if layer.serial < self.again else 2, self.reason)


def _ancestors(tensor: KerasTensor) -> set[int]:
    found: set[int] = set()
    waiting = [tensor.node]
    while waiting:
        node = waiting.pop()
        if node is not None and id(node) not in found:
            found.add(id(node))
            waiting += [before.node for before in node.inputs]
    return found


def _extends(shorter: list[Any], longer: list[Any]) -> bool:
    return len(longer) >= len(shorter) and all(one is other for one, other in zip(shorter, longer, strict=False))
