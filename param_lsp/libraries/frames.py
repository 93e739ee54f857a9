"""pandas frames and series: attributes, column selection, `iloc` and `loc`."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, frame_array, plain_dtype
from param_lsp.libraries.dtypes import is_integer
from param_lsp.libraries.indexing import element_of, slice_length
from param_lsp.libraries.pandas_names import FRAME_ATTRIBUTES
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import (
    Array,
    Call,
    Column,
    Frame,
    LibraryObject,
    ListValue,
    NumpyScalar,
    Series,
    Slice,
    Unknown,
    Value,
)

_ALL = Slice()


def frame_attribute(value: Frame | Series, name: str, call: Call) -> Value | None:  # noqa: C901 - one line a case
    """Give a data attribute of a frame or series, a column by its name included."""
    if name in ("iloc", "loc", "iat", "at"):
        return LibraryObject(f"pandas.{name}", {"_data": value})
    if isinstance(value, Series):
        return _series_attribute(value, name)
    if name == "shape":
        return (value.rows, value.width)
    if name == "columns":
        names = None if value.columns is None else tuple(value.columns)
        return Array((value.width,), "object", items=names, source=value.source, kind="index")
    if name == "values":
        return frame_array(value)
    if name == "index":
        return Array((value.rows,), source=value.source, kind="index")
    if name == "ndim":
        return 2
    if name == "size":
        return value.rows * value.width
    if name == "T":
        return Frame(value.width, None, value.rows, value.source)
    if name == "dtypes":
        return Series(value.width, Column("object"), source=value.source)
    if name in FRAME_ATTRIBUTES or name.startswith("_"):
        return None
    return frame_subscript(value, name, call)


def frame_subscript(value: Frame | Series, index: Value, call: Call) -> Value:
    """Give `frame[index]`: a column, several columns, or rows by a slice or mask."""
    if isinstance(value, Series):
        return _series_subscript(value, index, call)
    if isinstance(index, Slice):
        return take_rows(value, slice_length(value.rows, index) or 0)
    if isinstance(index, Frame):
        return Frame(
            value.rows, value.columns and {name: Column() for name in value.columns}, value.width, value.source
        )
    mask = masked_rows(index, value.rows)
    if mask is not None:
        return take_rows(value, mask)
    if isinstance(index, (ListValue, Array)):
        return take_columns(value, index, call)
    if isinstance(index, Unknown):
        return call.unknown("it is not known which columns are taken, because {reason}", reason=index.reason)
    name = index.value if isinstance(index, NumpyScalar) else index
    if value.columns is None:
        if not isinstance(name, (str, int)):
            return call.unknown("it is not known which columns are taken")
        return Series(value.rows, Column(), name, value.source, value)
    if not is_label(name) or name not in value.columns:
        return call.unknown("the frame has no column {name}", name=name if is_label(name) else "of this name")
    return Series(value.rows, value.columns[name], name, value.source, value)


def position(data: Frame | Series, index: Value, call: Call) -> Value:
    """Give `data.iloc[index]`: rows and columns by their places."""
    row, column = (index[0], index[1]) if isinstance(index, tuple) and len(index) == 2 else (index, _ALL)
    rows = _count(row, data.rows)
    if isinstance(rows, Unknown):
        return rows
    if isinstance(data, Series):
        return (
            _element(data.column, call)
            if rows is None
            else Series(rows, _part(data.column, row), data.name, data.source)
        )
    width = _count(column, data.width)
    if isinstance(width, Unknown):
        return width
    names = None if data.columns is None else list(data.columns)
    if width is None:  # one column
        place = as_int(column)
        known = names is not None and place is not None and -len(names) <= place < len(names)
        chosen = data.columns[names[place]] if known else Column()  # type: ignore[index]
        if rows is None:
            return _element(chosen, call)
        return Series(rows, _part(chosen, row), names[place] if known else None, data.source)  # type: ignore[index]
    picked = _pick(names, column)
    if rows is None:  # one row: a series with a value a column
        return Series(width, Column(frame_array(data).dtype), source=data.source)
    columns = None
    if picked is not None and data.columns is not None:
        columns = {name: _part(data.columns[name], row) for name in picked}
    return Frame(rows, columns, width, data.source)


def label(data: Frame | Series, index: Value, call: Call) -> Value:
    """Give `data.loc[index]`: rows by label or mask (of which only the bounds are known), columns by name."""
    row, column = (index[0], index[1]) if isinstance(index, tuple) and len(index) == 2 else (index, _ALL)
    rows: Count | None = masked_rows(row, data.rows)
    if row == _ALL:
        rows = data.rows
    elif rows is None and isinstance(row, (Slice, ListValue, Array, Series)):
        rows = UnknownDim(message("rows are taken by their labels"), 0)
    elif rows is None:
        return call.unknown("a row is taken by its label")
    if isinstance(data, Series):
        return Series(rows, _part(data.column, row), data.name, data.source)
    taken = data if rows == data.rows else take_rows(data, rows)
    if column == _ALL:
        return _copy(taken)
    if isinstance(column, Slice):
        return _label_slice(taken, column)
    mask = masked_rows(column, data.width)
    if mask is not None:
        return Frame(taken.rows, None, mask, data.source)
    return frame_subscript(taken, column, call)


def take_rows(frame: Frame, rows: Count) -> Frame:
    """Give a frame of some of the rows: what was known of the values holds no more."""
    columns = None if frame.columns is None else {name: Column(column.dtype) for name, column in frame.columns.items()}
    return Frame(rows, columns, frame.width, frame.source)


def take_columns(frame: Frame, names: ListValue | Array, call: Call) -> Value:
    """Give a frame of the columns named."""
    members = sequence(names)
    if members is None:
        array = as_array(names)
        if (
            isinstance(array.shape, tuple)
            and len(array.shape) == 1
            and array.shape[0] is not None
            and array.kind == "index"
        ):
            return Frame(frame.rows, None, array.shape[0], frame.source)
        return Frame(frame.rows, None, UnknownDim(message("it is not known which columns are taken"), 0), frame.source)
    labels = [member.value if isinstance(member, NumpyScalar) else member for member in members]
    if any(isinstance(name, Unknown) for name in labels):
        return Frame(frame.rows, None, UnknownDim(message("it is not known which columns are taken"), 0), frame.source)
    if frame.columns is None:
        unique = all(is_label(name) for name in labels) and len(set(labels)) == len(labels)
        return Frame(frame.rows, {name: Column() for name in labels} if unique else None, len(labels), frame.source)
    for name in labels:
        if not is_label(name) or name not in frame.columns:
            return call.unknown("the frame has no column {name}", name=name if is_label(name) else "of this name")
    if len(set(labels)) < len(labels):  # a column taken twice: two columns of one name
        return Frame(frame.rows, None, len(labels), frame.source)
    return Frame(frame.rows, {name: frame.columns[name] for name in labels}, len(labels), frame.source)


def masked_rows(index: Value, rows: Count) -> Count | None:
    """Give the number of rows that a mask selects, None when the index is no mask."""
    boolean = isinstance(index, Series) and index.column.dtype == "bool"
    if isinstance(index, (Array, ListValue)):
        array = as_array(index)
        boolean = array.dtype == "bool"
        if boolean and array.items is not None and isinstance(array.shape, tuple) and len(array.shape) == 1:
            return sum(bool(item) for item in array.items)
    if not boolean:
        return None
    return UnknownDim(message("a mask selects them"), 0, rows if isinstance(rows, int) else None)


def assign_column(frame: Frame, index: Value, item: Value, call: Call) -> None:
    """Do `frame[index] = item`: a new column, or new contents of one."""
    call.touch(frame)
    name = index.value if isinstance(index, NumpyScalar) else index
    if is_label(name):
        if frame.columns is None:
            frame.width = UnknownDim(message("it is not known whether the column {name} is new", name=name), 1)
            return
        column = item.column if isinstance(item, Series) else Column(plain_dtype(as_array(item).dtype))
        frame.width = frame.width if name in frame.columns else frame.width + 1
        frame.columns = {**frame.columns, name: column}
        return
    names = sequence(index) if isinstance(index, (ListValue, Array)) else None
    if masked_rows(index, frame.rows) is not None or isinstance(index, Slice):
        frame.columns = frame.columns and {name: Column() for name in frame.columns}
    elif names is not None and frame.columns is not None and all(is_label(name) for name in names):
        frame.columns = {**frame.columns, **{name: Column() for name in names}}
        frame.width = len(frame.columns)
    else:
        frame.columns = None
        frame.width = UnknownDim(message("it is not known which columns are assigned"), 0)


def set_frame_attribute(frame: Frame, name: str, item: Value, call: Call) -> None:
    """Do `frame.name = item`: other names for the columns, or new contents of one."""
    if name == "columns":
        names = sequence(item)
        call.touch(frame)
        known = frame.columns is not None and names is not None and len(names) == frame.width
        if not known or names is None or frame.columns is None or not all(map(is_label, names)):
            fits = names is not None and isinstance(frame.width, UnknownDim)
            frame.columns, frame.width = None, len(names) if fits and names is not None else frame.width
        elif len(set(names)) == len(names):
            frame.columns = dict(zip(names, frame.columns.values(), strict=True))
        else:
            frame.columns = None
    elif frame.columns is not None and name in frame.columns:
        call.touch(frame)
        frame.columns = {**frame.columns, name: item.column if isinstance(item, Series) else Column()}


def is_label(name: Value) -> bool:
    """Tell whether a value is a constant that can be a column's name."""
    return isinstance(name, (str, int, float, bytes)) or name is None or (
        isinstance(name, tuple) and all(is_label(member) for member in name)
    )  # fmt: skip


def _copy(frame: Frame) -> Frame:
    return Frame(frame.rows, None if frame.columns is None else dict(frame.columns), frame.width, frame.source)


def _series_attribute(series: Series, name: str) -> Value | None:
    if name == "shape":
        return (series.rows,)
    if name == "values":
        return as_array(series)
    if name == "index":
        return Array((series.rows,), source=series.source, kind="index")
    if name == "size":
        return series.rows
    if name == "name":
        return series.name
    if name == "T":
        return series
    if name == "dtype" and series.column.dtype is not None:
        return LibraryObject("numpy.dtype", {"name": plain_dtype(series.column.dtype)})
    if name in ("str", "dt", "cat"):
        return LibraryObject(f"pandas.{name}", {"_data": series})
    return 1 if name == "ndim" else None


def _series_subscript(series: Series, index: Value, call: Call) -> Value:
    if isinstance(index, Slice):
        length = slice_length(series.rows, index)
        rows: Count = UnknownDim(message("rows are taken by their labels"), 0) if length is None else length
        return Series(rows, _part(series.column, index), series.name, series.source)
    mask = masked_rows(index, series.rows)
    if mask is not None:
        return Series(mask, Column(series.column.dtype), series.name, series.source)
    if isinstance(index, (ListValue, Array, Series)):
        array = as_array(index)
        rows = UnknownDim(message("it is not known which rows are taken"), 0)
        if is_integer(array.dtype) and isinstance(array.shape, tuple) and len(array.shape) == 1:
            rows = array.shape[0] or 0
        return Series(rows, Column(series.column.dtype), series.name, series.source)
    return call.unknown("a value of a series is not known")


def _element(column: Column, call: Call) -> Value:
    return element_of(Array((), plain_dtype(column.dtype), None, column.low, column.high), None, call)


def _part(column: Column, row: Value) -> Column:
    return column if row == _ALL else Column(column.dtype)


def _count(index: Value, size: Count) -> Count | Unknown | None:
    """Give how many rows or columns an index by place takes; None for a single one."""
    if isinstance(index, Slice):
        length = slice_length(size, index)
        return Unknown(message("the ends of a slice are not integers")) if length is None else length
    mask = masked_rows(index, size)
    if mask is not None:
        return mask
    if isinstance(index, Unknown):
        return index
    if isinstance(index, (ListValue, Array, Series)):
        array = as_array(index)
        if isinstance(array.shape, tuple) and len(array.shape) == 1 and array.shape[0] is not None:
            return array.shape[0]
        return Unknown(message("it is not known which rows or columns are taken"))
    return None if as_dim(index) is not None else Unknown(message("it is not known which row or column is taken"))


def _pick(names: list[Value] | None, index: Value) -> list[Value] | None:
    if names is None:
        return None
    if isinstance(index, Slice):
        ends = [None if end is None else as_int(end) for end in (index.start, index.stop, index.step)]
        if any(
            end is None and given is not None
            for end, given in zip(ends, (index.start, index.stop, index.step), strict=True)
        ):
            return None
        return names[slice(*ends)]
    members = sequence(index)
    places = None if members is None else [as_int(member) for member in members]
    if places is None or any(place is None or not -len(names) <= place < len(names) for place in places):
        return None
    chosen = [names[place] for place in places if place is not None]
    return chosen if len(set(chosen)) == len(chosen) and as_array(index).dtype != "bool" else None


def _label_slice(frame: Frame, part: Slice) -> Frame:
    """Slice the columns by name: both ends are taken."""
    names = None if frame.columns is None else list(frame.columns)
    ends = (part.start, part.stop)
    if names is None or part.step is not None or any(end is not None and end not in names for end in ends):
        return Frame(frame.rows, None, UnknownDim(message("it is not known which columns are taken"), 0), frame.source)
    start = 0 if part.start is None else names.index(part.start)
    stop = len(names) if part.stop is None else names.index(part.stop) + 1
    columns = {name: replace(frame.columns[name]) for name in names[start:stop]}  # type: ignore[index]
    return Frame(frame.rows, columns, len(columns), frame.source)
