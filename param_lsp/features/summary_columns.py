"""The columns that `summary --columns` offers behind a layer's name and shape: what it holds and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from param_lsp import wording
from param_lsp.message import Message, message
from param_lsp.report import Row, Totals


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers.

    Arguments:
        header: as Keras's summary has its own.
        cell: a row's number as text; empty where there is nothing to say.
        total: the line below the table, or None where Keras's own lines say it.
    """

    header: str
    cell: Callable[[Row], str]
    total: Callable[[Totals], Message | None]


def _params(row: Row) -> str:
    if row.misfit is not None:
        return ""
    return "0 (unbuilt)" if row.params is None else wording.number(row.params)


def _trainable(row: Row) -> str:
    return "" if row.trainable_params is None else wording.number(row.trainable_params)


def _bytes(row: Row) -> str:
    return "" if row.bytes is None else wording.data_size(row.bytes)


def _macs(row: Row) -> str:
    if row.output_shape is None:
        return ""
    return wording.UNKNOWN if row.macs is None else wording.number(row.macs)


def _activations(row: Row) -> str:
    if row.output_shape is None:
        return ""
    return wording.UNKNOWN if row.activation_bytes is None else wording.data_size(row.activation_bytes)


def _total_macs(totals: Totals) -> Message | None:
    count = wording.UNKNOWN if totals.macs is None else wording.number(totals.macs)
    return message("Multiply-adds: {count} for one sample", count=count)


def _total_activations(totals: Totals) -> Message | None:
    size = wording.UNKNOWN if totals.activation_bytes is None else wording.data_size(totals.activation_bytes)
    return message("Activations: {size} for one sample", size=size)


def _said_by_keras(_: Totals) -> None:
    return None


COLUMNS: Final[Mapping[str, Column]] = {
    "params": Column("Param #", _params, _said_by_keras),
    "trainable": Column("Trainable #", _trainable, _said_by_keras),
    "bytes": Column("Weights", _bytes, _said_by_keras),
    "macs": Column("Multiply-adds", _macs, _total_macs),
    "activations": Column("Activations", _activations, _total_activations),
}
KERAS: Final = (COLUMNS["params"],)


def chosen_columns(written: str | None) -> tuple[Column, ...] | Message:
    """Read `--columns params,macs`; gives what is wrong where a name is not known.

    Arguments:
        written: names with commas between them; None for Keras's own column.
    """
    if written is None:
        return KERAS
    names: Sequence[str] = [name for part in written.split(",") if (name := part.strip().lower())]
    for name in names:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            said = message("--columns: there is no column {name}", name=repr(name))
            if near:
                return message("{said}; did you mean {near}?", said=said, near=repr(near[0]))
            return message("{said}; known: {names}", said=said, names=", ".join(COLUMNS))
    return tuple(COLUMNS[name] for name in dict.fromkeys(names)) or KERAS
