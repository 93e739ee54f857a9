"""What a rule is: a pure function of the report, with its page, its examples and its default severity."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from param_lsp.message import Message
from param_lsp.report import Report
from param_lsp.spans import Place, Span

if TYPE_CHECKING:
    from param_lsp.rules.fixes.code import Code

Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a span of the analysed source's text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair as a user would name it, and its edits.

    Arguments:
        title: "Insert keras.Input before the layer".
        edits: in any order; they do not overlap.
        certain: False for a guess, which is offered to people but never made by `--fix` or "fix all".
        same_model: whether every row of every model must be after it what it was before.
    """

    title: Message
    edits: tuple[Edit, ...]
    certain: bool = True
    same_model: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where, what it says, what Keras says, and what it has to do with.

    `severity` is "error" only for what makes Keras raise.
    """

    rule: str
    severity: Severity
    place: Place
    message: Message
    keras_message: str | None = None
    related: tuple[tuple[Place, Message], ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `code` is its file's stem in kebab-case.

    Arguments:
        summary: one sentence for lists.
        page: Markdown: what it finds, why it matters, what to do instead.
        severity: the default.
        bad: sources in which it must find something.
        good: sources in which it must find nothing.
        check: gives its findings in a report.
        fixes: gives what may repair one of its findings, the best first; each is tried before it is offered.
    """

    code: str
    summary: str
    page: str
    severity: Severity
    bad: tuple[str, ...]
    good: tuple[str, ...]
    check: Callable[[Report], Iterable[Finding]]
    fixes: Callable[[Finding, Code], Iterable[Fix]] | None = None
