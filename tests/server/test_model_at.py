"""`param-lint/modelAt`, asked as an editor's extension asks it."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from tests.server.talk import Talk, conversation

MODEL = """\
import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3),
])
"""


async def ask(talk: Talk, uri: str, line: int = 0) -> Any:
    """Ask for the model at a line."""
    params = {"textDocument": {"uri": uri}, "position": {"line": line, "character": 0}}
    return await talk.client.protocol.send_request_async("param-lint/modelAt", params)


async def test_the_change_starts_anew_when_the_file_is_saved() -> None:
    """The first question takes what was opened for saved."""
    uri = "file:///tmp/at.py"
    async with conversation() as talk:
        assert await ask(talk, uri) is None
        talk.open(uri, MODEL)
        found = await ask(talk, uri, 4)
        assert (found.name, found.text, found.change, found.detail) == ("model", "15 params", None, "60.00 B")
        assert (found.location.uri, found.location.range.start.line) == (uri, 2)
        talk.edit(uri, (4, 23), (4, 24), "30")
        assert (await ask(talk, uri, 4)).change == "+135"
        talk.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
        assert (await ask(talk, uri, 4)).change is None
        talk.edit(uri, (4, 23), (4, 25), "3")
        assert (await ask(talk, uri, 4)).change == "−135"


async def test_a_cell_knows_the_model_of_another_cell() -> None:
    """In a notebook the model may be above the cell of the cursor; saving the notebook counts."""
    uri = "file:///tmp/at.ipynb"
    async with conversation() as talk:
        first, second = talk.open_notebook(uri, [("code", MODEL), ("code", "model.summary()\n")])
        found = await ask(talk, second)
        assert (found.text, found.location.uri, found.location.range.start.line) == ("15 params", first, 2)
        talk.edit_cell(uri, first, (4, 23), (4, 24), "30")
        assert (await ask(talk, second)).change == "+135"
        talk.client.notebook_document_did_save(
            types.DidSaveNotebookDocumentParams(types.NotebookDocumentIdentifier(uri))
        )
        assert (await ask(talk, second)).change is None


async def test_a_file_that_is_too_long_says_so() -> None:
    """Also here: an empty status would look like a file without models."""
    uri = "file:///tmp/long.py"
    async with conversation() as talk:
        talk.open(uri, MODEL + "#" * 6_000_000)
        assert (await ask(talk, uri)).problem.startswith("Not analysed: ")
