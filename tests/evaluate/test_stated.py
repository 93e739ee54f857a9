"""Facts in comments hold from where they stand; one that cannot be read is a finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from param_lsp.analysis import Analysis, analyze
from param_lsp.facts import facts_in_settings
from param_lsp.project import open_project
from param_lsp.settings import Settings, read_options
from param_lsp.source import notebook_source, python_source

HEAD = "import keras\nfrom keras import layers\nimport data\n"


def total(text: str) -> object:
    (model,) = analyze(python_source("a.py", HEAD + text)).report.models
    return model.totals.params if model.totals is not None else None


MODEL = """
model = keras.Sequential([keras.Input(shape=x.shape[1:]), layers.Dense(n)])
"""


@pytest.mark.parametrize(
    "facts",
    [
        "x = data.load()  # param-lint: x.shape = (60000, 784)\nn = data.count()  # param-lint: n = 10\n",
        "# param-lint: x.shape = (60000, 784)\n# param-lint: n = 10\nx, n = data.load()\n",
        "x = n = data.load()\n# param-lint: x.shape = (None, 784)\n# param-lint: n = 10\n",
        "x = data.load(\n    'train',  # param-lint: x.shape = (60000, 784)\n)\nn = data.n()  # param-lint: n = 10\n",
        "with data.open() as f:\n    x = f.read()\n    # param-lint: x.shape = (60000, 784)\nn = 10\n",
        "try:\n    x = data.a()\nexcept OSError:\n    x = data.b()\n# param-lint: x.shape = (60000, 784)\nn = 10\n",
        "x = data.load()\nx.prepare()  # param-lint: x.shape = (60000, 784)\nn = 10\n",
        "#param-lint:x.shape=(60_000,784)\nx = data.load()\nw = data.words()  # param-lint: len(w) = 10\nn = len(w)\n",
    ],
)
def test_a_fact_gives_a_name_its_value(facts: str) -> None:
    assert total(facts + MODEL) == 7850


def test_a_fact_above_the_use_alone() -> None:
    assert total("# param-lint: n = 10\nmodel = keras.Sequential([keras.Input((784,)), layers.Dense(n)])\n") == 7850
    assert total("model = keras.Sequential([keras.Input((784,)), layers.Dense(n)])  # param-lint: n = 10\n") == 7850


def test_facts_of_a_parameter_and_inside_a_block() -> None:
    function = """
def build(x, n):  # param-lint: x.shape = (60000, 784)
    if n:
        n = data.classes(n)  # param-lint: n = 10
    return keras.Sequential([keras.Input(shape=x.shape[1:]), layers.Dense(n)])

model = build(data.load(), 3)
"""
    assert total(function) == 7850


def test_a_fact_of_an_attribute() -> None:
    text = """
class Config:
    pass

config = Config()
config.n = data.count()  # param-lint: config.n = 10
model = keras.Sequential([keras.Input((784,)), layers.Dense(config.n)])
"""
    assert total(text) == 7850


def test_a_known_array_keeps_its_type() -> None:
    text = "import numpy as np\nx = np.zeros(data.size(), 'int8')  # param-lint: x.shape = (4, 6)\n"
    texts = [str(entry.text) for entry in analyze(python_source("a.py", HEAD + text)).report.known]
    assert texts[-1] == "(4, 6) int8, from your comment in line 5"


def test_a_cell_of_facts_alone() -> None:
    cells = [
        {"cell_type": "code", "source": text, "outputs": []}
        for text in (HEAD + "x, n = data.load()", "# param-lint: x.shape = (60000, 784)\n# param-lint: n = 10", MODEL)
    ]
    report = analyze(notebook_source("a.ipynb", json.dumps({"cells": cells}))).report
    assert report.models[0].totals is not None
    assert report.models[0].totals.params == 7850
    assert "from your comment in cell 2, line 2" in str({str(entry.text) for entry in report.known})


def findings(comment: str) -> list[str]:
    found: Analysis = analyze(python_source("a.py", f"{HEAD}n = 3\n{comment}\nmodel = keras.Sequential()\n"))
    return [str(finding.message) for finding in found.findings if finding.rule == "invalid-fact"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("# param-lint: n is 10", "NAME.shape = (60000, 784)"),
        ("# param-lint: n == 10", "NAME = 10"),
        ("# param-lint: n = count()", "count() is not a number"),
        ("# param-lint: n = 2 * 3", "2 * 3 is not a number"),
        ("# param-lint: n.shape = 784", "(784,), got 784"),
        ("# param-lint: n.shape = (3, 'a')", "got (3, 'a')"),
        ("# param-lint: n.shape = (-1, 3)", "got (-1, 3)"),
        ("# param-lint: len(n) = 2.5", "whole number"),
        ("# param-lint: n = {braces", "{braces is not a number"),
        ("# param-lint:", "no fact"),
        ("# param-lint: n = " + "(" * 500, "is not a number"),
    ],
)
def test_a_fact_that_cannot_be_read_is_a_warning_with_the_right_form(comment: str, said: str) -> None:
    (text,) = findings(comment)
    assert said in text


@pytest.mark.parametrize(
    "comment",
    [
        "# param-lint: ignore[incompatible-rank] it runs",
        "# param-lint: ignore-file[x]",
        "# param-lint: n = 'text'",
        "# x",
    ],
)
def test_other_comments_are_silent(comment: str) -> None:
    assert findings(comment) == []


def test_of_a_stated_length_nothing_else_is_made_up() -> None:
    text = (
        "x = data.load()  # param-lint: len(x) = 10\nmodel = keras.Sequential([keras.Input((4,)), layers.Dense(x.n)])\n"
    )
    found = analyze(python_source("a.py", HEAD + text))
    assert found.findings == ()
    assert not found.report.models[0].complete


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("n = 3  # param-lint: n = 10", "the comment says 10, but the code gives 3"),
        ("# param-lint: n = 10\nn = 2 * 3", "the comment says 10, but the code gives 6"),
        ("n = np.zeros((3, 5))  # param-lint: n.shape = (3, 4)", "says (3, 4), but the code gives (3, 5)"),
        ("n = ['a', 'b']  # param-lint: len(n) = 10", "says 10, but the code gives 2"),
    ],
)
def test_what_the_code_tells_stays_and_the_comment_is_a_finding(code: str, said: str) -> None:
    found = analyze(python_source("a.py", f"import keras\nimport numpy as np\n{code}\nm = keras.Sequential([n])\n"))
    (text,) = [str(finding.message) for finding in found.findings if finding.rule == "invalid-fact"]
    assert said in text


@pytest.mark.parametrize(
    "code",
    [
        "n = np.zeros((3, 5))  # param-lint: n.shape = (None, 5)",
        "n = 10  # param-lint: n = 10",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n', default=3)\nn = p.parse_args().n  # param-lint: n = 10",  # noqa: E501
        "def f(n=3):  # param-lint: n = 10\n    return n\nn = f()",
    ],
)
def test_a_fact_that_may_hold_is_no_finding(code: str) -> None:
    found = analyze(python_source("a.py", f"import keras\nimport numpy as np\n{code}\nm = keras.Sequential([n])\n"))
    assert [finding for finding in found.findings if finding.rule == "invalid-fact"] == []


def stated_in_settings(text: str, **facts: object) -> object:
    values, problems = read_options({"facts": facts}, "project")
    assert not problems
    found = analyze(python_source("a.py", HEAD + text), Settings(**values))
    assert found.findings == ()
    (model,) = found.report.models
    return model.totals.params if model.totals is not None and model.complete else None


@pytest.mark.parametrize(
    "code",
    [
        "x, n = data.load()\n",
        "from data import *\n",
        "from data import x, n\n",
        "with data.open() as f:\n    for n in f:\n        pass\n    x = f.read()\n    n = f.n\n",
        "if data.here:\n    x = data.a()\nelse:\n    x = data.b()\nn = data.count()\n",
        "x = data.load()  # param-lint: x.shape = (60000, 784)\nn = len(data.names())  # param-lint: n = 10\n",
        "x = data.load()\nn = 10\n",
    ],
)
def test_facts_of_the_settings_hold_where_a_module_binds_the_name(code: str) -> None:
    assert stated_in_settings(code + MODEL, **{"x.shape": [60000, 784], "n": 10}) == 7850


def test_a_fact_of_the_settings_gives_way() -> None:
    """To a comment, to what the code tells, and to names of a function's own."""
    model = "model = keras.Sequential([keras.Input((784,)), layers.Dense(n)])\n"
    assert stated_in_settings("n = data.n()  # param-lint: n = 10\n" + model, n=20) == 7850
    assert stated_in_settings("n = 10\n" + model, n=20) == 7850
    function = "def build(n):\n    return keras.Sequential([keras.Input((784,)), layers.Dense(n)])\nmodel = build(10)\n"
    assert stated_in_settings(function, n=20) == 7850


def test_hovers_say_that_the_settings_state_a_fact() -> None:
    settings = Settings(facts=facts_in_settings({"x": {"shape": "(None, 784)"}, "n": 10})[0])
    report = analyze(python_source("a.py", HEAD + "x, n = data.load()\n" + MODEL), settings).report
    texts = {str(entry.text) for entry in report.known if entry.name in ("x", "n") and entry.text is not None}
    assert "10, from the facts in the project's settings" in texts
    assert "(?, 784) ?, from the facts in the project's settings" in texts


def test_facts_of_the_settings_hold_in_modules_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "sizes.py").write_text("import data\nn = data.count()\n")
    (tmp_path / "pyproject.toml").write_text("[tool.param-lint.facts]\nn = 10\n")
    project = open_project(tmp_path)
    text = "import keras\nfrom sizes import n\nm = keras.Sequential([keras.Input((784,)), keras.layers.Dense(n)])\n"
    source = python_source(str(tmp_path / "a.py"), text)
    totals = analyze(source, project.settings, project.workspace).report.models[0].totals
    assert totals is not None
    assert totals.params == 7850
