"""The record of what the programs' names hold is that of the libraries as they are now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.oracle
pytest.importorskip("pandas")
pytest.importorskip("sklearn")

from tests.libraries.record_programs import RECORD, recorded  # noqa: E402


def test_the_record_is_what_the_libraries_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """To be written anew with `record_programs.py` when a library changes what it gives."""
    monkeypatch.chdir(Path(__file__).parent)
    assert recorded() == json.loads(RECORD.read_text("utf-8"))
