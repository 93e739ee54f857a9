"""Hovers: the smallest layer, model or name at a place, explained in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from param_lsp.analysis import Analysis
from param_lsp.features.blocks import Block, Code, Heading, Text
from param_lsp.features.hint_text import layer_text, line_text, model_text
from param_lsp.features.hover_layer import MOST_LISTED, explain_created, explain_input, explain_layer, explain_line
from param_lsp.features.hover_model import explain_model, explain_site
from param_lsp.features.inlay_hints import InlayHint
from param_lsp.features.quoting import quoted
from param_lsp.features.sites import LayerSite, LineSite, ModelSite, layer_sites, model_sites
from param_lsp.message import message
from param_lsp.report import Created, Known, Model, Report
from param_lsp.shapes import ShapeTree
from param_lsp.spans import Span

Subject = LayerSite | ModelSite | Known | Created


@dataclass(frozen=True, slots=True)
class Hover:
    """What to show, and the expression that it is about."""

    span: Span
    blocks: tuple[Block, ...]


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """Explain the smallest expression at `offset` that is a layer, a model or a name whose value is known."""
    report = analysis.report
    subjects: list[Subject] = [
        known
        for known in report.known
        if known.span.contains(offset) and (known.text is not None or _held_model(analysis, known) is not None)
    ]
    subjects += model_sites(report)  # of a model that is a layer of another one: its totals say more than its row
    subjects += layer_sites(report, Span(offset, offset))
    subjects += [
        layer
        for layer in report.created
        if layer.place.path == report.path and layer.place.span.contains(offset)  # before what looks at all rows
        if layer.reason or layer.misfit or _input_shape(report, layer) is not None
    ]
    touched = [subject for subject in subjects if _span(subject).contains(offset)]
    if not touched:
        return None
    subject = min(touched, key=lambda subject: _span(subject).end - _span(subject).start)
    blocks = _blocks(analysis, subject)
    return Hover(_span(subject), tuple(blocks)) if blocks else None


def explain_hint(analysis: Analysis, hint: InlayHint) -> tuple[Block, ...]:
    """Give the full text of a hint and what its hover says."""
    site = hint.site
    if isinstance(site, Created):
        return tuple(explain_created(site))
    if isinstance(site, LineSite):
        return (Code(line_text(site)), explain_line(site))
    full = layer_text(site, steps=MOST_LISTED) if isinstance(site, LayerSite) else model_text(site)
    return (Code(full), *_blocks(analysis, site))


def _span(subject: Subject) -> Span:
    return subject.place.span if isinstance(subject, Created) else subject.span


def _blocks(analysis: Analysis, subject: Subject) -> list[Block]:
    if isinstance(subject, Known):
        return _known(analysis, subject)
    if isinstance(subject, Created):
        shape = _input_shape(analysis.report, subject)
        return explain_created(subject) if shape is None else explain_input(subject.name, shape)
    if isinstance(subject, LayerSite):
        return explain_layer(analysis, subject)
    return explain_site(subject, analysis.settings.batch_size) + _version(analysis)


def _input_shape(report: Report, layer: Created) -> ShapeTree | None:
    """Give the shape of a Sequential's `Input`, which has no row of its own."""
    if layer.type != "InputLayer" or layer.reason is not None or layer.misfit is not None:
        return None
    rows = (row for model in report.models for row in model.rows if row.shape_from == layer.place)
    return next((row.input_shape for row in rows), None)


def _version(analysis: Analysis) -> list[Block]:
    """Say which Keras the numbers are of, where it is not today's or was chosen."""
    report = analysis.report
    if report.keras_reason is None:
        return []
    return [Text(message("Read as Keras {version}: {reason}.", version=report.keras, reason=report.keras_reason))]


def _known(analysis: Analysis, known: Known) -> list[Block]:
    """Explain a name: the data that it holds, or the model, as it ends."""
    model = _held_model(analysis, known)
    if model is None:
        return [Heading(known.name), Text(known.text or "")]
    made = message("Made by {code}.", code=quoted(analysis, model.place))
    return [*explain_model(model, known.name, analysis.settings.batch_size), Text(made), *_version(analysis)]


def _held_model(analysis: Analysis, known: Known) -> Model | None:
    if known.made is None:
        return None
    models = [model for model in analysis.report.models if (model.place, model.path) == known.made]
    return next((model for model in models if model.at is None), None)
