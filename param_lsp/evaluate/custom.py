"""Workspace classes that inherit from Keras's layers: what `build`, `call` and `compute_output_shape` say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import applying, calls, classes, creating, flags, holding, subclassed, tensors
from param_lsp.evaluate.machine import Further, Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.shapes import Polynomial, Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import (
    Applied,
    Arguments,
    Array,
    BoundMethod,
    ClassValue,
    Function,
    Instance,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    ListValue,
    ModelValue,
    NumpyScalar,
    Outcome,
    Undetermined,
    Unknown,
    Value,
    Weight,
)

LAYER = "keras.layers.Layer"
NO_KEYWORDS: Mapping[str, Value] = MappingProxyType({})
_NAME, _FORWARDED, _BUILT = "(name)", "(forwarded)", "(built)"  # not identifiers, so no attribute can clash
_INPUT = ("input_shape", "input_dim", "batch_input_shape", "batch_size")


@dataclass(slots=True)
class CustomLayer:
    """The declaration of one object of a workspace class: its weights and output come from following its methods."""

    name: str
    machine: Machine
    instance: Instance
    frame: Frame
    node: Any

    def apply(self, arguments: Arguments, inputs: ShapeTree) -> Outcome:
        """Follow `build` once, then `compute_output_shape` or `call`."""
        if _BUILT not in self.instance.attributes:
            self.machine.touch(self.instance)
            self.instance.attributes[_BUILT] = True
            self._call("build", self._shapes(inputs))
        output = self._output(inputs)
        own = holding.added(self.instance.attributes)
        lost = isinstance(output, UnknownShape)  # else a layer that call() never came by has no weights in Keras either
        for layer in self._inner():
            if lost and not _is_built(layer):
                return Undetermined(
                    message("{layer} is not called where it can be followed", layer=layer.name or "a layer")
                )
            prefix = f"{layer.name}/" if layer.name else ""
            own += [replace(weight, name=prefix + weight.name) for weight in applying.weights_of(layer)]
        return Applied(output, (*own, *holding.unknown_weights(self.instance.attributes)), macs=None)

    def _inner(self) -> list[LayerValue | ModelValue]:
        held = [value for key, value in self.instance.attributes.items() if key not in (holding.WEIGHTS, _FORWARDED)]
        found = {id(layer): layer for value in held for layer in subclassed.layers_in(value)}
        return list(found.values())  # each once, under whatever names

    def _output(self, inputs: ShapeTree) -> ShapeTree:
        further, self.machine.further = self.machine.further, Further()
        called = self._call("call", [_tensor(inputs), *further.positional], further.keywords)
        if isinstance(classes.find(self.instance.of, "compute_output_shape"), Function):
            shape = _as_shape(self._call("compute_output_shape", [_as_value(inputs)]))
            if shape is not None:
                return shape
        tree = tensors.shape_of(called)
        if tree is None:
            return UnknownShape(message("what call() of {name} gives is not followed", name=self.name))
        return tree

    def _shapes(self, inputs: ShapeTree) -> list[Value]:
        """Give the shapes that `build` takes: one, or one for each tensor of the call where it names several."""
        further = self.machine.further
        given = dict(zip(_names_of(classes.find(self.instance.of, "call"))[1:], further.positional, strict=False))
        given.update(further.keywords)
        shapes = [_as_value(inputs)]
        for name in _names_of(classes.find(self.instance.of, "build"))[1:]:
            value = given.get(name.removesuffix("_shape"))
            if not isinstance(value, KerasTensor):
                break
            shapes.append(_as_value(value.shape))
        return shapes

    @property
    def call_inputs(self) -> tuple[str, ...]:
        """The name of what it is called on first, by which a call may give it."""
        method = classes.find(self.instance.of, "call")
        names = (
            [parameter.name for parameter in method.definition.parameters[1:2]] if isinstance(method, Function) else []
        )
        return tuple(names)

    def _call(self, name: str, arguments: list[Value], keywords: Mapping[str, Value] = NO_KEYWORDS) -> Value:
        method = classes.find(self.instance.of, name)
        if not isinstance(method, Function):
            return Unknown(message("{owner} has no {name}() that we can see", owner=self.name, name=name))
        with tensors.traced(self.machine):
            unfilled = subclassed.unfilled(self.machine, method, arguments, dict(keywords))
            given = calls.Given(self.node, self.frame, arguments, {**keywords, **unfilled})
            given.places = [given.place for _ in arguments]
            return calls.call(self.machine, BoundMethod(method, self.instance), given)


def _names_of(method: Value) -> list[str]:
    """Give the names of a method's parameters, `self` left out."""
    return [parameter.name for parameter in method.definition.parameters[1:]] if isinstance(method, Function) else []


def _is_built(layer: LayerValue | ModelValue) -> bool:
    if isinstance(layer, ModelValue):
        return layer.input_shape is not None
    return layer.built is not None or layer.declaration.name in ("Dropout", "Activation")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A subclass of a known layer that only forwards its arguments: that layer under another class name."""

    name: str
    layer: catalogue.Layer

    def apply(self, arguments: Arguments, inputs: ShapeTree) -> Outcome:
        """Apply the known layer."""
        return self.layer.apply(arguments, inputs)


def _as_value(shape: ShapeTree) -> Value:
    if isinstance(shape, UnknownShape):
        return Unknown(shape.reason)
    if isinstance(shape, Shapes):
        return ListValue([_as_value(item) for item in shape.items])
    return shape


def _tensor(shape: ShapeTree) -> Value:
    return ListValue([_tensor(item) for item in shape.items]) if isinstance(shape, Shapes) else KerasTensor(shape)


def _as_shape(value: Value) -> ShapeTree | None:
    """Read a shape, or a list of them for several outputs; None where it is neither."""
    items = tuple(value.items) if isinstance(value, ListValue) and value.unknown is None else value
    if not isinstance(items, tuple):
        return None
    dims = tuple(_dim(item) for item in items)
    if all(dim is None or isinstance(dim, int | Polynomial | UnknownDim) for dim in dims):
        return dims
    shapes = [_as_shape(item) for item in items]
    known = [shape for shape in shapes if shape is not None]
    return Shapes(tuple(known)) if len(known) == len(shapes) else None


def _dim(value: Value) -> Any:
    if isinstance(value, NumpyScalar):
        value = value.value
    return UnknownDim(value.reason) if isinstance(value, Unknown) else value


def _weight_dim(value: Value) -> Any:
    dim = _dim(value)
    is_size = isinstance(dim, int | Polynomial | UnknownDim)
    return dim if is_size else UnknownDim(message("the shape of a weight is not known"), low=0)


def instantiate(machine: Machine, of: ClassValue, base: str | None, given: Any) -> Value:
    """Make an object of a class that inherits from a Keras layer; None where the class is another one."""
    if base is None or not base.startswith("keras.layers."):
        return None
    known = catalogue.find(base.removeprefix("keras.layers.")) if base != LAYER else None
    if base != LAYER and known is None:
        return None
    instance = Instance(of, {holding.WEIGHTS: ListValue()})
    constructor = classes.find(of, "__init__")
    if isinstance(constructor, Function):
        calls.call(machine, BoundMethod(constructor, instance), given)
    else:
        initialize(machine, given, instance)
    if known is not None:
        return _forwarding(machine, of, known, instance, given)
    name = instance.attributes.get(_NAME)
    layer = LayerValue(
        CustomLayer(of.name, machine, instance, given.frame, given.node),
        Arguments({}, {}, machine.keras),
        creating.name_of(machine, catalogue.automatic_name(of.name), name),
        given.place,
        path=given.frame.calls,
    )
    layer.fields = instance.attributes
    machine.layers.append(layer)
    return layer


def _forwarding(machine: Machine, of: ClassValue, known: catalogue.Layer, instance: Instance, given: Any) -> Value:
    inner = instance.attributes.get(_FORWARDED)
    overrides = [name for name in ("build", "call", "compute_output_shape") if classes.find(of, name) is not None]
    reason = None
    if not isinstance(inner, LayerValue):
        reason = message("what {name} passes on to {base} is not followed", name=of.name, base=known.name)
    elif overrides:
        reason = message("{name} changes {what}() of {base}", name=of.name, what=overrides[0], base=known.name)
    given_name = inner.fields.get(_NAME) if isinstance(inner, LayerValue) else None
    layer = LayerValue(
        Renamed(of.name, known),
        inner.arguments if isinstance(inner, LayerValue) else None,
        creating.name_of(machine, catalogue.automatic_name(of.name), given_name),
        given.place,
        path=given.frame.calls,
        reason=reason or (inner.reason if isinstance(inner, LayerValue) else None),
        misfit=inner.misfit if isinstance(inner, LayerValue) and not overrides else None,
    )
    if isinstance(inner, LayerValue) and "input_shape" in inner.fields:
        layer.fields["input_shape"] = inner.fields["input_shape"]
    machine.layers.append(layer)
    return layer


def initialize(machine: Machine, given: Any, instance: Value) -> Value:
    """`super().__init__(…)` of a layer class: keeps the name, or what a known base is made with."""
    if not isinstance(instance, Instance):
        return None
    machine.touch(instance)
    base = classes.library_base(instance.of)
    known = catalogue.find(base.removeprefix("keras.layers.")) if base is not None and base != LAYER else None
    if known is not None:
        counts = dict(machine.names.counts)
        made = creating.create(machine, known, given)
        machine.names.counts = counts
        machine.layers.remove(made)
        made.fields[_NAME] = given.keywords.get("name")
        instance.attributes[_FORWARDED] = made
    name = given.keywords.get("name")
    if name is not None:
        instance.attributes[_NAME] = name
    shape = _given_input_shape(machine, given)
    if shape is not None:
        instance.attributes["input_shape"] = shape
    return None


def _given_input_shape(machine: Machine, given: Any) -> ShapeTree | None:
    """Read `input_shape=` and its kin, which any layer takes, as the layer without arguments of its own reads them."""
    plain = catalogue.find("Identity")
    keywords = {name: value for name, value in given.keywords.items() if name in _INPUT}
    if plain is None or not keywords:
        return None
    shape: ShapeTree | None = catalogue.create(plain, [], keywords, machine.keras).input_shape
    return shape


def add_weight(machine: Machine, given: Any, instance: Value) -> Value:
    """`self.add_weight(shape=…, name=…, trainable=…)`; Keras 2 took the name first, Keras 1 and 3 the shape."""
    if not isinstance(instance, Instance | ModelValue):
        return Unknown(message("add_weight() is called on something that is no layer"), given.place)
    machine.touch(instance)
    held = instance.attributes if isinstance(instance, Instance) else instance.fields
    kept = held.setdefault(holding.WEIGHTS, ListValue())
    machine.touch(kept)
    values = list(given.positional)
    name, shape = given.keywords.get("name"), given.keywords.get("shape", ())
    for value in values:
        if isinstance(value, str) and name is None:
            name = value
        elif isinstance(value, tuple | ListValue):
            shape = value
    if isinstance(shape, ListValue):
        shape = tuple(shape.items)
    if isinstance(shape, int):
        shape = (shape,)
    if not isinstance(shape, tuple) or given.unknown is not None:
        reason = shape.reason if isinstance(shape, Unknown) else message("the shape of a weight is not known")
        kept.unknown = Unknown(reason, given.place)
        return kept.unknown
    dims = tuple(_weight_dim(item) for item in shape)
    flag = flags.read(machine, given.keywords.get("trainable", True), given.node, given.frame)
    doubt = None if isinstance(flag, bool) else flag
    called = name if isinstance(name, str) else "variable"
    kept.items.append(Weight(called, dims, flag is not False, doubt=doubt))
    return Array(dims, "float32", kind="tensor")


def inherited_attribute(machine: Machine, owner: Instance, name: str, node: Any, frame: Frame) -> Value:  # noqa: ARG001
    """Give an attribute that an instance inherits from a class outside the workspace, or None."""
    base = classes.library_base(owner.of)
    if base is None:
        return None
    if name == "trainable":
        return True
    if base.startswith("keras.layers.") and name in holding.LISTS:
        machine.touch(owner)
        return owner.attributes.setdefault(name, ListValue())
    if base.startswith("keras.layers.") and name in ("add_weight", "add_variable"):
        return LibraryFunction("keras.layers.Layer.add_weight", owner)
    return LibraryFunction(f"{base}.{name}", owner)
