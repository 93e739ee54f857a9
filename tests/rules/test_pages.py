"""The pages under docs/ are what the code says today."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_generated_pages_are_up_to_date() -> None:
    pages = runpy.run_path(str(DOCS / "generate.py"))["pages"]()
    written = {f"rules/{path.name}": path.read_text(encoding="utf-8") for path in (DOCS / "rules").glob("*.md")}
    assert written == pages, "run: python docs/generate.py"
