"""Which Keras a project asks for, from its requirements: `keras<3`, `tensorflow==2.12`; read, never resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from param_lsp.message import message
from param_lsp.settings import Pin
from param_lsp.toml import read_toml
from param_lsp.workspace import read_beginning

Version = tuple[int, ...]

# The minor releases that exist, to ask a requirement which of them it admits.
_KERAS = [
    *((1, minor) for minor in range(3)),
    *((2, minor) for minor in range(16)),
    *((3, minor) for minor in range(16)),
]
_TENSORFLOW = [*((1, minor) for minor in range(16)), *((2, minor) for minor in range(22))]
_FIRST_WITH_KERAS_3 = (2, 16)  # TensorFlow's tf.keras was Keras 2 up to 2.15
_FIRST_LATER_KERAS_2 = (2, 4)  # of Keras: from then on it was tf.keras; TensorFlow 2.4 has a later one too
_PATCHES = (0, 9)

_TENSORFLOWS = "tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-macos", "tensorflow-intel"
_NAMES = frozenset({"keras", *_TENSORFLOWS})
_REQUIREMENT = re.compile(r"\s*([A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#@]*)")
_CLAUSE = re.compile(r"\s*(===|==|~=|!=|<=|>=|<|>|=|\^|~)?\s*v?(\d[\w.*+!=-]*)\s*")


def pinned_keras(root: Path, folder: Path | None = None) -> Pin | None:
    """Give the Keras version that a project's requirements admit, when they decide it.

    Arguments:
        root: the project.
        folder: where the analysed file is; requirements in it or between it and the root come first, as in a
            repository of many small projects.

    Returns:
        None where nothing is said, where several versions are admitted, or where requirements contradict each other.
    """
    for here in _from_to(folder or root, root):
        for name, requirements in _requirements(here):
            found = {keras: text for text in requirements if (keras := _keras_of(text)) is not None}
            if len(found) == 1:
                ((keras, text),) = found.items()
                reason = message("{name} asks for {requirement}", name=name, requirement=text.strip())
                return Pin(keras, reason, _newest(text) >= _FIRST_LATER_KERAS_2)
    return None


def _from_to(folder: Path, root: Path) -> list[Path]:
    between = [parent for parent in (folder, *folder.parents) if parent.is_relative_to(root)]
    return between or [root]


def _requirements(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Give, for each file of requirements, its name and the requirements on Keras; else those on TensorFlow."""
    for name, texts in _files(folder):
        asked = [text for text in texts if _name(text) in _NAMES]
        on_keras = [text for text in asked if _name(text) == "keras"]
        yield name, on_keras if any(_keras_of(text) for text in on_keras) else asked


def _files(folder: Path) -> Iterator[tuple[str, list[str]]]:
    pyproject, pipfile = read_toml(folder / "pyproject.toml"), read_toml(folder / "Pipfile")
    if isinstance(pyproject, dict):
        yield "pyproject.toml", list(_of_pyproject(pyproject))
    for name in ("requirements.txt", "environment.yml", "environment.yaml", "setup.cfg"):
        file = read_beginning(folder / name)
        if file is not None:
            yield name, [line.lstrip("- \t").strip("\"'") for line in file.text.splitlines()]
    if isinstance(pipfile, dict):
        yield "Pipfile", list(_of_table(pipfile.get("packages")))


def _of_pyproject(data: Mapping[str, object]) -> Iterator[str]:
    project = _table(data.get("project"))
    yield from _strings(project.get("dependencies"))
    for groups in (project.get("optional-dependencies"), data.get("dependency-groups")):
        for group in _table(groups).values():
            yield from _strings(group)
    poetry = _table(_table(data.get("tool")).get("poetry"))
    yield from _of_table(poetry.get("dependencies"))


def _of_table(dependencies: object) -> Iterator[str]:
    """Give `name = "^2.12"` as one requirement."""
    for name, wanted in _table(dependencies).items():
        version = wanted.get("version") if isinstance(wanted, dict) else wanted
        if isinstance(version, str):
            yield f"{name} {version}"


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> Iterable[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _name(requirement: str) -> str:
    match = _REQUIREMENT.match(requirement)
    return re.sub(r"[-_.]+", "-", match[1]).lower() if match else ""


def _keras_of(requirement: str) -> int | None:
    """Give the major version of Keras that a requirement on Keras or TensorFlow leads to; None where it may be any."""
    majors = {_major(_name(requirement), release) for release in _admitted(requirement)}
    if not majors or (3 in majors and len(majors) > 1):  # Keras 3 or an older one: nothing is decided
        return None
    return max(majors)  # an installer takes the newest one


def _newest(requirement: str) -> Version:
    return max(_admitted(requirement), default=())


def _admitted(requirement: str) -> list[Version]:
    """Give the minor releases that a requirement on Keras or TensorFlow admits; none where it says nothing."""
    name, match = _name(requirement), _REQUIREMENT.match(requirement)
    if name not in _NAMES or match is None:
        return []
    clauses = [clause for part in match[2].rstrip(") ").split(",") if (clause := _clause(part)) is not None]
    if not clauses:
        return []
    releases = _KERAS if name == "keras" else _TENSORFLOW
    admitted: list[Version] = [
        release
        for release in releases
        if any(all(_admits(*clause, (*release, patch)) for clause in clauses) for patch in _PATCHES)
    ]
    if not admitted:
        exact = [version for operator, version, _ in clauses if operator == "=="]
        admitted = [
            (version[0], (*version, 0)[1]) for version in exact
        ]  # a release that was made after this was written
    return admitted


def _major(name: str, release: Version) -> int:
    if name == "keras":
        return 1 if release < _FIRST_LATER_KERAS_2 else min(release[0], 3)  # up to 2.3 it took Keras 1's names
    return 3 if release >= _FIRST_WITH_KERAS_3 else 2


def _clause(text: str) -> tuple[str, Version, bool] | None:
    """Read `>=2.12` as (operator, version, whether it ends in `.*`); `=` is conda's and admits what begins with it."""
    match = _CLAUSE.fullmatch(text)
    if match is None:
        return None
    operator, written = match[1] or "==", match[2].split("=")[0]
    version = tuple(int(part) for part in re.findall(r"\d+", re.split(r"[a-z+!-]", written.removesuffix(".*"))[0]))
    if not version:
        return None
    return "==" if operator in {"===", "="} else operator, version, written.endswith("*") or operator == "="


def _admits(operator: str, version: Version, prefix: bool, release: Version) -> bool:  # noqa: FBT001 - read off a clause
    size = len(version)
    padded = (*version, 0, 0, 0)[: max(3, size)]
    match operator:
        case "==" | "!=":
            # 2.3.1 pins the minor release 2.3: patches beyond the two that are asked are not listed.
            same = release[:size] == version if prefix else release[:2] == padded[:2]
            return same if operator == "==" else not (prefix and same)
        case "<":
            return release < padded
        case "<=":
            return release <= padded
        case ">":
            return release > padded
        case ">=":
            return release >= padded
        case "~=":
            return release >= padded and release[: size - 1] == version[:-1]
        case "~":
            return release >= padded and release[: min(size, 2)] == version[:2]
        case _:  # Poetry's "^"
            return release >= padded and release[0] == version[0]
