"""Patterns of `match` to our own nodes."""

from __future__ import annotations

from typing import Any

import libcst as cst

from param_lsp.syntax.context import Context
from param_lsp.syntax.expressions import expression
from param_lsp.syntax.tree import (
    CapturePattern,
    ClassPattern,
    MappingPattern,
    OrPattern,
    Pattern,
    SequencePattern,
    StarPattern,
    ValuePattern,
)


def pattern(context: Context, node: Any) -> Pattern:  # LibCST's pattern classes share no useful type
    """Convert one pattern."""
    start, end = context.span(node)
    if isinstance(node, cst.MatchValue | cst.MatchSingleton):
        return ValuePattern(start, end, expression(context, node.value))
    if isinstance(node, cst.MatchAs):
        inner = None if node.pattern is None else pattern(context, node.pattern)
        return CapturePattern(start, end, _name(node.name), inner)
    if isinstance(node, cst.MatchOr):
        return OrPattern(start, end, tuple([pattern(context, item.pattern) for item in node.patterns]))
    if isinstance(node, cst.MatchStar):
        return StarPattern(start, end, _name(node.name))
    if isinstance(node, cst.MatchMapping):
        keys = tuple([expression(context, item.key) for item in node.elements])
        return MappingPattern(start, end, keys, _patterns(context, node.elements, "pattern"), _name(node.rest))
    if isinstance(node, cst.MatchClass):
        keywords = tuple([(item.key.value, pattern(context, item.pattern)) for item in node.kwds])
        return ClassPattern(
            start, end, expression(context, node.cls), _patterns(context, node.patterns, "value"), keywords
        )
    items = [item if isinstance(item, cst.MatchStar) else item.value for item in node.patterns]
    return SequencePattern(start, end, tuple([pattern(context, item) for item in items]))


def _patterns(context: Context, items: Any, held: str) -> tuple[Pattern, ...]:
    return tuple([pattern(context, getattr(item, held)) for item in items])


def _name(node: cst.Name | None) -> str | None:
    return None if node is None else node.value
