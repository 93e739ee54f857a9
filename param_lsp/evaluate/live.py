"""Objects that a library keeps for the whole program and that code fills by name: absl's FLAGS and `wandb.config`.

They live in the module's scope under their dotted names, where branches and later versions of the text see them as they
see any other name.
"""

from __future__ import annotations

from typing import Any, Final

from param_lsp.evaluate.builtins import declare
from param_lsp.evaluate.machine import NOT_FOUND, Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.values import DictValue, LibraryObject, ListValue, Unknown, Value

_FLAGS: Final = ("absl.flags", "tensorflow.flags", "tensorflow.app.flags")
_KINDS: Final = ("integer", "float", "string", "boolean", "bool", "enum", "list", "multi_integer", "multi_string")
OBJECTS: Final = {**{f"{library}.FLAGS": "absl.flags.FLAGS" for library in _FLAGS}, "wandb.config": "wandb.config"}
_REASONS: Final = {
    "absl.flags.FLAGS": message("the flag is not defined in this file"),
    "wandb.config": message("the setting is made outside this file"),
}


def live(machine: Machine, name: str, frame: Frame) -> DictValue:
    """Give the program's own object of this dotted name (one of `OBJECTS`), made at the first question."""
    key = OBJECTS[name]
    found = machine.lookup(key, frame)
    if isinstance(found, DictValue):
        return found
    assert found is NOT_FOUND
    made = DictValue({}, Unknown(_REASONS[key]), attributes=True)
    machine.write(key, frame.module)
    frame.module.names[key] = made
    return made


@declare(*(f"{library}.DEFINE_{kind}" for library in _FLAGS for kind in _KINDS))
def define(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Define a flag: it has its default, since the command line is not seen here."""
    name, value = given.get(0, "name"), given.get(1, "default")
    if not isinstance(name, str):
        return Unknown(message("the name of a flag is not known"), given.place)
    if value is None:
        value = Unknown(
            message("the flag {name} has no default: it is given on the command line", name=name), given.place
        )
    kind = given.callee.rpartition("DEFINE_")[2]
    if kind == "list" and isinstance(value, str):
        value = ListValue([part.strip() for part in value.split(",") if part.strip()])
    elif kind.startswith("multi_") and isinstance(value, int | str):
        value = ListValue([value])
    flags = live(machine, "absl.flags.FLAGS", given.frame)
    machine.touch(flags)
    flags.items[name] = value
    return LibraryObject("absl.flags.FlagHolder", {"value": value, "default": value, "name": name})


@declare("wandb.init")
def init(machine: Any, given: Any, bound: Value) -> Value:  # noqa: ARG001 - the table passes all
    """Begin a run: its configuration is `wandb.config`."""
    config = live(machine, "wandb.config", given.frame)
    settings = given.keywords.get("config")
    if isinstance(settings, DictValue):
        machine.touch(config)
        config.items.update(settings.items)
    return LibraryObject("wandb.Run", {"config": config})


@declare("argparse.ArgumentParser.set_defaults")
def set_defaults(machine: Any, given: Any, bound: Value) -> Value:
    """Set defaults of arguments, or values that no argument sets, under names that no signature lists."""
    if isinstance(bound, LibraryObject) and "_defaults" in bound.fields:
        machine.touch(bound)
        bound.fields["_defaults"] = {**bound.fields["_defaults"], **given.keywords}
    return None
