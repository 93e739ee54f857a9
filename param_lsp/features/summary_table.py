"""A model's table as Keras 3.15 prints it (keras/src/utils/summary_utils.py, drawn there by rich)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol
from unicodedata import east_asian_width

from param_lsp import wording
from param_lsp.features import alternatives
from param_lsp.features.summary_columns import KERAS, Column
from param_lsp.message import message
from param_lsp.report import Model, Row

_HEADER = "Layer (type)", "Output Shape"
_POSITIONS = 0.45, 0.80, 1.0  # of the line, as `print_summary` has them
_LINE = 88
_MARGIN = 4  # kept free of a narrower terminal
_NARROWEST = 40  # Keras raises on less
_HEAVY, _HEAD, _BETWEEN, _LAST = tuple("┏━┳┓"), tuple("┡━╇┩"), tuple("├─┼┤"), tuple("└─┴┘")
_LIGHT = "│"


class Drawing(Protocol):
    """What a table is drawn on: it knows which characters can be drawn, and whether a text can be bold."""

    def plain(self, text: str) -> str:
        """Give the text in characters that can be drawn."""

    def style(self, text: str, *styles: Literal["bold"]) -> str:
        """Make a text bold, where that can be done."""


class Everything:
    """A place where all characters can be drawn, and none is bold: a text in an editor."""

    def plain(self, text: str) -> str:
        """Give the text as it is."""
        return text

    def style(self, text: str, *_: Literal["bold"]) -> str:
        """Give the text as it is."""
        return text


def table(model: Model, screen: Drawing, chosen: Sequence[Column] = KERAS, columns: int | None = None) -> Iterator[str]:
    """Give the lines of a model's summary; those of a complete model are Keras's own unless columns were chosen.

    Arguments:
        model: from a report.
        screen: says which characters can be drawn.
        chosen: the columns behind name and shape.
        columns: the terminal's width; asked of the system by default.
    """
    columns = shutil.get_terminal_size().columns if columns is None else columns
    line_length = max(_NARROWEST, min(_LINE if tuple(chosen) == KERAS else columns, columns - _MARGIN))
    header = [screen.plain(cell) for cell in (*_HEADER, *(column.header for column in chosen))]
    rows = [[screen.plain(cell) for cell in _fields(row, chosen)] for row in model.rows]
    widths = _widths(line_length) if tuple(chosen) == KERAS else _fitting([header, *rows], line_length)
    yield screen.style(f'Model: "{model.name or wording.UNKNOWN}"', "bold")
    yield _border(_HEAVY, widths)
    yield from _cells(header, widths, screen, "┃")
    yield _border(_HEAD, widths)
    for number, row in enumerate(rows):
        if number:
            yield _border(_BETWEEN, widths)
        yield from _cells(row, widths, screen, _LIGHT)
    yield _border(_LAST, widths)
    yield from _below(model, screen, chosen)


def markdown_table(model: Model, chosen: Sequence[Column] = KERAS) -> Iterator[str]:
    """Give the lines of a model's summary in Markdown."""
    yield "| " + " | ".join((*_HEADER, *(column.header for column in chosen))) + " |"
    yield "| --- | --- |" + " ---: |" * len(chosen)
    for row in model.rows:
        yield "| " + " | ".join(_escaped(field) for field in _fields(row, chosen)) + " |"
    yield ""
    for line in _counts(model, chosen):
        yield f"- {line.strip()}"
    for line in _notes(model):
        yield f"- {_escaped(line)}"


def _fields(row: Row, chosen: Sequence[Column]) -> list[str]:
    shape = f"✗ {row.misfit.short or row.misfit.message}" if row.misfit is not None else _shape(row)
    return [f"{row.name or wording.UNKNOWN} ({row.type})", shape, *(column.cell(row) for column in chosen)]


def _shape(row: Row) -> str:
    """Write a shape as Keras's summary does: one axis without Python's comma."""
    return re.sub(r",\)", ")", wording.shape(row.output_shape))


def _below(model: Model, screen: Drawing, chosen: Sequence[Column]) -> Iterator[str]:
    for line in _counts(model, chosen):
        label, _, value = line.partition(": ")
        yield f"{screen.style(f' {label}: ', 'bold')}{value}"
    for line in _notes(model):
        yield f" {line}"


def _counts(model: Model, chosen: Sequence[Column]) -> Iterator[str]:
    totals = model.totals
    if totals is None:
        return
    trainable, rest = _memory(totals.params, totals.trainable, totals.bytes)
    size = wording.data_size(totals.bytes)
    yield f"Total params: {wording.number(totals.params)}" + (f" ({size})" if size != wording.UNKNOWN else "")
    yield f"Trainable params: {wording.number(totals.trainable)}{trainable}"
    yield f"Non-trainable params: {wording.number(totals.non_trainable)}{rest}"
    if totals.optimizer_params is not None:
        said = message("{count} (Keras adds them after a fit)", count=wording.number(totals.optimizer_params))
        yield f"Optimizer params: {said}"
    if totals.training_bytes is not None:
        said = message("{size} for weights, gradients and the optimizer", size=wording.data_size(totals.training_bytes))
        yield f"Training memory: {said}"
    for column in chosen:
        line = column.total(totals)
        if line is not None:
            yield str(line)


def _memory(params: object, trainable: object, size: object) -> tuple[str, str]:
    """Split the bytes as Keras does, where all weights are of 4 bytes; elsewhere the split is not known here."""
    if not isinstance(params, int) or not isinstance(trainable, int) or size != 4 * params:
        return "", ""
    return f" ({wording.data_size(4 * trainable)})", f" ({wording.data_size(4 * (params - trainable))})"


def _notes(model: Model) -> Iterator[str]:
    if model.misfit is not None:
        yield str(message("cannot build: {reason}", reason=model.misfit.message))
    elif not model.complete:
        reasons = [*model.unknown, *(row.unknown for row in model.rows if row.unknown is not None)]
        for reason in dict.fromkeys(map(str, reasons)):
            yield str(message("not known: {reason}", reason=reason))
    yield from map(str, alternatives.in_words(model))
    for said in model.assumed:
        yield str(message("from a saved output, which may be older than the code: {said}", said=said))


# -- drawing, as rich lays a table out -------------------------------------------------------------------------------


def _widths(line_length: int) -> list[int]:
    """Give the inner widths of the columns, blanks included.

    Keras asks for columns that fill the line before blanks and borders are added; rich then takes the excess off, an
    equal share of each column, rounded half to even.
    """
    ends = [int(position * line_length) for position in _POSITIONS]
    wanted = [end - start + 2 for start, end in zip([0, *ends], ends, strict=False)]
    excess = sum(wanted) - (line_length - len(wanted) - 1)
    widths = []
    for place, width in enumerate(wanted):
        share = round(excess / (len(wanted) - place))
        widths.append(width - share)
        excess -= share
    return widths


def _fitting(rows: Sequence[Sequence[str]], line_length: int) -> list[int]:
    """Give the inner widths of columns that were chosen: what they need, names and shapes sharing what is left."""
    needed = [max(map(_drawn_width, column)) + 2 for column in zip(*rows, strict=True)]
    over = sum(needed) + len(needed) + 1 - line_length
    for place, least in ((0, 16), (1, 14)):
        taken = max(0, min(over, needed[place] - least))
        needed[place] -= taken
        over -= taken
    return needed


def _border(parts: Sequence[str], widths: Sequence[int]) -> str:
    left, line, between, right = parts
    return left + between.join(line * width for width in widths) + right


def _cells(cells: Sequence[str], widths: Sequence[int], screen: Drawing, bar: str) -> Iterator[str]:
    wrapped = [_wrapped(cell, width - 2, screen) for cell, width in zip(cells, widths, strict=True)]
    for line in range(max(map(len, wrapped))):
        drawn = []
        for column, (lines, width) in enumerate(zip(wrapped, widths, strict=True)):
            text = lines[line] if line < len(lines) else ""
            blanks = " " * (width - 2 - _drawn_width(text))
            drawn.append(f" {blanks}{text} " if column >= len(_HEADER) else f" {text}{blanks} ")
        yield f"{bar}{bar.join(drawn)}{bar}"


def _wrapped(text: str, width: int, screen: Drawing) -> list[str]:
    """Break between words; a word that is wider than the column is cut with an ellipsis."""
    lines, line = [], ""
    for word in re.findall(r"\s*\S+\s*", text):
        if line and _drawn_width(line + word.rstrip()) > width:
            lines.append(line)
            line = ""
        line += word
    lines.append(line)
    return [_cut(line.rstrip(), width, screen) for line in lines]


def _cut(text: str, width: int, screen: Drawing) -> str:
    if _drawn_width(text) <= width:
        return text
    ellipsis = screen.plain("…")
    while text and _drawn_width(text + ellipsis) > width:
        text = text[:-1]
    return text + ellipsis


def _drawn_width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _escaped(text: str) -> str:
    return re.sub(r"([\\|*_<`])", r"\\\1", text)
