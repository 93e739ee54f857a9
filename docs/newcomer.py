"""Goes a newcomer's way to the first hints, in VS Code and in Neovim, and prints the table of docs/editors/README.md.

    python docs/newcomer.py      # with the extra `editor`, after `npm run package` in vscode-extension

Each step is what the pages say: the `.vsix` is installed into a new VS Code; param-lint is installed by pip into a new
environment, and Neovim is given the lines that its page shows first.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
PROGRAM = ROOT / "examples" / "image_classifier.py"
Step = tuple[str, float]  # what is done, and its seconds
# Waits as a person does: for the text, then for a hint of the model's total.
_WATCH = """
local begin = vim.uv.hrtime()
local function seconds() return (vim.uv.hrtime() - begin) / 1e9 end
local function hinted()
  for _, each in ipairs(vim.lsp.inlay_hint.get({ bufnr = 0 })) do
    local label = each.inlay_hint.label
    local text = type(label) == "string" and label or vim.iter(label):map(function(part) return part.value end):join("")
    if text:find("Σ") then return true end
  end
  return false
end
vim.api.nvim_create_autocmd("VimEnter", { callback = vim.schedule_wrap(function()
  local there = vim.wait(120000, hinted, 10)
  io.stdout:write(vim.json.encode({ there, seconds() }))
  vim.cmd.quitall({ bang = true })
end) })
"""


def in_vscode() -> list[Step]:
    """Ask the script that drives a real VS Code."""
    script = ROOT / "vscode-extension" / "scripts" / "vscode" / "newcomer.mjs"
    done = subprocess.run(["node", str(script), str(PROGRAM)], stdout=subprocess.PIPE, check=True)  # noqa: S603, S607
    return [(name, seconds) for name, seconds in json.loads(done.stdout.splitlines()[-1])]


def in_neovim(home: Path) -> list[Step]:
    """Install param-lint into an environment of its own, and open the example with the configuration of the page."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "venv", str(home / "env")], check=True)  # noqa: S603
    pip = [str(home / "env" / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", str(ROOT)]
    subprocess.run(pip, check=True)  # noqa: S603
    steps = [("install param-lint by pip", time.perf_counter() - begin)]
    page = (FOLDER / "editors" / "neovim.md").read_text("utf-8")
    (shown, *_) = re.findall(r"```lua\n(.*?)```", page, re.DOTALL)
    (home / "init.lua").write_text(f"{shown}\n{_WATCH}", "utf-8")
    path = f"{home / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    nvim = ["nvim", "--headless", "--clean", "-u", str(home / "init.lua"), str(PROGRAM)]
    for when in ("the first time", "the next time"):
        environment = {**os.environ, "PATH": path}
        done = subprocess.run(nvim, stdout=subprocess.PIPE, check=True, env=environment)  # noqa: S603
        there, seconds = json.loads(done.stdout)
        if not there:
            raise SystemExit("Neovim shows no hints")
        steps.append((f"open the file, {when}, until its hints are there", seconds))
    return steps


def main() -> None:
    """Print the table."""
    print("| editor | step | seconds |\n| --- | --- | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for editor, steps in (("VS Code", in_vscode()), ("Neovim", in_neovim(Path(folder)))):
            for step, seconds in steps:
                print(f"| {editor} | {step} | {seconds:.1f} |")


if __name__ == "__main__":
    main()
