"""A pygls server that answers every request with nothing: the least that a keystroke can cost."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer(
    "bare",
    "0",
    notebook_document_sync=types.NotebookDocumentSyncOptions(
        [types.NotebookDocumentFilterWithCells([types.NotebookCellLanguage("python")], "jupyter-notebook")]
    ),
)


@server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
def hints(_params: types.InlayHintParams) -> list[types.InlayHint]:
    """Give no hints."""
    return []


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_params: types.HoverParams) -> None:
    """Give no hover."""


@server.feature(
    types.TEXT_DOCUMENT_DIAGNOSTIC,
    types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False),
)
def diagnostic(_params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
    """Give no diagnostics."""
    return types.RelatedFullDocumentDiagnosticReport(items=[])


@server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
def symbols(_params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """Give no outline."""
    return []


@server.feature(types.TEXT_DOCUMENT_CODE_LENS)
def lens(_params: types.CodeLensParams) -> list[types.CodeLens]:
    """Give no lenses."""
    return []


if __name__ == "__main__":
    server.start_io()
