"""The smaller commands: rules, explain, hints, settings, and what is not built."""

import json

from param_lsp import __version__
from param_lsp.cli.status import FINE, WRONG_USE
from param_lsp.rules import all_rules
from tests.cli.programs import GOOD, notebook


def test_rules_are_listed(param_lint):
    lines = param_lint("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in all_rules()]
    listed = json.loads(param_lint("rules", "--format", "json").out)["rules"]
    assert [rule["rule"] for rule in listed] == [rule.code for rule in all_rules()]


def test_explain_prints_the_page(param_lint):
    done = param_lint("explain", "incompatible-rank")
    assert done.status == FINE
    assert done.out.startswith("# incompatible-rank\n")


def test_explain_names_the_nearest_rule(param_lint):
    done = param_lint("explain", "incompatible-rnk")
    assert (done.status, done.out) == (WRONG_USE, "")
    assert done.err == "there is no rule 'incompatible-rnk'; did you mean 'incompatible-rank'?\n"


def test_hints_are_drawn_behind_the_code(folder, param_lint):
    (folder / "a.py").write_text(GOOD.replace("Dense(3),", "Dense(3),  # the head"))
    lines = param_lint("hints", "a.py").out.splitlines()
    assert lines[2].startswith("model = keras.Sequential([  Σ 15")
    assert lines[4] == "    keras.layers.Dense(3),  (None, 3) · 15 · Σ 15  # the head"
    assert [line for number, line in enumerate(lines) if number not in (2, 4)] == [
        line for number, line in enumerate(GOOD.splitlines()) if number not in (2, 4)
    ]


def test_hints_of_a_notebook_stand_under_the_numbers_of_its_cells(folder, param_lint):
    (folder / "a.ipynb").write_text(notebook("#!md Title", "import keras", "", "x = keras.layers.Dense(3)"))
    assert param_lint("hints", "a.ipynb").out.splitlines()[:4] == ["# cell 2", "import keras", "# cell 3", ""]


def test_hints_are_drawn_into_the_text_as_it_was_written(folder, param_lint):
    """The analysis blanks magics; people see what they wrote."""
    (folder / "a.ipynb").write_text(notebook("import keras\n%time m = keras.layers.Dense(3)", "!pip install keras"))
    lines = param_lint("hints", "a.ipynb").out.splitlines()
    assert lines[2].startswith("%time m = keras.layers.Dense(3)")
    assert lines[4] == "!pip install keras"


def test_a_hint_within_a_line_stands_apart_from_the_code_behind_it(folder, param_lint):
    (folder / "a.py").write_text(
        "import keras\nfrom keras.layers import Dense\nm = keras.Sequential([keras.Input((4,)), Dense(3), Dense(2)])\n"
    )
    line = param_lint("hints", "a.py").out.splitlines()[2]
    assert line.replace("  ", "|").split("|")[0] == "m = keras.Sequential([keras.Input((4,)), Dense(3)"
    assert "15  , Dense(2)" in line


def test_settings_are_shown_with_where_they_come_from(folder, param_lint):
    (folder / "pyproject.toml").write_text('[tool.param-lint]\nignore = ["incompatible-rank"]\n')
    (folder / "requirements.txt").write_text("keras<3\n")
    done = param_lint("--show-settings")
    lines = done.out.splitlines()
    assert done.status == FINE
    assert lines[0] == f"# root: {folder}"
    assert lines[1] == "# Keras 2: requirements.txt asks for keras<3"
    assert 'keras-version = "auto"  # default' in lines
    assert 'ignore = ["incompatible-rank"]  # pyproject.toml' in lines


def test_nothing_is_kept_between_runs(folder, param_lint):
    """So there is nothing to remove, and asking for it is no mistake."""
    before = sorted(folder.iterdir())
    param_lint("check", "--no-cache")
    done = param_lint("clean")
    assert (done.status, done.err) == (FINE, "")
    assert done.out == "param-lint keeps nothing between runs: there is nothing to remove.\n"
    assert sorted(folder.iterdir()) == before


def test_version(param_lint):
    assert param_lint("--version").out == f"param-lint {__version__}\n"


def test_no_command_prints_the_help(param_lint):
    done = param_lint()
    assert done.status == WRONG_USE
    assert "usage: param-lint" in done.err
