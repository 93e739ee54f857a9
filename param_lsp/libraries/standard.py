"""Python's standard library where sizes come from: math, os.path, operator, and paths that are only joined."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Callable
from typing import Any

from param_lsp.libraries.arithmetic import binary, compute
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim
from param_lsp.message import message
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.values import Array, Call, Frame, NumpyScalar, Series, Unknown, UnknownText, Value

_FLOATS: dict[str, Callable[[float], float]] = {
    name: getattr(math, name)
    for name in ("sqrt", "exp", "log2", "log10", "log1p", "sin", "cos", "tan", "tanh", "radians", "degrees", "fabs")
}
_OPERATORS = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "eq": "==",
    "ne": "!=",
    "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
}  # fmt: skip
_LARGEST = 2**512  # numbers beyond this are no sizes


@function(" ".join(f"math.{name}" for name in _FLOATS), "x, *rest")
def float_function(call: Call, arguments: Bound) -> Value:
    """Compute a float of a known number."""
    name = arguments.function.rpartition(".")[2]
    return _computed(call, name, _FLOATS[name], arguments["x"])


@function("math.log", "x, base=None")
def log(call: Call, arguments: Bound) -> Value:
    """Compute a logarithm, natural unless a base is given."""
    if arguments["base"] is None:
        return _computed(call, "log", math.log, arguments["x"])
    return _computed(call, "log", math.log, arguments["x"], arguments["base"])


@function("math.pow math.fmod math.atan2 math.hypot", "x, y")
def float_pair(call: Call, arguments: Bound) -> Value:
    """Compute a float of two known numbers."""
    name = arguments.function.rpartition(".")[2]
    return _computed(call, name, getattr(math, name), arguments["x"], arguments["y"])


@function("math.ceil math.floor math.trunc math.isqrt math.factorial", "x")
def whole(call: Call, arguments: Bound) -> Value:
    """Round, or compute a whole number; a size that is a whole number stays as it is."""
    name, value = arguments.function.rpartition(".")[2], arguments["x"]
    if isinstance(value, (Polynomial, UnknownDim)) and name in ("ceil", "floor", "trunc"):
        return value
    if name == "factorial" and not (isinstance(value, int) and 0 <= value <= 64):
        return call.unknown("the factorial is too large or not known")
    return _computed(call, name, getattr(math, name), value)


@function("math.gcd math.lcm", "*numbers")
@function("math.comb math.perm", "*numbers")
def whole_numbers(call: Call, arguments: Bound) -> Value:
    """Compute with whole numbers."""
    name, numbers = arguments.function.rpartition(".")[2], arguments["numbers"]
    if name in ("comb", "perm") and not all(isinstance(number, int) and abs(number) <= 1024 for number in numbers):
        return call.unknown("the result of {name}() is too large or not known", name=name)
    return _computed(call, name, getattr(math, name), *numbers)


@function("math.prod", "iterable, *, start=1")
def prod(call: Call, arguments: Bound) -> Value:
    """Multiply, symbols and unknown sizes too."""
    members = call.iterate(arguments["iterable"])
    if members is None or len(members) > 1024:
        return call.unknown("what is multiplied is not known")
    total: Any = arguments["start"]
    for member in members:
        value = member if isinstance(member, float) else as_dim(member)
        if value is None:
            return call.unknown("what is multiplied is not known")
        total = compute("*", total, value)
        if isinstance(total, int) and abs(total) > _LARGEST:
            return call.unknown("the product is too large")
    return total


@function("math.isnan math.isinf math.isfinite", "x")
def test(call: Call, arguments: Bound) -> Value:
    """Test a known number."""
    value = arguments["x"]
    if not isinstance(value, (int, float)) or (isinstance(value, int) and abs(value) > _LARGEST):
        return call.unknown("the number is not known")
    return bool(getattr(math, arguments.function.rpartition(".")[2])(value))


@function(" ".join(f"operator.{name} operator.__{name}__" for name in _OPERATORS), "a, b")
def operate(call: Call, arguments: Bound) -> Value:
    """Do what the operator does, with numbers and data."""
    sign = _OPERATORS[arguments.function.rpartition(".")[2].strip("_")]
    left, right = arguments["a"], arguments["b"]
    if isinstance(left, (Array, Series, Frame, NumpyScalar)) or isinstance(right, (Array, Series, Frame, NumpyScalar)):
        result = binary(sign, left, right, call)
        return call.unknown("this operation on data is not followed") if result is None else result
    plain = (int, float, Polynomial, UnknownDim)
    if not isinstance(left, plain) or not isinstance(right, plain):
        return call.unknown("the operands are not numbers")
    if isinstance(left, int) and isinstance(right, int) and max(abs(left), abs(right)) > _LARGEST:
        return call.unknown("the numbers are too large")
    return compute(sign, left, right)


@function("os.path.join posixpath.join pathlib.PurePath.joinpath", "*parts")
def join(call: Call, arguments: Bound) -> Value:
    """Join the parts of a path."""
    parts = arguments["parts"]
    if not parts or not all(isinstance(part, str) for part in parts):
        return UnknownText(message("a part of the path is not known"), call.place)
    return posixpath.join(*parts)


@function("os.path.basename os.path.dirname os.path.normpath os.fspath", "path")
def path_part(call: Call, arguments: Bound) -> Value:
    """Give a part of a path as it is written."""
    path, name = arguments["path"], arguments.function.rpartition(".")[2]
    if not isinstance(path, str):
        return UnknownText(message("the path is not known"), call.place)
    return path if name == "fspath" else str(getattr(posixpath, name)(path))


@function("os.path.splitext", "path")
def splitext(call: Call, arguments: Bound) -> Value:
    """Give a path without its extension, and the extension."""
    path = arguments["path"]
    if not isinstance(path, str):
        return call.unknown("the path is not known")
    return posixpath.splitext(path)


@function("os.path.abspath os.path.expanduser os.path.realpath os.getcwd os.environ.get os.getenv", "*parts")
def machine_path(call: Call, _arguments: Bound) -> Value:
    """Give a text that depends on the machine."""
    return UnknownText(message("the path depends on the machine"), call.place)


@function("os.listdir", "path='.'")
def listdir(call: Call, arguments: Bound) -> Value:
    """Give an unknown list: only folders are counted, by what reads classes from them."""
    path = arguments["path"]
    if not isinstance(path, str):
        return call.unknown("the path is not known")
    return call.unknown("the files of {path} are not listed", path=path)


def _computed(call: Call, name: str, compute_it: Callable[..., Any], *values: Value) -> Value:
    plain = [value.value if isinstance(value, NumpyScalar) else value for value in values]
    for value in plain:
        if isinstance(value, Unknown):
            return value
        if isinstance(value, UnknownDim):
            return Unknown(value.reason, call.place)
        if not isinstance(value, (int, float)) or (isinstance(value, int) and abs(value) > _LARGEST):
            return call.unknown("{name}() of what is not a known number", name=name)
    try:
        return compute_it(*plain)
    except (ArithmeticError, ValueError, TypeError):
        return call.unknown("{name}() of these numbers is an error", name=name)
