"""The pages under docs/ are what the code says today."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_generated_pages_are_up_to_date() -> None:
    pages = runpy.run_path(str(DOCS / "generate.py"))["pages"]()
    names = {*pages, *(f"rules/{path.name}" for path in (DOCS / "rules").iterdir())}  # no page of a rule that is gone
    written = {name: (DOCS / name).read_text(encoding="utf-8") for name in names if (DOCS / name).exists()}
    assert written == pages, "run: python docs/generate.py"
