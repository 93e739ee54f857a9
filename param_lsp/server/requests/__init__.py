"""What the server answers, one file a request; loaded after `initialize`, as these files import the analysis."""

from param_lsp.server.requests import (
    code_actions,
    code_lens,
    completion,
    diagnostics,
    document_symbols,
    hover,
    inlay_hints,
    model_at,
    model_view,
    workspace_diagnostics,
    workspace_symbols,
)

__all__ = [
    "code_actions",
    "code_lens",
    "completion",
    "diagnostics",
    "document_symbols",
    "hover",
    "inlay_hints",
    "model_at",
    "model_view",
    "workspace_diagnostics",
    "workspace_symbols",
]
