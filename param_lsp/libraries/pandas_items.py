"""Single columns and cells of frames: `iloc`, `loc`, `pop`, `insert`, assignment, and their column names."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.frames import (
    assign_column,
    frame_attribute,
    is_label,
    label,
    masked_rows,
    position,
)
from param_lsp.libraries.pandas_common import FRAME, SERIES
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int
from param_lsp.message import message
from param_lsp.shapes import UnknownDim
from param_lsp.values import (
    Array,
    Call,
    Column,
    Frame,
    ListValue,
    Series,
    Slice,
    Unknown,
    Value,
)


@function(f"{FRAME}.insert", "self, loc, column, value, allow_duplicates=False")
def insert(call: Call, arguments: Bound) -> Value:
    """Add a column."""
    self = arguments["self"]
    assign_column(self, arguments["column"], arguments["value"], call)
    place = as_int(arguments["loc"])
    if self.columns is not None and place is not None:
        names = [name for name in self.columns if name != arguments["column"]]
        names.insert(place, arguments["column"])
        self.columns = {name: self.columns[name] for name in names if name in self.columns}
    else:
        self.columns = None
    return None


@function(f"{FRAME}.assign", "self, **columns")
def assign(_call: Call, arguments: Bound) -> Value:
    """Add columns by keyword, or replace those of the same names."""
    self = arguments["self"]
    names = arguments.given - {"self"}
    if self.columns is None:
        reason = message("it is not known whether the columns of assign() are new")
        return Frame(self.rows, None, UnknownDim(reason, 1), self.source)
    columns = {**self.columns, **{name: Column() for name in names if name in self.columns}}
    new = [name for name in names if name not in self.columns]
    if len(new) > 1:  # in an order that is not known here
        return Frame(self.rows, None, len(columns) + len(new), self.source)
    return Frame(self.rows, {**columns, **{name: Column() for name in new}}, len(columns) + len(new), self.source)


@function(f"{FRAME}.__setitem__", "self, index, value")
def set_item(call: Call, arguments: Bound) -> Value:
    """Assign a column."""
    assign_column(arguments["self"], arguments["index"], arguments["value"], call)
    return None


@function("pandas.iloc.__getitem__ pandas.iat.__getitem__", "self, index")
def iloc(call: Call, arguments: Bound) -> Value:
    """Pick rows and columns by place."""
    return position(arguments["self"].fields["_data"], arguments["index"], call)


@function("pandas.loc.__getitem__ pandas.at.__getitem__", "self, index")
def loc(call: Call, arguments: Bound) -> Value:
    """Pick rows and columns by name."""
    return label(arguments["self"].fields["_data"], arguments["index"], call)


@function(
    "pandas.loc.__setitem__ pandas.iloc.__setitem__ pandas.at.__setitem__ pandas.iat.__setitem__", "self, index, value"
)
def set_located(call: Call, arguments: Bound) -> Value:
    """Assign a part: by name it may add a column or a row."""
    data, index = arguments["self"].fields["_data"], arguments["index"]
    if not isinstance(data, Frame):
        return None
    call.touch(data)
    column = index[1] if isinstance(index, tuple) and len(index) == 2 else None
    by_name = arguments["self"].type in ("pandas.loc", "pandas.at")
    if by_name and (column is None or masked_rows(index[0], data.rows) is None) and not _all_rows(index):
        data.rows = UnknownDim(message("an assignment by label may add a row"), 0)
    if data.columns is None:
        if by_name and column is not None:
            data.width = UnknownDim(message("an assignment by label may add a column"), 0)
        return None
    known = dict.fromkeys(data.columns, Column())
    if by_name and is_label(column) and column is not None and column not in known:
        known[column] = Column()
        data.width = data.width + 1
    elif by_name and column is not None and not is_label(column):
        data.width, data.columns = UnknownDim(message("an assignment by label may add columns"), 0), None
        return None
    data.columns = known
    return None


@function("pandas.Index.tolist pandas.Index.to_list pandas.Index.to_numpy pandas.Index.__array__", "self, *rest")
def index_list(_call: Call, arguments: Bound) -> Value:
    """Give the names as a list."""
    self = arguments["self"]
    if arguments.function.endswith("list"):
        if self.items is not None:
            return ListValue(list(self.items))
        return ListValue([], Unknown(message("the names of the columns are not known")))
    return replace(self, kind="numpy")


@function("pandas.Index.difference", "self, other, **rest")
def difference(_call: Call, arguments: Bound) -> Value:
    """Give the names without some, sorted."""
    remaining = index_without(arguments["self"], arguments["other"])
    if remaining.items is None:
        return remaining
    return replace(remaining, items=tuple(sorted(remaining.items, key=lambda name: (isinstance(name, str), name))))


@function(f"{FRAME}.keys {FRAME}.__iter__", "self")
def keys(call: Call, arguments: Bound) -> Value:
    """Give the names of the columns."""
    return frame_attribute(arguments["self"], "columns", call)


@function(f"{FRAME}.info {FRAME}.to_csv {SERIES}.to_csv {FRAME}.hist {SERIES}.hist", "self, *rest, **more")
def nothing(_call: Call, _arguments: Bound) -> Value:
    """Give None."""
    return None


@function(f"{FRAME}.pop", "self, item")
def pop(call: Call, arguments: Bound) -> Value:
    """Take a column out of the frame and give it."""
    self, name = arguments["self"], arguments["item"]
    call.touch(self)
    if self.columns is not None and is_label(name):
        if name not in self.columns:
            return call.unknown("the frame has no such column")
        column = self.columns[name]
        self.columns = {key: value for key, value in self.columns.items() if key != name}
        self.width = self.width - 1
        return Series(self.rows, column, name, self.source)
    self.columns, self.width = None, self.width - 1
    return Series(self.rows, Column(), name if is_label(name) else None, self.source)


def _all_rows(index: Value) -> bool:
    return isinstance(index, tuple) and bool(index) and index[0] == Slice()


def index_without(index: Array, names: Value) -> Array:
    """Give the names without some."""
    members = [names] if isinstance(names, (str, int)) else sequence(names)
    if index.items is not None and members is not None and all(is_label(name) for name in members):
        items = tuple(name for name in index.items if name not in members)
        return replace(index, shape=(len(items),), items=items)
    if members is not None and isinstance(index.shape, tuple) and index.shape[0] is not None:
        return replace(index, shape=(index.shape[0] - len(members),), items=None)
    return replace(index, shape=(UnknownDim(message("which names are left is not known"), 0),), items=None)
