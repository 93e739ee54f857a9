"""Products of arrays: matmul, dot and their relatives."""

from __future__ import annotations

from param_lsp.libraries.arrays import unknown_array
from param_lsp.libraries.dtypes import promote
from param_lsp.libraries.sizes import broadcast, unify
from param_lsp.shapes import Count, UnknownShape
from param_lsp.values import Array, Call, Value


def matmul(left: Array, right: Array, call: Call) -> Value:
    """Multiply as `@` does: the last axis of one with the last but one of the other, stacks broadcast."""
    dtype = promote(left.dtype, right.dtype)
    for array in (left, right):
        if isinstance(array.shape, UnknownShape):
            return unknown_array(array.shape.reason, array, dtype)
    assert not isinstance(left.shape, UnknownShape)
    assert not isinstance(right.shape, UnknownShape)
    if not left.shape or not right.shape:
        return call.unknown("matmul takes no numbers, only arrays")
    first = left.shape if len(left.shape) > 1 else (1, *left.shape)
    second = right.shape if len(right.shape) > 1 else (*right.shape, 1)
    if not _meet(first[-1], second[-2]):
        return call.unknown("the axes of a matrix product differ: {left} and {right}", left=first[-1], right=second[-2])
    stack = broadcast(first[:-2], second[:-2])
    if stack is None:
        return call.unknown("the stacks of a matrix product do not broadcast together")
    rows = (first[-2],) if len(left.shape) > 1 else ()
    columns = (second[-1],) if len(right.shape) > 1 else ()
    kind = "tensor" if "tensor" in (left.kind, right.kind) else "numpy"
    return Array((*stack, *rows, *columns), dtype, source=left.source or right.source, kind=kind)


def _meet(left: Count | None, right: Count | None) -> bool:
    return left is not None and right is not None and unify(left, right) is not None
