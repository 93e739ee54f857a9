"""Comments that ignore findings: which lines and rules they are about, and what is said of those in vain."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze, finished
from param_lsp.repair import fix_all
from param_lsp.settings import Settings
from param_lsp.source import python_source
from param_lsp.workspace import NoWorkspace

HEAD = "import keras\nfrom keras import layers\nmodel = keras.Sequential()\n"
OLD = "model.add(layers.Dense(3, input_shape=(4,)))"


def found(text: str, settings: Settings = Settings()) -> list[tuple[str, str]]:  # noqa: B008 - frozen
    """Give each finding's rule and the text it stands at."""
    findings = analyze(python_source("a.py", text), settings).findings
    return [(each.rule, text[each.place.span.start : each.place.span.end]) for each in findings]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + OLD + "  # param-lint: ignore[deprecated-argument] as in the book\n",
        HEAD + OLD + "  # param-lint: ignore\n",
        HEAD + OLD + "  # noqa: E501  # param-lint:ignore[deprecated-argument]\n",
        HEAD + OLD + "  # param-lint: ignore[incompatible-rank, deprecated-argument, unused-ignore]",
        HEAD + "# param-lint: ignore[deprecated-argument]\n\n# why\n" + OLD + "\n",
        HEAD + OLD + "\n# param-lint: ignore-file[deprecated-argument]\n",
        "# param-lint: ignore-file\n" + HEAD + OLD + "\n",
        HEAD
        + "model.add(layers.Dense(\n    3,\n    input_shape=(4,),  # param-lint: ignore[deprecated-argument]\n))\n",
        HEAD + "model.add(layers.Dense(3, input_shape=(\n    4,\n)))  # param-lint: ignore[deprecated-argument]\n",
        "units = keras.x = = 3  # param-lint: ignore[unparsable-statement]\n",
        (HEAD + OLD + "  # param-lint: ignore[deprecated-argument]\n").replace("\n", "\r\n"),
    ],
)
def test_ignored(text: str) -> None:
    assert found(text) == []


def test_other_lines_rules_and_texts_are_not_ignored() -> None:
    code = "input_shape=(4,)"
    old = ("deprecated-argument", code)
    below = HEAD + OLD + "\n# param-lint: ignore[deprecated-argument]\n"
    assert found(below) == [old, ("unused-ignore", "# param-lint: ignore[deprecated-argument]")]
    other = HEAD + OLD + "  # param-lint: ignore[incompatible-rank]\n"
    assert found(other) == [old, ("unused-ignore", "# param-lint: ignore[incompatible-rank]")]
    assert found(HEAD + OLD + "; x = '# param-lint: ignore'\n") == [old]
    assert found(HEAD + OLD + "  # param-lint: ignore[]\n") == [old]


@pytest.mark.parametrize(
    ("comment", "at", "said"),
    [
        ("# param-lint: ignore", "# param-lint: ignore", "nothing is found on this line: the comment ignores nothing"),
        (
            "# param-lint: ignore-file[stale-summary]",
            "# param-lint: ignore-file[stale-summary]",
            "`stale-summary` finds nothing in this file: the comment ignores nothing",
        ),
        (
            "# param-lint: ignore[Incompatible_rnak]",
            "Incompatible_rnak",
            "there is no rule `Incompatible_rnak`; did you mean `incompatible-rank`?",
        ),
        ("# param-lint: ignore[E501]", "E501", "there is no rule `E501`"),
    ],
)
def test_a_comment_in_vain(comment: str, at: str, said: str) -> None:
    text = HEAD + comment + "\nmodel.add(keras.Input((4,)))\n"
    (finding,) = analyze(python_source("a.py", text)).findings
    assert (finding.rule, finding.severity, str(finding.message)) == ("unused-ignore", "information", said)
    assert text[finding.place.span.start : finding.place.span.end] == at


def test_of_a_rule_that_did_not_run_nothing_is_said() -> None:
    text = HEAD + OLD + "  # param-lint: ignore[deprecated-argument]\nx = 1  # param-lint: ignore\n"
    assert found(text, Settings(ignore=("deprecated-argument",))) == []
    assert found(text, Settings(select=("unused-ignore", "deprecated-argument"))) == []


def test_a_broken_statement_makes_no_comment_vain() -> None:
    text = "x = keras.Sequential([  # param-lint: ignore[deprecated-argument]\n    keras.Input((4,)\n"
    assert [rule for rule, _ in found(text)] == ["unparsable-statement"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # param-lint: ignore[incompatible-rank] why\n", "x = 1\n"),
        ("    # param-lint: ignore-file[incompatible-rank]\r\nx = 1\r\n", "x = 1\r\n"),
        (
            OLD + "  # param-lint: ignore[incompatible-rank, deprecated-argument] why\n",
            OLD + "  # param-lint: ignore[deprecated-argument] why\n",
        ),
        (
            OLD + "  # param-lint: ignore[deprecated-argument,incompatible-rank]\n",
            OLD + "  # param-lint: ignore[deprecated-argument]\n",
        ),
    ],
)
def test_what_is_in_vain_is_removed(before: str, after: str) -> None:
    analysis = analyze(python_source("a.py", HEAD + before))
    repaired = finished(fix_all(analysis, Settings(), NoWorkspace())).analysis
    assert repaired.source.text == HEAD + after
    assert repaired.findings == ()


def test_a_misspelt_rule_gets_its_name_where_that_ignores_something() -> None:
    text = (
        HEAD + "model.add(keras.Input((4,)))\nmodel.add(layers.Conv2D(3, 3))  # param-lint: ignore[incompatible-rnak]\n"
    )
    analysis = analyze(python_source("a.py", text))
    assert [finding.rule for finding in analysis.findings] == ["incompatible-rank", "unused-ignore"]
    repaired = finished(fix_all(analysis, Settings(), NoWorkspace())).analysis
    assert (repaired.findings, "ignore[incompatible-rank]" in repaired.source.text) == ((), True)


class Imported(NoWorkspace):
    """A workspace of one module whose model cannot be built."""

    def __init__(self, text: str) -> None:
        self.text = text

    def module(self, importer: str, name: str, level: int) -> tuple[str, str] | None:
        return ("nets.py", self.text) if name == "nets" else None

    def read_text(self, importer: str, path: str):
        from param_lsp.workspace import FileText

        return FileText(self.text, complete=True) if path == "nets.py" else None


def test_comments_in_an_imported_file_hold_there() -> None:
    text = "import keras\ndef make():\n    return keras.layers.Dense(0){}\n"
    source = python_source("a.py", "import keras\nfrom nets import make\nmodel = keras.Sequential([make()])\n")
    assert [each.rule for each in analyze(source, Settings(), Imported(text.format(""))).findings] == [
        "invalid-argument"
    ]
    ignored = text.format("  # param-lint: ignore[invalid-argument]")
    assert analyze(source, Settings(), Imported(ignored)).findings == ()
