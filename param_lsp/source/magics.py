"""Magics and shell lines of IPython, blanked so that what stays is Python and every offset is as it was."""

from __future__ import annotations

import re
from typing import Final

from param_lsp.source.lines import line_end, logical_end

# Cell magics that run the rest of the cell here, in this namespace; every other one hands it to somebody else.
_RUN_BODIES: Final = """
    time timeit capture prun memit mprun notify wandb snakeviz scalene heat debug black blackcellmagic
    measure_time pycodestyle flake8
"""
_RUNS_BODY: Final = frozenset(_RUN_BODIES.split())
# Line magics whose argument is a statement that runs here.
_RUNS_LINE: Final = frozenset(["time", "prun", "memit", "snakeviz"])

_COMMANDS: Final = r"(?:pip3?|conda|mamba|apt|apt-get|git|wget|cd|ls|mkdir|rm|cp|mv|cat|unzip)[ \t]"
_SIGNS: Final = ("!", "%")
_CELL_SIGNS: Final = (re.compile(r"\?"), re.compile(r"[\r\n][ \t]*" + _COMMANDS))
_CELL_MAGIC: Final = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*%%(?P<name>[^\s]*)[^\r\n]*")
_LINE_MAGIC: Final = re.compile(r"%(?P<name>\w+)[ \t]+(?P<code>[^\s-][^\r\n]*)")
_HELP: Final = re.compile(r"\?{1,2}[ \t]*[\w.*%]+[ \t]*(?:\r|\n|\Z)|[\w.*%()\[\]'\"]+[ \t]*\?{1,2}[ \t]*(?:\r|\n|\Z)")
# `pip install x` without a bang is run by IPython too; an operator or keyword behind the word means Python.
_COMMAND: Final = re.compile(
    _COMMANDS + r"[ \t]*"
    r"(?!(?:in|is|if|and|or|not|for)\b)(?:[A-Za-z0-9_~]|-{1,2}[A-Za-z]+[ \t]+[A-Za-z0-9_~./]|\.\.?/)"
    r"[^\r\n=(\[]*(?:\r|\n|\Z)"
)
_ASSIGNED: Final = re.compile(r"[A-Za-z_][\w., \t\[\]'\"]*=[ \t]*(?P<magic>!|%(?=[A-Za-z]))")
_SPACE: Final = re.compile(r"[ \t\f]*")
_BREAKLESS: Final = re.compile(r"[^\r\n]*")
_NOT_BREAK: Final = re.compile(r"[^\r\n]")
_MAX_OPEN: Final = 3  # lines with an open bracket that are searched to the end of the text


def blank_magics(text: str, *, cell: bool) -> str:
    """Blank what only IPython understands, to equal length.

    A line is blanked with spaces at the top level and with `pass` where a block needs a statement; `x = !ls` becomes a
    name that nobody binds, `%time x = 1` keeps its statement, and `%%time` the rest of its cell.

    Arguments:
        text: one cell, or the text of a file.
        cell: True for a notebook's cell, where cell magics, `name?` and `pip install x` have a meaning too.
    """
    if not _has_sign(text) and not (cell and any(sign.search("\n" + text) for sign in _CELL_SIGNS)):
        return text
    start = 0
    pieces: list[str] = []
    if cell and (magic := _CELL_MAGIC.match(text)):
        if magic["name"] not in _RUNS_BODY:
            return _blanked(text)
        start = magic.end()
        pieces.append(_blanked(text[:start]))
    pieces.extend(_lines(text, start, cell=cell))
    return "".join(pieces)


def _has_sign(text: str) -> bool:
    """Tell whether `!` or `%` begins a line or is assigned; these are rare, and every keystroke in a file asks."""
    for sign in _SIGNS:
        place = text.find(sign)
        while place >= 0:
            before = place - 1
            while before >= 0 and text[before] in " \t":
                before -= 1
            if before < 0 or text[before] in "\r\n=":
                return True
            place = text.find(sign, place + 1)
    return False


def _lines(text: str, start: int, *, cell: bool) -> list[str]:
    """Give the text from `start` on, logical line by logical line, magics blanked."""
    pieces: list[str] = []
    unclosed = 0
    limit = len(text)
    while start < limit:
        code = _match_end(_SPACE, text, start)
        if _is_magic(text, code, cell=cell):
            end = _shell_end(text, code, limit)
            pieces.append(text[start:code] + _without_magic(text[code:end], indented=code > start))
            start = end
            continue
        closed = logical_end(text, start, limit) if unclosed < _MAX_OPEN else None
        unclosed += closed is None
        end = closed or line_end(text, start, limit)
        assigned = _ASSIGNED.match(text, code, end)
        if assigned:
            end = _shell_end(text, code, limit)
            at = assigned.start("magic")
            pieces.append(text[start:at] + _unbound(text[at:end]))
        else:
            pieces.append(text[start:end])
        start = end
    return pieces


def _is_magic(text: str, code: int, *, cell: bool) -> bool:
    """Tell whether the logical line whose code starts at `code` is none of Python's."""
    first = text[code : code + 1]
    if first in ("!", "%"):
        return True
    if not cell or first in ("", "#", "\r", "\n"):
        return False
    return bool(_HELP.match(text, code) or _COMMAND.match(text, code))


def _without_magic(line: str, *, indented: bool) -> str:
    """Replace a magic line, keeping the statement that `%time` runs."""
    magic = _LINE_MAGIC.match(line)
    if magic and magic["name"] in _RUNS_LINE:
        # Spaces before the statement would be an indent, a `0;` before it is not.
        code = magic.start("code")
        return "0;".ljust(code) + line[code:]
    if not indented:
        return _blanked(line)
    first = _match_end(_BREAKLESS, line, 0)
    statement = "pass" if first >= len("pass") else "0"
    return statement.ljust(first) + _blanked(line[first:])


def _unbound(magic: str) -> str:
    """Make of `!ls -l` a name as long that nobody binds; lines that a backslash continued are blanked."""
    first = _match_end(_BREAKLESS, magic, 0)
    return "_" * first + _blanked(magic[first:])


def _shell_end(text: str, start: int, limit: int) -> int:
    """Give the end of a shell or magic line with the lines that backslashes join to it."""
    while True:
        end = line_end(text, start, limit)
        if end >= limit or not text[start:end].rstrip("\r\n").endswith("\\"):
            return end
        start = end


def _blanked(text: str) -> str:
    return _NOT_BREAK.sub(" ", text)


def _match_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
