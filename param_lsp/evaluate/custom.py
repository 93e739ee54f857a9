"""Workspace classes that inherit from Keras's: custom layers, subclassed models, forwarding subclasses."""

from __future__ import annotations

from typing import Any

from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame
from param_lsp.values import ClassValue, Instance, LibraryFunction, Value


def instantiate(machine: Machine, of: ClassValue, base: str | None, given: Any) -> Value:  # noqa: ARG001
    """Make an instance of a class that inherits from Keras; None where the class is an ordinary one."""
    return None


def inherited_attribute(machine: Machine, owner: Instance, name: str, node: Any, frame: Frame) -> Value:  # noqa: ARG001
    """Give an attribute that an instance inherits from a class outside the workspace, or None."""
    from param_lsp.evaluate import classes  # noqa: PLC0415 - classes stands above this module

    base = classes.library_base(owner.of)
    return LibraryFunction(f"{base}.{name}", owner) if base is not None else None
