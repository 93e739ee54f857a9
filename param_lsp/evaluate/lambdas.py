"""Lambda layers: the user's function is followed on a tensor of the input's shape, as Keras does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import calls, classes, tensors
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.shapes import Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.syntax import tree
from param_lsp.values import (
    Applied,
    Arguments,
    BoundMethod,
    DictValue,
    Function,
    Instance,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    ListValue,
    NumpyScalar,
    Outcome,
    Partial,
    Undetermined,
    Unknown,
    Value,
)


@dataclass(frozen=True, slots=True)
class FollowedLambda:
    """The declaration of one Lambda layer: `layers/core/lambda_layer.py` of Keras 3.15 with its function followed."""

    layer: catalogue.Layer
    machine: Machine
    frame: Frame
    node: Any

    @property
    def name(self) -> str:
        """Keras's class name."""
        return self.layer.name

    def apply(self, arguments: Arguments, inputs: ShapeTree) -> Outcome:
        """Take the shape from `output_shape`, which may be a function of the input's, else from the function."""
        stated = arguments["output_shape"]
        if stated is None:
            return self._followed(arguments, inputs)
        if not _is_callable(stated):
            return self.layer.apply(arguments, inputs)
        with tensors.traced(self.machine):
            given = calls.Given(self.node, self.frame, [_as_value(inputs)])
            result = calls.call(self.machine, stated, given)
        shape = _stated_shape(result)
        if shape is None:
            reason = message("what the function `output_shape` of a Lambda layer gives is not followed")
            return Undetermined(result.reason if isinstance(result, Unknown) else reason)
        return Applied(shape, macs=None)

    def _followed(self, arguments: Arguments, inputs: ShapeTree) -> Outcome:
        function, extra = arguments["function"], arguments["arguments"]
        if isinstance(function, Unknown):
            return Undetermined(function.reason)
        if not _is_callable(function):
            return Undetermined(message("the function of a Lambda layer is not followed"))
        if not _is_known(inputs):
            return Undetermined(_reason(inputs))
        keywords: dict[str, Value] = {}
        if isinstance(extra, DictValue) and extra.unknown is None:
            keywords = {key: value for key, value in extra.items.items() if isinstance(key, str)}
        elif extra is not None and not (isinstance(extra, DictValue) and not extra.items):
            return Undetermined(message("the `arguments` of a Lambda layer are not known"))
        for name in ("mask", "training"):  # Keras passes them to a function that has such a parameter
            if name in _parameters(function):
                keywords[name] = None if name == "training" else _UNSEEN_MASK
        before = len(self.machine.layers)
        with tensors.traced(self.machine):
            given = calls.Given(self.node, self.frame, [_tensor(inputs)], keywords, [self.frame.place(self.node)])
            result = calls.call(self.machine, function, given)
        if len(self.machine.layers) > before:
            return Undetermined(message("the function of a Lambda layer makes layers of its own"))
        output = tensors.shape_of(result)
        if output is None:
            return Undetermined(message("what the function of a Lambda layer gives is not followed"))
        return Applied(output, macs=None)


_UNSEEN_MASK = Unknown(message("whether a mask comes with the input is not followed"))


def follow(machine: Machine, layer: LayerValue, given: Any) -> LayerValue:
    """Let a Lambda layer that was just made be followed."""
    declared = catalogue.find("Lambda")
    if declared is not None and layer.arguments is not None:
        layer.arguments.memo = None  # its function may read names that change
        layer.declaration = FollowedLambda(declared, machine, given.frame, given.node)
    return layer


def _is_callable(value: Value) -> bool:
    if isinstance(value, Instance):
        return isinstance(classes.find(value.of, "__call__"), Function)
    return isinstance(value, Function | BoundMethod | Partial | LibraryFunction)


def _parameters(function: Value) -> tuple[str, ...]:
    if isinstance(function, BoundMethod):
        function = function.function
    if not isinstance(function, Function) or not isinstance(function.definition, tree.Lambda | tree.FunctionDefinition):
        return ()
    return tuple(parameter.name for parameter in function.definition.parameters)


def _is_known(inputs: ShapeTree) -> bool:
    return all(map(_is_known, inputs.items)) if isinstance(inputs, Shapes) else isinstance(inputs, tuple)


def _reason(inputs: ShapeTree) -> Any:
    if isinstance(inputs, Shapes):
        return next(_reason(item) for item in inputs.items if not _is_known(item))
    return inputs.reason if isinstance(inputs, UnknownShape) else message("the input's shape is not known")


def _tensor(shape: ShapeTree) -> Value:
    return ListValue([_tensor(item) for item in shape.items]) if isinstance(shape, Shapes) else KerasTensor(shape)


def _as_value(shape: ShapeTree) -> Value:
    if isinstance(shape, Shapes):
        return ListValue([_as_value(item) for item in shape.items])
    return Unknown(shape.reason) if isinstance(shape, UnknownShape) else shape


def _stated_shape(result: Value) -> ShapeTree | None:
    """Read what an `output_shape` function returned: a tuple or list of sizes, or several of them."""
    items = result.items if isinstance(result, ListValue) and result.unknown is None else result
    if not isinstance(items, list | tuple) or not items:
        return None
    if any(isinstance(item, tuple | ListValue) for item in items):
        shapes = [_stated_shape(item) for item in items]
        known = [shape for shape in shapes if shape is not None]
        return Shapes(tuple(known)) if len(known) == len(shapes) else None
    dims: list[Any] = []
    for item in items:
        dim = item.value if isinstance(item, NumpyScalar) else item
        if isinstance(dim, Unknown):
            dim = UnknownDim(dim.reason)
        if isinstance(dim, str | float | bool):
            return None
        dims.append(dim)
    return tuple(dims)
