"""Python lists and dictionaries of which the length is known and the members are not."""

from __future__ import annotations

from param_lsp.libraries.indexing import slice_length
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.shapes import Count, Polynomial, UnknownDim
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


@function("builtins.list.append builtins.list.insert builtins.object.append builtins.object.insert", "self, *rest")
def add_one(call: Call, arguments: Bound) -> Value:
    """Make the list one longer; what is known of each member may not hold for the new one."""
    return _changed(call, arguments["self"], arguments["self"].fields["__len__"] + 1)


@function("builtins.list.extend builtins.object.extend", "self, iterable")
def extend(call: Call, arguments: Bound) -> Value:
    """Make the list longer by the members of another."""
    self, more = arguments["self"], arguments["iterable"]
    members = call.iterate(more)
    added: Value = len(members) if members is not None else None
    if added is None and isinstance(more, LibraryObject):
        added = more.fields.get("__len__")
    if not isinstance(added, (int, Polynomial, UnknownDim)):
        added = UnknownDim(message("how many members a list takes in is not known"), 0)
    return _changed(call, self, self.fields["__len__"] + added)


@function("builtins.list.pop builtins.list.remove", "self, *rest")
def take_one(call: Call, arguments: Bound) -> Value:
    """Make the list one shorter; gives what `pop` gives."""
    self = arguments["self"]
    element = self.fields.get("__element__")
    _changed(call, self, self.fields["__len__"] - 1, element)
    if arguments.function.endswith("remove"):
        return None
    return call.unknown("the members of the list are not known") if element is None else element


@function("builtins.list.clear builtins.dict.clear builtins.object.clear", "self")
def clear(call: Call, arguments: Bound) -> Value:
    """Leave nothing."""
    return _changed(call, arguments["self"], 0)


@function("builtins.list.sort builtins.list.reverse", "self, **rest")
def reorder(_call: Call, _arguments: Bound) -> Value:
    """Give None: the length stays."""
    return None


@function("builtins.list.copy builtins.dict.copy", "self")
def copied(_call: Call, arguments: Bound) -> Value:
    """Give another one of the same length."""
    return LibraryObject(arguments["self"].type, dict(arguments["self"].fields))


@function(
    " ".join(
        f"builtins.{kind}.{name}"
        for kind in ("dict", "object")
        for name in ("update", "pop", "setdefault", "popitem", "add", "discard", "remove", "__setitem__")
    ),
    "self, *rest, **more",
)
def change_keys(call: Call, arguments: Bound) -> Value:
    """Leave the length open: which keys are there is not known."""
    reason = message("which keys a dictionary has is not known")
    _changed(call, arguments["self"], UnknownDim(reason, 0))
    silent = ("update", "add", "discard", "remove", "__setitem__")
    return None if arguments.function.endswith(silent) else call.unknown("the members of a dictionary are not known")


def _changed(call: Call, value: LibraryObject, length: Count, element: Value = None) -> None:
    call.touch(value)
    value.fields.pop("__element__", None)
    value.fields["__len__"] = length
    if element is not None:
        value.fields["__element__"] = element
