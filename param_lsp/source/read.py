"""The door for texts: a file's bytes, or an editor's text, to a Source that can be analysed."""

from __future__ import annotations

from pathlib import PurePath

from param_lsp.source.decode import NOTEBOOK_LIMIT, SIZE_LIMIT, SourceError, check_size, decode
from param_lsp.source.lines import line_starts
from param_lsp.source.magics import blank_magics
from param_lsp.source.markdown import markdown_source
from param_lsp.source.notebook import cells_source, notebook_source
from param_lsp.source.source import Source

__all__ = [
    "SIZE_LIMIT",
    "SourceError",
    "cells_source",
    "decode",
    "markdown_source",
    "notebook_source",
    "python_source",
    "source_of",
]


def python_source(path: str, text: str) -> Source:
    """Read a Python file; lines with `!` or `%` that an export of a notebook left in it are blanked.

    Raises:
        SourceError: when it is too large.
    """
    check_size(len(text))
    code = blank_magics(text, cell=False)
    return Source(path, code, (), (), line_starts(code), text if text != code else None)


def source_of(path: str, data: bytes) -> Source:
    """Read a file as its suffix tells: a notebook (`.ipynb`), Markdown (`.md`, `.markdown`), else Python.

    Raises:
        SourceError: when it is too large, binary, not in its encoding, or no notebook.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix == ".ipynb":
        return notebook_source(path, decode(data, python=False, limit=NOTEBOOK_LIMIT))
    if suffix in (".md", ".markdown"):
        return markdown_source(path, decode(data, python=False))
    return python_source(path, decode(data))
