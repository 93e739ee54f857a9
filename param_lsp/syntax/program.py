"""What the syntax room hands over: the chunks of a source, those that matter parsed into program trees."""

from __future__ import annotations

from dataclasses import dataclass, field

from param_lsp.message import Message
from param_lsp.source.source import Source
from param_lsp.spans import Span
from param_lsp.syntax.tree import Comment, Statement


@dataclass(frozen=True, slots=True)
class Problem:
    """A statement that does not parse: where (absolute), and what the parser said."""

    span: Span
    message: Message


@dataclass(frozen=True, slots=True)
class Moved:
    """How offsets of the old text of a broken chunk map to its present text: equal ends stay, the middle collapses."""

    prefix: int
    old_end: int  # where the equal tail began in the old text
    new_end: int  # where it begins now

    def __call__(self, offset: int) -> int:
        """Give the present offset of an offset into the old text."""
        if offset <= self.prefix:
            return offset
        if offset >= self.old_end:
            return offset - self.old_end + self.new_end
        return min(offset, self.new_end)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of top-level lines that is parsed and cached together.

    Arguments:
        ordinal: its place among all chunks of the source, from 0.
        start: offset of its text in the source's text; node spans are relative to it.
        text: its text now.
        body: its statements: those of `text`, or of its last good text while it is broken (`moved` then maps spans),
            or empty when it does not matter or never parsed.
        relevant: False where nothing in it can matter, so that it was never parsed.
        problems: the statements in it that do not parse.
        moved: set while the statements are those of an older text.
    """

    ordinal: int
    start: int
    text: str
    body: tuple[Statement, ...] = ()
    relevant: bool = True
    comments: tuple[Comment, ...] = ()
    problems: tuple[Problem, ...] = ()
    moved: Moved | None = None

    def span(self, start: int, end: int) -> Span:
        """Give the absolute span of a node's offsets."""
        if self.moved is not None:
            start, end = self.moved(start), self.moved(end)
        return Span(self.start + start, self.start + end)


@dataclass(frozen=True, slots=True)
class Program:
    """A parsed source. `parse(source, previous)` reuses what did not change since `previous`."""

    source: Source
    chunks: tuple[Chunk, ...]
    memory: object = field(default=None, repr=False, compare=False)  # the syntax room's own
    raw: object = field(default=None, repr=False, compare=False)  # the same: how the text was cut
    pieces: object = field(default=None, repr=False, compare=False)  # the same: what was parsed
