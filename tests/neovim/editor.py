"""Opens a file in a real Neovim, with a configuration as people write it, and runs Lua there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.command import ROOT, install_command

NEOVIM = ROOT / "editors" / "neovim"
NVIM = shutil.which("nvim", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))

# Runs SCRIPT, a chunk that returns what is to be told, once the file is open; ends Neovim whatever comes.
_PROBE = """\
local buffer = 1
local function wait(what, met)
  if not vim.wait(40000, function() vim.cmd.redraw() return met() end, 50) then
    error("waited in vain for " .. what)
  end
end
local function asked(method, params)
  params = vim.tbl_extend("keep", params or {}, { textDocument = vim.lsp.util.make_text_document_params(buffer) })
  local client = vim.lsp.get_clients({ bufnr = buffer, name = "param_lint" })[1]
  return assert(client:request_sync(method, params, 20000, buffer)).result
end
local function lines()
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
end
local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), "\\n")
    end
  end
end
local function screen()
  vim.cmd.redraw()
  local rows = {}
  for row = 1, vim.o.lines - 1 do
    local line = ""
    for column = 1, vim.o.columns do line = line .. vim.fn.screenstring(row, column) end
    rows[row] = (line:gsub("%s+$", ""))
  end
  return rows
end
-- Behind the start, not in its autocommand: within one, no others are carried out, by which Neovim's client lives.
vim.defer_fn(function()
  vim.o.columns, vim.o.lines = 140, 40
  local done, told = pcall(function()
    wait("hints", function() return #vim.lsp.inlay_hint.get({ bufnr = buffer }) > 0 end)
    SCRIPT
  end)
  io.stdout:write("\\n" .. vim.json.encode(done and { told = told } or { failed = tostring(told) }) .. "\\n")
  vim.cmd("quitall!")
end, 100)
"""


def lua_of(page: Path) -> list[str]:
    """Give the Lua programs of a page, in order."""
    return re.findall(r"^```lua\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def neovim(folder: Path, init: str, path: Path, script: str) -> Any:
    """Start Neovim with a configuration, open a file, and give what a Lua script returns once there are hints.

    The script may call `wait(what, met)`, `asked(method, params)`, `lines()`, `floating()` and `screen()`.
    """
    assert NVIM is not None
    config = folder / "init.lua"
    config.write_text(f"vim.o.swapfile = false\n{init}\n{_PROBE.replace('SCRIPT', script)}", "utf-8")
    environment = {
        **os.environ,
        "PATH": install_command(folder / "bin"),
        "LC_ALL": "C.UTF-8",
        **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "STATE", "DATA", "CACHE")},
    }
    command = [NVIM, "--headless", "--clean", "-u", str(config), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    answers = [line for line in done.stdout.splitlines() if line.startswith('{"')]
    assert answers, f"{done.stdout[-1000:]} {done.stderr[-2000:]}"
    answer = json.loads(answers[-1])
    assert "failed" not in answer, answer["failed"]
    return answer.get("told")
