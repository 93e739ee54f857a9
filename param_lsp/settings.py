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

Kind = Literal["choice", "rules", "patterns", "switch", "number", "facts"]


@dataclass(frozen=True, slots=True)
class Option:
    """What people are told about an option.

    Arguments:
        name: as users write it: `keras-version`.
        attribute: the field of `Settings`.
        kind: a "choice" is one of `choices`, "rules" a list of rule codes, "patterns" a list of .gitignore lines, a
            "switch" true or false, a "number" an integer from `least` on, "facts" a table of names and what is known
            of them.
        default: as `Settings` has it.
        help: a sentence or two in Markdown.
        choices: what a "choice" may be.
        places: where it can be set: "project" (pyproject.toml), "editor", "command line".
        least: the least that a "number" may be.
    """

    name: str
    attribute: str
    kind: Kind
    default: str | bool | int | tuple[Any, ...]
    help: Message
    choices: tuple[str, ...]
    places: tuple[str, ...]
    least: int = 0


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


def _option(
    default: Any, kind: Kind, text: Message, *, choices: tuple[str, ...] = (), places: str, least: int = 0
) -> Any:
    metadata = {
        "kind": kind, "help": text, "choices": choices, "places": tuple(places.split(", ")), "least": least
    }  # fmt: skip
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
        read_data: whether data files of the workspace are read.
        facts: what the user states of names that the code does not tell.
        language: "auto", or a language that there are translations of.
        hints_shape, hints_params, hints_sum, hints_totals, hints_share, hints_names: which parts of hints are shown.
        hints_style: "full" or "compact".
        hints_position: "line" for the end of the line, "call" for behind the call.
        hints_length: the most characters (UTF-16 units) of the hints of one line together.
        hints_layers: the fewest layers of a model whose layers get hints.
        batch_size: samples for which the memory of outputs is told.
        pin: what the project's requirements say; only "auto" asks for it.
    """

    keras_version: str = _option(
        "auto",
        "choice",
        message(
            "The Keras that the code is written for. `auto` asks the project's requirements, then the file itself."
        ),
        choices=("auto", "3", "2", "1"),
        places="project, editor",
    )
    select: tuple[str, ...] = _option(
        (), "rules", message("The rules to run; all when it is empty."), places="project, editor, command line"
    )
    ignore: tuple[str, ...] = _option((), "rules", message("Rules not to run."), places="project, editor, command line")
    exclude: tuple[str, ...] = _option(
        (),
        "patterns",
        message("Files and folders that a search of a folder leaves out, as lines of a `.gitignore`."),
        places="project",
    )
    saved_outputs: bool = _option(
        True,
        "switch",
        message(
            "Whether a notebook's saved outputs fill in sizes that its code alone does not tell, such as a printed "
            "`X_train.shape`. They are never the reason of a finding."
        ),
        places="project, editor",
    )
    read_data: bool = _option(
        True,
        "switch",
        message(
            "Whether tables and folders of pictures of the project that a program reads may be looked at, for their "
            "columns, types, categories and classes; at most 1 MB of a file. Nothing is sent anywhere."
        ),
        places="project, editor",
    )
    facts: tuple[Fact, ...] = _option(
        (),
        "facts",
        message(
            'What the code does not tell, as a table: a name and its value (`n_classes = 10`), `"NAME.shape"` and a '
            'list of sizes (`"X_train.shape" = [60000, 784]`, or `"(None, 784)"` with an axis left open), '
            '`"len(NAME)"` and a number. '
            "It holds wherever a module gives the name a value that cannot be known; a comment in the file "
            "(`# param-lint: n_classes = 10`) comes first."
        ),
        places="project, editor",
    )
    language: str = _option(
        "auto",
        "choice",
        message("The language of hovers, findings and hints. `auto` is the editor's."),
        choices=("auto", "en", "ko"),
        places="editor",
    )
    hints_shape: bool = _option(
        True, "switch", message("Whether a layer's hint shows its output shape."), places="project, editor"
    )
    hints_params: bool = _option(
        True, "switch", message("Whether a layer's hint shows its number of parameters."), places="project, editor"
    )
    hints_sum: bool = _option(
        True, "switch", message("Whether a layer's hint shows the running total, `Σ`."), places="project, editor"
    )
    hints_totals: bool = _option(
        True, "switch", message("Whether a model's totals are shown at it."), places="project, editor"
    )
    hints_share: bool = _option(
        True,
        "switch",
        message(
            "Whether a layer that holds a quarter or more of its model's parameters is marked with its share: `(69%)`."
        ),
        places="project, editor",
    )
    hints_names: bool = _option(
        False,
        "switch",
        message("Whether a layer's hint begins with the name that Keras gives it."),
        places="project, editor",
    )
    hints_style: str = _option(
        "full",
        "choice",
        message("`compact` leaves out the batch axis and the running total of all layers but the last."),
        choices=("full", "compact"),
        places="project, editor",
    )
    hints_position: str = _option(
        "line",
        "choice",
        message(
            "Whether a hint stands at the end of its line, or behind the layer's call. Where several layers share a "
            "line, `line` leaves only their counts behind the calls."
        ),
        choices=("line", "call"),
        places="project, editor",
    )
    hints_length: int = _option(
        43,
        "number",
        message(
            "How many characters the hints of one line may have together; they are shortened to fit, and the tooltip "
            "has the full text. VS Code itself cuts at 43 unless `editor.inlayHints.maximumLength` is set."
        ),
        least=8,
        places="project, editor",
    )
    hints_layers: int = _option(
        1,
        "number",
        message("How many layers a model must have for its layers to get hints."),
        least=1,
        places="project, editor",
    )
    batch_size: int = _option(
        1,
        "number",
        message("The number of samples for which hovers tell the memory of outputs."),
        least=1,
        places="project, editor",
    )
    workspace_diagnostics: bool = _option(
        False,
        "switch",
        message(
            "Whether findings in files that are not open are listed too: up to 2,000 Python files of the workspace's "
            "folders, as .gitignore leaves them. An editor that is running takes it up when it starts again."
        ),
        places="editor",
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
        least=each.metadata["least"],
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
            problems.append(_not_here(name, known))
            continue
        accepted, wrong = _read(option, value, rules)
        problems += wrong
        if accepted is not None:
            values[option.attribute] = accepted
    return values, tuple(problems)


def _not_here(name: str, known: Collection[str]) -> Message:
    """Say where a setting can be set instead, or that there is none of this name."""
    elsewhere = next((option for option in OPTIONS if option.name == name.replace("_", "-")), None)
    if elsewhere is None:
        return _not_one_of(message("there is no setting {name}", name=repr(name)), name, known)
    if "project" in elsewhere.places:
        return message("{name} can be set in pyproject.toml only", name=elsewhere.name)
    return message("{name} can be set in the editor's settings only", name=elsewhere.name)


_Read = tuple[str | bool | int | tuple[Any, ...] | None, list[Message]]


def _read(option: Option, value: object, rules: Collection[str] | None) -> _Read:
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
    if option.kind == "number":
        return _read_number(option, value)
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


def _read_number(option: Option, value: object) -> _Read:
    if isinstance(value, int) and not isinstance(value, bool) and value >= option.least:
        return value, []
    said = message(
        "{name} must be an integer from {least} on, got {value}",
        name=option.name,
        least=option.least,
        value=repr(value),
    )
    return None, [said]


def _not_one_of(said: Message, written: str, names: Collection[str]) -> Message:
    """Add the nearest name to a sentence, or all names when none is near and they are few."""
    near = get_close_matches(written, names, n=1)
    if near:
        return message("{said}; did you mean {near}?", said=said, near=repr(near[0]))
    if len(names) > 5:
        return said
    return message("{said}; known: {names}", said=said, names=", ".join(names))
