"""The command `param-lint`: hands over to the command line or to the server, importing only the one it needs."""

from __future__ import annotations

# Nothing else may be imported up here: `python -m param_lsp` comes here while the workspace is still on the path, and
# these two are loaded before Python looks there at all.
import os
import sys

_CLASH = """\
param-lint: the package `param_lsp` here is shared with another distribution, `param-lsp`, which is not param-lint:
installing one overwrites files of the other. Keep the one you want:
  pip uninstall param-lsp param-lint && pip install param-lint"""
_WRONG_USE, _OUR_BUG = 2, 101


def main() -> int:
    """Run the command with this process's arguments and give its exit status."""
    try:
        leave_out_working_folder()
    except FileNotFoundError:
        print("param-lint: the current folder is not there any more; change to another", file=sys.stderr)
        return _WRONG_USE
    try:
        return run(sys.argv[1:])
    except Exception:  # noqa: BLE001 - Python's own status would be 1, which says that something was found
        import traceback  # noqa: PLC0415 - see above

        traceback.print_exc()
        print("param-lint: this is a bug of param-lint; please report it", file=sys.stderr)
        return _OUR_BUG


def run(arguments: list[str]) -> int:
    """Run the command with these arguments; `server …` starts the language server, all else is the command line."""
    if is_clash():
        print(_CLASH, file=sys.stderr)
        return _WRONG_USE
    if arguments[:1] == ["server"]:
        from param_lsp.server.command import run_server  # noqa: PLC0415 - the command line must not load pygls

        return run_server(arguments[1:])
    from param_lsp.cli.command import run_command  # noqa: PLC0415 - a server has no use for it

    return run_command(arguments)


def leave_out_working_folder() -> None:
    """Take the working folder off the path: its `tokenize.py` is the user's, not Python's.

    The command's script does not put it there; `python -m` without `-P` does, and so does an empty part of PYTHONPATH.
    """
    here = os.path.realpath(".")
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) != here]


def is_clash(folder: str | None = None) -> bool:
    """Tell whether the unrelated distribution `param-lsp` was installed over this package, or this one over it."""
    folder = folder or os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    return any(name.startswith("param_lsp-") and name.endswith(".dist-info") for name in os.listdir(folder))


if __name__ == "__main__":
    sys.exit(main())
