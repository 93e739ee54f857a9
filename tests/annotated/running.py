"""Runs a fixture's program, cell by cell where it has cells, as Python and Jupyter do."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.annotated import facts
from tests.annotated.annotations import Program
from tests.annotated.runs import Run, in_this_run

FILENAME = "<fixture>"
_CODE_MAGICS = re.compile(r"%%(time|timeit|capture|prun)\b")
_CELL_MAGIC = re.compile(r"\s*%%")
_ASSIGNED = re.compile(r"(\s*[\w, ]+ = )[!%]")  # `files = !ls`
_LINE_MAGIC = re.compile(r"\s*[%!?]|.*\?\s*$")


def trees(program: Program, run: Run) -> list[ast.Module]:
    """Parse a program, or each of its cells; what is no Python, or marked as unparsable, is left out."""
    lines = list(program.lines)
    for note in program.annotations:
        if facts.finding_code(note.text) == "unparsable-statement":
            for line in range(note.range.line, note.range.end_line + 1):
                lines[line] = ""
    if not program.cells:
        found = [ast.parse("".join(line + "\n" for line in lines))]
    else:
        found, first = [], 0
        for count in program.cells:
            found.append(_cell(lines[first : first + count], first))
            first += count
    return [*found[:-1], in_this_run(found[-1], run)] if run.code else found


def execute(tree: ast.Module, scope: dict[str, Any], *, shows_value: bool) -> list[dict[str, Any]]:
    """Run a program or a cell and give what a notebook saves of it.

    Arguments:
        tree: the code.
        scope: its names.
        shows_value: whether the last expression's value is an output.
    """
    last = tree.body[-1] if shows_value and tree.body and isinstance(tree.body[-1], ast.Expr) else None
    body = ast.Module(tree.body[:-1] if last is not None else tree.body, [])
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        _run(compile(body, FILENAME, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), scope)
        if last is not None:
            value = _run(compile(ast.Expression(last.value), FILENAME, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), scope)
    outputs: list[dict[str, Any]] = []
    if text := printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        outputs.append({"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"})
    return outputs


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Run in a folder, whose modules are found, and forget these afterwards."""
    before, modules, writes = Path.cwd(), set(sys.modules), sys.dont_write_bytecode
    sys.path.insert(0, str(folder))
    os.chdir(folder)
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes
        os.chdir(before)
        sys.path.remove(str(folder))
        for name in set(sys.modules) - modules:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]


def _run(code: Any, scope: dict[str, Any]) -> Any:
    result = eval(code, scope)
    return asyncio.run(result) if inspect.iscoroutine(result) else result


def _cell(lines: list[str], first: int) -> ast.Module:
    """Parse a cell at its place; one that is another language, or does not parse, is empty."""
    lines = _without_magics(lines)
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    indent = min(indents, default=0)
    try:
        tree = ast.parse("".join(line[indent:] + "\n" for line in lines))
    except SyntaxError:
        return ast.Module([], [])
    for node in ast.walk(tree):
        if hasattr(node, "col_offset"):
            node.col_offset += indent
            node.end_col_offset += indent
    return ast.increment_lineno(tree, first)


def _without_magics(lines: list[str]) -> list[str]:
    """Blank magics and shell lines, keeping all columns; of another language's cell, everything."""
    if lines and _CELL_MAGIC.match(lines[0]):
        return ["", *_without_magics(lines[1:])] if _CODE_MAGICS.match(lines[0]) else [""] * len(lines)
    kept, goes_on = [], False
    for line in lines:
        is_magic = goes_on or bool(_LINE_MAGIC.match(line))
        goes_on = is_magic and line.rstrip().endswith("\\")
        if "%time " in line:
            kept.append(line.replace("%time ", "if 1: ", 1))
        elif assigned := _ASSIGNED.match(line):
            kept.append(assigned[1] + "[]")
        else:
            kept.append("" if is_magic else line)
    return kept
