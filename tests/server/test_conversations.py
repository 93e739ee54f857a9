"""Whole conversations with an editor: few, as each starts a server; what hints say is tested without one."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.server.talk import BARE, ROOT, VSCODE, conversation

MODEL = """\
from tensorflow import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3),
    keras.layers.Dense(2),
])
"""


async def until(condition: Callable[[], Any]) -> None:
    """Wait for something that the server does on its own."""
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0.05)
    pytest.fail("the server did not do it in five seconds")


async def test_hints_follow_the_text() -> None:
    """Hints by range, tooltips by resolve, edits in between, nothing after closing."""
    uri = "untitled:Untitled-1"
    async with conversation(process=True) as talk:
        talk.open(uri, MODEL)
        assert await talk.drawn(uri) == [
            "2:26 Σ 23 · 92.00 B",
            "4:26 (None, 3) · 15 (65%) · Σ 15",
            "5:26 (None, 2) · 8 (34%) · Σ 23",
        ]
        (only,) = await talk.hints(uri, (5, 6))
        assert only.tooltip is None
        full = await talk.client.inlay_hint_resolve_async(only)
        assert isinstance(full.tooltip, types.MarkupContent)
        assert full.tooltip.value.startswith("`(None, 2) · 8 (34%) · Σ 23`")
        assert "| kernel | (3, 2) |          6 | trainable |" in full.tooltip.value

        talk.edit(uri, (4, 23), (4, 24), "30")
        assert (await talk.drawn(uri))[1:] == [
            "4:27 (None, 30) · 150 (70%) · Σ 150",
            "5:26 (None, 2) · 62 (29%) · Σ 212",
        ]
        assert (await talk.client.inlay_hint_resolve_async(only)).tooltip is None, "it is of an older version"

        talk.close(uri)
        assert await talk.hints(uri) == []


async def test_half_typed_code_keeps_the_other_hints() -> None:
    """An open bracket costs only its own statement, which keeps its last good rows."""
    uri = "file:///tmp/half.py"
    text = "import keras\nmodel = keras.Sequential()\nmodel.add(keras.Input((4,)))\n"
    text += "model.add(keras.layers.Dense(3))\nmodel.add(keras.layers.Dense(2))\nprint(model)\n"
    async with conversation() as talk:
        talk.open(uri, text)
        before = await talk.drawn(uri)
        assert before[1:] == ["3:32 (None, 3) · 15 (65%) · Σ 15", "4:32 (None, 2) · 8 (34%) · Σ 23"]
        talk.edit(uri, (5, 0), (5, 0), "x = (")
        assert await talk.drawn(uri) == before
        talk.edit(uri, (3, 10), (3, 10), "(")
        assert (await talk.drawn(uri))[2] == before[2]
        assert await talk.pull(uri) == []


async def test_a_misfit_is_pulled_and_never_pushed() -> None:
    """VS Code pulls: the range is on the culprit, and it says what Keras will say."""
    uri = "file:///tmp/misfit.py"
    text = MODEL.replace("keras.layers.Dense(3)", "keras.layers.Conv2D(3, 3)")
    async with conversation() as talk:
        options = talk.server.capabilities.diagnostic_provider
        assert isinstance(options, types.DiagnosticOptions)
        assert options.inter_file_dependencies
        talk.open(uri, text)
        (found,) = await talk.pull(uri)
        assert (found.code, found.severity) == ("incompatible-rank", types.DiagnosticSeverity.Error)
        assert (found.range.start.line, found.range.end.line) == (4, 4)
        assert "\nKeras: " in found.message
        assert found.related_information
        assert [text.split(" ", 1)[1] for text in await talk.drawn(uri)][1:] == ["✗ wants rank 4, gets (None, 4)", "?"]
        await asyncio.sleep(0.5)
        assert talk.client.diagnostics == {}


async def test_a_client_that_cannot_pull_is_pushed_to() -> None:
    """An old editor gets diagnostics with their version, plain text, tooltips at once; closing takes them back."""
    uri = "file:///tmp/misfit.py"
    async with conversation(BARE) as talk:
        assert talk.server.capabilities.diagnostic_provider is None
        talk.open(uri, MODEL.replace("Dense(3)", "Conv2D(3, 3)"))
        await until(lambda: talk.client.diagnostics.get(uri))
        assert [each.code for each in talk.client.diagnostics[uri]] == ["incompatible-rank"]
        talk.edit(uri, (4, 17), (4, 29), "Dense(3)")
        await until(lambda: not talk.client.diagnostics[uri])
        hint = (await talk.hints(uri))[1]
        assert isinstance(hint.tooltip, types.MarkupContent)
        assert hint.tooltip.kind == types.MarkupKind.PlainText
        assert "kernel  (4, 3)" in hint.tooltip.value


@pytest.mark.parametrize(("encoding", "emoji"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
async def test_positions_are_in_the_clients_units(encoding: str, emoji: int) -> None:
    """An emoji before a layer is one code point, two UTF-16 units, four bytes; a form feed breaks no line."""
    capabilities = copy.deepcopy(VSCODE)
    capabilities["general"]["positionEncodings"] = [encoding]
    uri = "file:///tmp/units.py"
    line = 'name = "😀"; model.add(keras.layers.Dense(3))'
    text = f"import keras\x0c\nmodel = keras.Sequential([keras.Input((4,))])\n{line}\n"
    end = len(line) - 1 + emoji
    async with conversation(capabilities) as talk:
        assert talk.server.capabilities.position_encoding == encoding
        talk.open(uri, text)
        assert (await talk.drawn(uri))[-1] == f"2:{end} (None, 3) · 15 · Σ 15"
        digit = end - len("3))")
        talk.edit(uri, (2, digit), (2, digit + 1), "7")
        assert (await talk.drawn(uri))[-1] == f"2:{end} (None, 7) · 35 · Σ 35"
        assert "(4, 7)" in (await talk.hover(uri, 2, digit) or "")


NOTEBOOK = json.loads((ROOT / "examples" / "fashion_mnist.ipynb").read_text("utf-8"))
CELLS = [(cell["cell_type"], "".join(cell["source"])) for cell in NOTEBOOK["cells"]]


async def test_a_notebook_is_one_program() -> None:
    """The hints stand at the definitions, the totals at the model in another cell; data is known through cells."""
    uri = (ROOT / "examples" / "fashion_mnist.ipynb").as_uri()
    async with conversation() as talk:
        cells = talk.open_notebook(uri, CELLS)
        layers = next(cell for cell, (_, text) in zip(cells, CELLS, strict=True) if text.startswith("dense1 ="))
        model = next(cell for cell, (_, text) in zip(cells, CELLS, strict=True) if text.startswith("model = "))
        split = next(cell for cell, (_, text) in zip(cells, CELLS, strict=True) if text.startswith("from sklearn"))
        assert [text.split(" ", 1)[1] for text in await talk.drawn(layers)] == [
            "(None, 100) · 78,500 (98%) · Σ 78,500",
            "(None, 10) · 1,010 · Σ 79,510",
        ]
        assert await talk.drawn(model) == ["0:42 Σ 79,510 · 310.59 KB"]
        hover = await talk.hover(split, 5, 6)
        assert hover is not None
        assert "(48000, 784)" in hover
        assert "hidden" in (await talk.hover(layers, 0, 20) or "")
        assert [found.code for found in await talk.pull(layers)] == ["deprecated-argument"]

        talk.edit_cell(uri, layers, (0, 28), (0, 31), "50")
        await until(lambda: "hints" in talk.refreshed)
        assert await talk.drawn(model) == ["0:42 Σ 39,760 · 155.31 KB"]


async def test_saved_outputs_of_the_file_count_for_the_cells_that_are_as_they_were(tmp_path: Path) -> None:
    """The client sends no outputs; an edited cell has none, and a run that was saved gives new ones."""
    texts = ["import keras, data\nx = data.load()", "x.shape", "m = keras.Sequential([keras.Input(x.shape[1:])])\n"]
    texts[2] += "m.add(keras.layers.Dense(10))"

    def save(*shapes: str) -> None:
        outputs = [{"output_type": "execute_result", "data": {"text/plain": shape}, "metadata": {}} for shape in shapes]
        cells = [
            {"cell_type": "code", "source": text, "outputs": outputs if text == "x.shape" else []} for text in texts
        ]
        (tmp_path / "n.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))

    save("(60000, 784)")
    uri = (tmp_path / "n.ipynb").as_uri()
    async with conversation() as talk:
        cells = talk.open_notebook(uri, [("code", text) for text in texts])
        assert "0:48 Σ 7,850 · 30.66 KB" in (await talk.drawn(cells[2]))
        assert "x.shape is known from the output of cell 2" in (await talk.hover(cells[2], 0, 12) or "")
        save("(60000, 100)")
        talk.save_notebook(uri)
        await until(lambda: "hints" in talk.refreshed)
        assert "0:48 Σ 1,010 · 3.95 KB" in (await talk.drawn(cells[2]))
        talk.edit_cell(uri, cells[1], (0, 7), (0, 7), " ")
        assert not any("1,010" in text for text in await talk.drawn(cells[2]))


async def test_cells_come_and_go() -> None:
    """A removed cell takes its layers with it, an added one brings its own."""
    uri = "file:///tmp/cells.ipynb"
    head = "import keras\nmodel = keras.Sequential([keras.Input((4,))])"
    async with conversation() as talk:
        cells = talk.open_notebook(uri, [("code", head), ("code", "model.add(keras.layers.Dense(3))")])
        assert await talk.drawn(cells[1]) == ["0:32 (None, 3) · 15 · Σ 15"]
        new = types.TextDocumentItem(f"{cells[0]}new", "python", 1, "%time model.add(keras.layers.Dense(5))")
        array = types.NotebookCellArrayChange(
            start=1, delete_count=1, cells=[types.NotebookCell(types.NotebookCellKind.Code, new.uri)]
        )
        closed = [types.TextDocumentIdentifier(uri=cells[1])]
        structure = types.NotebookDocumentCellChangeStructure(array=array, did_open=[new], did_close=closed)
        talk.change_notebook(uri, types.NotebookDocumentCellChanges(structure=structure))
        assert await talk.drawn(new.uri) == ["0:38 (None, 5) · 25 · Σ 25"]
        assert await talk.hints(cells[1]) == []


async def test_the_text_of_jupyterlab_is_python() -> None:
    """JupyterLab sends a notebook as one text whose name ends in .ipynb."""
    uri = "file:///tmp/.virtual_documents/lesson.ipynb"
    async with conversation() as talk:
        talk.open(uri, MODEL)
        assert len(await talk.hints(uri)) == 3
        talk.open("file:///tmp/raw.ipynb", json.dumps(NOTEBOOK), language="json")
        assert await talk.hints("file:///tmp/raw.ipynb") == []


async def test_what_is_too_long_says_so() -> None:
    """A text of more than 5 MB is not analysed."""
    uri = "file:///tmp/long.py"
    async with conversation() as talk:
        talk.open(uri, MODEL + "#" * (6 * 1024 * 1024))
        assert await talk.hints(uri) == []
        (found,) = await talk.pull(uri)
        assert found.severity == types.DiagnosticSeverity.Information
        assert "MB" in found.message


async def test_the_outline_names_models_and_layers() -> None:
    """Layers stand inside their model."""
    uri = "file:///tmp/outline.py"
    async with conversation() as talk:
        talk.open(uri, MODEL)
        found = await talk.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(uri=uri))
        )
        assert found is not None
        (model,) = found
        assert isinstance(model, types.DocumentSymbol)
        assert (model.name, model.detail) == ("model", "Σ 23 · 92.00 B")
        assert [child.name for child in model.children or ()] == ["dense", "dense_1"]


async def test_an_open_module_counts_as_it_is_typed(tmp_path: Path) -> None:
    """A change in an imported file that is open changes what its importer shows, and the editor is told."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "sizes.py").write_text("UNITS = 3\n", "utf-8")
    main, sizes = (tmp_path / "main.py").as_uri(), (tmp_path / "sizes.py").as_uri()
    async with conversation(root=tmp_path) as talk:
        talk.open(main, "from sizes import UNITS\n" + MODEL.replace("Dense(3)", "Dense(UNITS)"))
        assert "5:30 (None, 3) · 15 (65%) · Σ 15" in await talk.drawn(main)
        talk.open(sizes, "UNITS = 3\n")
        talk.edit(sizes, (0, 8), (0, 9), "9")
        await until(lambda: "hints" in talk.refreshed)
        assert "5:30 (None, 9) · 45 (69%) · Σ 45" in await talk.drawn(main)


def ran(folder: Path) -> list[Path]:
    """Give the marks that planted modules leave when they are run."""
    return list(folder.glob("*.ran"))


async def test_nothing_of_the_workspace_is_run(tmp_path: Path) -> None:
    """A workspace's own tokenize.py, keras.py and sitecustomize.py are read at most."""
    for name in ("tokenize.py", "keras.py", "sitecustomize.py", "tensorflow.py"):
        (tmp_path / name).write_text("from pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n", "utf-8")
    uri = (tmp_path / "model.py").as_uri()
    async with conversation(root=tmp_path, process=True) as talk:
        talk.open(uri, MODEL)
        await talk.hints(uri)
        await talk.pull(uri)
    assert ran(tmp_path) == []
