"""pandas: making frames and series, and the methods that change their rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from param_lsp.libraries.arrays import as_array, frame_array, plain_dtype
from param_lsp.libraries.dtypes import dtype_named, is_float, is_integer
from param_lsp.libraries.frames import (
    assign_column,
    frame_attribute,
    is_label,
    label,
    masked_rows,
    position,
    take_columns,
    take_rows,
)
from param_lsp.libraries.indexing import element_of
from param_lsp.libraries.objects import length
from param_lsp.libraries.registry import function
from param_lsp.libraries.selection import unique_values
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int, number
from param_lsp.message import Message, message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
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
    Unknown,
    Value,
)

_FRAME, _SERIES = "pandas.DataFrame", "pandas.Series"


def _both(*names: str) -> str:
    return " ".join(f"{kind}.{name}" for name in names for kind in (_FRAME, _SERIES))


@function("pandas.DataFrame", "data=None, index=None, columns=None, dtype=None, copy=None")
def make_frame(call: Call, arguments: Bound) -> Value:
    """Make a frame of a dict of columns, an array, a list of rows or another frame."""
    data, columns = arguments["data"], arguments["columns"]
    names = None if columns is None else sequence(columns)
    if isinstance(data, Unknown):
        return _unknown_frame(data.reason)
    if data is None:
        labels = list(names or ()) if columns is not None else []
        if columns is not None and names is None:
            return _unknown_frame(message("the columns are not known"))
        return Frame(0 if arguments["index"] is None else UnknownDim(message("the rows are not known"), 0),
                     _named(labels, [Column()] * len(labels)), len(labels))  # fmt: skip
    if isinstance(data, DictValue):
        return _frame_of_dict(data, arguments)
    if isinstance(data, Frame):
        return take_columns(data, columns, call) if isinstance(columns, (ListValue, Array)) else _copied(data)
    members = sequence(data)
    if members and all(isinstance(member, DictValue) for member in members):
        keys = list(dict.fromkeys(key for member in members for key in member.items))
        known = all(member.unknown is None for member in members) and columns is None
        return (
            Frame(len(members), _named(keys, [Column()] * len(keys)), len(keys))
            if known
            else _unknown_frame(message("the rows are not known"), len(members))
        )
    array = as_array(data)
    if isinstance(array.shape, UnknownShape):
        rows: Count = len(members) if members is not None else UnknownDim(array.shape.reason, 0)
        width: Count = len(names) if names is not None else UnknownDim(array.shape.reason, 0)
        return Frame(
            rows, _named(list(names), [Column()] * len(names)) if names is not None else None, width, array.source
        )
    if not 1 <= len(array.shape) <= 2:
        return call.unknown("a frame cannot be made of an array of {rank} axes", rank=len(array.shape))
    rows, width = array.shape[0] or 0, (array.shape[1] if len(array.shape) == 2 else 1) or 0
    column = Column(array.dtype if array.dtype != "str" else "object")
    if names is not None and len(names) == width:
        return Frame(rows, _named(list(names), [column] * len(names)), width, array.source)
    if columns is None and isinstance(width, int) and width <= 4096:
        return Frame(rows, dict.fromkeys(range(width), column), width, array.source)
    return Frame(rows, None, width, array.source)


@function("pandas.Series", "data=None, index=None, dtype=None, name=None, **rest")
def make_series(_call: Call, arguments: Bound) -> Value:
    """Make a series of an array or list."""
    data = arguments["data"]
    if isinstance(data, Series):
        return replace(data, name=arguments["name"] if arguments["name"] is not None else data.name)
    count = len(data.items) if isinstance(data, DictValue) else None
    array = as_array(data)
    rows: Count
    if count is not None:
        rows, column = count, Column()
    elif isinstance(array.shape, tuple) and len(array.shape) == 1 and array.shape[0] is not None:
        rows, column = (
            array.shape[0],
            Column("object" if array.dtype == "str" else array.dtype, array.distinct, array.low, array.high),
        )
    else:
        rows, column = UnknownDim(message("the values are not known"), 0), Column()
    if arguments["dtype"] is not None:
        column = Column(dtype_named(arguments["dtype"]))
    return Series(rows, column, arguments["name"], array.source)


@function("pandas.concat", "objs, axis=0, join='outer', ignore_index=False, **rest")
def concat(call: Call, arguments: Bound) -> Value:
    """Put frames below or beside each other."""
    objects = arguments["objs"]
    members = sequence(objects) if not isinstance(objects, DictValue) else list(objects.items.values())
    if not members or not all(isinstance(member, (Frame, Series)) for member in members):
        unknown = next((member for member in members or () if isinstance(member, Unknown)), None)
        return _unknown_frame(unknown.reason if unknown else message("the frames to be joined are not known"))
    axis = (
        {"index": 0, "rows": 0, "columns": 1}.get(arguments["axis"], arguments["axis"])
        if isinstance(arguments["axis"], str)
        else arguments["axis"]
    )
    if axis == 1:
        return _beside(members)
    if axis != 0 or arguments["join"] not in ("outer", "inner"):
        return call.unknown("the axis along which frames are joined is not known")
    rows: Count = 0
    for member in members:
        rows = rows + member.rows
    if all(isinstance(member, Series) for member in members):
        return Series(
            rows,
            Column(_one({member.column.dtype for member in members})),
            _one({member.name for member in members if is_label(member.name)}),
            members[0].source,
        )
    frames = [member for member in members if isinstance(member, Frame)]
    if len(frames) < len(members) or any(frame.columns is None for frame in frames):
        width = frames[0].width
        same = (
            len(frames) == len(members)
            and all(frame.width == width for frame in frames)
            and all(frame.source == frames[0].source for frame in frames)
        )
        return Frame(
            rows, None, width if same and len(frames) == 1 else UnknownDim(message("the columns are not known"), 0)
        )
    return _below(frames, rows, arguments["join"] == "inner")


@function(
    "pandas.get_dummies",
    "data, prefix=None, prefix_sep='_', dummy_na=False, columns=None, sparse=False, drop_first=False, dtype=None",
)
def get_dummies(call: Call, arguments: Bound) -> Value:
    """Make a column for each category: as many as the column has distinct values, where that is known."""
    data = arguments["data"]
    if not isinstance(arguments["drop_first"], (bool, int)) or arguments["dummy_na"] is not False:
        return call.unknown("the options of get_dummies are not known")
    less = 1 if arguments["drop_first"] else 0
    if isinstance(data, (Array, ListValue)):
        data = make_series(call, Bound({"data": data, "dtype": None, "name": None}, frozenset()))
    if isinstance(data, Series):
        width: Count = UnknownDim(message("how many categories there are is not known"), 0)
        if data.column.distinct is not None:
            width = max(data.column.distinct - less, 0)
        return Frame(data.rows, None, width, data.source)
    if not isinstance(data, Frame):
        return call.unknown("what get_dummies is applied to is not known")
    if data.columns is None:
        return Frame(data.rows, None, UnknownDim(message("how many categories there are is not known"), 0), data.source)
    asked = None if arguments["columns"] is None else sequence(arguments["columns"])
    if arguments["columns"] is not None and asked is None:
        return Frame(data.rows, None, UnknownDim(message("which columns are encoded is not known"), 0), data.source)
    width = 0
    for name, column in data.columns.items():
        if asked is None and column.dtype is None:
            return Frame(data.rows, None, UnknownDim(message("the types of the columns are not known"), 0), data.source)
        encoded = name in asked if asked is not None else column.dtype in ("object", "str", "string", "category")
        if encoded and column.distinct is None:
            return Frame(
                data.rows,
                None,
                UnknownDim(message("how many categories {name} has is not known", name=name), 0),
                data.source,
            )
        width = width + (max((column.distinct or 0) - less, 0) if encoded else 1)
    return Frame(data.rows, None, width, data.source)


@function(
    f"{_FRAME}.drop", "self, labels=None, axis=0, index=None, columns=None, level=None, inplace=False, errors='raise'"
)
@function(
    f"{_SERIES}.drop", "self, labels=None, axis=0, index=None, columns=None, level=None, inplace=False, errors='raise'"
)
@function("pandas.Index.drop", "self, labels, errors='raise'")
def drop(call: Call, arguments: Bound) -> Value:
    """Leave columns or rows out."""
    self = arguments["self"]
    if isinstance(self, Array):
        return _index_without(self, arguments["labels"])
    columns = arguments["columns"]
    axis = arguments["axis"]
    if columns is None and axis in (1, "columns") and not isinstance(axis, bool):
        columns = arguments["labels"]
    if columns is None and not (axis in (0, "index") and not isinstance(axis, bool)):
        return call.unknown("the axis of drop() is not known")
    if columns is not None and isinstance(self, Frame):
        result = _without_columns(self, columns, arguments["errors"] == "ignore")
    else:
        gone = arguments["index"] if arguments["index"] is not None else arguments["labels"]
        rows = _fewer(self, gone)
        result = (
            take_rows(self, rows)
            if isinstance(self, Frame)
            else replace(self, rows=rows, column=Column(self.column.dtype))
        )
    return _placed(call, self, result, arguments["inplace"])


@function(f"{_FRAME}.pop", "self, item")
def pop(call: Call, arguments: Bound) -> Value:
    """Take a column out of the frame and give it."""
    self, name = arguments["self"], arguments["item"]
    call.touch(self)
    if self.columns is not None:
        if not is_label(name) or name not in self.columns:
            return call.unknown("the frame has no such column")
        column = self.columns[name]
        self.columns = {key: value for key, value in self.columns.items() if key != name}
        self.width = self.width - 1
        return Series(self.rows, column, name, self.source)
    self.width = self.width - 1
    return Series(self.rows, Column(), name if is_label(name) else None, self.source)


@function(
    _both("copy", "infer_objects", "convert_dtypes", "sort_values", "sort_index", "__copy__"), "self, *rest, **more"
)
@function(_both("fillna", "ffill", "bfill", "interpolate", "replace", "clip", "round", "rank"), "self, *rest, **more")
def same_shape(call: Call, arguments: Bound) -> Value:
    """Give a frame or series of the same rows and columns; what was known of the values holds only for a copy."""
    self, name = arguments["self"], arguments.function.rpartition(".")[2]
    if name == "copy" or name.startswith("sort"):
        return _copied(self)
    if isinstance(self, Series):
        return replace(self, column=Column(self.column.dtype if name in ("clip", "round") else None))
    columns = None if self.columns is None else dict.fromkeys(self.columns, Column())
    return Frame(self.rows, columns, self.width, self.source)


@function(_both("isnull", "isna", "notnull", "notna", "isin", "duplicated", "between", "eq", "ne", "gt", "lt", "ge", "le"),
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


@function(_both("drop_duplicates", "query"), "self, *rest, inplace=False, **more")
def fewer_rows(call: Call, arguments: Bound) -> Value:
    """Leave out rows, one cannot know how many."""
    self, name = arguments["self"], arguments.function.rpartition(".")[2]
    high = self.rows if isinstance(self.rows, int) else None
    rows = UnknownDim(message("{method}() leaves out rows that are not known", method=name), 0, high)
    if isinstance(self, Series):
        return replace(self, rows=rows, column=Column(self.column.dtype))
    result = take_rows(self, rows)
    return _placed(call, self, result, arguments["inplace"])


@function(_both("dropna"), "self, axis=0, how=None, thresh=None, subset=None, inplace=False, **rest")
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
    return _placed(call, self, result, arguments["inplace"])


@function(_both("head", "tail"), "self, n=5")
@function(_both("sample"), "self, n=None, frac=None, *rest, **more")
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


@function(f"{_SERIES}.to_numpy {_SERIES}.to_list {_SERIES}.tolist {_SERIES}.ravel {_FRAME}.to_numpy {_FRAME}.as_matrix "
          f"{_SERIES}.__array__", "self, dtype=None, *rest, **more")  # fmt: skip
def to_numpy(call: Call, arguments: Bound) -> Value:
    """Give the values as an array, or as a list."""
    self = arguments["self"]
    array = frame_array(self) if isinstance(self, Frame) else as_array(self)
    if arguments.function.endswith("list"):
        from param_lsp.libraries.collections_known import list_of

        return list_of(self.rows, UnknownDim(message("the values are not known")) if is_integer(array.dtype) else None)
    if arguments["dtype"] is not None:
        return replace(array, dtype=dtype_named(arguments["dtype"]), distinct=None, low=None, high=None)
    return array


@function(_both("astype"), "self, dtype, **rest")
def astype(call: Call, arguments: Bound) -> Value:
    """Give the columns another type; categories and whole numbers keep the number of distinct values."""
    self, wanted = arguments["self"], arguments["dtype"]
    if isinstance(self, Series):
        return replace(self, column=_retyped(self.column, dtype_named(wanted)))
    if self.columns is None:
        return _copied(self)
    if isinstance(wanted, DictValue):
        return Frame(self.rows, {name: _retyped(column, dtype_named(wanted.items[name])) if name in wanted.items else column
                                 for name, column in self.columns.items()}, self.width, self.source)  # fmt: skip
    return Frame(
        self.rows,
        {name: _retyped(column, dtype_named(wanted)) for name, column in self.columns.items()},
        self.width,
        self.source,
    )


@function(f"{_SERIES}.unique pandas.unique", "self")
def unique(_call: Call, arguments: Bound) -> Value:
    """Give the distinct values."""
    values = unique_values(as_array(arguments["self"]))
    return replace(values, items=None)  # in the order of their first occurrence


@function(_both("nunique"), "self, *rest, **more")
def nunique(call: Call, arguments: Bound) -> Value:
    """Count the distinct values."""
    self = arguments["self"]
    if isinstance(self, Frame):
        return Series(self.width, Column("int64"))
    if self.column.distinct is not None and not arguments["rest"]:
        return self.column.distinct
    return UnknownDim(
        message("how many distinct values there are is not known"), 0, self.rows if isinstance(self.rows, int) else None
    )


@function(f"{_SERIES}.value_counts", "self, **rest")
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


@function(_both("max", "min", "sum", "mean", "std", "var", "median", "prod", "count", "any", "all", "skew", "quantile", "idxmax", "argmax"),
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


@function(f"{_SERIES}.map {_SERIES}.apply {_SERIES}.transform", "self, *rest, **more")
@function("pandas.to_numeric pandas.to_datetime", "self, *rest, **more")
@function(f"{_SERIES}.shift {_SERIES}.diff {_SERIES}.cumsum {_SERIES}.pct_change", "self, *rest, **more")
def each(call: Call, arguments: Bound) -> Value:
    """Give a series of the same rows."""
    self = arguments["self"]
    return (
        Series(self.rows, Column(), self.name, self.source)
        if isinstance(self, Series)
        else call.unknown("it is not known what is converted")
    )


@function(
    f"{_FRAME}.applymap {_FRAME}.map {_FRAME}.shift {_FRAME}.diff {_FRAME}.cumsum {_FRAME}.pct_change",
    "self, *rest, **more",
)
def each_of_frame(_call: Call, arguments: Bound) -> Value:
    """Give a frame of the same rows and columns."""
    self = arguments["self"]
    return Frame(
        self.rows, None if self.columns is None else dict.fromkeys(self.columns, Column()), self.width, self.source
    )


@function(_both("reset_index"), "self, level=None, drop=False, inplace=False, **rest")
def reset_index(call: Call, arguments: Bound) -> Value:
    """Number the rows anew; unless dropped, the old index becomes a column."""
    self = arguments["self"]
    if arguments["drop"] is True:
        return _placed(call, self, _copied(self), arguments["inplace"])
    if isinstance(self, Series):
        return Frame(self.rows, None, 2, self.source)
    width = UnknownDim(message("the index becomes columns, one cannot know how many"), 1)
    return _placed(call, self, Frame(self.rows, None, width, self.source), arguments["inplace"])


@function(f"{_FRAME}.set_index", "self, keys, drop=True, append=False, inplace=False, **rest")
def set_index(call: Call, arguments: Bound) -> Value:
    """Make columns the index."""
    self = arguments["self"]
    result = _without_columns(self, arguments["keys"], ignore=False) if arguments["drop"] is True else _copied(self)
    return _placed(call, self, result, arguments["inplace"])


@function(f"{_FRAME}.rename", "self, mapper=None, index=None, columns=None, axis=None, inplace=False, **rest")
def rename(call: Call, arguments: Bound) -> Value:
    """Give columns other names."""
    self = arguments["self"]
    wanted = arguments["columns"] if arguments["columns"] is not None else arguments["mapper"]
    columns = self.columns
    if columns is not None and isinstance(wanted, DictValue) and wanted.unknown is None:
        names = [wanted.items.get(name, name) for name in columns]
        columns = _named(names, list(columns.values()))
    elif arguments["index"] is None:
        columns = None
    return _placed(call, self, Frame(self.rows, columns, self.width, self.source), arguments["inplace"])


@function(f"{_FRAME}.select_dtypes", "self, include=None, exclude=None")
def select_dtypes(call: Call, arguments: Bound) -> Value:
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


@function(f"{_FRAME}.join {_FRAME}.merge", "self, other, *rest, **more")
@function("pandas.merge", "left: self, right: other, *rest, **more")
def merge(_call: Call, _arguments: Bound) -> Value:
    """Give a frame of unknown size."""
    return _unknown_frame(message("frames are joined by their labels"))


@function(f"{_FRAME}.corr {_FRAME}.cov", "self, *rest, **more")
def corr(_call: Call, arguments: Bound) -> Value:
    """Give a square frame of the columns."""
    self = arguments["self"]
    width = (
        self.width
        if not arguments["rest"] and not arguments.given - {"self"}
        else UnknownDim(message("columns of text may be left out"), 0)
    )
    return Frame(width, None, width, self.source)


@function(f"{_FRAME}.transpose", "self, *rest, **more")
def transpose(_call: Call, arguments: Bound) -> Value:
    """Exchange rows and columns."""
    self = arguments["self"]
    return Frame(self.width, None, self.rows, self.source)


@function(f"{_FRAME}.insert", "self, loc, column, value, allow_duplicates=False")
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


@function(f"{_FRAME}.assign", "self, **columns")
def assign(_call: Call, arguments: Bound) -> Value:
    """Add columns by keyword, which are not counted."""
    self = arguments["self"]
    return Frame(self.rows, None, UnknownDim(message("columns are added by assign()"), 0), self.source)


@function(f"{_FRAME}.__setitem__", "self, index, value")
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
    remaining = _index_without(arguments["self"], arguments["other"])
    if remaining.items is None:
        return remaining
    return replace(remaining, items=tuple(sorted(remaining.items, key=lambda name: (isinstance(name, str), name))))


@function(f"{_FRAME}.keys {_FRAME}.__iter__", "self")
def keys(call: Call, arguments: Bound) -> Value:
    """Give the names of the columns."""
    return frame_attribute(arguments["self"], "columns", call)


@function(f"{_FRAME}.info {_FRAME}.to_csv {_SERIES}.to_csv {_FRAME}.hist {_SERIES}.hist", "self, *rest, **more")
def nothing(_call: Call, _arguments: Bound) -> Value:
    """Give None."""
    return None


def _copied(data: Frame | Series) -> Value:
    if isinstance(data, Series):
        return data
    return Frame(data.rows, None if data.columns is None else dict(data.columns), data.width, data.source)


def _placed(call: Call, self: Value, result: Value, inplace: Value) -> Value:
    """Give the result, or with `inplace=True` make the frame the result and give None."""
    if inplace is False or inplace is None or inplace == 0:
        return result
    if not isinstance(self, Frame) or not isinstance(result, Frame):
        return None if inplace is True else call.unknown("inplace is not known")
    call.touch(self)
    self.rows, self.columns, self.width = result.rows, result.columns, result.width
    if inplace is not True:
        reason = message("it is not known whether the frame is changed in place")
        self.rows, self.columns, self.width = UnknownDim(reason, 0), None, UnknownDim(reason, 0)
    return None


def _without_columns(frame: Frame, names: Value, ignore: bool) -> Frame:
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


def _index_without(index: Array, names: Value) -> Array:
    members = [names] if isinstance(names, (str, int)) else sequence(names)
    if index.items is not None and members is not None and all(is_label(name) for name in members):
        items = tuple(name for name in index.items if name not in members)
        return replace(index, shape=(len(items),), items=items)
    if members is not None and isinstance(index.shape, tuple) and index.shape[0] is not None:
        return replace(index, shape=(index.shape[0] - len(members),), items=None)
    return replace(index, shape=(UnknownDim(message("which names are left is not known"), 0),), items=None)


def _frame_of_dict(data: DictValue, arguments: Bound) -> Value:
    if data.unknown is not None:
        return _unknown_frame(data.unknown.reason)
    rows: Count | None = None
    columns: dict[Value, Column] = {}
    for name, value in data.items.items():
        if isinstance(value, (int, float, str)) or value is None:
            columns[name] = Column()
            continue
        members = sequence(value)
        size = len(members) if members is not None else length(value)
        rows = size if rows is None or (not isinstance(rows, int) and size is not None) else rows
        if isinstance(value, Series):
            columns[name] = value.column
        elif isinstance(value, Unknown):
            columns[name] = Column()
        else:
            array = as_array(value)
            columns[name] = Column(
                "object" if array.dtype == "str" else array.dtype, array.distinct, array.low, array.high
            )
    wanted = arguments["columns"]
    if wanted is not None:
        names = sequence(wanted)
        if names is None:
            return _unknown_frame(message("the columns are not known"), rows)
        columns = {name: columns.get(name, Column()) for name in names if is_label(name)}
    return Frame(UnknownDim(message("the rows are not known"), 0) if rows is None else rows, columns, len(columns))


def _unknown_frame(reason: Message, rows: Count | None = None) -> Frame:
    return Frame(UnknownDim(reason, 0) if rows is None else rows, None, UnknownDim(reason, 0))


def _named(names: list[Value], columns: list[Column]) -> dict[Value, Column] | None:
    """Give the columns by name, or None where a name is not known or stands twice."""
    if not all(is_label(name) for name in names) or len(set(names)) < len(names):
        return None
    return dict(zip(names, columns, strict=True))


def _beside(members: Sequence[Value]) -> Value:
    width: Count = 0
    names: list[Value] = []
    columns: list[Column] = []
    known = True
    parts: list[Frame | Series] = list(members)
    rows = parts[0].rows
    for part in parts:
        width = width + (part.width if isinstance(part, Frame) else 1)
        if part.rows != rows:
            rows = UnknownDim(message("the rows are matched by their labels"), 0)
        if isinstance(part, Series):
            known = known and part.name is not None
            names.append(part.name)
            columns.append(part.column)
        elif part.columns is None:
            known = False
        else:
            names.extend(part.columns)
            columns.extend(part.columns.values())
    return Frame(rows, _named(names, columns) if known else None, width, parts[0].source)


def _below(frames: list[Frame], rows: Count, inner: bool) -> Value:
    merged: dict[Value, Column] = {}
    for frame in frames:
        assert frame.columns is not None
        for name, column in frame.columns.items():
            merged[name] = (
                Column(column.dtype) if name not in merged or merged[name].dtype == column.dtype else Column()
            )
    if inner:
        merged = {
            name: column for name, column in merged.items() if all(name in (frame.columns or ()) for frame in frames)
        }
    elif any(len(frame.columns or ()) < len(merged) for frame in frames):
        merged = dict.fromkeys(merged, Column())  # what a frame lacks becomes missing, which changes types
    return Frame(rows, merged, len(merged), frames[0].source)


def _one(values: set[Value]) -> Value:
    return next(iter(values)) if len(values) == 1 else None


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


def _retyped(column: Column, dtype: str | None) -> Column:
    if dtype in ("category", "object", "str", "string"):
        return Column(dtype, column.distinct)
    if is_integer(column.dtype) and dtype in ("int32", "int64", "float64", "float32"):
        return Column(dtype, column.distinct, column.low, column.high)
    return Column(dtype)


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


def _all_rows(index: Value) -> bool:
    from param_lsp.values import Slice

    return isinstance(index, tuple) and bool(index) and index[0] == Slice()
