"""Reading a TOML file within limits, with the standard library's reader where Python has one (3.11)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from param_lsp.message import Message, message
from param_lsp.workspace import read_beginning

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_toml(path: Path) -> dict[str, Any] | Message | None:
    """Read a TOML file: its tables, what is wrong with it, or None where there is none."""
    if not os.path.isfile(path):
        return None
    file = read_beginning(path)
    if file is None:
        return message("it cannot be read as text")
    if not file.complete:
        return message("it is larger than 1 MB")
    try:
        tables: dict[str, Any] = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return message("it is not TOML: {error}", error=str(error) or type(error).__name__)
    return tables
