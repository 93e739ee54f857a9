"""A real JupyterLab with jupyterlab-lsp, in a real browser: findings and hovers in the cells of a notebook."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT, install_command

pytestmark = [pytest.mark.jupyterlab, pytest.mark.filterwarnings("default")]

PAGE = (ROOT / "docs" / "editors" / "jupyterlab.md").read_text("utf-8")
CONFIGURATION = re.search(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1]
CELLS = [
    ("markdown", "# Digits"),
    ("code", "%matplotlib inline\n!pip list\nimport keras\nfrom keras import layers"),
    ("code", "%%time\nmodel = keras.Sequential([\n    keras.Input((784,)),\n    layers.Dense(32),\n])"),
    ("code", "model.add(layers.Conv2D(3, 3))"),
]


def notebook() -> dict[str, Any]:
    """Give a notebook of the cells, as Jupyter saves it."""
    cells = [
        {"cell_type": kind, "id": f"cell{number}", "metadata": {}, "source": text}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for number, (kind, text) in enumerate(CELLS)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A JupyterLab that is configured as the page says; gives where the notebook is."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "digits.ipynb").write_text(json.dumps(notebook()), "utf-8")
    configured = tmp_path / "config" / "jupyter_server_config.d" / "param-lint.json"
    configured.parent.mkdir(parents=True)
    configured.write_text(CONFIGURATION, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "PATH": install_command(tmp_path / "bin"),
    }
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=secret"]
    log = tmp_path / "log"
    with log.open("wb") as said:
        command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={folder}"]
        server = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            yield f"http://127.0.0.1:{port}/lab/tree/digits.ipynb?token=secret&reset"
        finally:
            server.terminate()
            server.wait(20)


def test_findings_and_hovers_in_cells(address: str, tmp_path: Path) -> None:
    """The cells are one program, with magics: a misfit is underlined in its cell, a hover explains a layer."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 640})
        for _ in range(60):  # until JupyterLab listens
            try:
                page.goto(address)
                break
            except Error:
                page.wait_for_timeout(1000)
        underlined = page.locator(".cm-lintRange-error")
        underlined.first.wait_for(timeout=90_000)
        assert underlined.all_inner_texts() == ["layers.Conv2D(3, 3)"]
        news = page.get_by_role("button", name="No", exact=True)
        if news.count():
            news.first.click()
        dense = page.locator(".cm-line", has_text="layers.Dense(32)").first
        dense.click(position={"x": 92, "y": 8})
        box = dense.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 92, box["y"] + box["height"] / 2)
        page.wait_for_timeout(1500)
        page.keyboard.down("Control")
        page.mouse.move(box["x"] + 96, box["y"] + box["height"] / 2, steps=3)
        hover = page.locator(".lsp-hover")
        try:
            hover.first.wait_for(timeout=20_000)
        finally:
            page.screenshot(path=os.environ.get("PARAM_LINT_PICTURE", str(tmp_path / "jupyterlab.png")))
        # Each of 32 neurons has 784 weights and a bias: 785 × 32
        assert "(784 + 1) × 32 = 25,120" in hover.first.inner_text()
        browser.close()
