"""Writes the pages that are made from the code: `python docs/generate.py`; a test tells when they are out of date."""

from __future__ import annotations

from pathlib import Path

from param_lsp import rules
from param_lsp.cli.layers import layers_page
from param_lsp.cli.show_settings import settings_page

FOLDER = Path(__file__).parent


def pages() -> dict[str, str]:
    """Give each generated page: its path below `docs/`, and its text."""
    made = {f"rules/{rule.code}.md": rules.page(rule) for rule in rules.all_rules()}
    return {"rules/README.md": _rule_list(), **made}


def _rule_list() -> str:
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.severity} | {rule.summary} |" for rule in rules.all_rules()]
    head = "# Rules\n\n| rule | severity | what it finds |\n| --- | --- | --- |\n"
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    for name, text in {**pages(), "settings.md": settings_page(), "layers.md": layers_page()}.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
