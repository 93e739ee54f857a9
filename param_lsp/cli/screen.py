"""Where text goes: colours only on a terminal, plainer characters where the encoding has no better ones."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal, TextIO

Style = Literal["bold", "dim", "red", "yellow", "blue", "cyan", "green"]

_CODES: Mapping[Style, str] = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}
_PLAIN = (
    (" · ", " | "),  # between the parts of a hint; elsewhere it multiplies
    ("·", "*"),
    ("Σ ", "sum "),
    ("Σ", "sum "),
    ("✗", "x"),
    ("×", "x"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("…", "..."),
    ("→", "->"),
    ("≥", ">="),
    ("≤", "<="),
    ("⌊", "floor("),
    ("⌋", ")"),
    *((f"{digit}", f"^{place}") for place, digit in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")),
    *((quote, '"') for quote in "“”"),
    *((quote, "'") for quote in "‘’"),
    *((line, "-") for line in "─━"),
    *((line, "|") for line in "│┃"),
    *((corner, "+") for corner in "┏┳┓┡╇┩├┼┤└┴┘"),
)


class Screen:
    """A stream for people.

    Arguments:
        stream: standard output or standard error; None where the process has none, and everything is then dropped.
        environment: `NO_COLOR` and `FORCE_COLOR` are read from it.
    """

    def __init__(self, stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> None:
        self._stream = stream
        self.is_terminal = stream is not None and stream.isatty()
        self.colours = _wants_colours(environment, terminal=self.is_terminal)

    def line(self, text: str = "") -> None:
        """Write a line, with what the stream's encoding cannot say made plainer."""
        if self._stream is not None:
            self._stream.write(self.plain(text) + "\n")

    def raw(self, data: bytes) -> None:
        """Write bytes as they are: a file that goes through standard input and output keeps its encoding."""
        if self._stream is not None:
            self._stream.flush()
            self._stream.buffer.write(data)
            self._stream.buffer.flush()

    def plain(self, text: str) -> str:
        """Give the text as this stream can write it; the same text where it can write all of it.

        What is aligned in columns goes through here first, since plainer text may be longer.
        """
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        if _can(encoding, text):
            return text
        for fine, plain in _PLAIN:
            if not _can(encoding, fine):
                text = text.replace(fine, plain)
        return text if _can(encoding, text) else text.encode(encoding, "backslashreplace").decode(encoding)

    def style(self, text: str, *styles: Style) -> str:
        """Colour a text, where there are colours."""
        if not self.colours or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"

    def flush(self) -> None:
        """Send what is still held back; a reader that went away shows here."""
        if self._stream is not None:
            self._stream.flush()


def out() -> Screen:
    """Give the screen of standard output."""
    return Screen(sys.stdout)


def error() -> Screen:
    """Give the screen of standard error."""
    return Screen(sys.stderr)


def _wants_colours(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Follow no-color.org; `FORCE_COLOR` is what CI services set whose logs can draw colours."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if os.name == "nt" and not (environment.get("WT_SESSION") or environment.get("TERM")):
        return False  # the old Windows console draws escape codes as text
    return terminal and environment.get("TERM") != "dumb"


def _can(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
