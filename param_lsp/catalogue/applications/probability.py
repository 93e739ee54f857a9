"""`tfp.layers.DenseFlipout` and its siblings: a Dense whose kernel is drawn from a normal distribution that is learned.

Source: tensorflow_probability/python/layers/dense_variational.py. The other layers of TensorFlow Probability are not
known.
"""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.reading import Unfollowed, positive_int
from param_lsp.message import message
from param_lsp.shapes import Shape, ShapeTree
from param_lsp.values import Arguments, Weight

_CHOSEN = ("kernel_posterior_fn", "kernel_prior_fn", "bias_posterior_fn", "bias_prior_fn")


class DenseVariational(Layer):
    """What the three of them share: they differ only in how they estimate gradients."""

    by_alias_only = True
    signature = """units, activation=None, activity_regularizer=None, trainable=True, kernel_posterior_fn=None,
        kernel_posterior_tensor_fn=None, kernel_prior_fn=None, kernel_divergence_fn=None, bias_posterior_fn=None,
        bias_posterior_tensor_fn=None, bias_prior_fn=None, bias_divergence_fn=None, seed=None, **kwargs"""
    min_rank = 2

    def check(self, arguments: Arguments) -> None:
        """Reject `units` that no size can be."""
        positive_int(arguments, "units")

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the kernel's mean and spread, and the bias, which is learned as it is."""
        chosen = next((name for name in _CHOSEN if name in arguments.given), None)
        if chosen is not None:
            raise Unfollowed(message("what `{name}` makes is not followed", name=chosen))
        units = positive_int(arguments, "units")
        yield Weight("kernel_posterior_loc", (shape[-1], units))
        yield Weight("kernel_posterior_untransformed_scale", (shape[-1], units))
        yield Weight("bias_posterior_loc", (units,))

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the input with `units` at the last axis."""
        return (*shape[:-1], positive_int(arguments, "units"))


class DenseFlipout(DenseVariational):
    """Flipout's estimator."""

    name = "DenseFlipout"


class DenseReparameterization(DenseVariational):
    """The reparameterization estimator."""

    name = "DenseReparameterization"


class DenseLocalReparameterization(DenseVariational):
    """The local reparameterization estimator."""

    name = "DenseLocalReparameterization"
    signature = DenseVariational.signature.replace("seed=None, ", "")


LAYERS: dict[str, Layer] = {
    f"tensorflow_probability.layers.{layer.name}": layer
    for layer in (DenseFlipout(), DenseReparameterization(), DenseLocalReparameterization())
}
