"""Finds the formula of numbers that depend on sizes, and writes it as a person would: `32·n + 32`, `⌊(n − 3)/2⌋`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from math import prod

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DEGREE = 3
Point = dict[str, int]
Monomial = tuple[str, ...]  # its names, each as often as its power


def fitted(points: Sequence[Point], numbers: Sequence[int]) -> str:
    """Write the polynomial of least degree through all points, of which there must be one more than it has terms.

    Where there is none, it may be a polynomial's floor, as windows give for one size.

    Raises:
        ValueError: nothing of the kind gives these numbers, or there are too few to tell.
    """
    if len(set(numbers)) == 1:
        return f"{numbers[0]:,}"
    names = sorted(points[0])
    for degree in range(1, _DEGREE + 1):
        monomials = [m for d in range(degree, -1, -1) for m in itertools.combinations_with_replacement(names, d)]
        table = [[Fraction(prod(point[name] for name in monomial)) for monomial in monomials] for point in points]
        solution = _solved(table, numbers)
        if solution is not None and len(points) > len(monomials):
            return _polynomial(dict(zip(monomials, solution, strict=True)))
    if len(names) == 1 and (text := _floor(names[0], [point[names[0]] for point in points], numbers)):
        return text
    message = f"no polynomial of degree {_DEGREE} gives {list(numbers)} for {list(points)}"
    raise ValueError(message)


def _solved(table: list[list[Fraction]], numbers: Sequence[int]) -> list[Fraction] | None:
    """Solve linear equations; None where they have no solution. What they leave open is 0."""
    rows = [[*row, Fraction(number)] for row, number in zip(table, numbers, strict=True)]
    pivots: list[int] = []
    for column in range(len(table[0])):
        top = len(pivots)
        pivot = next((row for row in range(top, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        rows[top] = [value / rows[top][column] for value in rows[top]]
        for row in range(len(rows)):
            if row != top:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[top], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in rows[len(pivots) :]):
        return None
    solution = [Fraction(0)] * len(table[0])
    for row, column in enumerate(pivots):
        solution[column] = rows[row][-1]
    return solution


def _polynomial(terms: dict[Monomial, Fraction]) -> str:
    ordered = sorted(((m, c) for m, c in terms.items() if c), key=lambda term: (-len(term[0]), term[0]))
    first = next((place for place, (_, coefficient) in enumerate(ordered) if coefficient > 0), 0)
    ordered.insert(0, ordered.pop(first))  # "3 − n" rather than "−n + 3"
    text = ""
    for monomial, coefficient in ordered:
        sign = "−" if coefficient < 0 else "+" if text else ""
        text += (f" {sign} " if text else sign) + _term(monomial, abs(coefficient))
    return text


def _term(monomial: Monomial, coefficient: Fraction) -> str:
    factors = []
    for name, same in itertools.groupby(monomial):
        power = len(list(same))
        factors.append(name + (str(power).translate(_SUPERSCRIPTS) if power > 1 else ""))
    if coefficient != 1 or not factors:
        factors.insert(0, f"{coefficient.numerator:,}")
    return "·".join(factors) + (f"/{coefficient.denominator}" if coefficient.denominator != 1 else "")


def _floor(name: str, sizes: Sequence[int], numbers: Sequence[int]) -> str | None:
    """Write ⌊(n + shift)/divisor⌋ where that gives all numbers."""
    for divisor, shift in itertools.product(range(2, 33), sorted(range(-64, 65), key=abs)):
        if all((size + shift) // divisor == number for size, number in zip(sizes, numbers, strict=True)):
            inside = f"({name} {'+' if shift > 0 else '−'} {abs(shift)})" if shift else name
            return f"⌊{inside}/{divisor}⌋"
    return None
