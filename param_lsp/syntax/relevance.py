"""Which chunks can matter for a Keras model: the others are never parsed."""

from __future__ import annotations

import builtins
import keyword
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from param_lsp.source.lines import TOKENS

# Names that speak of Keras whatever stands before them; the families below catch layers of libraries and projects.
_SPEAKING: Final = """
    keras tensorflow tf tf_keras tflearn keras_core keras_hub keras_cv keras_nlp tensorflow_addons tfa
    layers layer models model Model Sequential Functional Input InputLayer InputSpec Layer Activation applications
    summary count_params build_model create_model make_model get_model fit fit_generator
    Lambda TFSMLayer Wrapper Bidirectional TimeDistributed Masking Permute Identity SpectralNormalization
    Add Average Concatenate concatenate Dot Maximum Minimum Multiply Subtract Merge
"""
KERAS_NAMES: Final = frozenset(_SPEAKING.split())
_ENDINGS: Final = """
    LocallyConnected1D LocallyConnected2D Highway MaxoutDense
    Dense Conv1D Conv2D Conv3D Convolution1D Convolution2D Convolution3D Conv1DTranspose Conv2DTranspose
    Conv3DTranspose Deconvolution2D Pooling1D Pooling2D Pooling3D Pool1D Pool2D Pool3D Dropout Dropout1D Dropout2D
    Dropout3D Embedding Flatten Reshape RepeatVector Normalization LSTM GRU RNN Cell Attention Noise ReLU ELU Softmax
    Padding1D Padding2D Padding3D Cropping1D Cropping2D Cropping3D UpSampling1D UpSampling2D UpSampling3D Rescaling
    Resizing Regularization Discretization CategoryEncoding Hashing Lookup Vectorization Einsum Layer Model
"""
_FAMILIES: Final = tuple(_ENDINGS.split())
_IGNORED: Final = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | frozenset(["self", "cls", "match", "case"])
_NAMES: Final = re.compile(r"(?<![\w.])[^\W\d]\w*")
_ATTRIBUTES: Final = re.compile(r"\.[ \t]*([^\W\d]\w*)")
_IMPORT: Final = re.compile(r"^[ \t]*(?:(?:import|from)[ \t]|sys\.path\.)", re.MULTILINE)
# A relative or star import may bring models in without a word of Keras.
_SEED: Final = re.compile(r"#[ \t]*param-lint:|^[ \t]*from[ \t]+(?:\.|[\w.]+[ \t]+import[ \t]+\*)", re.MULTILINE)
_DEFINITION: Final = re.compile(r"(?:@|(?:async[ \t]+)?(?:def|class)\b)")
_DEFINED: Final = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+([^\W\d]\w*)", re.MULTILINE)
_CHANGED: Final = re.compile(r"(?:^|;)[ \t]*(?:(?:global|nonlocal|for|with|del)[ \t]+)?([^\W\d]\w*)", re.MULTILINE)
_CODE: Final = re.compile(r"(?:\s|\#[^\r\n]*)*")
_REMEMBERED: Final = 8  # texts: those that are edited now, and what they import


@dataclass(frozen=True, slots=True)
class Facts:
    """What the text of a chunk tells at a glance.

    Arguments:
        names: that it mentions (attributes left out), without keywords and builtins.
        provides: those that it may bind or change.
        attributes: that it mentions.
        layers: a name in it ends as layers of Keras do.
        imports: it imports something, or says where modules are, which matters as soon as anything does.
        open_brackets: brackets opened less those closed.
        seeds: it matters whatever its names: a `param-lint:` comment, a relative or star import.
    """

    names: frozenset[str]
    provides: frozenset[str]
    attributes: frozenset[str]
    layers: bool
    imports: bool
    seeds: bool
    open_brackets: int


_ANSWERED: Final[deque[tuple[list[Facts], frozenset[str], list[bool]]]] = deque(maxlen=_REMEMBERED)


def names_in(text: str) -> frozenset[str]:
    """Give the names that a text mentions, without attributes, keywords and builtins."""
    return frozenset(_NAMES.findall(text)) - _IGNORED


def facts_of(text: str) -> Facts:
    """Read a chunk's names; strings and comments count too, which errs on the safe side, but not docstrings."""
    written, open_brackets = _without_docstrings(text)
    names = names_in(written)
    code = _CODE.match(text).end()  # type: ignore[union-attr]  # matches always
    provides = names
    if _DEFINITION.match(text, code):
        # A function provides itself and what it changes outside; what it only reads comes from elsewhere.
        provides = (frozenset(_DEFINED.findall(text, code)) | frozenset(_CHANGED.findall(text, code))) & names
    attributes = frozenset(_ATTRIBUTES.findall(written))
    layers = any(name.endswith(_FAMILIES) for name in names | attributes)
    imports, seeds = bool(_IMPORT.search(text)), bool(_SEED.search(text))
    return Facts(names, provides, attributes, layers, imports, seeds, open_brackets)


def speaks_of_keras(facts: Sequence[Facts], keras_names: frozenset[str] = KERAS_NAMES) -> bool:
    """Tell whether anything in a file can concern a Keras model."""
    return any(chunk.seeds or _speaks_of_keras(chunk, keras_names) for chunk in facts)


def relevant_chunks(facts: Sequence[Facts], keras_names: frozenset[str] = KERAS_NAMES) -> list[bool]:
    """Tell for each chunk whether it can matter: it speaks of Keras, or a chunk that matters depends on it."""
    asked = list(facts)
    for known, names, answer in tuple(_ANSWERED):
        if known == asked and names == keras_names:  # most keystrokes leave the names of their chunk as they were
            return list(answer)
    answer = _relevant(asked, keras_names)
    _ANSWERED.append((asked, keras_names, answer))
    return list(answer)


def _relevant(facts: Sequence[Facts], keras_names: frozenset[str]) -> list[bool]:
    seeds = [_speaks_of_keras(chunk, keras_names) or chunk.seeds for chunk in facts]
    if not any(seeds):
        return seeds
    relevant = [seed or chunk.imports for seed, chunk in zip(seeds, facts, strict=True)]
    providers: dict[str, list[int]] = {}
    for place, chunk in enumerate(facts):
        if not relevant[place]:
            for name in chunk.provides:
                providers.setdefault(name, []).append(place)
    pending = [place for place, matters in enumerate(relevant) if matters]
    while pending and providers:
        for name in facts[pending.pop()].names:
            for place in providers.pop(name, ()):
                if not relevant[place]:
                    relevant[place] = True
                    pending.append(place)
    return relevant


def _speaks_of_keras(chunk: Facts, keras_names: frozenset[str]) -> bool:
    return chunk.layers or not (keras_names.isdisjoint(chunk.names) and keras_names.isdisjoint(chunk.attributes))


def _without_docstrings(text: str) -> tuple[str, int]:
    """Give a text without its docstrings, and how many brackets it leaves open."""
    depth, end = 0, 0
    kept = []
    for found in TOKENS.finditer(text):
        kind, start = found.lastgroup, found.start()
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "triple" and depth == 0 and _begins_line(text, start):
            kept.append(text[end:start])
            end = found.end()
    return " ".join([*kept, text[end:]]), depth


def _begins_line(text: str, place: int) -> bool:
    while place > 0 and text[place - 1] in " \t":
        place -= 1
    return place == 0 or text[place - 1] in "\r\n"
