"""The command `param-lint` of this checkout, in a folder for PATH: editors start it as their pages say."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SCRIPT = """\
#!{python}
import sys
sys.path.insert(0, {root!r})
from param_lsp.main import main
sys.exit(main())
"""


def install_command(folder: Path) -> str:
    """Write the command into a folder, and give a PATH that begins with it."""
    folder.mkdir(parents=True, exist_ok=True)
    command = folder / "param-lint"
    command.write_text(_SCRIPT.format(python=sys.executable, root=str(ROOT)), "utf-8")
    command.chmod(0o755)
    beside = Path(sys.executable).parent  # the editors and servers that the extra `editor` brings
    return os.pathsep.join([str(folder), str(beside), os.environ.get("PATH", "")])
