"""A conversation while somebody types: words are offered in a statement that does not parse yet."""

from __future__ import annotations

from lsprotocol import types

from tests.server.talk import Talk, conversation


async def offered(talk: Talk, uri: str, line: int, character: int) -> list[types.CompletionItem]:
    found = await talk.client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
    )
    assert not isinstance(found, types.CompletionList)
    return list(found or ())


async def test_words_come_while_the_statement_is_broken() -> None:
    uri = "file:///tmp/completion.py"
    text = "import keras\nmodel = keras.Sequential([\n    keras.layers.Conv2D(3, 3),\n])\n"
    async with conversation() as talk:
        options = talk.server.capabilities.completion_provider
        assert options is not None
        assert list(options.trigger_characters or ()) == ['"', "'", "="]
        talk.open(uri, text)
        assert await offered(talk, uri, 2, 28) == []
        talk.edit(uri, (2, 28), (2, 28), ", padding=")
        assert [item.filter_text for item in await offered(talk, uri, 2, 38)] == ['"valid"', '"same"']
        talk.edit(uri, (2, 38), (2, 38), '"')
        valid, same = await offered(talk, uri, 2, 39)
        assert (valid.label, same.label) == ("valid", "same")
        edit = same.text_edit
        assert isinstance(edit, types.TextEdit)
        assert (edit.new_text, edit.range.start, edit.range.end) == (
            "same",
            types.Position(2, 39),
            types.Position(2, 39),
        )


async def test_words_in_a_cell() -> None:
    uri = "file:///tmp/completion.ipynb"
    async with conversation() as talk:
        _, cell = talk.open_notebook(uri, [("code", "import keras"), ("code", 'model.compile("adam", loss="m")')])
        items = await offered(talk, cell, 0, 29)
        assert "mse" in [item.label for item in items]
