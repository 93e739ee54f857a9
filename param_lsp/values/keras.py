"""Keras's objects as values: layers, models, symbolic tensors, and what applying a layer gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from param_lsp.message import Message
from param_lsp.shapes import Count, Shape, Shapes, ShapeTree, UnknownDim, product
from param_lsp.spans import Place
from param_lsp.values.core import Mutable, Value


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight by name and shape; its count is the product of the shape.

    Arguments:
        name: Keras's own name ("kernel", "moving_mean"), with inner layers as a path ("forward_lstm/lstm_cell/kernel").
        shape: dims without None.
        trainable: what the layer itself decides (moving averages are not trainable), before any `trainable = False`.
        dtype: None for the layer's own float type (4 bytes), else e.g. "int8", "uint32", "string".
        doubt: why it is not known whether a trainable weight is trained (a layer's flag that nobody knows).
    """

    name: str
    shape: Shape
    trainable: bool = True
    dtype: str | None = None
    doubt: Message | None = None

    @property
    def params(self) -> Count:
        """The number of parameters: the product of the shape; never less than none, whatever is not known of it."""
        count = product(self.shape)
        if isinstance(count, UnknownDim) and count.low is None:
            return UnknownDim(count.reason, 0, count.high)
        return count if count is not None else UnknownDim(Message("a weight cannot have an axis of unknown size"))


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a layer to an input gives.

    Arguments:
        output: the output shape(s).
        weights: all weights in Keras's order, those of inner layers with a path in their names.
        steps: the arithmetic of the output size in words, e.g. "height: (28 − 3)/1 + 1 = 26"; may be empty.
        frozen: names of weights made untrainable by inner `trainable = False` (nested layers and models).
        macs: multiply–adds for one sample (`catalogue/cost.py` has the convention); None where they cannot be told.
    """

    output: ShapeTree
    weights: tuple[Weight, ...] = ()
    steps: tuple[Message, ...] = ()
    frozen: frozenset[str] = frozenset()
    macs: Count | None = 0


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that Keras rejects, at construction or when the layer meets its input.

    Arguments:
        rule: the code of the rule it belongs to ("incompatible-rank").
        message: our sentence: fact, expected, got.
        keras_message: what Keras 3 raises, after its wrapper "Exception encountered when calling …" is taken off.
        argument: the name of the argument that is the culprit; None for the whole call.
        short: for a hint after ✗: "wants rank 4, gets (None, 784)".
    """

    rule: str
    message: Message
    keras_message: str
    argument: str | None = None
    short: Message | None = None


@dataclass(frozen=True, slots=True)
class Undetermined:
    """Applying the layer cannot be followed, with the reason."""

    reason: Message


Outcome = Applied | Misfit | Undetermined


class Arguments:
    """The bound arguments of a layer: every parameter by name, defaults filled in.

    Arguments:
        given: parameter name → value for those that the user wrote.
        defaults: parameter name → default.
        keras: the Keras version the file means: 3, 2 or 1.
        apply: applies an inner layer or model (for wrappers); raises nothing, gives an `Outcome`.

    `memo` is None, or keeps what applying gave for arguments that are plain constants and so serve many layers.
    """

    __slots__ = ("apply", "defaults", "given", "keras", "memo")

    def __init__(
        self,
        given: Mapping[str, Value],
        defaults: Mapping[str, Value],
        keras: int = 3,
        apply: Callable[[Value, ShapeTree], Outcome] | None = None,
    ) -> None:
        self.given, self.defaults, self.keras, self.apply = given, defaults, keras, apply
        self.memo: dict[Any, Any] | None = None

    def __getitem__(self, name: str) -> Value:
        return self.given[name] if name in self.given else self.defaults[name]

    def get(self, name: str, default: Value = None) -> Value:
        """Give the argument, its default, or `default` when the layer has no such parameter."""
        return self.given[name] if name in self.given else self.defaults.get(name, default)


class LayerDeclaration(Protocol):
    """What evaluate needs of a layer's declaration; the catalogue implements it, and custom classes do too."""

    @property
    def name(self) -> str:
        """Keras's own class name, "MaxPooling2D"."""

    def apply(self, arguments: Arguments, inputs: ShapeTree) -> Outcome:
        """Apply the layer to an input shape (with its batch axis)."""


@dataclass(slots=True, eq=False)
class LayerValue(Mutable):
    """A layer object.

    Arguments:
        declaration: its class, from the catalogue or a class of the workspace.
        arguments: as bound; None where they could not be (then `misfit` or `reason` says why).
        name: its Keras name, or None when that cannot be known.
        place: the expression that creates it; `argument_places` the arguments' own by parameter name.
        trainable: its `trainable` flag now; None when it is not known.
        built: what the first application gave, with the shape it was built for.
        misfit: why Keras rejects its construction.
        reason: why its construction cannot be followed.
        marks: notes such as "input_length is an argument of Keras 2" for the hover.
        path: the call path that led here, outermost first.
    """

    declaration: LayerDeclaration
    arguments: Arguments | None
    name: str | None
    place: Place
    argument_places: Mapping[str, Place] = field(default_factory=dict)
    trainable: bool | None = True
    built: Applied | None = None
    built_for: ShapeTree | None = None
    misfit: Misfit | None = None
    reason: Message | None = None
    marks: tuple[Message, ...] = ()
    path: tuple[Place, ...] = ()
    fields: dict[str, Value] = field(default_factory=dict)

    def save(self) -> Any:
        return self.name, self.trainable, self.built, self.built_for, dict(self.fields)

    def restore(self, state: Any) -> None:
        self.name, self.trainable, self.built, self.built_for, fields = state
        self.fields = dict(fields)


@dataclass(frozen=True, slots=True)
class Step:
    """A layer or model in a model's summary, applied: its input, outcome and what it was applied to."""

    layer: LayerValue | ModelValue
    inputs: ShapeTree | None  # None: not built
    outcome: Outcome | None  # None: not built


@dataclass(slots=True, eq=False)
class ModelValue(Mutable):
    """A model object: a stack of layers (sequential) or a graph (functional), with its rows in Keras's order.

    Arguments:
        kind: "sequential", "functional", "subclass" or "application".
        layers: the members in order, `InputLayer`s included.
        steps: the members applied, in the order of Keras's summary; shorter than `layers` after a misfit.
        input_shape: with its batch axis; None while unbuilt.
        unknown: why its structure is not known (a layer list that cannot be followed, an unknown branch).
        misfit: the first misfit; rows up to it stay. `misfit_step` is the layer that it is about.
        trainable: its own flag; a model's flag also sets its layers' when it is assigned.
    """

    kind: str
    name: str | None
    place: Place
    layers: list[LayerValue | ModelValue] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    input_shape: ShapeTree | None = None
    output_shape: ShapeTree | None = None
    unknown: Message | None = None
    misfit: Misfit | None = None
    misfit_layer: LayerValue | ModelValue | None = None
    variable: str | None = None
    trainable: bool | None = True
    path: tuple[Place, ...] = ()
    fields: dict[str, Value] = field(default_factory=dict)
    end: Place | None = None  # the last expression that changed it
    kept: Any = None  # what was last reported of it, and for how long that holds
    origin: Any = None  # the workspace instance of a subclassed model, or the application's description

    def save(self) -> Any:
        return (
            self.name, list(self.layers), list(self.steps), self.input_shape, self.output_shape, self.unknown,
            self.misfit, self.misfit_layer, self.variable, self.trainable, dict(self.fields), self.end,
        )  # fmt: skip

    def restore(self, state: Any) -> None:
        (
            self.name, layers, steps, self.input_shape, self.output_shape, self.unknown,
            self.misfit, self.misfit_layer, self.variable, self.trainable, fields, self.end,
        ) = state  # fmt: skip
        self.layers, self.steps, self.fields = list(layers), list(steps), dict(fields)

    def leaves(self) -> Iterator[LayerValue]:
        """All layers inside, nested models opened, each as often as it stands there."""
        for layer in self.layers:
            if isinstance(layer, ModelValue):
                yield from layer.leaves()
            else:
                yield layer


@dataclass(frozen=True, slots=True, eq=False)
class KerasTensor:
    """A symbolic tensor: its shape (None allowed) and the layer call that made it.

    Arguments:
        shape: with the batch axis.
        node: the call that made it; None for a tensor of which only the shape is known.
        index: which output of that call.
        mask: the tensor that tells which steps count, where a layer made one (Keras 3).
    """

    shape: Shape | Shapes | Any
    dtype: str | None = None
    node: Node | None = None
    index: int = 0
    mask: KerasTensor | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One call of a layer on symbolic tensors."""

    layer: LayerValue | ModelValue
    inputs: tuple[KerasTensor, ...]
    step: Step
