"""Binds the arguments of a builder of `keras.applications` to its parameters, as Python does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from param_lsp.catalogue.applications.architectures import Architecture
from param_lsp.catalogue.identifiers import nearest
from param_lsp.catalogue.reading import reject
from param_lsp.message import message
from param_lsp.values import Value


def bound(
    architecture: Architecture, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int
) -> dict[str, Value]:
    """Give all parameters with their values, defaults filled in.

    Arguments:
        architecture: whose builder.
        positional: the positional arguments' values.
        keywords: the keyword arguments' values.
        keras: the Keras version that the file means; Keras 2's builders took `backend=`, `layers=` and others.

    Raises:
        Rejected: Python does not take the arguments.
    """
    parameters, call = architecture.parameters, f"{architecture.name}()"
    if len(positional) > len(parameters):
        reject(
            f"{call} takes from 0 to {len(parameters)} positional arguments but {len(positional)} were given",
            message("{name} takes at most {most} arguments", name=architecture.name, most=len(parameters)),
        )
    given = dict(zip(parameters, positional, strict=False))
    for name, value in keywords.items():
        if name in given:
            reject(
                f"{call} got multiple values for argument '{name}'",
                message("`{name}` is given twice, by position and by name", name=name),
                argument=name,
            )
        if name in parameters:
            given[name] = value
        elif keras >= 3:
            _reject_unexpected(architecture, name)
    return {**parameters, **given}


def _reject_unexpected(architecture: Architecture, name: str) -> None:
    near = nearest(name, frozenset(architecture.parameters))
    text = message("{call} has no argument `{name}`", call=architecture.name, name=name)
    if near is not None:
        text = message(
            "{call} has no argument `{name}`; did you mean `{near}`?", call=architecture.name, name=name, near=near
        )
    reject(
        f"{architecture.name}() got an unexpected keyword argument '{name}'",
        text,
        rule="unknown-argument",
        argument=name,
        short=message("no argument {name}", name=name),
    )
