"""Layers around another layer: TimeDistributed, SpectralNormalization and the bare Wrapper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

from param_lsp.catalogue.convolution import Convolution
from param_lsp.catalogue.inner import apply_inner, inner_layer
from param_lsp.catalogue.layer import OWN_FIRST, Layer, reject
from param_lsp.catalogue.reading import Rejected, Unfollowed, is_unknown
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, Shapes, ShapeTree, UnknownShape, product
from param_lsp.values import Applied, Arguments, LayerValue, ModelValue, NumpyScalar, Weight
from param_lsp.wording import dim
from param_lsp.wording import shape as shape_text


class Wrapper(Layer):
    """keras/src/layers/core/wrapper.py: a base class; what it gives is decided by a subclass."""

    name = "Wrapper"
    signature = "layer, **kwargs"
    order = OWN_FIRST
    words = (
        "Layer {layer} supplied to Wrapper isn't a supported layer type. "
        "Please ensure wrapped layer is a valid Keras layer."
    )

    def check(self, arguments: Arguments) -> None:
        """Reject what is not a layer."""
        inner_layer(arguments, "layer", self.words)

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Follow nothing: `Wrapper` has no `call` of its own."""
        raise Unfollowed(message("`Wrapper` is a base class: a subclass decides what it gives"))

    def apply_built(self, arguments: Arguments, inner: LayerValue | ModelValue, shape: ShapeTree) -> Applied:
        """Apply the inner layer as Keras does here: it builds it and asks for its output shape, not its input spec."""
        try:
            return apply_inner(arguments, inner, shape)
        except Rejected as rejected:
            misfit = rejected.misfit
            # A Sequential that is not built yet is built by calling its layers, which look at their input specs.
            unbuilt = isinstance(inner, ModelValue) and inner.kind == "sequential" and inner.input_shape is None
            if misfit.rule != "incompatible-rank" or unbuilt:
                raise
            # Convolutions look at the rank again when they are built; the others take any there.
            if isinstance(inner, LayerValue) and inner.arguments is not None:
                declaration = inner.declaration
                transposed = declaration.name.endswith("Transpose")
                if (
                    isinstance(declaration, Convolution)
                    and isinstance(shape, tuple)
                    and len(shape) > 1
                    and not transposed
                ):
                    declaration.accept(inner.arguments, shape)
            raise Unfollowed(misfit.message) from rejected


class TimeDistributed(Wrapper):
    """keras/src/layers/rnn/time_distributed.py: applies a layer to each step of axis 1."""

    name = "TimeDistributed"
    words = "Please initialize `TimeDistributed` layer with a `keras.layers.Layer` instance. Received: {layer}"

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply the inner layer to the shape without its time axis, and put that axis back."""
        shape = self.one_input(inputs)
        if isinstance(shape, UnknownShape):
            raise Unfollowed(shape.reason)
        if len(shape) < 3:
            got = shape_text(shape)
            reject(
                "`TimeDistributed` Layer should be passed an `input_shape` with at least 3 dimensions, "
                f"received: {got}",
                message("TimeDistributed wants (batch, time, …) of rank 3 or more, gets {shape}", shape=got),
                rule="incompatible-rank",
                short=message("wants rank 3 or more, gets {shape}", shape=got),
            )
        child = (shape[0], *shape[2:])
        inner = inner_layer(arguments, "layer", self.words)
        applied = self.apply_built(arguments, inner, child)
        output = applied.output
        if isinstance(output, Shapes):
            # Keras takes the time axis for one of the outputs' shapes.
            undefined = "Undefined shapes are not supported."
            reject(
                undefined if shape[1] is None else f"Cannot convert '{dim(shape[1])}' to a shape.",
                message("TimeDistributed cannot take {layer}, which gives several outputs", layer=repr_of(inner)),
                argument="layer",
            )
        if isinstance(output, UnknownShape):
            return replace(applied, macs=None)
        macs = None if applied.macs is None else product((shape[1], applied.macs))
        return replace(applied, output=(*output[:1], shape[1], *output[1:]), macs=macs)

    def formula(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> str | None:
        """Give the inner layer's: it is the same at each step."""
        inner = arguments["layer"]
        if not (isinstance(inner, LayerValue) and isinstance(inner.declaration, Layer) and inner.arguments is not None):
            return super().formula(arguments, applied, inputs)
        if not isinstance(inputs, tuple):
            return None
        return inner.declaration.formula(inner.arguments, applied, (inputs[0], *inputs[2:]))

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Say that all steps share the weights, then what the inner layer's are."""
        inner = arguments["layer"]
        if not applied.weights:
            return
        yield message("all steps share the same weights")
        known = isinstance(inner, LayerValue) and isinstance(inner.declaration, Layer) and inner.arguments is not None
        if known and isinstance(inputs, tuple):
            yield from inner.declaration.explain(inner.arguments, applied, (inputs[0], *inputs[2:]))


class SpectralNormalization(Wrapper):
    """keras/src/layers/normalization/spectral_normalization.py: one more vector beside the inner layer's kernel."""

    name = "SpectralNormalization"
    signature = "layer, power_iterations=1, **kwargs"

    def check_late(self, arguments: Arguments) -> None:
        """Reject less than one iteration."""
        value = arguments["power_iterations"]
        if is_unknown(value) or isinstance(value, Polynomial | NumpyScalar):
            return
        if not isinstance(value, int | float):
            reject(
                f"'<=' not supported between instances of '{type_of(value)[8:-2]}' and 'int'",
                message("`power_iterations` must be a number, got {value}", value=repr_of(value)),
                argument="power_iterations",
            )
        if value <= 0:
            reject(
                f"`power_iterations` should be greater than zero. Received: `power_iterations={str_of(value)}`",
                message("`power_iterations` must be above zero, got {value}", value=repr_of(value)),
                argument="power_iterations",
            )

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply the inner layer; its kernel is the wrapper's own too, so Keras lists it first, then `vector_u`."""
        inner = inner_layer(arguments, "layer", self.words)
        shape = self.one_input(inputs)
        if isinstance(inner, LayerValue) and _weightless(inner.declaration):
            _reject_no_kernel(inner)
        applied = self.apply_built(arguments, inner, shape)
        own = [weight for weight in applied.weights if weight.name.count("/") == 1]
        kernel = next((weight for weight in own if weight.name.endswith("/kernel")), None)
        kernel = kernel or next((weight for weight in own if weight.name.endswith("/embeddings")), None)
        known = isinstance(inner, LayerValue) and isinstance(inner.declaration, Layer)
        if not known:
            raise Unfollowed(message("which weight of {layer} is its kernel is not known", layer=repr_of(inner)))
        if kernel is None:
            _reject_no_kernel(inner)
        vector = Weight("vector_u", (1, kernel.shape[-1]), trainable=False)
        rest = tuple(weight for weight in applied.weights if weight is not kernel)
        return replace(applied, weights=(kernel, vector, *rest))


def _weightless(declaration: object) -> bool:
    """Tell whether a layer has no weights whatever its input: Keras looks for its kernel before its output's size."""
    if not isinstance(declaration, Layer):
        return False
    kind = type(declaration)
    return kind.weights is Layer.weights and kind.apply_checked is Layer.apply_checked


def _reject_no_kernel(inner: LayerValue | ModelValue) -> NoReturn:
    type_name = inner.declaration.name if isinstance(inner, LayerValue) else "Sequential"
    reject(
        f"{type_name} object has no attribute 'kernel' nor 'embeddings'",
        message("SpectralNormalization wants a layer with a kernel, {layer} has none", layer=type_name),
        argument="layer",
        short=message("wants a layer with a kernel"),
    )
