"""Alternatives in hovers: what a model or layer is in each case, where tests that are not known decide on it."""

from __future__ import annotations

from collections.abc import Iterator

from param_lsp import wording
from param_lsp.features.blocks import Block, Table, Text
from param_lsp.features.sites import LayerSite
from param_lsp.message import Message, message
from param_lsp.report import Alternative, Model, Report, Row


def of_model(model: Model) -> list[Block]:
    """List the alternatives of a model with their totals."""
    blocks: list[Block] = []
    if model.when is not None:
        blocks.append(Text(message("Made only when {when}.", when=model.when)))
    if model.alternatives:
        cells = tuple((each.when, _total(each.model), _layers(each.model)) for each in model.alternatives)
        blocks.append(Table((message("when"), message("parameters"), ""), cells, numbers=(1,)))
    return blocks


def of_layer(report: Report, site: LayerSite) -> list[Block]:
    """Tell when a layer is there, and what it is in each alternative where that differs."""
    first = site.calls[0][0]
    blocks: list[Block] = []
    if first.when is not None:
        blocks.append(Text(message("There only when {when}.", when=first.when)))
    repeats = next((row.repeats for call in site.calls for row in call if row.repeats is not None), None)
    if repeats is not None:
        blocks.append(Text(message("It is made {repeats}.", repeats=repeats)))
    cases = list(_cases(report, first))
    if len({(row.output_shape, row.params) for _, row in cases}) > 1:
        cells = tuple(
            (each.when, wording.shape(row.output_shape), "" if row.params is None else wording.number(row.params))
            for each, row in cases
        )
        blocks.append(Table((message("when"), message("shape"), message("parameters")), cells, numbers=(2,)))
    return blocks


def in_words(model: Model) -> Iterator[Message]:
    """Say, a line each, which rows are there in some cases only, and what the totals then are."""
    if model.when is not None:
        yield message("made only when {when}", when=model.when)
    for row in model.rows:
        if row.when is not None:
            yield message("{layer} is there only when {when}", layer=row.name or row.type, when=row.when)
        if row.repeats is not None:
            yield message("{layer} is made {repeats}", layer=row.name or row.type, repeats=row.repeats)
    for each in model.alternatives:
        total, layers = _total(each.model), _layers(each.model)
        yield message("when {when}: {total} params, {layers}", when=each.when, total=total, layers=layers)


def _cases(report: Report, row: Row) -> Iterator[tuple[Alternative, Row]]:
    """Give a row as it is in each alternative in which it is there."""
    for model in report.models:
        if model.at is not None or row not in model.rows:
            continue
        for alternative in model.alternatives:
            same = (each for each in alternative.model.rows if each.place == row.place and each.path == row.path)
            found = next(same, None)
            if found is not None:
                yield alternative, found


def _total(model: Model) -> str:
    return wording.UNKNOWN if model.totals is None else wording.number(model.totals.params)


def _layers(model: Model) -> Message:
    if model.misfit is not None:
        return message("✗ {problem}", problem=model.misfit.short or model.misfit.message)
    return message("1 layer") if len(model.rows) == 1 else message("{count} layers", count=len(model.rows))
