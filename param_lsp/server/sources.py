"""Sources from open texts: until the source room joins cells itself, they are joined here."""

from __future__ import annotations

from collections.abc import Sequence

from param_lsp.server.from_lsp import line_starts
from param_lsp.source.source import Cell, Source


def file_source(uri: str, text: str) -> Source:
    """Make the source of a file."""
    return Source(uri, text, line_starts=line_starts(text))


def cells_source(uri: str, cells: Sequence[tuple[str, int, str]], metadata: Sequence[tuple[str, str]]) -> Source:
    """Join cells (URI, index among all cells, text) into one source."""
    pieces: list[str] = []
    places: list[Cell] = []
    start = 0
    for key, index, text in cells:
        places.append(Cell(key, index, start, start + len(text)))
        pieces.append(text)
        start += len(text) + 1
    joined = "\n".join(pieces)
    return Source(uri, joined, tuple(places), tuple(metadata), line_starts(joined))
