"""How people read numbers and shapes: "50,240", "32·n + 32", "(None, 26, 26, 32)", "1.06 MB"; every surface uses it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from param_lsp.shapes import Count, Dim, Floor, Polynomial, Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.shapes.polynomial import Atom, Monomial

MINUS = "\N{MINUS SIGN}"
UNKNOWN = "?"
JsonDim = int | str | None
JsonShape = list["JsonDim | JsonShape"] | None

_DIGITS_SHOWN = 1_000  # Python refuses to print integers of more than 4,300 digits; nobody reads 1,000
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_EXACT_CHANGE = 10_000
_COUNT_UNITS = ("K", "M", "G", "T")  # thousands, as people say "1.2 M parameters"
_MEMORY_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


def number(count: Dim) -> str:
    """Write a count or size: "50,240", "32·n + 32", "1,153 – 1,281", "≥ 12", "None" or "?"."""
    if isinstance(count, UnknownDim):
        return _between(count, number)
    if isinstance(count, Polynomial):
        return _polynomial(count)
    if count is None:
        return "None"
    if count.bit_length() > _DIGITS_SHOWN * 10 // 3:
        return ("> " if count > 0 else f"< {MINUS}") + "10" + _power(_DIGITS_SHOWN)
    return f"{count:,}".replace("-", MINUS)


def letters(*written: Count | ShapeTree | None) -> tuple[str, ...]:
    """Give the letters in counts and shapes, each of which stands for a size that is not known."""
    found: set[str] = set()
    for each in written:
        if isinstance(each, Polynomial):
            found |= each.symbols
        elif isinstance(each, tuple):
            found |= {letter for dim in each if isinstance(dim, Polynomial) for letter in dim.symbols}
        elif isinstance(each, Shapes):
            found |= set(letters(*each.items))
    return tuple(sorted(found))


def short_change(difference: int) -> str:
    """Write how much a count changed, in about four digits: "+320", "−1,056", "+23.4 K", "+1.2 M"."""
    sign, size = (MINUS, -difference) if difference < 0 else ("+", difference)
    if size < _EXACT_CHANGE:
        return f"{sign}{size:,}"
    value: float = size
    for unit in _COUNT_UNITS:
        value /= 1000
        if value < 999.95:
            return f"{sign}{value:.1f} {unit}"
    return f"{sign}{value:,.1f} {_COUNT_UNITS[-1]}"


def count_words(count: Count, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun: "1 weight", "1,056 weights", "n weights"."""
    return f"{number(count)} {singular if count == 1 else plural or singular + 's'}"


def dim(size: Dim) -> str:
    """Write one dim of a shape, without thousands separators, as Keras prints it: "None", "1024", "n + 1", "?"."""
    if isinstance(size, UnknownDim):
        return UNKNOWN if size.low is None or size.low != size.high else dim(size.low)
    if isinstance(size, int) and size.bit_length() <= _DIGITS_SHOWN * 10 // 3:
        return str(size)
    return number(size)


def shape(tree: ShapeTree | None) -> str:
    """Write a shape: "(None, 26, 32)", "(10,)", "[(None, 3), (None, 4)]" for several, "?" where unknown or unbuilt."""
    if tree is None or isinstance(tree, UnknownShape):
        return UNKNOWN
    if isinstance(tree, Shapes):
        return "[" + ", ".join(shape(item) for item in tree.items) + "]"
    return "(" + ", ".join(map(dim, tree)) + (",)" if len(tree) == 1 else ")")


def short_shape(tree: ShapeTree | None) -> str:
    """Write a shape without its batch axis: "(26, 26, 32)"; a batch axis of fixed size stays, as it says something."""
    if isinstance(tree, Shapes):
        return "[" + ", ".join(short_shape(item) for item in tree.items) + "]"
    if isinstance(tree, tuple) and len(tree) > 1 and tree[0] is None:
        return shape(tree[1:])
    return shape(tree)


def data_size(size: Count) -> str:
    """Write a number of bytes as `summary()` does: "4.50 KB" (keras/src/utils/summary_utils.py, readable_memory_size).

    Keras 3's "KB" are 1,024 bytes. A symbolic size is written in bytes, an interval by its ends.
    """
    if isinstance(size, UnknownDim):
        return _between(size, data_size)
    if isinstance(size, Polynomial):
        return f"{_polynomial(size)} bytes"
    if size.bit_length() > 1_000:  # beyond what a float holds
        return f"{number(size // 1024**5)} PB"
    value: float = size
    for unit in _MEMORY_UNITS[:-1]:
        if value / 1024 < 1:
            return f"{value:.2f} {unit}"
        value /= 1024
    return f"{value:.2f} {_MEMORY_UNITS[-1]}"  # Keras 3.15 divides once more from 1,024 PB on


def json_dim(size: Dim) -> JsonDim:
    """Give a dim for JSON: an integer, None (Keras's None), a symbolic expression, or "?"."""
    if isinstance(size, UnknownDim):
        return size.low if size.low is not None and size.low == size.high else UNKNOWN
    return _polynomial(size) if isinstance(size, Polynomial) else size


def json_shape(tree: ShapeTree | None) -> JsonShape:
    """Give a shape for JSON: a list of dims; a list of shapes for several; None where unknown or unbuilt."""
    if tree is None or isinstance(tree, UnknownShape):
        return None
    if isinstance(tree, Shapes):
        return [json_shape(item) for item in tree.items]
    return [json_dim(size) for size in tree]


def json_count(count: Count | None) -> int | str | None:
    """Give a count for JSON: an integer, a symbolic expression, or None where unknown or unbuilt."""
    if isinstance(count, UnknownDim):
        return count.low if count.low == count.high else None
    return _polynomial(count) if isinstance(count, Polynomial) else count


def _between(count: UnknownDim, write: Callable[[int], str]) -> str:
    if count.low is not None and count.low == count.high:
        return write(count.low)
    if count.low is not None and count.high is not None:
        return f"{write(count.low)} \N{EN DASH} {write(count.high)}"
    if count.low is not None and count.low > 0:
        return f"≥ {write(count.low)}"
    return UNKNOWN


# Polynomials are kept in a normal form; these turn it into what a person would write.


def _polynomial(polynomial: Polynomial) -> str:
    terms = sorted(_simplest(polynomial).terms, key=lambda term: (-_degree(term[0]), *map(_atom, dict(term[0]))))
    first = next((place for place, (_, coefficient) in enumerate(terms) if coefficient > 0), 0)
    terms.insert(0, terms.pop(first))  # "3 − n" rather than "−n + 3"
    text = ""
    for monomial, coefficient in terms:
        sign = ("-" if coefficient < 0 else "+") if text else ("-" if coefficient < 0 else "")
        text += (f" {sign} " if text else sign).replace("-", MINUS) + _term(monomial, abs(coefficient))
    return text


def _simplest(polynomial: Polynomial) -> Polynomial:
    """Move whole numbers into floors where that saves terms: ⌊(n + 1)/2⌋ − 2 is ⌊(n − 3)/2⌋.

    Windows give ⌊(n − 3)/2⌋ + 1; its square would be written with three terms instead of one.
    """
    for atom in sorted({atom for monomial, _ in polynomial.terms for atom in dict(monomial)}, key=repr):
        if not isinstance(atom, Floor):
            continue
        for shift in _shifts(polynomial, atom):
            numerator = atom.numerator + shift * atom.denominator
            if isinstance(numerator, int):
                continue
            inside = Floor(numerator, atom.denominator)
            shifted = _replace(polynomial, atom, _single(inside) - shift)
            if isinstance(shifted, Polynomial) and len(shifted.terms) < len(polynomial.terms):
                polynomial = shifted
                break
    return polynomial


def _shifts(polynomial: Polynomial, atom: Floor) -> list[int]:
    """Give the whole numbers s for which a·(atom + s)ᵖ would take in the term next to a·atomᵖ."""
    coefficients = dict(polynomial.terms)
    top = max(dict(monomial).get(atom, 0) for monomial in coefficients)
    found: dict[int, None] = {}
    for monomial, coefficient in coefficients.items():
        if dict(monomial).get(atom) != top:
            continue
        below = {**dict(monomial), atom: top - 1}
        beside = coefficients.get(tuple(item for item in below.items() if item[1]), Fraction(0))
        shift = beside / (coefficient * top)
        if shift and shift.denominator == 1:
            found[int(shift)] = None
    return list(found)


def _replace(polynomial: Polynomial, atom: Floor, by: Polynomial | int) -> Polynomial | int:
    total: Polynomial | int = 0
    for monomial, coefficient in polynomial.terms:
        term: Polynomial | int = int(coefficient)
        for factor, power in monomial:
            term = term * (by if factor == atom else _single(factor)) ** power
        total = total + term
    return total


def _single(atom: Atom) -> Polynomial:
    return Polynomial(((((atom, 1),), Fraction(1)),))


def _degree(monomial: Monomial) -> int:
    return sum(power for _, power in monomial)


def _term(monomial: Monomial, coefficient: Fraction) -> str:
    factors = [_atom(atom) + (_power(power) if power > 1 else "") for atom, power in monomial]
    if coefficient != 1 or not factors:
        factors.insert(0, number(coefficient.numerator))
    return "·".join(factors) + (f"/{coefficient.denominator}" if coefficient.denominator != 1 else "")


def _atom(atom: Atom) -> str:
    if isinstance(atom, str):
        return f"({atom})" if " " in atom else atom
    inside = _polynomial(atom.numerator)
    return f"⌊({inside})/{atom.denominator}⌋" if len(atom.numerator.terms) > 1 else f"⌊{inside}/{atom.denominator}⌋"


def _power(power: int) -> str:
    return str(power).translate(_SUPERSCRIPTS)
