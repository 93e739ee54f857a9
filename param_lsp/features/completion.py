"""Completion of the words that an argument of Keras can be: `padding="` offers "valid" and "same", and nothing else.

Names of arguments, and everything outside of Keras's calls, are left to other servers. The text need not parse: what is
being typed usually does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from param_lsp.analysis import Analysis, legal_values
from param_lsp.repair.spelling import imported_names
from param_lsp.source.lines import TOKENS
from param_lsp.spans import Span

_CALLEE: Final = re.compile(r"[A-Za-z_][\w.]*[ \t]*\Z")
_ARGUMENT: Final = re.compile(r"\s*(?:(?P<name>[A-Za-z_]\w*)[ \t]*=(?!=)[ \t]*)?")
_WORD: Final = re.compile(r"\w*")
_MODULES: Final = re.compile(r"(?:tensorflow(?:\.\w+)*\.)?keras(?:\.\w+)*|tf_keras(?:\.\w+)*|tensorflow")
_SNIPPET: Final = {"keras": "keras", "layers": "keras.layers", "tf": "tensorflow", "tfk": "tensorflow.keras"}
_LISTS: Final = ("metrics", "weighted_metrics")  # arguments of `compile` that are lists of names


@dataclass(frozen=True, slots=True)
class Completion:
    """A word to write: `text` replaces `span`; the label is the word alone."""

    label: str
    text: str
    span: Span


@dataclass(slots=True)
class _Open:
    """An open bracket: where it is, where its last argument begins, and how many came before."""

    bracket: str
    at: int
    argument: int
    count: int = 0


def completions(analysis: Analysis, offset: int) -> tuple[Completion, ...]:
    """Give the words that the argument at a place can be; nothing outside of a string or a place for one."""
    start, text = _statement(analysis, offset), analysis.source.text
    stack, quote = _brackets(text, start, offset)
    if not stack or quote == -1:
        return ()
    found = _argument(text, stack, offset if quote is None else quote)
    if found is None:
        return ()
    call, name = found
    if quote is None and not isinstance(name, str):
        return ()  # where any expression may begin, words are offered behind `name=` only
    keras = _keras_call(analysis, call)
    words = legal_values(keras, name) if keras is not None else ()
    if quote is None:
        return tuple(Completion(word, f'"{word}"', Span(offset, offset)) for word in words)
    rest = _WORD.match(text, offset)
    end = rest.end() if rest and text[rest.end() : rest.end() + 1] == text[quote] else offset
    return tuple(Completion(word, word, Span(quote + 1, end)) for word in words)


def _statement(analysis: Analysis, offset: int) -> int:
    """Give where the chunk at a place begins, never in another cell."""
    starts = [chunk.start for chunk in analysis.program.chunks]
    place = bisect_right(starts, offset) - 1
    begin = starts[place] if place >= 0 else 0
    cell = analysis.source.position(offset).cell
    return begin if cell is None else max(begin, cell.start)


def _brackets(text: str, start: int, offset: int) -> tuple[list[_Open], int | None]:
    """Give the brackets that are open at a place, and the quote of the string around it.

    The quote is None outside of strings, and -1 where nothing can be completed: in comments and long strings.
    """
    stack: list[_Open] = []
    done = start
    for token in TOKENS.finditer(text, start, offset):
        _commas(text, done, token.start(), stack)
        done = token.end()
        kind = token.lastgroup
        if kind == "open":
            stack.append(_Open(token[0], token.start(), token.end()))
        elif kind == "close" and stack:
            stack.pop()
        elif token.end() == offset:
            if kind == "string" and (len(token[0]) == 1 or token[0][-1] != token[0][0]):
                return stack, token.start()
            if kind in ("comment", "unclosed"):
                return stack, -1
        elif kind == "unclosed":
            return stack, -1
    _commas(text, done, offset, stack)
    return stack, None


def _commas(text: str, start: int, end: int, stack: list[_Open]) -> None:
    while stack and (comma := text.find(",", start, end)) >= 0:
        stack[-1].argument, start = comma + 1, comma + 1
        stack[-1].count += 1


def _argument(text: str, stack: list[_Open], end: int) -> tuple[str, str | int] | None:
    """Give the call and the argument that a word at `end` would be the value of."""
    inner = stack[-1]
    if inner.bracket == "[" and len(stack) > 1:
        if text[inner.argument : end].strip():
            return None
        found = _argument(text, stack[:-1], inner.at)
        return found if found is not None and found[1] in _LISTS else None
    callee = _CALLEE.search(text, 0, inner.at) if inner.bracket == "(" else None
    written = _ARGUMENT.match(text, inner.argument, end)
    if callee is None or written is None or written.end() != end:
        return None
    name: str | int = written["name"] or inner.count
    return callee[0].rstrip(), name


def _keras_call(analysis: Analysis, written: str) -> str | None:
    """Give the class of Keras's layers that a call makes, "compile" for a model's method, or None."""
    imported = imported_names(analysis.program.chunks)
    first, _, rest = written.partition(".")
    if rest.rpartition(".")[2] == "compile" and first not in imported:
        return "compile"
    dotted = imported.get(first)
    if dotted is None and not rest:
        stars = imported.get("*", "")
        own = re.search(rf"^[ \t]*(?:class|def)[ \t]+{re.escape(first)}\b", analysis.source.text, re.MULTILINE)
        return first if own is None and (not imported or _MODULES.fullmatch(stars)) else None
    full = f"{dotted or _SNIPPET.get(first, first)}.{rest}" if rest else dotted or first
    module, _, name = full.rpartition(".")
    return name if _MODULES.fullmatch(module) and module != "tensorflow" else None
