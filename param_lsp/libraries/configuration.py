"""Configuration from outside: argparse's arguments have their defaults, a tuner's choices are ranges.

What is given on the command line nobody sees here; a program is shown as it runs without any.
"""

from __future__ import annotations

from typing import Any, Final

from param_lsp.libraries import argument_lists
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.shapes import UnknownDim
from param_lsp.values import Call, DictValue, LibraryFunction, LibraryObject, ListValue, Unknown, UnknownText, Value

PARSER: Final = "argparse.ArgumentParser"
HYPERPARAMETERS: Final = "keras_tuner.HyperParameters"
_GIVEN: Final = "the argument {name} has no default: it is given on the command line"
_CHOSEN: Final = "a tuner chooses {name}"
_KINDS: Final[dict[str, Any]] = {"builtins.int": int, "builtins.float": float, "builtins.str": str}


@function(PARSER, "*rest, **more")
def parser(_call: Call, _arguments: Bound) -> Value:
    """Make a parser that knows no argument yet."""
    return LibraryObject(PARSER, {"_defaults": {}, "_given": ()})


@function(f"{PARSER}.add_argument_group {PARSER}.add_mutually_exclusive_group", "self, *rest, **more")
def group(_call: Call, arguments: Bound) -> Value:
    """Give the parser itself: the arguments of a group are the parser's."""
    return arguments["self"]


@function(
    f"{PARSER}.add_argument",
    "self, *flags, action=None, nargs=None, const=None, default=None, type=None, choices=None, required=False, "
    "help=None, metavar=None, dest=None, version=None",
)
def add_argument(call: Call, arguments: Bound) -> Value:
    """Remember an argument with its default."""
    flags = [flag for flag in arguments["flags"] if isinstance(flag, str)]
    name = arguments["dest"]
    if not isinstance(name, str):
        long = [flag for flag in flags if flag.startswith("--")] or flags
        name = long[0].lstrip("-").replace("-", "_") if long else None
    if name:
        self = arguments["self"]
        call.touch(self)
        self.fields["_defaults"] = {**self.fields["_defaults"], name: _default(call, arguments, name)}
        given = {option: arguments[option] for option in arguments.given}
        self.fields["_given"] = (*self.fields.get("_given", ()), (tuple(flags), given, name))
    return None


@function(f"{PARSER}.parse_args {PARSER}.parse_known_args", "self, args=None, namespace=None")
def parse_args(call: Call, arguments: Bound) -> Value:
    """Give the defaults as attributes."""
    defaults = arguments["self"].fields["_defaults"]
    written = arguments["args"]
    if written is not None and sequence(written) != [] and sequence(written) != ():
        parsed = argument_lists.parse(arguments["self"], sequence(written))
        if parsed is not None:
            known, rest = DictValue(parsed[0], attributes=True), ListValue(list(parsed[1]))
            return (known, rest) if arguments.function.endswith("parse_known_args") else known
        defaults = {name: call.unknown("the argument {name} may be among those parsed", name=name) for name in defaults}
    result = DictValue(dict(defaults), attributes=True)
    if arguments.function.endswith("parse_known_args"):
        return (result, ListValue([], call.unknown("what else stands on the command line is not known")))
    return result


def _default(call: Call, arguments: Bound, name: str) -> Value:
    action, value, kind = arguments["action"], arguments["default"], arguments["type"]
    if action in ("store_true", "store_false") and "default" not in arguments.given:
        return action == "store_false"
    if value is None or arguments["required"] is True:
        return call.unknown(_GIVEN, name=name)
    convert = _KINDS.get(kind.name) if isinstance(kind, LibraryFunction) else None
    if isinstance(value, str) and kind is not None:  # argparse converts texts alone
        if convert is None:
            return call.unknown("how the argument {name} is converted is not followed", name=name)
        try:
            return convert(value)
        except ValueError:
            return call.unknown(_GIVEN, name=name)
    return value


@function("keras_tuner.HyperParameters kerastuner.HyperParameters", "**rest")
def hyperparameters(_call: Call, _arguments: Bound) -> Value:
    """Make the object that asks a tuner for values."""
    return LibraryObject(HYPERPARAMETERS)


@function(f"{HYPERPARAMETERS}.Int", "self, name, min_value=None, max_value=None, step=None, **rest")
def integer(_call: Call, arguments: Bound) -> Value:
    """Give a size between both ends."""
    low, high = arguments["min_value"], arguments["max_value"]
    reason = message(_CHOSEN, name=str(arguments["name"]))
    ends = [end if isinstance(end, int) else None for end in (low, high)]
    return ends[0] if ends[0] is not None and ends[0] == ends[1] else UnknownDim(reason, *ends)


@function(f"{HYPERPARAMETERS}.Choice", "self, name, values, ordered=None, default=None, **rest")
def choice(call: Call, arguments: Bound) -> Value:
    """Give a size between the smallest and the largest one that may be chosen; of other values, none."""
    reason = message(_CHOSEN, name=str(arguments["name"]))
    members = sequence(arguments["values"])
    if members is not None and len(members) == 1:
        return members[0]
    whole = [member for member in members or () if type(member) is int]
    if members and len(whole) == len(members):
        return UnknownDim(reason, min(whole), max(whole))
    if members and all(isinstance(member, str) for member in members):
        return UnknownText(reason, call.place)
    return Unknown(reason, call.place)


@function(f"{HYPERPARAMETERS}.Fixed", "self, name, value, **rest")
def fixed(_call: Call, arguments: Bound) -> Value:
    """Give the value itself."""
    return arguments["value"]


@function(f"{HYPERPARAMETERS}.Boolean {HYPERPARAMETERS}.Float {HYPERPARAMETERS}.get", "self, name, *rest, **more")
def chosen(call: Call, arguments: Bound) -> Value:
    """Give a value that only the tuner knows."""
    return call.unknown(_CHOSEN, name=str(arguments["name"]))
