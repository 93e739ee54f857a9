"""Tell whether one of our values says nothing that the real array, frame or number contradicts."""

from __future__ import annotations

from typing import Any

import numpy as np

from param_lsp.shapes import UnknownDim, UnknownShape
from param_lsp.values import Array, Frame, ListValue, NumpyScalar, Series, Unknown, Value


def ours(real: Any, *, contents: bool = True) -> Value:
    """Describe a real array as one of our values, with what is known of its contents or without."""
    if isinstance(real, np.generic):
        return NumpyScalar(real.item(), str(real.dtype))
    dtype = "str" if real.dtype.kind == "U" else str(real.dtype)
    if not contents or not real.size or real.dtype.kind not in "iufb":
        return Array(real.shape, dtype)
    return Array(real.shape, dtype, len(np.unique(real)), real.min().item(), real.max().item())


def listed(real: Any) -> Value:
    """Describe a real list of numbers or lists."""
    return ListValue([listed(member) for member in real]) if isinstance(real, list) else real


def disagreement(value: Value, real: Any) -> str | None:
    """Say what is wrong about our value; None when nothing is."""
    if isinstance(value, Unknown):
        return None
    if isinstance(real, (tuple, list)):
        members = value.items if isinstance(value, ListValue) else value
        if not isinstance(members, (tuple, list)) or len(members) != len(real):
            return f"{len(real)} results, ours {value!r}"
        return next((text for text in map(disagreement, members, real) if text), None)
    if isinstance(value, UnknownDim):
        return _bounds(value, int(real))
    if isinstance(value, NumpyScalar):
        return _scalar(value, real)
    if isinstance(value, Array):
        return _array(value, np.asarray(real))
    if isinstance(value, (Frame, Series)):
        return _frame(value, real)
    return None if value == real and type(value) is type(real) else f"{real!r}, ours {value!r}"


def _bounds(dim: Any, real: int) -> str | None:
    if not isinstance(dim, UnknownDim):
        return None if dim == real else f"size {real}, ours {dim!r}"
    if (dim.low is not None and real < dim.low) or (dim.high is not None and real > dim.high):
        return f"size {real}, ours between {dim.low} and {dim.high}"
    return None


def _scalar(value: NumpyScalar, real: Any) -> str | None:
    if not isinstance(real, np.generic):
        return f"a {type(real).__name__}, ours {value!r}"
    if str(real.dtype) != value.dtype:
        return f"type {real.dtype}, ours {value.dtype}"
    if isinstance(value.value, UnknownDim):
        return _bounds(value.value, int(real))
    same = value.value == real or (isinstance(value.value, float) and np.isclose(value.value, real, rtol=1e-12))
    return None if same or (np.isnan(value.value) and np.isnan(real)) else f"{real!r}, ours {value!r}"


def _array(value: Array, real: Any) -> str | None:
    if not isinstance(value.shape, UnknownShape):
        if len(value.shape) != real.ndim:
            return f"shape {real.shape}, ours {value.shape}"
        for dim, size in zip(value.shape, real.shape, strict=True):
            wrong = _bounds(dim, size)
            if wrong:
                return f"shape {real.shape}, ours {value.shape}: {wrong}"
    dtype = "str" if real.dtype.kind == "U" else str(real.dtype)
    if value.dtype is not None and value.dtype != dtype:
        return f"type {dtype}, ours {value.dtype}"
    if (
        value.items is not None
        and np.array(value.items, dtype=real.dtype).reshape(real.shape).tolist() != real.tolist()
    ):
        return f"contents {real!r}, ours {value.items!r}"
    if real.size and real.dtype.kind in "iufb":
        for name, fact in (("low", real.min()), ("high", real.max()), ("distinct", len(np.unique(real)))):
            said = getattr(value, name)
            if said is not None and not np.isclose(float(said), float(fact), rtol=1e-6):
                return f"{name} {fact}, ours {said}"
    return None


def _frame(value: Frame | Series, real: Any) -> str | None:
    if isinstance(value, Series):
        if getattr(real, "ndim", 0) != 1:
            return f"a {type(real).__name__} of shape {getattr(real, 'shape', None)}, ours a series"
        return _bounds(value.rows, len(real)) or _column(value.column, real)
    if getattr(real, "ndim", 0) != 2:
        return f"a {type(real).__name__}, ours a frame"
    wrong = _bounds(value.rows, real.shape[0]) or _bounds(value.width, real.shape[1])
    if wrong or value.columns is None:
        return wrong
    if list(value.columns) != list(real.columns):
        return f"columns {list(real.columns)}, ours {list(value.columns)}"
    return next((text for name in value.columns if (text := _column(value.columns[name], real[name]))), None)


def _column(column: Any, real: Any) -> str | None:
    dtype = str(real.dtype)
    if column.dtype is not None and {column.dtype, dtype} - {"object", "str"} and column.dtype != dtype:
        return f"{real.name}: type {dtype}, ours {column.dtype}"
    if column.distinct is not None and column.distinct != real.nunique():
        return f"{real.name}: {real.nunique()} distinct, ours {column.distinct}"
    for name, fact in (("low", "min"), ("high", "max")):
        said = getattr(column, name)
        if said is not None and said != getattr(real, fact)():
            return f"{real.name}: {name} {getattr(real, fact)()}, ours {said}"
    return None
