"""A real Neovim opens the examples: hints and diagnostics are read back, and what it draws is looked at."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CAPTURE = ROOT / "editors" / "neovim" / "capture.lua"
NVIM = shutil.which("nvim", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))

pytestmark = [pytest.mark.editor, pytest.mark.skipif(NVIM is None, reason="needs Neovim (the extra `editor`)")]


def opened(path: Path, home: Path) -> dict[str, Any]:
    """Open a file and give what Neovim knows and draws."""
    assert NVIM is not None
    environment = {
        **os.environ,
        "PARAM_LINT_COMMAND": f"{sys.executable} -m param_lsp",
        "PARAM_LINT_JSON": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "XDG_STATE_HOME": str(home),
        "XDG_DATA_HOME": str(home),
    }
    command = [NVIM, "--headless", "--clean", "-u", str(CAPTURE), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, f"no hints: {done.stdout[-500:]} {done.stderr[-2000:]}"
    return json.loads(done.stdout.splitlines()[-1])


EXAMPLES = {
    "linear_regression.py": [
        "Σ 1,153 · 4.50 KB",
        "(None, 32) · 64 · Σ 64",
        "1,056 (91%) · Σ 1,120",
        "(None, 1) · 33 · Σ 1,153",
    ],
    "iris.py": [
        "Σ 931 · 835 trainable · 3.64 KB",
        "(None, 32) · 160 · Σ 160",
        "128 · Σ 288",
        "(None, 16) · 528 (56%) · Σ 816",
        "64 · Σ 880",
        "(None, 3) · 51 · Σ 931",
    ],
    "image_classifier.py": [
        "Σ 277,569 · 277,185 trainable · 1.06 MB",
        "(None, 256, 256, 64) · 1,792 · Σ 1,792",
        "36,928 · Σ 38,720",
        "(None, 128, 128, 64)",
        "256 · Σ 38,976",
        "(None, 128, 128, 128) · 73,856 · Σ 112,832",
        "147,584 (53%) · Σ 260,416",
        "(None, 64, 64, 128)",
        "512 · Σ 260,928",
        "(None, 128)",
        "16,512 · Σ 277,440",
        "(None, 1) · 129 · Σ 277,569",
    ],
    "mnist_snippet.py": [
        "Σ 93,322 · 364.54 KB",
        "(None, 26, 26, 32) · 320 · Σ 320",
        "(None, 13, 13, 32)",
        "(None, 11, 11, 64) · 18,496 · Σ 18,816",
        "(None, 5, 5, 64)",
        "(None, 3, 3, 64) · 36,928 (39%) · Σ 55,744",
        "(None, 576)",
        "(None, 64) · 36,928 (39%) · Σ 92,672",
        "(None, 10) · 650 · Σ 93,322",
    ],
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_drawn(name: str, tmp_path: Path) -> None:
    """Every hint is an extmark and stands on the screen, behind the code of its line."""
    path = ROOT / "examples" / name
    found = opened(path, tmp_path)
    assert [hint["text"] for hint in found["hints"]] == EXAMPLES[name]
    assert [mark["text"].strip() for mark in found["drawn"]] == EXAMPLES[name]
    # Keras 3 warns about `input_shape=`; the programs stand as their authors wrote them.
    deprecated = [] if name == "image_classifier.py" else ["deprecated-argument"]
    assert [diagnostic["code"] for diagnostic in found["diagnostics"]] == deprecated
    gutter = 2 if deprecated else 0  # the column of signs
    lines = path.read_text("utf-8").splitlines()
    for hint in found["hints"]:
        line = lines[hint["line"]]
        drawn = found["screen"][hint["line"]][gutter:]
        judged = any(diagnostic["line"] == hint["line"] for diagnostic in found["diagnostics"])
        drawn, _, said = drawn.partition("     \N{BLACK SQUARE} ") if judged else (drawn, "", "")
        assert bool(said) == judged
        assert drawn == f"{line[: hint['column']]} {hint['text']}{line[hint['column'] :]}"


def test_a_misfit_is_drawn(tmp_path: Path) -> None:
    """The diagnostic stands at the layer, in Keras's own words too."""
    path = tmp_path / "broken.py"
    path.write_text(
        "import keras\nmodel = keras.Sequential([\n    keras.Input((784,)),\n    keras.layers.Conv2D(32, 3),\n])\n",
        "utf-8",
    )
    found = opened(path, tmp_path)
    assert [hint["text"] for hint in found["hints"] if hint["line"] == 3] == ["✗ wants rank 4, gets (None, 784)"]
    (diagnostic,) = found["diagnostics"]
    assert (diagnostic["line"], diagnostic["code"]) == (3, "incompatible-rank")
    assert "Keras: " in diagnostic["message"]
