"""unused-ignore: a comment ignores a finding that is not there, or a rule that does not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from param_lsp.message import message
from param_lsp.report import Ignore, Report
from param_lsp.rules.fixes.ignore_comment import repair_comment
from param_lsp.rules.ignoring import UNUSED, Used
from param_lsp.rules.rule import Finding, Rule
from param_lsp.spans import Place

PAGE = """
A comment takes findings away:

    model.add(layers.Dense(10, input_shape=(784,)))  # param-lint: ignore[deprecated-argument] a talk from 2019
    # param-lint: ignore-file[stale-summary]

It stands behind the code, or alone on the line above it; `ignore-file` is about the whole file. Several rules have
commas between them; without brackets the comment is about all rules. What follows the brackets is the reason, for
people.

This finding is about a comment that takes nothing away: the mistake is repaired, or the rule's name is misspelt.

## Why it matters

The next real mistake on that line would go unseen, or the comment does not do what its author thinks.

## What to do instead

Remove the comment, or write the rule's name as `param-lint rules` lists it.
"""


def _misspelt(report: Report) -> Iterator[Finding]:
    """Find names of rules that do not exist; `unused` finds those that are not needed."""
    from param_lsp.rules import all_rules  # noqa: PLC0415 - the list of rules holds this one

    codes = [rule.code for rule in all_rules()]
    for ignore in report.ignores:
        for code, span in ignore.codes:
            if code in codes or ignore.place.path != report.path:
                continue
            near = get_close_matches(code.lower().replace("_", "-"), codes, n=1)
            said = (
                message("there is no rule `{code}`; did you mean `{near}`?", code=code, near=near[0])
                if near
                else message("there is no rule `{code}`", code=code)
            )
            yield Finding(UNUSED, "information", Place(report.path, span), said)


def unused(report: Report, used: Used, ran: Collection[str], *, all_ran: bool) -> Iterator[Finding]:
    """Find what comments ignore in vain.

    Arguments:
        report: with the comments.
        used: comments (by index) and rules whose findings they took away.
        ran: the rules that were asked; of the others nobody knows whether they would find something.
        all_ran: whether these are all rules.
    """
    for index, ignore in enumerate(report.ignores):
        if ignore.place.path != report.path or not ignore.parses:
            continue
        if not ignore.codes:
            if all_ran and not any(by == index for by, _ in used):
                yield _finding(ignore.place, ignore, None)
            continue
        asked = [(code, span) for code, span in ignore.codes if code in ran and code != UNUSED]
        vain = [(code, span) for code, span in asked if (index, code) not in used]
        for code, span in vain:
            whole = len(ignore.codes) == 1
            yield _finding(ignore.place if whole else Place(report.path, span), ignore, code)


def _finding(place: Place, ignore: Ignore, code: str | None) -> Finding:
    where = message("in this file") if ignore.covers is None else message("on this line")
    said = (
        message("nothing is found {where}: the comment ignores nothing", where=where)
        if code is None
        else message("`{code}` finds nothing {where}: the comment ignores nothing", code=code, where=where)
    )
    return Finding(UNUSED, "information", place, said)


RULE = Rule(
    code="unused-ignore",
    summary="A comment ignores a finding that is not there, or a rule that does not exist.",
    page=PAGE,
    severity="information",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(10),  # param-lint: ignore[deprecated-argument]
])
""",
        """\
import keras
from keras import layers

# param-lint: ignore-file[incompatible-rnak]
model = keras.Sequential([keras.Input(shape=(784,)), layers.Dense(10)])
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    layers.Dense(10, input_shape=(784,)),  # param-lint: ignore[deprecated-argument] as in the book
])
""",
    ),
    check=_misspelt,
    fixes=repair_comment,
)
