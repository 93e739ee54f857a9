"""A conversation about the places that hints lead to."""

from __future__ import annotations

from lsprotocol import types

from tests.server.talk import BARE, conversation

TEXT = """\
import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3),
])
"""


async def test_a_layers_hint_leads_to_the_source_of_its_input() -> None:
    """The place comes by resolve only; a client that cannot ask for it gets plain text."""
    uri = "file:///tmp/links.py"
    async with conversation() as talk:
        talk.open(uri, TEXT)
        (hint,) = await talk.hints(uri, (4, 5))
        full = await talk.client.inlay_hint_resolve_async(hint)
        (before,), (part,) = hint.label, full.label
        assert isinstance(before, types.InlayHintLabelPart)
        assert isinstance(part, types.InlayHintLabelPart)
        above = types.Range(types.Position(3, 4), types.Position(3, 21))
        assert (before.location, part.location) == (None, types.Location(uri, above))
        assert before.value == part.value
    async with conversation(BARE) as talk:
        talk.open(uri, TEXT)
        assert all(isinstance(hint.label, str) for hint in await talk.hints(uri))
