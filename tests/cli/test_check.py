"""`param-lint check`: what it finds, how it says it, and how it ends."""

import io
import json
from xml.etree import ElementTree as ET

import pytest

from param_lsp.cli import check as check_module
from param_lsp.cli import command
from param_lsp.cli.status import FINDINGS, FINE, OUR_BUG, WRONG_USE
from tests.cli.programs import BROKEN, GOOD, UNPARSABLE, notebook


def test_nothing_found(folder, param_lint):
    (folder / "a.py").write_text(GOOD)
    done = param_lint("check", "a.py")
    assert (done.status, done.out, done.err) == (FINE, "", "")


def test_concise_gives_one_line_for_each_finding(folder, param_lint):
    (folder / "a.py").write_text(BROKEN)
    done = param_lint("check", "a.py")
    assert done.status == FINDINGS
    assert done.out.startswith("a.py:5:5: error[incompatible-rank] ")
    assert done.out.count("\n") == 1


def test_full_quotes_the_line_and_keras(folder, param_lint):
    (folder / "a.py").write_text(BROKEN)
    lines = param_lint("check", "--output-format", "full", "a.py").out.splitlines()
    assert lines[0].startswith("error[incompatible-rank]: ")
    assert lines[1] == "  --> a.py:5:5"
    assert lines[2] == "5 |     keras.layers.Conv2D(32, 3),"
    assert lines[3] == "  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^"
    assert any(line.startswith("  Keras: ") for line in lines)
    assert any(line.startswith("  note: a.py:4:") for line in lines)
    assert lines[-1] == "1 error in 1 file."


def test_json_has_the_fields_of_the_contract(folder, param_lint):
    (folder / "a.py").write_text(BROKEN)
    written = json.loads(param_lint("check", "--output-format", "json", ".").out)
    (finding,) = written.pop("findings")
    assert written == {"version": 1}
    related = finding.pop("related")
    text, keras_text = finding.pop("message"), finding.pop("keras_message")
    assert finding == {
        "path": "a.py", "cell": None, "line": 5, "column": 5, "end_line": 5, "end_column": 31,
        "rule": "incompatible-rank", "severity": "error", "fixable": False,
    }  # fmt: skip
    assert "4" in text
    assert "expected min_ndim=4" in keras_text or "expected ndim=4" in keras_text
    assert related
    for place in related:
        assert set(place) == {"path", "cell", "line", "column", "end_line", "end_column", "message"}


def test_a_notebook_is_named_with_its_cell(folder, param_lint):
    """JSON counts all cells from 0, people and editors count them from 1; lines count within the cell."""
    (folder / "a.ipynb").write_text(notebook("#!md Title", "import keras", "%matplotlib inline\n" + BROKEN[14:]))
    assert param_lint("check", "a.ipynb").out.startswith("a.ipynb:cell 3:")
    (finding,) = json.loads(param_lint("check", "--output-format", "json", "a.ipynb").out)["findings"]
    assert (finding["cell"], finding["line"], finding["column"]) == (2, 4, 5)


def test_a_statement_that_does_not_parse_is_a_finding_and_the_rest_is_analysed(folder, param_lint):
    (folder / "a.py").write_text(UNPARSABLE + BROKEN)
    done = param_lint("check", "a.py")
    assert done.status == FINDINGS
    assert "a.py:1:" in done.out
    assert "warning[unparsable-statement]" in done.out
    assert "a.py:6:5: error[incompatible-rank]" in done.out


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ((), {"unparsable-statement", "incompatible-rank"}),
        (("--select", "incompatible-rank"), {"incompatible-rank"}),
        (("--ignore", "incompatible-rank"), {"unparsable-statement"}),
        (("--select", "incompatible-rank,incompatible-axis", "--ignore", "incompatible-rank"), set()),
    ],
)
def test_rules_are_chosen(folder, param_lint, words, rules):
    (folder / "a.py").write_text(UNPARSABLE + BROKEN)
    done = param_lint("check", "--output-format", "json", *words, "a.py")
    assert {finding["rule"] for finding in json.loads(done.out)["findings"]} == rules
    assert done.status == (FINDINGS if rules else FINE)


def test_the_project_chooses_rules_and_the_command_line_wins(folder, param_lint):
    (folder / "a.py").write_text(BROKEN)
    (folder / "pyproject.toml").write_text('[tool.param-lint]\nignore = ["incompatible-rank"]\n')
    assert param_lint("check", "a.py").status == FINE
    assert param_lint("check", "--ignore", "incompatible-axis", "a.py").status == FINDINGS


def test_an_unknown_rule_is_named_with_the_nearest(folder, param_lint):
    done = param_lint("check", "--select", "incompatible-rnk")
    assert done.status == WRONG_USE
    assert done.err == "--select: there is no rule 'incompatible-rnk'; did you mean 'incompatible-rank'?\n"


def test_a_wrong_setting_is_reported_once_and_the_files_are_done(folder, param_lint):
    (folder / "pyproject.toml").write_text('[tool.param-lint]\nkeras-versoin = "3"\n')
    for name in ("a.py", "b.py"):
        (folder / name).write_text(BROKEN)
    done = param_lint("check", ".")
    assert done.status == WRONG_USE
    assert done.err.count("did you mean 'keras-version'?") == 1
    assert done.out.count("incompatible-rank") == 2


def test_exit_zero_hides_findings_and_nothing_else(folder, param_lint):
    (folder / "a.py").write_text(BROKEN)
    assert param_lint("check", "--exit-zero", "a.py").status == FINE
    assert param_lint("check", "--exit-zero", "a.py", "nothing.py").status == WRONG_USE


def test_standard_input_has_the_name_it_is_given(folder, param_lint, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))
    done = param_lint("check", "--stdin-filename", "src/net.py", "-")
    assert done.status == FINDINGS
    assert done.out.startswith("src/net.py:5:5: ")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(notebook(BROKEN).encode())))
    assert param_lint("check", "--stdin-filename", "net.ipynb", "-").out.startswith("net.ipynb:cell 1:5:5: ")


def test_without_a_path_the_current_folder_is_searched(folder, param_lint):
    (folder / "a.py").write_text(BROKEN)
    assert param_lint("check").out.startswith("a.py:5:5: ")


def test_a_bug_of_ours_costs_one_file_and_names_it(folder, param_lint, monkeypatch):
    from param_lsp.cli import run

    analyze = run.analyze

    def analyze_or_fail(source, *others):
        if source.path == "a.py":
            raise KeyError("units")
        return analyze(source, *others)

    monkeypatch.setattr(run, "analyze", analyze_or_fail)
    for name in ("a.py", "b.py"):
        (folder / name).write_text(BROKEN)
    done = param_lint("check", "a.py", "b.py", "nothing.py")
    assert done.status == OUR_BUG
    assert done.err.startswith("a.py: a bug of param-lint stopped its analysis (KeyError: 'units', cli/test_check.py:")
    assert "Please report it" in done.err
    assert done.out.startswith("b.py:5:5: ")


def test_several_processes_say_what_one_says(folder, param_lint):
    """In the same order; what is wrong with the settings is said once."""
    (folder / "pyproject.toml").write_text('[tool.param-lint]\nselekt = ["x"]\n')
    for number in range(12):
        (folder / f"{number:02}.py").write_text("\n" * number + BROKEN)
    (folder / "05.py").write_bytes(b"\0")
    words = ("check", ".", "missing.py", "--output-format", "full")
    alone, several = param_lint(*words), param_lint(*words, "-j", "2")
    assert alone.status == WRONG_USE
    assert alone.out.count("error[incompatible-rank]") == 11
    assert sorted(alone.err.splitlines()) == sorted(several.err.splitlines())
    assert (several.status, several.out) == (alone.status, alone.out)


@pytest.mark.parametrize("jobs", ["-1", "two", "1.5"])
def test_a_wrong_number_of_processes(param_lint, jobs):
    done = param_lint("check", "-j", jobs)
    assert done.status == WRONG_USE
    assert done.err.endswith(f"it must be a number of processes, 0 for one for each processor, got {jobs}\n")


def test_the_parser_knows_every_format():
    assert tuple(check_module.FORMATS) == command.CHECK_FORMATS


# -- formats of CI services ------------------------------------------------------------------------------------------


@pytest.fixture
def findings(folder, param_lint):
    """Check a file and a notebook, each with one error, in a format."""
    (folder / "a, b.py").write_text(BROKEN)
    (folder / "c.ipynb").write_text(notebook(BROKEN))
    return lambda name: param_lint("check", "--output-format", name, ".").out


def test_github(findings):
    first, second = findings("github").splitlines()
    start = (
        "::error title=param-lint (incompatible-rank),file=a%2C b.py,line=5,col=5,endLine=5,endColumn=31::a, b.py:5:5: "
    )
    assert first.startswith(start)
    assert second.startswith("::error title=param-lint (incompatible-rank),file=c.ipynb::c.ipynb:cell 1:5:5: ")
    assert "%0AKeras: " in first


def test_gitlab(findings):
    first, second = json.loads(findings("gitlab"))
    assert first["location"] == {"path": "a, b.py", "lines": {"begin": 5}}
    assert (first["check_name"], first["severity"]) == ("incompatible-rank", "major")
    assert second["description"].startswith("cell 1, line 5: ")
    assert first["fingerprint"] != second["fingerprint"]


def test_gitlab_knows_a_finding_again_when_lines_above_it_come(folder, param_lint):
    (folder / "a.py").write_text(BROKEN)
    before = json.loads(param_lint("check", "--output-format", "gitlab", "a.py").out)
    (folder / "a.py").write_text("\n\n" + BROKEN)
    after = json.loads(param_lint("check", "--output-format", "gitlab", "a.py").out)
    assert after[0]["location"]["lines"]["begin"] == 7
    assert before[0]["fingerprint"] == after[0]["fingerprint"]


def test_junit(findings):
    suites = ET.fromstring(findings("junit"))
    assert (suites.get("tests"), suites.get("failures")) == ("2", "2")
    assert [suite.get("name") for suite in suites] == ["a, b.py", "c.ipynb"]
    failure = suites.find("testsuite/testcase/failure")
    assert failure.get("type") == "incompatible-rank"
    assert "Keras: " in failure.text


def test_sarif(findings):
    log = json.loads(findings("sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    first, second = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%2C%20b.py"
    assert place["region"] == {"startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 31}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert first["relatedLocations"]
    assert {result["ruleId"] for result in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
