"""Whether what the catalogue says agrees with the truth: an unknown agrees with everything within its bounds."""

from __future__ import annotations

from typing import Any

from param_lsp.shapes import Shapes, ShapeTree, UnknownDim, UnknownShape, is_known


def shape_of(tree: ShapeTree) -> Any:
    """Give a shape tree as lists of tuples."""
    if isinstance(tree, Shapes):
        return [shape_of(item) for item in tree.items]
    return tree


def agrees(theirs: Any, ours: Any) -> bool:
    """Compare shapes; an unknown of ours agrees with everything, within its bounds."""
    if isinstance(ours, UnknownShape):
        return True
    if isinstance(theirs, list) or isinstance(ours, list):
        if not isinstance(theirs, list) or not isinstance(ours, list) or len(theirs) != len(ours):
            return False
        return all(map(agrees, theirs, ours))
    if len(theirs) != len(ours):
        return False
    return all(_dim_agrees(expected, got) for expected, got in zip(theirs, ours, strict=True))


def _dim_agrees(expected: int | None, got: Any) -> bool:
    if isinstance(got, UnknownDim):
        low, high = got.low or 0, got.high if got.high is not None else float("inf")
        return not isinstance(expected, int) or low <= expected <= high
    return is_known(got) and expected == got and type(got) is not bool
