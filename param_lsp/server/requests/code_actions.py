"""`textDocument/codeAction` and `codeAction/resolve`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from param_lsp.features.code_actions import FIX_ALL, QUICK_FIX, REWRITE, Action, Asked, actions_at, fix_all_action
from param_lsp.rules.rule import Finding
from param_lsp.server import from_lsp, to_lsp
from param_lsp.server.documents import Program
from param_lsp.spans import Span

if TYPE_CHECKING:
    from param_lsp.server.app import Server


async def code_actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Give the actions for a selection; fixing everything only to a client that asks for it by its kind."""
    uri, only = params.text_document.uri, params.context.only
    program, document = server.documents.program(uri), server.documents.text(uri)
    analysis = await server.analyses.of(uri)
    if analysis is None or program is None or document is None or not server.client.literal_actions:
        return []
    start, _ = to_lsp.cell_interval(analysis.source, document.uri)

    def span(given: types.Range) -> Span:
        ends = (given.start, given.end)
        encoding = server.documents.encoding
        return Span(*(start + from_lsp.offset(document.text, document.starts, end, encoding) for end in ends))

    asked = Asked(
        span(params.range),
        frozenset(
            (str(each.code), span(each.range))
            for each in params.context.diagnostics
            if each.source == to_lsp.SOURCE_NAME and _on_a_line_of(params.range, each.range)
        ),
    )
    found: list[Action] = []
    if _wants(only, QUICK_FIX) or _wants(only, REWRITE):
        found += await _kept(server, program, asked)
    if only is not None and _wants(only, FIX_ALL):
        found += await server.analyses.more(program, fix_all_action) or ()
    chosen = [action for action in found if _wants(only, action.kind)]
    made = [_code_action(action, params.context.diagnostics) for action in chosen]
    for action, shown in zip(chosen, made, strict=True):
        if server.client.resolves_edits and action.kind != FIX_ALL:
            shown.data = {
                "uri": program.uri,
                "generation": program.generation,
                "selected": [asked.selected.start, asked.selected.end],
                "named": [[code, span.start, span.end] for code, span in sorted(asked.named)],
                "first": _first(action),
            }
        else:
            shown.edit = to_lsp.workspace_edit(server, analysis.source, action.edits)
    return made


async def resolve(server: Server, action: types.CodeAction) -> types.CodeAction:
    """Add the edit; an action of an older version stays without, and does nothing."""
    data: Any = action.data if isinstance(action.data, dict) else {}
    program = server.documents.program(str(data.get("uri")))
    if program is None or program.last is None or data.get("generation") != program.generation:
        return action
    named = frozenset((code, Span(start, end)) for code, start, end in data.get("named", ()))
    for found in await _kept(server, program, Asked(Span(*data.get("selected", (0, 0))), named)):
        if (found.title, found.kind) == (action.title, action.kind) and _first(found) == data.get("first"):
            action.edit = to_lsp.workspace_edit(server, program.last.source, found.edits)
    return action


def _on_a_line_of(selected: types.Range, finding: types.Range) -> bool:
    return finding.start.line <= selected.end.line and selected.start.line <= finding.end.line


async def _kept(server: Server, program: Program, asked: Asked) -> Sequence[Action]:
    """Give the actions for a selection; an editor asks again and again while the cursor moves and nothing is typed."""
    kept = program.actions
    if kept is None or kept[0] != program.generation:
        kept = program.actions = (program.generation, {})
    if asked not in kept[1]:
        found = await server.analyses.more(program, lambda *given: actions_at(given[0], asked, *given[1:]))
        if found is None:
            return ()
        kept[1][asked] = found
    actions: Sequence[Action] = kept[1][asked]
    return actions


def _code_action(action: Action, diagnostics: Iterable[types.Diagnostic]) -> types.CodeAction:
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=list(_about(action.finding, diagnostics)) or None,
        is_preferred=action.preferred or None,
    )


def _first(action: Action) -> int:
    """Tell two actions of one title apart: by where they begin to edit."""
    return min(edit.span.start for edit in action.edits)


def _about(finding: Finding | None, diagnostics: Iterable[types.Diagnostic]) -> Iterable[types.Diagnostic]:
    if finding is None:
        return ()
    text = str(finding.message)
    return (each for each in diagnostics if each.code == finding.rule and each.message.startswith(text))


def _wants(only: Sequence[str] | None, kind: str) -> bool:
    """Tell whether a client asks for a kind: `refactor` asks for `refactor.rewrite` too."""
    wanted = None if only is None else [str(getattr(each, "value", each)) for each in only]
    return wanted is None or any(kind == each or kind.startswith(f"{each}.") for each in wanted if each) or "" in wanted
