"""Unknown dims keep their reason, and bounds that always hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from param_lsp.message import Message
from param_lsp.shapes import UnknownDim, is_known, product, symbol

WHY = Message("not known here")
limits = st.tuples(st.integers(-30, 30), st.integers(0, 30), st.integers(0, 30))  # low, value − low, high − value


@given(limits, limits)
def test_bounds_hold(left: tuple[int, int, int], right: tuple[int, int, int]) -> None:
    """Whatever two values lie between the bounds, the result lies between the result's."""
    a, b = left[0] + left[1], right[0] + right[1]
    x, y = UnknownDim(WHY, left[0], a + left[2]), UnknownDim(WHY, right[0], b + right[2])
    results = [(x + y, a + b), (x - y, a - b), (x * y, a * b), (x // 3, a // 3), (7 - x, 7 - a), (x * -2, a * -2)]
    for unknown, value in results:
        assert unknown.low is not None
        assert unknown.high is not None
        assert unknown.low <= value <= unknown.high


def test_half_open_bounds() -> None:
    at_least = UnknownDim(WHY, 3)
    assert at_least + 2 == UnknownDim(WHY, 5)
    assert at_least * 2 == UnknownDim(WHY, 6)
    assert at_least * -2 == UnknownDim(WHY)
    assert 10 - at_least == UnknownDim(WHY, None, 7)


def test_symbols_and_unknowns_mix() -> None:
    assert symbol("n") + UnknownDim(WHY, 3) == UnknownDim(WHY)
    assert symbol("n") * UnknownDim(WHY) == UnknownDim(WHY)


def test_products() -> None:
    assert product(()) == 1
    assert product((2, 3, 4)) == 24
    assert product((2, None, 3)) is None
    assert product((2, symbol("n"))) == 2 * symbol("n")
    assert product((UnknownDim(WHY), None)) is None
    assert product((UnknownDim(WHY, 1, 2), 4)) == UnknownDim(WHY, 4, 8)


def test_known_dims() -> None:
    assert [is_known(dim) for dim in (3, None, symbol("n"), UnknownDim(WHY))] == [True, True, False, False]
