"""`trainable` flags of layers and models that are not known: why, and what their weights then count for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import LayerValue, ModelValue, Unknown, Value, Weight

_WHY: Final = "(trainable)"
"""The field of a layer or model that holds why its flag is not known."""


def read(machine: Machine, value: Value, node: Any, frame: Frame) -> bool | Message:
    """Take a value as a flag, as Keras does; gives why it is not known.

    Arguments:
        node: what the user wrote for it.
    """
    from param_lsp.evaluate import deciding  # noqa: PLC0415 - stands above this module

    known = deciding.truth(machine, value, node, frame)
    return known if isinstance(known, bool) else known.reason


def put(owner: LayerValue | ModelValue, flag: bool | Message) -> None:  # noqa: FBT001 - a flag's value
    """Set a flag that was read, without the layers inside."""
    owner.trainable = flag if isinstance(flag, bool) else None
    if not isinstance(flag, bool):
        owner.fields[_WHY] = flag


def why(owner: LayerValue | ModelValue) -> Message | None:
    """Give why it is not known whether something is trainable; None where it is known."""
    if owner.trainable is not None:
        return None
    found = owner.fields.get(_WHY)
    found = found.reason if isinstance(found, Unknown) else found
    return found if isinstance(found, Message) else message("whether it is trainable is not known")


def applied(owner: LayerValue | ModelValue, weights: Iterable[Weight]) -> list[Weight]:
    """Give the weights as they are under the flag of what holds them."""
    doubt = why(owner)
    if doubt is not None:
        return [replace(weight, doubt=doubt) if weight.trainable else weight for weight in weights]
    return [frozen(weight) for weight in weights] if owner.trainable is False else list(weights)


def frozen(weight: Weight) -> Weight:
    """Give a weight that is not trained."""
    return replace(weight, trainable=False, doubt=None) if weight.trainable else weight


def counted(weights: Iterable[Weight]) -> tuple[Count, Count]:
    """Add up the weights that are trained, and those that are not; an interval where that is not known."""
    trained: Count = 0
    fixed: Count = 0
    doubt: Message | None = None
    open_: Count = 0
    for weight in weights:
        if not weight.trainable:
            fixed = fixed + weight.params
        elif weight.doubt is None:
            trained = trained + weight.params
        else:
            doubt, open_ = doubt or weight.doubt, open_ + weight.params
    if doubt is None or open_ == 0:
        return trained, fixed
    either = some_of(open_, doubt)
    return trained + either, fixed + either


def some_of(count: Count, reason: Message) -> UnknownDim:
    """Give a part of a count, where it is not known whether it is none or all of it."""
    most = count.high if isinstance(count, UnknownDim) else count
    return UnknownDim(reason, 0, most if isinstance(most, int) else None)
