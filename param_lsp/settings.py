"""All options, in one frozen `Settings`: from `[tool.param-lint]` and from the editor's section `param-lint`.

The fields of `Settings` are the only list of options: their metadata feed `--show-settings`, the documentation and the
checks of what users write. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any, Literal

from param_lsp.facts import Fact, facts_in_settings
from param_lsp.message import Message, message

Kind = Literal["choice", "rules", "patterns", "switch", "facts"]


@dataclass(frozen=True, slots=True)
class Option:
    """What people are told about an option.

    Arguments:
        name: as users write it: `keras-version`.
        attribute: the field of `Settings`.
        kind: a "choice" is one of `choices`, "rules" a list of rule codes, "patterns" a list of .gitignore lines, a
            "switch" true or false, "facts" a table of names and what is known of them.
        default: as `Settings` has it.
        help: a sentence or two in Markdown.
        choices: what a "choice" may be.
        places: where it can be set: "project" (pyproject.toml), "editor", "command line".
    """

    name: str
    attribute: str
    kind: Kind
    default: str | bool | tuple[Any, ...]
    help: str
    choices: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """The Keras that the project itself asks for, found in its files and not chosen by the user.

    Arguments:
        keras: 3, 2 or 1.
        reason: the requirement and the file that holds it.
        settled: whether it leaves out the early Keras 2 (up to 2.3), whose layers had other defaults.
    """

    keras: int
    reason: Message
    settled: bool = True


def _option(default: Any, kind: Kind, text: str, *, choices: tuple[str, ...] = (), places: str) -> Any:
    metadata = {"kind": kind, "help": text, "choices": choices, "places": tuple(places.split(", "))}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can choose, and the pin that was found beside it.

    Arguments:
        keras_version: "auto", "3", "2" or "1".
        select: rules to run, empty for all.
        ignore: rules not to run.
        exclude: what a search of a folder leaves out.
        saved_outputs: whether what a notebook's cells printed fills in what the code does not tell.
        facts: what the user states of names that the code does not tell.
        pin: what the project's requirements say; only "auto" asks for it.
    """

    keras_version: str = _option(
        "auto",
        "choice",
        "The Keras that the code is written for. `auto` asks the project's requirements, then the file itself.",
        choices=("auto", "3", "2", "1"),
        places="project, editor",
    )
    select: tuple[str, ...] = _option(
        (), "rules", "The rules to run; all when it is empty.", places="project, editor, command line"
    )
    ignore: tuple[str, ...] = _option((), "rules", "Rules not to run.", places="project, editor, command line")
    exclude: tuple[str, ...] = _option(
        (),
        "patterns",
        "Files and folders that a search of a folder leaves out, as lines of a `.gitignore`.",
        places="project",
    )
    saved_outputs: bool = _option(
        True,
        "switch",
        "Whether a notebook's saved outputs fill in sizes that its code alone does not tell, such as a printed "
        "`X_train.shape`. They are never the reason of a finding.",
        places="project, editor",
    )
    facts: tuple[Fact, ...] = _option(
        (),
        "facts",
        'What the code does not tell, as a table: a name and its value (`n_classes = 10`), `"NAME.shape"` and a list '
        'of sizes (`"X_train.shape" = [60000, 784]`, or `"(None, 784)"` with an axis left open), `"len(NAME)"` and a '
        "number. "
        "It holds wherever a module gives the name a value that cannot be known; a comment in the file "
        "(`# param-lint: n_classes = 10`) comes first.",
        places="project, editor",
    )
    pin: Pin | None = None


OPTIONS: tuple[Option, ...] = tuple(
    Option(
        name=each.name.replace("_", "-"),
        attribute=each.name,
        kind=each.metadata["kind"],
        default=each.default,  # type: ignore[arg-type]  # every option has one
        help=each.metadata["help"],
        choices=each.metadata["choices"],
        places=each.metadata["places"],
    )
    for each in fields(Settings)
    if each.metadata
)


def read_options(
    written: Mapping[str, object], place: str, rules: Collection[str] | None = None
) -> tuple[dict[str, Any], tuple[Message, ...]]:
    """Check options as somebody wrote them: what is right is used, what is wrong is left out and reported.

    Arguments:
        written: option name → value, e.g. the table `[tool.param-lint]`.
        place: "project", "editor" or "command line"; an option that cannot be set there is reported.
        rules: the codes of all rules; None leaves rule names unchecked.

    Returns:
        Keyword arguments for `Settings` (or `dataclasses.replace`), and what is wrong, in the order written.
    """
    known = {option.name: option for option in OPTIONS if place in option.places}
    values: dict[str, Any] = {}
    problems: list[Message] = []
    for name, value in written.items():
        option = known.get(name.replace("_", "-"))
        if option is None:
            problems.append(_not_one_of(message("there is no setting {name}", name=repr(name)), name, known))
            continue
        accepted, wrong = _read(option, value, rules)
        problems += wrong
        if accepted is not None:
            values[option.attribute] = accepted
    return values, tuple(problems)


def _read(
    option: Option, value: object, rules: Collection[str] | None
) -> tuple[str | bool | tuple[Any, ...] | None, list[Message]]:
    if option.kind == "facts":
        if not isinstance(value, Mapping):
            said = message("{name} must be a table of names, got {value}", name=option.name, value=repr(value))
            return None, [said]
        facts, wrong_facts = facts_in_settings(value)
        return facts, [message("{name}: {problem}", name=option.name, problem=each) for each in wrong_facts]
    if option.kind == "switch":
        if isinstance(value, bool):
            return value, []
        return None, [message("{name} must be true or false, got {value}", name=option.name, value=repr(value))]
    if option.kind == "choice":
        chosen = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else repr(value)
        if chosen in option.choices:
            return chosen, []
        said = message("{name} cannot be {value}", name=option.name, value=repr(value))
        return None, [_not_one_of(said, chosen, option.choices)]
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        return None, [message("{name} must be a list of strings, got {value}", name=option.name, value=repr(value))]
    if option.kind != "rules" or rules is None:
        return tuple(value), []
    wrong = [
        _not_one_of(message("{name}: there is no rule {rule}", name=option.name, rule=repr(code)), code, rules)
        for code in value
        if code not in rules
    ]
    return tuple(code for code in value if code in rules), wrong


def _not_one_of(said: Message, written: str, names: Collection[str]) -> Message:
    """Add the nearest name to a sentence, or all names when none is near and they are few."""
    near = get_close_matches(written, names, n=1)
    if near:
        return message("{said}; did you mean {near}?", said=said, near=repr(near[0]))
    if len(names) > 5:
        return said
    return message("{said}; known: {names}", said=said, names=", ".join(names))
