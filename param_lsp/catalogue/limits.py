"""How large a number may be: what Python's floats, TensorFlow's integers and a process's memory can hold."""

from __future__ import annotations

from math import prod

from param_lsp.catalogue.reading import Unfollowed, reject
from param_lsp.message import message
from param_lsp.shapes import Shape
from param_lsp.values import Instance, KerasTensor, ListValue, OneOf, Unknown, Value, Weight
from param_lsp.wording import shape as shape_text

LARGEST_INTEGER = 2**63 - 1
"""TensorFlow's integers have 64 bits. Shapes of symbolic tensors are Python's own, without a limit."""
_FLOAT_BITS = 1000
"""Floats hold no integer of more bits; Keras computes sizes and initial values with floats."""
_EXACT_IN_FLOATS = 2**53
"""A float holds every integer up to here."""
_ADDRESSABLE = 2**47
"""The bytes that a process can address; each number of a weight takes one at least."""

LARGEST_LIST = _ADDRESSABLE // 8
"""The members of a Python list, each of which is a pointer."""


def tamed(value: Value) -> Value:
    """Put an unknown in the place of what says nothing certain.

    That is a tensor where a number is wanted (we may not have followed what computes it), and one of several objects.
    """
    if isinstance(value, KerasTensor | OneOf | Instance):
        return Unknown(message("the value is computed in a way that is not followed"))
    if not isinstance(value, tuple | ListValue):
        return value
    items = value if isinstance(value, tuple) else value.items
    changed = [tamed(item) for item in items]
    if all(new is old for new, old in zip(changed, items, strict=True)):
        return value
    return tuple(changed) if isinstance(value, tuple) else ListValue(changed, value.unknown)


def require_float_sized(name: str, value: Value) -> None:
    """Do not follow an integer beyond any float, or a tuple or list with one."""
    items = value if isinstance(value, tuple) else value.items if isinstance(value, ListValue) else ()
    for item in items:
        require_float_sized(name, item)
    if isinstance(value, int) and value.bit_length() > _FLOAT_BITS:
        raise Unfollowed(message("`{name}` has more than {bits} bits", name=name, bits=_FLOAT_BITS))


def index_words(index: int) -> str:
    """Give what Python says where `index` is outside of a tuple."""
    if abs(index) > LARGEST_INTEGER:
        return "cannot fit 'int' into an index-sized integer"
    return "tuple index out of range"


def check_weight(weight: Weight) -> None:
    """Reject a weight whose shape TensorFlow cannot hold; do not follow one that no memory holds."""
    dims = [dim for dim in weight.shape if isinstance(dim, int)]
    shape = shape_text(weight.shape)
    text = message("{weight} would have the shape {shape}, beyond 64 bits", weight=weight.name, shape=shape)
    short = message("{weight} would be {shape}", weight=weight.name, shape=shape)
    if any(dim > LARGEST_INTEGER for dim in dims):
        reject("Can't convert Python sequence with out-of-range integer to Tensor.", text, short=short)
    if len(dims) < len(weight.shape) or 0 in dims:
        return
    count = prod(dims)
    if count > LARGEST_INTEGER:
        listed = ",".join(map(str, dims))
        reject(f"Shape [{listed}] would have more than 2**63 - 1 elements", text, short=short)
    if count > _ADDRESSABLE:
        raise Unfollowed(
            message("{weight} of shape {shape} is larger than any memory", weight=weight.name, shape=shape)
        )


def exact_in_floats(sizes: Shape) -> Shape:
    """Give sizes that Keras computes with floats.

    Raises:
        Unfollowed: one is so large that a float may not hold it.
    """
    if any(isinstance(size, int) and abs(size) > _EXACT_IN_FLOATS for size in sizes):
        raise Unfollowed(message("a size beyond 2**53 is rounded by Keras, which computes it with floats"))
    return sizes
