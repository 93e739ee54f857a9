"""What constructors of preprocessing layers check: factors, value ranges and words, in Keras's words."""

from __future__ import annotations

from collections.abc import Callable, Collection

from param_lsp.catalogue.reading import Unfollowed, is_unknown, members, reject, truth, unknown_members
from param_lsp.catalogue.reading import data_format as read_data_format
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import message
from param_lsp.shapes import Polynomial
from param_lsp.values import Arguments, ListValue, NumpyScalar, Value

Check = Callable[[Arguments], None]


def data_format(arguments: Arguments) -> None:
    """Reject another data format than Keras's two."""
    if not is_unknown(arguments.get("data_format")) and arguments.get("data_format") is not None:
        read_data_format(Arguments({"data_format": arguments["data_format"]}, {}))


def factor(name: str = "factor", low: float = 0, high: float = 1, *, zero_for_none: bool = False) -> Check:
    """Check a number, or two, that reach into a range (`BaseImagePreprocessingLayer._set_factor`).

    Arguments:
        name: the argument.
        low: the least value.
        high: the greatest value.
        zero_for_none: whether a value that Python calls false counts as 0.
    """

    def check(arguments: Arguments) -> None:
        value = arguments.get(name)
        if is_unknown(value) or isinstance(value, Polynomial):
            return
        if zero_for_none and not truth(name, value):
            return
        two = pair(value)
        if two is None:
            number = _number(value)
            fits = number is not None and low <= number <= high
        else:
            numbers = [known_number(name, item) for item in two]
            fits = len(two) == 2 and not (numbers[0] > high or numbers[1] < low)
        if not fits:
            reject(
                f"The `{name}` argument should be a number (or a list of two numbers) in the range [{low}, {high}]. "
                f"Received: factor={str_of(value)}",
                message(
                    "`{name}` must be a number or two from {low} to {high}, got {value}",
                    name=name,
                    low=low,
                    high=high,
                    value=repr_of(value),
                ),
                argument=name,
                short=message("{name} must be from {low} to {high}", name=name, low=low, high=high),
            )

    return check


def ranged(name: str, words: str, low: float, high: float, *, above: bool = False, optional: bool = False) -> Check:
    """Check a number, or two that both lie in a range (`_check_factor_range` of several layers).

    Arguments:
        name: the argument.
        words: how Keras's sentence begins.
        low: the least value, itself excluded with `above`.
        high: the greatest value.
        above: whether the least value is excluded.
        optional: whether None is let pass.
    """

    def check(arguments: Arguments) -> None:
        value = arguments.get(name)
        if is_unknown(value) or isinstance(value, Polynomial) or (optional and value is None):
            return
        two = pair(value)
        text = message(
            "`{name}` must be a number or two from {low} to {high}, got {value}",
            name=name,
            low=low,
            high=high,
            value=repr_of(value),
        )
        if (two is None and _number(value) is None) or (two is not None and len(two) != 2):
            reject(f"{words} Received: {name}={str_of(value)}", text, argument=name)
        for item in (value,) if two is None else two:
            number = known_number(name, item)
            if number > high or number < low or (above and number == low):
                reject(f"{words} Received: input_number={str_of(item)}", text, argument=name)

    return check


def value_range(arguments: Arguments) -> None:
    """Reject a value range that is not two numbers."""
    value = arguments["value_range"]
    if is_unknown(value) or unknown_members(value) is not None:
        return
    two = pair(value)
    if two is None or len(two) != 2:
        reject(
            f"The `value_range` argument should be a list of two numbers. Received: value_range={str_of(value)}",
            message("`value_range` must be two numbers, got {value}", value=repr_of(value)),
            argument="value_range",
        )
    for item in two:
        known_number("value_range", item)


def one_of(name: str, choices: Collection[str]) -> Check:
    """Check a word (`fill_mode`, `interpolation`)."""

    def check(arguments: Arguments) -> None:
        value = arguments[name]
        if is_unknown(value) or (isinstance(value, str) and value in choices):
            return
        listed = "{" + ", ".join(map(repr, choices)) + "}" if isinstance(choices, set | frozenset) else choices
        reject(
            f"Unknown `{name}` {str_of(value)}. Expected of one {listed}.",
            message(
                "`{name}` must be one of {choices}, got {value}",
                name=name,
                choices=", ".join(f'"{choice}"' for choice in choices),
                value=repr_of(value),
            ),
            argument=name,
        )

    return check


def string_arg(layer: str, arguments: Arguments, name: str, choices: tuple[str, ...]) -> None:
    """Check a word as `argument_validation.validate_string_arg` does."""
    value = arguments[name]
    if is_unknown(value) or (isinstance(value, str) and value in choices):
        return
    reject(
        f"Unknown value for `{name}` argument of {layer}. Allowed values are: {choices}. "
        f"Received: {name}={str_of(value)}",
        message(
            "`{name}` must be one of {choices}, got {value}",
            name=name,
            choices=", ".join(f'"{choice}"' for choice in choices),
            value=repr_of(value),
        ),
        argument=name,
        short=message("{name} must be one of {choices}", name=name, choices=", ".join(choices)),
    )


def reject_comparison(name: str, value: Value, sign: str, kind: str = "int") -> None:
    """Reject a value that cannot be compared with a number, as Python does; numbers and the unknown are let pass."""
    if is_unknown(value) or isinstance(value, int | float | NumpyScalar | Polynomial):
        return
    reject(
        f"'{sign}' not supported between instances of '{type_of(value)[8:-2]}' and '{kind}'",
        message("`{name}` must be a number, got {value}", name=name, value=repr_of(value)),
        argument=name,
    )


def pair(value: Value) -> tuple[Value, ...] | None:
    """Give the members of a tuple or list; None for everything else."""
    if not isinstance(value, tuple | ListValue):
        return None
    items = members(value)
    if items is None:
        raise Unfollowed(message("the members of {value} are not known", value=repr_of(value)))
    return items


def _number(value: Value) -> float | None:
    """Give a Python number; NumPy's float64 is one, its other types are not."""
    if isinstance(value, NumpyScalar) and value.dtype == "float64" and isinstance(value.value, float):
        return value.value
    return value if isinstance(value, int | float) else None


def known_number(name: str, value: Value) -> float:
    """Give a number; what is none is left to Keras."""
    if isinstance(value, NumpyScalar) and isinstance(value.value, int | float):
        return value.value
    if isinstance(value, int | float):
        return value
    raise Unfollowed(message("`{name}` holds {value}, which is not a number", name=name, value=repr_of(value)))
