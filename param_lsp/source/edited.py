"""A source with some spans of its text replaced: what a fix would make of it, before anybody writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from param_lsp.source.lines import line_starts
from param_lsp.source.source import Source
from param_lsp.spans import Span


class Overlap(Exception):  # noqa: N818  # a fact about the edits
    """Two edits replace the same text, or one replaces what param-lint does not read (a magic)."""


def edited(source: Source, edits: Iterable[tuple[Span, str]]) -> Source:
    """Replace spans of a source's text; cells keep their keys, indices and saved outputs.

    Arguments:
        source: the text as it is.
        edits: what to replace with what, in any order; equal ones count once.

    Raises:
        Overlap: when edits touch each other, cross the border of a cell, or change what is blanked.
    """
    ordered = sorted(set(edits), key=lambda edit: edit[0])
    original = source.original if source.original is not None else source.text
    _check(source, original, ordered)
    text, written = _replaced(source.text, ordered), _replaced(original, ordered)
    cells = tuple(
        replace(cell, start=cell.start + _shift(ordered, cell.start), end=cell.end + _shift(ordered, cell.end + 1))
        for cell in source.cells
    )
    return replace(
        source,
        text=text,
        original=None if source.original is None else written,
        cells=cells,
        line_starts=line_starts(text),
    )


def _check(source: Source, original: str, ordered: list[tuple[Span, str]]) -> None:
    behind = -1
    for span, _ in ordered:
        if span.start < behind or (span.start == behind and span.start == span.end):
            raise Overlap
        behind = span.end
        if source.text[span.start : span.end] != original[span.start : span.end]:
            raise Overlap
        if source.cells and not any(cell.start <= span.start and span.end <= cell.end for cell in source.cells):
            raise Overlap


def _replaced(text: str, ordered: list[tuple[Span, str]]) -> str:
    pieces, done = [], 0
    for span, new in ordered:
        pieces += [text[done : span.start], new]
        done = span.end
    return "".join([*pieces, text[done:]])


def _shift(ordered: list[tuple[Span, str]], offset: int) -> int:
    """How far what stands at `offset` moves; an edit that begins at it is its own, not one before it."""
    return sum(len(new) - (span.end - span.start) for span, new in ordered if span.start < offset)
