"""What jupyterlab-lsp says to the server, recorded from JupyterLab 4.6: a notebook comes as one Python text."""

from __future__ import annotations

import asyncio
from typing import Any

from lsprotocol import types

from tests.server.talk import conversation

CAPABILITIES: dict[str, Any] = {
    "textDocument": {
        "synchronization": {"dynamicRegistration": True, "didSave": True},
        "publishDiagnostics": {"tagSupport": {"valueSet": [2, 1]}},
        "hover": {"dynamicRegistration": True, "contentFormat": ["markdown", "plaintext"]},
    },
    "workspace": {"didChangeConfiguration": {"dynamicRegistration": True}},
}
# `%matplotlib inline`, `!pip list` and `%%time`, as the extension writes them into the joined text.
JOINED = """\


get_ipython().run_line_magic("matplotlib", " inline")
get_ipython().getoutput("pip list")
import keras
from keras import layers


# START_CELL_MAGIC("time", "")
model = keras.Sequential([
    keras.Input((784,)),
    layers.Dense(32),
])
# END_CELL_MAGIC


model.add(layers.Conv2D(3, 3))
"""
URI = "file:///tmp/lab/.virtual_documents/digits.ipynb"


async def test_a_virtual_document_is_python() -> None:
    """Its name ends with .ipynb, its text is no JSON; the whole text is sent again and again, also in version 0."""
    async with conversation(CAPABILITIES) as talk:
        item = types.TextDocumentItem(uri=URI, language_id="python", version=0, text="\n")
        talk.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        for version in (0, 1):
            talk.client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    text_document=types.VersionedTextDocumentIdentifier(uri=URI, version=version),
                    content_changes=[types.TextDocumentContentChangeWholeDocument(text=JOINED)],
                )
            )
        for _ in range(200):
            if talk.client.diagnostics.get(URI):
                break
            await asyncio.sleep(0.1)
        (found,) = talk.client.diagnostics[URI]
        assert (found.code, found.range.start.line, found.source) == ("incompatible-rank", 16, "param-lint")
        hover = await talk.hover(URI, 11, 11)
        assert hover is not None
        assert "(784 + 1) × 32 = 25,120" in hover
        assert "Input shape from keras.Input((784,))." in hover, "lines of the joined text are nobody's lines"
