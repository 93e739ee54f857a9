"""`param-lint report --html` and `summary --columns`: what layers cost, as a page and as columns."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from param_lsp.cli.status import FINDINGS, FINE, WRONG_USE

MODEL = """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(32, 3, name="<first>"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(10),
])
"""
BROKEN = "import keras\nbad = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Conv2D(3, 9)])\n"


class Page(HTMLParser):
    """The texts of a page's rows, and whatever it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.loads: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.loads += [given[name] for name in ("src", "href") if name in given]
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag in self.open:
            assert self.open.pop() == tag, f"{tag} is closed out of turn"

    def handle_data(self, data):
        if self.rows and self.rows[-1] and {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def test_the_page_shows_each_layer_and_loads_nothing(folder, param_lint):
    (folder / "a.py").write_text(MODEL)
    done = param_lint("report", "a.py", "--html")
    page = Page()
    page.feed(done.out)
    assert done.status == FINE
    assert page.rows == [
        ["Layer", "Output shape", "Parameters", "Multiply–adds", "Output memory"],
        ["<first> Conv2D", "(None, 26, 26, 32)", "320", "194,688", "84.50 KB"],
        ["max_pooling2d MaxPooling2D", "(None, 13, 13, 32)", "0", "0", "21.12 KB"],
        ["flatten Flatten", "(None, 5408)", "0", "0", "21.12 KB"],
        ["dense Dense", "(None, 10)", "54,090", "54,080", "40.00 B"],
    ]
    assert page.loads == []
    assert page.open == []
    assert "http" not in done.out
    assert re.findall(r'class="heavy" tabindex="-1" data-model="0" data-row="(\d)"', done.out) == ["3"]


def test_the_page_goes_into_a_file_and_a_broken_model_is_told(folder, param_lint):
    (folder / "a.py").write_text(MODEL)
    (folder / "b.py").write_text(BROKEN)
    done = param_lint("report", "a.py", "b.py", "--html", "-o", "models.html")
    text = (folder / "models.html").read_text("utf-8")
    assert (done.status, done.out) == (FINDINGS, "")
    assert "✗ kernel 9×9 does not fit (None, 4, 4, 1)" in text
    assert "b.py:2:7" in text


def test_a_page_that_cannot_be_written_is_told(folder, param_lint):
    (folder / "a.py").write_text(MODEL)
    done = param_lint("report", "a.py", "--html", "-o", "nowhere/models.html")
    assert done.status == WRONG_USE
    assert "nowhere/models.html cannot be written" in done.err


def test_columns_are_chosen(folder, param_lint):
    (folder / "a.py").write_text(MODEL)
    done = param_lint("summary", "a.py", "--format", "markdown", "--columns", "params,bytes,macs,activations")
    lines = done.out.splitlines()
    assert lines[2] == "| Layer (type) | Output Shape | Param # | Weights | Multiply-adds | Activations |"
    assert lines[-7] == "| dense (Dense) | (None, 10) | 54,090 | 211.29 KB | 54,080 | 40.00 B |"
    assert lines[-2:] == ["- Multiply-adds: 248,768 for one sample", "- Activations: 126.79 KB for one sample"]


def test_a_table_of_columns_fits_the_terminal(folder, param_lint, monkeypatch):
    (folder / "a.py").write_text(MODEL)
    monkeypatch.setenv("COLUMNS", "100")
    done = param_lint("summary", "a.py", "--columns", "macs,trainable")
    drawn = [line for line in done.out.splitlines() if line[:1] in "┏┃┡│├└"]
    assert {len(line) for line in drawn} == {len(drawn[0])}
    assert len(drawn[0]) <= 100
    assert "│ 194,688 " in done.out.replace("      ", "")


@pytest.mark.parametrize(("written", "said"), [("mac", "did you mean 'macs'?"), ("colour", "known: params, trainable")])
def test_an_unknown_column_is_told(folder, param_lint, written, said):
    (folder / "a.py").write_text(MODEL)
    done = param_lint("summary", "a.py", "--columns", written)
    assert done.status == WRONG_USE
    assert said in done.err


def test_json_has_the_costs(folder, param_lint):
    (folder / "a.py").write_text(MODEL)
    (model,) = json.loads(param_lint("summary", "--format", "json", "a.py").out)["models"]
    assert [(row["bytes"], row["macs"], row["activation_bytes"]) for row in model["layers"]][:2] == [
        (1_280, 194_688, 86_528),
        (0, 0, 21_632),
    ]
    assert (model["macs"], model["activation_bytes"]) == (248_768, 129_832)
