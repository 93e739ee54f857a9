"""A small language client that measures: one reader thread, everything else in the caller's thread."""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "configuration": True,
        "inlayHint": {"refreshSupport": True},
        "diagnostics": {"refreshSupport": True},
    },
    "notebookDocument": {"synchronization": {"dynamicRegistration": True}},
    "textDocument": {
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "synchronization": {"dynamicRegistration": True},
        "inlayHint": {"resolveSupport": {"properties": ["tooltip"]}},
        "hover": {"contentFormat": ["markdown"]},
        "diagnostic": {},
        "publishDiagnostics": {"versionSupport": True},
    },
}


class Client:
    """A server's process and the messages with it; times are seconds of `time.perf_counter`."""

    def __init__(self, command: list[str], environment: dict[str, str] | None = None) -> None:
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment,
        )
        self._inbox: queue.Queue[tuple[float, dict[str, Any] | None]] = queue.Queue()
        self._answers: dict[int, tuple[float, dict[str, Any]]] = {}
        self._number = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def request(self, method: str, params: Any) -> int:
        """Send a request; `wait` gives its answer."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        return self._number

    def notify(self, method: str, params: Any) -> float:
        """Send a notification; gives the time at which it was sent."""
        return self._send({"method": method, "params": params})

    def wait(self, number: int, timeout: float = 60) -> tuple[float, Any]:
        """Wait for an answer; gives when it came, and the result (None for an error)."""
        until = time.perf_counter() + timeout
        while number not in self._answers:
            at, message = self._inbox.get(timeout=max(0.001, until - time.perf_counter()))
            if message is None:
                raise ConnectionError("the server closed its output")
            if "id" in message:
                self._answers[message["id"]] = (at, message)
        at, message = self._answers.pop(number)
        return at, message.get("result")

    def initialize(self) -> float:
        """Shake hands; gives the seconds since the start of the process."""
        at, _ = self.wait(
            self.request("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": CAPABILITIES})
        )
        self.notify("initialized", {})
        return at - self.started

    def stop(self) -> None:
        """End the server as an editor does."""
        self.wait(self.request("shutdown", None), 10)
        self.notify("exit", None)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def memory(self) -> float | None:
        """Give the resident memory in MB, where the system tells."""
        status = Path(f"/proc/{self.process.pid}/status")
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else None

    def processor(self) -> float | None:
        """Give the processor's seconds that the server's living threads have taken, where the system tells."""
        threads = Path(f"/proc/{self.process.pid}/task")
        try:
            return sum(int(path.read_text().split()[0]) for path in threads.glob("*/schedstat")) / 1e9
        except (OSError, ValueError, IndexError):
            return None

    def _send(self, message: dict[str, Any]) -> float:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        data = memoryview(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        assert self.process.stdin is not None
        with self._lock:
            at = time.perf_counter()
            while data:
                data = data[self.process.stdin.write(data) or 0 :]
        return at

    def _read(self) -> None:
        assert self.process.stdout is not None
        buffer = b""
        while piece := os.read(self.process.stdout.fileno(), 1 << 16):
            buffer += piece
            while b"\r\n\r\n" in buffer:
                head, rest = buffer.split(b"\r\n\r\n", 1)
                size = int(head.lower().split(b"content-length:")[1].split()[0])
                if len(rest) < size:
                    break
                at, message, buffer = time.perf_counter(), json.loads(rest[:size]), rest[size:]
                if "method" in message and "id" in message:
                    asked = message["params"].get("items", []) if message.get("params") else []
                    self._send({"id": message["id"], "result": [None for _ in asked] if asked else None})
                else:
                    self._inbox.put((at, message))
        self._inbox.put((time.perf_counter(), None))
