"""Files that nobody can analyse: one clear line each on standard error, status 2, and the other files are done."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from param_lsp import main
from param_lsp.cli.status import FINDINGS, FINE, WRONG_USE
from tests.cli.programs import BROKEN, GOOD, notebook

DEEP = 20_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("binary.py", b"\x7fELF\0\0\0"),
        ("latin.py", b"x = '\xe9'\n"),
        ("unknown.py", b"# coding: klingon\n"),
        ("large.py", b"x = 1\n" * 1_700_000),
        ("empty.ipynb", b""),
        ("text.ipynb", b"import keras\n"),
        ("half.ipynb", notebook(GOOD).encode()[:-20]),
        ("list.ipynb", b"[1, 2]"),
        ("cells.ipynb", b'{"cells": {"a": 1}}'),
        ("deep.ipynb", b"[" * DEEP),
    ],
)
def test_one_line_names_the_file(folder, param_lint, name, data):
    (folder / name).write_bytes(data)
    (folder / "z.py").write_text(BROKEN)
    done = param_lint("check", name, "z.py")
    assert done.status == WRONG_USE
    assert done.err.startswith(f"{name}: ")
    assert done.err.count("\n") == 1
    assert done.out.startswith("z.py:5:5: ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("empty.py", ""),
        ("blank.py", "\n\n\f\n"),
        ("mark.py", "\ufeffimport keras\n"),
        ("no_cells.ipynb", notebook()),
        ("odd_cell.ipynb", json.dumps({"cells": [{"cell_type": "code"}], "nbformat": 4})),
        ("comment.py", "# only a comment"),
    ],
)
def test_what_is_empty_is_fine(folder, param_lint, name, text):
    (folder / name).write_text(text, "utf-8")
    done = param_lint("check", name)
    assert (done.status, done.out, done.err) == (FINE, "", "")


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "(" * DEEP + ")" * DEEP,
        "x = " + "[" * DEEP,
        "x = " + "-" * DEEP + "1",
        "x = " + "+".join(["1"] * DEEP),
        "x = a" + ".b" * DEEP,
        "x = f" + "()" * DEEP,
        "\n".join(f"{' ' * level}if True:" for level in range(200)) + f"\n{' ' * 200}pass",
    ],
    ids=["brackets", "open", "signs", "sum", "attributes", "calls", "blocks"],
)
def test_deep_nesting_costs_one_statement(folder, param_lint, code):
    """The statement may be a finding; the model below it is still seen, and nothing crashes."""
    (folder / "deep.py").write_text(f"import keras\n{code}\n{BROKEN}")
    done = param_lint("check", "deep.py")
    assert done.err == ""
    assert done.status == FINDINGS
    assert "error[incompatible-rank]" in done.out


def test_a_missing_file_and_a_missing_folder(folder, param_lint):
    done = param_lint("check", "nothing.py", "no/where")
    assert done.status == WRONG_USE
    assert done.err == "nothing.py: there is no such file or folder\nno/where: there is no such file or folder\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(folder, param_lint):
    (folder / "a.py").touch(mode=0)
    assert param_lint("check", "a.py").err == "a.py: it cannot be read: Permission denied\n"


def test_a_link_that_leads_nowhere(folder, param_lint):
    (folder / "a.py").symlink_to(folder / "nothing.py")
    done = param_lint("check", "a.py")
    assert done.status == WRONG_USE
    assert done.err == "a.py: it cannot be read: No such file or directory\n"


def test_links_in_a_circle(folder, param_lint):
    """Of files they are named; of folders they are not followed."""
    (folder / "a.py").symlink_to(folder / "a.py")
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "sub" / "x.py").mkdir()
    (folder / "sub" / "x.py" / "z.py").write_text(BROKEN)
    done = param_lint("check", ".")
    assert done.status == WRONG_USE
    assert done.err.startswith("a.py: it cannot be read: ")
    assert done.err.count("\n") == 1
    assert done.out.startswith("sub/x.py/z.py:5:5: ")


@pytest.mark.skipif(os.name == "nt", reason="another user is what POSIX has")
def test_a_folder_that_may_be_listed_and_not_entered(folder, param_lint, monkeypatch):
    """As another user sees it: what is inside is told, the rest is done."""
    (folder / "closed").mkdir()
    (folder / "z.py").write_text(BROKEN)
    real = os.stat
    inside = os.sep + "closed" + os.sep

    def closed(path, *given, **named):
        if not isinstance(path, int) and inside in os.sep + os.fspath(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *given, **named)

    monkeypatch.setattr(os, "stat", closed)
    done = param_lint("check", ".")
    assert (done.status, done.err) == (FINDINGS, "")
    assert done.out.startswith("z.py:5:5: ")


def test_a_notebook_of_format_3(folder, param_lint):
    """Its cells stand in worksheets, their code in `input`."""
    cell = {"cell_type": "code", "language": "python", "input": BROKEN.splitlines(keepends=True), "outputs": []}
    (folder / "old.ipynb").write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": [cell]}], "metadata": {}}))
    assert param_lint("check", "old.ipynb").out.startswith("old.ipynb:cell 1:5:5: error[incompatible-rank]")


def test_python_2_costs_its_own_statements(folder, param_lint):
    """Each is a warning with its line and Python's own words, and the model is still read."""
    (folder / "old.py").write_text(f"{GOOD}print model.summary()\nraise model, 1\n{BROKEN}")
    done = param_lint("check", "old.py")
    lines = done.out.splitlines()
    assert [line.split(" ")[:2] for line in lines] == [
        ["old.py:7:1:", "warning[unparsable-statement]"],
        ["old.py:8:1:", "warning[unparsable-statement]"],
        ["old.py:13:5:", "error[incompatible-rank]"],
    ]
    assert "Missing parentheses" in lines[0]
    assert (done.status, done.err) == (FINDINGS, "")


def test_a_working_folder_that_is_gone(folder, monkeypatch, capsys):
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setattr(sys, "argv", ["param-lint", "check"])
    monkeypatch.setattr(sys, "path", [*sys.path])
    status = main.main()
    monkeypatch.chdir(folder)
    assert status == WRONG_USE
    assert capsys.readouterr().err == "param-lint: the current folder is not there any more; change to another\n"


def run(*words, cwd, **options):
    code = "import sys; from param_lsp.main import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", code, *words], cwd=cwd, capture_output=True, check=False, **options)


def test_a_reader_that_goes_away_is_no_error(folder, pytestconfig):
    """`param-lint check | head -1` closes its end early; what was not delivered cannot count as fine."""
    (folder / "a.py").write_text("import keras\n" + "keras.layers.Dense(0)\n" * 3_000)
    code = (
        "import os, sys; read, write = os.pipe(); os.close(read); os.dup2(write, 1)\n"
        "from param_lsp.main import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", code, "check", "a.py"]
    environment = {**os.environ, "PYTHONPATH": str(pytestconfig.rootpath)}
    done = subprocess.run(command, cwd=folder, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (FINDINGS, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full disk is what Linux has at hand")
def test_a_full_disk_is_no_bug_of_ours(folder, pytestconfig):
    (folder / "a.py").write_text(GOOD)
    environment = {**os.environ, "PYTHONPATH": str(pytestconfig.rootpath)}
    code = "import sys; from param_lsp.main import main; sys.exit(main())"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, "summary", "a.py"],
            cwd=folder, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == WRONG_USE
    assert done.stderr == "what was found cannot be written: No space left on device\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize(
    "words", [("hints",), ("summary",), ("check", "--output-format", "full"), ("summary", "--format", "json")]
)
def test_no_encoding_of_the_output_is_an_error(folder, monkeypatch, capsys, encoding, words):
    (folder / "grün.py").write_text(f"# Schönes Netz ∑ 模型\n{GOOD}{BROKEN}", "utf-8")
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding=encoding) as out, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        assert main.run([*words, "grün.py"]) in (0, FINDINGS)
        out.flush()
        assert written.getvalue().decode(encoding)
    assert capsys.readouterr().err == ""


def test_an_output_in_ascii_is_no_error_where_the_command_is_started(folder, pytestconfig):
    (folder / "grün.py").write_text(f"# Schönes Netz ∑ 模型\n{GOOD}{BROKEN}", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(pytestconfig.rootpath), "PYTHONIOENCODING": "ascii"}
    done = run("check", "grün.py", cwd=folder, env=environment)
    assert (done.returncode, done.stderr) == (FINDINGS, b"")
    assert done.stdout.decode("ascii")
