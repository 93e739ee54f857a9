"""Markdown: its fenced Python blocks as the cells of one program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from param_lsp.source.decode import check_size
from param_lsp.source.lines import line_starts
from param_lsp.source.notebook import joined
from param_lsp.source.source import Source

_FENCE: Final = re.compile(r"(?P<indent>[ \t]*(?:>[ \t]?)*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\r\n`]*)")
_QUOTE: Final = re.compile(r"[ \t]*(?:>[ ]?)*")
_PYTHON: Final = frozenset(["python", "py", "python3", "py3", "ipython", "ipython3", "pycon3", "{.python}", "{python}"])
_LANGUAGE: Final = re.compile(r"\{?\.?[\w+#-]*\}?")
# What a block without a language must hold to count as Python: an import, a definition, an assignment or a call.
_LOOKS_LIKE_PYTHON: Final = re.compile(
    r"^(?:import \w|from [\w.]+ import |def \w+\(|class \w+[(:]|@\w"
    r"|[A-Za-z_][\w.]* = \S|[A-Za-z_][\w.]*\([^\r\n]*\)?[ \t]*$)",
    re.MULTILINE,
)
_NOT_PYTHON: Final = re.compile(
    r"^(?:\$ |>>> |_{10,}|={10,}|Model: \"|(?:const|let|var|export|function) )", re.MULTILINE
)


def markdown_source(path: str, text: str) -> Source:
    """Read the fenced blocks of a Markdown file that are Python, or name no language and look like it.

    A cell's index counts these blocks from 0; its `first_line` is the line of the file (from 0) below the fence.
    """
    check_size(len(text))
    blocks = [(line, code) for line, code in _blocks(text)]
    codes = [("", index, code, ()) for index, (_, code) in enumerate(blocks)]
    return joined(path, codes, (), [line for line, _ in blocks])


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Give the first line and the text of each Python block; one that is not closed goes on to the end."""
    starts = (*line_starts(text), len(text))
    lines = [text[start:end] for start, end in pairwise(starts)]
    place = 0
    while place < len(lines):
        fence = _FENCE.match(lines[place])
        place += 1
        if not fence:
            continue
        quoted = ">" in fence["indent"]
        first = place
        while place < len(lines) and not _closes(lines[place], fence["fence"]):
            place += 1
        code = "".join(_unquoted(line) if quoted else line for line in lines[first:place])
        if _is_python(fence["info"].strip(), code):
            yield first, _without_last_break(code)
        place += 1


def _unquoted(line: str) -> str:
    """Replace the `>` before a line by blanks, so that columns stay those of the file."""
    code = _QUOTE.match(line)
    width = code.end() if code else 0
    return " " * width + line[width:]


def _closes(line: str, fence: str) -> bool:
    bare = line.strip().lstrip("> ")
    return len(bare) >= len(fence) and set(bare) == {fence[0]}


def _is_python(info: str, code: str) -> bool:
    language = _LANGUAGE.match(info)
    name = language[0].lower() if language else ""
    if name:
        return name in _PYTHON
    return bool(_LOOKS_LIKE_PYTHON.search(code)) and not _NOT_PYTHON.search(code)


def _without_last_break(code: str) -> str:
    """Leave out the line break before the closing fence, which the joining one replaces."""
    if code.endswith("\r\n"):
        return code[:-2]
    return code[:-1] if code.endswith(("\r", "\n")) else code
