"""Layers and operations that only `keras.applications` makes; nobody finds them by name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from typing import ClassVar

from param_lsp.catalogue.layer import Layer, automatic_name
from param_lsp.catalogue.merging import Merge
from param_lsp.catalogue.operations import ELEMENTWISE
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
        if self.is_operation and self.name not in ELEMENTWISE:  # its shape was found where it was called
            raise Unfollowed(message("what {name} gives for another input is not followed", name=self.name))
        return Applied(reduce(lambda one, other: self.merge(arguments, (one, other)), self.known(inputs)))

    def known(self, inputs: ShapeTree) -> list[Shape]:
        """Give the inputs' shapes."""
        shapes = inputs.items if isinstance(inputs, Shapes) else (inputs,)
        known = [shape for shape in shapes if isinstance(shape, tuple)]
        if len(known) < len(shapes):
            raise Unfollowed(message("what {name} is given is not known", name=self.name))
        return known


class TakeChannel(Operation):
    """`x[..., 0]`."""

    name = "GetItem"

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Drop the last axis."""
        return Applied(self.known(inputs)[0][:-1])


class StackChannels(Operation):
    """`keras.ops.stack(channels, axis=-1)`."""

    name = "Stack"

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Add an axis at the end, as long as there are inputs."""
        shapes = self.known(inputs)
        return Applied((*shapes[0], len(shapes)))


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


# Keras 2 made layers of operations and gave them TensorFlow's names.
_OLDER = {
    "Add": ("TFOpLambda", "tf.__operators__.add"),
    "BiasAdd": ("TFOpLambda", "tf.nn.bias_add"),
    "FloorDivide": ("TFOpLambda", "tf.math.floordiv"),
    "GetItem": ("SlicingOpLambda", "tf.__operators__.getitem"),
    "Greater": ("TFOpLambda", "tf.math.greater"),
    "GreaterEqual": ("TFOpLambda", "tf.math.greater_equal"),
    "Less": ("TFOpLambda", "tf.math.less"),
    "LessEqual": ("TFOpLambda", "tf.math.less_equal"),
    "Matmul": ("TFOpLambda", "tf.linalg.matmul"),
    "Mod": ("TFOpLambda", "tf.math.floormod"),
    "Multiply": ("TFOpLambda", "tf.math.multiply"),
    "Negative": ("TFOpLambda", "tf.math.negative"),
    "NotEqual": ("TFOpLambda", "tf.__operators__.ne"),
    "Power": ("TFOpLambda", "tf.math.pow"),
    "Reverse": ("SlicingOpLambda", "tf.__operators__.getitem"),
    "Subtract": ("TFOpLambda", "tf.math.subtract"),
    "TrueDivide": ("TFOpLambda", "tf.math.truediv"),
}


@cache
def has_operation(name: str, keras: int) -> bool:
    """Tell whether it is known what row a version of Keras makes of an operator."""
    return keras >= 3 or name in _OLDER


def operation(name: str, keras: int = 3) -> tuple[Layer, str]:
    """Give an operation's declaration and the stem of its automatic name.

    Arguments:
        name: Keras 3's class name, "TrueDivide".
        keras: the Keras version that the file means.
    """
    special = {"GetItem": TakeChannel, "Stack": StackChannels}
    if name in special and keras >= 3:
        return special[name](), automatic_name(name)
    shown, stem = _OLDER[name] if keras < 3 else (name, automatic_name(name))
    declared = type(f"{name}Operation", (Operation,), {"name": shown, "is_operation": keras >= 3, "__doc__": name})
    return declared(), stem


PRIVATE: dict[str, Layer] = {"CustomScaleLayer": CustomScaleLayer(), "LayerScale": LayerScale()}
