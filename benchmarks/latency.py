"""From keystroke to answer in a long Keras file, beside a server that answers nothing, and beside an older checkout.

    python benchmarks/latency.py [--lines 5000] [--builders | --cells 200 | --file FILE] [--edits 20] [--before FOLDER]

Each edit types a new number into the middle of the file, so that no whole answer can be remembered, and asks at once:

- `hints`: for the hints of the 60 lines around a layer that is edited (`broken`: a bracket is left open there);
- `function`: the same where a function is edited that makes no model;
- `hover`, `diagnostics`, `symbols` (the outline), `lens`: for these, when a layer was edited;
- `burst`: ten characters, 40 ms apart, each request for hints cancelled by the next; the last answer is timed.

The servers take turns, edit by edit, so that whatever else the machine does meets all of them alike. The first table
has the milliseconds that somebody waits, the second the milliseconds of processor that the server takes for one edit
and everything that follows from it; that one stays much the same on a machine that others use too. Ratios are what to
look at: to the bare server in the same run, and to what `ast.parse` takes for the same text.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from editing import Session
from lsp_client import Client
from programs import BUILDERS, SCRIPT, notebook, script

BARE = [sys.executable, str(Path(__file__).with_name("bare_server.py"))]
PAUSE = 0.1  # seconds between an answer and the next edit
QUIET = 0.3  # seconds after which the server has done what follows from an edit (it waits 0.15)
METHODS = {
    "hints": "textDocument/inlayHint",
    "function": "textDocument/inlayHint",
    "broken": "textDocument/inlayHint",
    "hover": "textDocument/hover",
    "diagnostics": "textDocument/diagnostic",
    "symbols": "textDocument/documentSymbol",
    "lens": "textDocument/codeLens",
}


@dataclass
class Measured:
    """One server with its session, and what was measured: seconds by series."""

    name: str
    session: Session
    waited: dict[str, list[float]] = field(default_factory=dict)
    worked: dict[str, list[float]] = field(default_factory=dict)

    def step(self, series: str, act: Callable[[], float]) -> None:
        """Edit once; notes how long the answer took, and the processor's time until all is quiet."""
        begun = self.session.client.processor()
        took = act()
        time.sleep(PAUSE)
        ended = self.session.client.processor()
        self.waited.setdefault(series, []).append(took)
        if begun is not None and ended is not None:
            self.worked.setdefault(series, []).append(ended - begun)


def ours(folder: Path) -> Client:
    """Start param-lint from a checkout."""
    return Client([sys.executable, "-P", "-m", "param_lsp"], {**os.environ, "PYTHONPATH": str(folder)})


def measure(servers: list[Measured], edits: int, wanted: list[str]) -> None:
    """Let the servers take turns, edit by edit."""
    for series in wanted:
        number_of = max(3, edits // 5) if series == "burst" else edits
        for each in servers:
            each.session.go(series)
            time.sleep(QUIET)
        for number in range(number_of):
            for each in servers[number % len(servers) :] + servers[: number % len(servers)]:
                session = each.session
                if series == "burst":
                    act = session.burst
                elif series == "broken":
                    act = partial(session.bracket, METHODS[series])
                else:
                    act = partial(session.number, METHODS[series], number)
                each.step(series, act)
        for each in servers:
            each.session.restore()


def table(servers: list[Measured], of: Callable[[Measured], dict[str, list[float]]], parsing: float) -> None:
    """Print the medians of each series, with their ratios to the first server."""
    bare, *rest = servers
    print(f"{'':12} {bare.name:>14}" + "".join(f" {each.name:>14} {'ratio':>6} {'/ast':>6}" for each in rest))
    for series, times in of(bare).items():
        base = statistics.median(times) * 1000
        line = f"{series:12} {base:14.1f}"
        for each in rest:
            own = statistics.median(of(each)[series]) * 1000
            line += f" {own:14.1f} {own / base:6.1f} {own / parsing:6.2f}"
        print(line)


def main() -> int:
    """Measure the servers and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--builders", action="store_true", help="models made by functions")
    parser.add_argument("--cells", type=int, help="a notebook of so many code cells")
    parser.add_argument("--file", type=Path, help="measure with this file instead of a generated one")
    parser.add_argument("--before", type=Path, action="append", default=[], help="another checkout to measure beside")
    parser.add_argument("--series", default=",".join((*METHODS, "burst")), help="only these")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.cells:
        texts = notebook(options.cells)
    elif options.file:
        texts = [options.file.read_text("utf-8")]
    else:
        texts = [script(options.lines, BUILDERS if options.builders else SCRIPT)]
    text = "\n".join(texts)
    parsing = 1000 * min(_parsing(text) for _ in range(5))
    here = Path(__file__).parent.parent
    clients = {"bare pygls": Client(BARE)} | {path.name: ours(path) for path in options.before}
    clients["param-lint"] = ours(here)
    servers = [Measured(name, Session(client, texts)) for name, client in clients.items()]
    time.sleep(2)
    measure(servers, options.edits, options.series.split(","))
    facts = [
        {
            "server": each.name,
            "start": each.session.start * 1000,
            "first hints": each.session.first * 1000,
            "memory MB": each.session.client.memory(),
            "waited": {name: [round(1000 * one, 2) for one in times] for name, times in each.waited.items()},
            "processor": {name: [round(1000 * one, 2) for one in times] for name, times in each.worked.items()},
        }
        for each in servers
    ]
    for each in servers:
        each.session.client.stop()
    if options.json:
        print(json.dumps({"lines": text.count("\n"), "ast.parse": parsing, "servers": facts}, indent=1))
        return 0
    functions = text.count("\ndef ")
    print(f"{len(texts)} texts, {text.count(chr(10)):,} lines, {functions} functions; ast.parse {parsing:.1f} ms")
    for fact in facts:
        print(
            f"{fact['server']}: started in {fact['start']:.0f} ms, first hints after {fact['first hints']:.0f} ms, "
            f"{fact['memory MB'] or 0:.0f} MB at the end"
        )
    print("\nmilliseconds from the keystroke to the answer, medians")
    table(servers, lambda each: each.waited, parsing)
    print("\nmilliseconds of processor for one edit (a burst: ten), medians")
    table(servers, lambda each: each.worked, parsing)
    return 0


def _parsing(text: str) -> float:
    begun = time.process_time()
    ast.parse(text)
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
