"""The hook of `.pre-commit-hooks.yaml`, run by pre-commit itself in a repository with broken models."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.project
BROKEN = "import keras\nmodel = keras.Sequential([keras.Input((784,)), keras.layers.Conv2D(32, 3)])\n"


def git(*arguments, cwd):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=cwd, check=True, capture_output=True)


def test_broken_models_in_a_file_and_in_a_notebook_stop_a_commit(tmp_path, pytestconfig):
    # A clone without what is not committed: pre-commit would otherwise take uncommitted files into its copy.
    hooks, user = tmp_path / "hooks", tmp_path / "user"
    git("clone", "-q", str(pytestconfig.rootpath), str(hooks), cwd=tmp_path)
    user.mkdir()
    git("init", "-q", cwd=user)
    (user / "net.py").write_text(BROKEN)
    (user / "notes.txt").write_text("Dense(0)")
    cell = {"cell_type": "code", "source": BROKEN, "metadata": {}, "outputs": [], "execution_count": None}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (user / "net.ipynb").write_text(json.dumps(notebook))
    git("add", ".", cwd=user)
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), "param-lint", "--all-files", "--color=never"],
        cwd=user,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "net.py:2:48: error[incompatible-rank]" in done.stdout
    assert "net.ipynb:cell 1:2:48: error[incompatible-rank]" in done.stdout
    assert "notes.txt" not in done.stdout
