"""Strategies that draw layers with their arguments and inputs, valid and invalid; one file a family."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.oracle.strategies.common import Strategies


def all_strategies() -> Strategies:
    """Gather `STRATEGIES` of every file here: class name to a strategy of cases."""
    found: Strategies = {}
    for info in iter_modules(__path__):
        module = import_module(f"{__name__}.{info.name}")
        for name, strategy in getattr(module, "STRATEGIES", {}).items():
            assert name not in found, f"two files draw {name}"
            found[name] = strategy
    return found
