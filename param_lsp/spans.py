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


@dataclass(slots=True, eq=False)
class Anchor:
    """Where a piece of text begins now: places in it move with it."""

    start: int


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A span in a named source; `path` is the source's path or URI exactly as `Source.path` has it.

    Arguments:
        relative: the span, counted from the anchor; without one from the beginning of the text.
        anchor: set for code that may move as a whole while somebody types above it.
    """

    path: str
    relative: Span
    anchor: Anchor | None = None

    @property
    def span(self) -> Span:
        """The absolute span."""
        return self.relative if self.anchor is None else self.relative.shifted(self.anchor.start)

    @property
    def start(self) -> int:
        """The offset at which the span starts: all that sorting needs."""
        return self.relative.start if self.anchor is None else self.relative.start + self.anchor.start

    @property
    def end(self) -> int:
        """The offset at which the span ends."""
        return self.relative.end if self.anchor is None else self.relative.end + self.anchor.start

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.path == other.path and self.span == other.span

    def __hash__(self) -> int:
        return hash((self.path, self.span))

    def __lt__(self, other: Place) -> bool:
        return (self.path, self.span) < (other.path, other.span)
