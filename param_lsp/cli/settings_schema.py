"""The settings as JSON Schema: for editors of pyproject.toml, and for VS Code's own list of settings."""

from __future__ import annotations

from typing import Any

from param_lsp.rules import all_rules
from param_lsp.settings import OPTIONS, Option

Schema = dict[str, Any]
_FACT = ["string", "number", "boolean", "array"]  # what a fact's value may be


def settings_schema() -> Schema:
    """Give the schema of the table `[tool.param-lint]`."""
    properties = {
        option.name: {"description": str(option.help), **value_schema(option)}
        for option in OPTIONS
        if "project" in option.places
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "param-lint",
        "description": "The table [tool.param-lint] of pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def value_schema(option: Option) -> Schema:
    """Give the schema of an option's value, with its default."""
    default = list(option.default) if isinstance(option.default, tuple) else option.default
    if option.kind == "switch":
        return {"type": "boolean", "default": default}
    if option.kind == "number":
        return {"type": "integer", "default": default, "minimum": option.least}
    if option.kind == "choice":
        return {"type": "string", "default": default, "enum": list(option.choices)}
    if option.kind == "facts":
        return {"type": "object", "default": {}, "additionalProperties": {"type": _FACT}}
    items: Schema = {"type": "string"}
    if option.kind == "patterns":
        return {"type": "array", "default": default, "items": items}
    items["enum"] = [rule.code for rule in all_rules()]
    return {"type": "array", "default": default, "items": items, "uniqueItems": True}
