"""Read sizes and axes out of values, and the arithmetic that array shapes need: division, equality, broadcasting."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd

from param_lsp.libraries.sequences import sequence
from param_lsp.message import message
from param_lsp.shapes import Count, Polynomial, Shape, UnknownDim, product
from param_lsp.values import Array, NumpyScalar, Unknown, Value

NOT_KNOWN = message("its contents are not known")
RUNNING = message("this size is known only when the model runs")
"""Why an element of `tf.shape(x)` is not known: as a size of a new tensor it is free, Keras's None."""
FREE = "\u2205"
"""Begins the symbol that stands for a free size (Keras's None) while a tensor is looked at as an array; numbered by its
axis from the right, so that tensors of different ranks broadcast."""


def as_dim(value: Value) -> Count | None:
    """Read an integer: known, symbolic or not known (with its reason); None for what is no integer at all."""
    if isinstance(value, NumpyScalar):
        value = value.value
    if isinstance(value, (int, Polynomial, UnknownDim)):
        return int(value) if isinstance(value, int) else value
    if isinstance(value, Unknown):
        return UnknownDim(value.reason)
    if isinstance(value, Array) and value.shape == ():
        if isinstance(value.low, int) and value.low == value.high:
            return int(value.low)
        return None if value.dtype and value.dtype.startswith("float") else UnknownDim(NOT_KNOWN)
    return None


def is_free(dim: Count | None) -> bool:
    """Tell whether a size is free, or computed from a free one."""
    return isinstance(dim, Polynomial) and any(name.startswith(FREE) for name in dim.symbols)


def as_int(value: Value) -> int | None:
    """Read an integer that is known."""
    dim = as_dim(value)
    return dim if isinstance(dim, int) else None


def axes_of(value: Value, rank: int) -> tuple[int, ...] | None:
    """Read an `axis=` argument against a rank: axes counted from 0; None when unknown or out of range."""
    members = sequence(value)
    axes = [as_int(member) for member in (members if members is not None else [value])]
    if any(axis is None or not -rank <= axis < rank for axis in axes):
        return None
    return tuple(axis % rank for axis in axes if axis is not None)


def axis_of(value: Value, rank: int) -> tuple[int] | None:
    """Read an `axis=` argument that names a single axis."""
    axes = axes_of(value, rank)
    return (axes[0],) if axes is not None and len(axes) == 1 else None


def number(value: Value) -> int | float | bool | None:
    """Read a known real number, NumPy's too."""
    if isinstance(value, NumpyScalar):
        value = value.value
    if isinstance(value, Array) and value.shape == () and value.low is not None and value.low == value.high:
        value = value.low
    return value if isinstance(value, (int, float)) else None


def exact_quotient(dims: Iterable[Count], divisors: Iterable[Count]) -> Count | None:  # noqa: C901 - one line a case
    """Divide a product of sizes by another where it comes out exactly, as `reshape(-1, …)` does.

    Gives None when it does not (which NumPy refuses), an unknown dim when that cannot be told.
    """
    above, below = list(dims), list(divisors)
    for divisor in list(below):  # cancel what stands on both sides, symbols and unknown sizes too
        if divisor in above:
            above.remove(divisor)
            below.remove(divisor)
    divisor_total = product(below)
    if divisor_total is None or divisor_total == 0:
        return None
    if isinstance(divisor_total, int):
        rest = divisor_total
        result: Count = 1
        for dim in above:
            common = gcd(dim, rest) if isinstance(dim, int) else 1
            rest //= common or 1
            result = result * (dim // (common or 1))
        if rest == 1:
            return result
        if isinstance(result, int):
            return 0 if result == 0 else None
        if isinstance(result, Polynomial) and result % rest != 0:
            # Keras and TensorFlow trust the program where a size is free, and leave the result free
            return UnknownDim(RUNNING) if is_free(result) else UnknownDim(message("the sizes may not divide evenly"), 0)
        return result // rest
    total = product(above)
    if isinstance(total, Polynomial) and isinstance(divisor_total, Polynomial):
        quotient = _divide_by_monomial(total, divisor_total)
        if quotient is not None:
            return quotient
    for dim in (*above, *below):
        if isinstance(dim, UnknownDim):
            return UnknownDim(dim.reason, 0)
    return UnknownDim(message("the sizes may not divide evenly"), 0)


def unify(left: Count, right: Count) -> Count | None:
    """Give the size that two axes share when they must be equal, None when they cannot be."""
    if left == right or (isinstance(left, int) and not isinstance(right, int)):
        return left
    if isinstance(right, int):
        return None if isinstance(left, int) else right
    return left if isinstance(right, UnknownDim) else right


def with_size(shape: Shape, place: int, dim: Count) -> Shape:
    """Give the shape with one of its sizes replaced."""
    return (*shape[:place], dim, *shape[place + 1 :])


def broadcast(left: Shape, right: Shape) -> Shape | None:
    """Broadcast two shapes, None when they do not fit; an axis that is not known and one of 5 give 5."""
    rank = max(len(left), len(right))
    pairs = zip((1,) * (rank - len(left)) + left, (1,) * (rank - len(right)) + right, strict=True)
    dims: list[Count] = []
    for first, second in pairs:
        assert first is not None
        assert second is not None
        if first == 1 or second == 1:
            dims.append(second if first == 1 else first)
            continue
        dim = unify(first, second)
        if dim is None:
            return None
        # two symbols that differ are equal or one of them is 1
        dims.append(
            dim if isinstance(dim, int) or first == second else UnknownDim(message("two sizes are broadcast"), 0)
        )
    return tuple(dims)


def _divide_by_monomial(total: Polynomial, divisor: Polynomial) -> Count | None:
    if len(divisor.terms) != 1:
        return 1 if total == divisor else None
    (monomial, coefficient), *_ = divisor.terms
    result = []
    for term, factor in total.terms:
        powers = dict(term)
        for atom, power in monomial:
            powers[atom] = powers.get(atom, 0) - power
        if any(power < 0 for power in powers.values()) or (factor / coefficient).denominator != 1:
            return None
        result.append((tuple((atom, power) for atom, power in powers.items() if power), factor / coefficient))
    if len(result) == 1 and result[0][0] == ():
        return int(result[0][1])
    return Polynomial(tuple(result))
