"""What the documents say is so: their examples are in the code, and their links lead somewhere."""

import json
import re
import subprocess
import sys

import pytest

from param_lsp.cli.layers import layers_page
from param_lsp.cli.settings_schema import settings_schema
from param_lsp.cli.show_settings import settings_page
from param_lsp.settings import OPTIONS


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name, pytestconfig):
    text = (pytestconfig.rootpath / name).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (pytestconfig.rootpath / target).exists(), target


def test_the_recipe_shows_a_layer_as_it_is(pytestconfig):
    text = (pytestconfig.rootpath / "CONTRIBUTING.md").read_text("utf-8")
    (shown,) = re.findall(r"```python\n(class .*?)```", text, re.DOTALL)
    files = (pytestconfig.rootpath / "param_lsp" / "catalogue").glob("*.py")
    assert any(shown in path.read_text("utf-8") for path in files)


def test_the_code_map_names_every_room(pytestconfig):
    text = (pytestconfig.rootpath / "ARCHITECTURE.md").read_text("utf-8")
    rooms = [
        f"`{path.name}/`" if path.is_dir() else f"`{path.name}`"
        for path in (pytestconfig.rootpath / "param_lsp").iterdir()
        if not path.name.startswith("__") and path.name != "py.typed"
    ]
    assert [room for room in rooms if room not in text] == []


def test_the_map_of_evaluate_names_every_module_once(pytestconfig):
    text = (pytestconfig.rootpath / "ARCHITECTURE.md").read_text("utf-8")
    table = text[text.index("### Inside of `evaluate/`") : text.index("## Invariants")]
    named = [module for row in table.split("| --- | --- |")[1].splitlines() for module in re.findall(r"`(\w+)`", row)]
    files = (pytestconfig.rootpath / "param_lsp" / "evaluate").glob("*.py")
    assert sorted(named) == sorted(path.stem for path in files if path.stem != "__init__")


def test_the_schema_of_settings_is_up_to_date(pytestconfig):
    """`python docs/generate.py` writes it."""
    shown = json.loads((pytestconfig.rootpath / "docs" / "settings.schema.json").read_text("utf-8"))
    assert shown == settings_schema()
    assert set(shown["properties"]) == {option.name for option in OPTIONS if "project" in option.places}


def test_the_page_of_settings_is_up_to_date(pytestconfig):
    """`python docs/generate.py` writes it."""
    assert (pytestconfig.rootpath / "docs" / "settings.md").read_text("utf-8") == settings_page()


def test_the_page_of_layers_is_up_to_date(pytestconfig):
    """`python docs/generate.py` writes it."""
    assert (pytestconfig.rootpath / "docs" / "layers.md").read_text("utf-8") == layers_page()


def test_the_picture_is_up_to_date(pytestconfig):
    command = [sys.executable, str(pytestconfig.rootpath / "docs" / "picture.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=pytestconfig.rootpath, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
