"""Spans as people and other programs count them: lines and columns from 1, in code points, within a notebook's cell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from param_lsp.source.read import SourceError, source_of
from param_lsp.source.source import Source
from param_lsp.spans import Place, Span


@dataclass(frozen=True, slots=True)
class Range:
    """A place in a file.

    Arguments:
        path: the file.
        cell: the index among all cells of a notebook, from 0; None elsewhere.
        line: from 1, within the cell.
        column: from 1, in code points.
        end_line: the line of the end.
        end_column: the column behind the last character.
    """

    path: str
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Write `a.py:9:5` or `a.ipynb:cell 3:2:1`; people and editors count cells from 1."""
        cell = "" if self.cell is None else f"cell {self.cell + 1}:"
        return f"{self.path}:{cell}{self.line}:{self.column}"


class Places:
    """Turns the places of an analysis into ranges, also those in files that the analysed one imports."""

    def __init__(self, source: Source) -> None:
        self._sources: dict[str, Source | None] = {source.path: source}

    def range(self, place: Place) -> Range:
        """Give the range of a place; of a file that is gone by now, its beginning."""
        source = self.source(place.path)
        if source is None:
            return Range(place.path, None, 1, 1, 1, 1)
        return _range(source, place.span)

    def source(self, path: str) -> Source | None:
        """Give the source of this path, read again when it is not the analysed one."""
        if path not in self._sources:
            self._sources[path] = _read(path)
        return self._sources[path]


def _range(source: Source, span: Span) -> Range:
    start, end = source.position(span.start), source.position(span.end)
    # Only notebooks have cells for other programs; the blocks of a Markdown file are lines of that file.
    cell = start.cell.index if start.cell is not None and not start.cell.first_line else None
    return Range(source.path, cell, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _read(path: str) -> Source | None:
    try:
        return source_of(path, Path(path).read_bytes())
    except (OSError, ValueError, SourceError):
        return None
