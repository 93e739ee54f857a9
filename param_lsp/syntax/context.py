"""What the conversion from LibCST carries along: offsets, the depth, and whether the function around yields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import libcst as cst

from param_lsp.syntax.positions import Spans
from param_lsp.syntax.tree import Broken

MAX_DEPTH = 100  # nested expressions; CPython stops at 200 parentheses, and our interpreter uses several frames a level

_NONE: Mapping[int, Broken] = MappingProxyType({})


class Context:
    """State of one conversion.

    Arguments:
        spans: offsets of LibCST's nodes.
        broken: by offset, what the `pass` stands for that recovery put there.
        shift: how many characters stand before the chunk's text in what LibCST parsed.
    """

    __slots__ = ("_shift", "_spans", "broken", "depth", "yields")

    def __init__(self, spans: Spans, shift: int = 0, broken: Mapping[int, Broken] = _NONE) -> None:
        """Start at the top level."""
        self.broken = broken
        self._spans = spans
        self._shift = shift
        self.depth = 0
        self.yields = False

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Give the offsets of a node in the chunk's text."""
        start, end = self._spans[id(node)]
        if self._shift:
            return max(0, start - self._shift), max(0, end - self._shift)
        return start, end
