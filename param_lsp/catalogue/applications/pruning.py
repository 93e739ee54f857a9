"""TensorFlow Model Optimization's wrapper `PruneLowMagnitude`: the layer inside, masks, thresholds and a counter.

Source: tensorflow_model_optimization/python/core/sparsity/keras/pruning_wrapper.py and prune_registry.py (0.8).
"""

from __future__ import annotations

from dataclasses import replace

from param_lsp.catalogue.inner import apply_inner, inner_layer
from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.reading import Unfollowed
from param_lsp.message import message
from param_lsp.shapes import ShapeTree
from param_lsp.values import Applied, Arguments, LayerValue, Weight

# The classes that the registry knows, by the weights that are pruned; a subclass is not its base there.
_KERNEL, _POINTWISE, _BOTH = ("kernel",), ("pointwise_kernel",), ("kernel", "recurrent_kernel")
PRUNED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Conv1D", "Conv2D", "Conv2DTranspose", "Conv3D", "Conv3DTranspose", "Dense"), _KERNEL),
    **dict.fromkeys(("LocallyConnected1D", "LocallyConnected2D", "MultiHeadAttention"), _KERNEL),
    **dict.fromkeys(("SeparableConv1D", "SeparableConv2D"), _POINTWISE),
    **dict.fromkeys(("GRU", "LSTM", "SimpleRNN"), _BOTH),
    "Embedding": ("embeddings",),
    **dict.fromkeys(
        (
            *("ELU", "LeakyReLU", "ReLU", "Softmax", "ThresholdedReLU", "Activation", "ActivityRegularization"),
            *("Cropping1D", "Cropping2D", "Cropping3D", "UpSampling1D", "UpSampling2D", "UpSampling3D"),
            *("ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "DepthwiseConv2D", "Dropout", "Flatten", "Lambda"),
            *("Masking", "Permute", "RepeatVector", "Reshape", "SpatialDropout1D", "SpatialDropout2D"),
            *("SpatialDropout3D", "AlphaDropout", "GaussianDropout", "GaussianNoise", "BatchNormalization"),
            *("LayerNormalization", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D"),
            *("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D", "GlobalMaxPooling1D"),
            *("GlobalMaxPooling2D", "GlobalMaxPooling3D", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D"),
        ),
        (),
    ),
}


class PruneLowMagnitude(Layer):
    """`PruneLowMagnitude(layer)`: for each pruned weight a mask of its shape and a threshold, and one counter."""

    name = "PruneLowMagnitude"
    by_alias_only = True
    signature = "layer, **kwargs"

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply the inner layer and add what the wrapper keeps, none of it trainable."""
        inner = inner_layer(arguments, "layer", "Please initialize `Prune` layer with a `Layer` instance")
        if not isinstance(inner, LayerValue) or inner.declaration.name not in PRUNED:
            raise Unfollowed(message("this layer is none that can be pruned, as far as is known here"))
        outcome, names = apply_inner(arguments, inner, inputs), PRUNED[inner.declaration.name]
        own: list[Weight] = []
        for weight in outcome.weights:
            if weight.name.rpartition("/")[2] in names:
                own += [Weight("mask", weight.shape, trainable=False), Weight("threshold", (), trainable=False)]
        own.append(Weight("pruning_step", (), trainable=False, dtype="int64"))
        return replace(outcome, weights=(*outcome.weights, *own))


PRUNE = PruneLowMagnitude()
