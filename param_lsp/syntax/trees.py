"""The text of one chunk to statements of our own: LibCST parses, and nothing of its tree is kept."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import libcst as cst

from param_lsp.message import Message, message
from param_lsp.source.lines import line_starts
from param_lsp.syntax.context import Context
from param_lsp.syntax.depth import nests_too_deeply
from param_lsp.syntax.positions import spans_of
from param_lsp.syntax.statements import statements
from param_lsp.syntax.tree import Broken, Comment, Pass, Statement

MAX_LENGTH: Final = 300_000  # characters of one chunk, which take LibCST about a second; more is data, no model
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PLACE: Final = re.compile(r"error at (\d+):(\d+)")
_INDENT: Final = re.compile(r"(?:[ \t\f]*(?:\#[^\r\n]*)?(?:\r\n|\r|\n))*[ \t]+(?=[^\s#])")
_HEADER: Final = "if 1:\n"
_NONE: Final[Mapping[int, Broken]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Tree:
    """Statements and comments of a text that parses."""

    body: tuple[Statement, ...]
    comments: tuple[Comment, ...]


class Unparsable(Exception):  # noqa: N818  # a fact about the text rather than an error
    """A text that does not parse: at which offset, and why.

    Arguments:
        offset: into the text, at the error.
        reason: for people.
        ours: Python takes the text, only LibCST does not: nothing to tell the user.
        final: setting lines aside would not help.
    """

    def __init__(self, offset: int, reason: Message, *, ours: bool = False, final: bool = False) -> None:
        """Keep what was found."""
        super().__init__(str(reason))
        self.offset = offset
        self.reason = reason
        self.ours = ours
        self.final = final


def tree_of(text: str, broken: Mapping[int, Broken] = _NONE, *, indented: bool = False) -> Tree:
    """Parse a chunk.

    Arguments:
        text: the chunk's text.
        broken: by offset, what each `pass` stands for that recovery put there.
        indented: take a text that is indented as a whole, as IPython does with a cell.

    Raises:
        Unparsable: when it is no Python, or nested too deeply to be parsed safely.
    """
    if len(text) > MAX_LENGTH:
        raise Unparsable(0, message("this is too long to be read"), ours=True, final=True)
    shift = 0
    code = _SURROGATE.sub("\ufffd", text)
    if indented and _INDENT.match(code):
        code, shift = _HEADER + code, len(_HEADER)
    if nests_too_deeply(code):
        raise _too_deep(text)
    try:
        module = cst.parse_module(code)
        spans, comments = spans_of(module, code)
        nodes = module.body
        if shift:
            nodes = nodes[0].body.body if nodes else ()  # type: ignore[union-attr,assignment]  # the header's own block
        body = statements(Context(spans, shift, broken), nodes)
    except cst.ParserSyntaxError as error:
        raise _unparsable(text, code, shift, error) from None
    except RecursionError:
        raise _too_deep(text) from None
    notes = tuple([Comment(at - shift, at - shift + len(note), note) for at, note in comments])
    if not body and any("param-lint:" in note.text for note in notes):
        body = (Pass(len(text), len(text)),)  # a cell of comments alone may state facts: it is run like any other
    return Tree(body, notes)


def syntax_error(text: str, *, indented: bool = False) -> Unparsable | None:
    """Give what CPython says about a text that does not parse; its words and places are better than LibCST's.

    This only parses: nothing is compiled or run.
    """
    found = _INDENT.match(text) if indented else None
    code, shift = (_HEADER + text, len(_HEADER)) if found else (text, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(_SURROGATE.sub("\ufffd", code).replace("\ufeff", " ").replace("\0", "\x01"))
    except SyntaxError as error:
        starts = line_starts(code)
        line = min(max(error.lineno or 1, 1), len(starts))
        offset = starts[line - 1] + max(0, (error.offset or 1) - 1)
        offset = min(max(0, offset - shift), max(0, len(text) - 1))
        return Unparsable(offset, message("this does not parse: {reason}", reason=error.msg))
    except (RecursionError, MemoryError):
        return _too_deep(text)
    except ValueError:  # an integer of too many digits: fine with us
        return None
    return None


def _unparsable(text: str, code: str, shift: int, error: cst.ParserSyntaxError) -> Unparsable:
    found = syntax_error(text, indented=bool(shift))
    if found is not None:
        return found
    place = _PLACE.search(error.message)
    starts = line_starts(code)
    line, column = (int(place[1]), int(place[2])) if place else (error.raw_line, 1)
    offset = starts[min(line, len(starts)) - 1] + column - 1 - shift
    why = error.message.partition(": ")[2].partition(": expected")[0]
    reason = message("this could not be read: {reason}", reason=why)
    return Unparsable(min(max(0, offset), max(0, len(text) - 1)), reason, ours=True)


def _too_deep(text: str) -> Unparsable:
    found = re.search(r"\S", text)
    return Unparsable(found.start() if found else 0, message("this is nested too deeply"), final=True)
