"""Products of arrays: matmul, outer, einsum and their relatives."""

from __future__ import annotations

from param_lsp.libraries.arrays import as_array, unknown_array
from param_lsp.libraries.dtypes import promote
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import broadcast, unify
from param_lsp.shapes import Count, UnknownDim, UnknownShape, product
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


@function("numpy.outer", "a, b, out=None")
def outer(call: Call, arguments: Bound) -> Value:
    """Multiply each member of one array with each of the other, both made flat."""
    left, right = as_array(arguments["a"]), as_array(arguments["b"])
    if isinstance(left.shape, UnknownShape) or isinstance(right.shape, UnknownShape):
        return call.unknown("the shapes of the arrays are not known")
    return Array((product(left.shape), product(right.shape)), promote(left.dtype, right.dtype))


@function("numpy.einsum", "subscripts, *operands, **rest")
def einsum(call: Call, arguments: Bound) -> Value:
    """Sum products by letters: of `ij,jk->ik` the result has the axes behind the arrow."""
    text = arguments["subscripts"]
    inputs, arrow, output = text.replace(" ", "").partition("->") if isinstance(text, str) else ("", "", "")
    arrays = [as_array(operand) for operand in arguments["operands"]]
    terms = inputs.split(",")
    if not arrow or "." in inputs + output or len(terms) != len(arrays):
        return call.unknown("this einsum is not followed")
    sizes: dict[str, Count | None] = {}
    dtype = arrays[0].dtype
    for term, array in zip(terms, arrays, strict=True):
        if isinstance(array.shape, UnknownShape) or len(array.shape) != len(term):
            return call.unknown("the arrays of this einsum do not have the axes that it names")
        dtype = promote(dtype, array.dtype)
        for letter, size in zip(term, array.shape, strict=True):
            if letter not in sizes or isinstance(sizes[letter], UnknownDim) or sizes[letter] == 1:
                sizes[letter] = size
    if any(letter not in sizes for letter in output):
        return call.unknown("this einsum is not followed")
    return Array(tuple(sizes[letter] for letter in output), dtype)


def _meet(left: Count | None, right: Count | None) -> bool:
    return left is not None and right is not None and unify(left, right) is not None
