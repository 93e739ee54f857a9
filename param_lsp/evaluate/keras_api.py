"""Keras's functions and methods that make or change layers and models, by canonical dotted name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from param_lsp import catalogue, libraries
from param_lsp.evaluate import (
    applying,
    creating,
    custom,
    functional,
    keras_objects,
    lambdas,
    reporting,
    sequential,
    subclassed,
)
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message, message
from param_lsp.shapes import ShapeTree, UnknownShape
from param_lsp.values import (
    Array,
    KerasTensor,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    NumpyScalar,
    Unknown,
    Value,
    Weight,
)
from param_lsp.values import (
    Frame as DataFrame,
)

Handler = Callable[[Machine, Any, Value], Value]
TABLE: dict[str, Handler] = {}
_LAYERS = "keras.layers."
_APPLICATIONS = "keras.applications."


def declare(*names: str) -> Callable[[Handler], Handler]:
    """Declare what a function or method of Keras does."""

    def keep(handler: Handler) -> Handler:
        for name in names:
            TABLE[name] = handler
        return handler

    return keep


def find(name: str) -> Handler | None:
    """Give what a canonical dotted name does, or None."""
    handler = TABLE.get(name)
    if handler is not None:
        return handler
    return _elsewhere(name) or _by_pattern(name)


def _elsewhere(name: str) -> Handler | None:
    """Give what a function of Keras's applications, or of another library that makes layers, does."""
    if name.startswith(_APPLICATIONS):
        from param_lsp.evaluate import applications  # noqa: PLC0415 - few files need it

        return applications.find(name[len(_APPLICATIONS) :])
    if name == "tensorflow_model_optimization.sparsity.keras.prune_low_magnitude":
        from param_lsp.evaluate import pruning  # noqa: PLC0415 - few files need it

        return pruning.prune_low_magnitude
    if name == "tensorflow_hub.KerasLayer":
        from param_lsp.catalogue.applications.hub import HUB_LAYER  # noqa: PLC0415 - few files need it

        return partial(_create, HUB_LAYER)
    if name.startswith("tensorflow_probability.layers."):
        from param_lsp.catalogue.applications.probability import LAYERS  # noqa: PLC0415 - few files need it

        return partial(_create, LAYERS[name]) if name in LAYERS else None
    return None


def _by_pattern(name: str) -> Handler | None:
    """Give what a class of Keras does when it is called, or one of the functions that all of them have."""
    if name.startswith(_LAYERS) and name.endswith(".__init__"):
        return initialize_layer
    if name.startswith(_LAYERS) and name.endswith(".from_config"):
        return TABLE["keras.Sequential.from_config"]
    if name.startswith(OBJECTS) and name.rpartition(".")[2][:1].isupper():
        return make_object
    if name.startswith(_LAYERS):
        declaration = catalogue.find(name[len(_LAYERS) :])
        if declaration is not None:
            return partial(_create, declaration)
    return None


OBJECTS = tuple(
    f"keras.{kind}."
    for kind in ("optimizers", "regularizers", "initializers", "constraints", "losses", "metrics", "callbacks")
)


# The arguments of optimizers in Keras's order, as far as they decide on variables (keras/src/optimizers, 3.15).
OPTIMIZERS = {
    "SGD": ("learning_rate", "momentum", "nesterov"),
    "RMSprop": ("learning_rate", "rho", "momentum", "epsilon", "centered"),
    "Adam": ("learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad"),
    "AdamW": ("learning_rate", "weight_decay", "beta_1", "beta_2", "epsilon", "amsgrad"),
}


def make_object(machine: Machine, given: Any, bound: Value) -> Value:
    """An optimizer, initializer or the like: its keywords are kept; an optimizer's first argument is its rate."""
    name = libraries.canonical(given.callee)
    order = OPTIMIZERS.get(name.rpartition(".")[2], ("learning_rate",)) if name.startswith("keras.optimizers.") else ()
    return LibraryObject(name, dict(zip(order, given.positional, strict=False)) | given.keywords)


def _create(declaration: catalogue.Layer, machine: Machine, given: Any, bound: Value) -> Value:
    return creating.create(machine, declaration, given)


@declare("keras.layers.Lambda")
def make_lambda(machine: Machine, given: Any, bound: Value) -> Value:
    declaration = catalogue.find("Lambda")
    assert declaration is not None  # the catalogue has it
    return lambdas.follow(machine, creating.create(machine, declaration, given), given)


@declare("keras.KerasTensor.get_shape")
def get_shape(machine: Machine, given: Any, bound: Value) -> Value:
    return keras_objects.attribute(machine, bound, "shape", given.node, given.frame)


@declare("keras.layers.Layer.__init__")
def initialize_layer(machine: Machine, given: Any, bound: Value) -> Value:
    return custom.initialize(machine, given, bound)


@declare("keras.Model.__init__")
def initialize_model(machine: Machine, given: Any, bound: Value) -> Value:
    return subclassed.initialize(machine, given, bound)


@declare("keras.layers.Layer.add_weight", "keras.Model.add_weight")
def add_weight(machine: Machine, given: Any, bound: Value) -> Value:
    return custom.add_weight(machine, given, bound)


@declare("keras.Variable")
def variable(machine: Machine, given: Any, bound: Value) -> Value:
    """A variable: it counts once it becomes an attribute of a layer or model."""
    value, shape = given.get(0, "initializer"), given.get(1, "shape")
    if isinstance(value, Array):
        shape = value.shape
    shape = tuple(shape.items) if isinstance(shape, ListValue) else shape
    if isinstance(value, int | float) and shape is None:
        shape = ()
    if not isinstance(shape, tuple):
        return Unknown(message("the shape of a variable is not known"), given.place)
    dtype = value.dtype if isinstance(value, Array) and value.dtype != "float32" else None
    weight = Weight("variable", shape, given.get(3, "trainable", True) is not False, dtype)
    return LibraryObject("keras.Variable", {"weight": weight, "shape": shape})


@declare("keras.layers.Layer.build")
def build_layer(machine: Machine, given: Any, bound: Value) -> Value:
    """`layer.build(input_shape)` makes its weights."""
    shape = _as_shape(given.get(0, "input_shape"))
    if isinstance(bound, LayerValue) and shape is not None:
        applying.apply(machine, bound, shape)
    return None


@declare("keras.layers.Layer.__setattr__")
def nothing(machine: Machine, given: Any, bound: Value) -> Value:
    return None


@declare("keras.Sequential")
def make_sequential(machine: Machine, given: Any, bound: Value) -> Value:
    return sequential.create(machine, given)


@declare("keras.Model", "keras.Functional")
def make_model(machine: Machine, given: Any, bound: Value) -> Value:
    return functional.create(machine, given)


@declare("keras.Input")
def make_input(machine: Machine, given: Any, bound: Value) -> Value:
    return _input(machine, given, "Input")


def _input(machine: Machine, given: Any, name: str) -> Value:
    declaration = catalogue.find(name)
    assert declaration is not None  # the catalogue has both
    layer = creating.create(machine, declaration, given)
    if layer.misfit is not None:
        return Unknown(layer.misfit.message, given.place)
    if "input_shape" not in layer.fields:
        layer.fields["input_shape"] = UnknownShape(layer.reason or message("the input's shape is not known"))
    return creating.input_tensor(layer)


@declare("keras.layers.InputLayer")
def make_input_layer(machine: Machine, given: Any, bound: Value) -> Value:
    tensor = _input(machine, given, "InputLayer")
    return tensor.node.layer if isinstance(tensor, KerasTensor) and tensor.node is not None else tensor


@declare("keras.Model.add", "keras.Sequential.add")
def add(machine: Machine, given: Any, bound: Value) -> Value:
    if isinstance(bound, ModelValue):
        if given.unknown is not None:
            bound.unknown = bound.unknown or given.unknown.reason
        else:
            sequential.add(machine, bound, given.get(0, "layer"), given)
    return None


@declare("keras.Model.pop", "keras.Sequential.pop")
def pop(machine: Machine, given: Any, bound: Value) -> Value:
    return sequential.pop(machine, bound, given.place) if isinstance(bound, ModelValue) else None


@declare("keras.Model.build")
def build(machine: Machine, given: Any, bound: Value) -> Value:
    found = _as_shape(given.get(0, "input_shape"))
    if isinstance(bound, ModelValue) and found is not None:
        if bound.kind == "sequential":
            sequential.build(machine, bound, found, given.places[0] if given.places else given.place)
        elif bound.kind == "subclass":
            subclassed.build(machine, bound, found, given.place, asked=True)
    return None


def _as_shape(value: Value) -> ShapeTree | None:
    if isinstance(value, ListValue) and value.unknown is None:
        value = tuple(value.items)
    if isinstance(value, tuple):
        dims: Any = tuple(dim.value if isinstance(dim, NumpyScalar) else dim for dim in value)
        return next((UnknownShape(dim.reason) for dim in dims if isinstance(dim, Unknown)), dims)
    return UnknownShape(value.reason) if isinstance(value, Unknown) else None


@declare("keras.Model.summary")
def summary(machine: Machine, given: Any, bound: Value) -> Value:
    if isinstance(bound, ModelValue):
        machine.seen.append((bound, given.place, reporting.snapshot(machine, bound, given.place)))
    return None


@declare("keras.Model.compile")
def compile_(machine: Machine, given: Any, bound: Value) -> Value:
    if isinstance(bound, ModelValue):
        machine.touch(bound)
        bound.fields["optimizer"] = given.get(0, "optimizer", "rmsprop")
    return None


@declare("keras.Model.fit", "keras.Model.evaluate", "keras.Model.predict", "keras.Model.train_on_batch",
         "keras.Model.test_on_batch", "keras.Model.predict_on_batch")  # fmt: skip
def fit(machine: Machine, given: Any, bound: Value) -> Value:
    """The first data builds a model that has no input yet: fit and evaluate leave the batch axis free (Keras 3.15)."""
    data = given.get(0, "x")
    if isinstance(bound, ModelValue) and bound.kind == "sequential" and bound.input_shape is None:
        shape = _batch_of(data)
        if shape is not None and given.callee_name not in ("fit", "evaluate"):
            shape = _whole_batch(data, shape, given)
        if shape is not None:
            sequential.build(machine, bound, shape)
    elif isinstance(bound, ModelValue) and bound.kind == "subclass" and bound.input_shape is None:
        shape = _batch_of(data)
        if shape is not None and given.callee_name not in ("fit", "evaluate"):
            shape = _whole_batch(data, shape, given)
        subclassed.build(machine, bound, shape or UnknownShape(_why(data)), None, asked=False)
    return Unknown(message("what {name}() gives depends on the run", name=given.callee_name), given.place)


def _why(data: Value) -> Message:
    return data.reason if isinstance(data, Unknown) else message("the shape of the data is not known")


def _whole_batch(data: Value, shape: ShapeTree, given: Any) -> ShapeTree | None:
    """`predict` builds with its first batch, the `…_on_batch` methods with all of the data."""
    if isinstance(data, LibraryObject):  # its first batch is of a size that nobody can tell
        return None
    rows = data.rows if isinstance(data, DataFrame) else libraries.length(data)
    size = given.get(1, "batch_size") or PREDICT_BATCH
    if not isinstance(rows, int) or not isinstance(size, int) or not isinstance(shape, tuple):
        return None
    return (min(rows, size) if given.callee_name == "predict" else rows, *shape[1:])


PREDICT_BATCH = 32


def _batch_of(data: Value) -> ShapeTree | None:
    if isinstance(data, DataFrame):
        return (None, data.width)
    if isinstance(data, Array) and isinstance(data.shape, tuple) and data.shape:
        return (None, *data.shape[1:])
    return libraries.input_shape(data) if isinstance(data, LibraryObject) else None


@declare("keras.Model.count_params", "keras.layers.Layer.count_params")
def count_params(machine: Machine, given: Any, bound: Value) -> Value:
    if isinstance(bound, ModelValue) and bound.unknown is not None:
        return Unknown(bound.unknown, given.place)
    return keras_objects.count_params(bound)


@declare("keras.Model.get_layer")
def get_layer(machine: Machine, given: Any, bound: Value) -> Value:
    index, name = given.keywords.get("index", given.get(1, "index")), given.get(0, "name")
    layers = bound.layers if isinstance(bound, ModelValue) and bound.unknown is None else []
    if isinstance(name, str):
        found = [layer for layer in layers if layer.name == name]
        if found:
            return found[0]
    sequential_ = isinstance(bound, ModelValue) and bound.kind == "sequential"
    shown = [layer for layer in layers if not (sequential_ and applying.is_input(layer))]
    if isinstance(index, int) and -len(shown) <= index < len(shown):
        return shown[index]
    return Unknown(message("which layer is meant is not known"), given.place)


MERGES = {
    name.lower(): name
    for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot")
}


def merge(machine: Machine, given: Any, bound: Value) -> Value:
    """`keras.layers.concatenate(tensors, axis=…)`: the layer made and called at once."""
    declaration = catalogue.find(MERGES[given.callee_name])
    if declaration is None:
        return Unknown(message("{name} is not in the catalogue", name=given.callee_name), given.place)
    layer = creating.create(
        machine, declaration, replace(given, positional=given.positional[1:], places=given.places[1:])
    )
    return functional.call_layer(machine, layer, replace(given, positional=given.positional[:1], keywords={}))


for _name in MERGES:
    declare(f"keras.layers.{_name}")(merge)


@declare("keras.models.load_model", "keras.saving.load_model", "keras.models.load_weights")
def load_model(machine: Machine, given: Any, bound: Value) -> Value:
    return Unknown(message("the model is loaded from a file, which is not read"), given.place)


@declare("keras.layers.Layer.get_weights", "keras.Model.get_weights")
def outside(machine: Machine, given: Any, bound: Value) -> Value:
    return Unknown(message("what {name}() gives is not followed", name=given.callee_name), given.place)
