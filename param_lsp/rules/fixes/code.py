"""What a fix may ask about the code that it repairs: calls and arguments with their spans, and how names are written.

A rule knows the report only; the room `repair` answers these questions from the program tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from param_lsp.rules.rule import Edit
from param_lsp.spans import Span


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call: `span` is all of `name=value` without the comma, `value` what is passed."""

    span: Span
    value: Span
    keyword: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call: `close` is the offset of its closing parenthesis."""

    span: Span
    func: Span
    arguments: tuple[Argument, ...]
    close: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Where another layer can be put before one: its code goes to `at`, between `before` and `after`."""

    at: int
    before: str
    after: str

    def holding(self, layer: str) -> Edit:
        """Make the edit that puts a layer's code there."""
        return Edit(Span(self.at, self.at), f"{self.before}{layer}{self.after}")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the file can name something of Keras, and what must be added to it for that (a name to an import)."""

    text: str
    edits: tuple[Edit, ...] = ()


class Code(Protocol):
    """The analysed text with the calls in it."""

    @property
    def text(self) -> str:
        """The text that spans count in."""

    @property
    def keras(self) -> int:
        """The Keras version that the file means."""

    def argument(self, span: Span) -> tuple[Call, Argument] | None:
        """Give the argument of a call that stands exactly at a span, with its call."""

    def is_followed(self, argument: Span) -> bool:
        """Tell whether the layer with this argument stands in a model, and its output there is known.

        Where it is not, that a fix leaves the models as they were says nothing.
        """

    def slot_before(self, layer: Span) -> Slot | None:
        """Tell where a layer can be put before another: in the list that holds it, or as an `.add(…)` before its."""

    def input_name(self, like: Span) -> Spelling | None:
        """Tell how the file names `keras.Input`; `like` is the name of a layer near it. None when it cannot."""


def without(text: str, call: Call, argument: Argument) -> Edit:
    """Remove an argument with its comma and the blanks that belong to it; comments stay."""
    place = call.arguments.index(argument)
    span = argument.span
    if place + 1 < len(call.arguments):
        following = call.arguments[place + 1].span.start
        if "#" not in text[span.end : following]:
            return Edit(Span(span.start, following), "")
    elif place > 0:
        before = call.arguments[place - 1].span.end
        if "#" not in text[before : span.start]:
            return Edit(Span(before, span.end), "")
    end = span.end
    rest = text[end : call.close]
    if rest.lstrip(" \t").startswith(","):
        end += rest.index(",") + 1
        end += len(text[end : call.close]) - len(text[end : call.close].lstrip(" \t"))
    return Edit(Span(span.start, end), "")
