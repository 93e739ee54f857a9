"""Patterns of `match` to our own nodes."""

from __future__ import annotations

from typing import Any

import libcst as cst

from param_lsp.syntax.context import Context
from param_lsp.syntax.expressions import expression
from param_lsp.syntax.tree import CapturePattern, OrPattern, OtherPattern, Pattern, SequencePattern, ValuePattern


def pattern(context: Context, node: Any) -> Pattern:  # LibCST's pattern classes share no useful type
    """Convert one pattern; those whose match we do not follow keep the names that they bind."""
    start, end = context.span(node)
    if isinstance(node, cst.MatchValue | cst.MatchSingleton):
        return ValuePattern(start, end, expression(context, node.value))
    if isinstance(node, cst.MatchAs):
        inner = None if node.pattern is None else pattern(context, node.pattern)
        return CapturePattern(start, end, node.name.value if node.name is not None else None, inner)
    if isinstance(node, cst.MatchOr):
        return OrPattern(start, end, tuple([pattern(context, item.pattern) for item in node.patterns]))
    if isinstance(node, cst.MatchList | cst.MatchTuple) and not any(
        isinstance(item, cst.MatchStar) for item in node.patterns
    ):
        return SequencePattern(start, end, tuple([pattern(context, item.value) for item in node.patterns]))  # type: ignore[union-attr]
    return OtherPattern(start, end, tuple(_names(node)))


def _names(node: Any) -> list[str]:
    """Give the names that a pattern binds, in order."""
    if isinstance(node, cst.MatchStar):
        return [node.name.value] if node.name is not None else []
    if isinstance(node, cst.MatchAs):
        inner = [] if node.pattern is None else _names(node.pattern)
        return inner + ([node.name.value] if node.name is not None else [])
    if isinstance(node, cst.MatchOr | cst.MatchList | cst.MatchTuple):
        return [name for item in node.patterns for name in _names(item)]
    if isinstance(node, cst.MatchOrElement):
        return _names(node.pattern)
    if isinstance(node, cst.MatchSequenceElement):
        return _names(node.value)
    if isinstance(node, cst.MatchMapping):
        found = [name for item in node.elements for name in _names(item.pattern)]
        return found + ([node.rest.value] if node.rest is not None else [])
    if isinstance(node, cst.MatchClass):
        found = [name for item in node.patterns for name in _names(item)]
        return found + [name for item in node.kwds for name in _names(item.pattern)]
    return []
