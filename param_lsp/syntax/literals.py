"""Values of literals: numbers and strings as Python reads them, without evaluating anything."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_DIGITS: Final = 4300  # Python's own limit for reading a decimal integer (3.10.7 on)

_ESCAPE: Final = re.compile(
    r"\\(?:(?P<break>\r\n|\r|\n)|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]{2})|(?P<wide>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
    r"|N\{(?P<name>[^}]*)\}|(?P<simple>[\\'\"abfnrtv]))"
)
_SIMPLE: Final = dict(zip("\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v", strict=True))
_BREAK: Final = re.compile(r"\r\n?")


def integer(text: str) -> int | None:
    """Read an integer literal; None for one that is too long to be read in reasonable time."""
    if len(text) > MAX_DIGITS:
        return None
    try:
        return int(text, 0)
    except ValueError:
        return int(text.replace("_", "") or "0")  # 00 is zero, which int(…, 0) reads as well, and 0_0


def imaginary(text: str) -> complex:
    """Read `3j`."""
    return complex(0, float(text[:-1]))


def string(literal: str) -> str | bytes:
    """Read one string literal with its prefix and quotes."""
    start = min(place for place in (literal.find("'"), literal.find('"')) if place >= 0)
    prefix, body = literal[:start].lower(), literal[start:]
    width = 3 if body[:3] in ("'''", '"""') and len(body) >= 6 else 1  # two triple quotes
    return content(body[width:-width], prefix)


def content(text: str, prefix: str) -> str | bytes:
    """Read what stands between a string's quotes; `prefix` is in lower case."""
    text = _BREAK.sub("\n", text)
    is_bytes = "b" in prefix
    if "\\" in text and "r" not in prefix:
        text = _ESCAPE.sub(_byte_escape if is_bytes else _escape, text)
    return text.encode("latin-1", "replace") if is_bytes else text


def _escape(found: re.Match[str]) -> str:
    """Give the character of an escape; one that Python does not know stays as it is."""
    if found["break"]:
        return ""
    if found["simple"]:
        return _SIMPLE[found["simple"]]
    if found["octal"]:
        return chr(int(found["octal"], 8))
    if found["hex"]:
        return chr(int(found["hex"], 16))
    try:
        return unicodedata.lookup(found["name"]) if found["name"] is not None else chr(int(found["wide"][1:], 16))
    except (KeyError, ValueError, OverflowError):
        return found[0]


def _byte_escape(found: re.Match[str]) -> str:
    r"""Bytes know neither `\N` nor `\u`."""
    if found["wide"] or found["name"] is not None:
        return found[0]
    return chr(ord(_escape(found)) & 0xFF) if not found["break"] else ""
