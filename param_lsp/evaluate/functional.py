"""Functional models and calls of layers: the graph that calls on symbolic tensors leave behind (Keras 3.15)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp import catalogue, libraries
from param_lsp.catalogue.operations import OPERATORS
from param_lsp.evaluate import (
    applying,
    broadcasting,
    creating,
    disconnected,
    graphs,
    masks,
    operations,
    rounds,
    sequential,
    subclassed,
)
from param_lsp.evaluate import tensors as tensors_
from param_lsp.evaluate.library_call import LibraryCall
from param_lsp.evaluate.machine import Further, Machine
from param_lsp.message import message
from param_lsp.report import Event
from param_lsp.shapes import Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import (
    Applied,
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

operate = operations.operate


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
    inputs = _shape_of(value, tensors)
    if (
        isinstance(layer, ModelValue)
        and layer.kind == "sequential"
        and layer.input_shape is None
        and isinstance(inputs, tuple)
    ):
        sequential.build(machine, layer, inputs)
    machine.further = _further(layer, given)
    outcome = applying.apply(machine, layer, inputs)
    machine.further = Further()
    if isinstance(outcome, Misfit):
        _reject(machine, layer, outcome, tensors, given)
        return Unknown(outcome.message, given.place)
    if isinstance(outcome, Applied) and given.keywords.get("return_attention_scores", False) is not False:
        outcome = replace(outcome, output=_with_scores(layer, inputs, outcome.output))
    output = outcome.output if isinstance(outcome, Applied) else UnknownShape(outcome.reason)
    if eager:
        return _arrays(output)
    first = _first_of(layer, given)
    symbolic = _symbolic(given)
    if machine.keras >= 3 and not machine.tracing:
        symbolic += masks.taken(layer, first, len(given.positional), len(given.keywords))
    node = Node(layer, symbolic, Step(layer, inputs, outcome))
    made: masks.Masks = ()
    if not machine.tracing:
        made = masks.given_on(machine, layer, first, given.keywords.get("mask"), given.place, given.frame.calls)
    result = _outputs(output, node, made)
    masks.called(machine, layer, node, result)
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


def _further(layer: LayerValue | ModelValue, given: Any) -> Further:
    """What a layer of the workspace is called with beside its first argument."""
    if not isinstance(layer, LayerValue) or isinstance(layer.declaration, catalogue.Layer):
        return Further()
    names = getattr(layer.declaration, "call_inputs", ())
    keywords = {name: value for name, value in given.keywords.items() if name not in names}
    return Further(tuple(given.positional[1:]), keywords)


def _first_of(layer: LayerValue | ModelValue, given: Any) -> Value:
    """The first argument of a call, whose mask goes on to the outputs."""
    names = getattr(layer.declaration, "call_inputs", ()) if isinstance(layer, LayerValue) else ()
    return given.get(0, names[0] if names else "inputs")


def _symbolic(given: Any) -> tuple[KerasTensor, ...]:
    """The symbolic tensors of a call in the order in which its node holds them: keywords are sorted."""
    keywords = [given.keywords[name] for name in sorted(given.keywords)]
    return tuple(tensor for value in (*given.positional, *keywords) for tensor in operations.tensors_in(value))


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
    refused = broadcasting.refused(machine, OPERATORS.get(sign, ""), (left, right), frame.place(node))
    if refused is not None:
        return refused
    result = libraries.binary(
        sign, tensors_.to_array(left), tensors_.to_array(right), LibraryCall(machine, frame, node)
    )
    tensors = [value for value in (left, right) if isinstance(value, KerasTensor)]
    others = [value for value in (left, right) if not isinstance(value, KerasTensor | NumpyScalar | int | float)]
    makes_row = sign in OPERATORS and operations.is_known(machine, OPERATORS[sign])
    if isinstance(result, Array) and makes_row and not others and not machine.tracing:
        return operate(
            machine, OPERATORS[sign], tensors, frame.place(node), frame.calls, tensors_.from_array(result).shape
        )
    if isinstance(result, Array):
        return tensors_.from_array(result)
    reason = (
        result.reason
        if isinstance(result, Unknown)
        else message("the operator {sign} on tensors is not followed", sign=sign)
    )
    return KerasTensor(UnknownShape(reason))


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
        items = [value.items[key] for key in operations.in_order(value)]
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


def _outputs(output: ShapeTree, node: Node, made: masks.Masks) -> Value:
    if isinstance(output, Shapes):
        rest = (*made, *(None for _ in output.items))
        return ListValue([KerasTensor(item, None, node, index, rest[index]) for index, item in enumerate(output.items)])
    return KerasTensor(output, None, node, mask=made[0] if made else None)


def _reject(machine: Machine, layer: LayerValue | ModelValue, misfit: Misfit, tensors: list[Value], given: Any) -> None:
    if layer.misfit is not None or machine.told(misfit):
        return
    if isinstance(layer, LayerValue):
        declaration = catalogue.find(layer.declaration.name)
        misfit = catalogue.named(misfit, declaration, layer.name) if declaration is not None else misfit
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
    fill(machine, model, given)
    return model


def fill(machine: Machine, model: ModelValue, given: Any) -> None:
    """Give a new functional model the graph between its inputs and outputs."""
    inputs, outputs = (
        given.get(0, "inputs", given.keywords.get("input")),
        given.get(1, "outputs", given.keywords.get("output")),
    )
    starts, ends = _tensors(inputs), _tensors(outputs)
    if starts is None or ends is None or not all(isinstance(end, KerasTensor) for end in (*starts, *ends)):
        unknown = next((value for value in (inputs, outputs) if isinstance(value, Unknown)), None)
        model.unknown = (
            unknown.reason if unknown is not None else message("the model's inputs or outputs are not known")
        )
        return
    model.input_shape, model.output_shape = _shape_of(inputs, starts), _shape_of(outputs, ends)
    nodes = graphs.ordered(machine, starts, ends, given)
    if nodes is None:
        model.unknown = message("how the outputs come from the inputs is not followed")
        return
    for node in nodes:
        made = rounds.of(node.layer)
        if made is not None:
            model.unknown = model.fields[rounds.ROUNDS] = made.reason
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
    if machine.keras >= 3 and (twice := graphs.named_twice(nodes)) is not None:
        _refuse(machine, model, twice, given)
    elif disconnected.check(machine, model, starts, outputs, given):
        return  # with its tensors the same would be said of every model made of them
    model.fields["outputs"] = outputs
    model.fields["inputs"] = inputs


def _refuse(machine: Machine, model: ModelValue, layer: LayerValue | ModelValue, given: Any) -> None:
    """Two layers of a functional model have the same name."""
    misfit = Misfit(
        "duplicate-layer-name",
        message("another layer of this model is named {name} already", name=layer.name),
        f'The name "{layer.name}" is used 2 times in the model. All operation names should be unique.',
        argument="name",
        short=message("the name {name} is taken", name=layer.name),
    )
    model.misfit, model.misfit_layer = misfit, layer
    argument = layer.argument_places.get("name") if isinstance(layer, LayerValue) else None
    machine.events.append(
        Event(misfit, layer.place, argument, ((given.place, message("the model that both are in is made here")),))
    )


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
