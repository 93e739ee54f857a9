"""Python's operators on constants, symbolic integers and containers, within limits on the size of results."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import keys
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.values import (
    Array,
    BoundMethod,
    ClassValue,
    DictValue,
    Frame,
    Function,
    Instance,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    LibraryObject,
    ListValue,
    ModelValue,
    Module,
    NumpyScalar,
    RangeValue,
    Series,
    SetValue,
    Unknown,
    UnknownText,
    Value,
)

MAX_BITS = 20_000
MAX_LENGTH = 100_000

_LAYERS = "keras.layers."
CONSTANTS = (type(None), bool, int, float, complex, str, bytes, type(...))
NUMBERS = (bool, int, float, complex)
SYMBOLIC = (Polynomial, UnknownDim)

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "**": operator.pow,
}

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def binary(sign: str, left: Value, right: Value) -> Value:  # noqa: C901 - one line a pair of kinds
    """Apply a binary operator; an unknown operand's reason stays, a result that is too large is unknown."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        if sign == "%" and isinstance(left, str | UnknownText):
            return UnknownText(right.reason if isinstance(right, Unknown) else left.reason)  # type: ignore[union-attr]
        return left if isinstance(left, Unknown) else right
    if isinstance(left, SYMBOLIC) or isinstance(right, SYMBOLIC):
        return _symbolic(sign, left, right)
    if isinstance(left, ListValue) or isinstance(right, ListValue):
        return _lists(sign, left, right)
    if isinstance(left, SetValue) and isinstance(right, SetValue) and sign in "|&-^":
        return SetValue(dict.fromkeys(_BINARY[sign](left.items.keys(), right.items.keys())))
    if isinstance(left, DictValue) and isinstance(right, DictValue) and sign == "|":
        return DictValue({**left.items, **right.items}, left.unknown or right.unknown)
    if sign == "%" and isinstance(left, str):
        return _format(left, right)
    if _too_large(sign, left, right):
        return Unknown(message("the result of {sign} would be too large to compute", sign=sign))
    if isinstance(left, tuple) or isinstance(right, tuple) or _plain(left, right):
        try:
            return _BINARY[sign](left, right)
        except (TypeError, ValueError, ArithmeticError, KeyError, MemoryError) as error:
            if not all(
                _plain(each, each) or (isinstance(each, tuple) and all_constant(each)) for each in (left, right)
            ):
                return Unknown(message("the operator {sign} on these values is not followed", sign=sign))
            return Unknown(message("Python would raise {error}", error=f"{type(error).__name__}: {error}"))
    return Unknown(message("the operator {sign} on these values is not followed", sign=sign))


def _plain(left: Value, right: Value) -> bool:
    return isinstance(left, CONSTANTS) and isinstance(right, CONSTANTS)


def _too_large(sign: str, left: Value, right: Value) -> bool:
    if sign == "**" and isinstance(left, int) and isinstance(right, int):
        return right > 0 and abs(left) > 1 and left.bit_length() * right > MAX_BITS
    if sign == "<<" and isinstance(left, int) and isinstance(right, int):
        return right > MAX_BITS
    if sign == "*":
        for sequence, times in ((left, right), (right, left)):
            if isinstance(sequence, str | bytes | tuple) and isinstance(times, int):
                return len(sequence) * times > MAX_LENGTH
        if isinstance(left, int) and isinstance(right, int):
            return left.bit_length() + right.bit_length() > MAX_BITS
    return (
        sign == "+"
        and isinstance(left, str | bytes | tuple)
        and isinstance(right, str | bytes | tuple)
        and len(left) + len(right) > MAX_LENGTH
    )


def _symbolic(sign: str, left: Value, right: Value) -> Value:
    operands = int | Polynomial | UnknownDim
    if isinstance(left, operands) and isinstance(right, operands):
        try:
            if sign in ("+", "-", "*", "//", "%"):
                return _BINARY[sign](left, right)
            if sign == "**" and isinstance(right, int) and 0 <= right <= 8:
                return left**right
        except TypeError:
            pass
    for operand in (left, right):
        if isinstance(operand, UnknownDim):
            return Unknown(operand.reason)
    return Unknown(message("an operation on a symbolic size is not followed"))


def _lists(sign: str, left: Value, right: Value) -> Value:
    if sign == "+" and isinstance(left, ListValue) and isinstance(right, ListValue):
        if len(left.items) + len(right.items) <= MAX_LENGTH:
            return ListValue(left.items + right.items, left.unknown or right.unknown)
    elif sign == "*":
        items, times = (left, right) if isinstance(left, ListValue) else (right, left)
        if isinstance(times, int) and len(items.items) * times <= MAX_LENGTH:
            return ListValue(items.items * times, items.unknown)
        if isinstance(times, Unknown | UnknownDim):
            return ListValue([], Unknown(times.reason))
    return Unknown(message("the operator {sign} on this list is not followed", sign=sign))


def _format(template: str, values: Value) -> Value:
    parts = values if isinstance(values, tuple) else (values,)
    if not all(isinstance(part, CONSTANTS) for part in parts):
        return UnknownText(message("a text is formatted with a value that is not known"))
    try:
        result = template % values
    except (TypeError, ValueError):
        return UnknownText(message("a text is formatted with values that do not fit it"))
    return result if len(result) <= MAX_LENGTH else UnknownText(message("the text would be too long"))


def unary(sign: str, operand: Value) -> Value:
    """Apply `-`, `+`, `~` or `not`."""
    if sign == "not":
        known = truth(operand)
        return not known if known is not None else Unknown(_reason(operand))
    if isinstance(operand, Unknown):
        return operand
    if isinstance(operand, NUMBERS):
        try:
            return -operand if sign == "-" else +operand if sign == "+" else ~operand  # type: ignore[operator]
        except TypeError:
            return Unknown(message("Python would reject {sign} here", sign=sign))
    if isinstance(operand, SYMBOLIC):
        return -operand if sign == "-" else operand if sign == "+" else Unknown(_reason(operand))
    if isinstance(operand, NumpyScalar) and isinstance(operand.value, int | float):
        return NumpyScalar(-operand.value if sign == "-" else operand.value, operand.dtype)
    return Unknown(message("the operator {sign} on this value is not followed", sign=sign))


def _reason(value: Value) -> Any:
    return value.reason if isinstance(value, Unknown | UnknownDim) else message("a test on this value is not followed")


_FUNCTIONS_OF = (
    "builtins", "keras", "tensorflow", "numpy", "pandas", "sklearn", "functools", "itertools", "math", "typing",
    "collections",
)  # fmt: skip
"""Libraries whose names are functions and classes; a name of another module may be a setting, as `sys.argv` is."""


def may_be_data(value: Value) -> bool:
    """Tell whether a name of a module that is not read may hold any value."""
    return isinstance(value, LibraryFunction) and value.name.partition(".")[0] not in _FUNCTIONS_OF


def truth(value: Value) -> bool | None:
    """Tell whether a value is true, or None when that is not known."""
    if may_be_data(value):
        return None
    if isinstance(value, CONSTANTS):
        return bool(value)
    if isinstance(value, tuple):
        return bool(value)
    if isinstance(value, ListValue | DictValue | SetValue):
        return True if value.items else None if value.unknown else False
    if isinstance(value, RangeValue):
        return value.count > 0
    if isinstance(value, NumpyScalar):
        return truth(value.value)
    if isinstance(value, UnknownDim):
        return True if value.low is not None and value.low > 0 else None
    if isinstance(
        value,
        Function
        | BoundMethod
        | ClassValue
        | LayerValue
        | ModelValue
        | LibraryFunction
        | Module
        | LibraryObject
        | Instance,
    ):
        return True
    return None


def compare(sign: str, left: Value, right: Value) -> Value:  # noqa: C901, PLR0912 - one line a kind of value
    """Compare two values; unknown stays unknown."""
    if sign in ("is", "is not"):
        answer = _identical(left, right)
        if answer is None:
            return Unknown(_reason(left if not isinstance(left, CONSTANTS) else right))
        return answer if sign == "is" else not answer
    if sign in ("in", "not in"):
        answer = _contains(right, left)
        if answer is None:
            return Unknown(_reason(left if isinstance(left, Unknown) else right))
        return answer if sign == "in" else not answer
    left, right = _number(left), _number(right)
    classes = _same_class(left, right) if sign in ("==", "!=") else None
    if classes is not None:
        return classes is (sign == "==")
    for named in (left, right):
        if isinstance(named, LibraryFunction) and left is not right:
            return Unknown(message("{name} is not known", name=named.name))
    if isinstance(left, Unknown | UnknownDim) or isinstance(right, Unknown | UnknownDim):
        return _compare_bounds(sign, left, right)
    if isinstance(left, ListValue) and isinstance(right, ListValue) and not left.unknown and not right.unknown:
        left, right = tuple(left.items), tuple(right.items)
    if isinstance(left, Polynomial) or isinstance(right, Polynomial):
        if sign in ("==", "!=") and left == right:
            return sign == "=="
        if sign in ("==", "!=") and isinstance(
            left if isinstance(right, Polynomial) else right, str | tuple | type(None)
        ):
            return Unknown(message("a parameter is compared whose value is not known"))
        return Unknown(message("a symbolic size is compared"))
    if (isinstance(left, CONSTANTS) and isinstance(right, CONSTANTS)) or (
        isinstance(left, tuple) and isinstance(right, tuple)
    ):
        if isinstance(left, tuple) and isinstance(right, tuple) and not (all_constant(left) and all_constant(right)):
            return Unknown(message("values are compared that are not known"))
        try:
            return bool(COMPARE[sign](left, right))
        except TypeError as error:
            return Unknown(message("Python would raise {error}", error=f"TypeError: {error}"))
    if sign in ("==", "!=") and left is right and not isinstance(left, Array | Frame | Series):
        return sign == "=="
    simple = (*CONSTANTS, tuple, ListValue, DictValue, Function, ClassValue, LibraryFunction)
    if (
        sign in ("==", "!=")
        and isinstance(left, simple)
        and isinstance(right, simple)
        and type(left) is not type(right)
    ):
        return sign == "!="
    return Unknown(message("a comparison of these values is not followed"))


def _number(value: Value) -> Value:
    return value.value if isinstance(value, NumpyScalar) else value


def all_constant(values: Iterable[Value]) -> bool:
    """Tell whether values, and the members of tuples among them, are Python's own: their text is what Python prints."""
    return all(
        isinstance(value, CONSTANTS) or (isinstance(value, tuple) and all_constant(tuple(value))) for value in values
    )


def _compare_bounds(sign: str, left: Value, right: Value) -> Value:
    low, high = _bounds(left)
    other_low, other_high = _bounds(right)
    answer = None
    if sign in ("<", ">=") and None not in (low, high, other_low, other_high):
        answer = True if high < other_low else False if low >= other_high else None  # type: ignore[operator]
        answer = answer if answer is None or sign == "<" else not answer
    elif sign in (">", "<=") and None not in (low, high, other_low, other_high):
        answer = True if low > other_high else False if high <= other_low else None  # type: ignore[operator]
        answer = answer if answer is None or sign == ">" else not answer
    if answer is not None:
        return answer
    return Unknown(_reason(left if isinstance(left, Unknown | UnknownDim) else right))


def _bounds(value: Value) -> tuple[int | None, int | None]:
    if isinstance(value, UnknownDim):
        return value.low, value.high
    return (value, value) if isinstance(value, int) else (None, None)


def _identical(left: Value, right: Value) -> bool | None:
    if may_be_data(left) or may_be_data(right):
        return None
    if isinstance(left, Unknown | UnknownDim | Polynomial) or isinstance(right, Unknown | UnknownDim | Polynomial):
        return None
    if isinstance(left, CONSTANTS) and isinstance(right, CONSTANTS):
        return left is right or (type(left) is type(right) and left == right)
    if left is right:
        return True
    if isinstance(left, LibraryFunction) and isinstance(right, LibraryFunction):
        classes = _same_class(left, right)
        return left == right if classes is None else classes
    return False


def _same_class(left: Value, right: Value) -> bool | None:
    """Tell whether two names are of one class of Keras's layers; None where one is of anything else."""
    if not isinstance(left, LibraryFunction) or not isinstance(right, LibraryFunction):
        return None
    names = [value.name.removeprefix(_LAYERS) for value in (left, right) if value.name.startswith(_LAYERS)]
    found = [catalogue.find(name) for name in names]
    return found[0] is found[1] if len(found) == 2 and None not in found else None


def _contains(container: Value, member: Value) -> bool | None:
    if isinstance(member, Unknown | UnknownDim):
        return None
    member = _number(member)
    if isinstance(container, str) and isinstance(member, str):
        return member in container
    if isinstance(container, DictValue | SetValue):
        member = keys.key_of(member)
        if member is keys.NO_KEY:
            return None
        return True if member in container.items else None if container.unknown else False
    if isinstance(container, RangeValue) and isinstance(member, int):
        return member in container.members
    members = (
        container.items if isinstance(container, ListValue) else container if isinstance(container, tuple) else None
    )
    if members is None:
        return None
    answers = [compare("==", item, member) for item in members]
    if any(answer is True for answer in answers):
        return True
    if any(isinstance(answer, Unknown) for answer in answers) or (
        isinstance(container, ListValue) and container.unknown
    ):
        return None
    return False


def is_symbolic_tensor(value: Value) -> bool:
    """Tell whether operators on this value are Keras operations."""
    return isinstance(value, KerasTensor)
