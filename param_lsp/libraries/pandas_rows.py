"""Methods that leave out or pick rows and columns: `drop`, `dropna`, `head`, `sample`, `select_dtypes`."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array
from param_lsp.libraries.dtypes import dtype_named, is_float, is_integer
from param_lsp.libraries.frames import (
    is_label,
    take_rows,
)
from param_lsp.libraries.pandas_common import FRAME, SERIES, by_name, copied, methods, placed
from param_lsp.libraries.pandas_items import index_without
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, number
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import (
    Array,
    Call,
    Column,
    DictValue,
    Frame,
    LibraryObject,
    ListValue,
    NumpyScalar,
    Series,
    Value,
)


@function(
    f"{FRAME}.drop", "self, labels=None, axis=0, index=None, columns=None, level=None, inplace=False, errors='raise'"
)
@function(
    f"{SERIES}.drop", "self, labels=None, axis=0, index=None, columns=None, level=None, inplace=False, errors='raise'"
)
@function("pandas.Index.drop", "self, labels, errors='raise'")
def drop(call: Call, arguments: Bound) -> Value:
    """Leave columns or rows out."""
    self = arguments["self"]
    if isinstance(self, Array):
        return index_without(self, arguments["labels"])
    columns = arguments["columns"]
    axis = arguments["axis"]
    if columns is None and axis in (1, "columns") and not isinstance(axis, bool):
        columns = arguments["labels"]
    if columns is None and not (axis in (0, "index") and not isinstance(axis, bool)):
        return call.unknown("the axis of drop() is not known")
    if columns is not None and isinstance(self, Frame):
        result = _without_columns(self, columns, ignore=arguments["errors"] == "ignore")
    else:
        gone = arguments["index"] if arguments["index"] is not None else arguments["labels"]
        rows = _fewer(self, gone)
        result = (
            take_rows(self, rows)
            if isinstance(self, Frame)
            else replace(self, rows=rows, column=Column(self.column.dtype))
        )
    return placed(call, self, result, arguments["inplace"])


@function(methods("drop_duplicates", "query"), "self, *rest, inplace=False, **more")
def fewer_rows(call: Call, arguments: Bound) -> Value:
    """Leave out rows, one cannot know how many."""
    self, name = arguments["self"], arguments.function.rpartition(".")[2]
    high = self.rows if isinstance(self.rows, int) else None
    rows = UnknownDim(message("{method}() leaves out rows that are not known", method=name), 0, high)
    if isinstance(self, Series):
        return replace(self, rows=rows, column=Column(self.column.dtype))
    result = take_rows(self, rows)
    return placed(call, self, result, arguments["inplace"])


@function(methods("dropna"), "self, axis=0, how=None, thresh=None, subset=None, inplace=False, **rest")
def dropna(call: Call, arguments: Bound) -> Value:
    """Leave out rows, or columns, with missing values."""
    self = arguments["self"]
    reason = message("dropna() leaves out what is missing")
    high = self.rows if isinstance(self.rows, int) else None
    if isinstance(self, Series):
        return replace(self, rows=UnknownDim(reason, 0, high), column=Column(self.column.dtype))
    if arguments["axis"] in (0, "index", "rows") and not isinstance(arguments["axis"], bool):
        result = take_rows(self, UnknownDim(reason, 0, high))
    else:
        result = Frame(
            self.rows, None, UnknownDim(reason, 0, self.width if isinstance(self.width, int) else None), self.source
        )
    return placed(call, self, result, arguments["inplace"])


@function(methods("head", "tail"), "self, n=5")
@function(methods("sample"), "self, n=None, frac=None, *rest, **more")
def some_rows(_call: Call, arguments: Bound) -> Value:
    """Give the first, last or some random rows."""
    self, count = arguments["self"], as_dim(arguments["n"]) if arguments["n"] is not None else None
    share = number(arguments.get("frac")) if arguments.get("frac") is not None else None
    rows: Count
    if arguments.get("frac") is not None:
        rows = (
            round(self.rows * share)
            if isinstance(self.rows, int) and share is not None and 0 <= share <= 1000
            else UnknownDim(message("the rows of a sample are not known"), 0)
        )
        if share == 1:
            rows = self.rows
    elif arguments["n"] is None:
        rows = 1
    elif isinstance(count, int) and isinstance(self.rows, int):
        rows = (
            count
            if arguments.function.endswith("sample")
            else min(count, self.rows)
            if count >= 0
            else max(self.rows + count, 0)
        )
    else:
        rows = UnknownDim(
            message("the rows are not known"), 0, count if isinstance(count, int) and count >= 0 else None
        )
    whole = rows == self.rows
    if isinstance(self, Series):
        return replace(self, rows=rows, column=self.column if whole else Column(self.column.dtype))
    return (
        Frame(rows, dict(self.columns), self.width, self.source)
        if whole and self.columns is not None
        else take_rows(self, rows)
    )


@function(methods("reset_index"), "self, level=None, drop=False, inplace=False, **rest")
def reset_index(call: Call, arguments: Bound) -> Value:
    """Number the rows anew; unless dropped, the old index becomes a column."""
    self = arguments["self"]
    if arguments["drop"] is True:
        return placed(call, self, copied(self), arguments["inplace"])
    if isinstance(self, Series):
        return Frame(self.rows, None, 2, self.source)
    width = UnknownDim(message("the index becomes columns, one cannot know how many"), 1)
    return placed(call, self, Frame(self.rows, None, width, self.source), arguments["inplace"])


@function(f"{FRAME}.set_index", "self, keys, drop=True, append=False, inplace=False, **rest")
def set_index(call: Call, arguments: Bound) -> Value:
    """Make columns the index."""
    self = arguments["self"]
    result = _without_columns(self, arguments["keys"], ignore=False) if arguments["drop"] is True else copied(self)
    return placed(call, self, result, arguments["inplace"])


@function(f"{FRAME}.rename", "self, mapper=None, index=None, columns=None, axis=None, inplace=False, **rest")
def rename(call: Call, arguments: Bound) -> Value:
    """Give columns other names."""
    self = arguments["self"]
    wanted = arguments["columns"] if arguments["columns"] is not None else arguments["mapper"]
    columns = self.columns
    if columns is not None and isinstance(wanted, DictValue) and wanted.unknown is None:
        names = [wanted.items.get(name, name) for name in columns]
        columns = by_name(names, list(columns.values()))
    elif arguments["index"] is None:
        columns = None
    return placed(call, self, Frame(self.rows, columns, self.width, self.source), arguments["inplace"])


@function(f"{FRAME}.select_dtypes", "self, include=None, exclude=None")
def select_dtypes(_call: Call, arguments: Bound) -> Value:
    """Give the columns of some types."""
    self = arguments["self"]
    unknown = Frame(self.rows, None, UnknownDim(message("the types of the columns are not known"), 0), self.source)
    if self.columns is None or any(column.dtype is None for column in self.columns.values()):
        return unknown
    include, exclude = (_types(arguments[name]) for name in ("include", "exclude"))
    if include is None or exclude is None:
        return unknown
    columns = {
        name: column for name, column in self.columns.items()
        if (not include or _among(column.dtype, include)) and not _among(column.dtype, exclude)
    }  # fmt: skip
    return Frame(self.rows, columns, len(columns), self.source)


def _without_columns(frame: Frame, names: Value, *, ignore: bool) -> Frame:
    members = sequence(names) if not is_label(names) or isinstance(names, tuple) else [names]
    labels = [member.value if isinstance(member, NumpyScalar) else member for member in members or ()]
    if members is None or not all(is_label(name) for name in labels):
        array = as_array(names) if isinstance(names, (Array, ListValue)) else None
        if (
            array is not None
            and array.kind == "index"
            and isinstance(array.shape, tuple)
            and array.shape[0] is not None
        ):
            return Frame(frame.rows, None, frame.width - array.shape[0], frame.source)
        return Frame(frame.rows, None, UnknownDim(message("which columns are dropped is not known"), 0), frame.source)
    gone = set(labels)
    if frame.columns is None:
        width = (
            UnknownDim(message("whether the columns are there is not known"), 0) if ignore else frame.width - len(gone)
        )
        return Frame(frame.rows, None, width, frame.source)
    if not ignore and any(name not in frame.columns for name in gone):
        return Frame(
            frame.rows, None, UnknownDim(message("a column that is dropped is not in the frame"), 0), frame.source
        )
    columns = {name: column for name, column in frame.columns.items() if name not in gone}
    return Frame(frame.rows, columns, len(columns), frame.source)


def _fewer(frame: Frame | Series, gone: Value) -> Count:
    rows = frame.rows
    if (
        isinstance(gone, Array)
        and gone.kind == "index"
        and gone.source == frame.source
        and isinstance(gone.shape, tuple)
    ):
        # the rows of a part of the same table: `rest = data.drop(train.index)`
        taken = gone.shape[0]
        if isinstance(rows, int) and isinstance(taken, int):
            return rows - taken
    members = sequence(gone)
    if members is None and isinstance(gone, (int, str)):
        members = [gone]
    if members is None or not all(is_label(name) for name in members):
        return UnknownDim(message("which rows are dropped is not known"), 0, rows if isinstance(rows, int) else None)
    return rows - len(set(members))


def _types(value: Value) -> set[str] | None:
    if value is None:
        return set()
    members = [value] if isinstance(value, str) or sequence(value) is None else sequence(value)
    found: set[str] = set()
    for member in members or ():
        name = (
            member
            if isinstance(member, str) and member in ("number", "object", "category", "O")
            else dtype_named(member)
        )
        if (
            name is None
            and isinstance(member, (str, LibraryObject)) is False
            and str(getattr(member, "name", "")).endswith("number")
        ):
            name = "number"
        if name is None:
            return None
        found.add("object" if name == "O" else name)
    return found


def _among(dtype: str | None, types: set[str]) -> bool:
    plain = "object" if dtype in ("str", "string") else dtype
    if dtype in ("str", "string") and "object" in types:
        return True
    return plain in types or ("number" in types and (is_float(plain) or is_integer(plain)))
