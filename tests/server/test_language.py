"""The server speaks the editor's language, or the one that the settings choose."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.server.talk import Talk, conversation

MODEL = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Flatten(), keras.layers.Dense(3)])\n"
URI = "file:///tmp/language.py"


async def hover(talk: Talk) -> str:
    """Give the hover of the layer without parameters."""
    talk.open(URI, MODEL)
    place = types.Position(1, MODEL.splitlines()[1].index("Flatten"))
    found = await talk.client.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(URI), place))
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


@pytest.mark.parametrize(
    ("locale", "settings", "said"),
    [
        (None, {}, "No parameters."),
        ("de", {}, "No parameters."),
        ("ko-KR", {}, "파라미터가 없습니다."),
        ("ko", {"language": "en"}, "No parameters."),
        ("en", {"language": "ko"}, "파라미터가 없습니다."),
    ],
)
async def test_hovers_are_in_the_editors_language(locale, settings, said) -> None:
    async with conversation(locale=locale, settings=settings) as talk:
        assert said in await hover(talk)
