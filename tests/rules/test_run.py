"""Rules run in the order of the text, once for each place, as selected."""

from __future__ import annotations

from pathlib import Path

import pytest

import param_lsp.rules
from param_lsp import rules
from param_lsp.message import Message
from param_lsp.report import Event, Report, Unparsable
from param_lsp.spans import Place, Span
from param_lsp.values import Misfit

LAYER, ARGUMENT, ABOVE = (Place("a.py", Span(start, start + 5)) for start in (40, 42, 10))
RANK = Misfit("incompatible-rank", Message("wants rank 4, gets rank 2"), "expected min_ndim=4, found ndim=2")
UNITS = Misfit("invalid-argument", Message("units is 0"), "Received an invalid value for `units`", argument="units")
REPORT = Report(
    "a.py",
    events=(
        Event(UNITS, LAYER, ARGUMENT),
        Event(RANK, LAYER, related=((ABOVE, Message("its input comes from here")),)),
        Event(RANK, LAYER),  # the same, seen by another call of the function
    ),
    unparsable=(Unparsable(Span(3, 9), Message("a bracket is not closed")),),
)


def test_findings_are_sorted_and_distinct() -> None:
    found = rules.run(REPORT)
    assert [(finding.rule, finding.place.span.start) for finding in found] == [
        ("unparsable-statement", 3),
        ("incompatible-rank", 40),
        ("invalid-argument", 42),
    ]


def test_a_misfit_becomes_a_finding_with_all_it_knows() -> None:
    (finding,) = rules.run(REPORT, select=("incompatible-rank",))
    assert (finding.severity, finding.place) == ("error", LAYER)
    assert (finding.message, finding.keras_message) == (RANK.message, RANK.keras_message)
    assert finding.related == ((ABOVE, Message("its input comes from here")),)


def test_a_finding_stands_at_the_culprit_argument() -> None:
    (finding,) = rules.run(REPORT, select=("invalid-argument",))
    assert finding.place == ARGUMENT


def test_a_statement_that_does_not_parse_is_a_warning() -> None:
    (finding,) = rules.run(REPORT, select=("unparsable-statement",))
    assert (finding.severity, finding.place, finding.keras_message) == ("warning", Place("a.py", Span(3, 9)), None)


def test_select_and_ignore() -> None:
    ignored = rules.run(REPORT, ignore=("incompatible-rank", "unparsable-statement"))
    assert [finding.rule for finding in ignored] == ["invalid-argument"]
    assert rules.run(REPORT, select=("incompatible-rank",), ignore=("incompatible-rank",)) == ()
    assert rules.run(REPORT, select=("no-such-rule",)) == ()


def test_rules_are_found_by_their_code() -> None:
    rule = rules.find("incompatible-rank")
    assert rule is not None
    assert rule.code == "incompatible-rank"
    assert rules.find("incompatible_rank") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("incompatible-ranks", "incompatible-rank"),
        ("Incompatible_Rank", "incompatible-rank"),
        ("not-layer", "not-a-layer"),
        ("whitespace", None),
    ],
)
def test_the_nearest_rule(typed: str, meant: str | None) -> None:
    assert rules.nearest(typed) == meant


def test_each_rule_has_a_file_with_the_name_of_its_code() -> None:
    folder = Path(param_lsp.rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "rule", "misfits", "ignoring"}
    assert sorted(rule.code.replace("-", "_") for rule in rules.all_rules()) == sorted(files)


@pytest.mark.parametrize("rule", rules.all_rules(), ids=lambda rule: rule.code)
def test_each_rule_explains_itself(rule: rules.Rule) -> None:
    page = rules.page(rule)
    assert page.startswith(f"# {rule.code}\n\n{rule.summary}\n")
    assert rule.summary.endswith(".")
    assert "## Why it matters" in page
    assert "## What to do instead" in page
    assert rule.bad or rule.code == "stale-summary"  # takes a saved output: test_stale_summary.py has them
    assert rule.good
    assert all(example in page for example in (*rule.bad, *rule.good))
