"""Window arithmetic against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from param_lsp.message import message
from param_lsp.shapes import UnknownDim, symbol
from param_lsp.shapes.windows import floor_divide, laid_out, spanned, windows


@given(st.integers(1, 40), st.integers(1, 6), st.integers(1, 5), st.integers(1, 3))
def test_windows_are_counted(size, kernel, stride, dilation):
    reach = spanned(kernel, dilation)
    places = len(range(0, size - reach + 1, stride))
    assert max(windows(size, kernel, stride, dilation), 0) == places
    assert windows(size, kernel, stride, dilation, padded=True) == len(range(0, size, stride))


@given(st.integers(1, 20), st.integers(1, 6), st.integers(1, 5))
def test_transposed_undoes_windows(size, kernel, stride):
    assert windows(laid_out(size, kernel, stride, 1, None), kernel, stride) == size
    assert laid_out(size, kernel, stride, 1, None, padded=True) == size * stride


def test_none_stays_none():
    assert windows(None, 3, 1) is None
    assert laid_out(None, 3, 1, 1, None) is None


@given(st.integers(1, 40), st.integers(1, 6), st.integers(1, 5))
def test_symbols_are_put_back(size, kernel, stride):
    symbolic = windows(symbol("n"), kernel, stride)
    assert symbolic.substitute({"n": size}) == windows(size, kernel, stride)
    assert laid_out(symbol("n"), kernel, stride, 1, None).substitute({"n": size}) == laid_out(
        size, kernel, stride, 1, None
    )


@pytest.mark.parametrize("divisor", [0, -1, symbol("n"), UnknownDim(message("unknown"))])
def test_odd_divisors_are_unknown(divisor):
    assert isinstance(floor_divide(10, divisor), UnknownDim)
    assert isinstance(windows(symbol("m"), 3, divisor), UnknownDim)
