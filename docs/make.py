"""Makes the picture of hints and the page of settings; the pages of rules are `docs/rules/`.

python docs/make.py          # write them
python docs/make.py --check  # exit 1 when one is out of date
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from unittest import mock

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from param_lsp import main
from param_lsp.cli.show_settings import settings_page

DOCS = Path(__file__).resolve().parent
PICTURED = "image_classifier.py"
_THEME = TerminalTheme((255, 255, 255), (36, 41, 46), [(36, 41, 46)] * 8)


def pages() -> dict[str, str]:
    """Give every generated file's text by name."""
    return {"hints.svg": picture(), "settings.md": settings_page()}


def picture() -> str:
    """Draw what `param-lint hints` prints for an example as an SVG; hints are dimmed in it as in a terminal."""
    printed = io.StringIO()
    example = DOCS.parent / "examples" / PICTURED
    with mock.patch.dict(os.environ, {"FORCE_COLOR": "1", "NO_COLOR": ""}), contextlib.redirect_stdout(printed):
        status = main.run(["hints", str(example)])
    assert status == 0, printed.getvalue()
    text = Text.from_ansi(printed.getvalue().rstrip())
    width = max(len(line) for line in text.plain.splitlines())
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(text)
    return console.export_svg(title=f"param-lint hints {PICTURED}", theme=_THEME, unique_id="hints")


def make(*, check: bool) -> int:
    """Write the files, or name those that are out of date."""
    status = 0
    for name, text in pages().items():
        path = DOCS / name
        if check and (not path.exists() or path.read_text("utf-8") != text):
            print(f"{name} is out of date: run python docs/make.py")
            status = 1
        elif not check:
            path.write_text(text, "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(make(check="--check" in sys.argv[1:]))
