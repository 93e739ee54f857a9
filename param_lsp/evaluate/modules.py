"""Modules of the workspace: found as Python finds them, evaluated once, and known to the packages they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from param_lsp import libraries
from param_lsp.evaluate import iteration, stated
from param_lsp.evaluate.machine import STEPS_IN_ALL, Machine, OverBudget
from param_lsp.evaluate.scope import Frame, Scope, WorkspaceModule
from param_lsp.message import Message, message
from param_lsp.source import python_source
from param_lsp.spans import Anchor
from param_lsp.syntax import parse, tree
from param_lsp.values import Unknown
from param_lsp.workspace import Workspace

_SEARCHED: Final = "sys.path"  # no name that Python could bind
LARGEST: Final = 400_000  # characters of one module
LARGEST_TOGETHER: Final = 500_000  # characters of all modules that one file leads to: two or three seconds
DEEPEST: Final = 30  # imports within imports
OUTSIDE: Final = frozenset(
    {"keras", "tensorflow", "numpy", "pandas", "sklearn", "matplotlib", "os", "sys", "math", "torch", "jax"}
)
"""Packages that are the installed ones whatever the workspace calls its files."""


def find(machine: Machine, name: str, level: int, frame: Frame) -> WorkspaceModule | None:
    """Find and evaluate a module; None when it is not of the workspace. A cycle sees what is there so far.

    Arguments:
        name: dotted, "" for `from . import x`.
        level: number of leading dots.
    """
    if level:
        return _loaded(machine, name, level, frame)
    if libraries.canonical(name).split(".")[0] in OUTSIDE:
        return None
    package, _, last = name.rpartition(".")
    parent = find(machine, package, 0, frame) if package else None
    found = _loaded(machine, name, 0, frame)
    if found is not None and package and parent is None:
        _bind_in(machine, _namespace(machine, package), last, found)
    return found or _known_namespace(machine, name)


def run_again(machine: Machine, module: WorkspaceModule, frame: Frame) -> None:
    """Run a module once more in its own scope (`importlib.reload`)."""
    path = next((path for path, known in machine.modules.items() if known is module), None)
    found = machine.ask(partial(_ask, machine.source.path, module.name, 0))
    if path is not None and found is not None and found[0] == path and module.problem is None:
        _run(machine, module, path, found[1], frame)
        return
    module.problem = message("the module {module} was loaded again", module=module.name)
    for name in module.scope.names:
        module.set(machine, name, Unknown(module.problem))


def _loaded(machine: Machine, name: str, level: int, frame: Frame) -> WorkspaceModule | None:
    # Python looks in the folder of the program that was started, not in that of the module that imports.
    importers = (frame.path,) if level else (machine.source.path, frame.path)
    if not level:
        before, behind = searched(machine)
        importers = (*before, *importers, *behind)
    for importer in dict.fromkeys(importers):
        found = machine.ask(partial(_ask, importer, name, level))
        if found is not None:
            return _evaluated(machine, name, found[0], found[1], frame)
    return None


def searched(machine: Machine) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give files that would stand in the folders which the program put before and behind its own on `sys.path`."""
    machine.reads.add(_SEARCHED)
    found: tuple[tuple[str, ...], tuple[str, ...]] = machine.scope.names.get(_SEARCHED, ((), ()))
    return found


def search(machine: Machine, folder: str, *, first: bool) -> None:
    """Put a folder on `sys.path`, named as seen from the program's own; the workspace opens none outside of it."""
    before, behind = searched(machine)
    path = machine.source.path.replace("\\", "/")
    file = f"{folder.rstrip('/')}/_.py"
    if not folder.startswith("/"):
        file = f"{path.rpartition('/')[0] or '.'}/{file}"
    machine.write(_SEARCHED, machine.scope)
    machine.scope.names[_SEARCHED] = ((file, *before), behind) if first else (before, (*behind, file))


def _ask(importer: str, name: str, level: int, workspace: Workspace) -> tuple[str, str] | None:
    return workspace.module(importer, name, level)


def _evaluated(machine: Machine, name: str, path: str, text: str, frame: Frame) -> WorkspaceModule:
    if path in machine.modules:
        machine.reads.add(_token(path))
        module: WorkspaceModule = machine.modules[path]
        return module
    if path == machine.source.path:
        module = machine.modules[path] = WorkspaceModule(name, machine.scope)
        return module
    module = machine.modules[path] = WorkspaceModule(name, Scope(names={"__name__": name}), len(text))
    if sum(each.size for each in machine.modules.values()) > LARGEST_TOGETHER or len(text) > LARGEST:
        module.problem = message("the module {module} and those before it are too long to follow", module=name)
    elif machine.importing >= DEEPEST:
        module.problem = message("the module {module} is imported by too long a row of modules", module=name)
    else:
        _run(machine, module, path, text, frame)
    # A segment that imports the module again depends on the one that evaluated it, as if on a name of the file.
    machine.write(_token(path), machine.scope)
    machine.scope.names[_token(path)] = module
    package, own_name = _in_package(path)
    if package in machine.modules and package != path:
        _bind_in(machine, machine.modules[package], own_name, module)
    return module


def _run(machine: Machine, module: WorkspaceModule, path: str, text: str, frame: Frame) -> None:
    scope = module.scope
    machine.importing += 1
    try:
        for chunk in parse(python_source(path, text), whole=True).chunks:
            inner = Frame(scope, scope, path, chunk, Anchor(chunk.start), frame.calls, watched=False)
            with _own_steps(machine):
                for statement in stated.body(machine, inner):
                    problem = run_statement(machine, statement, inner)
                    module.problem = module.problem or problem
    finally:
        machine.importing -= 1


def run_statement(machine: Machine, statement: Any, frame: Frame) -> Message | None:
    """Run a statement of a file; when it cannot be followed to its end, give why: what it binds is unknown then."""
    depth = machine.depth
    try:
        machine.run((statement,), frame)
    except OverBudget as over:
        reason = over.reason
    except RecursionError:
        reason = Message("the code is nested too deeply to follow")
    else:
        return None
    machine.depth = depth
    machine.reserve()
    for name in assigned_names(statement):
        machine.bind(name.id, Unknown(reason, frame.place(statement)), frame)
    return reason


def assigned_names(node: Any) -> list[tree.Name]:
    """Give the names that a statement binds by assignment."""
    targets = node.targets if isinstance(node, tree.Assign) else (getattr(node, "target", None),)
    return [name for target in targets if target is not None for name in iteration.names_in(target)]


@contextmanager
def _own_steps(machine: Machine) -> Iterator[None]:
    """Give a chunk of a module its own steps: the chunk that imports it does not pay for them."""
    limit, reserves, begun = machine.limit, machine.reserves, machine.steps
    try:
        with machine.budget():
            yield
    finally:
        machine.limit = min(limit + machine.steps - begun, STEPS_IN_ALL)
        machine.reserves = reserves


def _namespace(machine: Machine, name: str) -> WorkspaceModule:
    """Give a package without an `__init__.py`; its packages are such ones too."""
    known = _known_namespace(machine, name)
    if known is not None:
        return known
    module: WorkspaceModule = machine.modules.setdefault(f"{name}.", WorkspaceModule(name, Scope()))
    package, _, last = name.rpartition(".")
    if package:
        _bind_in(machine, _namespace(machine, package), last, module)
    return module


def _known_namespace(machine: Machine, name: str) -> WorkspaceModule | None:
    known: WorkspaceModule | None = machine.modules.get(f"{name}.")
    return known


def _bind_in(machine: Machine, package: WorkspaceModule, name: str, module: WorkspaceModule) -> None:
    if package.scope.names.get(name) is not module:
        package.set(machine, name, module)


def _in_package(path: str) -> tuple[str, str]:
    """Give the path of the `__init__.py` of the package that a module is in, and its name there."""
    own = re.sub(r"[/\\]__init__$", "", path.removesuffix(".py"))
    start = max(own.rfind("/"), own.rfind("\\")) + 1
    return f"{own[:start]}__init__.py", own[start:]


def _token(path: str) -> str:
    return f"module {path}"
