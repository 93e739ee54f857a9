"""Groups and categories of pandas: `groupby`, `factorize`, `cat.codes`, `crosstab`."""

from __future__ import annotations

from param_lsp.libraries.dtypes import is_float, is_integer
from param_lsp.libraries.pandas_common import FRAME, SERIES
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import Array, Call, Column, Frame, LibraryObject, ListValue, Series, Value

_GROUPS = "pandas.GroupBy"
_COUNTS = ("count", "nunique", "first", "last")  # of columns of any type
_FOLDS = ("mean", "sum", "min", "max", "median", "std", "var", *_COUNTS, "size")


@function(f"{FRAME}.groupby", "self, by=None, *rest, as_index=True, dropna=True, **more")
@function(f"{SERIES}.groupby", "self, by=None, *rest, as_index=True, dropna=True, **more")
def groupby(call: Call, arguments: Bound) -> Value:
    """Group rows by the values of columns."""
    by, self = arguments["by"], arguments["self"]
    keys = list(sequence(by) or ()) if isinstance(by, (ListValue, tuple)) else [by]
    if not isinstance(self, Frame) or arguments["rest"] or not all(isinstance(key, str) for key in keys):
        return call.unknown("these groups are not followed")
    fields: dict[str, Value] = {"_data": self, "_chosen": None, "_keys": tuple(keys)}
    groups = _count(self, keys, dropna=arguments["dropna"])
    return LibraryObject(_GROUPS, {**fields, "_index": arguments["as_index"], "__len__": groups, "ngroups": groups})


def _count(frame: Frame, keys: list[Value], *, dropna: Value) -> Count:
    column = frame.columns.get(keys[0]) if frame.columns is not None and len(keys) == 1 else None
    high = frame.rows if isinstance(frame.rows, int) else None
    if column is None or column.distinct is None or not isinstance(dropna, bool) or column.dtype == "category":
        return UnknownDim(message("how many groups there are is not known"), 0, high)
    return column.distinct + (column.missing and not dropna)


@function(f"{_GROUPS}.__getitem__", "self, columns")
def choose(call: Call, arguments: Bound) -> Value:
    """Choose a column, or several, of each group."""
    self = arguments["self"]
    columns = arguments["columns"]
    if not isinstance(columns, (str, ListValue)):
        return call.unknown("these columns of groups are not followed")
    return LibraryObject(_GROUPS, {**self.fields, "_chosen": columns})


@function(" ".join(f"{_GROUPS}.{name}" for name in _FOLDS), "self, *rest, numeric_only=False, **more")
def fold(call: Call, arguments: Bound) -> Value:
    """Fold each group to a row; one chosen column, and `size`, make a series."""
    self, name = arguments["self"], arguments.function.rpartition(".")[2]
    data, chosen, keys = self.fields["_data"], self.fields["_chosen"], self.fields["_keys"]
    rows = self.fields["__len__"]
    if self.fields["_index"] is not True:
        return call.unknown("groups that are no index are not followed")
    if name == "size" or isinstance(chosen, str):
        return Series(rows, Column())
    if isinstance(chosen, ListValue):
        names = sequence(chosen)
        width: Count = UnknownDim(message("which columns are chosen is not known"), 0)
        return Frame(rows, None, width if names is None else len(names))
    left = None if data.columns is None else {key: column for key, column in data.columns.items() if key not in keys}
    if left is None or not (name in _COUNTS or arguments["numeric_only"] is True):
        return Frame(rows, None, UnknownDim(message("columns that cannot be folded are left out"), 0))
    if name not in _COUNTS:
        if any(column.dtype is None for column in left.values()):
            return Frame(rows, None, UnknownDim(message("the types of the columns are not known"), 0))
        left = {
            key: column
            for key, column in left.items()
            if is_integer(column.dtype) or is_float(column.dtype) or column.dtype == "bool"
        }
    return Frame(rows, dict.fromkeys(left, Column()), len(left))


@function("pandas.factorize", "values: self, **rest")
@function(f"{SERIES}.factorize", "self, **rest")
def factorize(_call: Call, arguments: Bound) -> Value:
    """Give a number for each value, and the distinct values."""
    self = arguments["self"]
    column = self.column if isinstance(self, Series) else Column()
    plain = not arguments.given - {"self", "values"}
    count: Count = UnknownDim(message("how many distinct values there are is not known"), 0)
    rows = self.rows if isinstance(self, Series) else UnknownDim(message("the rows are not known"), 0)
    if column.distinct is None or not plain:
        return Array((rows,), "int64"), Array((count,), "object", kind="index")
    low = -1 if column.missing else 0
    codes = Array((rows,), "int64", column.distinct + column.missing, low, column.distinct - 1)
    return codes, Array((column.distinct,), "object", kind="index")


@function("pandas.cat.@codes", "self")
def codes(_call: Call, arguments: Bound) -> Value:
    """Give the number of each value's category; −1 where it is missing."""
    data = arguments["self"].fields["_data"]
    return Series(data.rows, Column("int8" if _is_few(data.column) else None), None, data.source)


@function("pandas.cat.@categories", "self")
def categories(_call: Call, arguments: Bound) -> Value:
    """Give the categories; more than the distinct values where rows were left out."""
    column = arguments["self"].fields["_data"].column
    return Array((UnknownDim(message("how many categories there are is not known"), column.distinct or 0),), "object")


def _is_few(column: Column) -> bool:
    return column.distinct is not None and column.distinct < 127


@function("pandas.crosstab", "index, columns, *rest, **more")
def crosstab(_call: Call, arguments: Bound) -> Value:
    """Count pairs of values: a row for each value of one, a column for each of the other."""
    reason = message("how many distinct values there are is not known")
    sizes: list[Count] = []
    for side in (arguments["index"], arguments["columns"]):
        known = isinstance(side, Series) and side.column.distinct is not None and not side.column.missing
        sizes.append(side.column.distinct if known and not arguments.given - {"index", "columns"} else
                     UnknownDim(reason, 0))  # fmt: skip
    return Frame(sizes[0], None, sizes[1])
