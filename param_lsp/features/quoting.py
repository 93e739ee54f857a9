"""How people are told of a place: by its code and its line."""

from __future__ import annotations

from param_lsp.analysis import Analysis
from param_lsp.message import Message, message
from param_lsp.source.source import Source
from param_lsp.spans import Place

_LONGEST = 60


def quoted(analysis: Analysis, place: Place) -> Message | str:
    """Name a place by its code and line: "Input((28, 28, 1)) (line 3)"; by the file's name in another file."""
    source = analysis.source
    if place.path != source.path:
        return place.path.replace("\\", "/").rpartition("/")[2]
    code = " ".join(source.text[place.span.start : place.span.end].split())
    code = code if len(code) <= _LONGEST else code[: _LONGEST - 3] + "…"
    if source.joined_elsewhere:
        return code
    return message("{code} ({where})", code=code, where=_where(source, place))


def _where(source: Source, place: Place) -> Message:
    position = source.position(place.span.start)
    if position.cell is None:
        return message("line {line}", line=position.line + 1)
    return message("cell {cell}", cell=position.cell.index + 1)
