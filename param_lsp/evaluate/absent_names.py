"""Names that a module of Keras does not have and never had: `layers.Dens`, `from keras.layers import Dens`."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Any

from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.spans import Place
from param_lsp.values import Misfit, Unknown

RULE = "unknown-name"


def attribute(machine: Machine, module: str, name: str, node: Any, frame: Frame) -> Unknown | None:
    """Say that `module.name` raises an AttributeError, or give None where Keras has, had or may have the name.

    Arguments:
        machine: that evaluates.
        module: the canonical dotted name of what the attribute is asked of.
        name: the attribute.
        node: the attribute's node; the name stands at its end.
        frame: where it stands.
    """
    if not is_absent(module, name) or not hasattr(node, "attr_start"):
        return None
    words = f"module '{module}' has no attribute '{name}'"
    return _report(machine, module, name, words, frame.between(node.attr_start, node.end))


def imported(machine: Machine, module: str, name: str, place: Place) -> Unknown | None:
    """Say that `from module import name` raises an ImportError; arguments and result as of `attribute`."""
    if not is_absent(module, name):
        return None
    return _report(machine, module, name, f"cannot import name '{name}' from '{module}'", place)


def is_absent(module: str, name: str) -> bool:
    """Tell whether a public module of Keras surely has no such name, in no release from 1.0 to 3.15."""
    if not module.startswith("keras.") or name.startswith("_"):
        return False
    now, once = _names(module.removeprefix("keras."))
    return bool(now) and name not in now and name not in once


def _report(machine: Machine, module: str, name: str, words: str, place: Place) -> Unknown:
    text = _text(module, name)
    if not machine.guarded:  # else the program is ready for it
        machine.events.append(Event(Misfit(RULE, text, words), place))
    return Unknown(text, place)


def _text(module: str, name: str) -> Message:
    meant = nearest(module, name)
    if meant is None:
        return message("{module} has no {name}", module=module, name=name)
    return message("{module} has no {name}; did you mean {near}?", module=module, name=name, near=meant)


def nearest(module: str, name: str) -> str | None:
    """Give the name of Keras 3 that was probably meant."""
    now, _ = _names(module.removeprefix("keras."))
    by_lower = {each.lower(): each for each in sorted(now)}
    if name.lower() in by_lower:
        return by_lower[name.lower()]
    close = get_close_matches(name, sorted(now), n=1, cutoff=0.75)
    return close[0] if close else None


@cache
def _names(module: str) -> tuple[frozenset[str], frozenset[str]]:
    from param_lsp.catalogue.public_names import NOW, ONCE  # noqa: PLC0415 - few files need the table

    return frozenset(NOW.get(module, "").split()), frozenset(ONCE.get(module, "").split())
