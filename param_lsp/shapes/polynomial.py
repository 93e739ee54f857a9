"""Exact polynomials with integer or rational coefficients over symbols and `floor(polynomial / int)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import cast

from param_lsp.message import message

_MOST_TERMS = 100
_MOST_BITS = 4_000
_MOST_FLOORS = 6


@dataclass(frozen=True, slots=True)
class Floor:
    """`floor(numerator / denominator)` as an atom of a monomial; `numerator` is a polynomial that is not constant."""

    numerator: Polynomial
    denominator: int


Atom = str | Floor
Monomial = tuple[tuple[Atom, int], ...]  # (atom, power), sorted by the atom's text; () is the constant monomial


def _key(monomial: Monomial) -> tuple[tuple[str, int], ...]:
    return tuple((repr(atom), power) for atom, power in monomial)


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial that is not a constant: constants are plain `int`.

    Operators accept `int` and `Polynomial` and give `int` when the symbols cancel. Division is floor division by a
    positive `int` only. Equality is structural on the normal form, so equal polynomials compare equal.

    What grows beyond any use (a product in a loop) becomes an `UnknownDim`, which stands wherever a `Dim` may stand;
    the types do not say so, as nobody handles it here.
    """

    terms: tuple[tuple[Monomial, Fraction], ...]

    def __add__(self, other: int | Polynomial) -> int | Polynomial:
        if not isinstance(other, int | Polynomial):
            return NotImplemented
        total = dict(self.terms)
        for monomial, coefficient in _terms(other):
            total[monomial] = total.get(monomial, Fraction(0)) + coefficient
        return _bounded(_normal(total))

    __radd__ = __add__

    def __neg__(self) -> int | Polynomial:
        return self * -1

    def __sub__(self, other: int | Polynomial) -> int | Polynomial:
        if not isinstance(other, int | Polynomial):
            return NotImplemented
        return self + other * -1

    def __rsub__(self, other: int) -> int | Polynomial:
        return self * -1 + other

    def __mul__(self, other: int | Polynomial) -> int | Polynomial:
        if not isinstance(other, int | Polynomial):
            return NotImplemented
        total: dict[Monomial, Fraction] = {}
        for left, left_coefficient in self.terms:
            for right, right_coefficient in _terms(other):
                monomial = _times(left, right)
                total[monomial] = total.get(monomial, Fraction(0)) + left_coefficient * right_coefficient
        return _bounded(_normal(total))

    __rmul__ = __mul__

    def __pow__(self, power: object) -> int | Polynomial:
        if not isinstance(power, int) or power < 0:
            return NotImplemented
        if len(self.terms) == 1:  # whatever the power, a monomial stays one term
            ((monomial, coefficient),) = self.terms
            if coefficient.numerator.bit_length() * power > _MOST_BITS and abs(coefficient) != 1:
                return _too_long()
            return _normal({tuple((atom, old * power) for atom, old in monomial if power): coefficient**power})
        if power > _MOST_TERMS:  # p**power has more than `power` terms
            return _too_long()
        result: int | Polynomial = 1
        for _ in range(power):
            result = self * result
        return result

    def __floordiv__(self, divisor: object) -> int | Polynomial:
        """Divide and round down: exactly where the divisor divides, else as a `Floor` atom.

        The atom is in lowest terms and its coefficients lie in 0 … divisor − 1, so that `(n + 5) // 2` and
        `(n + 1) // 2 + 2` are equal, and `n // 2 // 2` is `n // 4`.
        """
        if not isinstance(divisor, int) or divisor <= 0:
            return NotImplemented
        whole: dict[Monomial, Fraction] = {}
        rest: dict[Monomial, Fraction] = {}
        for monomial, coefficient in self.terms:
            quotient, remainder = divmod(coefficient, divisor)
            whole[monomial], rest[monomial] = Fraction(quotient), remainder
        return _normal(whole) + _floor(_normal(rest), divisor)

    def __mod__(self, divisor: object) -> int | Polynomial:
        if not isinstance(divisor, int) or divisor <= 0:
            return NotImplemented
        return self - (self // divisor) * divisor

    @property
    def symbols(self) -> frozenset[str]:
        """All symbol names that occur, also inside floors."""
        names: set[str] = set()
        for monomial, _ in self.terms:
            for atom, _power in monomial:
                names |= atom.numerator.symbols if isinstance(atom, Floor) else {atom}
        return frozenset(names)

    def substitute(self, values: Mapping[str, int | Polynomial]) -> int | Polynomial:
        """Replace symbols; symbols that are not in `values` stay."""
        scale = lcm(*(coefficient.denominator for _, coefficient in self.terms))
        total: int | Polynomial = 0
        for monomial, coefficient in self.terms:
            term: int | Polynomial = int(coefficient * scale)
            for atom, power in monomial:
                base: int | Polynomial
                if isinstance(atom, Floor):
                    base = atom.numerator.substitute(values) // atom.denominator
                else:
                    base = values.get(atom, symbol(atom))
                term = term * base**power
            total = total + term
        return total if scale == 1 else total // scale


def symbol(name: str) -> Polynomial:
    """Give the polynomial that is just this symbol."""
    return Polynomial(((((name, 1),), Fraction(1)),))


def _terms(value: int | Polynomial) -> tuple[tuple[Monomial, Fraction], ...]:
    return value.terms if isinstance(value, Polynomial) else (((), Fraction(value)),)


def _floor(numerator: int | Polynomial, divisor: int) -> int | Polynomial:
    """Give `floor(numerator / divisor)` as an integer or one atom; the numerator's coefficients are below divisor."""
    if isinstance(numerator, int):
        return numerator // divisor
    # floor((g·p + c)/(g·d)) = floor((p + floor(c/g))/d) for integers p, c.
    common = gcd(divisor, *(int(coefficient) for monomial, coefficient in numerator.terms if monomial))
    if common > 1:
        reduced = {monomial: coefficient // common for monomial, coefficient in numerator.terms}
        return _normal({monomial: Fraction(value) for monomial, value in reduced.items()}) // (divisor // common)
    for monomial, coefficient in numerator.terms:
        match monomial:
            case ((Floor() as inner, 1),) if coefficient == 1:
                # floor((floor(p/a) + q)/d) = floor((p + a·q)/(a·d)) for integer q.
                others = numerator - _normal({monomial: coefficient})
                return (inner.numerator + inner.denominator * others) // (inner.denominator * divisor)
    if _depth(numerator) >= _MOST_FLOORS:
        return _too_long()
    return _normal({((Floor(numerator, divisor), 1),): Fraction(1)})


def _depth(polynomial: Polynomial) -> int:
    """Count how deep floors stand in floors."""
    atoms = (atom for monomial, _ in polynomial.terms for atom, _ in monomial if isinstance(atom, Floor))
    return max((1 + _depth(atom.numerator) for atom in atoms), default=0)


def _bounded(result: int | Polynomial) -> int | Polynomial:
    if isinstance(result, int):
        return result
    bits = max(coefficient.numerator.bit_length() for _, coefficient in result.terms)
    return result if len(result.terms) <= _MOST_TERMS and bits <= _MOST_BITS else _too_long()


def _too_long() -> Polynomial:
    from param_lsp.shapes.dims import UnknownDim  # noqa: PLC0415 - dims are made of polynomials

    return cast("Polynomial", UnknownDim(message("its formula has grown too long")))


def _times(left: Monomial, right: Monomial) -> Monomial:
    powers: dict[Atom, int] = dict(left)
    for atom, power in right:
        powers[atom] = powers.get(atom, 0) + power
    return tuple(sorted(powers.items(), key=lambda item: repr(item[0])))


def _normal(total: Mapping[Monomial, Fraction]) -> int | Polynomial:
    kept = {monomial: coefficient for monomial, coefficient in total.items() if coefficient}
    if not kept:
        return 0
    if len(kept) == 1 and () in kept and kept[()].denominator == 1:
        return int(kept[()])
    return Polynomial(tuple(sorted(kept.items(), key=lambda item: (-sum(p for _, p in item[0]), _key(item[0])))))
