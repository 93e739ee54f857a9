"""Python lists and dictionaries of which the length is known and the members are not."""

from __future__ import annotations

from param_lsp.libraries.indexing import slice_length
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.shapes import Count
from param_lsp.values import Call, LibraryObject, Slice, Value

LIST = "builtins.list"
DICT = "builtins.dict"


def list_of(length: Count, element: Value = None) -> LibraryObject:
    """Make a list of known length, with what is known of each member."""
    fields: dict[str, Value] = {"__len__": length}
    if element is not None:
        fields["__element__"] = element
    return LibraryObject(LIST, fields)


def dict_of(length: Count) -> LibraryObject:
    """Make a dictionary of known length."""
    return LibraryObject(DICT, {"__len__": length})


@function("builtins.list.__getitem__", "self, index")
def list_item(call: Call, arguments: Bound) -> Value:
    """Slice the list, or give what is known of each member."""
    members, index = arguments["self"], arguments["index"]
    element = members.fields.get("__element__")
    if isinstance(index, Slice):
        length = slice_length(members.fields["__len__"], index)
        return call.unknown("the ends of a slice are not integers") if length is None else list_of(length, element)
    return call.unknown("the members of the list are not known") if element is None else element


@function("builtins.dict.items builtins.dict.keys builtins.dict.values", "self")
def dict_view(_call: Call, arguments: Bound) -> Value:
    """Give as many members as the dictionary has."""
    return list_of(arguments["self"].fields["__len__"])
