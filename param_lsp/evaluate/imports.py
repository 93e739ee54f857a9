"""Import statements: modules of the workspace are evaluated, everything else is a name outside it."""

from __future__ import annotations

from param_lsp import libraries
from param_lsp.evaluate import attributes, live, snippets, stated
from param_lsp.evaluate.classes import WorkspaceModule
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame, Scope
from param_lsp.source import python_source
from param_lsp.spans import Anchor
from param_lsp.syntax import parse, tree
from param_lsp.values import Module, Value

LARGEST = 400_000
"""Modules of the workspace longer than this many characters are taken as unknown."""


def import_names(machine: Machine, node: tree.Import, frame: Frame) -> None:
    """`import a.b as c`."""
    for dotted, alias in node.names:
        value = _module(machine, dotted, 0, frame)
        if alias is not None:
            machine.bind(alias, value or Module(libraries.canonical(dotted)), frame)
            continue
        root = dotted.split(".")[0]
        top = value if root == dotted else _module(machine, root, 0, frame)
        machine.bind(root, top or Module(libraries.canonical(root)), frame)


def import_from(machine: Machine, node: tree.ImportFrom, frame: Frame) -> None:
    """`from a.b import c as d`, `from . import x`, `from a import *`."""
    module = _module(machine, node.module, node.level, frame)
    for name, alias in node.names:
        if name == "*":
            _star(machine, module, node.module, frame)
            continue
        if module is not None and name in module.scope.names:
            value: Value = module.scope.names[name]
        else:
            dotted = f"{node.module}.{name}" if node.module else name
            value = _module(machine, dotted, node.level, frame)
            if value is None and libraries.canonical(dotted) in live.OBJECTS:
                value = live.live(machine, libraries.canonical(dotted), frame)
            if value is None:
                value = module.missing(name, frame.place(node)) if module else attributes.library_name(dotted)
        machine.bind(alias or name, value, frame)


def _star(machine: Machine, module: WorkspaceModule | None, name: str, frame: Frame) -> None:
    if module is not None:
        for key, value in list(module.scope.names.items()):
            if not key.startswith("_"):
                machine.bind(key, value, frame)
        return
    for key in snippets.star_names(libraries.canonical(name)):
        machine.bind(key, attributes.library_name(f"{name}.{key}"), frame)


def _module(machine: Machine, name: str, level: int, frame: Frame) -> WorkspaceModule | None:
    """Find and evaluate a module of the workspace; None when it is not ours. A cycle sees what is there so far."""
    if level == 0 and libraries.canonical(name).split(".")[0] in OUTSIDE:
        return None
    found = machine.ask(lambda workspace: workspace.module(frame.path, name, level))
    if found is None or len(found[1]) > LARGEST:
        return None
    path, text = found
    if path == machine.source.path:
        return None
    if path not in machine.modules:
        scope = Scope(names={"__name__": name})
        machine.modules[path] = WorkspaceModule(name, scope)
        program = parse(python_source(path, text), whole=True)
        for chunk in program.chunks:
            inner = Frame(scope, scope, path, chunk, Anchor(chunk.start), frame.calls, watched=False)
            machine.run(stated.body(machine, inner), inner)
    module = machine.modules[path]
    return module if isinstance(module, WorkspaceModule) else None


OUTSIDE = frozenset(
    {"keras", "tensorflow", "numpy", "pandas", "sklearn", "matplotlib", "os", "sys", "math", "torch", "jax"}
)
