"""Places in a text: half-open ranges of code-point offsets; conversions live at the edges, never here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code-point offsets into the text of one source (a notebook is its cells joined)."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """Give the same range `by` code points later."""
        return Span(self.start + by, self.end + by)

    def contains(self, offset: int) -> bool:
        """Tell whether a cursor at `offset` touches this range (its end counts, as editors place cursors)."""
        return self.start <= offset <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span in a named source; `path` is the source's path or URI exactly as `Source.path` has it."""

    path: str
    span: Span
