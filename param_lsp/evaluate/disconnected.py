"""Outputs of a functional model that need an Input which is not the model's: Keras raises when it makes the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from param_lsp.evaluate import graphs, operations
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.report import Event
from param_lsp.values import DictValue, KerasTensor, ListValue, Misfit, ModelValue, Node, Value


def check(machine: Machine, model: ModelValue, starts: list[Value], outputs: Value, given: Any) -> bool:
    """Reject a model that has such an output, as `keras/src/ops/function.py` (`_run_through_graph`) does.

    Arguments:
        machine: that evaluates.
        model: the new model.
        starts: its inputs.
        outputs: its outputs in their nest; all that they come from is followed (`graphs.ordered` gave nodes).
        given: the arguments of the call that makes it.
    """
    for path, output in _paths(outputs):
        missing = _missing(starts, output)
        if missing is not None:
            _refuse(machine, model, path, missing, given)
            return True
    return False


def _missing(starts: list[Value], output: KerasTensor) -> Node | None:
    """Give the first Input that an output comes from and that is none of the model's inputs."""
    reached = {(id(start.node), start.index) for start in starts}
    own = {id(start.node.layer) for start in starts}
    waiting = [output]
    while waiting:
        tensor = waiting.pop()
        node = tensor.node
        if node is None or (id(node), tensor.index) in reached:
            continue
        reached.add((id(node), tensor.index))
        if graphs.is_input(node) and id(node.layer) not in own:
            return node
        waiting += reversed(node.inputs)
    return None


def _paths(value: Value, *path: object) -> Iterator[tuple[str, KerasTensor]]:
    """Give the tensors of a nest with their paths as Keras writes them: "", "0", "scores.1"."""
    if isinstance(value, KerasTensor):
        yield ".".join(map(str, path)), value
    elif isinstance(value, DictValue):
        for key in operations.in_order(value):
            yield from _paths(value.items[key], *path, key)
    else:
        for index, item in enumerate(value.items if isinstance(value, ListValue) else value):
            yield from _paths(item, *path, index)


def _refuse(machine: Machine, model: ModelValue, path: str, missing: Node, given: Any) -> None:
    name = missing.layer.name
    needed = message("the Input {name}", name=name) if name is not None else message("an Input")
    what = message("output {path}", path=path) if path else message("the output")
    words = f"Output with path `{path}` is not connected to `inputs`" if machine.keras >= 3 else ""
    misfit = Misfit(
        "disconnected-output",
        message("{output} needs {input}, which is not among the model's inputs", output=what, input=needed),
        words,
        argument="outputs",
        short=message("{output} needs {input}", output=what, input=needed),
    )
    model.misfit = misfit
    place = given.places[1] if len(given.places) > 1 else None
    place = place or given.keyword_places.get("outputs") or given.keyword_places.get("output")
    related = ((missing.layer.place, message("this Input is not among the model's inputs")),)
    machine.events.append(Event(misfit, given.place, place, related))
