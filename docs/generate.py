"""Writes the pages that are made from the code: `python docs/generate.py`; a test tells when they are out of date."""

from __future__ import annotations

import json
from pathlib import Path

from param_lsp import rules
from param_lsp.cli.layers import layers_page
from param_lsp.cli.settings_schema import settings_schema
from param_lsp.cli.show_settings import settings_page

FOLDER = Path(__file__).parent


def pages() -> dict[str, str]:
    """Give each generated page: its path below `docs/`, and its text."""
    made = {f"rules/{rule.code}.md": rules.page(rule) for rule in rules.all_rules()}
    return {"rules/README.md": _rule_list(), **made}


def schema() -> str:
    """Give the schema of the settings, for editors of pyproject.toml."""
    return json.dumps(settings_schema(), indent=2, ensure_ascii=False) + "\n"


def _rule_list() -> str:
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.severity} | {rule.summary} |" for rule in rules.all_rules()]
    head = "# Rules\n\n| rule | severity | what it finds |\n| --- | --- | --- |\n"
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    own = {"settings.md": settings_page(), "settings.schema.json": schema(), "layers.md": layers_page()}
    for name, text in {**pages(), **own}.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
