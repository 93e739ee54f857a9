"""Sliding windows: how many a size holds, and how large it becomes when a window is laid out instead of moved."""

from __future__ import annotations

from param_lsp.message import Message
from param_lsp.shapes.dims import Count, Dim, UnknownDim
from param_lsp.shapes.polynomial import Polynomial


def floor_divide(size: Count, divisor: Count) -> Count:
    """Divide and round down; a divisor that is symbolic or not positive gives an unknown size."""
    if isinstance(divisor, UnknownDim):
        return UnknownDim(divisor.reason)
    if isinstance(divisor, Polynomial):
        return UnknownDim(Message("a size is divided by a symbolic number"))
    if divisor <= 0:
        return UnknownDim(Message("a size is divided by a number that is not positive"))
    return size // divisor


def spanned(kernel: Count, dilation: Count) -> Count:
    """Give how far a window reaches whose members stand `dilation` apart: (kernel − 1)·dilation + 1."""
    return (kernel - 1) * dilation + 1


def windows(size: Dim, kernel: Count, stride: Count, dilation: Count = 1, *, padded: bool = False) -> Dim:
    """Count the places of a window that moves by `stride`; None stays None.

    Arguments:
        size: of the input along one axis.
        kernel: the window's number of members.
        stride: how far it moves.
        dilation: how far apart its members stand.
        padded: whether the input is padded so that every stride starts a window ("same" and "causal").

    Formulas: ⌊(size − spanned)/stride⌋ + 1, padded ⌊(size − 1)/stride⌋ + 1 (Keras's `compute_conv_output_shape`).
    """
    if size is None:
        return None
    return floor_divide(size - (1 if padded else spanned(kernel, dilation)), stride) + 1


def laid_out(
    size: Dim, kernel: Count, stride: Count, dilation: Count, extra: Count | None, *, padded: bool = False
) -> Dim:
    """Give the size of a transposed convolution's output; None stays None.

    Arguments:
        size: of the input along one axis.
        kernel: the window's number of members.
        stride: how far one window stands from the next.
        dilation: how far apart its members stand.
        extra: Keras's `output_padding`, or None where it is chosen so that the strides fit.
        padded: whether padding is "same".

    Formulas: Keras's `_get_output_shape_given_tf_padding`.
    """
    if size is None:
        return None
    reach = spanned(kernel, dilation)
    if padded:
        return size * stride if extra is None else (size - 1) * stride + reach % 2 + extra
    if extra is not None:
        return (size - 1) * stride + reach + extra
    return (size - 1) * stride + _larger(reach, stride)


def _larger(left: Count, right: Count) -> Count:
    if isinstance(left, int) and isinstance(right, int):
        return max(left, right)
    if right in (1, left):
        return left
    reason = next((side.reason for side in (left, right) if isinstance(side, UnknownDim)), None)
    return UnknownDim(reason or Message("which of two symbolic sizes is larger is not known"))
