"""What the server writes to its log, which people attach to reports: nothing that stands in their files."""

from __future__ import annotations

import json
import subprocess
import threading

from tests.server.talk import COMMAND, ROOT

SECRET = "the_name_of_a_secret"
PROGRAM = f"""\
import keras
{SECRET} = keras.Sequential([keras.Input((4,)), keras.layers.Dense({SECRET}(]
model = keras.Sequential([keras.Input((4,)), keras.layers.Conv2D(3, name="{SECRET}"), {SECRET}])
"""


def test_the_log_holds_nothing_of_a_file(tmp_path) -> None:
    """Files that do not parse, wrong edits, requests that make no sense, settings that are wrong."""
    uri = (tmp_path / "a.py").as_uri()
    (tmp_path / "pyproject.toml").write_text('[tool.param-lint]\nselect = "all"\n')
    document = {"uri": uri}
    edit = {"range": {"start": {"line": 9, "character": -1}, "end": {"line": 0, "character": 0}}, "text": SECRET}
    messages = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {
            "method": "textDocument/didOpen",
            "params": {"textDocument": {**document, "languageId": "python", "version": 1, "text": PROGRAM}},
        },
        {"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": [edit]}},
        {
            "method": "textDocument/didChange",
            "params": {"textDocument": {**document, "version": 2}, "contentChanges": [edit]},
        },
        {"id": 2, "method": "textDocument/hover", "params": {"textDocument": document, "text": SECRET}},
        {"id": 3, "method": "param-lint/modelAt", "params": {"textDocument": document, "text": SECRET}},
        {"id": 4, "method": "textDocument/nonsense", "params": {"text": SECRET}},
        {"id": 5, "method": "textDocument/documentSymbol", "params": {"textDocument": document}},
        {"id": 6, "method": "shutdown"},
        {"method": "exit"},
    ]
    bodies = [json.dumps({"jsonrpc": "2.0", **message}) for message in messages]
    framed = [f"Content-Length: {len(body)}\r\n\r\n{body}".encode() for body in bodies]
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, "server"], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as server:
        limit = threading.Timer(60, server.kill)
        limit.start()
        server.stdin.write(b"".join(framed[:-2]))
        server.stdin.flush()
        answered = b""
        while b'"id": 5' not in answered and (part := server.stdout.read1()):
            answered += part
        rest, logged = server.communicate(b"".join(framed[-2:]))
        limit.cancel()
    assert b'"id": 5' in answered
    assert b"settings: " in logged or b"select must be a list" in logged  # the log can be seen here
    for said in (answered, rest):  # an error must not carry it back, either: clients log errors
        assert not [part for part in said.split(b"Content-Length") if b'"error"' in part and SECRET.encode() in part]
    assert SECRET.encode() not in logged, logged.decode()
