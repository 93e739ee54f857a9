"""Readers of a layer's arguments: they give plain numbers, reject with Keras's words, or say what is not known."""

from __future__ import annotations

from collections.abc import Collection
from typing import NoReturn

from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Polynomial, UnknownDim
from param_lsp.values import (
    Arguments,
    Array,
    DictValue,
    LibraryObject,
    ListValue,
    Misfit,
    NumpyScalar,
    RangeValue,
    SetValue,
    Unknown,
    Value,
)

CHANNELS_FIRST = "channels_first"
CHANNELS_LAST = "channels_last"


class Rejected(Exception):  # noqa: N818 - it is an outcome, not an error of ours
    """Raised inside a declaration where Keras raises; the door turns it into a `Misfit`."""

    def __init__(self, misfit: Misfit) -> None:
        super().__init__(misfit.keras_message)
        self.misfit = misfit


class Unfollowed(Exception):  # noqa: N818 - it is an outcome, not an error of ours
    """Raised inside a declaration where the outcome depends on something unknown; becomes `Undetermined`."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def reject(
    keras_message: str,
    text: Message | None = None,
    *,
    rule: str = "invalid-argument",
    argument: str | None = None,
    short: Message | None = None,
) -> NoReturn:
    """Say that Keras raises.

    Arguments:
        keras_message: Keras's own words, after its wrapper is taken off.
        text: our sentence; Keras's first sentence when left out.
        rule: the rule that the misfit belongs to.
        argument: the culprit argument.
        short: for a hint: "wants rank 4, gets (None, 784)".
    """
    raise Rejected(Misfit(rule, text or Message(keras_message), keras_message, argument, short))


def require_known(name: str, value: Value) -> Value:
    """Give the value back, or raise `Unfollowed` with the reason when it is unknown."""
    if isinstance(value, Unknown | UnknownDim):
        raise Unfollowed(message("`{name}` is not known: {reason}", name=name, reason=value.reason))
    return value


def is_unknown(value: Value) -> bool:
    """Tell whether nothing certain can be said about the value itself (members of a tuple may still be unknown)."""
    return isinstance(value, Unknown | UnknownDim)


def size(name: str, value: Value) -> Count:
    """Read a value that Keras uses as an integer; an unknown one is an unknown size, since anything else would raise.

    Raises:
        Unfollowed: it is something else, and the declaration has not rejected it.
    """
    if isinstance(value, NumpyScalar):
        value = value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | Polynomial | UnknownDim):
        return value
    if isinstance(value, Unknown):
        return UnknownDim(value.reason)
    raise Unfollowed(message("`{name}` is {value}, not an integer", name=name, value=repr_of(value)))


def positive_int(
    arguments: Arguments,
    name: str,
    words: str = "Received an invalid value for `{name}`, expected a positive integer. Received: {name}={value}",
) -> Count:
    """Read an argument that must be a Python `int` above zero, as Dense's `units`.

    Arguments:
        arguments: the layer's arguments.
        name: which one.
        words: what Keras raises, with holes `{name}` and `{value}`.

    Raises:
        Rejected: it is something else; NumPy's integers are rejected as Keras 3 does.
    """
    value = arguments[name]
    if isinstance(value, Unknown):
        return UnknownDim(value.reason, low=1)
    if isinstance(value, NumpyScalar) and arguments.keras < 3:
        value = value.value  # Keras 2 wrote `int(units)`
    if isinstance(value, Array | LibraryObject):
        return UnknownDim(message("`{name}` is computed in a way that is not followed", name=name), low=1)
    if isinstance(value, UnknownDim):
        return UnknownDim(value.reason, max(value.low or 1, 1), value.high)
    if isinstance(value, Polynomial):
        return value
    if not isinstance(value, int) or value <= 0:
        reject(
            words.format(name=name, value=str_of(value)),
            message("`{name}` must be a positive integer, got {value}", name=name, value=repr_of(value)),
            argument=name,
            short=message("{name} must be a positive integer", name=name),
        )
    return int(value)


def members(value: Value) -> tuple[Value, ...] | None:
    """Give the members of a tuple-like value; None when it is not one or they are not known."""
    match value:
        case tuple():
            return value
        case ListValue() if value.unknown is None:
            return tuple(value.items)
        case SetValue() | DictValue() if value.unknown is None:
            return tuple(value.items)
        case RangeValue():
            return tuple(value.members) if value.count <= 64 else None
        case Array() if value.items is not None:
            return value.items
        case str():
            return tuple(value)
        case _:
            return None


def unknown_members(value: Value) -> Message | None:
    """Give the reason when this is a value whose members are not known; None for everything else."""
    if isinstance(value, Unknown | UnknownDim):
        return value.reason
    if isinstance(value, ListValue | SetValue | DictValue):
        return value.unknown.reason if value.unknown is not None else None
    if isinstance(value, Array) and value.items is None:
        return message("the contents of the array are not known")
    return None


def sizes(arguments: Arguments, name: str, count: int, *, allow_zero: bool = False) -> tuple[Count, ...]:
    """Read an argument that is an integer or a tuple of `count` of them, as Keras's `standardize_tuple` does.

    Raises:
        Rejected: with `standardize_tuple`'s words.
        Unfollowed: members that are no integers but that Keras takes at construction.
    """
    value = arguments[name]
    if isinstance(value, bool | int | Polynomial):
        items: tuple[Value, ...] = (size(name, value),) * count
    elif (reason := unknown_members(value)) is not None:
        return (UnknownDim(reason, low=0 if allow_zero else 1),) * count
    else:
        items = members(value) if members(value) is not None else ()  # type: ignore[assignment]
        if len(items) != count:
            _reject_tuple(name, value, count, "")
    wrong = [
        item for item in items if not isinstance(item, int | float | NumpyScalar | Polynomial | Unknown | UnknownDim)
    ]
    if wrong and not (isinstance(wrong[0], str) and wrong[0].isdecimal()):
        _reject_tuple(name, value, count, f"including element {str_of(wrong[0])} of type {type_of(wrong[0])}")
    if wrong:
        reject(
            "'<=' not supported between instances of 'str' and 'int'",
            message("`{name}` must hold integers, got {value}", name=name, value=repr_of(value)),
            argument=name,
        )
    numbers = [item.value if isinstance(item, NumpyScalar) else item for item in items]
    least = 0 if allow_zero else 1
    low = [number for number in numbers if isinstance(number, int | float) and number < least]
    if low:
        bad = ", ".join(dict.fromkeys(repr_of(number) for number in low))
        bound = ">= 0" if allow_zero else "> 0"
        _reject_tuple(name, value, count, f", including values {{{bad}}} that do not satisfy `value {bound}`")
    return tuple(size(name, number) for number in numbers)


def _reject_tuple(name: str, value: Value, count: int, rest: str) -> NoReturn:
    reject(
        f"The `{name}` argument must be a tuple of {count} integers. Received {name}={str_of(value)}{rest}",
        message(
            "`{name}` must be an integer or {count} of them, got {value}", name=name, count=count, value=repr_of(value)
        ),
        argument=name,
        short=message("{name} must be {count} positive integers", name=name, count=count),
    )


def flag(arguments: Arguments, name: str) -> bool:
    """Read an argument that Keras uses as `if argument:`.

    Raises:
        Unfollowed: its truth is not known.
    """
    return truth(name, arguments[name])


def truth(name: str, value: Value) -> bool:
    """Tell what Python's `bool(value)` gives.

    Raises:
        Unfollowed: it is not known.
    """
    value = require_known(name, value)
    if isinstance(value, Polynomial):
        raise Unfollowed(message("whether `{name}` is zero is not known", name=name))
    if isinstance(value, Array):
        raise Unfollowed(message("whether the array given for `{name}` counts as true is not known", name=name))
    if isinstance(value, NumpyScalar):
        return bool(value.value)
    if isinstance(value, ListValue | DictValue | SetValue):
        if not value.items and value.unknown is not None:
            raise Unfollowed(message("`{name}` is not known: {reason}", name=name, reason=value.unknown.reason))
        return bool(value.items)
    if isinstance(value, RangeValue):
        return bool(value.members)
    return bool(value)


def choice(arguments: Arguments, name: str, choices: Collection[str], words: str, *, lower: bool = False) -> str:
    """Read an argument that is one of a few words.

    Arguments:
        arguments: the layer's arguments.
        name: which one.
        choices: what Keras takes.
        words: what Keras raises for another value, with holes `{name}`, `{choices}` (as Python prints a set) and
            `{value}`.
        lower: whether Keras takes any case.

    Raises:
        Rejected: another value.
        Unfollowed: it is not known.
    """
    value = require_known(name, arguments[name])
    if lower and not isinstance(value, str):
        reject(
            f"'{type_of(value)[8:-2]}' object has no attribute 'lower'",
            message(
                "`{name}` must be one of {choices}, got {value}",
                name=name,
                choices=_listed(choices),
                value=repr_of(value),
            ),
            argument=name,
        )
    word = value.lower() if lower else value
    if isinstance(word, str) and word in choices:
        return word
    reject(
        words.format(name=name, choices=set_text(choices), value=str_of(word)),
        message(
            "`{name}` must be one of {choices}, got {value}", name=name, choices=_listed(choices), value=repr_of(value)
        ),
        argument=name,
        short=message("{name} must be one of {choices}", name=name, choices=_listed(choices)),
    )


def data_format(arguments: Arguments, name: str = "data_format") -> str:
    """Read `data_format`: "channels_last" (Keras's default for None) or "channels_first"."""
    if arguments[name] is None:
        return CHANNELS_LAST
    return choice(
        arguments,
        name,
        (CHANNELS_FIRST, CHANNELS_LAST),
        "The `{name}` argument must be one of {choices}. Received: {name}={value}",
        lower=isinstance(arguments[name], str),
    )


def set_text(words: Collection[str]) -> str:
    """Give words as Python prints a set (whose order is arbitrary in Keras's own message)."""
    return f"{{{', '.join(map(repr, words))}}}"


def _listed(words: Collection[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
