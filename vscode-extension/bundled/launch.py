"""Starts the language server that came with the extension, or tells whether this Python can run it.

    python -I -S launch.py                the bundled server
    python -I launch.py --environment     the param-lint that is installed for this Python
    python -I launch.py --probe           what this Python is, as a line of JSON

`-I` keeps the working folder, PYTHONPATH and the user's own packages off Python's path, so that no file of the
workspace is ever imported; `-S` does the same for what is installed beside this Python. This file is also read by
Pythons that are far too old to run the server: keep its grammar that of Python 2.7.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIBS = os.path.join(HERE, "libs")
OLDEST = (3, 10)


def main():
    arguments = sys.argv[1:]
    if "--probe" in arguments:
        print(json.dumps(probe()))
        return 0
    if "--environment" not in arguments:
        sys.path.insert(0, LIBS)
    from param_lsp.main import main as run

    sys.argv = ["param-lint", "server"]
    return run()


def probe():
    """Tell what matters for choosing a Python; `param_lint` is the version that is installed for it, or null."""
    found = {
        "version": list(sys.version_info[:3]),
        "implementation": getattr(getattr(sys, "implementation", None), "name", "?"),
        "executable": sys.executable,
        "bundled": False,
        "param_lint": None,
    }
    if sys.version_info < OLDEST:
        return found
    import importlib.machinery
    import importlib.metadata

    native = [os.path.join(LIBS, "libcst", "native" + end) for end in importlib.machinery.EXTENSION_SUFFIXES]
    found["bundled"] = any(os.path.exists(path) for path in native)
    try:
        found["param_lint"] = importlib.metadata.version("param-lint")
    except importlib.metadata.PackageNotFoundError:
        pass
    return found


if __name__ == "__main__":
    sys.exit(main())
