"""A real Emacs with eglot, in a terminal: the page's own configuration, and what is drawn."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT, install_command

EMACS = shutil.which("emacs")
PAGE = ROOT / "docs" / "editors" / "emacs.md"
INIT, SETTINGS, BESIDE, _LSP_MODE = re.findall(
    r"^```elisp\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
)

pytestmark = pytest.mark.emacs

MODEL = """\
import keras
from keras import layers

model = keras.Sequential([
    layers.Dense(3, input_shape=(4,)),
    layers.Dense(1),
])
"""


def version() -> int:
    """Give Emacs's major version; hints need 29."""
    assert EMACS is not None, "these tests need Emacs: .ci/emacs.sh installs it"
    said = subprocess.run([EMACS, "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"\d+", said)[0])


def emacs(folder: Path, init: str, path: Path, form: str = "nil") -> tuple[list[tuple[int, str]], Any, list[str]]:
    """Open a file in Emacs as it starts in a terminal.

    Arguments:
        folder: an empty one, for the configuration and as home.
        init: the configuration.
        path: the file.
        form: what is evaluated once there are hints, made of the functions of `probe.el`.

    Returns:
        The hints as (line, text), what the form gave, and the screen.
    """
    from editors.terminal import Terminal

    assert version() >= 29
    (folder / "init.el").write_text(init, "utf-8")
    answer = folder / "answer.json"
    environment = {
        **os.environ,
        "PATH": install_command(folder / "bin"),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PARAM_LINT_ANSWER": str(answer),
        "PARAM_LINT_DO": form,
    }
    probe = ROOT / "tests" / "emacs" / "probe.el"
    command = [EMACS, "-nw", "-Q", "-l", str(folder / "init.el"), "-l", str(probe), str(path)]
    with Terminal(command, environment, rows=40, columns=132) as terminal:
        terminal.wait(lambda _: answer.exists() and answer.stat().st_size, seconds=60)
        terminal.settle()
        screen = terminal.lines
    told = json.loads(answer.read_text("utf-8"))
    return [tuple(hint) for hint in told["hints"]], told["done"], screen


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A project of one file."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").touch()
    path = project / "model.py"
    path.write_text(MODEL, "utf-8")
    return path


def test_hints_stand_behind_the_code(tmp_path: Path) -> None:
    """Emacs draws each hint of an example behind its line's code."""
    path = tmp_path / "iris.py"
    shutil.copy(ROOT / "examples" / "iris.py", path)
    hints, _, screen = emacs(tmp_path, INIT, path)
    # Dense(32) on 4 columns: 4 × 32 + 32; BatchNormalization: 4 × 32; Dense(16): 32 × 16 + 16; 3 classes: 16 × 3 + 3
    assert [text for _, text in hints] == [
        "Σ 931 · 835 trainable · 3.64 KB",
        "(None, 32) · 160 · Σ 160",
        "128 · Σ 288",
        "(None, 16) · 528 (56%) · Σ 816",
        "64 · Σ 880",
        "(None, 3) · 51 · Σ 931",
    ]
    lines = path.read_text("utf-8").splitlines()
    for number, text in hints:
        assert any(drawn.endswith(f"{lines[number - 1].rstrip()} {text}") for drawn in screen), (text, screen)


def test_findings_and_hovers(tmp_path: Path, program: Path) -> None:
    """Flymake shows the finding with its rule, eldoc the hover."""
    _, done, _ = emacs(
        tmp_path,
        INIT,
        program,
        '(progn (probe-wait #\'probe-findings) (append (probe-findings) (list (probe-hover "Dense(1"))))',
    )
    finding, hover = done
    assert (finding[0], finding[1]) == (5, "eglot-note")
    assert "input_shape" in finding[2]
    assert "param-lint" in finding[2]
    assert "(3, 1)" in hover


def test_a_fix_is_applied_and_an_outline_given(tmp_path: Path, program: Path) -> None:
    """`eglot-code-actions` rewrites the buffer, after which there is no finding and the hints are new; imenu works."""
    _, done, screen = emacs(
        tmp_path,
        INIT,
        program,
        """(let ((outline (format "%S" (imenu--make-index-alist t))))
             (probe-wait #'probe-findings)
             (goto-char (point-min))
             (search-forward "input_sh")
             (let* ((actions (eglot-code-actions (point) (point) "quickfix"))
                    (fix (seq-find (lambda (action) (eq t (plist-get action :isPreferred))) actions)))
               (eglot-execute (eglot-current-server) fix))
             (probe-wait (lambda () (not (probe-findings))))
             (probe-wait (lambda () (equal '(4 6 7) (mapcar #'car (probe-hints)))))
             (sit-for 1)
             (list (buffer-string) outline (format "%S" (probe-hints))))""",
    )
    text, outline, hints = done
    assert text == MODEL.replace(
        "    layers.Dense(3, input_shape=(4,)),", "    keras.Input(shape=(4,)),\n    layers.Dense(3),"
    )
    assert "model" in outline
    assert "dense_1" in outline
    assert '(6 "(None, 3) · 15 (78%) · Σ 15")' in hints
    assert any("layers.Dense(3), (None, 3) · 15 (78%) · Σ 15" in line for line in screen)


def test_settings_reach_the_server(tmp_path: Path, program: Path) -> None:
    """`eglot-workspace-configuration`, as the page writes it: Korean hovers, no shares."""
    hints, hover, _ = emacs(tmp_path, INIT + SETTINGS, program, '(probe-hover "Dense(1")')
    assert [text for _, text in hints] == ["Σ 19 · 76.00 B", "(None, 3) · 15 · Σ 15", "(None, 1) · 4 · Σ 19"]
    assert any("가" <= letter <= "힣" for letter in hover), hover
