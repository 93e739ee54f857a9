"""Analyse everything in some folders, as the command line and an editor would, and tell what failed and what was slow.

    python benchmarks/sweep.py FOLDER… [--sample N] [--seed S] [--budget SECONDS] [--limit SECONDS] [--edit]

A folder is searched for `.py`, `.ipynb` and `.md`; a git directory without a work tree (any folder with `HEAD` and
`objects`) is read from its last commit. Each file goes through `analyze`, all rules, and what an editor shows: hints,
hovers at a hundred places at most, symbols and diagnostics. A file's seconds are the processor's. `--edit` also takes
out a line in the middle and puts it back, each from the analysis before, and compares with an analysis that starts
over. Nothing is executed.

Exit status 1 when a file raised or took longer than the limit.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from param_lsp.analysis import Analysis, analyze
from param_lsp.features.diagnostics import diagnostics
from param_lsp.features.hover import explain_hint, hover
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.features.symbols import symbols
from param_lsp.settings import Settings
from param_lsp.source.read import SourceError, source_of
from param_lsp.syntax.cache import forget
from param_lsp.workspace import FolderWorkspace, NoWorkspace, Workspace

SUFFIXES = frozenset([".py", ".ipynb", ".md"])
HOVERS = 100  # places of a file, evenly spread
SLOWEST = 10
FRAMES = 6  # innermost, of a failure


class TooLongError(BaseException):
    """Not an Exception, so that nothing under test can swallow it."""


@dataclass
class Sweep:
    """What was found: the processor's seconds of each file, and what failed in which way."""

    limit: float
    edit: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    models: int = 0
    size: int = 0  # bytes of what was analysed

    def file(self, name: str, data: bytes, workspace: Workspace) -> None:
        """Analyse one file, within the limit of seconds."""
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, self.limit)
        try:
            self._analyse(name, data, workspace)
        except SourceError as error:  # a broken notebook, an odd encoding: said in one line, and no failure
            self.refused.append((name, str(error)))
        except TooLongError:
            self.failures.append((name, f"took longer than {self.limit:g} s\n{traceback.format_exc(limit=-FRAMES)}"))
        except Exception:  # noqa: BLE001 - what this program looks for
            self.failures.append((name, traceback.format_exc(limit=-FRAMES)))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.seconds[name] = time.process_time() - begun

    def _analyse(self, name: str, data: bytes, workspace: Workspace) -> None:
        source = source_of(name, data)
        self.size += len(source.text)
        analysis = analyze(source, Settings(), workspace)
        self.models += len(analysis.report.models)
        shown(analysis)
        if self.edit:
            self._type(name, data, workspace, analysis)

    def _type(self, name: str, data: bytes, workspace: Workspace, analysis: Analysis) -> None:
        if name.endswith(".ipynb"):
            return
        lines = data.splitlines(keepends=True)
        middle = len(lines) // 2
        shorter = source_of(name, b"".join(lines[:middle] + lines[middle + 1 :]))
        for source in (shorter, source_of(name, data)):
            analysis = analyze(source, Settings(), workspace, analysis)
            broken = any(chunk.moved is not None for chunk in analysis.program.chunks)  # older rows stand in for it
            if not broken and shown(analysis) != shown(analyze(source, Settings(), workspace)):
                self.failures.append((name, f"going on says something else than starting over (line {middle + 1})"))


def shown(analysis: Analysis) -> list[object]:
    """Ask everything that an editor asks."""
    text = analysis.source.text
    hints = inlay_hints(analysis)
    places = (*range(0, len(text), max(1, len(text) // HOVERS)), len(text))
    return [
        *((hint, explain_hint(analysis, hint)) for hint in hints),
        *(hover(analysis, place) for place in places),
        *symbols(analysis),
        *diagnostics(analysis),
    ]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of a folder or of the last commit of a git directory, each as name and bytes."""
    if (folder / "HEAD").is_file() and (folder / "objects").is_dir():
        yield from _committed(folder)
        return
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and "site-packages" not in path.relative_to(folder).parts:
            yield str(path), path.read_bytes()


def _committed(folder: Path) -> Iterator[tuple[str, bytes]]:
    git = ["git", f"--git-dir={folder}"]
    listed = subprocess.run([*git, "ls-tree", "-r", "-z", "HEAD"], capture_output=True, check=True).stdout
    with subprocess.Popen([*git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as batch:
        assert batch.stdin is not None
        assert batch.stdout is not None
        for entry in listed.decode("utf-8", "replace").split("\0"):
            about, _, name = entry.partition("\t")
            if Path(name).suffix not in SUFFIXES or " blob " not in about:
                continue
            batch.stdin.write(about.split()[2].encode() + b"\n")
            batch.stdin.flush()
            head = batch.stdout.readline().split()
            if len(head) == 3:  # else the snapshot lacks it
                data = batch.stdout.read(int(head[2]))
                batch.stdout.read(1)
                yield f"{folder.parent.name}:{name}", data
        batch.stdin.close()


def sweep(folders: list[Path], found: Sweep, sample: int | None, seed: int, budget: float | None) -> None:
    """Analyse the folders' files; with a sample or a budget a random part of them, the same for the same seed."""
    until = time.perf_counter() + budget if budget else None
    for folder in folders:
        here: Workspace = FolderWorkspace(folder) if not (folder / "HEAD").is_file() else NoWorkspace()
        chosen: list[tuple[str, bytes]] | Iterator[tuple[str, bytes]] = files(folder)
        if sample is not None or until is not None:
            everything = list(chosen)
            chosen = random.Random(seed).sample(everything, min(sample or len(everything), len(everything)))  # noqa: S311
        for name, data in chosen:
            if until is not None and time.perf_counter() > until:
                return
            found.file(name, data, here)
        forget()


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


def main() -> int:
    """Analyse and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, help="only so many files of each folder")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--budget", type=float, help="stop after so many seconds")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds that one file may take")
    parser.add_argument("--edit", action="store_true", help="also edit each file and go on from its analysis")
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, _too_long)
    found = Sweep(options.limit, options.edit)
    begun = time.perf_counter()
    sweep(options.folders, found, options.sample, options.seed, options.budget)
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(found.seconds):,} files, {found.size / 1e6:,.1f} MB, {found.models:,} models in {took:.1f} s "
        f"({sum(found.seconds.values()):.1f} s of a processor); "
        f"peak memory {peak:.0f} MB; {len(found.refused)} refused, {len(found.failures)} failures"
    )
    common = os.path.commonpath(found.seconds) if len(found.seconds) > 1 else ""
    for name in sorted(found.seconds, key=found.seconds.__getitem__)[: -SLOWEST - 1 : -1]:
        print(f"  {found.seconds[name]:6.2f} s  {os.path.relpath(name, common) if common else name}")
    for name, why in found.refused:
        print(f"refused: {name}: {why}")
    alike: dict[str, list[str]] = {}
    for name, why in found.failures:
        alike.setdefault(why, []).append(name)
    for why, names in alike.items():
        print(f"FAILED: {names[0]}{f' and {len(names) - 1} more' if names[1:] else ''}: {why}")
    return 1 if found.failures else 0


if __name__ == "__main__":
    sys.exit(main())
