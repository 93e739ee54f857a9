"""Polynomial arithmetic agrees with arithmetic on integers, and equal polynomials have one form."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import assume, given
from hypothesis import strategies as st

from param_lsp.shapes import Polynomial, UnknownDim, symbol

Values = dict[str, int]
Expression = tuple[int | Polynomial, Callable[[Values], int]]  # a polynomial, and the same worked out on integers

NAMES = ("h", "n", "w")
values = st.fixed_dictionaries({name: st.integers(-40, 400) for name in NAMES})

integers = st.integers(-20, 20).map(lambda number: (number, lambda _: number))
symbols = st.sampled_from(NAMES).map(lambda name: (symbol(name), lambda known: known[name]))


def _combined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.tuples(inner, inner)
    divided = st.tuples(inner, st.integers(1, 7))
    return st.one_of(
        pairs.map(lambda e: (e[0][0] + e[1][0], lambda v: e[0][1](v) + e[1][1](v))),
        pairs.map(lambda e: (e[0][0] - e[1][0], lambda v: e[0][1](v) - e[1][1](v))),
        pairs.map(lambda e: (e[0][0] * e[1][0], lambda v: e[0][1](v) * e[1][1](v))),
        divided.map(lambda e: (e[0][0] // e[1], lambda v: e[0][1](v) // e[1])),
        divided.map(lambda e: (e[0][0] % e[1], lambda v: e[0][1](v) % e[1])),
        inner.map(lambda e: (e[0] ** 2, lambda v: e[1](v) ** 2)),
    )


expressions = st.recursive(st.one_of(integers, symbols), _combined, max_leaves=8).filter(
    lambda expression: isinstance(expression[0], int | Polynomial)  # not one that has grown beyond any use
)


def _at(value: int | Polynomial, known: Values) -> int | Polynomial:
    return value.substitute(known) if isinstance(value, Polynomial) else value


@given(expressions, values)
def test_arithmetic_agrees_with_integers(expression: Expression, known: Values) -> None:
    polynomial, integer = expression
    assert _at(polynomial, known) == integer(known)


@given(expressions, values, values)
def test_values_may_be_put_in_one_after_the_other(expression: Expression, known: Values, other: Values) -> None:
    polynomial, integer = expression
    first = {"n": known["n"]}
    assert _at(_at(polynomial, first), {**other, **first}) == integer({**other, **first})


@given(expressions, expressions)
def test_equal_polynomials_have_one_form(left: Expression, right: Expression) -> None:
    (a, _), (b, _) = left, right
    assume(not isinstance(a * a * b * b, UnknownDim))
    assert a + b == b + a
    assert a * b == b * a
    assert (a + b) * (a - b) == a * a - b * b
    assert a + b - b == a


without_floors = st.recursive(
    st.one_of(integers, symbols),
    lambda inner: st.tuples(inner, inner).flatmap(
        lambda e: st.sampled_from([(e[0][0] + e[1][0], e[0][1]), (e[0][0] * e[1][0], e[0][1])])
    ),
    max_leaves=6,
)


@given(without_floors, st.integers(1, 6), st.integers(1, 6), st.integers(-9, 9))
def test_floors_have_one_form(expression: Expression, first: int, second: int, shift: int) -> None:
    value, _ = expression
    assert (value + shift * first) // first == value // first + shift
    assert value // first // second == value // (first * second)
    assert value * second // (first * second) == value // first


@given(expressions)
def test_constants_are_plain_integers(expression: Expression) -> None:
    value, _ = expression
    if isinstance(value, Polynomial):
        assert value.symbols
        assert value - value == 0


def test_symbols_are_found_inside_floors() -> None:
    value = symbol("w") * ((symbol("h") - 3) // 2) + 1
    assert isinstance(value, Polynomial)
    assert value.symbols == {"h", "w"}


def test_a_huge_power_of_a_symbol_costs_nothing() -> None:
    power = symbol("n") ** 10**9
    assert isinstance(power, Polynomial)
    assert power.terms == (((("n", 10**9),), 1),)


def test_what_grows_beyond_use_becomes_unknown() -> None:
    """Loops in a program are not bounded by what a formula may hold."""
    n, m = symbol("n"), symbol("m")
    product: object = 1
    for number in range(200):
        product = product * (n + m + number)  # type: ignore[operator]
    assert isinstance(product, UnknownDim)
    assert isinstance((n + m) ** 10**9, UnknownDim)
    assert isinstance((3 * n) ** 10**9, UnknownDim)
    nested: object = n
    for _ in range(2_000):
        nested = (nested * 5 + m) // 3  # type: ignore[operator]
    assert isinstance(nested, UnknownDim)
    doubled: object = n
    for _ in range(10_000):
        doubled = doubled * 2  # type: ignore[operator]
    assert isinstance(doubled, UnknownDim)
