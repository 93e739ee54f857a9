"""Expectations in comments: reads them from a fixture, and writes them below the lines that they are about.

    model.add(layers.Dense(32))
    #         ^^^^^^^^^^^^^^^^ dense (Dense): (None, 32) · 1,056 · Σ 1,120

Carets give the exact range. `<` right behind the `#` stands for the first two columns, which the `#` itself would
hide. `…` behind the carets says that the range goes on to where the brackets that are open at the line's end close:

    model = keras.Sequential([
    #       ^^^^^^^^^^^^^^^^^^… model sequential: total 1,153 · 4.50 KB

A text that begins with `~` was written by a person, because Keras cannot say it; all others only the recorder writes.
A line `# --- title` begins a new program: each is analysed, and run under Keras, on its own. `runs.py` says how a
program is run where its text does not say it.

This module knows neither Keras nor param-lint, so that the recorder and the checker cannot differ in reading.
"""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass

_ANNOTATION = re.compile(r"^\s*#(?P<carets><?\s*\^*)(?P<more>…?)\s+(?P<text>.*?)\s*$")
_SECTION = re.compile(r"^# --- ")


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A range in a program whose annotation lines are taken out: lines and columns from 0, the end exclusive.

    `file` names the file where a fixture is a folder.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    file: str = ""

    def holds(self, other: Range) -> bool:
        """Tell whether the other range lies inside this one."""
        begins = self.file == other.file and (self.line, self.column) <= (other.line, other.column)
        return begins and (other.end_line, other.end_column) <= (self.end_line, self.end_column)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is expected of a range: a row, a model's totals or a finding, as text."""

    range: Range
    text: str


@dataclass(frozen=True, slots=True)
class Program:
    """One program of a fixture.

    Arguments:
        title: what stands behind `# ---`.
        written: all its lines, as they stand in the fixture.
        lines: those that are not annotations.
        annotations: the others, read.
        file: its name, where the fixture is a folder.
        cells: how many of `lines` each cell of a notebook has; empty for a Python file.
        printed: what each of these cells has printed, as the notebook has saved it.
    """

    title: str
    written: tuple[str, ...]
    lines: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    file: str = ""
    cells: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()

    def code_line(self, line: int) -> int:
        """Give the place among `lines` of a line of `written`."""
        return line - sum(map(is_annotation, self.written[:line]))


def read(text: str, file: str = "") -> tuple[Program, ...]:
    """Read all programs of a Python fixture."""
    sections: list[list[str]] = [[]]
    for line in text.splitlines():
        if _SECTION.match(line):
            sections.append([])
        sections[-1].append(line)
    if len(sections) > 1 and all(not line.strip() or line.startswith(('"""', "#")) for line in sections[0]):
        sections[1] = sections[0] + sections[1]  # a docstring alone is no program
        del sections[0]
    return tuple(program_of(lines, file) for lines in sections)


def program_of(lines: list[str], file: str = "") -> Program:
    """Read a program's lines."""
    kept: list[str] = []
    found: list[tuple[int, re.Match[str]]] = []
    for line in lines:
        match = _annotation(line)
        if match:
            found.append((len(kept) - 1, match))
        else:
            kept.append(line)
    title = next((line.removeprefix("# --- ") for line in kept if _SECTION.match(line)), "")
    ends = _bracket_ends(kept)
    notes = tuple(Annotation(_range(number, match, kept[number], ends, file), match["text"]) for number, match in found)
    return Program(title, tuple(lines), tuple(kept), notes, file)


def is_annotation(line: str) -> bool:
    """Tell whether a line is an expectation."""
    return _annotation(line) is not None


def weave(program: Program, annotations: tuple[Annotation, ...]) -> list[str]:
    """Give the program's lines with these annotations below the lines on which their ranges begin."""
    woven: list[str] = []
    ordered = sorted(annotations, key=lambda annotation: (annotation.range, annotation.text.startswith("~")))
    for number, line in enumerate(program.lines):
        woven.append(line)
        woven += [
            _comment(line, note) for note in ordered if note.range.line == number and note.range.file == program.file
        ]
    return woven


def _annotation(line: str) -> re.Match[str] | None:
    match = _ANNOTATION.match(line)
    return match if match and ("^" in match["carets"] or "<" in match["carets"]) else None


def _range(
    number: int, match: re.Match[str], line: str, ends: dict[int, list[tuple[int, int, int]]], file: str
) -> Range:
    carets = match["carets"]
    column = 0 if carets.startswith("<") else match.start("carets") + len(carets) - len(carets.lstrip())
    if not match["more"]:
        return Range(number, column, number, match.end("carets"), file)
    # The outermost bracket that opens inside the range and is still open at the line's end.
    opened = [(end_line, end) for start, end_line, end in ends.get(number, ()) if start >= column]
    if not opened:
        message = f"no bracket is open at the end of {line!r}"
        raise ValueError(message)
    return Range(number, column, *max(opened), file)


def _bracket_ends(lines: list[str]) -> dict[int, list[tuple[int, int, int]]]:
    """For each line: (column of an opening bracket, line and column behind the one that closes it further below)."""
    ends: dict[int, list[tuple[int, int, int]]] = {}
    stack: list[tuple[int, int]] = []
    source = "".join(line + "\n" for line in lines)
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type != tokenize.OP:
                continue
            if token.string in "([{":
                stack.append((token.start[0] - 1, token.start[1]))
            elif token.string in ")]}" and stack:
                line, column = stack.pop()
                if line < token.end[0] - 1:
                    ends.setdefault(line, []).append((column, token.end[0] - 1, token.end[1]))
    except (tokenize.TokenError, SyntaxError):
        pass  # a fixture about broken code: what closed before the break is known
    return ends


def _comment(line: str, note: Annotation) -> str:
    place = note.range
    end = place.end_column if place.end_line == place.line else len(line)
    more = "…" if place.end_line > place.line else ""
    if place.column < 2:
        return "#<" + "^" * (end - 2) + more + " " + note.text
    indent = len(line) - len(line.lstrip())
    hash_column = min(indent, place.column - 2)
    gap = " " * (place.column - hash_column - 1)
    return " " * hash_column + "#" + gap + "^" * (end - place.column) + more + " " + note.text
