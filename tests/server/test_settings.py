"""Settings in an editor: a change needs no restart, and a wrong one is told and left out."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from tests.server.talk import Talk, conversation

MODEL = "import keras\nmodel = keras.Sequential([\n    keras.Input((4,)),\n    keras.layers.Dense(3),\n])\n"


async def hints(talk: Talk, uri: str) -> list[str]:
    """Give the hints of the whole text."""
    whole = types.Range(types.Position(0, 0), types.Position(9, 0))
    params = types.InlayHintParams(types.TextDocumentIdentifier(uri), whole)
    found = await talk.client.text_document_inlay_hint_async(params)
    return [
        "".join(part.value for part in hint.label) if not isinstance(hint.label, str) else hint.label
        for hint in found or ()
    ]


async def change(talk: Talk, settings: dict[str, object]) -> None:
    """Change the editor's settings, as a person does."""
    talk.client.set_configuration({"param-lint": settings})
    talk.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings={}))
    await asyncio.sleep(0.1)


async def test_hints_follow_the_settings_without_a_restart() -> None:
    uri = "file:///tmp/settings.py"
    async with conversation() as talk:
        talk.open(uri, MODEL)
        assert await hints(talk, uri) == ["Σ 15 · 60.00 B", "(None, 3) · 15 · Σ 15"]
        await change(talk, {"hintsShape": False, "hints-totals": False})
        assert await hints(talk, uri) == ["15 · Σ 15"]


async def test_a_wrong_setting_is_told_with_the_nearest_name_and_the_others_hold() -> None:
    uri = "file:///tmp/wrong.py"
    async with conversation(settings={"hintShape": False, "hintsSum": False, "hintsLength": "long"}) as talk:
        talk.open(uri, MODEL)
        assert await hints(talk, uri) == ["Σ 15 · 60.00 B", "(None, 3) · 15"]
        said = [message.message for message in talk.client.messages]
        assert any("there is no setting 'hint-shape'; did you mean 'hints-shape'?" in text for text in said)
        assert any("hints-length must be an integer from 8 on, got 'long'" in text for text in said)


async def test_a_wrong_setting_of_the_project_is_told_once(tmp_path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.param-lint]\nkeras-version = "4"\nignore = ["incompatible-rang"]\n')
    (tmp_path / "a.py").write_text(MODEL)
    async with conversation(root=tmp_path) as talk:
        for name in ("a.py", "b.py"):
            uri = (tmp_path / name).as_uri()
            talk.open(uri, MODEL)
            assert await hints(talk, uri)
        said = [message.message for message in talk.client.messages]
        assert len([text for text in said if "keras-version cannot be '4'" in text]) == 1
        assert len([text for text in said if "did you mean 'incompatible-rank'?" in text]) == 1
