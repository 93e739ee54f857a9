"""How a layer is declared: its signature, what it accepts, its weights as named shapes, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from param_lsp.message import Message, message
from param_lsp.shapes import Dim, Shape, ShapeTree
from param_lsp.spans import Place
from param_lsp.values import Applied, Arguments, Misfit, Outcome, Undetermined, Value, Weight


class Rejected(Exception):
    """Raised inside a declaration where Keras raises; the door turns it into a `Misfit`."""

    def __init__(self, misfit: Misfit) -> None:
        super().__init__(misfit.keras_message)
        self.misfit = misfit


class Unfollowed(Exception):
    """Raised inside a declaration where the outcome depends on something unknown; becomes `Undetermined`."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


REQUIRED: Any = type("Required", (), {"__repr__": lambda _: "REQUIRED"})()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a layer's constructor, in Keras's order; `default` is `REQUIRED` where there is none."""

    name: str
    default: Value = REQUIRED
    keyword_only: bool = False


class Layer:
    """A layer's declaration; subclasses set the class attributes and override what they need.

    One instance serves all layers of its class; it holds no state of a single layer.
    """

    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    signature: ClassVar[str] = ""
    """Keras's signature as text: "units, activation=None, use_bias=True, *, lora_rank=None" (literals only)."""

    def check(self, arguments: Arguments) -> None:
        """Reject (raise `Rejected`) what Keras's constructor rejects."""

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        """Reject what Keras's input spec or build rejects."""

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the weights in Keras's order for a layer built on this input shape."""
        return ()

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the output shape; by default the input's."""
        return shape

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        """Give the arithmetic of the output size in words, if there is any."""
        return ()

    def apply(self, arguments: Arguments, inputs: ShapeTree) -> Outcome:
        """Apply the layer to its input; layers of several inputs override this. See the catalogue room's door."""
        raise NotImplementedError
