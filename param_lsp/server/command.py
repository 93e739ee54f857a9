"""The command `param-lint server`: starts the language server on standard input and output, or on a TCP port."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence


def run_server(arguments: Sequence[str] = ()) -> int:
    """Run the language server until its client goes away.

    Arguments:
        arguments: of the command line behind `server`: nothing or `--stdio`, or `--tcp HOST:PORT`.

    Returns:
        The exit status: 0, or 2 for wrong arguments.
    """
    parser = argparse.ArgumentParser(prog="param-lint server", description="Run the language server.")
    parser.add_argument("--stdio", action="store_true", help="talk on standard input and output (the default)")
    parser.add_argument("--tcp", metavar="HOST:PORT", help="wait for one client on this port instead")
    options = parser.parse_args(arguments)
    host, _, port = (options.tcp or "").rpartition(":")
    if options.tcp is not None and not port.isdigit():
        parser.error(f"--tcp wants HOST:PORT, got {options.tcp}")
    # Standard output belongs to the protocol. pygls warns of each request that was answered before it was cancelled.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.ERROR)
    from param_lsp.server.app import Server  # noqa: PLC0415 - wrong arguments are told without loading pygls
    from param_lsp.server.stdio import serve_stdio  # noqa: PLC0415 - see above

    server = Server()
    if options.tcp is None:
        serve_stdio(server)
    else:
        server.start_tcp(host or "127.0.0.1", int(port))
    return 0
