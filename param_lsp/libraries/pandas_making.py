"""Making pandas frames and series: `DataFrame`, `concat`, `get_dummies`, `merge`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from param_lsp.libraries.arrays import as_array
from param_lsp.libraries.dtypes import dtype_named
from param_lsp.libraries.frames import (
    is_label,
    take_columns,
)
from param_lsp.libraries.objects import length
from param_lsp.libraries.pandas_common import FRAME, by_name, copied, only, unknown_frame
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import (
    Array,
    Call,
    Column,
    DictValue,
    Frame,
    ListValue,
    Series,
    Unknown,
    Value,
)


@function("pandas.DataFrame", "data=None, index=None, columns=None, dtype=None, copy=None")
def make_frame(call: Call, arguments: Bound) -> Value:  # noqa: C901 - one line a case
    """Make a frame of a dict of columns, an array, a list of rows or another frame."""
    data, columns = arguments["data"], arguments["columns"]
    names = None if columns is None else sequence(columns)
    if isinstance(data, Unknown):
        return unknown_frame(data.reason)
    if data is None:
        labels = list(names or ()) if columns is not None else []
        if columns is not None and names is None:
            return unknown_frame(message("the columns are not known"))
        return Frame(0 if arguments["index"] is None else UnknownDim(message("the rows are not known"), 0),
                     by_name(labels, [Column()] * len(labels)), len(labels))  # fmt: skip
    if isinstance(data, DictValue):
        return _frame_of_dict(data, arguments)
    if isinstance(data, Frame):
        return take_columns(data, columns, call) if isinstance(columns, (ListValue, Array)) else copied(data)
    members = sequence(data)
    if members and all(isinstance(member, DictValue) for member in members):
        keys = list(dict.fromkeys(key for member in members for key in member.items))
        known = all(member.unknown is None for member in members) and columns is None
        return (
            Frame(len(members), by_name(keys, [Column()] * len(keys)), len(keys))
            if known
            else unknown_frame(message("the rows are not known"), len(members))
        )
    array = as_array(data)
    if isinstance(array.shape, UnknownShape):
        rows: Count = len(members) if members is not None else UnknownDim(array.shape.reason, 0)
        width: Count = len(names) if names is not None else UnknownDim(array.shape.reason, 0)
        return Frame(
            rows, by_name(list(names), [Column()] * len(names)) if names is not None else None, width, array.source
        )
    if not 1 <= len(array.shape) <= 2:
        return call.unknown("a frame cannot be made of an array of {rank} axes", rank=len(array.shape))
    rows, width = array.shape[0] or 0, (array.shape[1] if len(array.shape) == 2 else 1) or 0
    column = Column(array.dtype if array.dtype != "str" else "object")
    if names is not None and len(names) == width:
        return Frame(rows, by_name(list(names), [column] * len(names)), width, array.source)
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
        return unknown_frame(unknown.reason if unknown else message("the frames to be joined are not known"))
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
            Column(only({member.column.dtype for member in members})),
            only({member.name for member in members if is_label(member.name)}),
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
    return _below(frames, rows, inner=arguments["join"] == "inner")


@function(
    "pandas.get_dummies",
    "data, prefix=None, prefix_sep='_', dummy_na=False, columns=None, sparse=False, drop_first=False, dtype=None",
)
def get_dummies(call: Call, arguments: Bound) -> Value:  # noqa: C901 - one line a case
    """Make a column for each category: as many as the column has distinct values, where that is known."""
    data = arguments["data"]
    if not all(isinstance(arguments[option], (bool, int)) for option in ("drop_first", "dummy_na")):
        return call.unknown("the options of get_dummies are not known")
    less = (1 if arguments["drop_first"] else 0) - (1 if arguments["dummy_na"] else 0)
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


@function(f"{FRAME}.join {FRAME}.merge", "self, other, *rest, **more")
@function("pandas.merge", "left: self, right: other, *rest, **more")
def merge(_call: Call, _arguments: Bound) -> Value:
    """Give a frame of unknown size."""
    return unknown_frame(message("frames are joined by their labels"))


def _frame_of_dict(data: DictValue, arguments: Bound) -> Value:
    if data.unknown is not None:
        return unknown_frame(data.unknown.reason)
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
            return unknown_frame(message("the columns are not known"), rows)
        columns = {name: columns.get(name, Column()) for name in names if is_label(name)}
    return Frame(UnknownDim(message("the rows are not known"), 0) if rows is None else rows, columns, len(columns))


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
    return Frame(rows, by_name(names, columns) if known else None, width, parts[0].source)


def _below(frames: list[Frame], rows: Count, *, inner: bool) -> Value:
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
