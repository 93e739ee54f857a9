"""Repairs of comments that ignore nothing: the comment or the rule's name goes, a misspelt name gets its right one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from param_lsp.message import message
from param_lsp.rules.fixes.code import Code
from param_lsp.rules.rule import Edit, Finding, Fix
from param_lsp.spans import Span

_BREAK: Final = re.compile(r"\r\n|\r|\n")


def repair_comment(finding: Finding, code: Code) -> Iterator[Fix]:
    """Write the right name of the rule, or take away what does nothing."""
    text, span = code.text, finding.place.span
    near = dict(finding.message.values).get("near")
    written = text[span.start : span.end]
    if isinstance(near, str):
        yield Fix(message("Replace `{written}` with `{near}`", written=written, near=near), (Edit(span, near),))
    elif written.startswith("#"):
        yield Fix(message("Remove the comment, which ignores nothing"), (Edit(_with_blanks(text, span), ""),))
    else:
        title = message("Remove `{code}`, which is not found", code=written)
        yield Fix(title, (Edit(_with_comma(text, span), ""),))


def _with_blanks(text: str, comment: Span) -> Span:
    """Give a comment with the blanks before it, or its whole line where it stands alone."""
    line = max(text.rfind("\n", 0, comment.start), text.rfind("\r", 0, comment.start)) + 1
    before = text[line : comment.start]
    if before.strip():
        return Span(line + len(before.rstrip()), comment.end)
    behind = _BREAK.match(text, comment.end)
    return Span(line, behind.end() if behind else comment.end)


def _with_comma(text: str, code: Span) -> Span:
    """Give a name in a list with the comma that goes with it."""
    behind = text[code.end :]
    if behind.lstrip(" \t").startswith(","):
        end = code.end + behind.index(",") + 1
        return Span(code.start, end + len(text[end:]) - len(text[end:].lstrip(" \t")))
    before = text[: code.start].rstrip(" \t")
    return Span(len(before) - 1, code.end) if before.endswith(",") else code
