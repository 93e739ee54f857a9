"""Draws docs/pictures/neovim.svg and emacs.svg: an example in the real editors, run in a terminal.

python docs/screens.py      # with the extra `editor`, Emacs 29 or later, and `param-lint` on the path
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from editors.terminal import Terminal  # noqa: E402 - see above

_NEOVIM = f"""
vim.opt.runtimepath:append("{FOLDER.parent / "editors" / "neovim"}")
vim.o.background, vim.o.termguicolors, vim.o.number, vim.o.showmode, vim.o.ruler = "light", true, false, false, false
vim.lsp.enable("param_lint")
vim.lsp.inlay_hint.enable()
vim.diagnostic.config({{ virtual_text = false }})
vim.api.nvim_set_hl(0, "Normal", {{ fg = "#14161b", bg = "#ffffff" }})
"""
_EMACS = """
(menu-bar-mode -1)
(setq eglot-autoreconnect nil)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((python-mode python-ts-mode) . ("param-lint" "server"))))
(add-hook 'python-mode-hook #'eglot-ensure)
"""


def draw(name: str, command: list[str], typed: dict[str, str], home: Path) -> None:
    """Open the example in an editor, type keys and wait for the text that each should show, and keep the screen."""
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "LC_ALL": "C.UTF-8"}
    environment |= {f"XDG_{kind}_HOME": str(home / kind) for kind in ("STATE", "DATA", "CACHE")}
    with Terminal(command, environment, rows=32, columns=112) as terminal:
        terminal.wait(lambda text: "Σ 931" in text)
        terminal.settle(2)
        for keys, met in typed.items():
            terminal.keys(keys)
            terminal.wait(lambda text, met=met: met in text)  # type: ignore[misc]
            terminal.settle(2)
        (FOLDER / "pictures" / f"{name}.svg").write_text(terminal.svg(), "utf-8")


def main() -> None:
    """Draw both."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        example = home / "flowers" / "iris.py"
        example.parent.mkdir()
        shutil.copy(FOLDER.parent / "examples" / "iris.py", example)
        (home / "init.lua").write_text(_NEOVIM, "utf-8")
        (home / "init.el").write_text(_EMACS, "utf-8")
        neovim = ["nvim", "--clean", "-u", str(home / "init.lua"), str(example)]
        # The model at the top, so that the hover opens below it.
        draw("neovim", neovim, {"/scaler = \rzt/Dense(len\r\x0cK": "kernel"}, home)
        emacs = ["emacs", "-nw", "-Q", "-l", str(home / "init.el"), str(example)]
        # The hover opens once eldoc has asked for it, which the echo area tells.
        draw("emacs", emacs, {"\x13Dense(16\r\x02": "dense_1", "\x08.": "kernel"}, home)


if __name__ == "__main__":
    main()
