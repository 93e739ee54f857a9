"""What a call says about its Keras: arguments that went away, that Keras warns about, or that changed their meaning.

None of it keeps a layer from being followed; the rules removed-argument, removed-layer, deprecated-argument and
changed-meaning judge it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from param_lsp.catalogue.layer import Layer, Signature
from param_lsp.catalogue.text import repr_of
from param_lsp.message import Message, message
from param_lsp.values import DictValue, Misfit, Value

# What Keras 3.15 warns with (layers/layer.py), and layers that warn of an argument of their own.
_INPUT_WARNING = (
    "Do not pass an `input_shape`/`input_dim` argument to a layer. When using Sequential models, prefer using an "
    "`Input(shape)` object as the first layer in the model instead."
)
_OWN_WARNINGS = {
    ("Embedding", "input_length"): (
        "Argument `input_length` is deprecated. Just remove it.",
        message("it does nothing any more"),
    ),
    ("LeakyReLU", "alpha"): (
        "Argument `alpha` is deprecated. Use `negative_slope` instead.",
        message("it is `negative_slope` now"),
    ),
}
# Layers of Keras 1 that took a kernel's sizes one by one: `Convolution2D(32, 3, 3)`.
_KERNEL_BY_SIDES = frozenset({"Conv2D", "SeparableConv2D", "LocallyConnected2D", "ConvLSTM2D"})
_OLDEST_USUAL_SIDE = 3  # even kernels are rare, and `Conv2D(64, 2, 2)` halves an image today


def removed(
    layer: Layer, renamed: Sequence[tuple[str, Message]], taken: Mapping[str, Value], keras: int
) -> Iterator[Misfit]:
    """Give what Keras 3 no longer has: the layer itself, or keywords.

    Arguments:
        layer: the declaration.
        renamed: arguments of Keras 1 that were translated, by the name written, with what is to be said of each.
        taken: keywords of Keras 2's base layer that were read.
        keras: the Keras version that the file means.
    """
    if layer.removed_in is not None:
        text = message("Keras {version} no longer has {layer}", version=layer.removed_in, layer=layer.name)
        yield Misfit("removed-layer", text, "")
    for name, text in renamed:
        yield Misfit("removed-argument", message("{text}; Keras 3 has no `{name}`", text=text, name=name), "", name)
    pairs = ", ".join(f"'{name}': {repr_of(value)}" for name, value in taken.items())
    words = f"Unrecognized keyword arguments passed to {layer.name}: {{{pairs}}}" if keras >= 3 else ""
    for name in taken:
        text = message("`{name}` is an argument of Keras 2; Keras 3 rejects it", name=name)
        yield Misfit("removed-argument", text, words, name)


def deprecated(layer: Layer, signature: Signature, keywords: Mapping[str, Value]) -> Iterator[Misfit]:
    """Give the keywords that Keras 3 takes with a warning."""
    own = {parameter.name for parameter in signature.parameters}
    for name, value in keywords.items():
        if name in {"input_shape", "input_dim"} and name not in own and signature.keywords and value is not None:
            if layer.name == "InputLayer":
                continue
            text = message("`{name}` is deprecated; put a `keras.Input` before the layer", name=name)
            yield Misfit("deprecated-argument", text, _INPUT_WARNING, name)
        elif (layer.name, name) in _OWN_WARNINGS and value is not None:
            warning, instead = _OWN_WARNINGS[layer.name, name]
            text = message("`{name}` is deprecated; {instead}", name=name, instead=instead)
            yield Misfit("deprecated-argument", text, warning, name)


def changed(layer: Layer, positional: Sequence[Value]) -> Iterator[Misfit]:
    """Give positional arguments that mean something else than in Keras 1 and look as if meant as there.

    Those of most layers that moved (`Dense(64, "uniform", "relu")`, `Convolution3D(8, 3, 3, 3)`) are of another type
    today: Keras rejects them, which `invalid-argument` tells.
    """
    if layer.name == "BatchNormalization" and positional and isinstance(positional[0], float):
        text = message("the first argument is `axis` since Keras 2; in Keras 1 it was `epsilon`")
        yield Misfit("changed-meaning", text, "", "axis")
    if layer.name == "Lambda" and isinstance((*positional, None, None, None)[2], DictValue):
        text = message("the third argument is `mask` since Keras 2; in Keras 1 it was `arguments`")
        yield Misfit("changed-meaning", text, "", "mask")
    if layer.name not in _KERNEL_BY_SIDES:
        return
    kernel, strides = (*positional, None, None, None)[1:3]
    if type(kernel) is not int or kernel != strides or kernel < _OLDEST_USUAL_SIDE or kernel % 2 == 0:
        return
    text = message(
        "the third argument is `strides` since Keras 2: a {side}×{side} kernel that moves by {side}; "
        "in Keras 1 this was a {side}×{side} kernel that moves by 1, now `({side}, {side})`",
        side=kernel,
    )
    yield Misfit("changed-meaning", text, "", "strides")
