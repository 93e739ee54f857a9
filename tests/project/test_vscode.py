"""What the extension for VS Code takes from here is up to date: the settings, and what its server needs."""

import importlib.metadata
import json
import re
import runpy

import pytest
from packaging.requirements import Requirement

from param_lsp import __version__

# LibCST comes for each platform by itself; PyYAML serves only LibCST's own commands.
ELSEWHERE = {"libcst", "pyyaml"}


@pytest.fixture
def extension(pytestconfig):
    folder = pytestconfig.rootpath / "vscode-extension"
    if not folder.exists():
        pytest.skip("the extension is not here")
    return folder


def test_the_settings_and_their_words_are_up_to_date(extension):
    """`python vscode-extension/scripts/settings.py` writes them into package.json and package.nls.json."""
    made = runpy.run_path(str(extension / "scripts" / "settings.py"))["files"]()
    assert {path.name for path in made} >= {"package.json", "package.nls.json", "package.nls.ko.json"}
    for path, text in made.items():
        assert path.read_text("utf-8") == text, path.name


def test_the_extension_has_the_version_of_the_server(extension):
    assert json.loads((extension / "package.json").read_text("utf-8"))["version"] == __version__


@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_all_that_the_server_needs_is_bundled(extension, python):
    """Markers are asked for each Python: what builds the bundle runs on one of them only."""
    lines = (extension / "bundled" / "requirements.txt").read_text("utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    for name in ("param-lint", *pinned):
        for needed in needs(name, extension, python):
            key = normal(needed.name)
            if key not in ELSEWHERE:
                versions = {normal(each): version for each, version in pinned.items()}
                assert key in versions, f"{name} needs {needed}"
                assert needed.specifier.contains(versions[key]), f"{name} needs {needed}"


def needs(name, extension, python):
    """Give what a distribution needs on a Python; nothing of one that is not installed here."""
    if name == "param-lint":
        text = (extension.parent / "pyproject.toml").read_text("utf-8")
        block = text[text.index("dependencies = [") : text.index("]\n", text.index("dependencies = ["))]
        requirements = re.findall(r'^  "([^"]+)"', block, re.MULTILINE)
    else:
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            return
    environment = {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield requirement


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()
