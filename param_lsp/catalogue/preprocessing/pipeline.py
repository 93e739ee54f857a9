"""Pipeline: preprocessing layers one after the other."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.catalogue.cost import together
from param_lsp.catalogue.inner import apply_inner
from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.preprocessing.images import ImageLayer
from param_lsp.catalogue.reading import Rejected, Unfollowed, members, unknown_members
from param_lsp.catalogue.text import repr_of
from param_lsp.message import message
from param_lsp.shapes import Count, ShapeTree
from param_lsp.values import Applied, Arguments, LayerValue, ModelValue, Weight


class Pipeline(Layer):
    """keras/src/layers/preprocessing/pipeline.py."""

    name = "Pipeline"
    signature = "layers, name=None"

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply the layers in order; their weights are the pipeline's."""
        value = arguments["layers"]
        if (reason := unknown_members(value)) is not None:
            raise Unfollowed(reason)
        layers = members(value)
        if not layers or isinstance(value, str) or not all(isinstance(x, LayerValue | ModelValue) for x in layers):
            # Keras fails in `call`, and tells so in a long text of its own.
            reject(
                "",
                message("`layers` must be a list of layers, got {value}", value=repr_of(value)),
                argument="layers",
                short=message("layers must be a list of layers"),
            )
        weights: list[Weight] = []
        costs: list[Count | None] = []
        frozen: frozenset[str] = frozenset()
        for layer in layers:
            applied = _applied(arguments, layer, inputs)
            weights += [weight for weight in applied.weights if weight not in weights]
            frozen |= applied.frozen
            costs.append(applied.macs)
            inputs = applied.output
        return Applied(inputs, tuple(weights), frozen=frozen, macs=together(costs))


def _applied(arguments: Arguments, layer: LayerValue | ModelValue, inputs: ShapeTree) -> Applied:
    """Apply a layer inside; Keras wraps what it raises into a long text about the pipeline."""
    try:
        applied = apply_inner(arguments, layer, inputs, "layers")
    except Rejected as rejected:
        raise Rejected(replace(rejected.misfit, keras_message="")) from rejected
    images = isinstance(layer, LayerValue) and isinstance(layer.declaration, ImageLayer)
    if images and isinstance(inputs, tuple) and len(inputs) not in (3, 4):
        # Inside of a pipeline Keras runs the layers' code, which looks at more than they do on their own.
        raise Unfollowed(message("{layer} is given no images", layer=repr_of(layer)))
    return applied
