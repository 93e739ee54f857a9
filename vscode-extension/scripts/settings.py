"""Writes the server's settings into package.json: `python scripts/settings.py`; a test tells when they are out of date.

The settings of the server stand in `param_lsp/settings.py` alone. Those of the extension itself, which say how the
server is started, stand here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from param_lsp import rules
from param_lsp.cli.settings_schema import value_schema
from param_lsp.settings import OPTIONS, Option

PACKAGE = Path(__file__).resolve().parents[1] / "package.json"
PREFIX = "param-lint."
# Each is restricted: a workspace that is not trusted cannot set it.
STARTING: dict[str, dict[str, Any]] = {
    "interpreter": {
        "type": "string",
        "default": "",
        "scope": "machine-overridable",
        "markdownDescription": "The Python that runs param-lint, 3.10 or later: a path, or a name on `PATH`. When it "
        "is empty, the interpreter of the Python extension is taken where there is one, then the workspace's `.venv`, "
        "then `python3` on `PATH`. Your own code is never run by it.",
    },
    "importStrategy": {
        "type": "string",
        "default": "useBundled",
        "enum": ["useBundled", "fromEnvironment"],
        "markdownEnumDescriptions": [
            "The param-lint that came with this extension.",
            "The param-lint that is installed for the Python that was found; the bundled one where none is.",
        ],
        "scope": "window",
        "markdownDescription": "Which param-lint is run.",
    },
}
LOGGING: dict[str, dict[str, Any]] = {
    "trace.server": {
        "type": "string",
        "default": "off",
        "enum": ["off", "messages", "verbose"],
        "scope": "window",
        "markdownDescription": "What the log tells of each message between VS Code and param-lint, once the log's "
        "level is *Trace*. `verbose` writes down your code.",
    },
}


def properties() -> dict[str, dict[str, Any]]:
    """Give `contributes.configuration.properties`."""
    server = {camel(option.name): schema(option) for option in OPTIONS if "editor" in option.places}
    return {PREFIX + name: value for name, value in {**STARTING, **server, **LOGGING}.items()}


def schema(option: Option) -> dict[str, Any]:
    """Give an option of the server as JSON Schema, with VS Code's own words for a description."""
    found = value_schema(option)
    if option.kind == "rules":
        found["items"]["markdownEnumDescriptions"] = [str(rule.summary) for rule in rules.all_rules()]
    return {**found, "scope": "window", "markdownDescription": option.help}


def camel(name: str) -> str:
    """Write `keras-version` as VS Code's settings are written: `kerasVersion`."""
    return re.sub(r"-(\w)", lambda match: match[1].upper(), name)


def updated(package: str) -> str:
    """Give the text of package.json with the settings of today."""
    content = json.loads(package)
    content["contributes"]["configuration"]["properties"] = properties()
    content["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"] = [PREFIX + name for name in STARTING]
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PACKAGE.write_text(updated(PACKAGE.read_text("utf-8")), encoding="utf-8")
