"""Conversations about code lenses: lazily resolved, and commands that the client, or else the server, carries out."""

from __future__ import annotations

import copy

from lsprotocol import types

from tests.server.talk import BARE, VSCODE, Talk, conversation

MODEL = """\
import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3),
    keras.layers.BatchNormalization(),
])
"""
COMMANDS = {"commands": {"commands": ["param-lint.showSummary", "param-lint.copySummary"]}}


async def lenses(talk: Talk, uri: str) -> list[types.CodeLens]:
    found = await talk.client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri)))
    assert found is not None
    assert all(lens.command is None for lens in found)
    return [await talk.client.code_lens_resolve_async(lens) for lens in found]


async def test_totals_and_two_commands_of_the_client() -> None:
    capabilities = copy.deepcopy(VSCODE)
    capabilities["experimental"] = COMMANDS
    uri = "file:///tmp/lens.py"
    async with conversation(capabilities) as talk:
        talk.open(uri, MODEL)
        found = [(lens.range.start.line, lens.command) for lens in await lenses(talk, uri)]
        assert [(line, command.title, command.command) for line, command in found if command is not None] == [
            (2, "27 params · 21 trainable · 108.00 B", "param-lint.showSummary"),
            (2, "show summary", "param-lint.showSummary"),
            (2, "copy as Markdown", "param-lint.copySummary"),
        ]
        command = found[2][1]
        assert command is not None
        options = talk.server.capabilities.execute_command_provider
        assert options is not None
        assert list(options.commands) == ["param-lint.summary"], "VS Code's library would register the others twice"
        text = await talk.client.workspace_execute_command_async(
            types.ExecuteCommandParams("param-lint.summary", arguments=command.arguments)
        )
        lines = str(text).splitlines()
        assert lines[0] == "### model"
        assert "| dense (Dense) | (None, 3) | 15 |" in lines
        assert "- Total params: 27 (108.00 B)" in lines


async def test_a_client_without_commands_is_shown_the_table() -> None:
    uri = "file:///tmp/lens.py"
    async with conversation(BARE) as talk:
        talk.open(uri, MODEL)
        totals, show = await lenses(talk, uri)
        assert totals.command is not None
        assert show.command is not None
        assert show.command.command == totals.command.command == "param-lint.summary"
        await talk.client.workspace_execute_command_async(
            types.ExecuteCommandParams(show.command.command, arguments=show.command.arguments)
        )
        (shown,) = talk.client.messages
        assert shown.message.startswith('Model: "sequential"\n┏')
        elsewhere = ["file:///tmp/none.py", {"line": 0, "character": 0}]
        nothing = await talk.client.workspace_execute_command_async(
            types.ExecuteCommandParams("param-lint.summary", arguments=elsewhere)
        )
        assert nothing == ""


async def test_a_lens_of_a_model_that_cannot_be_built_says_so() -> None:
    uri = "file:///tmp/lens.py"
    async with conversation() as talk:
        talk.open(uri, MODEL.replace("Dense(3)", "Conv2D(3, 3)"))
        assert [lens.command and lens.command.title for lens in await lenses(talk, uri)] == [
            "✗ cannot be built",
            "show summary",
        ]
