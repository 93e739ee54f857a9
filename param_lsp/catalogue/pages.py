"""The catalogue for people: for each layer what it takes, holds and gives, as plain text; read by `param-lint layers`.

Nothing here is written by hand that a declaration says: weights and outputs are what the declaration gives for an input
whose sizes are letters, and again for one with numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from param_lsp.catalogue.create import create
from param_lsp.catalogue.families import find, layer_names, spellings
from param_lsp.catalogue.layer import REQUIRED, Layer, Parameter, automatic_name, parse_signature
from param_lsp.catalogue.older import older_names
from param_lsp.catalogue.table import MODULES
from param_lsp.catalogue.text import repr_of
from param_lsp.message import Message, message
from param_lsp.shapes import Shape, Shapes, ShapeTree, UnknownDim, symbol
from param_lsp.spans import Place, Span
from param_lsp.values import Applied, Arguments, DictValue, LayerValue, ListValue, Misfit, Outcome, Undetermined, Value
from param_lsp.wording import count_words
from param_lsp.wording import shape as shape_text

# The names of an input's axes by its rank, and sizes that are a good example.
_AXES = {
    2: ("features",),
    3: ("steps", "features"),
    4: ("height", "width", "channels"),
    5: ("depth", "height", "width", "channels"),
    6: ("time", "depth", "height", "width", "channels"),
}
_SIZES = {2: (64,), 3: (20, 64), 4: (28, 28, 3), 5: (8, 28, 28, 3), 6: (5, 8, 28, 28, 3)}
_FRAMES = {4: ("time", "width", "channels"), 5: ("time", "height", "width", "channels")}  # ConvLSTM1D, ConvLSTM2D
# Which rank to show where the layer takes several.
_SHOWN_RANK = {
    "AdditiveAttention": 3,
    "Attention": 3,
    "BatchNormalization": 4,
    "Bidirectional": 3,
    "EinsumDense": 3,
    "Flatten": 4,
    "GroupNormalization": 4,
    "GroupedQueryAttention": 3,
    "Masking": 3,
    "MultiHeadAttention": 3,
    "Permute": 3,
    "RNN": 3,
    "TimeDistributed": 3,
}
_INPUT_SIZES: dict[str, Shape] = {"Embedding": (20,), "ReversibleEmbedding": (20,), "GroupNormalization": (28, 28, 64),
                                  "MelSpectrogram": (16_000,), "STFTSpectrogram": (16_000, 1)}  # fmt: skip
_INPUT_AXES = {"Embedding": ("steps",), "ReversibleEmbedding": ("steps",)}
_INPUTS = {"Add": 2, "Average": 2, "Concatenate": 2, "Dot": 2, "Maximum": 2, "Minimum": 2, "Multiply": 2,
           "Subtract": 2, "Attention": 2, "AdditiveAttention": 2, "MultiHeadAttention": 2,
           "GroupedQueryAttention": 2}  # fmt: skip
# Arguments that stand for a size: letters in the general form, these numbers in the example.
_NUMBERS = {
    "filters": 32, "kernel_size": 3, "units": 10, "input_dim": 1000, "output_dim": 64, "n": 3, "num_heads": 8,
    "key_dim": 64,
}  # fmt: skip
# Arguments without which the layer shows nothing; all the others keep their defaults.
_NEEDED: dict[str, dict[str, Value]] = {
    "Activation": {"activation": "relu"},
    "AdaptiveAveragePooling1D": {"output_size": 4},
    "AdaptiveAveragePooling2D": {"output_size": 4},
    "AdaptiveAveragePooling3D": {"output_size": 4},
    "AdaptiveMaxPooling1D": {"output_size": 4},
    "AdaptiveMaxPooling2D": {"output_size": 4},
    "AdaptiveMaxPooling3D": {"output_size": 4},
    "CategoryEncoding": {"num_tokens": 10},
    "CenterCrop": {"height": 24, "width": 24},
    "Discretization": {"num_bins": 4},
    "Dot": {"axes": 1},
    "EinsumDense": {"equation": "abc,cd->abd", "output_shape": (None, 64)},
    "GaussianNoise": {"stddev": 0.1},
    "GroupedQueryAttention": {"head_dim": 64, "num_query_heads": 8, "num_key_value_heads": 2},
    "Hashing": {"num_bins": 16},
    "HashedCrossing": {"num_bins": 16},
    "Permute": {"dims": (2, 1)},
    "RandomCrop": {"height": 24, "width": 24},
    "RandomPosterization": {"factor": 4},
    "Rescaling": {"scale": 0.5},
    "Reshape": {"target_shape": (8, 8)},
    "Resizing": {"height": 32, "width": 32},
}
# Required arguments that change no shape, or only where they are a size of their own.
_USUAL: dict[str, Value] = {
    "factor": 0.2, "height_factor": 0.2, "width_factor": 0.2, "max_number": 10, "pool_size": 2, "rate": 0.5,
}  # fmt: skip
# Arguments that are layers themselves.
_INNER = {
    "Bidirectional": ("layer", "LSTM"),
    "RNN": ("cell", "LSTMCell"),
    "SpectralNormalization": ("layer", "Dense"),
    "StackedRNNCells": ("cells", "LSTMCell"),
    "TimeDistributed": ("layer", "Dense"),
    "Wrapper": ("layer", "Dense"),
}
_NOWHERE = Place("", Span(0, 0))


@dataclass(frozen=True, slots=True)
class WeightLine:
    """A weight in words: its name, its shape ("(features, units)"), and whether it is trained."""

    name: str
    shape: str
    trainable: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A layer applied to one input.

    Arguments:
        call: how it is written: "Dense(units)".
        input: the input shape, or several.
        output: the output shape; None where it cannot be said.
        weights: in Keras's order.
        formula: the count, "features×units + units"; None without weights.
        params: the number of parameters as people read it; None where it is not one number.
        why: why there is no output.
    """

    call: str
    input: str
    output: str | None
    weights: tuple[WeightLine, ...] = ()
    formula: str | None = None
    params: str | None = None
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class LayerPage:
    """What the catalogue knows of a layer class.

    Arguments:
        name: Keras's class name.
        aliases: other names of the same class.
        family: what it is declared with ("convolution").
        summary: one sentence; may be empty.
        parameters: of the constructor, in Keras's order: name and default as written, None where there is none.
        keyword_only: how many of `parameters`, from the last, are given by name only.
        base_keywords: whether it also takes `name=`, `dtype=`, `trainable=` and the like.
        rank: the rank it takes: "4", "2 or more", "any".
        general: applied to an input whose sizes are letters.
        example: applied to an input with numbers.
        removed_in: the Keras version that no longer has it.
        instead: the class to write today for a removed one.
        older_names: Keras 1's argument names and today's.
        automatic_name: the stem of the name that Keras gives it.
    """

    name: str
    aliases: tuple[str, ...]
    family: str
    summary: str
    parameters: tuple[tuple[str, str | None], ...]
    keyword_only: int
    base_keywords: bool
    rank: str
    general: Shown
    example: Shown
    removed_in: int | None
    instead: str | None
    older_names: tuple[tuple[str, str], ...]
    automatic_name: str


def layer_page(name: str) -> LayerPage | None:
    """Give the page of a layer class by its name or an alias ("MaxPool2D"); None where there is no such layer."""
    layer = find(name)
    return _page(layer) if layer is not None else None


def layer_pages() -> tuple[LayerPage, ...]:
    """Give the pages of all layer classes, by family and then by name."""
    found: dict[str, Layer] = {}
    for name in sorted(layer_names()):
        layer = find(name)
        if layer is not None and (name == layer.name or layer.name not in found):
            found[layer.name] = layer  # `InputLayer` has two: the class, and the function `Input`
    return tuple(sorted(map(_page, found.values()), key=lambda page: (page.family, page.name)))


def nearest_layer(name: str) -> str | None:
    """Give the layer name most like a misspelt one ("dens" → "Dense"), or None."""
    lowered = {known.lower(): known for known in sorted(layer_names())}
    close = get_close_matches(name.lower().replace("_", ""), lowered, n=1)
    return lowered[close[0]] if close else None


@cache
def needed_arguments(layer: Layer) -> dict[str, Value]:
    """Give arguments without which a layer cannot be made, as an example has them."""
    return _needed(layer, letters=False)


def _page(layer: Layer) -> LayerPage:
    signature = parse_signature(layer.signature)
    rank = _shown_rank(layer)
    return LayerPage(
        name=layer.name,
        aliases=tuple(sorted(set(spellings(type(layer))) - {layer.name})),
        family=_family(layer),
        summary=_summary(layer),
        parameters=tuple((parameter.name, _default(parameter)) for parameter in signature.parameters),
        keyword_only=sum(parameter.keyword_only for parameter in signature.parameters),
        base_keywords=signature.keywords,
        rank=_rank(layer),
        general=_applied(layer, (None, *map(symbol, _axes(layer, rank))), letters=True),
        example=_applied(layer, (None, *_INPUT_SIZES.get(layer.name, _SIZES[rank])), letters=False),
        removed_in=layer.removed_in,
        instead=_instead(layer) if layer.removed_in is not None else None,
        older_names=older_names(layer),
        automatic_name=automatic_name(layer.name),
    )


def _family(layer: Layer) -> str:
    module = MODULES[spellings(type(layer))[0]]
    return module.replace("_", " ").replace(".", ": ")


def _summary(layer: Layer) -> str:
    """Give the declaration's first sentence, unless it only names the file of Keras that it was read from."""
    sentence = (layer.__doc__ or "").partition("\n")[0]
    return "" if "keras/" in sentence or "`.py" in sentence else sentence


def _default(parameter: Parameter) -> str | None:
    return None if parameter.default is REQUIRED else repr(parameter.default)


def _rank(layer: Layer) -> str:
    if layer.rank is not None:
        return str(layer.rank)
    return f"{layer.min_rank} or more" if layer.min_rank is not None else "any"


def _shown_rank(layer: Layer) -> int:
    if layer.rank is not None:
        return layer.rank
    if MODULES[spellings(type(layer))[0]] in {"preprocessing.augmentation", "preprocessing.images"}:
        return 4
    return _SHOWN_RANK.get(layer.name) or max(layer.min_rank or 2, 2)


def _axes(layer: Layer, rank: int) -> tuple[str, ...]:
    if layer.name.startswith("ConvLSTM"):
        return _FRAMES.get(rank, _AXES[rank])
    return _INPUT_AXES.get(layer.name, _AXES[rank])


def _instead(layer: Layer) -> str | None:
    """Give the class that a removed one was made from, which does the same today with other arguments."""
    for base in type(layer).__mro__[1:]:
        if issubclass(base, Layer) and "name" in vars(base) and base.removed_in is None:
            return base.name
    return {"CuDNNGRU": "GRU", "CuDNNLSTM": "LSTM"}.get(layer.name)


def _applied(layer: Layer, shape: Shape, *, letters: bool) -> Shown:
    """Create the layer with the arguments that it needs, and apply it to this input."""
    needed = _needed(layer, letters=letters)
    call = f"{layer.name}({', '.join(_written(name, value) for name, value in needed.items())})"
    count = _INPUTS.get(layer.name, 1)
    inputs: ShapeTree = Shapes((shape,) * count) if count > 1 else shape
    got = shape_text(inputs)
    created = create(layer, (), needed)
    if created.misfit is not None or created.reason is not None:
        why = created.misfit.message if created.misfit is not None else created.reason
        return Shown(call, got, None, why=why)
    created.arguments.apply = _apply_inner
    outcome = layer.apply(created.arguments, inputs)
    if not isinstance(outcome, Applied):
        return Shown(call, got, None, why=outcome.message if isinstance(outcome, Misfit) else outcome.reason)
    return _shown(layer, created.arguments, outcome, inputs, call)


def _shown(layer: Layer, arguments: Arguments, outcome: Applied, inputs: ShapeTree, call: str) -> Shown:
    total = sum((weight.params for weight in outcome.weights), start=0)
    unknown = isinstance(total, UnknownDim)
    return Shown(
        call=call,
        input=shape_text(inputs),
        output=shape_text(outcome.output),
        weights=tuple(WeightLine(each.name, shape_text(each.shape), each.trainable) for each in outcome.weights),
        formula=layer.formula(arguments, outcome, inputs) if outcome.weights else None,
        params=None if unknown else count_words(total, "parameter"),
    )


def _needed(layer: Layer, *, letters: bool) -> dict[str, Value]:
    needed: dict[str, Value] = dict(_NEEDED.get(layer.name, {}))
    if layer.name in _INNER:
        name, inner = _INNER[layer.name]
        value = _inner(inner, letters=letters)
        needed[name] = ListValue([value, _inner(inner, letters=letters)]) if name == "cells" else value
    for parameter in parse_signature(layer.signature).parameters:
        name = parameter.name
        if parameter.default is not REQUIRED or name in needed:
            continue
        if name in _USUAL:
            needed[name] = _USUAL[name]
        if name in _NUMBERS:
            needed[name] = symbol(name) if letters else _NUMBERS[name]
    return needed


def _inner(name: str, *, letters: bool) -> LayerValue:
    layer = find(name)
    assert layer is not None  # the names above are in the catalogue
    created = create(layer, (), {"units": symbol("units") if letters else _NUMBERS["units"]})
    return LayerValue(layer, created.arguments, automatic_name(name), _NOWHERE)


def _apply_inner(layer: Value, inputs: ShapeTree) -> Outcome:
    if isinstance(layer, LayerValue) and layer.arguments is not None:
        return layer.declaration.apply(layer.arguments, inputs)
    return Undetermined(message("the inner layer is not known"))


def _written(name: str, value: Value) -> str:
    """Write an argument; a size that is a letter has its own name and is not repeated."""
    if isinstance(value, LayerValue):
        units = value.arguments["units"] if value.arguments is not None else ""
        return f"{value.declaration.name}({'units' if not isinstance(units, int) else units})"
    if isinstance(value, ListValue):
        return f"[{', '.join(_written('', item) for item in value.items)}]"
    text = repr_of(value) if not isinstance(value, Mapping | DictValue) else "{…}"
    return name if text == name else f"{name}={text}"
