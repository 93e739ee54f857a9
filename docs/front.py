"""Makes README.md the front of the documentation's site; a hook of mkdocs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).parents[1]
_ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?!https?:|docs/|#)[^)]+\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add README.md as `index.md`: links into `docs/` lead to the pages, links to other files become plain text."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - only a build of the site has it

    text = (ROOT / "README.md").read_text("utf-8")
    text = _ELSEWHERE.sub(r"\1", text)
    text = re.sub(r"\]\(docs/rules\)", "](rules/README.md)", text)
    text = re.sub(r"\]\(docs/editors\)", "](editors/README.md)", text)
    text = text.replace("](docs/", "](")
    files.append(File.generated(config, "index.md", content=text))
    return files
