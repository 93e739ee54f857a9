"""`param-lint report --html`: the models of some files as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from param_lsp.cli.run import Run
from param_lsp.cli.screen import Screen
from param_lsp.cli.status import FINDINGS, WRONG_USE
from param_lsp.features.model_page import Viewed, page
from param_lsp.message import message


def report(run: Run, out: Screen, error: Screen, paths: Iterable[str], target: str | None) -> int:
    """Write the page and give the exit status: 1 when a model cannot build.

    Arguments:
        run: analyses the files.
        out: standard output, where the page goes without a target.
        error: standard error.
        paths: files, folders, or `-`.
        target: the file to write.
    """
    viewed: list[Viewed] = []
    for analysed in run.analyses(paths):
        for model in analysed.analysis.report.models:
            if model.misfit is not None:
                run.raise_status(FINDINGS)
            viewed.append(Viewed(model, str(analysed.places.range(model.at or model.place))))
    text = page(viewed, "param-lint")
    if target is None:
        out.line(text.rstrip("\n"))
        return run.status
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as problem:
        error.line(str(message("{path} cannot be written: {reason}", path=target, reason=problem.strerror)))
        return WRONG_USE
    return run.status
