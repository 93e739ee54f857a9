"""Neovim with param-lint, basedpyright and ruff in one buffer: each does its own job."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.neovim.editor import NEOVIM, NVIM, neovim

pytestmark = [pytest.mark.editor, pytest.mark.skipif(NVIM is None, reason="needs Neovim (the extra `editor`)")]

INIT = f"""\
vim.opt.runtimepath:append("{NEOVIM}")
-- As nvim-lspconfig has them.
vim.lsp.config("basedpyright", {{
  cmd = {{ "basedpyright-langserver", "--stdio" }}, filetypes = {{ "python" }}, root_markers = {{ "pyproject.toml" }},
  settings = {{ basedpyright = {{ analysis = {{ diagnosticMode = "openFilesOnly" }} }} }},
}})
vim.lsp.config("ruff", {{
  cmd = {{ "ruff", "server" }}, filetypes = {{ "python" }}, root_markers = {{ "pyproject.toml" }},
}})
vim.lsp.enable({{ "basedpyright", "ruff", "param_lint" }})
vim.lsp.inlay_hint.enable()
"""
# `keras` is a stub of the test's own, so that basedpyright has types to show; `os` is not used; a misfit at the end.
PROGRAM = """\
import os

from keras import Input, Sequential
from keras.layers import Conv2D, Dense

units = 3
model = Sequential([
    Input((4,)),
    Dense(units),
])
model.add(Conv2D(2, 2))
"""
STUB = {
    "keras/__init__.pyi": "class Sequential:\n    def __init__(self, layers: list[object]) -> None: ...\n"
    "    def add(self, layer: object) -> None: ...\ndef Input(shape: tuple[int, ...]) -> object: ...\n",
    "keras/layers.pyi": "class Dense:\n    def __init__(self, units: int) -> None: ...\n"
    "class Conv2D:\n    def __init__(self, filters: int, kernel_size: int) -> None: ...\n",
}


def test_three_servers_share_a_buffer(tmp_path: Path) -> None:
    """Findings carry their source, hints never share a place, definition and completion are the others' alone."""
    (tmp_path / "pyproject.toml").touch()
    for name, text in STUB.items():
        path = tmp_path / "typings" / name  # where basedpyright looks for stubs, and nobody else
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    path = tmp_path / "model.py"
    path.write_text(PROGRAM, "utf-8")
    told = neovim(
        tmp_path,
        INIT,
        path,
        """
        local function sources()
          local found = {}
          for _, each in ipairs(vim.diagnostic.get(buffer)) do
            found[each.source] = found[each.source] or {}
            table.insert(found[each.source], tostring(each.code))
          end
          return found
        end
        local function hints()
          local found = {}
          for _, each in ipairs(vim.lsp.inlay_hint.get({ bufnr = buffer })) do
            local label, place = each.inlay_hint.label, each.inlay_hint.position
            label = type(label) == "string" and label or label[1].value
            local client = vim.lsp.get_client_by_id(each.client_id).name
            table.insert(found, { place.line, place.character, client, label })
          end
          table.sort(found, function(one, other)
            return one[1] < other[1] or (one[1] == other[1] and one[2] < other[2])
          end)
          return found
        end
        local function of(client)
          return vim.tbl_filter(function(hint) return hint[3] == client end, hints())
        end
        wait("three servers", function() return #vim.lsp.get_clients({ bufnr = buffer }) == 3 end)
        wait("findings of all", function() return sources()["Ruff"] and sources()["param-lint"] end)
        wait("hints of both", function() return #of("basedpyright") > 0 and #of("param_lint") == 3 end)
        local before, drawn = hints(), screen()
        vim.api.nvim_buf_set_text(buffer, 5, 8, 5, 9, { "5" })
        wait("new hints", function() return (of("param_lint")[2] or {})[4] == "(None, 5) · 25 · Σ 25" end)
        wait("the drawing", function() return table.concat(screen(), "\\n"):find("25 · Σ 25", 1, true) end)
        local after, redrawn = hints(), screen()
        local capable = {}
        for _, client in ipairs(vim.lsp.get_clients({ bufnr = buffer })) do
          capable[client.name] = vim.tbl_keys(client.server_capabilities)
        end
        vim.api.nvim_win_set_cursor(0, { 9, 6 })
        local params = vim.lsp.util.make_position_params(0, "utf-16")
        local definitions, answered = {}, vim.lsp.buf_request_sync(buffer, "textDocument/definition", params, 20000)
        for id, answer in pairs(answered) do
          definitions[vim.lsp.get_client_by_id(id).name] = #(answer.result or {})
        end
        return { sources = sources(), before = before, after = after, drawn = drawn, redrawn = redrawn,
                 capable = capable, definitions = definitions }
        """,
    )
    assert told["sources"]["param-lint"] == ["incompatible-rank"]
    assert "F401" in told["sources"]["Ruff"]
    others_say = [code for who, codes in told["sources"].items() if who != "param-lint" for code in codes]
    assert "incompatible-rank" not in others_say
    for hints in told["before"], told["after"]:
        places = [tuple(hint[:2]) for hint in hints]
        assert len(places) == len(set(places)), hints
    order = [[hint[2] for hint in told[when]] for when in ("before", "after")]
    assert order[0] == order[1]
    assert told["definitions"].keys() == {"basedpyright"}
    others = ["definitionProvider", "renameProvider", "documentFormattingProvider", "signatureHelpProvider",
              "semanticTokensProvider", "foldingRangeProvider", "referencesProvider"]  # fmt: skip
    assert not set(told["capable"]["param_lint"]) & set(others)
    line = next(each for each in told["redrawn"] if "Dense(" in each and "import" not in each)
    assert line.endswith("(None, 5) · 25 · Σ 25")
