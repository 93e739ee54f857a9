"""Repairs of a misspelt name: the finding's message says which name was meant, the fix writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from param_lsp.message import message
from param_lsp.rules.fixes.code import Code
from param_lsp.rules.rule import Edit, Finding, Fix
from param_lsp.spans import Span

_STRING: Final = re.compile(r"(?P<quote>['\"])(?P<text>[^'\"\\\r\n]*)(?P=quote)")
_BARE: Final = re.compile(r"[\W_]+")


def rename_argument(finding: Finding, code: Code) -> Iterator[Fix]:
    """Write the nearest argument's name: `activaton="relu"` → `activation="relu"`."""
    near, found = _meant(finding), code.argument(finding.place.span)
    if near is None or found is None:
        return
    call, argument = found
    if argument.keyword is None or any(other.keyword == near for other in call.arguments):
        return
    start = argument.span.start
    edit = Edit(Span(start, start + len(argument.keyword)), near)
    yield _fix(argument.keyword, near, edit)


def rename_value(finding: Finding, code: Code) -> Iterator[Fix]:
    """Write the nearest legal value: `padding="sames"` → `padding="same"`; only where a string stands there."""
    near, found = _meant(finding), code.argument(finding.place.span)
    if near is None or found is None:
        return
    value = found[1].value
    literal = _STRING.fullmatch(code.text, value.start, value.end)
    if literal is not None and literal["text"] != near:
        yield _fix(literal["text"], near, Edit(Span(*literal.span("text")), near))


def rename_name(finding: Finding, code: Code) -> Iterator[Fix]:
    """Write the nearest name of a module: `layers.Dens` → `layers.Dense`."""
    near, span = _meant(finding), finding.place.span
    if near is not None and code.text[span.start : span.end].isidentifier():
        yield _fix(code.text[span.start : span.end], near, Edit(span, near))


def is_slip(written: str, meant: str) -> bool:
    """Tell whether two names differ by one slip of a finger, or by case and signs alone."""
    first, second = (_BARE.sub("", name).lower() for name in (written, meant))
    if first == second:
        return True
    if min(len(first), len(second)) < 4:
        return False
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    if len(first) == len(second) == 2:
        return first == second[::-1]
    return len(first) <= 1 and len(second) <= 1


def _meant(finding: Finding) -> str | None:
    near = dict(finding.message.values).get("near")
    return near if isinstance(near, str) else None


def _fix(written: str, near: str, edit: Edit) -> Fix:
    title = message("Replace `{written}` with `{near}`", written=written, near=near)
    return Fix(title, (edit,), certain=is_slip(written, near), same_model=False)
