"""Arguments that a program gives to its own parser, `parse_args(["--units", "32"])`: Python's argparse reads them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from param_lsp.values import LibraryFunction, LibraryObject, ListValue, Value

_KINDS: Final[dict[str, Any]] = {"builtins.int": int, "builtins.float": float, "builtins.str": str}
_ACTIONS: Final = ("store", "store_true", "store_false", "store_const", "append", "count", "extend")
_OPTIONS: Final = ("action", "nargs", "const", "default", "choices", "required", "dest")
_MOST: Final = 500


class _Parser(argparse.ArgumentParser):
    """A parser that neither prints nor exits."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def parse(parser: LibraryObject, written: Any) -> tuple[dict[Value, Value], Sequence[str]] | None:
    """Read known texts as argparse would; None where an argument's declaration is not known well enough.

    Arguments:
        parser: with the arguments declared so far.
        written: the members of the list that is parsed.

    Returns:
        The values by name, and what no argument takes.
    """
    declared = parser.fields.get("_given", ())
    texts = isinstance(written, list | tuple) and all(isinstance(text, str) for text in written)
    if not texts or not 0 < len(declared) <= _MOST or len(written) > _MOST:
        return None
    reader = _Parser(add_help=False)
    try:
        for flags, given, name in declared:
            reader.add_argument(*flags, **_options(flags, given, name))
        found, rest = reader.parse_known_args(list(written))
    except (ValueError, TypeError, argparse.ArgumentError, IndexError):
        return None
    defaults = parser.fields["_defaults"]
    values = {name: _value(value) for name, value in vars(found).items()}
    return {**{name: value for name, value in defaults.items() if name not in values}, **values}, rest


def _options(flags: Sequence[str], given: dict[str, Value], name: str) -> dict[str, Any]:
    options: dict[str, Any] = {option: _plain(given[option]) for option in _OPTIONS if option in given}
    if options.get("action", "store") not in _ACTIONS:
        raise ValueError(name)
    if flags and flags[0].startswith("-"):
        options["dest"] = name
    if "type" in given:
        kind = given["type"]
        if not isinstance(kind, LibraryFunction) or kind.name not in _KINDS:
            raise ValueError(name)
        options["type"] = _KINDS[kind.name]
    return options


def _plain(value: Value) -> Any:
    """Give a container as Python has it; other values, also unknown ones, are handed through."""
    return list(value.items) if isinstance(value, ListValue) and value.unknown is None else value


def _value(value: Any) -> Value:
    return ListValue(list(value)) if isinstance(value, list) else value
