"""Methods of frames and series that look at their values or compute with them: reductions, masks, `unique`."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, frame_array, plain_dtype
from param_lsp.libraries.collections_known import list_of
from param_lsp.libraries.dtypes import dtype_named, is_float, is_integer
from param_lsp.libraries.indexing import element_of
from param_lsp.libraries.pandas_common import FRAME, SERIES, copied, methods, placed
from param_lsp.libraries.registry import function
from param_lsp.libraries.selection import unique_values
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.shapes import UnknownDim
from param_lsp.values import (
    Array,
    Call,
    Column,
    DictValue,
    Frame,
    NumpyScalar,
    Series,
    Value,
)


@function(methods("copy", "infer_objects", "convert_dtypes", "sort_values", "sort_index", "__copy__"),
          "self, *rest, inplace=False, **more")  # fmt: skip
@function(methods("fillna", "ffill", "bfill", "interpolate", "replace", "clip", "round", "rank"),
          "self, *rest, inplace=False, **more")  # fmt: skip
def same_shape(call: Call, arguments: Bound) -> Value:
    """Give a frame or series of the same rows and columns; what was known of the values holds only for a copy."""
    self, name = arguments["self"], arguments.function.rpartition(".")[2]
    result: Frame | Series
    if name in ("copy", "__copy__") or name.startswith("sort"):
        if arguments["inplace"] is True:
            return None
        result = copied(self)
    elif isinstance(self, Series):
        result = replace(self, column=_changed(self.column, name))
    else:
        columns = None if self.columns is None else {key: _changed(one, name) for key, one in self.columns.items()}
        result = Frame(self.rows, columns, self.width, self.source)
    return placed(call, self, result, arguments["inplace"])


def _changed(column: Column, method: str) -> Column:
    """Tell what is known of a column when values may have changed; what has nothing missing is not filled."""
    if method in ("fillna", "ffill", "bfill", "interpolate") and column.distinct is not None and not column.missing:
        return column
    return Column(column.dtype if method in ("clip", "round") else None)


@function(methods("isnull", "isna", "notnull", "notna", "isin", "duplicated", "between", "eq", "ne", "gt", "lt",
          "ge", "le"),
          "self, *rest, **more")  # fmt: skip
@function("pandas.isnull pandas.isna pandas.notnull pandas.notna", "obj: self")
def mask(call: Call, arguments: Bound) -> Value:
    """Give truth values of the same shape; for `duplicated` one a row."""
    self = arguments["self"]
    if isinstance(self, Frame) and not arguments.function.endswith("duplicated"):
        columns = None if self.columns is None else dict.fromkeys(self.columns, Column("bool"))
        return Frame(self.rows, columns, self.width, self.source)
    if isinstance(self, (Frame, Series)):
        return Series(self.rows, Column("bool"), source=self.source)
    return call.unknown("it is not known what is tested")


@function(f"{SERIES}.to_numpy {SERIES}.to_list {SERIES}.tolist {SERIES}.ravel {FRAME}.to_numpy {FRAME}.as_matrix "
          f"{SERIES}.__array__", "self, dtype=None, *rest, **more")  # fmt: skip
def to_numpy(_call: Call, arguments: Bound) -> Value:
    """Give the values as an array, or as a list."""
    self = arguments["self"]
    array = frame_array(self) if isinstance(self, Frame) else as_array(self)
    if arguments.function.endswith("list"):
        return list_of(self.rows, UnknownDim(message("the values are not known")) if is_integer(array.dtype) else None)
    if arguments["dtype"] is not None:
        return replace(array, dtype=dtype_named(arguments["dtype"]), distinct=None, low=None, high=None)
    return array


@function(methods("astype"), "self, dtype, **rest")
def astype(_call: Call, arguments: Bound) -> Value:
    """Give the columns another type; categories and whole numbers keep the number of distinct values."""
    self, wanted = arguments["self"], arguments["dtype"]
    if isinstance(self, Series):
        return replace(self, column=_retyped(self.column, dtype_named(wanted)))
    if self.columns is None:
        return copied(self)
    if isinstance(wanted, DictValue):
        types = {name: dtype_named(dtype) for name, dtype in wanted.items.items()}
        columns = {
            name: _retyped(column, types[name]) if name in types else column for name, column in self.columns.items()
        }
        return Frame(self.rows, columns, self.width, self.source)
    return Frame(
        self.rows,
        {name: _retyped(column, dtype_named(wanted)) for name, column in self.columns.items()},
        self.width,
        self.source,
    )


@function(f"{SERIES}.unique pandas.unique", "self")
def unique(_call: Call, arguments: Bound) -> Value:
    """Give the distinct values."""
    values = unique_values(as_array(arguments["self"]))
    return replace(values, items=None)  # in the order of their first occurrence


@function(methods("nunique"), "self, *rest, **more")
def nunique(_call: Call, arguments: Bound) -> Value:
    """Count the distinct values."""
    self = arguments["self"]
    if isinstance(self, Frame):
        return Series(self.width, Column("int64"))
    if self.column.distinct is not None and not arguments["rest"] and not arguments.given - {"self"}:
        return self.column.distinct
    return UnknownDim(
        message("how many distinct values there are is not known"), 0, self.rows if isinstance(self.rows, int) else None
    )


@function(f"{SERIES}.value_counts", "self, **rest")
def value_counts(_call: Call, arguments: Bound) -> Value:
    """Give a count for each distinct value."""
    self = arguments["self"]
    count = self.column.distinct
    return Series(
        UnknownDim(message("how many distinct values there are is not known"), 0)
        if count is None or arguments.given - {"self"}
        else count,
        Column("int64"),
    )


@function(methods("max", "min", "sum", "mean", "std", "var", "median", "prod", "count", "any", "all", "skew",
          "quantile", "idxmax", "argmax"),
          "self, axis=0, *rest, **more")  # fmt: skip
def reduction(call: Call, arguments: Bound) -> Value:
    """Fold a series to a number, a frame to a series of its columns (or of its rows)."""
    self, name = arguments["self"], arguments.function.rpartition(".")[2]
    if isinstance(self, Frame):
        if name == "quantile" or arguments["axis"] not in (0, 1, "index", "columns"):
            return call.unknown("the result of {name}() on a frame is not followed", name=name)
        return Series(
            self.rows if arguments["axis"] in (1, "columns") else self.width, Column(None), source=self.source
        )
    dtype = plain_dtype(self.column.dtype)
    if name in ("max", "min"):
        end = self.column.high if name == "max" else self.column.low
        if end is not None and dtype is not None:
            return NumpyScalar(end, dtype)
        return element_of(Array((), dtype), None, call)
    if name in ("count", "argmax"):
        return NumpyScalar(
            UnknownDim(message("the values are not known"), 0, self.rows if isinstance(self.rows, int) else None),
            "int64",
        )
    if name in ("any", "all", "idxmax", "quantile"):
        return call.unknown("the values of the series are not known")
    return element_of(
        Array((), dtype if name in ("sum", "prod") else "float64" if is_integer(dtype) or is_float(dtype) else None),
        None,
        call,
    )


@function(f"{SERIES}.map {SERIES}.apply {SERIES}.transform", "self, *rest, **more")
@function("pandas.to_numeric pandas.to_datetime", "self, *rest, **more")
@function(f"{SERIES}.shift {SERIES}.diff {SERIES}.cumsum {SERIES}.pct_change", "self, *rest, **more")
def each(call: Call, arguments: Bound) -> Value:
    """Give a series of the same rows."""
    self = arguments["self"]
    return (
        Series(self.rows, Column(), self.name, self.source)
        if isinstance(self, Series)
        else call.unknown("it is not known what is converted")
    )


@function(
    f"{FRAME}.applymap {FRAME}.map {FRAME}.shift {FRAME}.diff {FRAME}.cumsum {FRAME}.pct_change",
    "self, *rest, **more",
)
def each_of_frame(_call: Call, arguments: Bound) -> Value:
    """Give a frame of the same rows and columns."""
    self = arguments["self"]
    return Frame(
        self.rows, None if self.columns is None else dict.fromkeys(self.columns, Column()), self.width, self.source
    )


@function(f"{FRAME}.corr {FRAME}.cov", "self, *rest, **more")
def corr(_call: Call, arguments: Bound) -> Value:
    """Give a square frame of the columns."""
    self = arguments["self"]
    width = (
        self.width
        if not arguments["rest"] and not arguments.given - {"self"}
        else UnknownDim(message("columns of text may be left out"), 0)
    )
    return Frame(width, None, width, self.source)


@function(f"{FRAME}.transpose", "self, *rest, **more")
def transpose(_call: Call, arguments: Bound) -> Value:
    """Exchange rows and columns."""
    self = arguments["self"]
    return Frame(self.width, None, self.rows, self.source)


def _retyped(column: Column, dtype: str | None) -> Column:
    if dtype in ("category", "object", "string") or (dtype == "str" and not column.missing):
        return Column(dtype, column.distinct, missing=column.missing)
    if is_integer(column.dtype) and dtype in ("int32", "int64", "float64", "float32"):
        return Column(dtype, column.distinct, column.low, column.high)
    return Column(dtype)
