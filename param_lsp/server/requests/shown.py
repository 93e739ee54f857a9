"""What the texts of a program show, in a form that can be compared with what they showed before."""

from __future__ import annotations

from param_lsp.analysis import Analysis
from param_lsp.features.diagnostics import diagnostics
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.server.documents import Documents, Program
from param_lsp.server.to_lsp import cell_interval


def shown(documents: Documents, program: Program, analysis: Analysis) -> dict[str, object]:
    """Give for each text its hints and diagnostics, with offsets that count within it."""
    found: dict[str, object] = {}
    hints, errors = inlay_hints(analysis), diagnostics(analysis)
    for uri in documents.uris(program):
        start, end = cell_interval(analysis.source, uri)
        found[uri] = (
            tuple((hint.offset - start, hint.text) for hint in hints if start <= hint.offset <= end),
            tuple((each.span.start - start, each.message) for each in errors if start <= each.span.start <= end),
        )
    return found
