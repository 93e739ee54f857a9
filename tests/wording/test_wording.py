"""Numbers, shapes and sizes are written exactly as stated here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from param_lsp import wording
from param_lsp.message import Message
from param_lsp.shapes import Dim, Shapes, ShapeTree, UnknownDim, UnknownShape, symbol

WHY = Message("not known here")
n, m = symbol("n"), symbol("m")
window = (n - 3) // 2 + 1


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (50_240, "50,240"),
        (-3, "\N{MINUS SIGN}3"),
        (None, "None"),
        (UnknownDim(WHY), "?"),
        (UnknownDim(WHY, 1_153, 1_281), "1,153 \N{EN DASH} 1,281"),
        (UnknownDim(WHY, 12), "≥ 12"),
        (UnknownDim(WHY, 0), "?"),
        (UnknownDim(WHY, 7, 7), "7"),
        (32 * n + 32, "32·n + 32"),
        (1024 * n + n**2, "n² + 1,024·n"),
        (n * m + m + n + 1, "m·n + m + n + 1"),
        (n**12, "n¹²"),
        (3 - n, "3 \N{MINUS SIGN} n"),
        (-n, "\N{MINUS SIGN}n"),
        (symbol("rows or columns") * 2, "2·(rows or columns)"),
        ((n - 3) // 2, "⌊(n \N{MINUS SIGN} 3)/2⌋"),
        (n // 2, "⌊n/2⌋"),
        (3 * n // 4, "⌊3·n/4⌋"),
        (window, "⌊(n \N{MINUS SIGN} 1)/2⌋"),
        (64 * window * window, "64·⌊(n \N{MINUS SIGN} 1)/2⌋²"),
        (window // 2, "⌊(n \N{MINUS SIGN} 1)/4⌋"),
    ],
)
def test_numbers(count: Dim, text: str) -> None:
    assert wording.number(count) == text


@pytest.mark.parametrize(
    ("tree", "text", "short"),
    [
        ((None, 26, 26, 32), "(None, 26, 26, 32)", "(26, 26, 32)"),
        ((10,), "(10,)", "(10,)"),
        ((None,), "(None,)", "(None,)"),
        ((None, 1024), "(None, 1024)", "(1024,)"),
        ((32, 10), "(32, 10)", "(32, 10)"),
        ((), "()", "()"),
        ((None, 2 * n + 1), "(None, 2·n + 1)", "(2·n + 1,)"),
        ((None, UnknownDim(WHY), 8), "(None, ?, 8)", "(?, 8)"),
        (Shapes(((None, 3), (None, 4))), "[(None, 3), (None, 4)]", "[(3,), (4,)]"),
        (UnknownShape(WHY), "?", "?"),
        (None, "?", "?"),
    ],
)
def test_shapes(tree: ShapeTree | None, text: str, short: str) -> None:
    assert (wording.shape(tree), wording.short_shape(tree)) == (text, short)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0.00 B"),
        (1023, "1023.00 B"),
        (1024, "1.00 KB"),
        (4_612, "4.50 KB"),
        (277_569 * 4, "1.06 MB"),
        (1024**5, "1.00 PB"),
        (4 * n + 4, "4·n + 4 bytes"),
        (UnknownDim(WHY), "?"),
        (UnknownDim(WHY, 4_612, 5_124), "4.50 KB \N{EN DASH} 5.00 KB"),
        (10**2000, "> 10¹⁰⁰⁰ PB"),
    ],
)
def test_data_sizes(size: int, text: str) -> None:
    assert wording.data_size(size) == text


def keras_readable_memory_size(size: float) -> str:
    """Keras 3.15.1, keras/src/utils/summary_utils.py, word for word below 1,024 PB."""
    units = ["B", "KB", "MB", "GB", "TB", "PB"]
    for unit in units:
        if size / 1024 < 1:
            return f"{size:.2f} {unit}"
        size /= 1024
    raise AssertionError


@given(st.integers(0, 1024**6 - 1024**5))
def test_data_sizes_are_those_of_keras(size: int) -> None:
    assert wording.data_size(size) == keras_readable_memory_size(size * 8 / 8)


def test_words_for_counts() -> None:
    assert wording.count_words(1, "weight") == "1 weight"
    assert wording.count_words(1_056, "weight") == "1,056 weights"
    assert wording.count_words(2, "bias", "biases") == "2 biases"
    assert wording.count_words(n, "filter") == "n filters"


def test_json_tells_none_symbolic_and_unknown_apart() -> None:
    """The contract: an integer, null for Keras's None, a string for symbols, "?" for unknown."""
    shape = (None, 28, n + 1, UnknownDim(WHY))
    assert wording.json_shape(shape) == [None, 28, "n + 1", "?"]
    assert wording.json_shape(Shapes((shape, UnknownShape(WHY)))) == [[None, 28, "n + 1", "?"], None]
    assert wording.json_shape(UnknownShape(WHY)) is None
    assert wording.json_shape(None) is None
    assert [wording.json_count(count) for count in (64, 32 * n + 32, UnknownDim(WHY, 3, 5), None)] == [
        64,
        "32·n + 32",
        None,
        None,
    ]


def test_numbers_that_nobody_reads() -> None:
    """Python itself refuses to print more than 4,300 digits."""
    assert wording.number(10**5000) == "> 10¹⁰⁰⁰"
    assert wording.dim(10**5000) == "> 10¹⁰⁰⁰"
    assert wording.number(-(10**5000)) == "< \N{MINUS SIGN}10¹⁰⁰⁰"
