"""Draws the picture of README, docs/hints.svg: an example with its hints, as an editor shows them.

python docs/picture.py          # write it
python docs/picture.py --check  # exit 1 when it is out of date
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from pathlib import Path
from unittest import mock
from xml.sax.saxutils import escape

from param_lsp import main

FOLDER = Path(__file__).resolve().parent
PICTURED = "image_classifier.py"
_SIZE, _WIDE, _HIGH, _MARGIN = 14, 8.43, 20, 16  # of a character and of a line, in pixels
_DIMMED = re.compile("\x1b\\[2m(.*?)\x1b\\[0m")


def picture() -> str:
    """Give the SVG of what `param-lint hints` prints for an example, its hints dimmed as in a terminal."""
    printed = io.StringIO()
    example = FOLDER.parent / "examples" / PICTURED
    with mock.patch.dict(os.environ, {"FORCE_COLOR": "1", "NO_COLOR": ""}), contextlib.redirect_stdout(printed):
        status = main.run(["hints", str(example)])
    if status:
        raise SystemExit(status)
    return drawn(printed.getvalue().rstrip().splitlines())


def drawn(lines: list[str]) -> str:
    """Draw lines of text; what stands between the escape codes for dim is grey on a light ground."""
    width = 2 * _MARGIN + round(_WIDE * max(len(_DIMMED.sub(r"\1", line)) for line in lines))
    height = 2 * _MARGIN + _HIGH * len(lines)
    texts = [
        f'<text x="{_MARGIN}" y="{_MARGIN + _HIGH * number + _SIZE}" xml:space="preserve">{_marked(line)}</text>'
        for number, line in enumerate(lines)
    ]
    style = (
        f"text {{ font: {_SIZE}px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #24292e; "
        "white-space: pre }\n.hint { fill: #7d8590 }"
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
            f"<style>{style}</style>",
            f'<rect width="{width}" height="{height}" rx="6" fill="#f6f8fa"/>',
            *texts,
            "</svg>\n",
        ]
    )


def _marked(line: str) -> str:
    return _DIMMED.sub(r'<tspan class="hint">\1</tspan>', escape(line))


def run(*, check: bool) -> int:
    """Write the picture, or tell whether it is what would be written."""
    path = FOLDER / "hints.svg"
    text = picture()
    if not check:
        path.write_text(text, "utf-8")
    elif not path.exists() or path.read_text("utf-8") != text:
        print("docs/hints.svg is out of date: run python docs/picture.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv[1:]))
