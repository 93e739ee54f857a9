"""`param-lint --show-settings`: every option, its value here, and where that comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from param_lsp.cli.run import Run
from param_lsp.cli.screen import Screen
from param_lsp.facts import Fact
from param_lsp.settings import OPTIONS, Option


def show_settings(run: Run, out: Screen, folder: str) -> int:
    """Write the settings that hold in a folder and give the exit status: 2 when a file of settings is wrong."""
    project = run.project(Path(folder))
    out.line(f"# root: {project.root}")
    if project.settings.pin is not None:
        out.line(f"# Keras {project.settings.pin.keras}: {project.settings.pin.reason}")
    for option in OPTIONS:
        out.line()
        out.line(out.style(f"# {option.help}", "dim"))
        if option.choices:
            out.line(out.style(f"# One of {', '.join(option.choices)}.", "dim"))
        origin = "pyproject.toml" if option.attribute in project.chosen else "default"
        out.line(f"{option.name} = {_toml(getattr(project.settings, option.attribute), option.kind)}  # {origin}")
    return run.status


def settings_page(options: tuple[Option, ...] = OPTIONS) -> str:
    """Give the documentation of all settings as Markdown."""
    lines = [
        "# Settings",
        "",
        "In `[tool.param-lint]` of the nearest `pyproject.toml`, and in the editor's section `param-lint`, where names",
        "may also be written `kerasVersion`. The editor's come before the project's, the command line's before both. A",
        "wrong one is told, with the nearest name, and left out. `settings.schema.json` beside this page tells them to",
        "editors of TOML.",
        "",
    ]
    for option in options:
        lines += [f"## `{option.name}`", "", str(option.help), ""]
        if option.choices:
            lines.append(f"- One of {', '.join(f'`{choice}`' for choice in option.choices)}")
        lines.append(f"- Default: `{_toml(option.default, option.kind)}`")
        lines += [f"- Can be set in: {', '.join(option.places)}", ""]
    return "\n".join(lines)


def _toml(value: Any, kind: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if kind == "facts":
        return f"{{ {', '.join(map(_fact, value))} }}" if value else "{}"
    return "[" + ", ".join(map(_quoted, value)) + "]"


def _fact(fact: Fact) -> str:
    """Write a fact as TOML; what TOML has no word for, as Python's text."""
    name = {"value": fact.name, "shape": f"{fact.name}.shape", "length": f"len({fact.name})"}[fact.kind]
    plain = isinstance(fact.value, int | float | str) and not isinstance(fact.value, bool)
    value = _toml(fact.value, "") if isinstance(fact.value, bool | str) else str(fact.value)
    return f"{_quoted(name)} = {value if plain or isinstance(fact.value, bool) else _quoted(value)}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
