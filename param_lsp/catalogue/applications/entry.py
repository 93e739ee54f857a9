"""An entry of an architecture's graph, and rules that stand for arguments which depend on the builder's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from param_lsp.values import Value


@dataclass(frozen=True, slots=True)
class Rule:
    """An argument that is computed when the model is made.

    Arguments:
        kind: "argument" for one of the builder's own (`classes`), "correct_pad" for Keras's padding before a
            convolution of stride 2, which depends on whether the size is even.
        of: the builder's parameter, or the kernel size.
    """

    kind: str
    of: str | int


@dataclass(frozen=True, slots=True)
class Entry:
    """A layer or operation of the graph.

    Arguments:
        type: Keras's class name; "operation Add" for an operation that is no layer.
        arguments: those that are not the defaults, with rules among them.
        name: as the builder gives it, "{name}" standing for the model's; None where Keras counts.
        inbound: indexes of the entries that it is called on; empty for the input, entry 0.
        when: it exists where one of these facts holds; None for always.
        layers: the members of a Sequential.
    """

    type: str
    arguments: Mapping[str, Value]
    name: str | None
    inbound: tuple[int, ...] = ()
    when: frozenset[str] | None = None
    layers: tuple[Entry, ...] = ()
