"""`param-lint layers [NAME]`: the catalogue for people, and the page of the documentation made from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from json import dumps
from typing import Any

from param_lsp.analysis import LayerPage, Shown, layer_page, layer_pages, nearest_layer
from param_lsp.cli.screen import Screen
from param_lsp.cli.status import FINE, WRONG_USE
from param_lsp.message import message

_HEAD = """\
# Layers

What `param-lint layers NAME` says of each layer: an input whose sizes are letters, the weights, and what comes out.
Arguments that are not written keep Keras's defaults. This page is generated: `python docs/generate.py`.

"""
_OLDER_HEAD = """\
## Keras 1 and 2 names

Where a file means an older Keras (see the setting [keras-version](settings.md)), these names are understood.

"""


def show_layer(name: str, output_format: str, out: Screen, error: Screen) -> int:
    """Write what the catalogue knows of a layer; for a name that is none, the nearest one on standard error."""
    page = layer_page(name)
    if page is None:
        near = nearest_layer(name)
        said = message("there is no layer {name}", name=repr(name))
        hint = message("; did you mean {near}?", near=repr(near)) if near else message("; see `param-lint layers`")
        error.line(f"{said}{hint}")
        return WRONG_USE
    if output_format == "json":
        out.line(dumps({"version": 1, "layers": [_entry(page)]}, indent=2, ensure_ascii=False))
        return FINE
    if output_format == "markdown":
        out.line(_section(page, "#").rstrip())
        return FINE
    for line in _lines(page, out):
        out.line(line)
    return FINE


def list_layers(output_format: str, out: Screen) -> int:
    """Write all layers by family, a line for each."""
    if output_format == "json":
        entries = [_entry(page) for page in layer_pages()]
        out.line(dumps({"version": 1, "layers": entries}, indent=2, ensure_ascii=False))
        return FINE
    if output_format == "markdown":
        out.line(layers_page().rstrip())
        return FINE
    pages = layer_pages()
    width = max(len(page.name) for page in pages)
    for place, (family, members) in enumerate(groupby(pages, key=lambda page: page.family)):
        if place:
            out.line("")
        out.line(out.style(family, "bold"))
        for page in members:
            out.line(f"  {page.name.ljust(width)}  {_rank(page):<14}  {_holds(page)}")
    return FINE


def layers_page() -> str:
    """Give the documentation's page of layers, with the table of older names."""
    parts = [_HEAD]
    for family, members in groupby(layer_pages(), key=lambda page: page.family):
        parts.append(f"## {family.capitalize()}\n\n")
        parts += [_section(page, "###") + "\n" for page in members]
    return "".join(parts) + _OLDER_HEAD + "".join(_older_table())


def _lines(page: LayerPage, out: Screen) -> Iterator[str]:
    yield out.style(_signature(page), "bold")
    if page.summary:
        yield page.summary
    if page.removed_in is not None:
        yield _removed(page)
    yield ""
    shown = page.general
    if page.aliases:
        yield f"other names  {', '.join(page.aliases)}"
    yield f"rank         {page.rank}"
    yield f"written      {shown.call}"
    yield f"input        {shown.input}"
    yield f"output       {_output(shown)}"
    width = max((len(weight.name) for weight in shown.weights), default=0)
    for place, weight in enumerate(shown.weights):
        frozen = "" if weight.trainable else "  not trainable"
        yield f"{'' if place else 'weights':<13}{weight.name.ljust(width)}  {weight.shape}{frozen}"
    if shown.weights:
        yield f"parameters   {_count(shown)}"
    example = page.example
    if example.output is not None:
        yield f"example      {example.call} on {example.input} gives {example.output}: {_counted(example)}"
    for place, (old, new) in enumerate(page.older_names):
        yield f"{'' if place else 'Keras 1':<13}{old} is {new} today"


def _signature(page: LayerPage) -> str:
    plain = [name if default is None else f"{name}={default}" for name, default in page.parameters]
    if page.keyword_only:
        plain.insert(len(plain) - page.keyword_only, "*")
    return f"{page.name}({', '.join([*plain, *(['**kwargs'] if page.base_keywords else [])])})"


def _removed(page: LayerPage) -> str:
    instead = message("; write {layer} today", layer=page.instead) if page.instead is not None else ""
    return f"{message('Keras {version} no longer has it', version=page.removed_in)}{instead}"


def _rank(page: LayerPage) -> str:
    return f"rank {page.rank}" if page.rank != "any" else "any rank"


def _holds(page: LayerPage) -> str:
    if page.general.output is None:
        return str(page.general.why)
    return _count(page.general) if page.general.weights else "no weights"


def _output(shown: Shown) -> str:
    return shown.output if shown.output is not None else f"unknown: {shown.why}"


def _count(shown: Shown) -> str:
    return shown.formula or shown.params or "unknown"


def _counted(shown: Shown) -> str:
    both = f"{shown.formula} = {shown.params}" if shown.formula is not None else shown.params
    return both or "unknown"


def _section(page: LayerPage, mark: str) -> str:
    """Give a layer as Markdown."""
    shown, example = page.general, page.example
    lines = [f"{mark} {page.name}", "", *([page.summary, ""] if page.summary else [])]
    lines += ["```python", *_wrapped(_signature(page)), "```", ""]
    if page.removed_in is not None:
        lines.append(f"- {_removed(page)}.")
    if page.aliases:
        lines.append(f"- other names: {', '.join(f'`{alias}`' for alias in page.aliases)}")
    lines.append(f"- accepts: {_rank(page)}")
    lines.append(f"- `{shown.call}` on `{shown.input}` gives `{shown.output}`" if shown.output else f"- {shown.why}")
    for weight in shown.weights:
        lines.append(f"- weight `{weight.name}` `{weight.shape}`{'' if weight.trainable else ', not trainable'}")
    if shown.weights:
        lines.append(f"- parameters: {_count(shown)}")
    if example.output is not None:
        lines.append(f"- example: `{example.call}` on `{example.input}` gives `{example.output}`: {_counted(example)}")
    return "\n".join(lines) + "\n"


def _wrapped(signature: str, width: int = 110) -> list[str]:
    """Break a signature at its commas so that a page need not be scrolled sideways."""
    lines = [""]
    for part in signature.split(", "):
        piece = f"{part}, "
        if lines[-1] and len(lines[-1]) + len(piece) > width:
            lines.append("    ")
        lines[-1] += piece
    return [line.rstrip() for line in [*lines[:-1], lines[-1].removesuffix(", ")]]


def _older_table() -> Iterator[str]:
    yield "| layer | older Keras | Keras 3 |\n| --- | --- | --- |\n"
    for page in layer_pages():
        if page.removed_in is not None:
            instead = f"`{page.instead}`" if page.instead is not None else "gone"
            for name in (page.name, *page.aliases):
                yield f"| `{name}` | the class | {instead} |\n"
        for alias in page.aliases:
            if page.removed_in is None and "Convolution" in alias:
                yield f"| `{page.name}` | `{alias}` | `{page.name}`; the old name is still taken |\n"
        for old, new in page.older_names:
            yield f"| `{page.name}` | `{old}` | `{new}` |\n"


def _entry(page: LayerPage) -> dict[str, Any]:
    entry = asdict(page)
    for name in ("general", "example"):
        why = getattr(page, name).why
        entry[name]["why"] = None if why is None else str(why)
    entry["parameters"] = [{"name": name, "default": default} for name, default in page.parameters]
    entry["older_names"] = dict(page.older_names)
    return entry
