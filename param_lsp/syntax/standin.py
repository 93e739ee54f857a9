"""What stands in for a broken chunk: the tree of its last good text, moved to where its lines are now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from param_lsp.source.source import Source
from param_lsp.syntax.cache import Outcome, outcome_of
from param_lsp.syntax.chunks import starts_between
from param_lsp.syntax.program import Chunk, Moved

_MAX_LOST_LINES: Final = 5  # lines of old text that stand in; of more, nobody knows whether they are to come back


@dataclass(frozen=True, slots=True)
class Edit:
    """The difference of two texts: equal up to `start`, and equal from `old_end` (now `new_end`) on."""

    start: int
    old_end: int
    new_end: int

    @classmethod
    def between(cls, old: str, new: str) -> Edit:
        """Find the one stretch that changed; of several changes, the one around them all."""
        start = _common(old, new, min(len(old), len(new)), from_end=False)
        tail = _common(old, new, min(len(old), len(new)) - start, from_end=True)
        return cls(start, len(old) - tail, len(new) - tail)

    @property
    def delta(self) -> int:
        """Give how much longer the text has become."""
        return self.new_end - self.old_end

    def region(self, start: int, end: int, starts: Container[int], ends: Container[int]) -> tuple[int, int] | None:
        """Give where an old chunk's text is now, its ends among those of present chunks; None when it cannot be told.

        What was inserted between two chunks is taken to belong to neither, if that leaves both as they were.
        """
        behind, before = start + self.delta, end
        now = behind if start >= self.old_end and behind in starts else start if start <= self.start else None
        then = before if end <= self.start and before in ends else end + self.delta if end >= self.old_end else None
        if now is None or then is None or now not in starts or then not in ends or then <= now:
            return None
        return now, then

    def steady_starts(self, source: Source, old_starts: list[int]) -> list[int] | None:
        """Give the starts of chunks when all outside the edited ones stay; None when cells changed as well."""
        text = source.text
        first = max(0, bisect_left(old_starts, self.start + 1) - 1)
        behind = bisect_left(old_starts, max(self.old_end, self.start + 1))
        before = old_starts[:first]
        after = [start + self.delta for start in old_starts[behind:]]
        if after and after[0] > 0 and text[after[0] - 1] not in "\r\n":  # the edit took a line break away
            del after[0]
        begin = old_starts[first] if old_starts else 0
        end = after[0] if after else len(text)
        if begin > end or any(begin < cell.start < end for cell in source.cells):
            return None
        return [*before, *(starts_between(text, begin, end) if begin < end else ()), *after]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A text that parses, kept while the chunk is broken.

    Arguments:
        text: the chunk as it is now, but with good old text in place of what broke it.
        edit: which part of it is old (`start` to `old_end`), and where that is in the broken text (`new_end`).
    """

    text: str
    edit: Edit


def stand_in(
    old: Chunk, remembered: Remembered | None, text: str, *, indented: bool
) -> tuple[Remembered, Outcome, Moved] | None:
    """Find what stands in for a broken text.

    Arguments:
        old: the chunk that stood there before, good or itself broken.
        remembered: what stood in for it then, if it was broken.
        text: the broken text.
        indented: as for `outcome_of`.

    Returns:
        What to remember, its tree, and how its offsets map to the broken text; None when there is nothing good.
    """
    if remembered is None and (old.problems or not old.relevant):
        return None
    good = old.text if remembered is None else remembered.text
    change = Edit.between(old.text, text)
    known = remembered.edit if remembered is not None else Edit(change.start, change.old_end, change.old_end)
    joint = _joint(known, change)
    hybrid = text[: joint.start] + good[joint.start : joint.old_end] + text[joint.new_end :]
    if hybrid[joint.start : joint.old_end].count("\n") > _MAX_LOST_LINES:
        return None
    outcome = outcome_of(hybrid, indented=indented)
    if outcome.holes or outcome.tree is None:
        return None
    return Remembered(hybrid, joint), outcome, Moved(joint.start, joint.old_end, joint.new_end)


def _joint(known: Edit, change: Edit) -> Edit:
    """Combine what was old in the good text with a further change of the broken one.

    `known` maps good text to the broken text of before, `change` that one to the broken text of now. A change away
    from the old part is taken as it is; one that touches it makes the old part as large as both.
    """
    if change.old_end < known.start:
        return Edit(known.start + change.delta, known.old_end + change.delta, known.new_end + change.delta)
    if change.start > known.new_end:
        return known
    start = min(known.start, change.start)
    before_end = max(known.new_end, change.old_end)
    return Edit(start, known.old_end + before_end - known.new_end, before_end + change.delta)


def _common(one: str, other: str, limit: int, *, from_end: bool) -> int:
    """Give the length of the common start (or end) of two texts by halving, as comparing slices is fast."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if from_end:
            same = one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]
        else:
            same = one[low:middle] == other[low:middle]
        if same:
            low = middle
        else:
            high = middle - 1
    return low
