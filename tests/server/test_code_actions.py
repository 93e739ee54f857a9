"""Conversations about code actions: what is offered, what it edits, and that a client's abilities are respected."""

from __future__ import annotations

import copy
from pathlib import Path
from urllib.parse import urlsplit

from lsprotocol import types

from param_lsp.server.app import Server
from param_lsp.server.client import Client
from param_lsp.server.requests.code_actions import code_actions
from tests.server.talk import VSCODE, Talk, conversation

OLD = """\
import keras
from keras import layers

model = keras.Sequential([
    layers.Dense(3, input_shape=(4,)),
])
"""


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """Make the edits of one document (in UTF-16 units, which are code points here)."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        begin = starts[edit.range.start.line] + edit.range.start.character
        end = starts[edit.range.end.line] + edit.range.end.character
        text = text[:begin] + edit.new_text + text[end:]
    return text


async def edits_of(talk: Talk, action: types.CodeAction) -> dict[str, list[types.TextEdit]]:
    """Resolve an action, and give its edits by document."""
    resolved = await talk.client.code_action_resolve_async(action)
    assert resolved.edit is not None
    assert resolved.edit.document_changes is not None
    found = {}
    for change in resolved.edit.document_changes:
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == talk.versions.get(change.text_document.uri, 1)
        found[change.text_document.uri] = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
    return found


async def test_a_fix_is_offered_and_resolved() -> None:
    """The finding's fix and two ways to ignore it; the edit comes by resolve, for the version that was asked."""
    uri = "file:///tmp/actions.py"
    async with conversation() as talk:
        options = talk.server.capabilities.code_action_provider
        assert isinstance(options, types.CodeActionOptions)
        assert options.resolve_provider
        talk.open(uri, OLD)
        actions = await talk.actions(uri, (4, 25))
        on_the_line = await talk.actions(uri, (4, 2))  # the editor names the finding, as Neovim does
        assert [action.title for action in on_the_line] == [action.title for action in actions]
        assert await edits_of(talk, on_the_line[0]) == await edits_of(talk, actions[0])
        assert await talk.actions(uri, (3, 0)) == []
        assert [(action.title, action.kind) for action in actions] == [
            ("Put `keras.Input` before the layer instead of `input_shape=`", "quickfix"),
            ("Ignore `deprecated-argument` on this line", "quickfix"),
            ("Ignore `deprecated-argument` in this file", "quickfix"),
        ]
        fix, line, file = actions
        assert (fix.is_preferred, fix.edit) == (True, None)
        assert [each.code for each in fix.diagnostics or ()] == ["deprecated-argument"]
        edits = await edits_of(talk, fix)
        assert applied(OLD, edits[uri]) == OLD.replace(
            "    layers.Dense(3, input_shape=(4,)),", "    keras.Input(shape=(4,)),\n    layers.Dense(3),"
        )
        ignored = applied(OLD, (await edits_of(talk, line))[uri])
        assert "(4,)),  # param-lint: ignore[deprecated-argument]\n" in ignored
        whole = applied(OLD, (await edits_of(talk, file))[uri])
        assert whole == "# param-lint: ignore-file[deprecated-argument]\n" + OLD

        talk.edit(uri, (0, 0), (0, 0), "\n")
        stale = await talk.client.code_action_resolve_async(fix)
        assert stale.edit is None, "the text is another one by now"


async def test_what_was_ignored_stays_ignored_and_can_still_be_converted() -> None:
    """Where the finding is ignored, the same rewriting is a refactoring; a second rule joins the first."""
    uri = "file:///tmp/ignored.py"
    text = OLD.replace("(4,)),", "(4,)),  # param-lint: ignore[deprecated-argument]")
    async with conversation() as talk:
        talk.open(uri, text)
        assert await talk.pull(uri) == []
        (action,) = await talk.actions(uri, (4, 8))
        assert (action.title, action.kind) == ("Convert `input_shape=` to `keras.Input`", "refactor.rewrite")
        assert await talk.actions(uri, (4, 8), only=["quickfix"]) == []
        assert len(await talk.actions(uri, (4, 8), only=["refactor"])) == 1
        assert await talk.actions(uri, (0, 0)) == []

        talk.edit(uri, (4, 17), (4, 18), "0")
        wanted = next(a for a in await talk.actions(uri, (4, 17)) if "on this line" in a.title)
        edits = await edits_of(talk, wanted)
        assert [edit.new_text for edit in edits[uri]] == [", invalid-argument"]


def beginning(page: Path) -> str | None:
    """Give the first line of a file, if it is there."""
    return page.read_text("utf-8").partition("\n")[0] if page.exists() else None


async def test_diagnostics_have_tags_and_a_page() -> None:
    """What is deprecated is struck out, a comment in vain drawn faded; the code links to the rule's page, a file."""
    uri = "file:///tmp/tags.py"
    async with conversation(process=True) as talk:
        talk.open(uri, OLD + "x = 1  # param-lint: ignore[incompatible-rank]\n")
        deprecated, unused = await talk.pull(uri)
        assert deprecated.code_description is not None
        page = Path(urlsplit(deprecated.code_description.href).path)
        assert beginning(page) == "# deprecated-argument"
        assert [list(each.tags or ()) for each in (deprecated, unused)] == [
            [types.DiagnosticTag.Deprecated],
            [types.DiagnosticTag.Unnecessary],
        ]
    assert beginning(page) is None, "it goes with the server"


async def test_fix_all_comes_only_when_it_is_asked_for() -> None:
    uri = "file:///tmp/all.py"
    text = (
        OLD + "model.add(layers.Dense(2, activaton='relu'))\nmodel.add(layers.Dense(2, weight_initializer='zeros'))\n"
    )
    async with conversation() as talk:
        talk.open(uri, text)
        assert not any(action.kind == "source.fixAll.param-lint" for action in await talk.actions(uri, (0, 0), (9, 0)))
        assert await talk.actions(uri, (0, 0), only=["source.fixAll.ruff"]) == []
        (action,) = await talk.actions(uri, (0, 0), only=["source.fixAll"])
        assert action.title == "param-lint: make all certain fixes (2)"
        assert action.edit is not None
        assert action.edit.document_changes is not None
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        after = applied(text, [edit for edit in change.edits if isinstance(edit, types.TextEdit)])
        assert "keras.Input(shape=(4,)),\n    layers.Dense(3),\n" in after
        assert "activation='relu'" in after
        assert "weight_initializer" in after, "a guess is only offered"


async def test_an_old_client_gets_plain_changes() -> None:
    """Without resolve and versions the edit is there at once, under `changes`."""
    capabilities = copy.deepcopy(VSCODE)
    del capabilities["textDocument"]["codeAction"]["resolveSupport"]
    capabilities["workspace"]["workspaceEdit"]["documentChanges"] = False
    uri = "file:///tmp/plain.py"
    async with conversation(capabilities) as talk:
        talk.open(uri, OLD)
        fix = (await talk.actions(uri, (4, 25)))[0]
        assert fix.edit is not None
        assert fix.edit.changes is not None
        assert "keras.Input(shape=(4,))" in applied(OLD, list(fix.edit.changes[uri]))


async def test_a_notebooks_edits_go_to_its_cells(tmp_path: Path) -> None:
    """One fix edits two cells, an import and a model; a comment about the file stands below a cell's magic."""
    uri = (tmp_path / "a.ipynb").as_uri()
    first = "from keras.layers import Dense\nfrom keras import Sequential"
    second = "%%time\nmodel = Sequential([Dense(3, input_shape=(4,))])"
    async with conversation() as talk:
        one, _, two = talk.open_notebook(uri, [("code", first), ("markdown", "Text"), ("code", second)])
        fix, _, file = await talk.actions(two, (1, 36))
        edits = await edits_of(talk, fix)
        assert applied(first, edits[one]) == first.replace("Dense", "Dense, Input")
        assert applied(second, edits[two]) == "%%time\nmodel = Sequential([Input(shape=(4,)), Dense(3)])"
        comment = applied(second, (await edits_of(talk, file))[two])
        assert comment.startswith("%%time\n# param-lint: ignore-file[deprecated-argument]\nmodel")


async def test_windows_lines_and_letters_beyond_16_bits() -> None:
    """Edits count in UTF-16 units and keep the line breaks of the file."""
    uri = "untitled:crlf"
    text = "import keras\r\n이름 = '😀'; m = keras.Sequential([keras.layers.Dense(3, input_shape=(4,))])  # 끝\r\n"
    server = Server()
    server.client = Client(literal_actions=True, versioned_edits=False)
    server.documents.open_text(types.TextDocumentItem(uri, "python", 1, text))
    here = types.Position(1, len(text.splitlines()[1].encode("utf-16-le")) // 2 - len("4,))])  # 끝"))
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(uri), types.Range(here, here), types.CodeActionContext(diagnostics=[])
    )
    made = []
    for action in await code_actions(server, params):
        assert action.edit is not None
        assert action.edit.changes is not None
        lines = [line.encode("utf-16-le") for line in text.splitlines(keepends=True)]
        for edit in sorted(action.edit.changes[uri], key=lambda edit: edit.range.start.character, reverse=True):
            begin, end = 2 * edit.range.start.character, 2 * edit.range.end.character
            line = lines[edit.range.start.line]
            lines[edit.range.start.line] = line[:begin] + edit.new_text.encode("utf-16-le") + line[end:]
        made.append(b"".join(lines).decode("utf-16-le"))
    assert made == [
        text.replace("keras.layers.Dense(3, input_shape=(4,))", "keras.Input(shape=(4,)), keras.layers.Dense(3)"),
        text.replace("# 끝", "# 끝  # param-lint: ignore[deprecated-argument]"),
        "# param-lint: ignore-file[deprecated-argument]\r\n" + text,
    ]
