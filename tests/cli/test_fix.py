"""`check --fix` and `check --diff`: what they write, what they leave as it is, and that nothing is ever lost."""

import io
import json
import os
import sys

import pytest

from param_lsp.cli import write
from param_lsp.cli.status import FINDINGS, FINE, WRONG_USE
from tests.cli.programs import GOOD

OLD = """\
from keras import layers, Sequential

model = Sequential([
    layers.Dense(3, input_shape=(4,)),
])
"""
NEW = """\
from keras import layers, Sequential

model = Sequential([
    layers.Input(shape=(4,)),
    layers.Dense(3),
])
"""


def test_fix_writes_the_file_and_says_what_it_did(folder, param_lint):
    (folder / "a.py").write_text(OLD)
    done = param_lint("check", "--fix", "a.py")
    assert (folder / "a.py").read_text() == NEW
    told = "a.py:4:21: fixed[deprecated-argument] Put `layers.Input` before the layer instead of `input_shape=`\n"
    assert (done.status, done.out, done.err) == (FINE, told, "")
    assert param_lint("check", "--fix", "a.py").out == ""
    assert sorted(path.name for path in folder.iterdir()) == ["a.py", "pyproject.toml"]


def test_what_cannot_be_fixed_is_still_found(folder, param_lint):
    (folder / "a.py").write_text(OLD + "model.add(layers.Conv2D(3, 3))\n")
    done = param_lint("check", "--fix", "--output-format", "json", "a.py")
    assert done.status == FINDINGS
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["rule"], finding["line"], finding["fixable"]) == ("incompatible-rank", 7, False)
    assert "fixed[deprecated-argument]" in done.err


def test_diff_shows_and_changes_nothing(folder, param_lint):
    (folder / "a.py").write_text(OLD)
    (folder / "b.py").write_text(GOOD)
    done = param_lint("check", "--diff", ".")
    assert done.status == FINDINGS
    assert done.out.splitlines() == [
        "--- a/./a.py" if "a/./a.py" in done.out else "--- a/a.py",
        "+++ b/./a.py" if "b/./a.py" in done.out else "+++ b/a.py",
        "@@ -1,5 +1,6 @@",
        " from keras import layers, Sequential",
        " ",
        " model = Sequential([",
        "-    layers.Dense(3, input_shape=(4,)),",
        "+    layers.Input(shape=(4,)),",
        "+    layers.Dense(3),",
        " ])",
    ]
    assert (folder / "a.py").read_text() == OLD
    assert param_lint("check", "--diff", "b.py") == type(done)(FINE, "", "")
    assert param_lint("check", "--diff", "--exit-zero", "a.py").status == FINE


def test_json_says_what_can_be_fixed(folder, param_lint):
    (folder / "a.py").write_text(OLD)
    (finding,) = json.loads(param_lint("check", "--output-format", "json", "a.py").out)["findings"]
    assert finding["fixable"]
    assert (folder / "a.py").read_text() == OLD


@pytest.mark.parametrize(
    ("mark", "encoding", "cookie", "breaks"),
    [
        (b"\xef\xbb\xbf", "utf-8", "", "\n"),
        (b"", "utf-8", "", "\r\n"),
        (b"", "latin-1", "# -*- coding: latin-1 -*-\n", "\n"),
        (b"\xff\xfe", "utf-16-le", "", "\r\n"),
        (b"", "utf-8", "", "\r"),
    ],
)
def test_encoding_and_line_breaks_stay(folder, param_lint, mark, encoding, cookie, breaks):
    def written(text):
        return mark + (cookie + "name = 'é'\x0c\n" + text).replace("\n", breaks).encode(encoding)

    (folder / "a.py").write_bytes(written(OLD))
    assert param_lint("check", "--fix", "a.py").status == FINE
    assert (folder / "a.py").read_bytes() == written(NEW)


def test_a_file_without_a_last_line_break_keeps_none(folder, param_lint):
    (folder / "a.py").write_text(OLD.rstrip("\n"))
    assert param_lint("check", "--diff", "a.py").out.splitlines()[-1] == "\\ No newline at end of file"
    param_lint("check", "--fix", "a.py")
    assert (folder / "a.py").read_text() == NEW.rstrip("\n")


# -- notebooks -------------------------------------------------------------------------------------------------------


def notebook_of(cells, **layout):
    made = [{"cell_type": "markdown", "metadata": {"odd": 1e3}, "source": ["# Tïtle\n"]}]
    made += [
        {
            "cell_type": "code",
            "execution_count": 7,
            "metadata": {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1 \\ \u2028 2\n"]}],
            "source": cell,
        }
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {"x": []}, "nbformat": 4, "nbformat_minor": 5}, **layout)


@pytest.mark.parametrize("end", ["", "\n", "\r\n\n"])
@pytest.mark.parametrize("as_list", [True, False])
@pytest.mark.parametrize(
    "layout",
    [
        {"indent": 1, "ensure_ascii": False},
        {"indent": 4, "sort_keys": True},
        {"indent": "\t"},
        {},
        {"separators": (",", ":")},
    ],
)
def test_only_the_code_of_a_notebook_changes(folder, param_lint, layout, as_list, end):
    """Indentation, escapes, odd numbers, outputs and the end of the file stay; each cell is written as it was."""

    def written(text):
        cells = ["import os\n%matplotlib inline\nprint('ü')", text]
        sources = [cell.splitlines(keepends=True) for cell in cells] if as_list else cells
        return notebook_of(sources, **layout) + end

    (folder / "a.ipynb").write_bytes(written(OLD).encode())
    done = param_lint("check", "--fix", "a.ipynb")
    assert (done.status, done.err) == (FINE, "")
    assert done.out.startswith("a.ipynb:cell 3:4:21: fixed[deprecated-argument]")
    assert (folder / "a.ipynb").read_bytes().decode() == written(NEW)


def test_the_diff_of_a_notebook_is_of_its_cells(folder, param_lint):
    (folder / "a.ipynb").write_text(notebook_of(["import keras", OLD]))
    lines = param_lint("check", "--diff", "a.ipynb").out.splitlines()
    assert lines[:3] == ["--- a/a.ipynb:cell 3", "+++ b/a.ipynb:cell 3", "@@ -1,5 +1,6 @@"]


def test_one_fix_may_touch_two_cells(folder, param_lint):
    """The import in an earlier cell grows; magics around it stay as they are."""
    first = "%pip install keras\nfrom keras.layers import Dense\nfrom keras import Sequential"
    (folder / "a.ipynb").write_text(notebook_of([first, "model = Sequential([Dense(3, input_dim=4)])"]))
    param_lint("check", "--fix", "a.ipynb")
    cells = json.loads((folder / "a.ipynb").read_text())["cells"]
    assert cells[1]["source"] == first.replace("Dense", "Dense, Input")
    assert cells[2]["source"] == "model = Sequential([Input(shape=(4,)), Dense(3)])"


# -- nothing is lost -------------------------------------------------------------------------------------------------


def test_a_file_that_changes_meanwhile_is_left(folder, param_lint, monkeypatch):
    (folder / "a.py").write_text(OLD)
    real = write.Path.read_bytes
    monkeypatch.setattr(write.Path, "read_bytes", lambda path: real(path) + b"# more\n")
    done = param_lint("check", "--fix", "a.py")
    assert done.status == WRONG_USE
    assert "changed while it was analysed" in done.err
    assert (folder / "a.py").read_text() == OLD
    assert "deprecated-argument" in done.out, "what was not fixed is still a finding"


def test_a_write_that_fails_leaves_the_file(folder, param_lint, monkeypatch):
    (folder / "a.py").write_text(OLD)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", full)
    done = param_lint("check", "--fix", "a.py")
    assert done.status == WRONG_USE
    assert "No space left" in done.err
    assert (folder / "a.py").read_text() == OLD
    assert sorted(path.name for path in folder.iterdir()) == ["a.py", "pyproject.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links are POSIX's")
def test_permissions_and_links_stay(folder, param_lint):
    (folder / "real").mkdir()
    target = folder / "real" / "b.py"
    target.write_text(OLD)
    target.chmod(0o751)
    (folder / "a.py").symlink_to(target)
    param_lint("check", "--fix", "a.py")
    assert (folder / "a.py").is_symlink()
    assert (target.read_text(), target.stat().st_mode & 0o777) == (NEW, 0o751)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links are POSIX's")
def test_a_second_name_of_the_file_shows_the_same(folder, param_lint):
    (folder / "a.py").write_text(OLD)
    os.link(folder / "a.py", folder / "b.py")
    param_lint("check", "--fix", "a.py")
    assert (folder / "b.py").read_text() == NEW


def test_standard_input_goes_fixed_to_standard_output(folder, param_lint, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OLD.replace("\n", "\r\n").encode())))
    done = param_lint("check", "--fix", "-")
    assert done.out == NEW.replace("\n", "\r\n")
    assert "fixed[deprecated-argument]" in done.err


def test_markdown_is_not_rewritten(folder, param_lint):
    text = f"# Title\n\n```python\n{OLD}```\n"
    (folder / "a.md").write_text(text)
    done = param_lint("check", "--fix", "a.md")
    assert (folder / "a.md").read_text() == text
    assert (done.status, "a.md:" in done.out) == (FINE, True)
