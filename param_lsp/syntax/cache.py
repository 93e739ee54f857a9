"""What is known of a chunk's text, kept from one keystroke to the next and shared by all documents."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Final, Generic, TypeVar

from param_lsp.syntax.recovery import Hole, recover
from param_lsp.syntax.relevance import Facts, facts_of
from param_lsp.syntax.trees import Tree, Unparsable, tree_of

# A tree of our nodes takes some 40 bytes for each character of its text, its facts some 10: these are about 60 MB at
# most. Open programs hold on to what is theirs; here is what undoing, reopening and imports ask for again.
MAX_TREE_CHARACTERS: Final = 1_000_000
MAX_FACT_CHARACTERS: Final = 2_000_000

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A chunk's text parsed: its tree (None where nothing could be saved), and the holes in it."""

    tree: Tree | None
    holes: tuple[Hole, ...] = ()


def outcome_of(text: str, *, indented: bool = False) -> Outcome:
    """Parse a chunk's text, from the cache where it was seen before.

    Arguments:
        text: the chunk's text.
        indented: take a text that is indented as a whole (a cell).
    """
    return _TREES.get((text, indented), len(text), lambda: _parsed(text, indented=indented))


def cached_facts(text: str) -> Facts:
    """Give the names of a chunk's text, from the cache where it was seen before."""
    return _FACTS.get(text, len(text), lambda: facts_of(text))


def forget() -> None:
    """Empty the cache."""
    _TREES.clear()
    _FACTS.clear()


def _parsed(text: str, *, indented: bool) -> Outcome:
    try:
        return Outcome(tree_of(text, indented=indented))
    except Unparsable as error:
        recovered = recover(text, error, indented=indented)
        return Outcome(recovered.tree, recovered.holes)


class _Cache(Generic[Key, Kept]):
    """Keeps what was used last, up to a number of characters of text."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, size: int, make: Callable[[], Kept]) -> Kept:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found[0]
        value = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = (value, size)
                self._size += size
            while self._size > self._limit and len(self._kept) > 1:
                self._size -= self._kept.popitem(last=False)[1][1]
        return value

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0


_TREES: Final = _Cache[tuple[str, bool], Outcome](MAX_TREE_CHARACTERS)
_FACTS: Final = _Cache[str, Facts](MAX_FACT_CHARACTERS)
