"""What the page about Neovim says, done in a real Neovim: its own Lua is the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import ROOT
from tests.neovim.editor import NEOVIM, NVIM, lua_of, neovim

pytestmark = [pytest.mark.editor, pytest.mark.skipif(NVIM is None, reason="needs Neovim (the extra `editor`)")]

PLAIN, READY, LENSES, SETTINGS, OLD, _BESIDE = lua_of(ROOT / "docs" / "editors" / "neovim.md")
READY = READY.replace("/where/it/lies/param-lint/editors/neovim", str(NEOVIM))

MODEL = """\
import keras
from keras import layers

model = keras.Sequential([
    layers.Dense(3, input_shape=(4,)),
    layers.Dense(1),
])
"""
HINTS = """\
local found = {}
for _, hint in ipairs(vim.lsp.inlay_hint.get({ bufnr = buffer })) do
  local label = hint.inlay_hint.label
  table.insert(found, type(label) == "string" and label or label[1].value)
end
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A project of one file."""
    (tmp_path / "pyproject.toml").touch()
    path = tmp_path / "model.py"
    path.write_text(MODEL, "utf-8")
    return path


def test_hints_hover_outline_and_fix(tmp_path: Path, program: Path) -> None:
    """The first configuration, and the keys that the page names."""
    told = neovim(
        tmp_path,
        PLAIN,
        program,
        HINTS
        + """
        wait("a finding", function() return #vim.diagnostic.get(buffer) > 0 end)
        local finding = vim.diagnostic.get(buffer)[1]
        vim.api.nvim_win_set_cursor(0, { 5, 12 })
        vim.api.nvim_feedkeys("K", "mx", false)
        wait("the hover", floating)
        local hover = floating()
        local symbols = asked("textDocument/documentSymbol")
        vim.api.nvim_win_set_cursor(0, { 5, 0 })
        vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred end })
        wait("the fix", function() return #lines() == 8 end)
        wait("no finding", function() return #vim.diagnostic.get(buffer) == 0 end)
        return { hints = found, code = finding.code, source = finding.source, hover = hover,
                 symbols = symbols, fixed = lines() }
        """,
    )
    # 4 × 3 + 3 = 15, 3 × 1 + 1 = 4; 15 / 19 = 79 %; (15 + 4) × 4 bytes
    assert told["hints"] == ["Σ 19 · 76.00 B", "(None, 3) · 15 (78%) · Σ 15", "(None, 1) · 4 · Σ 19"]
    assert (told["code"], told["source"]) == ("deprecated-argument", "param-lint")
    assert "kernel" in told["hover"]
    assert "(4, 3)" in told["hover"]
    (model,) = told["symbols"]
    assert model["name"] == "model"
    assert [layer["name"] for layer in model["children"]] == ["dense", "dense_1"]
    assert told["fixed"][4:6] == ["    keras.Input(shape=(4,)),", "    layers.Dense(3),"]


def test_lenses_are_drawn_and_open_the_summary(tmp_path: Path, program: Path) -> None:
    """Totals above the model; running the lens shows the table in a window, or copies Markdown."""
    told = neovim(
        tmp_path,
        READY + LENSES,
        program,
        """
        local function titles()
          local found = {}
          for _, lens in ipairs(vim.lsp.codelens.get(buffer)) do
            if lens.command then table.insert(found, lens.command.title) end
          end
          return found
        end
        wait("lenses", function() return #titles() == 3 end)
        local drawn = screen()
        local copied
        vim.g.clipboard = { name = "test", paste = { ["+"] = function() return {} end },
          copy = { ["+"] = function(text) copied = table.concat(text, "\\n") end } }
        local choice = 2
        vim.ui.select = function(items, _, on_choice) on_choice(items[choice], choice) end
        vim.api.nvim_win_set_cursor(0, { 4, 0 })
        vim.lsp.codelens.run()
        wait("the summary", floating)
        local shown = floating()
        choice = 3
        vim.lsp.codelens.run()
        wait("the copy", function() return copied end)
        return { titles = titles(), drawn = drawn, shown = shown, copied = copied }
        """,
    )
    assert told["titles"] == ["19 params · 76.00 B", "show summary", "copy as Markdown"]
    assert "19 params · 76.00 B | show summary | copy as Markdown" in "\n".join(told["drawn"])
    assert "Total params: 19" in told["shown"]
    assert "| dense" in told["copied"]


def test_the_page_of_a_rule_opens(tmp_path: Path, program: Path) -> None:
    """From the cursor's line, wherever the finding is on it; a line without one says so."""
    told = neovim(
        tmp_path,
        READY,
        program,
        """
        wait("a finding", function() return #vim.diagnostic.get(buffer) > 0 end)
        local said
        vim.notify = function(text) said = text end
        vim.api.nvim_win_set_cursor(0, { 6, 0 })
        vim.cmd.ParamLintRule()
        vim.api.nvim_win_set_cursor(0, { 5, 0 })
        vim.cmd.ParamLintRule()
        return { said = said, page = vim.api.nvim_buf_get_lines(0, 0, 1, true)[1], kind = vim.bo.filetype }
        """,
    )
    assert told == {
        "said": "param-lint finds nothing on this line",
        "page": "# deprecated-argument",
        "kind": "markdown",
    }


def test_settings_are_asked_for_and_may_change(tmp_path: Path, program: Path) -> None:
    """`settings` reach the server, which asks for them; they change without a restart."""
    told = neovim(
        tmp_path,
        READY + SETTINGS,
        program,
        HINTS
        + """
        vim.api.nvim_win_set_cursor(0, { 5, 12 })
        vim.lsp.buf.hover()
        wait("the hover", floating)
        local hover = floating()
        local client = vim.lsp.get_clients({ name = "param_lint" })[1]
        client.settings = { ["param-lint"] = { ["hints-sum"] = false, ["hints-share"] = false } }
        client:notify("workspace/didChangeConfiguration", { settings = client.settings })
        local first = found
        local function now()
          HINTS
          return found
        end
        wait("other hints", function() return now()[2] == "(None, 3) · 15" end)
        vim.lsp.buf.hover()
        return { before = first, after = now(), hover = hover }
        """.replace("HINTS", HINTS),
    )
    assert told["before"] == ["Σ 19 · 76.00 B", "(None, 3) · 15 · Σ 15", "(None, 1) · 4 · Σ 19"]
    assert told["after"] == ["Σ 19 · 76.00 B", "(None, 3) · 15", "(None, 1) · 4"]
    assert any("가" <= letter <= "힣" for letter in told["hover"]), told["hover"]


def test_an_edit_moves_the_numbers(tmp_path: Path, program: Path) -> None:
    """Typing into a buffer is answered with new hints; nothing of the old ones stays."""
    told = neovim(
        tmp_path,
        READY,
        program,
        """
        vim.api.nvim_buf_set_text(buffer, 4, 17, 4, 18, { "5" })
        local function now()
          HINTS
          return found
        end
        wait("new hints", function() return now()[1] == "Σ 31 · 124.00 B" end)
        return now()
        """.replace("HINTS", HINTS),
    )
    assert told == ["Σ 31 · 124.00 B", "(None, 5) · 25 (80%) · Σ 25", "(None, 1) · 6 · Σ 31"]
