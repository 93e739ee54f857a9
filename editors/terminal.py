"""Runs a program in a terminal of its own, and gives its screen: as text for tests, as a picture for pages."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import TracebackType
from typing import Any
from xml.sax.saxutils import escape

import pyte

_SIZE, _WIDE, _HIGH, _MARGIN = 14, 8.43, 20, 12  # of a character and of a line, in pixels
_PAPER, _INK = "ffffff", "24292e"
_NAMED = {
    "black": "24292e", "red": "b31d28", "green": "22863a", "brown": "9a6700", "blue": "0550ae", "magenta": "6f42c1",
    "cyan": "1b7c83", "white": "d0d7de", "brightblack": "7d8590", "brightred": "cf222e", "brightgreen": "2da44e",
    "brightbrown": "bf8700", "brightblue": "218bff", "brightmagenta": "a475f9", "brightcyan": "3192aa",
    "brightwhite": "f6f8fa",
}  # fmt: skip


class Terminal:
    """A program in a terminal; ended when the `with` block is left."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], rows: int = 32, columns: int = 124
    ) -> None:
        """Start a program.

        Arguments:
            command: the program and its arguments.
            environment: all of its environment; TERM is set to a terminal of 256 colours.
            rows: of the terminal.
            columns: of the terminal.
        """
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.process, self._file = pty.fork()
        if self.process == 0:
            os.execvpe(command[0], command, {**environment, "TERM": "xterm-256color"})  # noqa: S606 - tests choose it
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:  # noqa: PYI034 - Python 3.10 has no Self
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._file)

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    def wait(self, met: Callable[[str], object], seconds: float = 60) -> None:
        """Read what the program draws until the text of the screen is as wanted.

        Raises:
            TimeoutError: with the screen as it is, when it never is.
        """
        until = time.monotonic() + seconds
        while not met("\n".join(self.lines)):
            if time.monotonic() > until or not self._read():
                raise TimeoutError("\n".join(self.lines))

    def settle(self, seconds: float = 1) -> None:
        """Read until nothing was drawn for a while."""
        until = time.monotonic() + 30 * seconds
        while time.monotonic() < until and select.select([self._file], [], [], seconds)[0] and self._read():
            pass

    def keys(self, typed: str) -> None:
        """Type."""
        os.write(self._file, typed.encode())

    def svg(self) -> str:
        """Draw the screen, without its blank end."""
        rows = [self._screen.buffer[row] for row in range(self._screen.lines)]
        width = 2 * _MARGIN + round(_WIDE * self._screen.columns)
        height = 2 * _MARGIN + _HIGH * len(rows)
        drawn = [piece for number, row in enumerate(rows) for piece in self._row(row, number)]
        font = f"font: {_SIZE}px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
                f"<style>text {{ {font}; white-space: pre }}</style>",
                f'<rect width="{width}" height="{height}" rx="6" fill="#{_PAPER}" stroke="#d0d7de"/>',
                *drawn,
                "</svg>\n",
            ]
        )

    def _read(self) -> bool:
        """Take in what is there, for a moment; gives whether the program still runs."""
        if not select.select([self._file], [], [], 0.1)[0]:
            return True
        try:
            given = os.read(self._file, 1 << 16)
        except OSError:  # Linux's way to say that the program has ended
            return False
        self._stream.feed(given)
        return bool(given)

    def _row(self, row: Any, number: int) -> list[str]:
        top = _MARGIN + _HIGH * number
        column, found = 0, []
        for style, characters in groupby((row[each] for each in range(self._screen.columns)), _style):
            text = "".join(character.data for character in characters)
            ink, paper, weight = style
            left = round(_MARGIN + _WIDE * column, 1)
            if paper != _PAPER:
                wide = round(_WIDE * len(text), 1)
                found.append(f'<rect x="{left}" y="{top}" width="{wide}" height="{_HIGH}" fill="#{paper}"/>')
            if text.strip():
                left = round(left + _WIDE * (len(text) - len(text.lstrip())), 1)
                words = escape(text.strip())
                long = round(_WIDE * len(text.strip()), 1)
                found.append(
                    f'<text x="{left}" y="{top + _SIZE}" fill="#{ink}"{weight} textLength="{long}" '
                    f'lengthAdjust="spacingAndGlyphs" xml:space="preserve">{words}</text>'
                )
            column += len(text)
        return found


def _style(character: Any) -> tuple[str, str, str]:
    ink = _INK if character.fg == "default" else _NAMED.get(character.fg, character.fg)
    paper = _PAPER if character.bg == "default" else _NAMED.get(character.bg, character.bg)
    weight = ' font-weight="bold"' if character.bold else ""
    return (paper, ink, weight) if character.reverse else (ink, paper, weight)
