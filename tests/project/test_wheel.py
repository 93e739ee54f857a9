"""The built wheel: what users get, and nothing of a workspace run by it."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.project.planted import loaded_by_runpy, marks, plant, start

pytestmark = pytest.mark.project
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
TOTALS = {
    "fashion_mnist.ipynb": 79_510,
    "image_classifier.py": 277_569,
    "iris.py": 931,
    "linear_regression.py": 1_153,
    "mnist_snippet.py": 93_322,
}


def run(programs, *arguments, cwd):
    command = [programs / "param-lint", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=CLEAN, timeout=120)


def test_the_command_of_the_readme_gives_the_totals_of_the_examples(installed, pytestconfig):
    done = run(installed, "summary", "--format", "json", "examples/", cwd=pytestconfig.rootpath)
    assert done.returncode == 0, done.stderr
    models = [model for model in json.loads(done.stdout)["models"] if model["at"] is None]
    assert {Path(model["path"]).name: model["total_params"] for model in models} == TOTALS


def test_version_and_check(installed, pytestconfig):
    assert run(installed, "--version", cwd=pytestconfig.rootpath).stdout.startswith("param-lint ")
    done = run(installed, "check", "examples", cwd=pytestconfig.rootpath)
    assert done.returncode == 0, done
    # Keras 3 warns about `input_shape=`, which four of the five programs use, as their authors wrote them.
    found = done.stdout.splitlines()
    assert len(found) == 4
    assert all("information[deprecated-argument]" in line for line in found)


def test_the_wheel_holds_the_package_and_its_licence_only(installed):
    (wheel,) = installed.parent.parent.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"param_lsp", "param_lint"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "param_lsp/py.typed" in names


@pytest.mark.parametrize("way", ["param-lint", "python -P -m", "python -m"])
def test_no_module_of_a_workspace_is_run(installed, way, tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    plant(folder, loaded_by_runpy() if way == "python -m" else frozenset())
    python = str(installed / "python")
    command = {
        "param-lint": [str(installed / "param-lint")],
        "python -P -m": [python, "-P", "-m", "param_lsp"],
        "python -m": [python, "-m", "param_lsp"],
    }[way]
    start(command, folder, CLEAN)
    assert marks(folder) == ""


def test_the_unrelated_distribution_is_noticed(installed, tmp_path):
    """On PyPI, `param-lsp` is another project whose wheel also holds a package `param_lsp`."""
    packages = next(installed.parent.glob("lib/python*/site-packages"))
    other = packages / "param_lsp-1.0.dist-info"
    other.mkdir()
    try:
        done = run(installed, "check", cwd=tmp_path)
    finally:
        other.rmdir()
    assert done.returncode == 2
    assert "`param-lsp`" in done.stderr
