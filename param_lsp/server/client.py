"""What the client can do, asked in one place; a client that says nothing can do nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types


@dataclass(frozen=True, slots=True)
class Client:
    """The capabilities that change how we answer.

    Arguments:
        pulls: it asks for diagnostics, so none are pushed.
        refreshes_hints: it can be told to ask for hints again.
        refreshes_diagnostics: the same for diagnostics.
        resolves_tooltips: it asks for a hint's tooltip when it is needed.
        hover_formats: what a hover may be written in, the preferred first.
        related: it shows the places that a diagnostic has to do with.
        hierarchical: it shows an outline as a tree.
        configures: it answers `workspace/configuration`.
        watches: it can be asked to watch files.
    """

    pulls: bool = False
    refreshes_hints: bool = False
    refreshes_diagnostics: bool = False
    resolves_tooltips: bool = False
    hover_formats: tuple[str, ...] = ("plaintext",)
    related: bool = False
    hierarchical: bool = False
    configures: bool = False
    watches: bool = False


def client_of(capabilities: types.ClientCapabilities) -> Client:
    """Read what matters out of the capabilities of `initialize`."""

    def get(path: str) -> Any:
        found: Any = capabilities
        for name in path.split("."):
            found = getattr(found, name, None)
        return found

    formats = get("text_document.hover.content_format") or ("plaintext",)
    resolved = get("text_document.inlay_hint.resolve_support.properties") or ()
    return Client(
        pulls=get("text_document.diagnostic") is not None,
        refreshes_hints=bool(get("workspace.inlay_hint.refresh_support")),
        refreshes_diagnostics=bool(get("workspace.diagnostics.refresh_support")),
        resolves_tooltips="tooltip" in resolved,
        hover_formats=tuple(str(getattr(each, "value", each)) for each in formats),
        related=bool(
            get("text_document.publish_diagnostics.related_information")
            or get("text_document.diagnostic.related_information")
        ),
        hierarchical=bool(get("text_document.document_symbol.hierarchical_document_symbol_support")),
        configures=bool(get("workspace.configuration")),
        watches=bool(get("workspace.did_change_watched_files.dynamic_registration")),
    )
