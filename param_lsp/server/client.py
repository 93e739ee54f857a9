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
        resolves_locations: it asks for the place that a part of a hint leads to when it is needed.
        hover_formats: what a hover may be written in, the preferred first.
        related: it shows the places that a diagnostic has to do with.
        hierarchical: it shows an outline as a tree.
        configures: it answers `workspace/configuration`.
        watches: it can be asked to watch files.
        versioned_edits: it takes edits of several documents, each with the version that it is about.
        resolves_edits: it asks for a code action's edit when it is chosen.
        literal_actions: it takes code actions that are no commands.
        commands: what its extension can run by itself: `experimental.commands.commands` of its capabilities.
        tags: it draws what is unnecessary or deprecated.
        links: it links a diagnostic's code to a page.
    """

    pulls: bool = False
    refreshes_hints: bool = False
    refreshes_diagnostics: bool = False
    resolves_tooltips: bool = False
    resolves_locations: bool = False
    hover_formats: tuple[str, ...] = ("plaintext",)
    related: bool = False
    hierarchical: bool = False
    configures: bool = False
    watches: bool = False
    versioned_edits: bool = False
    resolves_edits: bool = False
    literal_actions: bool = False
    commands: frozenset[str] = frozenset()
    tags: bool = False
    links: bool = False


def client_of(capabilities: types.ClientCapabilities) -> Client:
    """Read what matters out of the capabilities of `initialize`."""

    def get(path: str) -> Any:
        found: Any = capabilities
        for name in path.split("."):
            found = getattr(found, name, None)
        return found

    def either(name: str) -> bool:
        """Ask of diagnostics, pushed or pulled."""
        return bool(get(f"text_document.publish_diagnostics.{name}") or get(f"text_document.diagnostic.{name}"))

    experimental = capabilities.experimental if isinstance(capabilities.experimental, dict) else {}
    commands = experimental.get("commands")
    commands = commands.get("commands") if isinstance(commands, dict) else None
    edits = get("text_document.code_action.resolve_support.properties") or ()
    formats = get("text_document.hover.content_format") or ("plaintext",)
    resolved = get("text_document.inlay_hint.resolve_support.properties") or ()
    return Client(
        pulls=get("text_document.diagnostic") is not None,
        refreshes_hints=bool(get("workspace.inlay_hint.refresh_support")),
        refreshes_diagnostics=bool(get("workspace.diagnostics.refresh_support")),
        resolves_tooltips="tooltip" in resolved,
        resolves_locations="label.location" in resolved,
        hover_formats=tuple(str(getattr(each, "value", each)) for each in formats),
        related=either("related_information"),
        hierarchical=bool(get("text_document.document_symbol.hierarchical_document_symbol_support")),
        configures=bool(get("workspace.configuration")),
        watches=bool(get("workspace.did_change_watched_files.dynamic_registration")),
        versioned_edits=bool(get("workspace.workspace_edit.document_changes")),
        resolves_edits="edit" in edits and bool(get("text_document.code_action.data_support")),
        literal_actions=get("text_document.code_action.code_action_literal_support") is not None,
        commands=frozenset(filter(_is_text, commands)) if isinstance(commands, list) else frozenset(),
        tags=get("text_document.publish_diagnostics.tag_support") is not None
        or get("text_document.diagnostic.tag_support") is not None,
        links=either("code_description_support"),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)
