"""Operations on two symbolic tensors whose shapes do not broadcast: `x + y` of (None, 5) and (None, 3)."""

from __future__ import annotations

from collections.abc import Sequence

from param_lsp.evaluate.machine import Machine
from param_lsp.message import message
from param_lsp.report import Event
from param_lsp.spans import Place
from param_lsp.values import KerasTensor, Misfit, Unknown
from param_lsp.wording import shape as shape_text

Sizes = tuple[int | None, ...]

OPERATIONS = frozenset(
    {
        "Add", "Divide", "Equal", "FloorDivide", "Greater", "GreaterEqual", "Less", "LessEqual", "LogicalAnd",
        "LogicalOr", "LogicalXor", "Maximum", "Minimum", "Mod", "Multiply", "NotEqual", "Power", "Subtract",
        "TrueDivide",
    }
)  # fmt: skip
"""Operations of two tensors that broadcast them (`keras/src/ops/numpy.py`, Keras 3.15)."""


def refused(machine: Machine, name: str, tensors: Sequence[object], place: Place) -> Unknown | None:
    """Reject tensors that do not broadcast, as `keras/src/ops/operation_utils.py` (`broadcast_shapes`) does.

    Arguments:
        machine: that evaluates.
        name: Keras's class of the operation, "Add".
        tensors: what it is applied to; only two symbolic tensors of known shapes are judged.
        place: the expression.

    Returns:
        What the operation gives then; None where nothing is wrong.
    """
    if machine.tracing or name not in OPERATIONS or len(tensors) != 2:
        return None  # inside a layer TensorFlow broadcasts, in words of its own
    one, other = tensors
    if not isinstance(one, KerasTensor) or not isinstance(other, KerasTensor):
        return None
    left, right = _known(one.shape), _known(other.shape)
    clash = None if left is None or right is None else _clash(left, right)
    if left is None or right is None or clash is None:
        return None
    first, second = shape_text(left), shape_text(right)
    words = (
        f"Cannot broadcast shape, the failure dim has value {clash[0]}, which cannot be broadcasted to {clash[1]}. "
        f"Input shapes are: {list(left)} and {list(right)}."
    )
    misfit = Misfit(
        "incompatible-axis",
        message("{first} and {second} do not broadcast: {one} meets {other}", first=first, second=second,
                one=clash[0], other=clash[1]),
        words if machine.keras >= 3 else "",
        short=message("{first} and {second} do not match", first=first, second=second),
    )  # fmt: skip
    related = tuple(
        (tensor.node.layer.place, message("its input comes from here"))
        for tensor in (one, other)
        if tensor.node is not None
    )
    machine.events.append(Event(misfit, place, None, related))
    return Unknown(misfit.message, place)


def _known(shape: object) -> Sizes | None:
    """Give a shape whose sizes are all integers or free."""
    return shape if isinstance(shape, tuple) and all(dim is None or type(dim) is int for dim in shape) else None


def _clash(one: Sizes, other: Sizes) -> tuple[int | None, int | None] | None:
    """Give the first two sizes that do not broadcast; None where all do."""
    rank = max(len(one), len(other))
    sizes = zip((1,) * (rank - len(one)) + one, (1,) * (rank - len(other)) + other, strict=True)
    return next(((i, j) for i, j in sizes if i != j and 1 not in (i, j) and None not in (i, j)), None)
