"""How deeply a text nests: asked before parsing, as LibCST's recursive parser ends the process where it is too much."""

from __future__ import annotations

import re
from typing import Final

MAX_BRACKETS: Final = 100  # LibCST overflows the stack at about 3,000, on the small stacks of some systems at 300
MAX_LINKS: Final = 500  # operators of one expression, `elif` of one `if`: each is a level of the tree
_SHORT: Final = 400  # characters; nothing this short nests dangerously

_LINK: Final = r"[.+\-*/%@&|^~<>=!:]|\b(?:and|or|not|if|else|elif|lambda|await|in|is|for)\b|[\"']"
_LINKS: Final = re.compile(_LINK)
_TOKENS: Final = re.compile(
    r"""\#[^\r\n]*
    |(?P<link>\"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''
        |"(?:[^"\\\r\n]|\\(?:\r\n|.))*"?|'(?:[^'\\\r\n]|\\(?:\r\n|.))*'?
        |[.+\-*/%@&|^~<>=!:]|\b(?:and|or|not|if|else|lambda|await|in|is|for)\b)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<comma>[,;])
    |\\(?:\r\n|\r|\n)
    |(?P<newline>\r\n|\r|\n)""",
    re.VERBOSE | re.DOTALL,
)
_ELIF: Final = re.compile(r"^[ \t]*elif\b", re.MULTILINE)


def nests_too_deeply(code: str) -> bool:
    """Tell whether parsing a text could overflow a stack; an upper bound, as a chain `a + b + …` nests to the left."""
    if len(code) < _SHORT:
        return False
    brackets = code.count("(") + code.count("[") + code.count("{")
    links = len(_LINKS.findall(code))
    if brackets <= MAX_BRACKETS and brackets + links <= MAX_LINKS:
        return False
    return len(_ELIF.findall(code)) > MAX_LINKS or _nesting_exceeds(code)


def _nesting_exceeds(code: str) -> bool:
    """Count the brackets that are open and the operators on the way to the innermost one."""
    outer: list[int] = []
    count = 0
    for found in _TOKENS.finditer(code):
        kind = found.lastgroup
        if kind == "link":
            count += 1
            if count > MAX_LINKS:
                return True
        elif kind == "open":
            outer.append(count)
            if len(outer) > MAX_BRACKETS:
                return True
        elif kind == "close":
            count = (outer.pop() if outer else count) + 1  # what was called or indexed is a level below
            if count > MAX_LINKS:
                return True
        elif kind == "comma" or (kind == "newline" and not outer):
            count = outer[-1] if outer else 0
    return False
