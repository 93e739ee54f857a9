"""Remembers what was made of a part of a report (a row, a model): most parts outlive a keystroke as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from param_lsp.message import spoken

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """A function of a frozen part of a report, asked again and again of the same parts.

    Parts are told apart by identity: comparing them would take longer than what is saved. All is forgotten when it
    has become too much, and when another language is spoken.
    """

    def __init__(self, make: Callable[..., Made], most: int) -> None:
        """Remember what `make` gives for a part and further plain arguments, for at most so many."""
        self._make = make
        self._most = most
        self._made: dict[Any, tuple[Any, Made]] = {}  # with the part itself, so that its id is nobody else's
        self._spoken = spoken()

    def __call__(self, part: Any, *facts: float) -> Made:
        """Give what is made of a part."""
        if self._spoken != spoken() or len(self._made) >= self._most:
            self._made.clear()
            self._spoken = spoken()
        key = (id(part), *facts) if facts else id(part)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = part, self._make(part, *facts)
        return found[1]
