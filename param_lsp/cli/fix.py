"""`check --fix` and `check --diff`: every certain fix made in the files, or shown as a unified diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from param_lsp.cli.places import Places
from param_lsp.cli.run import Analysed, Run
from param_lsp.cli.screen import Screen, Style
from param_lsp.cli.status import FINDINGS, WRONG_USE
from param_lsp.cli.write import Changed, replace_contents
from param_lsp.message import message
from param_lsp.repair import Offer
from param_lsp.source.read import SourceError
from param_lsp.source.rewrite import rewritten
from param_lsp.source.source import Source


def diff(run: Run, out: Screen, paths: Iterable[str], *, exit_zero: bool) -> int:
    """Write what `--fix` would change; status 1 when it would change anything."""
    for analysed in run.analyses(paths):
        if analysed.repaired is None or not _new_bytes(run, analysed):
            continue
        for line in _diff(analysed.analysis.source, analysed.repaired.analysis.source):
            out.line(out.style(line, *_style(line)))
        if not exit_zero:
            run.raise_status(FINDINGS)
    return run.status


def fixed(run: Run, out: Screen, said: Screen, paths: Iterable[str]) -> Iterator[Analysed]:
    """Fix files and give what is left of each; what was fixed is told on `said`, one line each.

    Arguments:
        run: analyses the files.
        out: where standard input goes when it is fixed.
        said: where the fixes are told.
        paths: files, folders or `-`.
    """
    for analysed in run.analyses(paths):
        yield _fixed(run, out, said, analysed)


def _fixed(run: Run, out: Screen, said: Screen, analysed: Analysed) -> Analysed:
    new = _new_bytes(run, analysed)
    if analysed.is_stdin:
        out.raw(new or analysed.data)
    if analysed.repaired is None or new is None:
        return analysed
    if not analysed.is_stdin:
        try:
            replace_contents(analysed.path, analysed.data, new)
        except Changed:
            run.complain(WRONG_USE, analysed.path, message("it was changed while it was analysed; nothing was fixed"))
            return analysed
        except OSError as error:
            reason = error.strerror or str(error)
            run.complain(WRONG_USE, analysed.path, message("it cannot be written: {reason}", reason=reason))
            return analysed
    for offer in analysed.repaired.made:
        said.line(_told(said, analysed.places, offer))
    repaired = analysed.repaired.analysis
    return Analysed(analysed.path, repaired, Places(repaired.source), new, is_stdin=analysed.is_stdin)


def _told(said: Screen, places: Places, offer: Offer) -> str:
    where = said.style(str(places.range(offer.finding.place)), "bold")
    return f"{where}: {said.style(f'fixed[{offer.finding.rule}]', 'green')} {offer.fix.title}"


def _new_bytes(run: Run, analysed: Analysed) -> bytes | None:
    """Give what the file should hold; None when nothing is to be fixed, or when it cannot hold it."""
    if analysed.repaired is None or not analysed.repaired.made:
        return None
    try:
        return rewritten(analysed.data, analysed.analysis.source, analysed.repaired.analysis.source)
    except SourceError as problem:
        run.complain(WRONG_USE, analysed.path, problem.reason)
        return None


def _diff(before: Source, after: Source) -> Iterator[str]:
    """Give the lines of a unified diff; one for each cell of a notebook that differs."""
    if not before.cells:
        yield from _lines(before.path, _text(before), _text(after))
        return
    for old, new in zip(before.cells, after.cells, strict=True):
        was, now = _text(before)[old.start : old.end], _text(after)[new.start : new.end]
        yield from _lines(f"{before.path}:cell {old.index + 1}", was, now)


def _text(source: Source) -> str:
    return source.text if source.original is None else source.original


def _lines(path: str, before: str, after: str) -> Iterator[str]:
    if before == after:
        return
    for line in unified_diff(_split(before), _split(after), f"a/{path}", f"b/{path}"):
        yield line.rstrip("\r\n")
        if not line.endswith(("\n", "\r")):
            yield "\\ No newline at end of file"


def _split(text: str) -> list[str]:
    """Split at line breaks alone: a form feed or U+2028 breaks no line of a program."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _style(line: str) -> tuple[Style, ...]:
    if line.startswith(("---", "+++")):
        return ("bold",)
    styles: dict[str, tuple[Style, ...]] = {"+": ("green",), "-": ("red",), "@": ("cyan",)}
    return styles.get(line[:1], ())
