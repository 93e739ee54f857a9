"""Fixtures as they lie on disk: a file of programs, a notebook, a Markdown file, or a folder whose `main.…` is run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.annotated.annotations import Annotation, Program, Range, is_annotation, program_of, read, weave

FOLDER = Path(__file__).parent / "fixtures"
SUFFIXES = (".py", ".ipynb", ".md")
STALE = "stale"  # the tag of a cell whose saved outputs are of an older version of the code
_FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fixture:
    """One fixture.

    Arguments:
        path: its file, or its folder.
    """

    path: Path

    @property
    def name(self) -> str:
        """Its name among the fixtures."""
        return self.path.name

    @property
    def main(self) -> Path:
        """The file that is analysed and run."""
        if not self.path.is_dir():
            return self.path
        return next(path for suffix in SUFFIXES if (path := self.path / f"main{suffix}").exists())

    @cached_property
    def files(self) -> dict[str, Path]:
        """All its files that hold programs, by their names in a `Range`."""
        if not self.path.is_dir():
            return {"": self.path}
        modules = sorted(path for path in self.path.rglob("*.py") if "__pycache__" not in path.parts)
        return {path.relative_to(self.path).as_posix(): path for path in dict.fromkeys((self.main, *modules))}

    @cached_property
    def programs(self) -> tuple[tuple[Program, ...], ...]:
        """Each of its programs: the file that is run, then those that it may import."""
        if not self.path.is_dir():
            return tuple((program,) for program in _read(self.path, ""))
        return (tuple(program for file, path in self.files.items() for program in _read(path, file)),)

    def content(self, program: Program) -> bytes:
        """Give the file to analyse for a program."""
        if self.main.suffix == ".py":
            return "".join(line + "\n" for line in program.written).encode()
        return self.main.read_bytes()

    def rewritten(
        self, notes: list[tuple[Annotation, ...]], outputs: list[list[dict[str, Any]]] | None = None
    ) -> dict[Path, str]:
        """Give the text of each file with these annotations.

        Arguments:
            notes: those of each of the programs.
            outputs: what each cell of a notebook printed now; those that it has saved are replaced.
        """
        texts: dict[Path, str] = {}
        for path in self.files.values():
            old = path.read_text(encoding="utf-8")
            file = next(name for name, other in self.files.items() if other == path)
            pairs = [
                (p, n) for programs, n in zip(self.programs, notes, strict=True) for p in programs if p.file == file
            ]
            if path.suffix == ".py":
                lines = [line for program, found in pairs for line in weave(program, found)]
                texts[path] = "".join(line + "\n" for line in lines)
                continue
            ((program, found),) = pairs
            woven = _woven_cells(program, found)
            texts[path] = _notebook(old, woven, outputs) if path.suffix == ".ipynb" else _markdown(old, woven)
        return texts


def fixtures() -> list[Fixture]:
    """All fixtures, sorted by name."""
    return [Fixture(path) for path in sorted(FOLDER.iterdir()) if path.is_dir() or path.suffix in SUFFIXES]


def _read(path: Path, file: str) -> tuple[Program, ...]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py" and not file:
        return read(text)
    if path.suffix == ".py":
        return (program_of(text.splitlines(), file),)
    printed: tuple[str, ...] = ()
    if path.suffix == ".md":
        cells = [match[1].splitlines() for match in _FENCE.finditer(text)]
    else:
        code = _code_cells(json.loads(text))
        cells = [_text(cell["source"]).splitlines() for cell in code]
        printed = tuple("".join(_text(output.get("text", "")) for output in cell["outputs"]) for cell in code)
    counts = tuple(sum(not is_annotation(line) for line in cell) for cell in cells)
    program = program_of([line for cell in cells for line in cell], file)
    return (replace(program, title=path.suffix.removeprefix("."), cells=counts, printed=printed),)


def _woven_cells(program: Program, annotations: tuple[Annotation, ...]) -> list[list[str]]:
    first, cells = 0, []
    for count in program.cells:
        part = replace(program, lines=program.lines[first : first + count])
        inside = tuple(
            Annotation(_up(note.range, first), note.text)
            for note in annotations
            if first <= note.range.line < first + count
        )
        cells.append(weave(part, inside))
        first += count
    return cells


def _notebook(old: str, cells: list[list[str]], outputs: list[list[dict[str, Any]]] | None) -> str:
    notebook = json.loads(old)
    for number, (cell, lines) in enumerate(zip(_code_cells(notebook), cells, strict=True)):
        cell["source"] = [line + "\n" for line in lines[:-1]] + lines[-1:]
        if outputs is not None and cell["outputs"] and STALE not in cell["metadata"].get("tags", ()):
            cell["outputs"] = outputs[number]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _markdown(old: str, cells: list[list[str]]) -> str:
    woven = iter(cells)
    return _FENCE.sub(lambda _: "```python\n" + "".join(line + "\n" for line in next(woven)) + "```", old)


def _code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _text(source: list[str] | str) -> str:
    return "".join(source) if isinstance(source, list) else source


def _up(place: Range, by: int) -> Range:
    return replace(place, line=place.line - by, end_line=place.end_line - by)
