"""Writes the server's settings into package.json and their words into package.nls*.json: `python scripts/settings.py`.

The settings of the server stand in `param_lsp/settings.py` alone, and their translations beside all others. Those of
the extension itself, which say how the server is started and logged, stand here; their words in package.nls*.json.
A test tells when one of the files is out of date.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from param_lsp import rules
from param_lsp.cli.settings_schema import value_schema
from param_lsp.languages import ENGLISH, languages, translations
from param_lsp.settings import OPTIONS, Option

FOLDER = Path(__file__).resolve().parents[1]
PREFIX = "param-lint."
SETTING, RULE = "setting.", "rule."  # what keys of package.nls.json begin with that are written by this
# Each is restricted: a workspace that is not trusted cannot set it.
STARTING: dict[str, dict[str, Any]] = {
    "interpreter": {
        "type": "string",
        "default": "",
        "scope": "machine-overridable",
        "markdownDescription": "%starting.interpreter%",
    },
    "importStrategy": {
        "type": "string",
        "default": "useBundled",
        "enum": ["useBundled", "fromEnvironment"],
        "markdownEnumDescriptions": ["%starting.useBundled%", "%starting.fromEnvironment%"],
        "scope": "window",
        "markdownDescription": "%starting.importStrategy%",
    },
}
LOGGING: dict[str, dict[str, Any]] = {
    "trace.server": {
        "type": "string",
        "default": "off",
        "enum": ["off", "messages", "verbose"],
        "scope": "window",
        "markdownDescription": "%logging.trace%",
    },
}


def files() -> dict[Path, str]:
    """Give each file with the settings of today: its path, and its text."""
    made = {FOLDER / "package.json": package(_read(FOLDER / "package.json"))}
    for language in languages():
        end = "" if language == ENGLISH else f".{language}"
        path = FOLDER / f"package.nls{end}.json"
        made[path] = words(_read(path), language)
    return {path: json.dumps(content, indent=2, ensure_ascii=False) + "\n" for path, content in made.items()}


def package(content: dict[str, Any]) -> dict[str, Any]:
    """Give package.json with the settings, whose words are keys of package.nls.json."""
    server = {_camel(option.name): _schema(option) for option in _shown()}
    properties = {PREFIX + name: value for name, value in {**STARTING, **server, **LOGGING}.items()}
    content["contributes"]["configuration"]["properties"] = properties
    content["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"] = [PREFIX + name for name in STARTING]
    return content


def words(content: dict[str, str], language: str) -> dict[str, str]:
    """Give a package.nls.json: what is written there by hand, and behind it the words of settings and rules."""
    known = {} if language == ENGLISH else translations(language)
    by_hand = {key: text for key, text in content.items() if not key.startswith((SETTING, RULE))}
    described = {SETTING + _camel(option.name): option.help.template for option in _shown()}
    described |= {RULE + rule.code: rule.summary for rule in rules.all_rules()}
    return by_hand | {key: known.get(text) or text for key, text in described.items()}


def _shown() -> tuple[Option, ...]:
    return tuple(option for option in OPTIONS if "editor" in option.places)


def _schema(option: Option) -> dict[str, Any]:
    found = value_schema(option)
    if option.kind == "rules":
        found["items"]["markdownEnumDescriptions"] = [f"%{RULE}{rule.code}%" for rule in rules.all_rules()]
    return {**found, "scope": "window", "markdownDescription": f"%{SETTING}{_camel(option.name)}%"}


def _camel(name: str) -> str:
    """Write `keras-version` as VS Code's settings are written: `kerasVersion`."""
    return re.sub(r"-(\w)", lambda match: match[1].upper(), name)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


if __name__ == "__main__":
    for changed, text in files().items():
        changed.write_text(text, encoding="utf-8")
