"""Bind the arguments of a call to a signature that stands as text: `"a, shape=None, *, order='C', **rest"`."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from param_lsp.message import Message, message
from param_lsp.values import Value


class Bound:
    """The bound arguments of one call: every parameter by name, defaults filled in.

    Arguments:
        values: parameter name → value; `*args` as a tuple, `**rest` left out.
        given: the names that the caller wrote, also those that `**rest` takes.
        function: the dotted name that is called, for handlers that serve several.
    """

    __slots__ = ("function", "given", "values")

    def __init__(self, values: Mapping[str, Value], given: frozenset[str], function: str = "") -> None:
        self.values, self.given, self.function = values, given, function

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    def get(self, name: str, default: Value = None) -> Value:
        """Give an argument, or `default` where this spelling of the function has no such parameter."""
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as the caller writes it, and the name by which the handler reads it."""

    keyword: str
    name: str
    default: Value
    required: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a library function.

    An annotation is another name for the handler to read: in `"tensor: a, shape"` the caller writes `tensor=` and the
    handler, which serves `numpy.reshape` too, reads `a`.
    """

    positional: tuple[Parameter, ...]
    keyword_only: tuple[Parameter, ...]
    star: str | None
    rest: bool

    def bind(self, positional: Sequence[Value], keywords: Mapping[str, Value], function: str) -> Bound | Message:  # noqa: C901 - one line a case
        """Bind the arguments, or say in words why they do not bind."""
        values: dict[str, Value] = {}
        for parameter, value in zip(self.positional, positional, strict=False):
            values[parameter.name] = value
        extra = tuple(positional[len(self.positional) :])
        if extra and self.star is None and not self.rest:
            return message(
                "it takes {expected} arguments and got {got}", expected=len(self.positional), got=len(positional)
            )
        others: list[str] = []
        by_keyword = {parameter.keyword: parameter for parameter in (*self.positional, *self.keyword_only)}
        for keyword, value in keywords.items():
            known = by_keyword.get(keyword)
            if known is None:
                if not self.rest:
                    return message("it has no argument {argument}", argument=keyword)
                others.append(keyword)
                continue
            if known.name in values:
                return message("its argument {argument} is given twice", argument=keyword)
            values[known.name] = value
        given = frozenset((*values, *others))
        for parameter in (*self.positional, *self.keyword_only):
            if parameter.name in values:
                continue
            if parameter.required:
                return message("its argument {argument} is missing", argument=parameter.keyword)
            values[parameter.name] = parameter.default
        if self.star is not None:
            values[self.star] = extra
        return Bound(values, given, function)


@cache
def parse_signature(text: str) -> Signature:
    """Read a signature; cached, and done at the first call, as most functions are never called."""
    definition = ast.parse(f"def _({text}): 0").body[0]
    assert isinstance(definition, ast.FunctionDef)
    arguments = definition.args
    positional = [*arguments.posonlyargs, *arguments.args]
    first_default = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [None] * first_default + list(arguments.defaults)
    return Signature(
        tuple(_parameter(argument, default) for argument, default in zip(positional, defaults, strict=True)),
        tuple(
            _parameter(argument, default)
            for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        ),
        arguments.vararg.arg if arguments.vararg else None,
        arguments.kwarg is not None,
    )


def _parameter(argument: ast.arg, default: ast.expr | None) -> Parameter:
    name = argument.annotation.id if isinstance(argument.annotation, ast.Name) else argument.arg
    value = None if default is None else ast.literal_eval(default)
    return Parameter(argument.arg, name, value, default is None)
