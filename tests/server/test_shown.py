"""What a notebook's texts show is looked at again only where it may have changed, and is what looking at all gives."""

from __future__ import annotations

import random

import pytest
from lsprotocol import types

from param_lsp.analysis import analyze
from param_lsp.server.documents import Documents
from param_lsp.server.requests.shown import shown

CELLS = [
    "import keras\nfrom keras import layers\nunits = 8\nflag = True\n",
    "def build(n):\n    return keras.Sequential([keras.Input((n,)), layers.Dense(units), layers.Dropout(0.5)])\n",
    "first = build(4)\nfirst.summary()\n",
    "second = keras.Sequential([keras.Input((3,))])\nsecond.add(layers.Dense(2))\n",
    "if flag:\n    second.add(layers.Dense(units))\n",
    "layers.Dense(1)\nthird = build(units)\n",
    "fourth = keras.Sequential([keras.Input((3,)), layers.Conv2D(2, 3), layers.Dense(4)])\n",
    "second.add(layers.Dense(5)); second.build((None, 4))\n",
    "x = 1\n",
]
TYPED = ["7", "(", ")", "\n", "# n", "True", "False", "units", "\nsecond.add(layers.Dense(3))", "[", "'"]


@pytest.mark.parametrize("seed", range(6))
def test_looking_at_what_may_have_changed_finds_everything(seed: int) -> None:
    draw = random.Random(seed)
    documents = Documents()
    items = [types.TextDocumentItem(f"cell:{n}", "python", 1, text) for n, text in enumerate(CELLS)]
    cells = [types.NotebookCell(types.NotebookCellKind.Code, item.uri) for item in items]
    notebook = types.NotebookDocument("file:///a.ipynb", "jupyter-notebook", 1, cells)
    program = documents.open_notebook(types.DidOpenNotebookDocumentParams(notebook, items))
    analysis = before = None
    for _ in range(15):
        for _ in range(draw.choice([1, 1, 2])):  # keys that are typed before there is time to look
            cell = draw.randrange(len(CELLS))
            document = documents.text(f"cell:{cell}")
            place = draw.randrange(len(document.text) + 1)
            text = document.text[:place] + draw.choice(TYPED) + document.text[place + draw.randrange(3) :]
            document.change(
                [types.TextDocumentContentChangeWholeDocument(draw.choice([text, CELLS[cell]]))], 1, "utf-16"
            )
        analysis = analyze(documents.source(program), previous=analysis)
        before = shown(documents, program, analysis, before)
        assert before.texts == shown(documents, program, analysis, None).texts
