"""Layers and operations that only `keras.applications` makes; nobody finds them by name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import ClassVar

from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.merging import Merge
from param_lsp.catalogue.reading import Unfollowed, size
from param_lsp.message import message
from param_lsp.shapes import Shape, Shapes, ShapeTree, UnknownShape
from param_lsp.values import Applied, Arguments, Weight


class Operation(Merge):
    """`x + y`, `x * 2` on symbolic tensors: Keras's summary shows it as a row, but it is no layer."""

    by_alias_only = True
    is_operation: ClassVar[bool] = True

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Broadcast one or two inputs; a number beside them changes nothing."""
        shapes = inputs.items if isinstance(inputs, Shapes) else (inputs,)
        known = [shape for shape in shapes if isinstance(shape, tuple)]
        if len(known) < len(shapes):
            raise Unfollowed(message("what {name} is given is not known", name=self.name))
        return Applied(reduce(lambda one, other: self.merge(arguments, (one, other)), known))


class AddOperation(Operation):
    """`keras.ops.add`."""

    name = "Add"


class MultiplyOperation(Operation):
    """`keras.ops.multiply`."""

    name = "Multiply"


class CustomScaleLayer(Operation):
    """InceptionResNetV2's layer: the first input plus the second times a number."""

    name = "CustomScaleLayer"
    is_operation = False
    signature = "scale, **kwargs"


class LayerScale(Layer):
    """ConvNeXt's layer: a learned factor for each channel."""

    name = "LayerScale"
    signature = "init_values, projection_dim, **kwargs"
    by_alias_only = True

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the factors, which Keras gives no name of their own."""
        yield Weight("variable", (size("projection_dim", arguments["projection_dim"]),))

    def unknown_input(self, arguments: Arguments, shape: UnknownShape) -> Shape | UnknownShape:
        """Say that nothing is known of the rank."""
        return shape


PRIVATE: dict[str, Layer] = {
    "operation Add": AddOperation(),
    "operation Multiply": MultiplyOperation(),
    "CustomScaleLayer": CustomScaleLayer(),
    "LayerScale": LayerScale(),
}
