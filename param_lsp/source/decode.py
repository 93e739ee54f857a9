"""Bytes of a file to text, as Python itself would decode them."""

from __future__ import annotations

import codecs
import re
from typing import Final

from param_lsp.message import Message, message

SIZE_LIMIT: Final = 5 * 1024 * 1024  # bytes; hand-written models are thousands of times smaller
NOTEBOOK_LIMIT: Final = 64 * 1024 * 1024  # bytes; mostly saved pictures: the code is held to SIZE_LIMIT
_COOKIE: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK: Final = re.compile(rb"^[ \t\f]*(?:#|$)")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class SourceError(Exception):
    """A file that is no source: too large, binary, or a notebook that is broken."""

    def __init__(self, reason: Message) -> None:
        """Keep the reason in words for people."""
        super().__init__(str(reason))
        self.reason = reason


def decode(data: bytes, *, python: bool = True, limit: int = SIZE_LIMIT) -> str:
    """Decode a file: by its byte order mark, by its coding cookie (PEP 263), else as UTF-8.

    Arguments:
        data: the whole file.
        python: False for notebooks and Markdown, which have no coding cookie.

    Raises:
        SourceError: when it is too large, binary, or not in its encoding.
    """
    check_size(len(data), limit)
    mark, encoding = encoding_of(data, python=python)
    if not mark and b"\0" in data[:8192]:
        raise SourceError(message("the file is binary, not text; is its ending right?"))
    return _decoded(data[len(mark) :], encoding)


def encoding_of(data: bytes, *, python: bool = True) -> tuple[bytes, str]:
    """Give a file's byte order mark (or nothing) and its encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", _cookie(data) if python else "utf-8"


def check_size(size: int, limit: int = SIZE_LIMIT) -> None:
    """Raise SourceError for a file of more bytes than anyone should analyse."""
    if size > limit:
        raise SourceError(
            message(
                "the file is {got} MB, more than the {limit} MB that are analysed",
                got=f"{size / 1024 / 1024:.1f}",
                limit=f"{limit / 1024 / 1024:.0f}",
            )
        )


def _cookie(data: bytes) -> str:
    """Give the encoding that one of the first two lines names; the second counts only below a comment or nothing."""
    for line in data[:2048].splitlines()[:2]:
        found = _COOKIE.match(line)
        if found:
            return found[1].decode("ascii", "replace")
        if not _BLANK.match(line):
            break
    return "utf-8"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        line = data[: getattr(error, "start", 0)].count(b"\n") + 1
        raise SourceError(
            message("line {line} is not {encoding}; save the file as UTF-8", line=line, encoding=encoding)
        ) from None
    except (LookupError, ValueError):  # also for rot13 and the like, which give no text
        raise SourceError(
            message("the file names an encoding that is not known: {encoding}", encoding=encoding)
        ) from None
