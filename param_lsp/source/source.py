"""Text and the places in it: one Python file, the cells of a notebook joined, or the code blocks of a Markdown file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """What the last run of a notebook's cell left in its file.

    Arguments:
        printed: what it wrote to its standard output.
        result: the text of the value of its last expression, or None; of several values none is kept.
        run: the number of that run among all runs of cells, or None where the file does not tell.
    """

    printed: str = ""
    result: str | None = None
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell's interval of the joined text.

    Arguments:
        key: how the outside names it: a cell's URI in an editor, "" elsewhere.
        index: among all cells of the notebook from 0 (of Markdown: among its code blocks).
        start: offset of its first character in `Source.text`.
        end: offset behind its last character, the joining line break left out.
        first_line: for Markdown, the line of the file (from 0) on which it begins; 0 in notebooks.
        outputs: text that its last run printed, in order (notebooks only).
        saved: what that run left, told apart; None where there is nothing.
    """

    key: str
    index: int
    start: int
    end: int
    first_line: int = 0
    outputs: tuple[str, ...] = ()
    saved: Saved | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A line and column from 0, in code points; `cell` is the cell, whose lines it counts, or None."""

    cell: Cell | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    r"""A text to analyse.

    Arguments:
        path: as the user or editor names it.
        text: what is analysed. Magics and shell lines are blanked to equal length, so that offsets are those of the
            original cells. Only `\r\n`, `\r` and `\n` break lines.
        cells: the cells in order, or empty for a plain file.
        metadata: of a notebook: "language", "python_version".
        original: the text as it was written, of the same length, to quote it; None where nothing was blanked.
    """

    path: str
    text: str
    cells: tuple[Cell, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    line_starts: tuple[int, ...] = ()
    original: str | None = None

    @property
    def joined_elsewhere(self) -> bool:
        """Whether an editor joined a notebook's cells itself, as JupyterLab does: nobody sees its lines."""
        return not self.cells and self.path.casefold().endswith(".ipynb")

    def position(self, offset: int) -> Position:
        """Convert an offset into `text` to a position."""
        line = bisect_right(self.line_starts, offset) - 1
        column = offset - self.line_starts[line]
        if not self.cells:
            return Position(None, line, column)
        place = max(0, bisect_right(self.cells, offset, key=lambda cell: cell.start) - 1)
        cell = self.cells[place]
        first = bisect_right(self.line_starts, cell.start) - 1
        return Position(cell, line - first + cell.first_line, column)

    def offset(self, line: int, column: int, cell: Cell | None = None) -> int:
        """Convert a position (from 0, code points) to an offset; beyond a line's or the text's end it is clamped."""
        limit = len(self.text)
        if cell is not None:
            line += bisect_right(self.line_starts, cell.start) - 1 - cell.first_line
            limit = cell.end
        if line >= len(self.line_starts):
            return limit
        start = self.line_starts[max(0, line)]
        end = self.line_starts[line + 1] if line + 1 < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return min(start + column, end, limit)
