"""What `array[index]` gives, by NumPy's rules of basic and advanced indexing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from param_lsp.libraries.arrays import as_array, unknown_array, with_items, without_contents
from param_lsp.libraries.dtypes import is_integer
from param_lsp.libraries.sizes import as_dim, as_int, broadcast
from param_lsp.message import message
from param_lsp.shapes import Count, Polynomial, Shape, UnknownDim, UnknownShape, product
from param_lsp.values import Array, Call, ListValue, NumpyScalar, RangeValue, Series, Slice, Unknown, Value


@dataclass(frozen=True, slots=True)
class _Advanced:
    """An index array, or a mask as the index it stands for: `used` axes of the array, indexed by `shape`."""

    shape: Shape
    used: int = 1
    low: int | None = None
    high: int | None = None


def index_array(array: Array, index: Value, call: Call) -> Value:
    """Give `array[index]`: an array, or for a single element a NumPy number."""
    if isinstance(array.shape, UnknownShape):
        return unknown_array(array.shape.reason, array, array.dtype)
    parts = list(index) if isinstance(index, tuple) else [index]
    read = [_part(part) for part in parts]
    for part in read:
        if isinstance(part, Unknown):
            return unknown_array(part.reason, array, array.dtype)
    used = sum(part.used if isinstance(part, _Advanced) else part is not None and part is not Ellipsis for part in read)
    missing = len(array.shape) - used
    if missing < 0:
        return call.unknown("it has {rank} axes and {used} indices", rank=len(array.shape), used=used)
    written = any(part is Ellipsis for part in read)
    if not written:
        read.append(Ellipsis)
    shape = _result(array.shape, read, missing, call)
    if isinstance(shape, Unknown):
        return shape
    items = _items(array.items, read) if array.items is not None else None
    if shape == () and array.kind != "tensor" and not written:  # `x[..., 0]` stays an array
        return element_of(array, items, call)
    whole = all(part is None or part is Ellipsis or part == Slice() for part in read)
    if isinstance(items, tuple):
        return replace(with_items(shape, array.dtype, items, array.source), kind=array.kind)
    taken = replace(array, shape=shape, items=None)
    return taken if whole else without_contents(taken)  # a part need not hold every value


def element_of(array: Array, item: Any, call: Call) -> Value:
    """Give one element of an array: a NumPy number where it is known or an integer, else a 0-d array."""
    if isinstance(item, str):
        return item
    if item is not None and array.dtype is not None and array.dtype != "object":
        return NumpyScalar(item, array.dtype)
    if is_integer(array.dtype):
        low = array.low if isinstance(array.low, int) else None
        high = array.high if isinstance(array.high, int) else None
        if low is not None and low == high:
            return NumpyScalar(low, array.dtype or "int64")
        return NumpyScalar(
            UnknownDim(message("the numbers in an array are not known"), low, high), array.dtype or "int64"
        )
    if array.dtype in ("object", "str", "bytes", None):
        return call.unknown("the members of an array are not known")
    return Array((), array.dtype, source=array.source, kind=array.kind)


def slice_length(dim: Count, part: Slice) -> Count | None:
    """Give the length of `dim` members sliced; None where Python refuses (a float as an end)."""
    ends = [None if end is None else as_dim(end) for end in (part.start, part.stop, part.step)]
    if any(
        end is None and given is not None for end, given in zip(ends, (part.start, part.stop, part.step), strict=True)
    ):
        return None
    start, stop, step = ends
    if step == 0:
        return None
    if all(end is None or isinstance(end, int) for end in (start, stop, step, dim)):
        return RangeValue(*slice(start, stop, step).indices(dim)).count  # type: ignore[arg-type]
    for end in (start, stop, step):
        if isinstance(end, UnknownDim):
            return UnknownDim(end.reason, 0, dim if isinstance(dim, int) else None)
    if start in (None, 0) and stop is None and step in (None, 1, -1):
        return dim
    if isinstance(step, int) and step not in (None, 1):
        return (dim + (step - 1)) // step if start in (None, 0) and stop is None and step > 1 else _some(dim)
    if start in (None, 0) and stop == dim:
        return dim
    if isinstance(start, Polynomial) or isinstance(stop, Polynomial):
        return _some(dim)
    return _open_length(dim, start, stop)


def _open_length(dim: Count, start: Count | None, stop: Count | None) -> Count:
    """Slice a size that is not a number with ends that are: `x[:-1]` of n is n − 1, `x[:5]` at most 5."""
    first = 0 if start is None else start
    assert isinstance(first, int)
    assert stop is None or isinstance(stop, int)
    if first < 0:
        return _at_most(dim, -first if stop is None else None)
    if stop is None or stop < 0:
        length = dim - first + (0 if stop is None else stop)
        if isinstance(length, UnknownDim):
            return replace(length, low=max(length.low or 0, 0))
        return length
    return _at_most(dim, max(stop - first, 0))


def _at_most(dim: Count, high: int | None) -> UnknownDim:
    if isinstance(dim, UnknownDim):
        low = min(dim.low, high) if dim.low is not None and high is not None else 0
        return UnknownDim(dim.reason, low, high)
    return UnknownDim(message("the size of the whole is not known"), 0, high)


def _some(dim: Count) -> UnknownDim:
    if isinstance(dim, UnknownDim):
        return UnknownDim(dim.reason, 0, dim.high)
    return UnknownDim(message("the length of the slice is not known"), 0, dim if isinstance(dim, int) else None)


def _part(part: Value) -> Any:
    """Read one index: an integer size, Slice, None, Ellipsis, `_Advanced`, or unknown."""
    if part is None or part is Ellipsis or isinstance(part, (Slice, Unknown)):
        return part
    if isinstance(part, bool):
        return Unknown(message("an array is indexed by a truth value"))
    if isinstance(part, (Array, ListValue, Series, RangeValue, tuple)):
        array = as_array(part)
        if isinstance(array.shape, UnknownShape):
            return Unknown(array.shape.reason)
        if array.dtype == "bool":
            size = product(array.shape)
            high = size if isinstance(size, int) else None
            if array.items is not None and len(array.shape) == 1:
                return _Advanced((sum(array.items),), 1)
            return _Advanced((UnknownDim(message("a mask selects them"), 0, high),), len(array.shape))
        if is_integer(array.dtype) or array.shape == (0,):
            ends = (None, None) if array.items is None else (array.low, array.high)
            return _Advanced(array.shape, 1, *(int(end) if end is not None else None for end in ends))
        return Unknown(message("it is not known whether the index is a mask"))
    dim = as_dim(part)
    return dim if dim is not None else Unknown(message("the index is not known"))


def _result(shape: Shape, parts: list[Any], missing: int, call: Call) -> Shape | Unknown:  # noqa: C901 - one line a case
    advanced_given = any(isinstance(part, _Advanced) for part in parts)
    result: list[Count] = []
    together: tuple[Count, ...] = ()
    where: int | None = None  # the place of the advanced axes: of the first index if all are neighbours, else in front
    last_advanced: int | None = None
    axis = 0
    for place, part in enumerate(parts):
        if part is Ellipsis:
            result.extend(shape[axis : axis + missing])  # type: ignore[arg-type]
            axis += missing
            continue
        if part is None:
            result.append(1)
            continue
        dim = shape[axis]
        assert dim is not None
        if isinstance(part, Slice):
            length = slice_length(dim, part)
            if length is None:
                return call.unknown("the ends of a slice are not integers")
            result.append(length)
            axis += 1
            continue
        if (
            not isinstance(part, _Advanced)
            and isinstance(part, int)
            and isinstance(dim, int)
            and not -dim <= part < dim
        ):
            return call.unknown("index {index} is out of range for an axis of {size}", index=part, size=dim)
        if isinstance(part, _Advanced) and _is_outside(part, dim):
            return call.unknown("an index is out of range for an axis of {size}", size=dim)
        axis += part.used if isinstance(part, _Advanced) else 1
        if not advanced_given:
            continue
        if isinstance(part, _Advanced):
            joined = broadcast(together, part.shape)
            if joined is None:
                return call.unknown("index arrays do not broadcast together")
            together = tuple(dim for dim in joined if dim is not None)
        where = len(result) if where is None else where if last_advanced == place - 1 else 0
        last_advanced = place
    if advanced_given:
        result[where:where] = together
    return tuple(result)


def _is_outside(part: _Advanced, dim: Count) -> bool:
    if part.low is None or part.high is None or not isinstance(dim, int):
        return False
    return part.low < -dim or part.high >= dim


def _items(items: Any, parts: list[Any]) -> Any:
    """Follow integers and slices into known contents; None for all else."""
    if not parts or parts[0] is Ellipsis:
        return items if all(part is Ellipsis or part == Slice() for part in parts) else None
    if not isinstance(items, tuple):
        return None
    part, rest = parts[0], parts[1:]
    if isinstance(part, int):
        return _items(items[part], rest)
    if isinstance(part, Slice):
        ends = [None if end is None else as_int(end) for end in (part.start, part.stop, part.step)]
        if any(
            end is None and given is not None
            for end, given in zip(ends, (part.start, part.stop, part.step), strict=True)
        ):
            return None
        chosen = tuple(_items(item, rest) for item in items[slice(*ends)])
        return None if any(item is None for item in chosen) else chosen
    return None
