"""Python text to program trees: `parse` is the door."""

from param_lsp.syntax.parse import parse

__all__ = ["parse"]
