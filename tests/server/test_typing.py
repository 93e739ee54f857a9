"""A program typed letter by letter: every version is answered, and the last as if it had been opened."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from param_lsp.server.app import Server
from param_lsp.server.requests.diagnostics import pull
from param_lsp.server.requests.hover import hover
from param_lsp.server.requests.inlay_hints import hints
from tests.server.talk import change, label
from tests.server.test_conversations import MODEL

URI = "untitled:typed"
ALL = types.Range(types.Position(0, 0), types.Position(99, 0))
HINTS = types.InlayHintParams(types.TextDocumentIdentifier(URI), ALL)


async def labels(server: Server) -> list[str]:
    """Ask for all hints."""
    return [label(hint) for hint in await hints(server, HINTS)]


def opened(text: str) -> Server:
    """Open a text."""
    server = Server()
    server.documents.open_text(types.TextDocumentItem(URI, "python", 1, text))
    return server


def typed(server: Server, place: tuple[int, int], letter: str) -> None:
    """Type one letter."""
    server.documents.change_text(
        types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(2, URI), [change(place, place, letter)])
    )


async def test_every_letter_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    """Hints, hover and diagnostics of each version; nothing fails, and no misfit is seen on the way."""
    server = opened("")
    line = column = 0
    for letter in MODEL:
        typed(server, (line, column), letter)
        line, column = (line + 1, 0) if letter == "\n" else (line, column + 1)
        await labels(server)
        here = types.Position(line, column)
        await hover(server, types.HoverParams(types.TextDocumentIdentifier(URI), here))
        found = await pull(server, types.DocumentDiagnosticParams(types.TextDocumentIdentifier(URI)))
        assert [each.message for each in found.items if each.code != "invalid-argument"] == []
    assert await labels(server) == await labels(opened(MODEL))
    assert caplog.text == ""


async def test_typing_faster_than_the_answers(caplog: pytest.LogCaptureFixture) -> None:
    """Requests that are cancelled by the next key leave nothing behind."""
    server = opened(MODEL)
    place = (4, MODEL.splitlines()[4].index("(3") + 1)
    waiting: list[asyncio.Task[list[str]]] = []
    for letter in "12345":
        for task in waiting:
            task.cancel()
        typed(server, place, letter)
        waiting = [asyncio.ensure_future(labels(server))]
        await asyncio.sleep(0)
    assert (await waiting[0])[1] == "(None, 543213) · 2,716,065 · Σ 2,716,065"
    assert caplog.text == ""


@pytest.mark.parametrize(
    "letters", [", activation='relu'", ", name='''", ", kernel_initializer=keras.initializers.Ones(", "  # ok"]
)
async def test_nothing_jumps_while_somebody_types_on_a_line(letters: str) -> None:
    """Whether the statement parses or not, its line's hint stays behind the code, and all the others where they are."""
    server = opened(MODEL)
    line, column = 4, MODEL.splitlines()[4].index("(3") + 2
    before = [(hint.position, label(hint)) for hint in await hints(server, HINTS)]
    for count, letter in enumerate(letters, 1):
        typed(server, (line, column), letter)
        column += 1
        moved = [(types.Position(at.line, at.character + count * (at.line == line)), text) for at, text in before]
        found = [(hint.position, label(hint)) for hint in await hints(server, HINTS)]
        assert found == moved, letters[:count]


async def test_nothing_blinks_while_somebody_adds_a_layer() -> None:
    """Until the new line is complete everything else says what it said."""
    server = opened(MODEL)
    before = await labels(server)
    line = 4
    typed(server, (line, len(MODEL.splitlines()[line])), "\n")
    for column, letter in enumerate("    keras.layers.Dense(7)"):
        typed(server, (line + 1, column), letter)
        assert await labels(server) == before
    typed(server, (line + 1, column + 1), ",")
    # 3 × 7 + 7 = 28, 7 × 2 + 2 = 16
    assert (await labels(server))[1:] == [
        "(None, 3) · 15 (25%) · Σ 15",
        "(None, 7) · 28 (47%) · Σ 43",
        "(None, 2) · 16 (27%) · Σ 59",
    ]
