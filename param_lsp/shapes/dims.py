"""Dims and shapes: an integer, Keras's None, a polynomial, or unknown with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeGuard

from param_lsp.message import Message
from param_lsp.shapes.polynomial import Polynomial


@dataclass(frozen=True, slots=True)
class UnknownDim:
    """A size that is not known, with the reason and, where they are known, its bounds (inclusive).

    Arithmetic with integers, polynomials and other unknown dims gives unknown dims, bounds carried along
    (sizes are never negative). The reason of the left-most unknown operand stays.
    """

    reason: Message
    low: int | None = None
    high: int | None = None

    def __add__(self, other: int | Polynomial | UnknownDim) -> UnknownDim:
        low, high = _bounds(other)
        return UnknownDim(
            self.reason,
            None if self.low is None or low is None else self.low + low,
            None if self.high is None or high is None else self.high + high,
        )

    __radd__ = __add__

    def __sub__(self, other: int | Polynomial | UnknownDim) -> UnknownDim:
        low, high = _bounds(other)
        return UnknownDim(
            self.reason,
            None if self.low is None or high is None else self.low - high,
            None if self.high is None or low is None else self.high - low,
        )

    def __rsub__(self, other: int | Polynomial) -> UnknownDim:
        low, high = _bounds(other)
        return UnknownDim(
            self.reason,
            None if low is None or self.high is None else low - self.high,
            None if high is None or self.low is None else high - self.low,
        )

    def __mul__(self, other: int | Polynomial | UnknownDim) -> UnknownDim:
        low, high = _bounds(other)
        if self.low is None or low is None:
            return UnknownDim(self.reason)
        if self.high is None or high is None:  # half-open: the low ends multiply where nothing is negative
            return UnknownDim(self.reason, self.low * low if self.low >= 0 and low >= 0 else None)
        ends = [mine * theirs for mine in (self.low, self.high) for theirs in (low, high)]
        return UnknownDim(self.reason, min(ends), max(ends))

    __rmul__ = __mul__

    def __floordiv__(self, other: object) -> UnknownDim:
        if not isinstance(other, int) or other <= 0:
            return UnknownDim(self.reason)
        return UnknownDim(
            self.reason,
            None if self.low is None else self.low // other,
            None if self.high is None else self.high // other,
        )

    def __rfloordiv__(self, other: object) -> UnknownDim:
        return UnknownDim(self.reason)

    def __mod__(self, other: object) -> UnknownDim:
        return UnknownDim(self.reason)

    def __rmod__(self, other: object) -> UnknownDim:
        return UnknownDim(self.reason)

    def __neg__(self) -> UnknownDim:
        return UnknownDim(self.reason)

    def __pow__(self, other: object) -> UnknownDim:
        return UnknownDim(self.reason)

    def __rpow__(self, other: object) -> UnknownDim:
        return UnknownDim(self.reason)


Dim = int | None | Polynomial | UnknownDim
Count = int | Polynomial | UnknownDim  # a number of parameters, bytes or operations: never None
Shape = tuple[Dim, ...]
Dims = tuple[Dim, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of several tensors: a layer with several outputs, or a list of inputs."""

    items: tuple[Shape | Shapes | UnknownShape, ...]


@dataclass(frozen=True, slots=True)
class UnknownShape:
    """A shape of which not even the rank is known, with the reason; `first` is the size of its first axis if known."""

    reason: Message
    first: int | Polynomial | UnknownDim | None = None


ShapeTree = Shape | Shapes | UnknownShape


def _bounds(value: object) -> tuple[int | None, int | None]:
    if isinstance(value, int):
        return value, value
    if isinstance(value, UnknownDim):
        return value.low, value.high
    return None, None


def is_known(dim: Dim) -> TypeGuard[int | None]:
    """Tell whether the dim is an integer or Keras's own None."""
    return dim is None or isinstance(dim, int)


def product(dims: Iterable[Dim]) -> Dim:
    """Multiply dims; None where one is None, unknown where one is unknown (a None wins over unknown never shown)."""
    result: Dim = 1
    missing = False
    for dim in dims:
        if dim is None:
            missing = True
        elif not missing and result is not None:
            result = result * dim
    return None if missing else result
