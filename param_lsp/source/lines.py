"""Lines of Python text: where they start, and where a logical line (brackets, strings, backslashes) ends."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final

# A string's prefix does not matter here: a backslash keeps a quote from closing also in raw strings.
TOKENS: Final = re.compile(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<triple>\"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*''')
    |(?P<unclosed>\"\"\"|''')
    |(?P<string>"(?:[^"\\\r\n]|\\(?:\r\n|.))*"?|'(?:[^'\\\r\n]|\\(?:\r\n|.))*'?)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<continued>\\(?:\r\n|\r|\n))
    |(?P<newline>\r\n|\r|\n)""",
    re.VERBOSE | re.DOTALL,
)
_BREAKS: Final = re.compile(r"\r\n|\r|\n")


@lru_cache(maxsize=16)
def line_starts(text: str) -> tuple[int, ...]:
    r"""Give the offset at which each line starts; only ``\r\n``, ``\r`` and ``\n`` break lines.

    A server asks this of one text twice in a row, for its document and for its source.
    """
    if "\r" in text:
        return (0, *[found.end() for found in _BREAKS.finditer(text)])
    lengths = [len(line) + 1 for line in text.split("\n")]
    return (0, *accumulate(lengths[:-1]))


def line_end(text: str, offset: int, limit: int) -> int:
    """Give the offset behind the break of the physical line that holds `offset`, at most `limit`."""
    found = _BREAKS.search(text, offset, limit)
    return found.end() if found else limit


def logical_end(text: str, start: int, limit: int) -> int | None:
    """Give the offset behind the logical line that starts at `start`, or None when a bracket stays open until `limit`.

    A triple quote that nobody closes is taken to end with its own line.
    """
    depth = 0
    for found in TOKENS.finditer(text, start, limit):
        kind = found.lastgroup
        if kind == "newline":
            if depth <= 0:
                return found.end()
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
    return None if depth > 0 else limit
