"""Running the command in this process, in a folder of its own."""

from dataclasses import dataclass

import pytest

from param_lsp import main


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty project, which is the working folder."""
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def param_lint(folder, capsys):
    """Run `param-lint` with these words."""

    def run(*words):
        try:
            status = main.run(list(words))
        except SystemExit as end:
            status = end.code
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run
