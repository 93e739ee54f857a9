"""Writes the table of the names that Keras's modules have, or had: `python tools/record_public_names.py GIT_DIR`.

Needs the live Keras 3 and a Git directory of github.com/keras-team/keras with its tags. What Keras 3 has now comes from
the live modules. What it once had is read from each release: what `keras_export` names, and for the releases before
it everything that a module's files define or import. That is more than was ever public, so that nobody is accused of
a name that some Keras had.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import keras

MODULES = (
    "activations", "applications", "callbacks", "constraints", "datasets", "initializers", "layers", "losses",
    "metrics", "models", "ops", "optimizers", "random", "regularizers", "utils",
)  # fmt: skip
TARGET = Path(__file__).parent.parent / "param_lsp" / "catalogue" / "public_names.py"
_EXPORTED = re.compile(r"""["']keras\.((?:\w+\.)*\w+)["']""")


def main(git: str) -> None:
    """Read all releases and write the table."""
    now = {module: set(_public(importlib.import_module(f"keras.{module}"))) for module in MODULES}
    once: dict[str, set[str]] = {module: set() for module in MODULES}
    for tag in _git(git, "tag").split():
        if "rc" in tag or tag.startswith("0."):
            continue
        for path in _git(git, "ls-tree", "-r", "--name-only", tag).splitlines():
            parts = path.split("/")
            if parts[0] not in ("keras", "keras_core") or not path.endswith(".py") or path.endswith("_test.py"):
                continue
            _read(git, tag, path, parts, once)
    TARGET.write_text(_source(keras.__version__, now, once), encoding="utf-8")


def _read(git: str, tag: str, path: str, parts: list[str], once: dict[str, set[str]]) -> None:
    old = not tag.startswith("v")
    home = parts[2] if old and parts[1] == "legacy" and len(parts) > 2 else parts[1]
    module = home.removesuffix(".py")
    if old and module not in once:
        return
    text = _git(git, "show", f"{tag}:{path}")
    for dotted in _EXPORTED.findall(text):
        first, _, rest = dotted.partition(".")
        if first in once and rest:
            once[first].add(rest.partition(".")[0])
    if old:
        once[module].update(part.removesuffix(".py") for part in parts[2:])
        once[module].update(_defined(text))


def _defined(text: str) -> set[str]:
    """Give what a module's text binds at its top level, in Python 2's syntax too."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set(re.findall(r"^(?:class|def)\s+(\w+)", text, re.MULTILINE))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.col_offset == 0:
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Assign) and node.col_offset == 0:
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return found


def _public(module: object) -> list[str]:
    return [name for name in dir(module) if not name.startswith("_")]


def _source(version: str, now: dict[str, set[str]], once: dict[str, set[str]]) -> str:
    older = {module: {name for name in once[module] - now[module] if name[0] not in "_*"} for module in MODULES}
    parts = [
        '"""The names that Keras\'s modules have or once had; written by `tools/record_public_names.py`."""',
        "",
        f'KERAS = "{version}"',
        "",
        _table("NOW", now),
        "",
        "# More than was ever public: whatever the files of an older release defined or imported.",
        _table("ONCE", older),
        "",
    ]
    return "\n".join(parts)


def _table(name: str, names: dict[str, set[str]]) -> str:
    rows = []
    for module, found in names.items():
        lines = textwrap.wrap(" ".join(sorted(found)), 112)
        rows.append(f'    "{module}": """\n' + "".join(f"        {line}\n" for line in lines) + '    """,')
    return f"{name}: dict[str, str] = {{\n" + "\n".join(rows) + "\n}"


def _git(git: str, *arguments: str) -> str:
    done = subprocess.run(["git", f"--git-dir={git}", *arguments], check=True, capture_output=True)  # noqa: S607 - Git of the path
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main(sys.argv[1])
