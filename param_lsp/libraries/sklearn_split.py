"""`train_test_split`: how many rows each part gets, by scikit-learn's rounding."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

from param_lsp.libraries.arrays import without_contents
from param_lsp.libraries.collections_known import LIST, list_of
from param_lsp.libraries.frames import take_rows
from param_lsp.libraries.objects import length
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import number
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, Column, Frame, LibraryObject, ListValue, Series, Unknown, Value


@function(
    "sklearn.model_selection.train_test_split",
    "*arrays, test_size=None, train_size=None, random_state=None, shuffle=True, stratify=None",
)
def train_test_split(call: Call, arguments: Bound) -> Value:
    """Give a list with the train and the test part of each array."""
    arrays: tuple[Value, ...] = arguments["arrays"]
    rows: Count | None = None
    for array in arrays:
        size = length(array) if not isinstance(array, ListValue) else None if array.unknown else len(array.items)
        size = len(array) if isinstance(array, tuple) else size
        if isinstance(size, int):
            rows = size
            break
        rows = size if rows is None else rows
    if rows is None:
        rows = UnknownDim(message("the number of samples is not known"), 0)
    sizes = split_sizes(rows, arguments["train_size"], arguments["test_size"])
    if sizes is None:
        return call.unknown("train_size and test_size do not fit {rows} samples", rows=rows)
    return ListValue([_part(call, array, size) for array in arrays for size in sizes])


def split_sizes(rows: Count, train_size: Value, test_size: Value) -> tuple[Count, Count] | None:  # noqa: C901 - one line a case
    """Give the sizes of train and test part: the test part is rounded up, the train part down (scikit-learn 1.x).

    Arguments:
        rows: the number of samples.
        train_size: a fraction, a number of rows or None.
        test_size: the same; the test part is a quarter when both are None.
    """
    for size in (train_size, test_size):
        if size is not None and number(size) is None:
            reason = (
                size.reason if isinstance(size, (Unknown, UnknownDim)) else message("the size of a part is not known")
            )
            unknown = UnknownDim(reason, 1, rows if isinstance(rows, int) else None)
            return unknown, unknown
    train, test = (None if size is None else number(size) for size in (train_size, test_size))
    if train is None and test is None:
        test = 0.25
    if not isinstance(rows, int):
        return _split_unknown(rows, train, test)
    for size in (train, test):
        if size is not None and not (0 < size < (1 if isinstance(size, float) else rows)):
            return None
    if isinstance(train, float) and isinstance(test, float) and train + test > 1:
        return None
    train_rows = None if train is None else floor(train * rows) if isinstance(train, float) else train
    test_rows = None if test is None else ceil(test * rows) if isinstance(test, float) else test
    if train_rows is None and test_rows is not None:
        train_rows = rows - test_rows
    elif test_rows is None and train_rows is not None:
        test_rows = rows - train_rows
    if train_rows is None or test_rows is None or train_rows + test_rows > rows or train_rows == 0:
        return None
    return train_rows, test_rows


def _split_unknown(rows: Count, train: Value, test: Value) -> tuple[Count, Count]:
    """Split a number of rows that is not a number: only a part given as a number of rows is known."""
    reason = rows.reason if isinstance(rows, UnknownDim) else message("the number of samples is not known")
    unknown = UnknownDim(reason, 1)
    given = [size if size is not None and not isinstance(size, float) else None for size in (train, test)]
    train_rows, test_rows = (unknown if size is None else int(size) for size in given)
    if given[0] is not None and test is None:
        return train_rows, rows - train_rows
    if given[1] is not None and train is None:
        return rows - test_rows, test_rows
    return train_rows, test_rows


def _part(call: Call, value: Value, rows: Count) -> Value:
    if isinstance(value, Array):
        if isinstance(value.shape, UnknownShape):
            return value
        return without_contents(replace(value, shape=(rows, *value.shape[1:])))
    if isinstance(value, Frame):
        return take_rows(value, rows)
    if isinstance(value, Series):
        return replace(value, rows=rows, column=Column(value.column.dtype))
    if isinstance(value, Unknown):
        return value
    if isinstance(value, (tuple, ListValue)) or (isinstance(value, LibraryObject) and value.type == LIST):
        return list_of(rows)
    return call.unknown("a part of a {type} is not known", type=type(value).__name__)
