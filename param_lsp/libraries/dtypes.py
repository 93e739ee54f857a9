"""NumPy's type names: reading them out of values and promoting them as NumPy 2 does."""

from __future__ import annotations

import struct

from param_lsp.values import LibraryFunction, LibraryObject, NumpyScalar, Value

_INTEGERS = ("int8", "int16", "int32", "int64")
_UNSIGNED = ("uint8", "uint16", "uint32", "uint64")
_FLOATS = ("float16", "float32", "float64")
_COMPLEX = ("complex64", "complex128")
_NAMES = {
    **{name: name for name in ("bool", *_INTEGERS, *_UNSIGNED, *_FLOATS, *_COMPLEX, "bfloat16", "object", "str",
    "string")},
    "bool_": "bool", "boolean": "bool", "int": "int64", "int_": "int64", "intp": "int64", "long": "int64",
    "longlong": "int64", "uint": "uint64", "float": "float64", "float_": "float64", "double": "float64",
    "single": "float32", "half": "float16", "complex": "complex128", "object_": "object", "str_": "str",
    "unicode_": "str",
    "intc": "int32", "short": "int16", "byte": "int8", "ubyte": "uint8", "cfloat": "complex128", "category": "category",
    "?": "bool", "b": "int8", "B": "uint8", "i": "int32", "l": "int64", "f": "float32", "d": "float64", "e": "float16",
    "O": "object", "U": "str", "S": "bytes", "i1": "int8", "i2": "int16", "i4": "int32", "i8": "int64", "u1": "uint8",
    "u2": "uint16", "u4": "uint32", "u8": "uint64", "f2": "float16", "f4": "float32", "f8": "float64", "bytes": "bytes",
    "bytes_": "bytes",
}  # fmt: skip
_LIMITS = {
    **{name: (-(2 ** (int(name[3:]) - 1)), 2 ** (int(name[3:]) - 1) - 1) for name in _INTEGERS},
    **{name: (0, 2 ** int(name[4:]) - 1) for name in _UNSIGNED},
    "bool": (0, 1),
}
EXACT_INTEGERS = {
    "float16": 2**11,
    "bfloat16": 2**8,
    "float32": 2**24,
    "float64": 2**53,
}  # beyond, floats skip integers


def dtype_named(value: Value) -> str | None:
    """Read a `dtype=` argument: a string, `np.float32`, `tf.int64`, the builtin `float`, or `x.dtype`."""
    if isinstance(value, str):
        text = value.lstrip("<>=|")
        return "str" if text[:1] == "U" else _NAMES.get(text)
    if isinstance(value, LibraryFunction):
        return _NAMES.get(value.name.rpartition(".")[2])
    if isinstance(value, LibraryObject) and value.type == "numpy.dtype":
        name = value.fields.get("name")
        return name if isinstance(name, str) else None
    return None


def dtype_of(value: Value) -> str | None:
    """Give the dtype that NumPy gives a Python constant or NumPy number."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64" if -(2**63) <= value < 2**63 else "uint64" if 0 <= value < 2**64 else "object"
    if isinstance(value, float):
        return "float64"
    if isinstance(value, complex):
        return "complex128"
    if isinstance(value, str):
        return "str"
    if isinstance(value, bytes):
        return "bytes"
    return value.dtype if isinstance(value, NumpyScalar) else None


def promote(left: str | None, right: str | None) -> str | None:  # noqa: C901 - one line a case
    """Give the common type of two array types, None where one is not known."""
    if left is None or right is None:
        return None
    if left == right:
        return left
    if "object" in (left, right):
        return "object"
    pair = sorted((left, right), key=_kind)
    low, high = pair
    if _kind(high) < 0 or _kind(low) < 0:
        return None
    if low == "bool":
        return high
    if _kind(low) == _kind(high) or (high in _COMPLEX and low in _COMPLEX):
        return max(low, high, key=_bits)
    if low in _UNSIGNED and high in _INTEGERS:
        if _bits(low) < _bits(high):
            return high
        return "float64" if low == "uint64" else f"int{_bits(low) * 2}"
    if high in _FLOATS:  # an integer needs the next larger float to be held exactly
        needed = 16 if _bits(low) <= 8 else 32 if _bits(low) <= 16 else 64
        return f"float{max(needed, _bits(high))}"
    if high in _COMPLEX:
        needed = 128 if (low in _FLOATS and _bits(low) == 64) or (low not in _FLOATS and _bits(low) > 16) else 64
        return f"complex{max(needed, _bits(high))}"
    return None


def promote_python(array: str | None, constant: Value) -> str | None:
    """Give the type of an array combined with a Python number, which only counts by its kind (NEP 50)."""
    if array is None:
        return None
    if isinstance(constant, bool):
        return array
    if isinstance(constant, int):
        return "int64" if array == "bool" else array
    if isinstance(constant, float):
        return array if array in _FLOATS or array in _COMPLEX or array in ("bfloat16", "object") else "float64"
    return None


def true_divide(dtype: str | None) -> str | None:
    """Give the type of `/` on two values of this type: floats stay, integers become float64."""
    if dtype is None or dtype in (*_FLOATS, *_COMPLEX, "bfloat16", "object"):
        return dtype
    return "float64" if dtype in _LIMITS else None


def limits(dtype: str | None) -> tuple[int, int] | None:
    """Give the smallest and largest integer of an integer type, None for others."""
    return _LIMITS.get(dtype) if dtype is not None else None


def holds(dtype: str | None, value: float) -> bool:
    """Tell whether a floating type of fewer bits has just this number, which Python computed."""
    code = {"float16": "<e", "float32": "<f"}.get(dtype or "")
    if code is None:
        return dtype != "bfloat16" or (float(value).is_integer() and abs(value) <= 256)
    try:
        return bool(struct.unpack(code, struct.pack(code, value))[0] == value)
    except OverflowError:
        return False


def is_float(dtype: str | None) -> bool:
    """Tell whether it is a real floating type."""
    return dtype in _FLOATS or dtype == "bfloat16"


def is_integer(dtype: str | None) -> bool:
    """Tell whether it is a signed or unsigned integer type (not bool)."""
    return dtype in _INTEGERS or dtype in _UNSIGNED


def item_size(dtype: str | None) -> int | None:
    """Give the bytes of one element."""
    if dtype == "bool":
        return 1
    return _bits(dtype) // 8 if dtype in (*_INTEGERS, *_UNSIGNED, *_FLOATS, *_COMPLEX) and dtype else None


def _kind(dtype: str) -> int:
    for kind, names in enumerate((("bool",), _UNSIGNED, _INTEGERS, _FLOATS, _COMPLEX)):
        if dtype in names:
            return kind
    return -1


def _bits(dtype: str) -> int:
    return int(dtype.lstrip("uintfloacmpex"))
