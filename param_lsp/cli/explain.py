"""`param-lint explain RULE` and `param-lint rules`: what is judged, and why."""

from __future__ import annotations

from json import dumps

from param_lsp import rules
from param_lsp.cli.screen import Screen
from param_lsp.cli.status import FINE, WRONG_USE
from param_lsp.message import message


def explain(code: str, out: Screen, error: Screen) -> int:
    """Write a rule's page; for a name that is none, the nearest one on standard error."""
    rule = rules.find(code)
    if rule is None:
        near = rules.nearest(code)
        said = message("there is no rule {code}", code=repr(code))
        hint = message("; did you mean {near}?", near=repr(near)) if near else message("; see `param-lint rules`")
        error.line(f"{said}{hint}")
        return WRONG_USE
    out.line(rules.page(rule).rstrip())
    return FINE


def list_rules(output_format: str, out: Screen) -> int:
    """Write all rules with their severities, as a table or JSON."""
    every = rules.all_rules()
    if output_format == "json":
        entries = [{"rule": rule.code, "severity": rule.severity, "summary": rule.summary} for rule in every]
        out.line(dumps({"version": 1, "rules": entries}, indent=2))
        return FINE
    width = max(len(rule.code) for rule in every)
    for rule in every:
        out.line(f"{out.style(rule.code.ljust(width), 'bold')}  {rule.severity:<11}  {rule.summary}")
    return FINE
