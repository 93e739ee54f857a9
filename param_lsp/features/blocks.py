"""Blocks of a hover, and their two ways to be written: Markdown and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from param_lsp.message import Message

Words = Message | str
"""A sentence to translate, or what is the same in all languages."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a thing and what it is: `conv2d` Conv2D."""

    name: str
    kind: Words = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A line that stands as it is written: shapes."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence."""

    text: Words


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page."""

    text: Words
    address: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; `numbers` are the columns to align at the right."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    numbers: tuple[int, ...] = ()


Block = Heading | Code | Text | Link | Table


def markdown(blocks: Iterable[Block]) -> str:
    """Write blocks as the Markdown that editors draw."""
    return "\n\n".join(_markdown(block) for block in blocks)


def plain(blocks: Iterable[Block]) -> str:
    """Write blocks for a client that shows text as it comes."""
    return "\n".join(_plain(block) for block in blocks)


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"**{_escaped(block.name)}** {_escaped(str(block.kind))}".strip()
    if isinstance(block, Code):
        return f"`{block.text}`"
    if isinstance(block, Text):
        return _escaped(str(block.text))
    if isinstance(block, Link):
        return f"[{_escaped(str(block.text))}]({block.address})"
    header, *rows = [_escaped_all(row) for row in (block.header, *block.rows)]
    widths = [max(3, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))]
    rules = tuple(
        "-" * (width - 1) + ":" if column in block.numbers else "-" * width for column, width in enumerate(widths)
    )
    # Padded, because Neovim and others show a table as it is written.
    return "\n".join("| " + " | ".join(_padded(row, widths, block.numbers)) + " |" for row in (header, rules, *rows))


def _escaped_all(cells: Sequence[Words]) -> tuple[str, ...]:
    return tuple(_escaped(str(cell)).replace("|", "\\|") for cell in cells)


def _escaped(text: str) -> str:
    """Keep what users wrote (a layer's name may be anything) from being read as markup."""
    text = re.sub(r"[\\`*<]|\[(?=[^\]]*\]\()", r"\\\g<0>", text)
    return re.sub(r"(?<!\w)_|_(?!\w)", r"\_", text).replace("\n", " ")


def _plain(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{block.name} {block.kind}".strip()
    if isinstance(block, Table):
        written = (block.header, *block.rows) if any(block.header) else block.rows
        rows = [tuple(map(str, row)) for row in written]
        widths = [max(len(row[column]) for row in rows) for column in range(len(block.header))]
        return "\n".join(_aligned(row, widths, block.numbers) for row in rows)
    if isinstance(block, Link):
        return f"{block.text}: {block.address}"
    return str(block.text)


def _aligned(row: Sequence[str], widths: Sequence[int], numbers: Sequence[int]) -> str:
    return "  ".join(_padded(row, widths, numbers)).rstrip()


def _padded(row: Sequence[str], widths: Sequence[int], numbers: Sequence[int]) -> list[str]:
    return [
        cell.rjust(width) if column in numbers else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
