"""Findings as CI services read them: GitHub annotations, GitLab Code Quality, JUnit XML, SARIF 2.1.0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from json import dumps
from pathlib import PurePath
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from param_lsp import __version__
from param_lsp.cli.found import Found
from param_lsp.cli.places import Range
from param_lsp.cli.screen import Screen
from param_lsp.rules import all_rules

_GITHUB = {"error": "error", "warning": "warning", "information": "notice"}
_GITLAB = {"error": "major", "warning": "minor", "information": "info"}
_SARIF = {"error": "error", "warning": "warning", "information": "note"}


def github(out: Screen, findings: Iterable[Found]) -> None:
    """Write workflow commands, which GitHub draws beside the changed lines."""
    for found in findings:
        place = found.range
        where: dict[str, str | int] = {"title": f"param-lint ({found.rule})", "file": _posix(place.path)}
        if place.cell is None:  # a line within a cell is no line of the file
            where |= {"line": place.line, "col": place.column, "endLine": place.end_line, "endColumn": place.end_column}
        values = ",".join(f"{name}={_command_value(str(value))}" for name, value in where.items())
        out.line(f"::{_GITHUB[found.severity]} {values}::{_command_text(f'{place}: {_described(found)}')}")


def gitlab(out: Screen, findings: Iterable[Found]) -> None:
    """Write a Code Quality report; a fingerprint stays the same when lines above a finding come or go."""
    entries: list[Mapping[str, object]] = []
    seen: Counter[str] = Counter()
    for found in findings:
        same = f"{_posix(found.range.path)}\n{found.rule}\n{found.message}"
        seen[same] += 1
        entries.append(
            {
                "description": f"{_cell(found)}{_described(found)}",
                "check_name": found.rule,
                "fingerprint": sha256(f"{same}\n{seen[same]}".encode("utf-8", "replace")).hexdigest(),
                "severity": _GITLAB[found.severity],
                "location": {"path": _posix(found.range.path), "lines": {"begin": found.range.line}},
            }
        )
    out.line(dumps(entries, indent=2))


def junit(out: Screen, findings: Iterable[Found]) -> None:
    """Write one test suite a file, with a failed case for each error or warning."""
    files: dict[str, list[Found]] = {}
    for found in findings:
        if found.severity != "information":
            files.setdefault(found.range.path, []).append(found)
    total = sum(map(len, files.values()))
    out.line('<?xml version="1.0" encoding="utf-8"?>')
    out.line(f'<testsuites name="param-lint" tests="{total}" failures="{total}" errors="0">')
    for path, found_there in files.items():
        count = len(found_there)
        out.line(f'  <testsuite name={_attribute(path)} tests="{count}" failures="{count}" errors="0">')
        for found in found_there:
            name = _attribute(f"{found.rule} ({found.range})")
            out.line(f"    <testcase name={name} classname={_attribute(path)} line={_attribute(found.range.line)}>")
            message = _attribute(found.message)
            failure = f"<failure message={message} type={_attribute(found.rule)}>{_text(_described(found))}</failure>"
            out.line(f"      {failure}")
            out.line("    </testcase>")
        out.line("  </testsuite>")
    out.line("</testsuites>")


def sarif(out: Screen, findings: Iterable[Found]) -> None:
    """Write a SARIF 2.1.0 log, as code scanning services take it."""
    results = [_sarif_result(found) for found in findings]
    rules = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.page.strip()},
            "defaultConfiguration": {"level": _SARIF[rule.severity]},
        }
        for rule in all_rules()
    ]
    driver = {"name": "param-lint", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    out.line(dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2))


def _sarif_result(found: Found) -> Mapping[str, object]:
    return {
        "ruleId": found.rule,
        "level": _SARIF[found.severity],
        "message": {"text": f"{_cell(found)}{_described(found)}"},
        "locations": [_sarif_location(found.range)],
        "relatedLocations": [{**_sarif_location(place), "message": {"text": said}} for place, said in found.related],
    }


def _sarif_location(place: Range) -> Mapping[str, object]:
    uri = quote(_posix(place.path).encode("utf-8", "surrogateescape"))
    physical: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if place.cell is None:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return {"physicalLocation": physical}


def _described(found: Found) -> str:
    said = found.keras_message if found.keras_message and found.keras_message not in found.message else None
    return f"{found.message}\nKeras: {said}" if said else found.message


def _cell(found: Found) -> str:
    """Name the cell in the text, where a format knows only files and lines."""
    return "" if found.range.cell is None else f"cell {found.range.cell + 1}, line {found.range.line}: "


def _posix(path: str) -> str:
    return PurePath(path).as_posix()


def _command_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _command_value(text: str) -> str:
    return _command_text(text).replace(":", "%3A").replace(",", "%2C")


def _attribute(value: object) -> str:
    return _ascii(quoteattr(_xml(str(value))))


def _text(text: str) -> str:
    return _ascii(escape(_xml(text)))


def _ascii(markup: str) -> str:
    """Write other characters as references, so that the output's encoding does not matter."""
    return markup.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _xml(text: str) -> str:
    """Leave out the characters that XML 1.0 has no way to write: controls, and halves of surrogate pairs."""
    return "".join(c if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff") else "\ufffd" for c in text)
