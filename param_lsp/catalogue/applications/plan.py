"""Lays out a model before it is made: chooses the entries that exist, applies each to its input, and orders them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from param_lsp.catalogue.applications.entry import Entry, Rule
from param_lsp.catalogue.applications.layers import PRIVATE, operation
from param_lsp.catalogue.applications.request import Request
from param_lsp.catalogue.create import Created, create
from param_lsp.catalogue.families import find
from param_lsp.catalogue.layer import Layer, Rejected, Unfollowed, automatic_name
from param_lsp.message import Message, message
from param_lsp.shapes import Shape, Shapes, ShapeTree, UnknownDim
from param_lsp.values import Applied, Misfit, Value

_OPERATION = "operation "  # before the class names of operations that are no layers


@dataclass(frozen=True, slots=True)
class Planned:
    """A layer or operation of the model, applied.

    Arguments:
        declaration: its class; None for a Sequential, whose members `layers` holds.
        created: its arguments, which layers of equal arguments share.
        name: explicit; None where Keras counts names of `stem`.
        stem: of the automatic name.
        inbound: indexes of the planned entries that it is called on.
        inputs: their shapes.
        outcome: what it gives; of a Sequential the last member's output.
        layers: members of a Sequential.
    """

    declaration: Layer | None
    created: Created | None
    name: str | None
    stem: str
    inbound: tuple[int, ...]
    inputs: ShapeTree
    outcome: Applied
    layers: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole model: its entries in the order in which they are called, the first of which is the input.

    Arguments:
        entries: as applied.
        output: index of the entry that gives the model's output.
        order: indexes in the order of Keras's `model.layers` and summary.
    """

    entries: tuple[Planned, ...]
    output: int
    order: tuple[int, ...]


def plan(entries: Sequence[Entry], request: Request, keras: int, input_shape: Shape) -> Plan:
    """Lay out a model.

    Arguments:
        entries: of the architecture.
        request: what its builder was asked for.
        keras: the Keras version that the file means.
        input_shape: of the tensor that the first layer is called on, with its batch axis.

    Raises:
        Rejected: Keras rejects one of the layers (`classes=0`).
        Unfollowed: a layer is not known here.
    """
    layout = _Layout(request, keras)
    found: list[Planned] = []
    where: dict[int, int] = {}
    for number, entry in enumerate(entries):
        if entry.when is not None and request.facts.isdisjoint(entry.when):
            where[number] = where[entry.inbound[0]]
            continue
        where[number] = len(found)
        inbound = tuple(where[before] for before in entry.inbound)
        shapes = tuple(found[before].outcome.output for before in inbound)
        shape = input_shape if not shapes else shapes[0] if len(shapes) == 1 else Shapes(shapes)
        found.append(layout.planned(entry, inbound, shape))
    output = where[len(entries) - 1]
    if request.unknown_size is not None:
        found = [_with_unknown_sizes(planned, request.unknown_size) for planned in found]
    return Plan(tuple(found), output, keras_order([planned.inbound for planned in found], output))


def keras_order(inbound: Sequence[Sequence[int]], output: int) -> tuple[int, ...]:
    """Order a graph as Keras orders a functional model's layers: by decreasing depth, then as they are traversed.

    Arguments:
        inbound: for each node those it is called on.
        output: the node that gives the output. Source: keras/src/ops/function.py, `map_graph`.
    """
    index: dict[int, int] = {output: 0}
    finished: list[int] = []
    done: set[int] = set()
    stack = [(output, iter(inbound[output]))]
    while stack:
        node, rest = stack[-1]
        before = next((number for number in rest if number not in done), None)
        if before is None:
            stack.pop()
            done.add(node)
            finished.append(node)
        else:
            index.setdefault(before, len(index))
            stack.append((before, iter(inbound[before])))
    depth: dict[int, int] = {}
    for node in reversed(finished):
        depth.setdefault(node, 0)
        for number in inbound[node]:
            depth[number] = max(depth[node] + 1, depth.get(number, 0))
    return tuple(sorted(finished, key=lambda node: (-depth[node], index[node])))


class _Layout:
    """Makes planned entries; layers of equal arguments share them, and with them what applying gave."""

    def __init__(self, request: Request, keras: int) -> None:
        self.request, self.keras = request, keras
        self._made: dict[Any, Created] = {}

    def planned(self, entry: Entry, inbound: tuple[int, ...], shape: ShapeTree) -> Planned:
        if entry.type == "Sequential":
            return self._sequential(entry, inbound, shape)
        declaration: Layer | None
        if entry.type.startswith(_OPERATION):
            declaration, stem = operation(entry.type.removeprefix(_OPERATION), self.keras)
        else:
            declaration, stem = PRIVATE.get(entry.type) or find(entry.type), automatic_name(entry.type)
        if declaration is None:
            raise Unfollowed(message("the layer {name} is not known here", name=entry.type))
        if not inbound and entry.type == "InputLayer":
            return Planned(declaration, None, None, "input_layer", (), shape, Applied(shape))
        created = self._created(entry, declaration, shape)
        outcome = _applied(declaration, created, shape)
        return Planned(
            declaration,
            created,
            self._name(entry),
            stem,
            inbound,
            shape,
            outcome,
        )

    def _sequential(self, entry: Entry, inbound: tuple[int, ...], shape: ShapeTree) -> Planned:
        layers: list[Planned] = []
        current = shape
        for layer in entry.layers:
            layers.append(self.planned(layer, (), current))
            current = layers[-1].outcome.output
        return Planned(
            None, None, self._name(entry), "sequential", inbound, shape, Applied(current), layers=tuple(layers)
        )

    def _name(self, entry: Entry) -> str | None:
        if entry.name is None or "{name}" not in entry.name:
            return entry.name
        return entry.name.replace("{name}", str(self.request.name))

    def _created(self, entry: Entry, declaration: Layer, shape: ShapeTree) -> Created:
        given = {key: self._value(value, shape) for key, value in entry.arguments.items()}
        key = (entry.type, *((name, type(value), value) for name, value in given.items()))
        created = self._made.get(key)
        if created is None:
            created = self._made[key] = create(declaration, (), given, self.keras)
            created.arguments.memo = {}
            if created.misfit is not None:
                raise Rejected(created.misfit)
            if created.reason is not None:
                raise Unfollowed(created.reason)
        return created

    def _value(self, value: Value, shape: ShapeTree) -> Value:
        if isinstance(value, tuple):
            return tuple(self._value(item, shape) for item in value)
        if not isinstance(value, Rule):
            return value
        if value.kind == "argument":
            return self.request.classes if value.of == "classes" else self.request.activation
        return correct_pad(shape, int(value.of))


def correct_pad(shape: ShapeTree, kernel: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Keras's padding before a convolution with strides of 2 (keras/src/applications/imagenet_utils.py).

    Arguments:
        shape: of what is padded, (batch, height, width, channels).
        kernel: the size of the convolution's window.
    """
    height, width = (shape[1], shape[2]) if isinstance(shape, tuple) else (None, None)
    half = kernel // 2
    if height is None:
        return (half - 1, half), (half - 1, half)
    if not isinstance(height, int) or not isinstance(width, int):
        raise Unfollowed(message("a model with a known height and a free width cannot be made"))
    return (half - 1 + height % 2, half), (half - 1 + width % 2, half)


def _applied(declaration: Layer, created: Created, shape: ShapeTree) -> Applied:
    memo = created.arguments.memo
    assert memo is not None  # `_created` makes it
    outcome = memo.get(shape)
    if outcome is None:
        outcome = memo[shape] = declaration.apply(created.arguments, shape)
    if isinstance(outcome, Applied):
        return outcome
    if isinstance(outcome, Misfit):
        raise Rejected(outcome)
    raise Unfollowed(outcome.reason)


def _with_unknown_sizes(planned: Planned, reason: Message) -> Planned:
    """The sizes are not free, as which they were looked at, but not known."""
    swap: Callable[[ShapeTree], ShapeTree] = lambda shape: _unknown_sizes(shape, reason)  # noqa: E731
    outcome = replace(planned.outcome, output=swap(planned.outcome.output), steps=())
    layers = tuple(_with_unknown_sizes(layer, reason) for layer in planned.layers)
    return replace(planned, inputs=swap(planned.inputs), outcome=outcome, layers=layers)


def _unknown_sizes(shape: ShapeTree, reason: Message) -> ShapeTree:
    if isinstance(shape, Shapes):
        return Shapes(tuple(_unknown_sizes(item, reason) for item in shape.items))
    if not isinstance(shape, tuple):
        return shape
    return (shape[0], *(UnknownDim(reason, low=1) if dim is None else dim for dim in shape[1:]))
