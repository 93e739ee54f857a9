"""Rules: what is wrong with a model, each a pure function of the report; one file a rule, named like its code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from param_lsp.report import Report
from param_lsp.rules import (
    changed_meaning,
    deprecated_argument,
    disconnected_output,
    duplicate_layer_name,
    ignoring,
    incompatible_axis,
    incompatible_rank,
    invalid_argument,
    invalid_fact,
    nonpositive_output_size,
    not_a_layer,
    removed_argument,
    removed_layer,
    reshape_size_mismatch,
    stale_summary,
    undefined_dimension,
    unknown_argument,
    unknown_name,
    unparsable_statement,
    unused_ignore,
)
from param_lsp.rules.ignoring import ignores_in
from param_lsp.rules.rule import Finding, Rule

__all__ = ["Finding", "Rule", "all_rules", "find", "ignores_in", "nearest", "page", "run"]

_RULES = (
    changed_meaning.RULE,
    deprecated_argument.RULE,
    disconnected_output.RULE,
    duplicate_layer_name.RULE,
    incompatible_axis.RULE,
    incompatible_rank.RULE,
    invalid_argument.RULE,
    invalid_fact.RULE,
    nonpositive_output_size.RULE,
    not_a_layer.RULE,
    removed_argument.RULE,
    removed_layer.RULE,
    reshape_size_mismatch.RULE,
    stale_summary.RULE,
    undefined_dimension.RULE,
    unknown_argument.RULE,
    unknown_name.RULE,
    unparsable_statement.RULE,
    unused_ignore.RULE,
)
_BY_CODE = {rule.code: rule for rule in _RULES}


def all_rules() -> tuple[Rule, ...]:
    """Give every rule, in the order of their codes."""
    return _RULES


def find(code: str) -> Rule | None:
    """Give the rule of this code, or None; `nearest` then names what may have been meant."""
    return _BY_CODE.get(code)


def nearest(code: str) -> str | None:
    """Give the code most like a misspelt one ("incompatible_ranks" → "incompatible-rank"), or None."""
    close = get_close_matches(code.lower().replace("_", "-"), _BY_CODE, n=1)
    return close[0] if close else None


def run(report: Report, select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[Finding, ...]:
    """Judge a report: findings in the order of their places, one for each rule and place, without those ignored.

    Arguments:
        report: what the analysis found.
        select: codes of the rules to run, empty for all; codes that do not exist select nothing.
        ignore: codes of rules not to run.
    """
    chosen = [rule for rule in _RULES if (not select or rule.code in select) and rule.code not in ignore]
    found: Iterable[Finding] = _distinct(finding for rule in chosen for finding in rule.check(report))
    if report.ignores:
        ran = [rule.code for rule in chosen]
        kept, used = ignoring.split(found, report.ignores)
        if unused_ignore.RULE in chosen:
            vain = unused_ignore.unused(report, used, ran, all_ran=len(chosen) == len(_RULES))
            kept += ignoring.split(vain, report.ignores)[0]
        found = kept
    return tuple(sorted(found, key=lambda finding: (finding.place, finding.rule)))


def page(rule: Rule) -> str:
    """Give a rule's page as Markdown: what `param-lint explain` prints and the documentation shows."""
    severity = {"error": "An error: Keras raises here", "warning": "A warning", "information": "Information"}
    parts = [f"# {rule.code}", rule.summary, f"*{severity[rule.severity]}.*", rule.page.strip()]
    if rule.bad:
        parts += ["## What is found", *map(_code_block, rule.bad)]
    parts += ["## What is fine", *map(_code_block, rule.good)]
    return "\n\n".join(parts) + "\n"


def _distinct(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Keep one finding for each rule and place: a function that is called five times has one mistake, not five."""
    seen = set()
    for finding in findings:
        if (key := (finding.rule, finding.place)) not in seen:
            seen.add(key)
            yield finding


def _code_block(source: str) -> str:
    return f"```python\n{source.strip()}\n```"
