"""Import statements: modules of the workspace are evaluated, everything else is a name outside it."""

from __future__ import annotations

import re

from param_lsp import libraries
from param_lsp.evaluate import absent_names, attributes, live, modules, snippets
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame, WorkspaceModule
from param_lsp.message import message
from param_lsp.spans import Place
from param_lsp.syntax import tree
from param_lsp.values import ListValue, Module, Unknown, Value


def import_names(machine: Machine, node: tree.Import, frame: Frame) -> None:
    """`import a.b as c`."""
    for dotted, alias in node.names:
        value = modules.find(machine, dotted, 0, frame)
        if alias is not None:
            machine.bind(alias, value or Module(libraries.canonical(dotted)), frame)
            continue
        root = dotted.split(".")[0]
        top = value if root == dotted else modules.find(machine, root, 0, frame)
        machine.bind(root, top or Module(libraries.canonical(root)), frame)


def import_from(machine: Machine, node: tree.ImportFrom, frame: Frame) -> None:
    """`from a.b import c as d`, `from . import x`, `from a import *`."""
    module = modules.find(machine, node.module, node.level, frame)
    for name, alias in node.names:
        if name == "*":
            _star(machine, module, node, frame)
        else:
            machine.bind(alias or name, _member(machine, module, name, node, frame), frame)


def _member(machine: Machine, module: WorkspaceModule | None, name: str, node: tree.ImportFrom, frame: Frame) -> Value:
    """Give what `from module import name` gives: what the module binds, else the module of that name below it."""
    place = frame.place(node)
    if module is not None and name in module.scope.names:
        return module.get(machine, name, place)
    dotted = f"{node.module}.{name}" if node.module else name
    below = modules.find(machine, dotted, node.level, frame)
    if below is not None:
        return below
    if module is not None:
        return module.get(machine, name, place)
    if node.level:
        return Unknown(message("the module {module} is not in the workspace", module="." * node.level + dotted), place)
    absent = absent_names.imported(machine, libraries.canonical(node.module), name, _named(node, name, frame))
    if absent is not None:
        return absent
    if libraries.canonical(dotted) in live.OBJECTS:
        return live.live(machine, libraries.canonical(dotted), frame)
    return attributes.library_name(dotted)


def _named(node: tree.ImportFrom, name: str, frame: Frame) -> Place:
    """Give the place of a name in its import statement."""
    text = frame.chunk.text[node.start : node.end]
    found = re.compile(rf"\b{re.escape(name)}\b").search(text, text.find("import"))
    return frame.place(node) if found is None else frame.between(node.start + found.start(), node.start + found.end())


def _star(machine: Machine, module: WorkspaceModule | None, node: tree.ImportFrom, frame: Frame) -> None:
    if module is None:
        for key in snippets.star_names(libraries.canonical(node.module)):
            machine.bind(key, attributes.library_name(f"{node.module}.{key}"), frame)
        return
    place = frame.place(node)
    named = _exported(module)
    for name in [name for name in module.scope.names if not name.startswith("_")] if named is None else named:
        value = _member(machine, module, name, node, frame)
        machine.bind(name, value if named is not None else _perhaps(frame, module, name, value, place), frame)


def _exported(module: WorkspaceModule) -> list[str] | None:
    """Give the names of `__all__`; None where there is none, or nobody knows."""
    exported = module.scope.names.get("__all__")
    members = exported.items if isinstance(exported, ListValue) and exported.unknown is None else exported
    if isinstance(members, list | tuple) and all(isinstance(name, str) for name in members):
        return list(members)
    return None


def _perhaps(frame: Frame, module: WorkspaceModule, name: str, value: Value, place: Place) -> Value:
    """Give what a name holds behind a star import; with an `__all__` that nobody knows it may be left as it was."""
    if "__all__" not in module.scope.names or name not in frame.scope.names:
        return value
    return Unknown(message("which names {module} exports is not known", module=module.name), place)
