"""Operations on symbolic tensors (`x + y`, `keras.ops.mean(x)`): rows of a functional model, but no layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from param_lsp.catalogue.operations import class_of
from param_lsp.evaluate import applying, broadcasting, creating
from param_lsp.evaluate.machine import Machine
from param_lsp.shapes import Shapes, ShapeTree, UnknownShape
from param_lsp.spans import Place
from param_lsp.values import (
    Applied,
    Arguments,
    DictValue,
    KerasTensor,
    LayerValue,
    ListValue,
    Misfit,
    Node,
    Step,
    Value,
)


def operate(
    machine: Machine,
    name: str,
    tensors: Sequence[KerasTensor],
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
    node = _node(machine, name, tensors, place, path, output)
    outcome = node.step.outcome
    given = outcome.output if isinstance(outcome, Applied) else None
    if given is None:
        given = UnknownShape(outcome.message if isinstance(outcome, Misfit) else outcome.reason)  # type: ignore[union-attr]
    return KerasTensor(given, tensors[0].dtype, node)


def is_known(machine: Machine, name: str) -> bool:
    """Tell whether it is known what row the file's Keras makes of an operation."""
    from param_lsp.catalogue.applications.layers import has_operation  # noqa: PLC0415 - few files need it

    return has_operation(name, machine.keras)


def called(machine: Machine, function: str, given: Any, result: Value) -> Value:
    """Give what a library's function gave as outputs of an operation, where Keras makes one.

    Arguments:
        machine: that evaluates.
        function: its dotted name, "keras.ops.mean".
        given: the arguments of the call.
        result: the tensor or tensors it gives.
    """
    name = class_of(function) if machine.keras >= 3 and not machine.tracing else None
    if name is None or not isinstance(result, KerasTensor | ListValue | tuple):
        return result
    keywords = [given.keywords[key] for key in sorted(given.keywords)]
    tensors = [tensor for value in (*given.positional, *keywords) for tensor in tensors_in(value)]
    refused = broadcasting.refused(machine, name, (*given.positional, *given.keywords.values()), given.place)
    if refused is not None:
        return refused
    return made(machine, name, tensors, given.place, given.frame.calls, result)


def made(
    machine: Machine, name: str, tensors: Sequence[KerasTensor], place: Place, path: tuple[Place, ...], result: Value
) -> Value:
    """Give a tensor, or several, whose shapes are known as outputs of an operation."""
    if isinstance(result, KerasTensor):
        return KerasTensor(result.shape, result.dtype, _node(machine, name, tensors, place, path, result.shape))
    parts: list[Value] = list(result.items if isinstance(result, ListValue) else result)
    if not parts or not all(isinstance(part, KerasTensor) for part in parts):
        return result
    node = _node(machine, name, tensors, place, path, Shapes(tuple(part.shape for part in parts)))
    outputs = [KerasTensor(part.shape, part.dtype, node, index) for index, part in enumerate(parts)]
    return ListValue(outputs, result.unknown) if isinstance(result, ListValue) else tuple(outputs)


def tensors_in(value: Value) -> list[KerasTensor]:
    """Give the symbolic tensors in a nest, dictionaries by their sorted keys as Keras's `tree` has them."""
    if isinstance(value, KerasTensor):
        return [value]
    members: Sequence[Value] = ()
    if isinstance(value, DictValue):
        members = [value.items[key] for key in in_order(value)]
    elif isinstance(value, ListValue | tuple):
        members = value.items if isinstance(value, ListValue) else value
    return [tensor for member in members for tensor in tensors_in(member)]


def in_order(value: DictValue) -> list[Any]:
    """Give a dictionary's keys in the order in which Keras's `tree` flattens it."""
    return sorted(value.items) if all(isinstance(key, str) for key in value.items) else list(value.items)


def _node(
    machine: Machine,
    name: str,
    tensors: Sequence[KerasTensor],
    place: Place,
    path: tuple[Place, ...],
    output: ShapeTree | None,
) -> Node:
    from param_lsp.catalogue.applications.layers import operation as declared  # noqa: PLC0415 - few files need it

    declaration, stem = declared(name, machine.keras)
    arguments = Arguments({}, {}, machine.keras)
    name_ = None if machine.tracing else creating.name_of(machine, stem, None)  # inside a layer it is no row
    layer = LayerValue(declaration, arguments, name_, place, path=path)
    inputs = tensors[0].shape if len(tensors) == 1 else Shapes(tuple(tensor.shape for tensor in tensors))
    outcome = applying.apply(machine, layer, inputs) if output is None else _given(name, output)
    if isinstance(outcome, Applied):
        layer.built, layer.built_for = outcome, inputs
    return Node(layer, tuple(tensors), Step(layer, inputs, outcome))


def _given(name: str, output: ShapeTree) -> Applied:
    """An operation whose output is known already: what multiplies tensors with each other costs what is not told."""
    multiplies = {"Matmul", "Einsum", "Dot", "Tensordot", "Vdot", "Inner"}
    return Applied(output, macs=None if name in multiplies else 0)
