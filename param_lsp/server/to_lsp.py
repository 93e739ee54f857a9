"""From features to the protocol: offsets become positions in the client's units, plain data becomes its messages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from param_lsp.features.blocks import Block, markdown, plain
from param_lsp.features.diagnostics import Diagnostic
from param_lsp.rules.rule import Edit
from param_lsp.server.client import Client
from param_lsp.source.lines import line_starts
from param_lsp.source.source import Source
from param_lsp.spans import Place, Span
from param_lsp.workspace import path_of, read_beginning

if TYPE_CHECKING:
    from param_lsp.server.app import Server

SOURCE_NAME = "param-lint"
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
}

_TAGS = {"deprecated": types.DiagnosticTag.Deprecated, "unnecessary": types.DiagnosticTag.Unnecessary}


def position(source: Source, offset: int, encoding: str) -> types.Position:
    """Convert an offset to a position in the file, or in the cell that it lies in."""
    found = source.position(offset)
    prefix = source.text[offset - found.column : offset]
    return types.Position(found.line, _units(prefix, encoding))


def range_(source: Source, span: Span, encoding: str) -> types.Range:
    """Convert a span; one that runs over several cells ends with the first."""
    cell = source.position(span.start).cell
    end = span.end if cell is None else min(span.end, cell.end)
    return types.Range(position(source, span.start, encoding), position(source, max(span.start, end), encoding))


class Ranges:
    """Writes the ranges of one source as the protocol's JSON: what `range_` gives, for hundreds at once."""

    def __init__(self, source: Source, encoding: str) -> None:
        """Look once whether units are code points everywhere."""
        self._source = source
        self._encoding = encoding
        self._is_plain = not source.cells and (encoding == "utf-32" or source.text.isascii())

    def __call__(self, span: Span) -> dict[str, dict[str, int]]:
        """Write a range."""
        if not self._is_plain:
            made = range_(self._source, span, self._encoding)
            return {"start": _written(made.start), "end": _written(made.end)}
        starts = self._source.line_starts
        first = bisect_right(starts, span.start) - 1
        last = first
        if first + 1 < len(starts) and span.end >= starts[first + 1]:
            last = bisect_right(starts, span.end) - 1
        return {
            "start": {"line": first, "character": span.start - starts[first]},
            "end": {"line": last, "character": span.end - starts[last]},
        }


def _written(place: types.Position) -> dict[str, int]:
    return {"line": place.line, "character": place.character}


def uri(source: Source, offset: int) -> str:
    """Give the URI of the text that an offset lies in: the file's or the cell's."""
    cell = source.position(offset).cell
    return source.path if cell is None else cell.key


def location(source: Source, place: Place, encoding: str) -> types.Location | None:
    """Convert a place in this source or another file; None for a file that cannot be read any more."""
    if place.path == source.path:
        return types.Location(uri(source, place.span.start), range_(source, place.span, encoding))
    path = path_of(place.path)
    file = read_beginning(path) if path is not None else None
    if file is None:
        return None
    other = Source(place.path, file.text, line_starts=line_starts(file.text))
    return types.Location(place.path, range_(other, place.span, encoding))


def diagnostic(
    source: Source, found: Diagnostic, encoding: str, client: Client, page: str | None = None
) -> types.Diagnostic:
    """Convert a finding as far as the client can show it; `page` is the URI of the rule's page."""
    places = [
        types.DiagnosticRelatedInformation(where, text)
        for place, text in (found.related if client.related else ())
        if (where := location(source, place, encoding)) is not None
    ]
    return types.Diagnostic(
        range=range_(source, found.span, encoding),
        message=found.message,
        severity=_SEVERITY[found.severity],
        code=found.rule,
        code_description=types.CodeDescription(page) if client.links and page is not None else None,
        tags=[_TAGS[found.tag]] if client.tags and found.tag is not None else None,
        source=SOURCE_NAME,
        related_information=places or None,
    )


def workspace_edit(server: Server, source: Source, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    """Convert edits of a source, which may be of several cells, each for the version of its document."""
    documents, encoding = server.documents, server.documents.encoding
    changes: dict[str, list[types.TextEdit]] = {}
    for edit in sorted(edits, key=lambda edit: edit.span):
        where = uri(source, edit.span.start)
        made = types.TextEdit(range_(source, edit.span, encoding), edit.text)
        changes.setdefault(where, []).append(made)
    if not server.client.versioned_edits:
        return types.WorkspaceEdit(changes=changes)
    versioned = []
    for where, texts in changes.items():
        document = documents.text(where)
        identifier = types.OptionalVersionedTextDocumentIdentifier(where, document.version if document else None)
        versioned.append(types.TextDocumentEdit(identifier, list(texts)))
    return types.WorkspaceEdit(document_changes=list(versioned))


def contents(blocks: Sequence[Block], formats: Sequence[str]) -> types.MarkupContent:
    """Write blocks in the first format that the client wants and we have."""
    wanted = next((kind for kind in formats if kind in ("markdown", "plaintext")), "plaintext")
    if wanted == "markdown":
        return types.MarkupContent(types.MarkupKind.Markdown, markdown(blocks))
    return types.MarkupContent(types.MarkupKind.PlainText, plain(blocks))


def cell_interval(source: Source, text_uri: str) -> tuple[int, int]:
    """Give the part of a source that one text of it takes: all of a file, a cell's interval of a notebook."""
    for cell in source.cells:
        if cell.key == text_uri:
            return cell.start, cell.end
    return (0, len(source.text)) if not source.cells else (0, -1)


def _units(text: str, encoding: str) -> int:
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
