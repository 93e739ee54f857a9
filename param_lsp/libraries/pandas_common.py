"""What several files about pandas share: names of methods, copies, changes in place."""

from __future__ import annotations

from param_lsp.libraries.frames import (
    is_label,
)
from param_lsp.message import Message, message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import (
    Call,
    Column,
    Frame,
    Series,
    Value,
)

FRAME, SERIES = "pandas.DataFrame", "pandas.Series"


def methods(*names: str) -> str:
    """Give the names of methods of both classes, for a declaration."""
    return " ".join(f"{kind}.{name}" for name in names for kind in (FRAME, SERIES))


def copied(data: Frame | Series) -> Value:
    """Give a copy."""
    if isinstance(data, Series):
        return data
    return Frame(data.rows, None if data.columns is None else dict(data.columns), data.width, data.source)


def placed(call: Call, self: Value, result: Value, inplace: Value) -> Value:
    """Give the result, or with `inplace=True` make the frame the result and give None."""
    if inplace is False or inplace is None or inplace == 0:
        return result
    if isinstance(self, Series) and self.owner is not None and self.owner.columns is not None:
        call.touch(self.owner)  # before pandas 3 the frame changes with its column
        self.owner.columns = {**self.owner.columns, self.name: Column()}
    if not isinstance(self, Frame) or not isinstance(result, Frame):
        return None if inplace is True else call.unknown("inplace is not known")
    call.touch(self)
    self.rows, self.columns, self.width = result.rows, result.columns, result.width
    if inplace is not True:
        reason = message("it is not known whether the frame is changed in place")
        self.rows, self.columns, self.width = UnknownDim(reason, 0), None, UnknownDim(reason, 0)
    return None


def by_name(names: list[Value], columns: list[Column]) -> dict[Value, Column] | None:
    """Give the columns by name, or None where a name is not known or stands twice."""
    if not all(is_label(name) for name in names) or len(set(names)) < len(names):
        return None
    return dict(zip(names, columns, strict=True))


def unknown_frame(reason: Message, rows: Count | None = None) -> Frame:
    """Make a frame of which nothing is known but, perhaps, the rows."""
    return Frame(UnknownDim(reason, 0) if rows is None else rows, None, UnknownDim(reason, 0))


def only(values: set[Value]) -> Value:
    """Give the only member of a set, None when there are several."""
    return next(iter(values)) if len(values) == 1 else None
