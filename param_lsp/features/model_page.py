"""The model view: models as one self-contained HTML page, for a panel beside the code and for `report --html`.

The page holds its style and a few lines of script, loads nothing, and takes its colours from the editor where it is
shown in one, else from the reader's light or dark preference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from param_lsp import wording
from param_lsp.features.hint_text import HEAVY
from param_lsp.features.page_assets import SCRIPT, STYLE
from param_lsp.features.sites import share_of
from param_lsp.message import Message, message
from param_lsp.report import Model, Row
from param_lsp.shapes import Count

_SHADES = 6  # of the strip's segments, in turn


@dataclass(frozen=True, slots=True)
class Viewed:
    """A model and where it stands, in words: "train.py:12"."""

    model: Model
    where: str


def page(viewed: Sequence[Viewed], title: str, language: str = "en") -> str:
    """Give the page.

    Arguments:
        viewed: the models in their order; a row carries `data-model` and `data-row`, its indexes here.
        title: of the page.
        language: that its words are in, for screen readers.
    """
    body = "\n".join(_section(index, each) for index, each in enumerate(viewed))
    if not viewed:
        body = f'<p class="note">{_text(message("There is no model here."))}</p>'
    body += f'\n<p class="note way">{_text(message("A click on a row, or Enter, leads to its layer."))}</p>'
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _section(index: int, viewed: Viewed) -> str:
    model = viewed.model
    name = model.variable or model.name or wording.UNKNOWN
    lines = [f'<section aria-labelledby="model-{index}">', f'<h2 id="model-{index}">{escape(name)} ']
    lines.append(f"<small>{escape(model.kind)} · {escape(viewed.where)}</small></h2>")
    lines.append(f'<ul class="totals">{"".join(_fact(*fact) for fact in _facts(model))}</ul>')
    lines.append(_strip(model))
    lines.append(_table(index, model))
    lines += [f'<p class="note">{_text(note)}</p>' for note in _notes(model)]
    return "\n".join([*lines, "</section>"])


def _facts(model: Model) -> Iterable[tuple[str, Message]]:
    totals = model.totals
    if totals is None:
        return
    yield wording.number(totals.params), message("parameters")
    if totals.non_trainable != 0:
        yield wording.number(totals.trainable), message("trainable")
    yield wording.data_size(totals.bytes), message("of weights")
    if totals.training_bytes is not None:
        yield wording.data_size(totals.training_bytes), message("with gradients and optimizer")
    if totals.macs is not None:
        yield wording.number(totals.macs), message("multiply–adds a sample")
    if totals.activation_bytes is not None:
        yield wording.data_size(totals.activation_bytes), message("of outputs a sample")


def _fact(number: str, what: Message) -> str:
    return f"<li><b>{escape(number)}</b> {_text(what)}</li>"


def _strip(model: Model) -> str:
    """Draw where the parameters sit: one strip, a segment for each layer that has any."""
    parts = [
        f'<i style="flex-grow:{share:.4f}" class="shade{number % _SHADES}" '
        f'title="{escape(row.name or row.type)}: {escape(wording.number(row.params or 0))}"></i>'
        for number, row in enumerate(model.rows)
        if (share := share_of(row, model)) > 0
    ]
    return f'<div class="strip" aria-hidden="true">{"".join(parts)}</div>' if len(parts) > 1 else ""


def _table(index: int, model: Model) -> str:
    header = (
        (message("Layer"), ""),
        (message("Output shape"), ""),
        (message("Parameters"), "number"),
        (message("Multiply–adds"), "number"),
        (message("Output memory"), "number"),
    )
    cells = "".join(f'<th scope="col" class="{css}">{_text(text)}</th>' for text, css in header)
    rows = "\n".join(_row(index, number, row, model) for number, row in enumerate(model.rows))
    table = f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f'<div class="wide">{table}</div>'


def _row(index: int, number: int, row: Row, model: Model) -> str:
    share = share_of(row, model)
    css = " ".join(name for name, holds in (("heavy", share >= HEAVY), ("misfit", row.misfit is not None)) if holds)
    shape = f"✗ {row.misfit.short or row.misfit.message}" if row.misfit is not None else wording.shape(row.output_shape)
    params = "" if row.params is None else wording.number(row.params)
    bar = f'<i class="bar" style="--share:{share:.4f}" aria-hidden="true"></i>' if share > 0 else ""
    title = f' title="{escape(f"{row.formula} = {params}")}"' if row.formula is not None else ""
    return (
        # One stop of the Tab key for a table: from its first row, arrows go on.
        f'<tr class="{css}" tabindex="{0 if number == 0 else -1}" data-model="{index}" data-row="{number}">'
        f'<th scope="row">{escape(row.name or wording.UNKNOWN)} <small>{escape(row.type)}</small></th>'
        f"<td>{escape(shape)}</td>"
        f'<td class="number"{title}>{escape(params)}{bar}</td>'
        f'<td class="number">{escape(_cost(row, row.macs, wording.number))}</td>'
        f'<td class="number">{escape(_cost(row, row.activation_bytes, wording.data_size))}</td></tr>'
    )


def _cost(row: Row, count: Count | None, write: object) -> str:
    if row.output_shape is None:
        return ""
    return wording.UNKNOWN if count is None else str(write(count))  # type: ignore[operator]


def _notes(model: Model) -> Iterable[Message]:
    if model.misfit is not None:
        yield message("cannot build: {reason}", reason=model.misfit.message)
        return
    seen = [*model.unknown, *(row.unknown for row in model.rows if row.unknown is not None)]
    for reason in dict.fromkeys(seen if not model.complete else ()):
        yield message("not known: {reason}", reason=reason)


def _text(text: Message) -> str:
    return escape(str(text))
