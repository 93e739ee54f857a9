"""Options come from one table, and a wrong one is named with the nearest right one."""

import pytest

from param_lsp.project import find_root, open_project
from param_lsp.settings import OPTIONS, Settings, read_options

RULES = ("incompatible-rank", "incompatible-axis")
NOT_PLAIN = (
    "is not a number, a text, True, False, None, or a tuple, list or dictionary of them; "
    'write `"NAME.shape" = [60000, 784]` or `NAME = 10`'
)


def said(written, place="project"):
    return [str(problem) for problem in read_options(written, place, RULES)[1]]


def test_right_options_become_settings():
    """Kebab case and snake case are the same option; a number is as good as its text."""
    values, problems = read_options({"keras_version": 2, "select": ["incompatible-rank"]}, "project", RULES)
    assert not problems
    assert Settings(**values) == Settings(keras_version="2", select=("incompatible-rank",))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"keras-versoin": "3"}, "there is no setting 'keras-versoin'; did you mean 'keras-version'?"),
        ({"keras-version": "4"}, "keras-version cannot be '4'; known: auto, 3, 2, 1"),
        ({"keras-version": True}, "keras-version cannot be True; known: auto, 3, 2, 1"),
        ({"facts": 3}, "facts must be a table of names, got 3"),
        (
            {"facts": {"x.shape": 784}},
            "facts: x.shape: a shape is a tuple of sizes such as (60000, 784) or (784,), got 784",
        ),
        ({"facts": {"x": {"shape": "(3, a)"}}}, f"facts: x.shape: '(3, a)' {NOT_PLAIN}"),
        ({"facts": {"len(w)": "many"}}, f"facts: len(w): 'many' {NOT_PLAIN}"),
        ({"facts": {"len(w)": -1}}, "facts: len(w): a length is a whole number such as 10000, got -1"),
        (
            {"facts": {"2x": 3}},
            "facts: '2x' is not a name, NAME.shape or len(NAME); write `\"NAME.shape\" = [60000, 784]` or `NAME = 10`",
        ),
        ({"select": "incompatible-rank"}, "select must be a list of strings, got 'incompatible-rank'"),
        ({"ignore": ["incompat-rank"]}, "ignore: there is no rule 'incompat-rank'; did you mean 'incompatible-rank'?"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_the_nearest(written, expected):
    assert said(written) == [expected]


def test_wrong_options_leave_the_others_in_force():
    values, problems = read_options({"nonsense": 1, "ignore": ["x", "incompatible-axis"]}, "project", RULES)
    assert values == {"ignore": ("incompatible-axis",)}
    assert len(problems) == 2


def test_facts_are_read_as_lists_texts_and_numbers():
    written = {"X.shape": [60000, 784], "Y": {"shape": "(None, 10)"}, "n": 10, "len(words)": 500, "cfg": {"units": 3}}
    values, problems = read_options({"facts": written}, "editor")
    assert not problems
    assert [(fact.name, fact.kind, fact.value) for fact in values["facts"]] == [
        ("X", "shape", (60000, 784)),
        ("Y", "shape", (None, 10)),
        ("n", "value", 10),
        ("words", "length", 500),
        ("cfg", "value", {"units": 3}),
    ]


def test_every_option_has_help_and_a_place():
    assert {option.attribute for option in OPTIONS} == set(Settings.__dataclass_fields__) - {"pin"}
    assert all(option.help and option.places for option in OPTIONS)


def test_the_root_is_the_nearest_folder_with_a_project_file(tmp_path, monkeypatch):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert find_root(inner) == tmp_path
    (tmp_path / "a" / ".git").mkdir()
    assert find_root(inner / "x.py") == tmp_path / "a"
    (inner / "pyproject.toml").touch()
    assert find_root(inner) == inner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[tool.param-lint]\n\nselct = []",
            "pyproject.toml:3: [tool.param-lint] there is no setting 'selct'; did you mean 'select'?",
        ),
        ("[tool.param-lint]\nlanguage = 'ko'", "[tool.param-lint] language can be set in the editor's settings only"),
        ("tool.param-lint.selct = []", "pyproject.toml: [tool.param-lint] there is no setting 'selct'; did you mean"),
        ("[tool.param-lint.facts]\n'x y' = 3", "pyproject.toml:1: [tool.param-lint] facts: 'x y' is not a name"),
        ("[tool.param-lint", "it is not TOML"),
        ("tool.param-lint = 3", "tool.param-lint must be a table"),
        ("x = '''" + "[" * 50_000, "it is not TOML"),
        ("x = " + "[" * 50_000, "it is not TOML"),
        ("\0", "it cannot be read as text"),
    ],
)
def test_a_broken_project_file_is_reported_and_stops_nothing(tmp_path, text, expected):
    (tmp_path / "pyproject.toml").write_text(text)
    project = open_project(tmp_path)
    assert expected in str(project.problems[0])
    assert "pyproject.toml" in str(project.problems[0])
    assert project.settings == Settings()
