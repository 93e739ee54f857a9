"""What libraries outside the workspace do to values; one file a library, imported when a name of it is first asked."""

from param_lsp.libraries.arithmetic import binary, unary
from param_lsp.libraries.canonical import canonical
from param_lsp.libraries.objects import (
    assign,
    assign_attribute,
    attribute,
    describe,
    distinct,
    element,
    input_shape,
    iterate,
    length,
    subscript,
    type_name,
)
from param_lsp.libraries.registry import Handler, find, function, handlers, libraries, library_class

__all__ = [
    "Handler",
    "assign",
    "assign_attribute",
    "attribute",
    "binary",
    "canonical",
    "describe",
    "distinct",
    "element",
    "find",
    "function",
    "handlers",
    "input_shape",
    "iterate",
    "length",
    "libraries",
    "library_class",
    "subscript",
    "type_name",
    "unary",
]
