"""What is loaded when: the command line without the server's libraries, and each room behind its walls."""

import subprocess
import sys

import pytest


def loaded_by(*arguments, cwd):
    """Run the command and give the names of all modules that it has loaded at its end."""
    code = (
        "import sys; from param_lsp.main import run\n"
        "try: run(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "sys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=cwd, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--output-format", "sarif", "examples"),
        ("summary", "examples/iris.py"),
        ("hints", "examples/mnist_snippet.py"),
        ("rules",),
        ("--show-settings",),
        ("--help",),
    ],
)
def test_the_command_line_loads_no_language_server(arguments, pytestconfig):
    """Importing lsprotocol.types costs more than a whole check of a file."""
    loaded = loaded_by(*arguments, cwd=pytestconfig.rootpath)
    assert "param_lsp" in loaded
    assert not loaded & {"pygls", "lsprotocol", "asyncio", "keras", "tensorflow"}


@pytest.mark.parametrize("arguments", [("rules",), ("explain", "incompatible-rank")])
def test_pages_of_rules_need_no_parser(arguments, pytestconfig):
    assert "libcst" not in loaded_by(*arguments, cwd=pytestconfig.rootpath)
