"""What Keras 1 and 2 called things: older argument names and positional meanings, turned into Keras 3's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from param_lsp.catalogue.layer import Layer, Signature
from param_lsp.message import Message
from param_lsp.values import Value


@dataclass(frozen=True, slots=True)
class Modernized:
    """A call in Keras 3's terms.

    Arguments:
        positional: the positional arguments' values that are still positional.
        keywords: the keyword arguments by Keras 3's names.
        marks: what was translated.
        defaults: defaults that differ in the older version.
        names: the parameter of each positional argument as written, or empty where nothing moved.
    """

    positional: Sequence[Value]
    keywords: Mapping[str, Value]
    marks: tuple[Message, ...] = ()
    defaults: Mapping[str, Value] = field(default_factory=dict)
    names: tuple[str | None, ...] = ()


def modernize(
    layer: Layer, signature: Signature, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int
) -> Modernized:
    """Translate a call that means an older Keras."""
    return Modernized(positional, keywords)
