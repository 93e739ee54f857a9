"""Each rule's bad examples give exactly its finding, its good ones none; Keras agrees with both."""

from __future__ import annotations

import os
import re

import pytest

from param_lsp import rules
from param_lsp.analysis import analyze
from param_lsp.rules.rule import Rule
from param_lsp.source import python_source
from tests.annotated.facts import first_sentence

BAD = [
    pytest.param(rule, source, id=f"{rule.code}-{place}")
    for rule in rules.all_rules()
    for place, source in enumerate(rule.bad)
]
GOOD = [
    pytest.param(rule, source, id=f"{rule.code}-{place}")
    for rule in rules.all_rules()
    for place, source in enumerate(rule.good)
]


@pytest.mark.parametrize(("rule", "source"), BAD)
def test_a_bad_example_gives_exactly_its_finding(rule: Rule, source: str) -> None:
    findings = analyze(python_source("example.py", source)).findings
    assert [finding.rule for finding in findings] == [rule.code]


@pytest.mark.parametrize(("rule", "source"), GOOD)
def test_a_good_example_gives_none(rule: Rule, source: str) -> None:
    assert analyze(python_source("example.py", source)).findings == (), rule.code


@pytest.mark.oracle
@pytest.mark.parametrize(("rule", "source"), BAD)
def test_keras_rejects_a_bad_example_with_the_words_we_quote(rule: Rule, source: str) -> None:
    (finding,) = analyze(python_source("example.py", source)).findings
    if rule.code == "changed-meaning":  # Keras says nothing: the model is another one
        assert finding.keras_message is None
        _run(source)
        return
    if rule.code in ("invalid-fact", "unused-ignore"):  # comments, which Keras does not read
        _run(source)
        return
    if rule.severity == "information":
        with pytest.warns(UserWarning, match=re.escape(first_sentence(finding.keras_message or ""))):
            _run(source)
        return
    with pytest.raises(Exception) as raised:  # noqa: PT011 - the message is compared below
        _run(source)
    if rule.severity == "error":
        told = re.sub(r" \(/.*\)$", "", str(raised.value))  # an ImportError ends with the module's file
        assert first_sentence(finding.keras_message or "") == first_sentence(told)


@pytest.mark.oracle
@pytest.mark.parametrize(("rule", "source"), GOOD)
@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`:UserWarning")
def test_keras_accepts_a_good_example(rule: Rule, source: str) -> None:
    assert rule.code
    assert "model" in _run(source) or "digits" in _run(source)


def _run(source: str) -> dict[str, object]:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    keras = pytest.importorskip("keras")
    keras.utils.clear_session()
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(source, "example.py", "exec"), names)
    return names
