"""`keras.applications.VGG16(…)` and its siblings: functional models whose graphs the catalogue knows (Keras 3.15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from param_lsp import catalogue
from param_lsp.catalogue import applications
from param_lsp.catalogue.applications import Plan, Planned, Request
from param_lsp.evaluate import applying, creating, functional, graphs
from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.report import Event
from param_lsp.shapes import Shape, UnknownDim
from param_lsp.spans import Place
from param_lsp.values import (
    Arguments,
    Array,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    ListValue,
    ModelValue,
    Node,
    NumpyScalar,
    Step,
    Unknown,
    Value,
)

MOST_PLANS = 200
_PLANS: dict[Any, tuple[Plan, Any]] = {}  # with the entries, whose id stands in the key


def find(name: str) -> Callable[[Machine, Any, Value], Value] | None:
    """Give what a member of `keras.applications` does, or None: "VGG16", "vgg16.preprocess_input".

    Arguments:
        name: behind "keras.applications.".
    """
    if name in applications.names():
        return partial(create, name)
    module, _, function = name.rpartition(".")
    if function == "preprocess_input":
        return partial(preprocess_input, module)
    return decode_predictions if function == "decode_predictions" else None


def create(name: str, machine: Machine, given: Any, bound: Value = None) -> Value:  # noqa: ARG001 - the table's form
    """Make a model of `keras.applications`.

    Arguments:
        name: of the architecture, "VGG16".
        machine: that evaluates.
        given: the call's arguments.
        bound: nothing.
    """
    architecture = applications.find(name)
    if architecture is None:
        return Unknown(message("{name} is not an architecture that is known here", name=name), given.place)
    if given.unknown is not None:
        return Unknown(given.unknown.reason, given.place)
    try:
        request = applications.read_request(architecture, given.positional, given.keywords, machine.keras)
        plan = _plan(request, machine.keras)
    except catalogue.Rejected as rejected:
        misfit = rejected.misfit
        places = given.keyword_places | dict(zip(architecture.parameters, given.places, strict=False))
        machine.events.append(Event(misfit, given.place, places.get(misfit.argument or "")))
        return Unknown(misfit.message, given.place)
    except catalogue.Unfollowed as unfollowed:
        return Unknown(unfollowed.reason, given.place)
    machine.step(len(plan.entries))
    return _model(machine, request, plan, given)


# How each module preprocesses: "caffe" swaps the channels and subtracts means, "tf" scales, "torch" does both.
_MODES = {
    **dict.fromkeys(("imagenet_utils", "resnet", "resnet50", "vgg16", "vgg19"), "caffe"),
    **dict.fromkeys(("convnext", "efficientnet", "efficientnet_v2", "mobilenet_v3"), "nothing"),
    "densenet": "torch",
}
_OPERATIONS: dict[str, tuple[str, ...]] = {
    "caffe": ("Add",),
    "nothing": (),
    "tf": ("TrueDivide", "Subtract"),
    "torch": ("TrueDivide", "Add", "TrueDivide"),
}
_OLDER_OPERATIONS = _OPERATIONS | {"caffe": ("Reverse", "BiasAdd"), "torch": ("TrueDivide", "BiasAdd", "TrueDivide")}


def preprocess_input(module: str, machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table's form
    """`preprocess_input(x)` scales and swaps channels, and keeps the shape; on a symbolic tensor by operations.

    Arguments:
        module: whose function it is, "vgg16".
        machine: that evaluates.
        given: the call's arguments.
        bound: nothing.
    """
    value, mode = given.get(0, "x"), _MODES.get(module, "tf")
    if module == "imagenet_utils":
        mode = given.get(2, "mode", "caffe")
    if mode not in _OPERATIONS or given.keywords.get("data_format") is not None:
        return Unknown(message("how the images are preprocessed is not known"), given.place)
    if mode == "nothing":
        return value
    if isinstance(value, Array):
        dtype = value.dtype if str(value.dtype).startswith("float") else "float32"
        return replace(value, dtype=dtype, low=None, high=None, distinct=None, items=None)
    if not isinstance(value, KerasTensor):
        reason = value.reason if isinstance(value, Unknown) else message("what is preprocessed is not known")
        return Unknown(reason, given.place)
    place, path = given.place, given.frame.calls
    if mode == "caffe" and machine.keras >= 3:
        channels = [functional.operate(machine, "GetItem", [value], place, path) for _ in range(3)]
        value = functional.operate(machine, "Stack", channels, place, path)
    for name in (_OPERATIONS if machine.keras >= 3 else _OLDER_OPERATIONS)[mode]:
        value = functional.operate(machine, name, [value], place, path)
    return value


def decode_predictions(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table's form
    """`decode_predictions(p)` gives names, which nobody's shape depends on."""
    return Unknown(message("what is predicted depends on the run"), given.place)


def _plan(request: Request, keras: int) -> Plan:
    """Lay the model out, or recall it: the same call is evaluated at every keystroke."""
    shape: Shape = (None, *request.shape) if request.tensor is None else _tensor_shape(request.tensor)
    if request.tensor is not None and request.unknown_size is None:
        size = next((dim for dim in shape[1:3] if isinstance(dim, UnknownDim)), None)
        if size is not None:
            request = replace(request, unknown_size=size.reason)
            shape = (shape[0], None, None, *shape[3:])
    if applications.IMAGENET in request.facts and isinstance(shape[-1], int) and shape[-1] != 3:
        raise catalogue.Unfollowed(
            message("the pretrained weights do not fit an input of {channels} channels", channels=shape[-1])
        )
    key = (
        request.architecture.name, id(request.entries), request.facts,
        _plain(request.classes), _plain(request.activation), request.name, shape, request.unknown_size, keras,
    )  # fmt: skip
    try:
        found = _PLANS.get(key)
    except TypeError:  # an argument that is not plain
        return applications.plan(request.entries, request, keras, shape)
    if found is None:
        if len(_PLANS) >= MOST_PLANS:
            _PLANS.clear()
        found = _PLANS[key] = applications.plan(request.entries, request, keras, shape), request.entries
    return found[0]


def _plain(value: Value) -> Any:
    """Give a key for a constant, its type told apart; what is none gives one that is not hashable."""
    if value is None or isinstance(value, bool | int | float | str | LibraryFunction | NumpyScalar):
        return type(value), value
    return []


def _tensor_shape(tensor: KerasTensor) -> Shape:
    shape = tensor.shape
    if not isinstance(shape, tuple) or len(shape) != 4:
        raise catalogue.Unfollowed(message("the shape of `input_tensor` is not known"))
    return shape


def _model(machine: Machine, request: Request, plan: Plan, given: Any) -> ModelValue:
    place, path = given.place, given.frame.calls
    tensors: list[KerasTensor] = []
    if request.tensor is None:
        shape = plan.entries[0].outcome.output
        layer = LayerValue(
            plan.entries[0].declaration or _input_declaration(),
            Arguments({"shape": tuple(request.shape)}, {}, machine.keras),
            creating.name_of(machine, "input_layer", None),
            place,
            path=path,
        )
        layer.fields["input_shape"] = shape
        tensors.append(creating.input_tensor(layer))
        layer.fields["output"] = tensors[0]
    else:
        tensors.append(request.tensor)
    for planned in plan.entries[1:]:
        before = tuple([tensors[number] for number in planned.inbound])
        made = _layer(machine, planned, place, path)
        node = Node(made, before, Step(made, planned.inputs, planned.outcome))
        tensor = KerasTensor(planned.outcome.output, None, node)
        if isinstance(made, LayerValue):
            made.fields["output"] = tensor
        tensors.append(tensor)
    name = creating.name_of(machine, "functional", request.name)
    model = ModelValue("functional", name, place, path=path, origin=request.architecture.name)
    model.end = place
    machine.models.append(model)
    inputs = tensors[0] if request.tensor is None else _source(request.tensor)
    output = tensors[plan.output]
    found = [tensors[number].node for number in plan.order]
    nodes: Sequence[Node] | None = [each for each in found if each is not None]
    if inputs is None:
        nodes = None
    elif inputs is not tensors[0]:
        nodes = graphs.graph([inputs], [output])
    if nodes is None or inputs is None:
        model.unknown = message("how the model comes from `input_tensor` is not followed")
        return model
    model.input_shape, model.output_shape = inputs.shape, output.shape
    model.steps = [node.step for node in nodes]
    model.layers = [node.layer for node in nodes if not applying.is_operation(node.layer)]
    model.fields["inputs"] = inputs if request.tensor is None else ListValue([inputs])
    model.fields["outputs"] = output
    return model


def _layer(machine: Machine, planned: Planned, place: Place, path: tuple[Place, ...]) -> LayerValue | ModelValue:
    if planned.declaration is None or planned.created is None:
        return _sequential(machine, planned, place, path)
    return LayerValue(
        planned.declaration,
        planned.created.arguments,
        planned.name if planned.name is not None else creating.name_of(machine, planned.stem, None),
        place,
        built=planned.outcome,
        built_for=planned.inputs,
        path=path,
    )


def _sequential(machine: Machine, planned: Planned, place: Place, path: tuple[Place, ...]) -> ModelValue:
    """Make a Sequential, as ConvNeXt's stem is one; Keras builds it when it is called."""
    model = ModelValue("sequential", planned.name, place, path=path)
    hidden = creating.input_layer(machine, planned.inputs, place, path)
    creating.count_functional(machine, model)
    made = [_layer(machine, layer, place, path) for layer in planned.layers]
    model.layers = [hidden, *made]
    model.steps = [Step(layer, item.inputs, item.outcome) for layer, item in zip(made, planned.layers, strict=True)]
    model.input_shape, model.output_shape = planned.inputs, planned.outcome.output
    return model


def _source(tensor: KerasTensor) -> KerasTensor | None:
    """Give the only input that a tensor comes from (`get_source_inputs`); None where there are several or none."""
    sources: dict[int, KerasTensor] = {}
    waiting, seen = [tensor], set()
    while waiting:
        current = waiting.pop()
        node = current.node
        if node is None:
            return None
        if not node.inputs:
            sources[id(node)] = current
        elif id(node) not in seen:
            seen.add(id(node))
            waiting += node.inputs
    return next(iter(sources.values())) if len(sources) == 1 else None


def _input_declaration() -> catalogue.Layer:
    declaration = catalogue.find("InputLayer")
    if declaration is None:  # the catalogue always has it
        raise LookupError("InputLayer")
    return declaration
