"""Conversations about files that are not open: diagnostics on request, and models by name."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from lsprotocol import types

from tests.server.talk import VSCODE, Talk, conversation

FITS = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\n"
BROKEN = FITS.replace("Dense(3)", "Conv2D(3, 3)").replace("model", "broken_model")


async def pulled(talk: Talk, known: list[types.PreviousResultId] | None = None) -> dict[str, Any]:
    talk.client.progress_reports["work"] = []
    report = await talk.client.workspace_diagnostic_async(
        types.WorkspaceDiagnosticParams(previous_result_ids=known or [], work_done_token="work")
    )
    return {each.uri: each for each in report.items}


async def test_closed_files_are_analysed_on_request(tmp_path: Path) -> None:
    """Each file once; one that is open or ignored not at all; what the client knows is only named."""
    (tmp_path / "pyproject.toml").touch()
    for name, text in {"a.py": FITS, "b.py": BROKEN, "open.py": BROKEN, "left/c.py": BROKEN}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / ".gitignore").write_text("left/\n", "utf-8")
    capabilities = copy.deepcopy(VSCODE)
    capabilities["window"]["workDoneProgress"] = True
    uris = {name: (tmp_path / f"{name}.py").as_uri() for name in ("a", "b", "open")}
    async with conversation(capabilities, root=tmp_path, options={"workspace-diagnostics": True}) as talk:
        options = talk.server.capabilities.diagnostic_provider
        assert isinstance(options, types.DiagnosticOptions)
        assert options.workspace_diagnostics
        talk.open(uris["open"], BROKEN)
        first = await pulled(talk)
        assert set(first) == {uris["a"], uris["b"]}
        assert [each.code for each in first[uris["b"]].items] == ["incompatible-rank"]
        assert list(first[uris["a"]].items) == []
        kinds = [type(each).__name__ for each in talk.client.progress_reports["work"]]
        assert (kinds[0], kinds[-1]) == ("WorkDoneProgressBegin", "WorkDoneProgressEnd")

        known = [types.PreviousResultId(uri, each.result_id) for uri, each in first.items()]
        (tmp_path / "a.py").write_text(BROKEN + "\n", "utf-8")
        second = await pulled(talk, known)
        assert second[uris["b"]].kind == "unchanged"
        assert [each.code for each in second[uris["a"]].items] == ["incompatible-rank"]

        found = await talk.client.workspace_symbol_async(types.WorkspaceSymbolParams("brkn"))
        names = sorted((each.location.uri, each.name) for each in found or ())
        assert names == sorted((uri, "broken_model") for uri in uris.values())
        assert await talk.client.workspace_symbol_async(types.WorkspaceSymbolParams("zzz")) == []

        sent: list[Any] = []
        talk.client.protocol.fm.features[types.PROGRESS] = lambda params: sent.append(params.value)
        report = await talk.client.workspace_diagnostic_async(
            types.WorkspaceDiagnosticParams(previous_result_ids=[], partial_result_token="part")
        )
        assert list(report.items) == []
        assert sorted(item["uri"] for part in sent for item in part["items"]) == [uris["a"], uris["b"]]


async def test_nobody_is_asked_for_all_files_by_default() -> None:
    """VS Code would ask every two seconds."""
    async with conversation() as talk:
        options = talk.server.capabilities.diagnostic_provider
        assert isinstance(options, types.DiagnosticOptions)
        assert not options.workspace_diagnostics
