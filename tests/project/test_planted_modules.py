"""Nothing of a workspace is run, whatever its files are called and however param-lint is started in it."""

import importlib.metadata
import os

import pytest

from tests.project.planted import loaded_by_runpy, marks, plant, start, ways


@pytest.mark.parametrize("way", ways())
def test_no_module_of_the_workspace_is_run(way, tmp_path):
    """The workspace holds a `tokenize.py`, `keras.py`, `sitecustomize.py`, … each of which leaves a mark when it runs.

    Plain `python -m` loads a few modules by itself before param-lint can take the folder off the path; README says so.
    """
    try:
        importlib.metadata.distribution("param-lint")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("param-lint is not installed in this environment, so that it can only be started in its checkout")
    folder = tmp_path / "workspace"
    folder.mkdir()
    plant(folder, loaded_by_runpy() if way == "python -m" else frozenset())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    start(ways()[way], folder, environment)
    assert marks(folder) == ""


def test_the_marks_would_be_seen(tmp_path):
    """The planted modules do leave marks: otherwise the test above could not fail."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    plant(folder)
    exec(compile((folder / "tokenize.py").read_text(), "tokenize.py", "exec"))
    assert marks(folder) == "tokenize "
