"""What Keras says of a model: its rows and totals, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
from keras.src.utils.summary_utils import count_params, format_layer_shape, weight_memory_size

from tests.annotated.annotations import Range

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a summary; `shapes` is None where the layer is not built, and empty where Keras does not tell."""

    name: str
    type: str
    shapes: tuple[Shape, ...] | None
    params: int = 0
    non_trainable: int = 0
    running_total: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """A model's totals; `params` is None where it is not built."""

    name: str
    params: int | None
    non_trainable: int = 0
    bytes: int = 0
    optimizer_params: int | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """What Keras raises, and the rule that a person named for it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that Keras said in one run, and of which range."""

    range: Range
    what: Row | Totals | Raised


def rows(model: Any, broken_by: Any = None) -> list[tuple[Any, Row]]:
    """Give the rows of a model as they stand in its summary, each weight counted once in the running total.

    Of a model that a layer has broken, the rows above that layer: what Keras had built when it raised.
    """
    functional = getattr(model, "_functional", None) or model
    nodes = {id(node) for depth in getattr(functional, "_nodes_by_depth", {}).values() for node in depth}
    used: dict[int, int] = {}
    counted: dict[int, int] = {}
    found = []
    whole = isinstance(model, keras.Model) and not isinstance(model, keras.Sequential)
    for layer in getattr(model, "_operations", model.layers) if whole else model.layers:
        if layer is broken_by:
            break
        if not isinstance(layer, keras.layers.Layer):
            output = _shapes(layer._inbound_nodes[-1])
            found.append((layer, Row(layer.name, type(layer).__name__, output, 0, 0, sum(counted.values()))))
            continue
        own = [node for node in layer._inbound_nodes if id(node) in nodes]
        turn = used[id(layer)] = used.get(id(layer), -1) + 1
        is_called = bool(layer._inbound_nodes)
        if not layer.built or not (is_called or _is_subclass(model)):
            found.append((layer, Row(layer.name, type(layer).__name__, None)))
            continue
        node = own[turn] if turn < len(own) else layer._inbound_nodes[-1] if is_called else None  # as in its summary
        counted |= {id(weight): count_params([weight]) for weight in layer.weights}
        found.append((layer, Row(
            layer.name,
            type(layer).__name__,
            _shapes(node) if node is not None else _computed(layer),
            layer.count_params(),
            count_params([weight for weight in layer.weights if not weight.trainable]),  # as the totals count
            sum(counted.values()),
        )))  # fmt: skip
    return found


def totals(model: Any, optimizer_params: int | None = None) -> Totals:
    """Give the totals of a model."""
    if any(not layer.built for layer in model.layers):
        return Totals(model.name, None)
    return Totals(
        model.name,
        count_params(model.weights),
        count_params(model.non_trainable_weights),
        weight_memory_size(model.weights),
        optimizer_params,
    )


def optimizer_params(model: Any) -> int | None:
    """Count what the optimizer keeps; None before a compile."""
    if getattr(model, "optimizer", None) is None or not model.built:
        return None
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)  # what the first fit does
    return int(count_params(model.optimizer.variables))


def _is_subclass(model: Any) -> bool:
    return not isinstance(model, (keras.Sequential, keras.src.models.functional.Functional))


def _shapes(node: Any) -> tuple[Shape, ...]:
    return tuple(tuple(tensor.shape) for tensor in node.output_tensors)


def _computed(layer: Any) -> tuple[Shape, ...]:
    """Give the shape of a layer that was never called on symbols, as its summary does: from what it was built for."""
    if format_layer_shape(layer) == "?":
        return ()
    shape = layer.compute_output_shape(**layer._build_shapes_dict)
    return (tuple(shape),)
