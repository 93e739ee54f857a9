"""How the server starts: fast, and without the parser."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

from lsprotocol import types

from param_lsp.server.app import Server

WITHOUT_PARSER = """
import sys
from param_lsp.server.app import Server
server = Server()
from lsprotocol import types
handler = server.protocol.lsp_initialize
assert "libcst" not in sys.modules
steps = handler(types.InitializeParams(capabilities=types.ClientCapabilities()))
try:
    answer = steps.send(None)
    answer[0](*answer[1])
    steps.send(None)
except StopIteration as done:
    assert done.value.capabilities.inlay_hint_provider is not None
print(sorted(name for name in sys.modules if name in {"libcst", "param_lsp.evaluate", "param_lsp.catalogue"}))
"""


def test_initialize_is_answered_before_the_parser_is_loaded() -> None:
    """LibCST takes longer to import than an editor should wait."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_PARSER], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wrong_address_is_told() -> None:
    """The exit status is that of wrong use."""
    done = subprocess.run(
        [sys.executable, "-m", "param_lsp", "server", "--tcp", "nowhere"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--tcp wants HOST:PORT" in done.stderr


async def test_a_bug_is_logged_and_answered_with_nothing(caplog) -> None:
    """Hints are never null or an error: VS Code would drop those that it draws."""
    server = Server()

    async def fails(_uri: str) -> None:
        raise RuntimeError("a bug of ours")

    server.analyses.of = fails
    document = types.TextDocumentIdentifier("file:///a.py")
    here = types.Range(types.Position(0, 0), types.Position(1, 0))
    answer = await server.protocol.fm.features[types.TEXT_DOCUMENT_INLAY_HINT](types.InlayHintParams(document, here))
    assert answer == []
    assert "a bug of ours" in caplog.text


async def test_an_analysis_that_is_out_of_date_stops(monkeypatch) -> None:
    """A change while an analysis runs ends it at its next step; the request gets the newer answer."""
    from param_lsp import analysis

    server, steps, finished, begun = Server(), [], [], asyncio.Event()

    def slow(source, *_rest):
        for _ in range(20):
            steps.append(source.text)
            begun.set()
            yield
            until = asyncio.get_running_loop().time() + 0.005
            while asyncio.get_running_loop().time() < until:
                pass
        finished.append(source.text)
        return json.loads(source.text)

    monkeypatch.setattr(analysis, "analyze_steps", slow)
    uri = "untitled:one"
    program = server.documents.open_text(types.TextDocumentItem(uri, "python", 1, "1"))
    waiting = asyncio.ensure_future(server.analyses.of(uri))
    await begun.wait()
    server.documents.change_text(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(2, uri), [types.TextDocumentContentChangeWholeDocument("2")]
        )
    )
    assert await waiting == 2
    assert finished == ["2"]
    assert program.last == 2
    assert 1 <= steps.count("1") < 20
