"""Repairs of arguments that stand for an `Input`: `Dense(32, input_shape=(784,))` → `Input(shape=(784,))`, `Dense(32)`.

They also take away what does nothing (`input_length=`) and write `alpha=` of a `LeakyReLU` as today's Keras does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from param_lsp.message import message
from param_lsp.rules.fixes.code import Argument, Call, Code, without
from param_lsp.rules.rule import Edit, Finding, Fix
from param_lsp.spans import Span

_KERAS_3: Final = 3
_BATCH: Final = re.compile(r"\(\s*None\s*,\s*(?P<rest>[^()\[\]{}#]*[^()\[\]{}#\s,])\s*,?\s*\)")
# Other arguments that say something of the same input: an `Input` made of one of them alone would be another.
_COMPANIONS: Final = frozenset({"batch_size", "input_dtype", "sparse", "ragged"})


def to_input(finding: Finding, code: Code) -> Iterator[Fix]:
    """Give what may replace the argument: an `Input` before the layer, or nothing where it does nothing."""
    found = code.argument(finding.place.span)
    if found is None or not code.is_followed(finding.place.span):
        return
    call, argument = found
    if argument.keyword == "alpha":
        if code.keras >= _KERAS_3:
            yield _renamed(argument, "negative_slope")
        return
    if argument.keyword in ("input_shape", "input_dim", "batch_input_shape"):
        yield from _with_input(code, call, argument)
    elif argument.keyword != "input_length" or code.keras < _KERAS_3:
        return
    title = message("Remove `{name}=`, which does nothing here", name=argument.keyword)
    yield Fix(title, (without(code.text, call, argument),))


def _with_input(code: Code, call: Call, argument: Argument) -> Iterator[Fix]:
    if any(other.keyword in _COMPANIONS for other in call.arguments):
        return
    slot, spelled = code.slot_before(call.span), code.input_name(call.func)
    if slot is None or spelled is None:
        return
    shape = _shape(argument.keyword or "", code.text[argument.value.start : argument.value.end])
    title = message("Put `{input}` before the layer instead of `{name}=`", input=spelled.text, name=argument.keyword)
    edits = (*spelled.edits, slot.holding(f"{spelled.text}({shape})"), without(code.text, call, argument))
    yield Fix(title, edits)


def _shape(name: str, value: str) -> str:
    """Write the argument of `Input` that says what the layer's argument said."""
    if name == "input_dim":
        return f"shape=({value},)"
    if name == "input_shape":
        return f"shape={value}"
    batch = _BATCH.fullmatch(value)
    if batch is None:
        return f"batch_shape={value}"
    rest = batch["rest"]
    return f"shape=({rest})" if "," in rest else f"shape=({rest},)"


def _renamed(argument: Argument, name: str) -> Fix:
    start = argument.span.start
    edit = Edit(Span(start, start + len(argument.keyword or "")), name)
    return Fix(message("Write `{new}` for `{old}`", new=name, old=argument.keyword), (edit,))
