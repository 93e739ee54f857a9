"""Text and places in it: line starts, notebooks and Markdown as one program of cells."""

from param_lsp.source.decode import SIZE_LIMIT, SourceError, decode
from param_lsp.source.read import cells_source, markdown_source, notebook_source, python_source, source_of
from param_lsp.source.source import Cell, Position, Source

__all__ = [
    "SIZE_LIMIT",
    "Cell",
    "Position",
    "Source",
    "SourceError",
    "cells_source",
    "decode",
    "markdown_source",
    "notebook_source",
    "python_source",
    "source_of",
]
