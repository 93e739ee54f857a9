"""Functional models and calls of layers: the graph that calls on symbolic tensors leave behind (Keras 3.15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from param_lsp import catalogue, libraries
from param_lsp.evaluate import applying, creating, sequential, subclassed
from param_lsp.evaluate import tensors as tensors_
from param_lsp.evaluate.library_call import LibraryCall
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.report import Event
from param_lsp.shapes import Polynomial, Shapes, ShapeTree, UnknownDim, UnknownShape, symbol
from param_lsp.spans import Place
from param_lsp.values import (
    Applied,
    Arguments,
    Array,
    DictValue,
    Instance,
    KerasTensor,
    LayerValue,
    ListValue,
    Misfit,
    ModelValue,
    Node,
    NumpyScalar,
    Outcome,
    Step,
    Undetermined,
    Unknown,
    Value,
)

MAX_DEPTH = 2_000
OPERATIONS = {"+": "Add", "-": "Subtract", "*": "Multiply", "/": "TrueDivide"}


def call_layer(machine: Machine, layer: LayerValue | ModelValue, given: Any) -> Value:
    """`layer(x)`: symbolic tensors grow the graph, arrays are computed; both build the layer."""
    if isinstance(layer, ModelValue) and layer.kind == "subclass":
        return subclassed.call(machine, layer, given)
    value = _input_of(layer, given)
    tensors = _tensors(value)
    if tensors is None:
        reason = (
            value.reason
            if isinstance(value, Unknown | UnknownDim)
            else message("what the layer is called on is not known")
        )
        return Unknown(reason, given.place)
    eager = all(isinstance(tensor, Array) for tensor in tensors)
    extra = [tensor for item in (*given.positional[1:], *given.keywords.values()) for tensor in _tensors(item) or ()]
    inputs = _shape_of(value, tensors)
    if (
        isinstance(layer, ModelValue)
        and layer.kind == "sequential"
        and layer.input_shape is None
        and isinstance(inputs, tuple)
    ):
        sequential.build(machine, layer, inputs)
    outcome = applying.apply(machine, layer, inputs)
    if isinstance(outcome, Misfit):
        _reject(machine, layer, outcome, tensors, given)
        return Unknown(outcome.message, given.place)
    if isinstance(outcome, Applied) and given.keywords.get("return_attention_scores", False) is not False:
        outcome = replace(outcome, output=_with_scores(layer, inputs, outcome.output))
    output = outcome.output if isinstance(outcome, Applied) else UnknownShape(outcome.reason)
    if eager:
        return _arrays(output)
    symbolic = tuple(tensor for tensor in [*tensors, *extra] if isinstance(tensor, KerasTensor))
    result = _outputs(output, Node(layer, symbolic, Step(layer, inputs, outcome)))
    if isinstance(layer, LayerValue) and isinstance(result, KerasTensor) and "output" not in layer.fields:
        machine.touch(layer)
        layer.fields["output"] = result  # `layer.output`, from which the graph may go on
    return result


def _input_of(layer: LayerValue | ModelValue, given: Any) -> Value:
    """What a layer is called on: its first argument, or a list of all where it takes its tensors one by one."""
    names = getattr(layer.declaration, "call_inputs", ()) if isinstance(layer, LayerValue) else ()
    if not names:
        return given.get(0, "inputs")
    values = [given.get(index, name) for index, name in enumerate(names)]
    while len(values) > 1 and values[-1] is None:
        values.pop()
    return values[0] if len(values) == 1 else ListValue(values)


def _with_scores(layer: LayerValue | ModelValue, inputs: ShapeTree, output: ShapeTree) -> ShapeTree:
    """Add the scores that a call of an attention layer asked for."""
    if not isinstance(layer, LayerValue) or layer.arguments is None or not isinstance(inputs, Shapes):
        return output
    declaration = layer.declaration
    scores = declaration.attention_scores(layer.arguments, inputs) if isinstance(declaration, catalogue.Layer) else None
    return output if scores is None or isinstance(output, Shapes) else Shapes((output, scores))


def call_instance(machine: Machine, instance: Instance, given: Any) -> Value:  # noqa: ARG001 - the form of its siblings
    """Call an object of a workspace class that has no `__call__` of its own."""
    return Unknown(message("what calling a {name} gives is not followed", name=instance.of.name), given.place)


def binary(machine: Machine, sign: str, left: Value, right: Value, node: Any, frame: Any) -> Value:
    """An operator on symbolic tensors: broadcasting as on arrays."""
    result = libraries.binary(
        sign, tensors_.to_array(left), tensors_.to_array(right), LibraryCall(machine, frame, node)
    )
    tensors = [value for value in (left, right) if isinstance(value, KerasTensor)]
    others = [value for value in (left, right) if not isinstance(value, KerasTensor | NumpyScalar | int | float)]
    if isinstance(result, Array) and sign in OPERATIONS and not others:
        return operate(
            machine, OPERATIONS[sign], tensors, frame.place(node), frame.calls, tensors_.from_array(result).shape
        )
    if isinstance(result, Array):
        return tensors_.from_array(result)
    reason = (
        result.reason
        if isinstance(result, Unknown)
        else message("the operator {sign} on tensors is not followed", sign=sign)
    )
    return KerasTensor(UnknownShape(reason))


def operate(
    machine: Machine,
    name: str,
    tensors: list[KerasTensor],
    place: Place,
    path: tuple[Place, ...],
    output: ShapeTree | None = None,
) -> KerasTensor:
    """Apply an operation to symbolic tensors: a row of the summary, though it is no layer.

    Arguments:
        machine: that evaluates.
        name: Keras 3's class name, "TrueDivide".
        tensors: what it is applied to; a number beside them changes nothing.
        place: the expression, reached by `path`.
        path: the call path.
        output: the shape it gives, where it is known already.
    """
    from param_lsp.catalogue.applications.layers import operation as declared  # noqa: PLC0415 - few files need it

    declaration, stem = declared(name, machine.keras)
    arguments = Arguments({}, {}, machine.keras)
    name_ = None if machine.tracing else creating.name_of(machine, stem, None)  # inside a layer it is no row
    layer = LayerValue(declaration, arguments, name_, place, path=path)
    inputs = tensors[0].shape if len(tensors) == 1 else Shapes(tuple(tensor.shape for tensor in tensors))
    outcome = applying.apply(machine, layer, inputs) if output is None else _given(name, output)
    if isinstance(outcome, Applied):
        layer.built, layer.built_for, output = outcome, inputs, outcome.output
    else:
        output = UnknownShape(outcome.message if isinstance(outcome, Misfit) else outcome.reason)
    return KerasTensor(output, tensors[0].dtype, Node(layer, tuple(tensors), Step(layer, inputs, outcome)))


def _given(name: str, output: ShapeTree) -> Applied:
    """An operation whose output is known already: what multiplies tensors with each other costs what is not told."""
    multiplies = {"Matmul", "Einsum", "Dot", "Tensordot", "Vdot", "Inner"}
    return Applied(output, macs=None if name in multiplies else 0)


def _tensors(value: Value) -> list[Value] | None:
    if isinstance(value, KerasTensor | Array):
        return [value]
    items = (
        value.items
        if isinstance(value, ListValue) and not value.unknown
        else value
        if isinstance(value, tuple)
        else None
    )
    if isinstance(value, DictValue) and not value.unknown:
        items = list(value.items.values())
    if items is None or not items:
        return None
    found = [_tensors(item) for item in items]
    if any(part is None for part in found):
        return None
    return [tensor for part in found for tensor in part or ()]


def _shape_of(value: Value, tensors: list[Value]) -> ShapeTree:
    if isinstance(value, KerasTensor | Array):
        shape: ShapeTree = value.shape
        return shape
    return Shapes(tuple(tensor.shape for tensor in tensors))


def _arrays(output: ShapeTree) -> Value:
    if isinstance(output, Shapes):
        return ListValue([_arrays(item) for item in output.items])
    if isinstance(output, tuple):
        known = tuple(UnknownDim(message("the batch size is not known")) if dim is None else dim for dim in output)
        return Array(known, "float32", kind="tensor")
    return Array(output, "float32", kind="tensor")


def _outputs(output: ShapeTree, node: Node) -> Value:
    if isinstance(output, Shapes):
        return ListValue([KerasTensor(item, None, node, index) for index, item in enumerate(output.items)])
    return KerasTensor(output, None, node)


def _reject(machine: Machine, layer: LayerValue | ModelValue, misfit: Misfit, tensors: list[Value], given: Any) -> None:
    if isinstance(layer, LayerValue):
        declaration = catalogue.find(layer.declaration.name)
        misfit = catalogue.named(misfit, declaration, layer.name) if declaration is not None else misfit
    if isinstance(layer, LayerValue) and layer.misfit is not None:
        return
    argument = layer.argument_places.get(misfit.argument or "") if isinstance(layer, LayerValue) else None
    related = [
        (tensor.node.layer.place, message("its input comes from here"))
        for tensor in tensors
        if isinstance(tensor, KerasTensor) and tensor.node is not None
    ]
    machine.events.append(
        Event(misfit, given.place if isinstance(layer, ModelValue) else layer.place, argument, tuple(related))
    )


def create(machine: Machine, given: Any) -> Value:
    """`keras.Model(inputs, outputs)`."""
    name = given.keywords.get("name", given.get(2, "name"))
    model = ModelValue("functional", creating.name_of(machine, "functional", name), given.place, path=given.frame.calls)
    machine.models.append(model)
    model.end = given.place
    fill(model, given)
    return model


def fill(model: ModelValue, given: Any) -> None:
    """Give a new functional model the graph between its inputs and outputs."""
    inputs, outputs = (
        given.get(0, "inputs", given.keywords.get("input")),
        given.get(1, "outputs", given.keywords.get("output")),
    )
    starts, ends = _tensors(inputs), _tensors(outputs)
    if starts is None or ends is None:
        unknown = next((value for value in (inputs, outputs) if isinstance(value, Unknown)), None)
        model.unknown = (
            unknown.reason if unknown is not None else message("the model's inputs or outputs are not known")
        )
        return
    model.input_shape, model.output_shape = _shape_of(inputs, starts), _shape_of(outputs, ends)
    nodes = graph(starts, ends)
    if nodes is None:
        model.unknown = message("how the outputs come from the inputs is not followed")
        return
    for node in nodes:
        if not applying.is_operation(node.layer):
            model.layers.append(node.layer)
        model.steps.append(node.step)
        if (
            not isinstance(node.step.outcome, Applied)
            and node.inputs
            and model.unknown is None
            and isinstance(node.step.outcome, Undetermined)
        ):
            model.fields["undetermined"] = node.step.outcome.reason
    model.fields["outputs"] = outputs
    model.fields["inputs"] = inputs


def graph(starts: list[Value], ends: list[Value]) -> list[Node] | None:
    """Order the calls between inputs and outputs as Keras does (`keras/src/ops/function.py`, `map_graph`).

    Returns:
        For each layer the last of its calls, layers by decreasing depth and then in the order of traversal; None where
        the graph is not connected in a way that can be followed.
    """
    order: list[Node] = []
    indices: dict[int, int] = {}
    finished: set[int] = set()
    begins = {id(tensor) for tensor in starts}

    # A stack of its own: `keras.applications` has graphs of more than 1,000 calls in a row.
    stack: list[tuple[Node, Iterator[KerasTensor]]] = []

    def enter(tensor: Value) -> bool:
        node = tensor.node if isinstance(tensor, KerasTensor) else None
        if node is None or len(stack) > MAX_DEPTH:
            return False
        if id(node) in finished or (node.inputs and id(tensor) in begins):
            finished.add(id(node))
        else:
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
    return _by_depth(order, indices)


def _by_depth(order: list[Node], indices: dict[int, int]) -> list[Node]:
    inside = {id(node) for node in order}
    node_depth: dict[int, int] = {}
    layer_depth: dict[int, int] = {}
    last: dict[int, Node] = {}
    for node in reversed(order):
        depth = max(node_depth.get(id(node), 0), layer_depth.get(id(node.layer), 0))
        layer_depth[id(node.layer)] = node_depth[id(node)] = depth
        last.setdefault(id(node.layer), node)
        for tensor in node.inputs:
            before = tensor.node
            if before is not None and id(before) in inside:
                node_depth[id(before)] = max(depth + 1, node_depth.get(id(before), 0))
    nodes = sorted(last.values(), key=lambda node: (-layer_depth[id(node.layer)], indices[id(node.layer)]))
    if len(nodes) == len(order):
        return nodes
    calls: dict[int, list[Step]] = {}
    for node in order:
        calls.setdefault(id(node.layer), []).append(node.step)
    return [_costing(node, calls[id(node.layer)]) for node in nodes]


def _costing(node: Node, calls: list[Step]) -> Node:
    """Let the one row of a layer that is called several times cost all its calls."""
    outcome = node.step.outcome
    if len(calls) == 1 or not isinstance(outcome, Applied):
        return node
    return replace(node, step=replace(node.step, outcome=replace(outcome, macs=applying.macs_of(calls))))


def replay(machine: Machine, model: ModelValue, inputs: ShapeTree, depth: int) -> Outcome:
    """Apply a functional model to an input of another size than it was made for, call by call."""
    ends, starts = _tensors(model.fields.get("outputs")), _tensors(model.fields.get("inputs"))
    if ends is None or starts is None or len(ends) != 1 or len(starts) != 1:
        return Undetermined(message("what the model gives for an input of another shape is not followed"))
    shapes: dict[int, ShapeTree] = {id(starts[0].node): inputs}

    def read(tensor: KerasTensor) -> ShapeTree:
        whole = shapes[id(tensor.node)]
        return whole.items[tensor.index] if isinstance(whole, Shapes) and tensor.index < len(whole.items) else whole

    waiting = [ends[0].node]
    while waiting:
        node = waiting[-1]
        if node is None:
            return Undetermined(message("a tensor comes from outside the model"))
        missing = [before.node for before in node.inputs if id(before.node) not in shapes]
        if missing:
            waiting += missing
            continue
        waiting.pop()
        if id(node) not in shapes:
            parts = tuple(map(read, node.inputs))
            outcome = applying.apply(machine, node.layer, parts[0] if len(parts) == 1 else Shapes(parts), depth + 1)
            shapes[id(node)] = outcome.output if isinstance(outcome, Applied) else UnknownShape(
                outcome.reason if isinstance(outcome, Undetermined) else outcome.message
            )  # fmt: skip
    return Applied(read(ends[0]), tuple(applying.weights_of(model)))
