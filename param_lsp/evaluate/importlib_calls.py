"""Modules imported by calls, `importlib.import_module` and `importlib.reload`, and the folders of `sys.path`."""

from __future__ import annotations

from typing import Any

from param_lsp import libraries
from param_lsp.evaluate import builtins, modules
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import WorkspaceModule
from param_lsp.values import ListValue, Module, Value


@builtins.declare("importlib.import_module")
def import_module(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - as all entries of the table
    """`importlib.import_module("a.b")`, `importlib.import_module(".b", __package__)`."""
    name = given.get(0, "name")
    if not isinstance(name, str) or not name:
        return builtins.unknown(given, "which module is imported is not known")
    dotted = name.lstrip(".")
    found = modules.find(machine, dotted, len(name) - len(dotted), given.frame)
    if found is not None:
        return found
    if dotted == name:
        return Module(libraries.canonical(name))
    return builtins.unknown(given, "the module {module} is not in the workspace", module=name)


@builtins.declare("importlib.reload", "imp.reload")
def reload(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - as all entries of the table
    """`importlib.reload(module)` runs a module again in its own names; installed ones are as they were."""
    module = given.get(0, "module")
    if isinstance(module, WorkspaceModule):
        modules.run_again(machine, module, given.frame)
    return module


@builtins.declare("sys.path.append", "sys.path.insert", "sys.path.extend")
def search(machine: Machine, given: Any, bound: Value) -> Value:  # noqa: ARG001 - as all entries of the table
    """`sys.path.append("../lib")`; a folder that only the run can name is left out."""
    value = given.get(1 if given.callee_name == "insert" else 0, "object")
    held = value.items if isinstance(value, ListValue) and value.unknown is None else (value,)
    for folder in held:
        if isinstance(folder, str) and folder:
            modules.search(machine, folder, first=given.callee_name == "insert")
    return None
