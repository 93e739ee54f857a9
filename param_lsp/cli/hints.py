"""`param-lint hints FILE`: the source with the hints drawn in, dimmed, as an editor shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from param_lsp.cli.run import Run
from param_lsp.cli.screen import Screen
from param_lsp.features.inlay_hints import InlayHint, inlay_hints
from param_lsp.source.source import Source


def hints(run: Run, out: Screen, paths: Sequence[str]) -> int:
    """Draw each file and give the exit status; a notebook's cells stand under their numbers."""
    for analysed in run.analyses(paths):
        if len(paths) > 1:
            out.line(out.style(analysed.path, "bold"))
        source = analysed.analysis.source
        drawn = inlay_hints(analysed.analysis)
        if not source.cells:
            _draw(out, source, drawn, 0, len(source.text))
        for cell in source.cells:
            out.line(out.style(f"# cell {cell.index + 1}", "dim", "cyan"))
            _draw(out, source, drawn, cell.start, cell.end)
    return run.status


def _draw(out: Screen, source: Source, drawn: Sequence[InlayHint], start: int, end: int) -> None:
    inside = [hint for hint in drawn if start <= hint.offset <= end]
    text = source.original or source.text
    for begin, stop in _lines(source.text, start, end):
        line, place = "", begin
        for hint in inside:
            if begin <= hint.offset <= stop:
                line += text[place : hint.offset] + "  " + out.style(out.plain(hint.text), "dim")
                line += "" if text[hint.offset : stop][:1].isspace() or hint.offset == stop else "  "
                place = hint.offset
        out.line(line + text[place:stop])


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    r"""Give the lines between two offsets without their breaks, which are \r\n, \r and \n alone."""
    begin = place = start
    while place < end:
        if text[place] in "\r\n":
            yield begin, place
            place += 1 if text[place : place + 2] != "\r\n" else 2
            begin = place
        else:
            place += 1
    if begin < end or begin == start:
        yield begin, end
