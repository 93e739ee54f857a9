"""Sentences that several families share: the arithmetic of window sizes, and numbers with their nouns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, UnknownDim
from param_lsp.shapes.windows import spanned
from param_lsp.wording import dim, number

AXES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}
"""What people call the spatial axes, by their number (Keras: conv_dim1, conv_dim2, …)."""
_CALLED = {
    "length": message("length"),
    "height": message("height"),
    "width": message("width"),
    "depth": message("depth"),
}


def counted(count: Count, one: str, many: str) -> Message:
    """Give a number with its noun as a message: "1 filter", "1,024 filters"."""
    return message(f"{{count}} {one if count == 1 else many}", count=number(count))


def window_steps(
    sizes: Sequence[Dim],
    kernel: Sequence[Count],
    strides: Sequence[Count],
    dilation: Sequence[Count],
    outputs: Sequence[Dim],
    *,
    padded: bool = False,
) -> Iterable[Message]:
    """Give "height: (28 − 3)/1 + 1 = 26" for each spatial axis whose size changes, equal axes together."""
    lines: dict[str, list[str]] = {}
    names = AXES[len(sizes)]
    for name, size, width, stride, spread, output in zip(names, sizes, kernel, strides, dilation, outputs, strict=True):
        text = _window(size, spanned(width, spread), stride, output, padded=padded)
        if text is not None:
            lines.setdefault(text, []).append(name)
    yield from together(lines, len(names))


def axis_steps(texts: Sequence[str | None]) -> Iterable[Message]:
    """Give "height: 28 + 1 + 1 = 30" for each spatial axis whose size changes, equal axes together."""
    lines: dict[str, list[str]] = {}
    for name, text in zip(AXES[len(texts)], texts, strict=True):
        if text is not None:
            lines.setdefault(text, []).append(name)
    yield from together(lines, len(texts))


def together(lines: dict[str, list[str]], axes: int) -> Iterable[Message]:
    """Give one line for each arithmetic, naming the axes that share it."""
    for text, names in lines.items():
        if len(names) == axes and axes == len(AXES[3]):
            yield message("each axis: {arithmetic}", arithmetic=text)
        elif len(names) == 1:
            yield message("{axis}: {arithmetic}", axis=_CALLED[names[0]], arithmetic=text)
        else:
            first, second = (_CALLED[name] for name in names)
            yield message("{first} and {second}: {arithmetic}", first=first, second=second, arithmetic=text)


def _window(size: Dim, reach: Count, stride: Count, output: Dim, *, padded: bool) -> str | None:
    """Give "(28 − 3)/1 + 1 = 26", rounded down where it is not whole; None where there is nothing to say."""
    if size is None or isinstance(size, UnknownDim) or isinstance(output, UnknownDim) or size == output:
        return None
    if isinstance(reach, UnknownDim | Polynomial) or not isinstance(stride, int):
        return None
    if padded:
        return f"⌈{dim(size)}/{stride}⌉ = {dim(output)}"
    top = f"({dim(size)} − {reach})/{stride}"
    whole = isinstance(size, int) and (size - reach) % stride == 0
    return f"{top if whole else f'⌊{top}⌋'} + 1 = {dim(output)}"
