"""Python text to program trees: `parse` is the door, `parse_steps` the same in pieces."""

from param_lsp.syntax.parse import parse, parse_steps

__all__ = ["parse", "parse_steps"]
