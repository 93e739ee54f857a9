"""The pages of the documentation: what they show is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source

DOCS = Path(__file__).parents[2] / "docs"
MODEL = """\
import keras

classifier = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense({units})])
"""


def total(*layers: str) -> int:
    """Count the parameters of a stack."""
    code = f"import keras\nfrom keras.layers import *\nmodel = keras.Sequential([{', '.join(layers)}])"
    totals = analyze(python_source("a.py", code)).report.models[0].totals
    assert totals is not None
    assert isinstance(totals.params, int)
    return totals.params


def test_the_counts_explained_to_beginners_are_those_that_are_shown():
    """Each `Layer(…)` with an input and a bold count."""
    text = " ".join((DOCS / "hints.md").read_text("utf-8").split())
    shown = re.findall(r"> `(\w+\([^`]*\))`(?: on `(\([^`]*\))`)?: [^*]*\*\*([\d,]+)\*\*", text)
    assert len(shown) >= 4
    for layer, shape, count in shown:
        given = shape.replace("None, ", "").replace(")", ",)") if shape else "(5,)"
        assert total(f"keras.Input({given})", layer) == int(count.replace(",", "")), layer


def test_the_picture_in_the_explanation_is_drawn_from_a_program():
    """The first hints of the page are those of the example in the repository."""
    text = (DOCS / "hints.md").read_text("utf-8")
    example = (DOCS.parent / "examples" / "mnist_snippet.py").read_text("utf-8")
    totals = analyze(python_source("a.py", example)).report.models[0].totals
    assert totals is not None
    assert f"Σ {totals.params:,} · " in text


@pytest.mark.parametrize(("units", "status", "said"), [(10, 0, ""), (1_000, 1, "785,000 parameters, budget 300,000")])
def test_the_gate_for_ci_works(tmp_path, units, status, said):
    """The script of the page, as it stands there."""
    page = (DOCS / "ci.md").read_text("utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    ours = f'{sys.executable!r}, "-P", "-m", "param_lsp"' if sys.version_info >= (3, 11) else None
    if ours is None:
        pytest.skip("Python 3.10 has no -P")
    (tmp_path / "gate.py").write_text(script.replace('"param-lint"', ours), encoding="utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").write_text(MODEL.format(units=units), encoding="utf-8")
    environment = {"PYTHONPATH": str(DOCS.parent), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "gate.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60, env=environment
    )
    assert (done.returncode, done.stderr) == (status, "")
    assert said in done.stdout


def test_every_page_is_in_the_navigation():
    """A page that nothing leads to is lost."""
    config = (DOCS.parent / "mkdocs.yml").read_text("utf-8")
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    listed = set(re.findall(r"[\w/-]+\.md", config))
    assert {page for page in pages if not page.startswith("rules/")} <= listed
    assert listed - {"index.md"} <= pages
