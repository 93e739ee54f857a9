"""How Python and Keras would print a value, and how people read counts: words for messages and formulas."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp import wording
from param_lsp.shapes import Dim, Polynomial, UnknownDim
from param_lsp.values import (
    Array,
    DictValue,
    Function,
    LayerValue,
    LibraryFunction,
    LibraryObject,
    ListValue,
    ModelValue,
    NumpyScalar,
    SetValue,
    Value,
)

_LONGEST = 10_000  # bits; Python refuses to print integers of more than 4,300 digits


def str_of(value: Value) -> str:
    """Give Python's `str(value)`, as an f-string of Keras's would print it; "…" for what is not known."""
    if isinstance(value, str):
        return value
    if isinstance(value, NumpyScalar):
        return str_of(value.value)
    return repr_of(value)


def repr_of(value: Value) -> str:  # noqa: C901 - one line for each kind of value
    """Give Python's `repr(value)`; "…" for what is not known."""
    match value:
        case Polynomial():
            return wording.dim(value)
        case NumpyScalar():
            return f"np.{value.dtype}({repr_of(value.value)})"
        case tuple():
            return f"({', '.join(map(repr_of, value))}{',' if len(value) == 1 else ''})"
        case ListValue() if value.unknown is None:
            return f"[{', '.join(map(repr_of, value.items))}]"
        case DictValue() if value.unknown is None:
            return f"{{{', '.join(f'{repr_of(key)}: {repr_of(item)}' for key, item in value.items.items())}}}"
        case SetValue() if value.unknown is None:
            return f"{{{', '.join(map(repr_of, value.items))}}}"
        case int() if value.bit_length() > _LONGEST:
            return "…"
        case None | bool() | int() | float() | complex() | str() | bytes():
            return repr(value)
        case LibraryFunction():
            return f"<{value.name}>"
        case LayerValue():
            return f"<{value.declaration.name} name={value.name or '…'}>"
        case ModelValue():
            return f"<Model name={value.name or '…'}>"
        case _:
            return "…"


def type_of(value: Value) -> str:  # noqa: C901 - one line for each kind of value
    """Give Python's `str(type(value))`, which some of Keras's messages hold."""
    match value:
        case ListValue():
            name = "list"
        case DictValue():
            name = "dict"
        case SetValue():
            name = "set"
        case NumpyScalar():
            name = f"numpy.{value.dtype}"
        case Array():
            name = "numpy.ndarray"
        case Polynomial() | UnknownDim():
            name = "int"
        case Function() | LibraryFunction():
            name = "function"
        case LibraryObject():
            name = value.type
        case LayerValue():
            name = value.declaration.name
        case None | bool() | int() | float() | complex() | str() | bytes() | tuple():
            name = type(value).__name__
        case _:
            name = "…"
    return f"<class '{name}'>"


def times(factors: Iterable[Dim]) -> str:
    """Give a product in numbers: "3×3×1×32"; sums among the factors get parentheses."""
    return "×".join(_factor_text(factor) for factor in factors)


def _factor_text(factor: Dim) -> str:
    text = wording.dim(factor)
    return f"({text})" if " " in text else text
