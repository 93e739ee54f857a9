"""Tells what the translations lack: `python tools/translations.py` lists templates that a language has no words for.

`--write` adds them to the file with an empty translation, which counts as missing, and takes out what no code says.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from param_lsp.languages import ENGLISH, languages, translations

PACKAGE = Path(__file__).parents[1] / "param_lsp"
_MAKERS = {"message": 0, "unknown": 0}  # function or method → where the template stands, or behind node and frame


@cache
def templates() -> dict[str, str]:
    """Find every template that the code writes out: template → the file that has it first."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for template in _templates_of(ast.parse(path.read_text("utf-8"))):
            found.setdefault(template, path.relative_to(PACKAGE).as_posix())
    return found


def _templates_of(tree: ast.AST) -> Iterator[str]:
    assigned: dict[str, list[ast.expr]] = {}  # one name may hold several templates, one after the other
    for node in ast.walk(tree):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and node.value is not None:
            assigned.setdefault(target.id, []).append(node.value)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
        if name == "Rule":  # its summary is for lists in editors, too
            yield from (text for each in node.keywords if each.arg == "summary" for text in _texts(each.value))
        if name == "counted":  # `catalogue.words.counted(count, "filter", "filters")`
            yield from (f"{{count}} {text}" for noun in node.args[1:] for text in _texts(noun))
        if name not in _MAKERS:
            continue
        for argument in node.args[:3]:
            given = assigned.get(argument.id, []) if isinstance(argument, ast.Name) else [argument]
            texts = [text for each in given for text in _texts(each)]
            if texts:
                yield from texts
                break


def _texts(node: ast.AST) -> Iterator[str]:
    """Give the texts that an expression may be: a literal, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def unreadable() -> list[str]:
    """List the calls whose template is put together when the code runs, so that nobody can translate it."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        passing = {
            id(call)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef) and function.name in (*_MAKERS, "counted")
            for call in ast.walk(function)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                made = node.args[0] if node.args else None
                if id(node) not in passing and not isinstance(made, ast.Constant | ast.IfExp | ast.Name):
                    found.append(f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}")
    return found


def holes(template: str) -> set[str]:
    """Give the names in braces."""
    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name}
    except ValueError:
        return set()  # braces as they are


def missing(language: str) -> list[str]:
    """List the templates that a language has no translation of."""
    known = translations(language)
    return [template for template in templates() if not known.get(template)]


def wrong(language: str) -> list[str]:
    """List the translations whose holes are not the template's."""
    known = translations(language)
    return [template for template, text in known.items() if text and holes(template) != holes(text)]


def write(language: str) -> None:
    """Put the missing templates into a language's file, ordered as the code has them, and drop the others."""
    known = translations(language)
    path = PACKAGE / "languages" / f"{language}.json"
    entries = {template: known.get(template, "") for template in templates()}
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for each in languages():
        if each == ENGLISH:
            continue
        if "--write" in sys.argv[1:]:
            write(each)
        lacking = missing(each)
        print(f"{each}: {len(templates()) - len(lacking)} of {len(templates())} templates translated")
        for template in (*lacking, *wrong(each)):
            print(f"  {template}")
