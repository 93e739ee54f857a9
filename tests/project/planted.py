"""A workspace whose files would betray that they were run, and the ways of starting param-lint in it."""

import subprocess
import sys
import threading
from pathlib import Path

# Modules that Python, LibCST, pygls or param-lint import, and that the programs here name; a workspace may hold any.
NAMES = (
    "tokenize", "keras", "sitecustomize", "usercustomize", "libcst", "pygls", "lsprotocol", "tensorflow", "numpy",
    "token", "linecache", "typing", "dataclasses", "argparse", "json", "re", "enum", "pathlib", "fnmatch", "bisect",
    "fractions", "difflib", "pathspec", "tomllib", "tomli", "asyncio", "logging", "attrs", "attr", "cattrs", "yaml",
    "shutil", "traceback", "unicodedata", "contextlib", "collections", "functools", "ast", "inspect", "pkgutil",
    "conftest", "setup", "model",
)  # fmt: skip
_MARK = "with open({ran!r}, 'a') as mark:\n    mark.write('{name} ')\n"
PROGRAM = """\
import keras
import numpy
from model import build

model = keras.Sequential([keras.layers.Dense(3, input_shape=(4,))])
"""
_OPENED = (
    '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":'
    '{"uri":"file://%s","languageId":"python","version":1,"text":"import keras\\nfrom model import build\\n"}}}'
)
INITIALIZE = (
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}',
    '{"jsonrpc":"2.0","method":"initialized","params":{}}',
    _OPENED,
    '{"jsonrpc":"2.0","id":2,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"file://%s"}}}',
    '{"jsonrpc":"2.0","id":3,"method":"shutdown"}',
    '{"jsonrpc":"2.0","method":"exit"}',
)


def plant(folder: Path, left_out: frozenset[str] = frozenset()) -> None:
    """Fill a folder with a program and with modules that leave a mark beside the folder when they are run."""
    for name in sorted(set(NAMES) - left_out):
        (folder / f"{name}.py").write_text(_MARK.format(ran=str(folder.parent / "ran"), name=name))
    (folder / "program.py").write_text(PROGRAM)
    (folder / "pyproject.toml").write_text("[tool.param-lint]\n")


def marks(folder: Path) -> str:
    """Give the names of the planted modules that were run."""
    ran = folder.parent / "ran"
    return ran.read_text() if ran.exists() else ""


def start(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Check the folder, summarise and draw its program, and hold a short conversation with a server in it."""
    for arguments in (["check", "."], ["summary", "program.py"], ["hints", "program.py"]):
        done = subprocess.run(
            [*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode in (0, 1), done.stderr
    converse([*command, "server"], folder, environment)


def converse(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Open the program in a server, wait for its outline, and end the server."""
    uri = (folder / "program.py").as_posix()
    messages = [text % uri if "%s" in text else text for text in INITIALIZE]
    framed = [f"Content-Length: {len(text)}\r\n\r\n{text}".encode() for text in messages]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=pipe, stdout=pipe, stderr=pipe) as server:
        limit = threading.Timer(60, server.kill)
        limit.start()
        server.stdin.write(b"".join(framed[:-2]))
        server.stdin.flush()
        said = b""
        while b'"id": 2' not in said and (part := server.stdout.read1()):
            said += part
        server.communicate(b"".join(framed[-2:]))
        limit.cancel()
    assert b'"id": 2' in said, said


def loaded_by_runpy() -> frozenset[str]:
    """Give what plain `python -m` itself loads from the working folder before any line of param-lint runs."""
    code = "import runpy, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return frozenset(done.stdout.split())


def ways() -> dict[str, list[str]]:
    """Give every way to start the command that this environment has."""
    found = {"python -m": [sys.executable, "-m", "param_lsp"]}
    if sys.version_info >= (3, 11):
        found["python -P -m"] = [sys.executable, "-P", "-m", "param_lsp"]
    script = Path(sys.executable).with_name("param-lint")
    if script.exists():
        found["param-lint"] = [str(script)]
    return found
