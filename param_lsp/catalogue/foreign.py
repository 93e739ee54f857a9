"""Layers that run what another library made: what they give and hold is never known from the text."""

from __future__ import annotations

from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.reading import Unfollowed
from param_lsp.message import message
from param_lsp.shapes import ShapeTree
from param_lsp.values import Applied, Arguments


class Foreign(Layer):
    """A layer around a function, module or file of another library."""

    holds: str

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Follow nothing."""
        raise Unfollowed(message("{layer} runs {what}, which is not followed", layer=self.name, what=self.holds))


class TFSMLayer(Foreign):
    """keras/src/export/tfsm_layer.py."""

    name = "TFSMLayer"
    signature = "filepath, call_endpoint='serve', call_training_endpoint=None, trainable=True, name=None, dtype=None"
    holds = "a SavedModel read from a file"


class JaxLayer(Foreign):
    """keras/src/utils/jax_layer.py."""

    name = "JaxLayer"
    signature = (
        "call_fn, init_fn=None, params=None, state=None, seed=None, native_serialization_platforms=None, **kwargs"
    )
    holds = "a function of JAX"


class FlaxLayer(Foreign):
    """keras/src/utils/jax_layer.py."""

    name = "FlaxLayer"
    signature = "module, method=None, variables=None, **kwargs"
    holds = "a module of Flax"


class TorchModuleWrapper(Foreign):
    """keras/src/utils/torch_utils.py."""

    name = "TorchModuleWrapper"
    signature = "module, name=None, output_shape=None, **kwargs"
    holds = "a module of PyTorch"
