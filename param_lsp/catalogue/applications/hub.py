"""`tensorflow_hub.KerasLayer`: a few well-known models by their handles; of others nothing is known without a download.

Counts are those that TensorFlow's own tutorials print; the image models' are also those of the same architectures in
`keras.applications` (without Keras's Normalization). A handle's version is part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.reading import Unfollowed, require_known
from param_lsp.catalogue.text import repr_of
from param_lsp.message import message
from param_lsp.shapes import Count, Shape, ShapeTree, UnknownShape
from param_lsp.values import Applied, Arguments, Weight


@dataclass(frozen=True, slots=True)
class _Model:
    """What a handle gives: its output's size, its parameters, and those that are never trained (moving averages).

    `fixed` is None where that is not known; the split is then known only of a layer that is not trained at all.
    """

    size: int
    params: int
    fixed: int | None = 0
    rank: int = 1


_GNEWS = _Model(20, 20_001 * 20)
_NNLM_50 = _Model(50, 963_812 * 50)
_NNLM_128 = _Model(128, 973_771 * 128)
_MOBILENET = _Model(1280, 2_257_984, 34_112, rank=4)
_MOBILENET_TOP = _Model(1001, 2_257_984 + 1281 * 1001, 34_112, rank=4)
_INCEPTION = _Model(2048, 21_802_784, 34_432, rank=4)
_RESNET = _Model(2048, 23_564_800, 45_440, rank=4)
_HANDLES = {
    "google/tf2-preview/gnews-swivel-20dim/1": _GNEWS,
    "google/tf2-preview/nnlm-en-dim50/1": _NNLM_50,
    "google/nnlm-en-dim50/2": _NNLM_50,
    "google/tf2-preview/nnlm-en-dim128/1": _NNLM_128,
    "google/nnlm-en-dim128/2": _NNLM_128,
    "google/universal-sentence-encoder/4": _Model(512, 256_797_824, None),
    "google/tf2-preview/mobilenet_v2/feature_vector/4": _MOBILENET,
    "google/imagenet/mobilenet_v2_100_224/feature_vector/4": _MOBILENET,
    "google/imagenet/mobilenet_v2_100_224/feature_vector/5": _MOBILENET,
    "google/tf2-preview/mobilenet_v2/classification/4": _MOBILENET_TOP,
    "google/imagenet/mobilenet_v2_100_224/classification/4": _MOBILENET_TOP,
    "google/imagenet/mobilenet_v2_100_224/classification/5": _MOBILENET_TOP,
    "google/tf2-preview/inception_v3/feature_vector/4": _INCEPTION,
    "google/imagenet/inception_v3/feature_vector/4": _INCEPTION,
    "google/imagenet/inception_v3/feature_vector/5": _INCEPTION,
    "google/imagenet/resnet_v2_50/feature_vector/4": _RESNET,
    "google/imagenet/resnet_v2_50/feature_vector/5": _RESNET,
    "tensorflow/efficientnet/b0/feature-vector/1": _Model(1280, 4_049_564, 42_016, rank=4),
}


class HubLayer(Layer):
    """`tensorflow_hub/keras_layer.py`; nobody finds it by name among Keras's layers."""

    name = "KerasLayer"
    by_alias_only = True
    signature = """handle, trainable=False, arguments=None, _sentinel=None, tags=None, signature=None,
        signature_outputs_as_dict=None, output_key=None, output_shape=None, load_options=None, **kwargs"""

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the variables as a whole: those that can be trained, and moving averages."""
        model = _model(arguments)
        if model.fixed is None and require_known("trainable", arguments["trainable"]):
            raise Unfollowed(message("which weights of {handle} are trained is not known", handle=_handle(arguments)))
        fixed = model.fixed or 0
        yield Weight("variables", (model.params - fixed,))
        if fixed:
            yield Weight("moving_averages", (fixed,), trainable=False)

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """What is inside of a published model is not known."""
        return None

    def output(self, arguments: Arguments, shape: Shape) -> Shape:
        """Give one vector for each text or image."""
        model = _model(arguments)
        if len(shape) != model.rank:
            raise Unfollowed(
                message("{handle} takes an input of rank {rank}", handle=_handle(arguments), rank=model.rank)
            )
        return (shape[0], model.size)

    def unknown_input(self, arguments: Arguments, shape: UnknownShape) -> Shape | UnknownShape:
        """Say that nothing is known of the rank."""
        return shape

    def apply_to_unknown(self, arguments: Arguments, shape: UnknownShape) -> Applied:
        """Give the vector, whatever the input."""
        return Applied((None, _model(arguments).size), tuple(self.weights(arguments, ())))


def _model(arguments: Arguments) -> _Model:
    found = _HANDLES.get(_handle(arguments))
    given = [name for name in ("signature", "output_key", "output_shape", "tags") if arguments[name] is not None]
    if found is None:
        raise Unfollowed(message("the model {handle} is not downloaded", handle=repr_of(arguments["handle"])))
    if given:
        raise Unfollowed(
            message("what `{name}` chooses of {handle} is not known", name=given[0], handle=_handle(arguments))
        )
    return found


def _handle(arguments: Arguments) -> str:
    value = require_known("handle", arguments["handle"])
    text = value if isinstance(value, str) else ""
    for prefix in ("https://", "http://", "www.", "tfhub.dev/"):
        text = text.removeprefix(prefix)
    return text.partition("?")[0].rstrip("/")


HUB_LAYER = HubLayer()
