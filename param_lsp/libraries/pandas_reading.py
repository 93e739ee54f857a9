"""`pd.read_csv` and its kin: the header, types and rows of a file of the workspace."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from param_lsp.libraries.dtypes import dtype_named
from param_lsp.libraries.public_tables import public_table
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int
from param_lsp.message import Message, message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import Call, Column, DictValue, Frame, Unknown, Value

_MISSING = frozenset(("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
"<NA>", "N/A",
                      "NA", "NULL", "NaN", "None", "n/a", "nan", "null"))  # fmt: skip
_FOLLOWED = frozenset(
    ("path", "sep", "delimiter", "header", "names", "index_col", "usecols", "dtype", "nrows", "encoding", "engine",
     "low_memory", "memory_map", "parse_dates", "float_precision", "verbose", "cache_dates", "encoding_errors",
     "skiprows", "na_values", "converters", "dayfirst", "date_format", "date_parser", "infer_datetime_format",
     "on_bad_lines", "error_bad_lines", "warn_bad_lines", "keep_default_na", "na_filter", "true_values", "false_values",
     "dtype_backend", "storage_options")
)  # fmt: skip
_RETYPING = frozenset(("na_values", "converters", "parse_dates", "keep_default_na", "na_filter", "true_values",
                       "false_values", "dtype_backend"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Options:
    separator: str
    header: bool
    names: tuple[Value, ...] | None
    index: Value
    columns: tuple[Value, ...] | None
    rows: int | None
    skipped: int


@function(
    "pandas.read_csv",
    "filepath_or_buffer: path, sep=None, delimiter=None, header='infer', names=None, index_col=None, usecols=None, "
    "dtype=None, engine=None, nrows=None, skiprows=None, na_values=None, parse_dates=None, thousands=None, "
    "decimal='.', "
    "comment=None, skipfooter=0, quotechar='\"', converters=None, chunksize=None, iterator=False, **rest",
)
@function(
    "pandas.read_table",
    "filepath_or_buffer: path, sep='\\t', delimiter=None, header='infer', names=None, index_col=None, usecols=None, "
    "dtype=None, engine=None, nrows=None, skiprows=None, na_values=None, parse_dates=None, thousands=None, "
    "decimal='.', "
    "comment=None, skipfooter=0, quotechar='\"', converters=None, chunksize=None, iterator=False, **rest",
)
def read_csv(call: Call, arguments: Bound) -> Value:
    """Read the frame from the workspace, from what is known of public tables, or give one of unknown size."""
    path = arguments["path"]
    if arguments["chunksize"] is not None or arguments["iterator"]:
        return call.unknown("a table read in pieces is not followed")
    options = _options(arguments)
    if isinstance(path, Unknown) or not isinstance(path, str):
        return _unknown_frame(arguments, message("it is not known which file is read"))
    source = message("{path}", path=path.rpartition("/")[2])
    plain = not arguments.given - {"path", "sep", "encoding", "header", "low_memory", "engine"}
    known = public_table(path)
    if (
        known is not None
        and plain
        and arguments["header"] in ("infer", 0, None)
        and (arguments["sep"] or ",") == known.separator
    ):
        return known.frame(source, header=arguments["header"] is not None)
    text = None if "://" in path else call.read_text(path)
    if text is None:
        reason = message("{path} is not a file of the workspace that may be read", path=path.rpartition("/")[2])
        return _unknown_frame(arguments, reason)
    if options is None or arguments.given - _FOLLOWED:
        return _unknown_frame(
            arguments, message("the way {path} is read is not followed", path=path.rpartition("/")[2])
        )
    complete = text.complete
    lines = text.text if complete else text.text.rpartition("\n")[0]
    frame = _frame(lines, options, arguments, source, complete=complete)
    if arguments.given & _RETYPING and frame.columns is not None:
        frame.columns = dict.fromkeys(frame.columns, Column())
    return frame


@function("pandas.read_excel pandas.read_json pandas.read_parquet pandas.read_pickle pandas.read_hdf "
          "pandas.read_feather "
          "pandas.read_sql pandas.read_sql_query pandas.read_stata", "path, *rest, **more")  # fmt: skip
def read_other(call: Call, arguments: Bound) -> Value:
    """Give a frame of unknown size; a workbook read with several sheets is a dict."""
    if arguments.function == "pandas.read_pickle" or arguments["rest"] or len(arguments.given) > 1:
        return call.unknown("the contents of the file are not read")
    return _unknown_frame(arguments, message("the contents of the file are not read"))


def _options(arguments: Bound) -> _Options | None:
    separator = arguments["delimiter"] if arguments["delimiter"] is not None else arguments["sep"]
    separator = "," if separator is None else separator
    if not isinstance(separator, str) or (len(separator) != 1 and separator not in ("\\s+", r"\t")):
        return None
    names = arguments["names"]
    given = None if names is None else sequence(names)
    if names is not None and (given is None or not all(isinstance(name, (str, int)) for name in given)):
        return None
    header = arguments["header"]
    skipped = 0 if arguments["skiprows"] is None else as_int(arguments["skiprows"])
    if header not in ("infer", None, 0) or isinstance(header, bool) or skipped is None or skipped < 0:
        return None
    if arguments.get("parse_dates") is not None and not _are_columns(arguments["parse_dates"]):
        return None
    chosen = arguments["usecols"]
    columns = None if chosen is None else sequence(chosen)
    if chosen is not None and (columns is None or not all(isinstance(name, (str, int)) for name in columns)):
        return None
    rows = as_int(arguments["nrows"]) if arguments["nrows"] is not None else None
    if arguments["nrows"] is not None and rows is None:
        return None
    index = arguments["index_col"]
    if not (index is None or index is False or isinstance(index, (int, str))):
        return None
    has_header = header == 0 or (header == "infer" and names is None)
    return _Options("\t" if separator == r"\t" else separator, has_header, None if given is None else tuple(given),
    index,
                    None if columns is None else tuple(columns), rows, skipped)  # fmt: skip


def _are_columns(dates: Value) -> bool:
    """Tell whether `parse_dates` names columns one by one; several taken together make a new one."""
    members = sequence(dates)
    return isinstance(dates, bool) or (
        members is not None and all(isinstance(member, (str, int)) for member in members)
    )


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    if separator == "\\s+":
        return (line.split() for line in text.splitlines() if line.strip())
    return (row for row in csv.reader(text.splitlines(), delimiter=separator) if row and row != [""])


def _frame(text: str, options: _Options, arguments: Bound, source: Message, *, complete: bool) -> Frame:  # noqa: C901 - one line a case
    try:
        below = text.lstrip("\ufeff").splitlines(keepends=True)[options.skipped :]
        rows = list(_rows("".join(below), options.separator))
    except csv.Error:
        return _unknown_frame(arguments, message("the file does not read as a table"))
    if not rows:
        return _unknown_frame(arguments, message("the file is empty"))
    names: list[Value] = list(_unique_names(rows[0])) if options.header else list(range(len(rows[0])))
    body = rows[1:] if options.header else rows
    if options.names is not None:
        names = list(options.names)
    width = max((len(row) for row in body[:100]), default=len(names))
    if width != len(names) or len(set(names)) != len(names) or any(len(row) > width for row in body):
        # a first column without a name becomes the index, rows of other lengths are errors
        return _unknown_frame(arguments, message("the rows of the file do not fit its header"))
    count: Count = len(body)
    if options.rows is not None and (complete or len(body) >= options.rows):
        count = min(len(body), options.rows)
        body = body[: options.rows]
        complete = True
    elif not complete:
        count = UnknownDim(message("only the beginning of the file is read"), len(body))
    columns = {
        name: _column([row[place] if place < len(row) else "" for row in body], complete=complete)
        for place, name in enumerate(names)
    }
    if options.columns is not None:
        taken = [names[name] if isinstance(name, int) and name < len(names) else name for name in options.columns]
        if any(name not in columns for name in taken):
            return _unknown_frame(arguments, message("a column that is asked for is not in the file"))
        columns = {name: column for name, column in columns.items() if name in taken}
    if options.index is not None and options.index is not False:
        index = (
            list(columns)[options.index]
            if isinstance(options.index, int) and -len(columns) <= options.index < len(columns)
            else options.index
        )
        if index not in columns:
            return _unknown_frame(arguments, message("the index is not a column of the file"))
        del columns[index]
    _retype(columns, arguments["dtype"])
    return Frame(count, columns, len(columns), source)


def _unique_names(header: Sequence[str]) -> Iterator[str]:
    """Name columns as pandas does: the second `a` is `a.1`, one without a name `Unnamed: 3`."""
    seen: dict[str, int] = {}
    for place, text in enumerate(header):
        name = text or f"Unnamed: {place}"
        count = seen.get(name, 0)
        seen[name] = count + 1
        yield name if not count else f"{name}.{count}"


def _column(values: Sequence[str], *, complete: bool) -> Column:
    """Tell a column's type; of a file that is not complete the type may still change, so only text is sure."""
    present = [value for value in values if value not in _MISSING]
    missing = len(present) < len(values)
    numbers = [_number(value) for value in present]
    if any(number is None for number in numbers):
        if all(value in ("True", "False", "TRUE", "FALSE", "true", "false") for value in present) and present:
            known = Column("object" if missing else "bool", len({value.lower() for value in present}), missing=missing)
            return known if complete else Column()
        return Column("object", len(set(present)) if complete else None, missing=missing)
    if not complete:
        return Column()
    if not present:
        return Column("float64", 0, missing=True)
    if missing or any(isinstance(number, float) for number in numbers):
        distinct = len({float(number) for number in numbers if number is not None})
        return Column("float64", distinct, *_ends(numbers), missing)
    return Column("int64", len(set(numbers)), *_ends(numbers))


def _ends(numbers: Sequence[int | float | None]) -> tuple[int | float, int | float]:
    known = [number for number in numbers if number is not None]
    return min(known), max(known)


def _number(text: str) -> int | float | None:
    stripped = text.strip()
    try:
        return int(stripped) if not any(character in stripped for character in "_") and stripped else None
    except ValueError:
        pass
    try:
        return None if "_" in stripped or stripped.lower() in ("nan", "infinity") else float(stripped)
    except ValueError:
        return None


def _retype(columns: dict[Value, Column], dtype: Value) -> None:
    if dtype is None:
        return
    if isinstance(dtype, DictValue):
        for name, wanted in dtype.items.items():
            if name in columns:
                columns[name] = Column(dtype_named(wanted))
        return
    for name in columns:
        columns[name] = Column(dtype_named(dtype))


def _unknown_frame(arguments: Bound, reason: Message) -> Frame:
    """Give a frame of which only what the call itself says is known: names and chosen columns."""
    path = arguments["path"]
    source = message("{path}", path=path.rpartition("/")[2]) if isinstance(path, str) else None
    limit = as_int(arguments.get("nrows"))
    rows = UnknownDim(reason, 0, limit)
    names = sequence(arguments.get("names")) if arguments.get("names") is not None else None
    chosen = sequence(arguments.get("usecols")) if arguments.get("usecols") is not None else None
    plain = arguments.get("index_col") in (None, False)
    if chosen is not None and plain and names is None:
        if all(isinstance(name, str) for name in chosen) and len(set(chosen)) == len(chosen):
            return Frame(rows, {name: Column() for name in chosen}, len(chosen), source)
        return Frame(rows, None, len(chosen), source)
    if names is not None and plain and chosen is None and all(isinstance(name, (str, int)) for name in names):
        return Frame(rows, {name: Column() for name in names}, len(set(names)), source)
    return Frame(rows, None, UnknownDim(reason, 0), source)
