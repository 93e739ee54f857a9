"""Requests that help while a text is edited: which method each is, and what answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types

Answer = tuple[str, str, str, Callable[[Any], Any], Any]
"""Method, module below `requests`, its function, what is answered after a bug of ours, options of registration."""

EDITING: tuple[Answer, ...] = (
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        "code_actions",
        "code_actions",
        lambda _: [],
        types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                types.CodeActionKind.RefactorRewrite,
                "source.fixAll.param-lint",
            ],
            resolve_provider=True,
        ),
    ),
    (types.CODE_ACTION_RESOLVE, "code_actions", "resolve", lambda action: action, None),
    (
        types.TEXT_DOCUMENT_CODE_LENS,
        "code_lens",
        "code_lenses",
        lambda _: [],
        types.CodeLensOptions(resolve_provider=True),
    ),
    (
        types.TEXT_DOCUMENT_COMPLETION,
        "completion",
        "completions",
        lambda _: None,
        types.CompletionOptions(trigger_characters=['"', "'", "="]),
    ),
    (types.WORKSPACE_SYMBOL, "workspace_symbols", "workspace_symbols", lambda _: [], None),
    (types.CODE_LENS_RESOLVE, "code_lens", "resolve", lambda lens: lens, None),
)
