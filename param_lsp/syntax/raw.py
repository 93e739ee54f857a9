"""The text cut at the starts of its chunks; from one keystroke to the next only what was edited is read again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from param_lsp.source.source import Source
from param_lsp.syntax.cache import cached_facts
from param_lsp.syntax.chunks import Scan, chunk_starts, without_leading_comments
from param_lsp.syntax.relevance import Facts
from param_lsp.syntax.standin import Edit


@dataclass(frozen=True, slots=True)
class Raw:
    """The pieces of a text, before open brackets join some of them.

    Arguments:
        starts: of each piece.
        texts: of each piece.
        facts: of each piece.
        steady: whether an edit concerns only what is near it: one file, in which every triple quote is closed.
    """

    starts: list[int]
    texts: list[str]
    facts: list[Facts]
    steady: bool = False


def cut(source: Source, edit: Edit | None = None, before: Raw | None = None) -> Raw:
    """Cut a text, going on from how its older version was cut where that serves; `edit` is what became of that."""
    if before is not None and edit is not None and before.steady and not source.cells and source.text:
        return _again(source, edit, before)
    text = source.text
    if not text or source.cells:
        return at(source, chunk_starts(source))
    scan = Scan(text, 0, len(text))
    starts = without_leading_comments(text, list(scan))
    return at(source, starts, steady=scan.is_closed)


def at(source: Source, starts: list[int], *, steady: bool = False) -> Raw:
    """Cut a text at given starts."""
    texts = [source.text[start:end] for start, end in zip(starts, [*starts[1:], len(source.text)], strict=False)]
    return Raw(starts, texts, [cached_facts(text) for text in texts], steady)


def _again(source: Source, edit: Edit, before: Raw) -> Raw:
    """Scan from the chunk before the edit to the first start behind it that was one before: from there all is alike."""
    text, old = source.text, before.starts
    first = max(0, bisect_right(old, edit.start) - 2)  # the edit may change how the chunk that holds it begins
    while first > 0 and not _is_outside(text, old[first]):
        first -= 1
    begin = old[first]
    scan = Scan(text, begin, len(text))
    found: list[int] = []
    rest = len(old)
    for start in scan:
        place = bisect_left(old, start - edit.delta)
        if (
            len(found) > 2  # comments at the beginning take a start away
            and start - 3 >= edit.new_end
            and place < len(old)
            and old[place] == start - edit.delta
            and _is_outside(text, start)
        ):
            rest = place
            break
        found.append(start)
    if not scan.is_closed:
        return cut(source)
    if first == 0:
        found = without_leading_comments(text, found)
    end = old[rest] + edit.delta if rest < len(old) else len(text)
    texts = [text[start:stop] for start, stop in zip(found, [*found[1:], end], strict=True)]
    return Raw(
        [*old[:first], *found, *(start + edit.delta for start in old[rest:])],
        [*before.texts[:first], *texts, *before.texts[rest:]],
        [*before.facts[:first], *map(cached_facts, texts), *before.facts[rest:]],
        steady=True,
    )


def _is_outside(text: str, start: int) -> bool:
    """Tell whether a start is surely outside of strings, whatever stands before it.

    A comment above code may be the end of a string, and a backslash may have carried a string over its line's end.
    """
    if start == 0:
        return True
    line_break = start - 2 if text.startswith("\r\n", start - 2) else start - 1
    return text[start] != "#" and not text.endswith("\\", 0, line_break)
