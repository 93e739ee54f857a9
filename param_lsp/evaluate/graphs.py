"""The graph between the inputs and outputs of a functional model, in the order of Keras's summary (Keras 3.15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import applying
from param_lsp.evaluate.machine import Machine
from param_lsp.values import Applied, Arguments, KerasTensor, LayerValue, ModelValue, Node, Step, Value

MAX_DEPTH = 2_000
FIRST_CALL = "(first call)"
"""The field of a Sequential that holds the tensors that went into and came out of its first call."""
LAST_CALL = "(last call)"
"""The field of a layer that holds its latest call: a summary shows the shape of that one, in whatever graph it is."""

Places = Mapping[tuple[int, int], Node]
"""Nodes that stand in for a tensor: by the id of the node that made it and its index there."""


def ordered(machine: Machine, starts: list[Value], ends: list[Value], given: Any) -> list[Node] | None:
    """Give the calls between inputs and outputs, one for each layer, in the order of the summary.

    Returns:
        None where the graph is not connected in a way that can be followed. Inputs that are not the model's are among
        the nodes; `disconnected.check` finds them.
    """
    stand_ins = {_key(start): _stand_in(machine, start, given) for start in starts if _is_inner(start)}
    nodes = graph(starts, ends, stand_ins)
    if nodes is None:
        return None
    begins = {id(stand_ins.get(_key(start)) or start.node) for start in starts}
    if any(not node.inputs and id(node) not in begins and not is_input(node) for node in nodes):
        return None  # where the graph begins is not known
    return [_as_shown(node) for node in nodes]


def graph(starts: list[Value], ends: list[Value], stand_ins: Places | None = None) -> list[Node] | None:
    """Order the calls between inputs and outputs as Keras does (`keras/src/ops/function.py`, `map_graph`).

    Arguments:
        starts: the model's inputs.
        ends: its outputs.
        stand_ins: what takes the place of inputs that are made by layers.

    Returns:
        For each layer the last of its calls, layers by decreasing depth and then in the order of traversal; None where
        the graph is not connected in a way that can be followed.
    """
    stand_ins = stand_ins or {}
    order: list[Node] = []
    indices: dict[int, int] = {}
    finished: set[int] = set()

    # A stack of its own: `keras.applications` has graphs of more than 1,000 calls in a row.
    stack: list[tuple[Node, Iterator[KerasTensor]]] = []

    def enter(tensor: Value) -> bool:
        node = _maker(tensor, stand_ins)
        if node is None or len(stack) > MAX_DEPTH:
            return False
        if id(node) not in finished:
            indices.setdefault(id(node.layer), len(indices))
            stack.append((node, iter(node.inputs)))
        return True

    for end in ends:
        if not enter(end):
            return None
        while stack:
            node, rest = stack[-1]
            before = next(rest, None)
            if before is None:
                stack.pop()
                finished.add(id(node))
                order.append(node)
            elif not enter(before):
                return None
    return _by_depth(order, indices, starts, stand_ins)


def named_twice(nodes: list[Node]) -> LayerValue | ModelValue | None:
    """Give the first layer or operation whose name another one has already, which Keras rejects."""
    names: dict[str, LayerValue | ModelValue] = {}
    for node in nodes:
        name = node.layer.name
        if name is not None and names.setdefault(name, node.layer) is not node.layer:
            return max(names[name], node.layer, key=lambda layer: layer.serial)
    return None


def is_input(node: Node) -> bool:
    """Tell whether a graph begins here: the call is that of a `keras.Input`."""
    return isinstance(node.layer, LayerValue) and node.layer.declaration.name == "InputLayer"


def _maker(tensor: Value, stand_ins: Places) -> Node | None:
    if not isinstance(tensor, KerasTensor):
        return None
    return stand_ins.get(_key(tensor)) or tensor.node if stand_ins else tensor.node


def _key(tensor: Value) -> tuple[int, int]:
    return id(tensor.node), tensor.index


def _is_inner(tensor: Value) -> bool:
    return isinstance(tensor, KerasTensor) and tensor.node is not None and bool(tensor.node.inputs)


def _stand_in(machine: Machine, tensor: KerasTensor, given: Any) -> Node:
    """The InputLayer that Keras makes where an input is the output of a layer; its name counts all tensors before."""
    declaration = catalogue.find("InputLayer")
    assert declaration is not None  # the catalogue has it
    layer = LayerValue(declaration, Arguments({}, {}, machine.keras), None, given.place, path=given.frame.calls)
    layer.fields["input_shape"] = tensor.shape
    return Node(layer, (), Step(layer, tensor.shape, Applied(tensor.shape)))


def _by_depth(order: list[Node], indices: dict[int, int], starts: list[Value], stand_ins: Places) -> list[Node]:
    inside = {id(node) for node in order}
    node_depth: dict[int, int] = {}
    layer_depth: dict[int, int] = {}
    last: dict[int, Node] = {}
    for node in reversed(order):
        depth = max(node_depth.get(id(node), 0), layer_depth.get(id(node.layer), 0))
        layer_depth[id(node.layer)] = node_depth[id(node)] = depth
        last.setdefault(id(node.layer), node)
        for tensor in node.inputs:
            before = _maker(tensor, stand_ins)
            if before is not None and id(before) in inside:
                node_depth[id(before)] = max(depth + 1, node_depth.get(id(before), 0))
    for start in starts:  # inputs that nothing uses stand at the end, before the outputs
        unused = _maker(start, stand_ins)
        if unused is not None and not unused.inputs and id(unused.layer) not in layer_depth:
            layer_depth[id(unused.layer)], indices[id(unused.layer)], last[id(unused.layer)] = 0, -1, unused
    nodes = sorted(last.values(), key=lambda node: (-layer_depth[id(node.layer)], indices[id(node.layer)]))
    if len(nodes) == len(order):
        return nodes
    calls: dict[int, list[Step]] = {}
    for node in order:
        calls.setdefault(id(node.layer), []).append(node.step)
    return [_costing(node, calls.get(id(node.layer), [])) for node in nodes]


def _costing(node: Node, calls: list[Step]) -> Node:
    """Let the one row of a layer that is called several times cost all its calls."""
    outcome = node.step.outcome
    if len(calls) < 2 or not isinstance(outcome, Applied):
        return node
    return replace(node, step=replace(node.step, outcome=replace(outcome, macs=applying.macs_of(calls))))


def _as_shown(node: Node) -> Node:
    """Take the shapes of the layer's latest call, as `summary_utils.format_layer_shape` does."""
    latest, own = node.layer.fields.get(LAST_CALL), node.step.outcome
    if not isinstance(latest, Step) or latest is node.step or not isinstance(own, Applied):
        return node
    if not isinstance(latest.outcome, Applied) or latest.outcome.output == own.output:
        return node
    return replace(node, step=replace(latest, outcome=replace(latest.outcome, macs=own.macs)))
