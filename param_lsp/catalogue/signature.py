"""A constructor's parameters, read from Keras's own signature as text."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import Any

from param_lsp.values import Value

REQUIRED: Any = type("Required", (), {"__repr__": lambda _: "REQUIRED"})()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a layer's constructor, in Keras's order; `default` is `REQUIRED` where there is none."""

    name: str
    default: Value = REQUIRED
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A constructor's parameters; `keywords` tells whether it passes further keywords on to Keras's base layer."""

    parameters: tuple[Parameter, ...]
    keywords: bool


@cache
def parse_signature(text: str) -> Signature:
    """Parse a declaration's `signature`."""
    spec = ast.parse(f"(lambda {text}: 0)", mode="eval").body
    assert isinstance(spec, ast.Lambda)  # the text above is a lambda
    plain, given = spec.args.args, spec.args.defaults
    required = len(plain) - len(given)
    parameters = [Parameter(arg.arg) for arg in plain[:required]]
    parameters += [
        Parameter(arg.arg, ast.literal_eval(value)) for arg, value in zip(plain[required:], given, strict=True)
    ]
    for arg, value in zip(spec.args.kwonlyargs, spec.args.kw_defaults, strict=True):
        parameters.append(Parameter(arg.arg, REQUIRED if value is None else ast.literal_eval(value), keyword_only=True))
    return Signature(tuple(parameters), spec.args.kwarg is not None)
