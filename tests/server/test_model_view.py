"""`param-lint/modelView`, asked as an editor's extension asks it for its panel."""

from __future__ import annotations

from typing import Any

from tests.server.talk import Talk, conversation

MODEL = """\
import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3),
    keras.layers.Dense(1),
])
"""


async def ask(talk: Talk, uri: str) -> Any:
    """Ask for the page of a program."""
    return await talk.client.protocol.send_request_async("param-lint/modelView", {"textDocument": {"uri": uri}})


async def test_each_row_leads_to_its_layer() -> None:
    """The page follows the text as it is typed."""
    uri = "file:///tmp/view.py"
    async with conversation() as talk:
        assert await ask(talk, uri) is None
        talk.open(uri, MODEL)
        view = await ask(talk, uri)
        assert ">15<" in view.html
        assert "sequential · line 3" in view.html
        (model,) = view.models
        assert model.location.range.start.line == 2
        assert [(row.uri, row.range.start.line) for row in model.rows] == [(uri, 4), (uri, 5)]
        talk.edit(uri, (4, 23), (4, 24), "30")
        assert ">150<" in (await ask(talk, uri)).html


async def test_a_layer_of_another_cell_is_found() -> None:
    """The rows of a notebook's model lead into the cells."""
    uri = "file:///tmp/view.ipynb"
    async with conversation() as talk:
        cells = [("code", MODEL), ("code", "model.add(keras.layers.Dense(2))\n")]
        first, second = talk.open_notebook(uri, cells)
        (model,) = (await ask(talk, second)).models
        assert [row.uri for row in model.rows] == [first, first, second]
