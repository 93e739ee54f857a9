"""From keystroke to answer in a 1,000-line Keras file, beside a server that answers nothing.

    python benchmarks/latency.py [--lines 1000] [--edits 50] [--json]

Each edit types a new number into a layer in the middle of the file, so that no whole answer can be remembered, and
asks at once for the hints of the 60 lines around it (or a hover, or diagnostics). `burst` types ten characters, 40 ms
apart, cancelling each request by the next, and times the last answer. `broken` leaves a bracket open, `symbols` asks
for the outline and `lens` for the code lenses. Ratios are what to look at: to the bare server in the same run, and to
what `ast.parse` takes for the same text. `processor` is what one keystroke with its hints takes of the server's
processor; unlike the others it stays much the same on a machine that others use too.
"""

from __future__ import annotations

import argparse
import ast
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from lsp_client import Client

OURS = [sys.executable, "-m", "param_lsp"]
BARE = [sys.executable, str(Path(__file__).with_name("bare_server.py"))]
URI = "file:///benchmark/models.py"
VIEW = 60  # lines that an editor shows
PAUSE = 0.1  # seconds between an answer and the next edit

HEAD = "import numpy as np\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n\n"
BLOCK = '''
def load_{n}(path, limit=None):
    """Load what the model is trained on."""
    data = np.load(path)
    names = [name for name in data.files if not name.startswith("_")]
    for name in names:
        if limit is not None:
            print(name, data[name][:limit])
    return data["x"] / 255.0, data["y"]


model_{n} = keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.Conv2D({a}, (3, 3), activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Conv2D({b}, (3, 3), activation="relu"),
    layers.BatchNormalization(),
    layers.Flatten(),
    layers.Dense({c}, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model_{n}.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model_{n}.summary()


def plot_{n}(history):
    """Show how it went."""
    losses = history.history["loss"]
    best = min(range(len(losses)), key=losses.__getitem__)
    print(f"best epoch {{best}}: {{losses[best]:.3f}}")
    return losses[best]

'''


def program(lines: int) -> str:
    """Write a file of many models as people write them."""
    text, number = HEAD, 0
    while text.count("\n") < lines:
        text += BLOCK.format(n=number, a=16 + number, b=32 + number, c=64 + number)
        number += 1
    return text


class Session:
    """One server with the file open."""

    def __init__(self, command: list[str], text: str) -> None:
        self.client = Client(command)
        self.lines = text.split("\n")
        self.version = 1
        middle = len(self.lines) // 2
        self.line = next(n for n in range(middle, len(self.lines)) if "layers.Dense(" in self.lines[n])
        self.column = self.lines[self.line].index("Dense(") + len("Dense(")
        self.start = self.client.initialize()
        item = {"uri": URI, "languageId": "python", "version": 1, "text": text}
        opened = self.client.notify("textDocument/didOpen", {"textDocument": item})
        self.first = self.ask("textDocument/inlayHint", opened)
        time.sleep(2)

    def edit(self, text: str, remove: int = 0) -> float:
        """Type at the layer; gives when."""
        self.version += 1
        start = {"line": self.line, "character": self.column}
        end = {"line": self.line, "character": self.column + remove}
        return self.client.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": URI, "version": self.version},
                "contentChanges": [{"range": {"start": start, "end": end}, "text": text}],
            },
        )

    def params(self, method: str) -> dict[str, Any]:
        """Give what an editor would ask."""
        document: dict[str, Any] = {"textDocument": {"uri": URI}}
        if method.endswith("hover"):
            document["position"] = {"line": self.line, "character": self.column - 3}
        if method.endswith("inlayHint"):
            first = self.line - VIEW // 2
            document["range"] = {
                "start": {"line": first, "character": 0},
                "end": {"line": first + VIEW, "character": 0},
            }
        return document

    def ask(self, method: str, since: float) -> float:
        """Ask and wait; gives the seconds since `since`."""
        at, self.answer = self.client.wait(self.client.request(method, self.params(method)))
        return at - since

    def series(self, method: str, edits: int, typed: str | None = None) -> list[float]:
        """Time the answers to edits; only those that type, not those that take away."""
        times = []
        self.edit("9")
        for number in range(edits):
            since = self.edit(typed or f"{number % 90 + 10}", 0 if typed or not number else 2)
            times.append(self.ask(method, since))
            if typed:
                self.ask(method, self.edit("", len(typed)))
            time.sleep(PAUSE)
        self.edit("", 1 if typed else 3)
        self.ask(method, time.perf_counter())
        return times

    def burst(self, rounds: int, length: int = 10) -> list[float]:
        """Time the answer to the last of several quick keystrokes."""
        times = []
        for _ in range(rounds):
            asked: list[int] = []
            since = 0.0
            for _ in range(length):
                if asked:
                    self.client.notify("$/cancelRequest", {"id": asked[-1]})
                since = self.edit("1")
                asked.append(self.client.request("textDocument/inlayHint", self.params("textDocument/inlayHint")))
                time.sleep(0.04)
            times.append(max(self.client.wait(number)[0] for number in asked) - since)
            self.edit("", length)
            time.sleep(PAUSE + 0.2)
        return times


def measure(command: list[str], text: str, edits: int) -> dict[str, Any]:
    """Measure one server: milliseconds, medians and 95th percentiles."""
    session = Session(command, text)
    begun = session.client.processor()
    series = {"hints": session.series("textDocument/inlayHint", edits)}
    ended = session.client.processor()
    series |= {
        "broken": session.series("textDocument/inlayHint", max(5, edits // 2), "("),
        "hover": session.series("textDocument/hover", edits),
        "diagnostics": session.series("textDocument/diagnostic", edits),
        "symbols": session.series("textDocument/documentSymbol", max(5, edits // 2)),
        "lens": session.series("textDocument/codeLens", max(5, edits // 2)),
        "burst": session.burst(max(3, edits // 10)),
    }
    found: dict[str, Any] = {
        "start": round(session.start * 1000, 1),
        "first hints": round(session.first * 1000, 1),
        "memory": session.client.memory(),
        "processor": round((ended - begun) * 1000 / edits, 2) if begun is not None and ended is not None else None,
    }
    for name, times in series.items():
        ordered = sorted(times)
        found[name] = {
            "p50": round(statistics.median(ordered) * 1000, 2),
            "p95": round(ordered[int(0.95 * (len(ordered) - 1))] * 1000, 2),
        }
    session.client.stop()
    return found


def main() -> int:
    """Measure both servers and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--file", type=Path, help="measure with this file instead of a generated one")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    text = options.file.read_text("utf-8") if options.file else program(options.lines)
    begun = time.perf_counter()
    ast.parse(text)
    parsing = round((time.perf_counter() - begun) * 1000, 1)
    bare, ours = measure(BARE, text, options.edits), measure(OURS, text, options.edits)
    if options.json:
        print(json.dumps({"lines": text.count("\n"), "ast.parse": parsing, "bare": bare, "param-lint": ours}, indent=1))
        return 0
    functions = text.count("\ndef ")
    print(f"{text.count(chr(10)):,} lines, {functions} functions; ast.parse {parsing} ms; milliseconds, p50 (p95)")
    print(f"{'':12} {'bare pygls':>16} {'param-lint':>16} {'ratio':>6}")
    for name, mine in ours.items():
        base = bare[name]
        if isinstance(mine, dict):
            cells = [f"{one['p50']:.1f} ({one['p95']:.1f})" for one in (base, mine)]
            print(f"{name:12} {cells[0]:>16} {cells[1]:>16} {mine['p50'] / base['p50']:6.1f}")
        elif mine is not None and base:
            print(f"{name:12} {base:16.1f} {mine:16.1f} {mine / base:6.1f}{' MB' if name == 'memory' else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
