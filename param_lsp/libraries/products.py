"""Products of arrays: matmul, outer, einsum and their relatives."""

from __future__ import annotations

from param_lsp.libraries.arrays import as_array, unknown_array
from param_lsp.libraries.dtypes import promote
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int, axes_of, broadcast, unify
from param_lsp.shapes import Count, Shape, UnknownDim, UnknownShape, product
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
    return _of_both(left, right, (*stack, *rows, *columns))


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
    if not arrow or len(terms) != len(arrays):
        return call.unknown("this einsum is not followed")
    sizes: dict[str, Count | None] = {}
    stack: Shape | None = ()  # the axes that `...` stands for
    dtype = arrays[0].dtype
    for term, array in zip(terms, arrays, strict=True):
        front, dots, back = term.partition("...")
        named = len(front) + len(back)
        if isinstance(array.shape, UnknownShape) or (named > len(array.shape) if dots else named != len(array.shape)):
            return call.unknown("the arrays of this einsum do not have the axes that it names")
        middle = array.shape[len(front) : len(array.shape) - len(back)]
        stack = None if stack is None else broadcast(stack, middle)
        dtype = promote(dtype, array.dtype)
        ends = (*array.shape[: len(front)], *array.shape[len(array.shape) - len(back) :])
        for letter, size in zip(front + back, ends, strict=True):
            if letter not in sizes or isinstance(sizes[letter], UnknownDim) or sizes[letter] == 1:
                sizes[letter] = size
    front, dots, back = output.partition("...")
    if stack is None or any(letter not in sizes for letter in front + back) or (stack and not dots):
        return call.unknown("this einsum is not followed")
    return Array((*(sizes[letter] for letter in front), *stack, *(sizes[letter] for letter in back)), dtype)


@function("numpy.inner", "a: x1, b: x2")
@function("keras.ops.inner", "x1, x2")
def inner(call: Call, arguments: Bound) -> Value:
    """Fold the last axis of both."""
    left, right = as_array(arguments["x1"]), as_array(arguments["x2"])
    if isinstance(left.shape, UnknownShape) or isinstance(right.shape, UnknownShape):
        return call.unknown("the shapes of the arrays are not known")
    if not left.shape or not right.shape:
        return _of_both(left, right, left.shape or right.shape)
    if not _meet(left.shape[-1], right.shape[-1]):
        return call.unknown("the axes of the product do not fit")
    return _of_both(left, right, (*left.shape[:-1], *right.shape[:-1]))


@function("numpy.vdot", "a: x1, b: x2")
@function("keras.ops.vdot", "x1, x2")
def vdot(_call: Call, arguments: Bound) -> Value:
    """Give the sum of all products."""
    return _of_both(as_array(arguments["x1"]), as_array(arguments["x2"]), ())


@function("keras.ops.tensordot", "x1, x2, axes=2")
@function("numpy.tensordot", "a: x1, b: x2, axes=2")
@function("tensorflow.tensordot", "a: x1, b: x2, axes, name=None")
def tensordot(call: Call, arguments: Bound) -> Value:
    """Fold several axes of one with as many of the other; what is left stands side by side."""
    left, right = as_array(arguments["x1"]), as_array(arguments["x2"])
    if isinstance(left.shape, UnknownShape) or isinstance(right.shape, UnknownShape):
        return call.unknown("the shapes of the arrays are not known")
    ranks, pairs, count = (len(left.shape), len(right.shape)), sequence(arguments["axes"]), as_int(arguments["axes"])
    if count is not None and 0 <= count <= min(ranks):
        first: tuple[int, ...] | None = tuple(range(ranks[0] - count, ranks[0]))
        second: tuple[int, ...] | None = tuple(range(count))
    elif pairs is not None and len(pairs) == 2:
        first, second = axes_of(pairs[0], ranks[0]), axes_of(pairs[1], ranks[1])
    else:
        first = second = None
    if first is None or second is None or len(first) != len(second):
        return call.unknown("the axes of the product are not known")
    if not all(_meet(left.shape[one], right.shape[other]) for one, other in zip(first, second, strict=True)):
        return call.unknown("the axes of the product do not fit")
    shape = [dim for axis, dim in enumerate(left.shape) if axis not in first]
    shape += [dim for axis, dim in enumerate(right.shape) if axis not in second]
    return _of_both(left, right, tuple(shape))


def _of_both(left: Array, right: Array, shape: Shape) -> Array:
    kind = "tensor" if "tensor" in (left.kind, right.kind) else "numpy"
    return Array(shape, promote(left.dtype, right.dtype), source=left.source or right.source, kind=kind)


def _meet(left: Count | None, right: Count | None) -> bool:
    return left is not None and right is not None and unify(left, right) is not None
