"""How much memory thousands of keystrokes leave behind, and whether the last take as long as the first.

    python benchmarks/memory.py [--lines 1000] [--keys 3000]

Types into the middle of a file in this process, with the hints in view and, after every tenth key, the outline. What is
kept of texts that were seen is bounded (`param_lsp/syntax/cache.py`): the memory must stop growing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from programs import script

from param_lsp.analysis import Analysis, analyze
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.features.symbols import symbols
from param_lsp.source.read import python_source
from param_lsp.spans import Span

PARTS = 10


def main() -> int:
    """Type and print a line for each tenth of the keys."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--keys", type=int, default=3000)
    options = parser.parse_args()
    text = script(options.lines)
    place = text.index("layers.Dense(", len(text) // 2) + len("layers.Dense(")
    view = Span(place - 1000, place + 1000)
    analysis = analyze(python_source("a.py", text))
    print(f"{'keys':>6} {'memory, MB':>11} {'ms of processor, median':>24}")
    print(f"{0:6} {resident():11.1f}")
    typed = 0
    for _ in range(PARTS):
        times = []
        for _ in range(options.keys // PARTS):
            typed += 1
            begun = time.process_time()
            analysis = key(text[:place] + str(typed) + text[place:], analysis, view)
            times.append(time.process_time() - begun)
        print(f"{typed:6} {resident():11.1f} {statistics.median(times) * 1000:24.1f}")
    return 0


def key(text: str, before: Analysis, view: Span) -> Analysis:
    """Analyse a version and ask what an editor asks."""
    analysis = analyze(python_source("a.py", text), previous=before)
    inlay_hints(analysis, view)
    if len(text) % 10 == 0:
        symbols(analysis)
    return analysis


def resident() -> float:
    """Give the resident memory of this process in MB, where the system tells."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    sys.exit(main())
