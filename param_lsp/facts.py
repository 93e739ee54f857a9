"""Facts that users state of names, in comments or in a project's settings: reading them and saying what is wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from param_lsp.message import Message, message

LONGEST: Final = 4_000  # characters of a value that is read
IN_COMMENTS: Final = message(
    "write `# param-lint: NAME.shape = (60000, 784)`, `# param-lint: NAME = 10` or `# param-lint: ignore[RULE]`"
)
IN_SETTINGS: Final = message('write `"NAME.shape" = [60000, 784]` or `NAME = 10`')
_DOTTED: Final = r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*"
_NAME: Final = re.compile(rf"\s*(?P<name>{_DOTTED})\s*")
_LENGTH: Final = re.compile(rf"\s*len\(\s*(?P<name>{_DOTTED})\s*\)\s*")


@dataclass(frozen=True, slots=True)
class Fact:
    """What somebody says of a name.

    Arguments:
        name: with dots where it is an attribute.
        kind: the "value" itself, its "shape" or its "length".
        value: as Python has it; a shape is a tuple of sizes, None for an axis that is left open.
    """

    name: str
    kind: Literal["value", "shape", "length"]
    value: Any

    @property
    def root(self) -> str:
        """The name before the first dot."""
        return self.name.partition(".")[0]


def literal(text: str) -> Any:
    """Read a number, text, True, False, None, or a tuple, list or dictionary of them; `...` for all else."""
    if len(text) > LONGEST:
        return ...
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return ...
    return value if _is_plain(value) else ...


def is_size(value: Any) -> bool:
    """Tell whether a value counts something."""
    return type(value) is int and value >= 0


def fact_in_comment(text: str) -> Fact | Message:
    """Read `NAME = VALUE`, `NAME.shape = SIZES` or `len(NAME) = SIZE`; gives what is wrong when it cannot be read."""
    name, equals, written = text.partition("=")
    subject = _subject(name)
    if subject is None or not equals or written.startswith("=") or not written.strip():
        return message("this comment states no fact that can be read: {right}", right=IN_COMMENTS)
    return _checked(*subject, literal(written), written.strip(), IN_COMMENTS)


def facts_in_settings(written: Mapping[str, object]) -> tuple[tuple[Fact, ...], tuple[Message, ...]]:
    """Read a table of facts: name → value, `NAME.shape` → sizes, as a list or as the text of a tuple.

    Returns:
        The facts that can be read, and what is wrong with the others.
    """
    facts: list[Fact] = []
    problems: list[Message] = []
    for name, value in _flat(written):
        subject = _subject(name)
        if subject is None:
            said_of_it = "{name} is not a name, NAME.shape or len(NAME); {right}"
            problems.append(message(said_of_it, name=repr(name), right=IN_SETTINGS))
            continue
        read = literal(value) if subject[1] != "value" and isinstance(value, str) else value
        said = _checked(*subject, read if _is_plain(read) else ..., repr(value), IN_SETTINGS)
        if isinstance(said, Fact):
            facts.append(said)
        else:
            problems.append(message("{name}: {problem}", name=name, problem=said))
    return tuple(facts), tuple(problems)


def _flat(written: Mapping[str, object]) -> list[tuple[str, object]]:
    """Take `X.shape = …` without quotes as meant: TOML reads it as a table X with a key `shape`."""
    items: list[tuple[str, object]] = []
    for name, value in written.items():
        if isinstance(value, Mapping) and set(value) == {"shape"}:
            items.append((f"{name}.shape", value["shape"]))
        else:
            items.append((name, value))
    return items


def _subject(text: str) -> tuple[str, Literal["value", "shape", "length"]] | None:
    """Give the name that a fact is about, and what it says of it."""
    if found := _LENGTH.fullmatch(text):
        return re.sub(r"\s", "", found["name"]), "length"
    if not (found := _NAME.fullmatch(text)):
        return None
    name = re.sub(r"\s", "", found["name"])
    return (name.removesuffix(".shape"), "shape") if name.endswith(".shape") else (name, "value")


def _checked(
    name: str, kind: Literal["value", "shape", "length"], value: Any, written: str, right_form: Message
) -> Fact | Message:
    if value is ...:
        return message(
            "{value} is not a number, a text, True, False, None, or a tuple, list or dictionary of them; {right}",
            value=written[:60],
            right=right_form,
        )
    if kind == "shape":
        sizes = tuple(value) if isinstance(value, list | tuple) else None
        if sizes is None or not all(size is None or is_size(size) for size in sizes):
            return message(
                "a shape is a tuple of sizes such as (60000, 784) or (784,), got {value}", value=written[:60]
            )
        value = sizes
    if kind == "length" and not is_size(value):
        return message("a length is a whole number such as 10000, got {value}", value=written[:60])
    return Fact(name, kind, value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
    return value is None or isinstance(value, bool | int | float | str)
