"""Standard input and output for the server: whole messages at once, also while an analysis runs.

pygls asks a thread for each header line of a message; beside a running analysis every such step waits for its turn, and
while somebody types quickly the messages pile up. Here one thread hands over whatever has come.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from threading import Event
from typing import TYPE_CHECKING

from pygls.io_ import StdoutWriter, run_async

if TYPE_CHECKING:
    from param_lsp.server.app import Server

_PIECE = 1 << 16  # bytes; what a pipe holds


def serve_stdio(server: Server) -> None:
    """Talk to the client on standard input and output until it says `exit` or closes them."""
    try:
        asyncio.run(_serve(server))
    except BrokenPipeError:
        pass  # the client is gone
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]  # pygls


async def _serve(server: Server) -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_PIECE)
    server.protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    threading.Thread(target=_feed, args=(loop, reader, sys.stdin.fileno()), daemon=True).start()
    await run_async(
        stop_event=Event(), reader=reader, protocol=server.protocol, error_handler=server.report_server_error
    )


def _feed(loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader, file: int) -> None:
    """Hand over what comes; not through `sys.stdin`, whose lock a thread must not hold when Python ends."""
    try:
        while piece := os.read(file, _PIECE):
            loop.call_soon_threadsafe(reader.feed_data, piece)
        loop.call_soon_threadsafe(reader.feed_eof)
    except (OSError, RuntimeError):  # the loop is closed: the server has stopped
        pass
