"""`param-lint --show-settings`: every option, its value here, and where that comes from."""

from __future__ import annotations

from pathlib import Path

from param_lsp.cli.run import Run
from param_lsp.cli.screen import Screen
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
        out.line(f"{option.name} = {_toml(getattr(project.settings, option.attribute))}  # {origin}")
    return run.status


def settings_page(options: tuple[Option, ...] = OPTIONS) -> str:
    """Give the documentation of all settings as Markdown."""
    lines = ["# Settings", "", "In `[tool.param-lint]` of the nearest `pyproject.toml`:", ""]
    for option in options:
        lines += [f"## `{option.name}`", "", option.help, ""]
        if option.choices:
            lines.append(f"- One of {', '.join(f'`{choice}`' for choice in option.choices)}")
        lines.append(f"- Default: `{_toml(option.default)}`")
        lines += [f"- Can be set in: {', '.join(option.places)}", ""]
    return "\n".join(lines)


def _toml(value: str | bool | tuple[str, ...]) -> str:  # noqa: FBT001 - a value, not a flag
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    return "[" + ", ".join(map(_quoted, value)) + "]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
