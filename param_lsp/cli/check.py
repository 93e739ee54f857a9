"""`param-lint check`: the findings of the rules, for people, editors and CI services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from json import dumps

from param_lsp.cli import ci_formats
from param_lsp.cli.found import Found, as_json
from param_lsp.cli.run import Run
from param_lsp.cli.screen import Screen, Style
from param_lsp.cli.status import FINDINGS

_COLOURS: Mapping[str, Style] = {"error": "red", "warning": "yellow", "information": "blue"}
Writer = Callable[[Screen, Iterable[Found]], None]


def check(run: Run, out: Screen, findings: Iterable[Found], output_format: str, *, exit_zero: bool) -> int:
    """Write findings and give the exit status.

    Arguments:
        run: analyses the files while the findings are asked for.
        out: standard output.
        findings: those in the files that `run` analyses.
        output_format: a key of `FORMATS`.
        exit_zero: findings do not change the status; what cannot be read still does.
    """
    counts: Counter[str] = Counter()

    def counted(found: Found) -> Found:
        counts[found.severity] += 1
        counts["fixable"] += found.fixable
        return found

    FORMATS[output_format](out, map(counted, findings))
    if output_format == "full":
        out.line(_closing(counts, run.files))
    if not exit_zero and counts["error"] + counts["warning"]:
        run.raise_status(FINDINGS)
    return run.status


def _concise(out: Screen, findings: Iterable[Found]) -> None:
    for found in findings:
        kind = out.style(f"{found.severity}[{found.rule}]", _COLOURS[found.severity])
        out.line(f"{out.style(str(found.range), 'bold')}: {kind} {_one_line(found.message)}")


def _full(out: Screen, findings: Iterable[Found]) -> None:
    """Write each finding with the line it is about, what Keras will say, and where the shape came from."""
    for found in findings:
        out.line(f"{out.style(f'{found.severity}[{found.rule}]', _COLOURS[found.severity], 'bold')}: {found.message}")
        out.line(f"  {out.style('-->', 'blue')} {found.range}")
        _quote(out, found)
        if found.keras_message and found.keras_message not in found.message:
            for number, line in enumerate(found.keras_message.splitlines()):
                out.line(f"  {'Keras: ' if not number else '       '}{line}")
        for place, said in found.related:
            out.line(f"  {out.style('note', 'cyan')}: {place}: {said}")
        out.line()


def _quote(out: Screen, found: Found) -> None:
    """Draw the line with carets below it; of a finding over several lines, its first."""
    if found.source is None:
        return
    text = found.source.original or found.source.text
    begin = found.start - (found.range.column - 1)
    end = next((place for place in range(begin, len(text)) if text[place] in "\r\n"), len(text))
    line, width = text[begin:end], len(str(found.range.line))
    last = found.range.end_column - 1 if found.range.end_line == found.range.line else len(line)
    start = found.range.column - 1
    bar = out.style("|", "blue")
    carets = "".join("\t" if character == "\t" else " " for character in line[:start]) + "^" * max(1, last - start)
    out.line(f"{out.style(str(found.range.line), 'blue')} {bar} {line}")
    out.line(f"{' ' * width} {bar} {out.style(carets, _COLOURS[found.severity])}")


def _json(out: Screen, findings: Iterable[Found]) -> None:
    out.line(dumps({"version": 1, "findings": [as_json(found) for found in findings]}, indent=2))


def _closing(counts: Counter[str], files: int) -> str:
    of_files = _counted(files, "file", "files")
    parts = [
        _counted(counts[severity], singular, plural)
        for severity, singular, plural in (
            ("error", "error", "errors"),
            ("warning", "warning", "warnings"),
            ("information", "note", "notes"),
        )
        if counts[severity]
    ]
    if not parts:
        return f"Nothing found in {of_files}."
    fixable = f" {counts['fixable']:,} can be fixed with `--fix`." if counts["fixable"] else ""
    return f"{', '.join(parts)} in {of_files}.{fixable}"


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{count:,} {singular if count == 1 else plural}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


FORMATS: Mapping[str, Writer] = {
    "concise": _concise,
    "full": _full,
    "json": _json,
    "github": ci_formats.github,
    "gitlab": ci_formats.gitlab,
    "junit": ci_formats.junit,
    "sarif": ci_formats.sarif,
}
