"""Sequential models without an input: Keras builds nothing yet, so what holds for every input is shown."""

from __future__ import annotations

from param_lsp import catalogue
from param_lsp.evaluate import applying
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, ShapeTree, UnknownShape, symbol
from param_lsp.values import Applied, LayerValue, Misfit, ModelValue, Outcome, Step, Undetermined

RANKS = (2, 3, 4)
"""The ranks that an input is tried with where the first layer takes several; what differs between them is unknown."""


def reason() -> Message:
    """Why nothing is built, and what would help."""
    return message("the model has no input shape yet: add keras.Input(shape=…), or build or fit it")


def steps(machine: Machine, model: ModelValue) -> list[Step]:
    """Give the rows of an unbuilt model as far as they hold for every input that it can take.

    Sizes of the missing input are symbols, so that a count reads `10·n + 10`. Nothing is built by this.
    """
    layers = [layer for layer in model.layers if not applying.is_input(layer)]
    if not layers:
        return []
    tried = [_through(machine, layers, shape) for shape in _inputs(model, layers)]
    fitting = [steps for steps in tried if not _misfits_early(steps)] or tried[:1]
    return [_common(alternatives) for alternatives in zip(*fitting, strict=False)]


def _inputs(model: ModelValue, layers: list[LayerValue | ModelValue]) -> list[ShapeTree]:
    """The inputs to try: the one that is known in part, or one of each rank that the first layer takes."""
    first = layers[0]
    if isinstance(first, ModelValue):
        return [first.input_shape or UnknownShape(reason())]
    if applying.is_input(model.layers[0]):
        given: ShapeTree = model.layers[0].fields.get("input_shape") or UnknownShape(reason())
        return [given]
    if first.built_for is not None:  # another model has built it: `Sequential(old.layers[:-1])`; the batch is its own
        return [(None, *first.built_for[1:]) if isinstance(first.built_for, tuple) else first.built_for]
    if first.declaration.name == "Embedding":
        return [(None, None)]  # as Keras 2 builds it; the counts hold for every length
    declared = catalogue.find(first.declaration.name)
    rank = declared.rank if declared is not None else None
    taken = _symbols(layers)
    return [_free_input(count, taken) for count in ((rank,) if rank else RANKS)]


def _free_input(rank: int, taken: frozenset[str]) -> ShapeTree:
    """An input of which nothing is known but its rank: sizes are symbols that no argument uses."""
    names = [name for name in ("n", "m", "k", "h", "w", "d", "s", "t", "u", "v") if name not in taken]
    return (None, *(symbol(names[rank - 2 - axis]) for axis in range(rank - 1)))


def _symbols(layers: list[LayerValue | ModelValue]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for layer in layers:
        if isinstance(layer, LayerValue) and layer.arguments is not None:
            for value in layer.arguments.given.values():
                parts = value if isinstance(value, tuple) else (value,)
                found = found.union(*(part.symbols for part in parts if isinstance(part, Polynomial)))
    return found


def _through(machine: Machine, layers: list[LayerValue | ModelValue], shape: ShapeTree) -> list[Step]:
    done: list[Step] = []
    current = shape
    for layer in layers:
        outcome = applying.preview(machine, layer, current)
        done.append(Step(layer, current, outcome))
        if isinstance(outcome, Misfit):
            break
        current = outcome.output if isinstance(outcome, Applied) else UnknownShape(reason())
    return done


def _misfits_early(done: list[Step]) -> bool:
    """Tell whether the input does not fit; a layer that Keras rejects outright fits no input."""
    last = done[-1]
    own = last.layer.misfit if isinstance(last.layer, LayerValue) else None
    return isinstance(last.outcome, Misfit) and own is None


def _common(alternatives: tuple[Step, ...]) -> Step:
    """What all inputs agree on."""
    first = alternatives[0]
    outcome = first.outcome
    if len(alternatives) == 1:
        return Step(first.layer, first.inputs, _softened(first))
    inputs = first.inputs if len({step.inputs for step in alternatives}) == 1 else None
    outcomes = [step.outcome for step in alternatives]
    applied = [each for each in outcomes if isinstance(each, Applied)]
    if len(applied) < len(outcomes) or len({each.weights for each in applied}) > 1:
        return Step(
            first.layer, inputs, outcome if isinstance(outcome, Misfit | Undetermined) else Undetermined(reason())
        )
    outputs, costs = {each.output for each in applied}, {each.macs for each in applied}
    macs = applied[0].macs if len(costs) == 1 else None
    output = applied[0].output if len(outputs) == 1 else UnknownShape(reason())
    return Step(first.layer, inputs, Applied(output, applied[0].weights, macs=macs))


def _softened(step: Step) -> Outcome | None:
    """A misfit with an input that nobody has given accuses nobody."""
    own = step.layer.misfit if isinstance(step.layer, LayerValue) else None
    if isinstance(step.outcome, Misfit) and own is None:
        return Undetermined(step.outcome.message)
    return step.outcome
