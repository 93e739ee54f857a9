"""Hovers: a layer, a model or a name that holds data, explained in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from param_lsp import wording
from param_lsp.analysis import Analysis
from param_lsp.features.blocks import Block, Code, Heading, Table, Text
from param_lsp.features.hint_text import layer_text, model_text
from param_lsp.features.inlay_hints import InlayHint
from param_lsp.features.sites import LayerSite, ModelSite, layer_sites, model_sites
from param_lsp.message import Message, message
from param_lsp.report import Created, Known, Model, Row
from param_lsp.spans import Place, Span
from param_lsp.values import ModelValue

_OTHERS = 12  # further calls of a builder, or steps of a loop, that are listed
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
        known for known in report.known if known.text is not None or _held_model(analysis, known) is not None
    ]
    subjects += layer_sites(report, Span(offset, offset))
    subjects += model_sites(report)
    subjects += [
        layer for layer in report.created if layer.place.path == report.path and (layer.reason or layer.misfit)
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
        return tuple(_lonely(site))
    full = layer_text(site, steps=_OTHERS) if isinstance(site, LayerSite) else model_text(site)
    return (Code(full), *_blocks(analysis, site))


def _span(subject: Subject) -> Span:
    return subject.place.span if isinstance(subject, Created) else subject.span


def _blocks(analysis: Analysis, subject: Subject) -> list[Block]:
    if isinstance(subject, Known):
        return _known(analysis, subject)
    if isinstance(subject, Created):
        return _lonely(subject)
    if isinstance(subject, LayerSite):
        return _layer(analysis, subject)
    return _model(subject) + _version(analysis)


def _version(analysis: Analysis) -> list[Block]:
    """Say which Keras the numbers are of, where it is not today's or was chosen."""
    reason = analysis.report.keras_reason
    return [] if reason is None else [Text(f"Read as Keras {analysis.report.keras}: {reason}.")]


# -- names -----------------------------------------------------------------------------------------------------------


def _known(analysis: Analysis, known: Known) -> list[Block]:
    """Explain a name: the data that it holds, or the model, as it ends."""
    model = _held_model(analysis, known)
    if model is None:
        return [Heading(known.name), Text(str(known.text))]
    made = message("Made by {code}.", code=_quoted(analysis, model.place))
    return [*_one_model(model, known.name), Text(str(made)), *_version(analysis)]


def _held_model(analysis: Analysis, known: Known) -> Model | None:
    if not isinstance(known.value, ModelValue):
        return None
    made = known.value.place, known.value.path
    models = [model for model in analysis.report.models if (model.place, model.path) == made]
    return next((model for model in models if model.at is None), None)


# -- layers ----------------------------------------------------------------------------------------------------------


def _layer(analysis: Analysis, site: LayerSite) -> list[Block]:
    rows = [row for call in site.calls for row in call]
    first, others = rows[0], rows[1:]
    blocks: list[Block] = [Heading(first.name or "", first.type)]
    if first.misfit is not None:
        blocks += [Text(f"✗ {first.misfit.message}"), Text(f"Keras: {first.misfit.keras_message}")]
    if first.output_shape is not None and first.misfit is None:
        blocks.append(Code(f"{wording.shape(first.input_shape)} → {wording.shape(first.output_shape)}"))
    elif first.input_shape is not None:
        blocks.append(Code(f"input {wording.shape(first.input_shape)}"))
    blocks += [Text(str(words)) for words in first.words]
    blocks += _parameters(first)
    blocks += [Text(str(step)) for step in first.steps]
    blocks += _cost(first)
    if first.shape_from is not None:
        blocks.append(Text(f"Input shape from {_quoted(analysis, first.shape_from)}."))
    if first.unknown is not None:
        blocks.append(Text(f"Unknown: {first.unknown}"))
    elif first.output_shape is None and first.misfit is None:
        blocks.append(Text("Not built: Keras builds it when the shape of its input is known."))
    blocks += [Text(str(mark)) for mark in first.marks]
    blocks += _rests_on(site.assumed)
    if others:
        blocks.append(_others(site))
    return blocks


def _parameters(row: Row) -> list[Block]:
    if row.params is None:
        return []
    if not row.weights:
        return [Text("No parameters.")] if row.params == 0 else [Text(f"{wording.number(row.params)} parameters.")]
    blocks: list[Block] = []
    if row.formula is not None and not row.words:
        blocks.append(Text(f"{row.formula} = {wording.number(row.params)} parameters"))
    cells = tuple(
        (
            weight.name,
            wording.shape(weight.shape),
            wording.number(weight.params),
            "trainable" if weight.trainable else "not trainable",
        )
        for weight in row.weights
    )
    blocks.append(Table(("weight", "shape", "parameters", ""), cells, numbers=(2,)))
    if not row.new_weights:
        blocks.append(Text("Its weights are shared with an earlier layer and counted there."))
    return blocks


def _cost(row: Row) -> list[Block]:
    """Say what one sample costs: multiply–adds, and the memory of the output."""
    memory = wording.data_size(row.activation_bytes) if row.activation_bytes is not None else wording.UNKNOWN
    if memory == wording.UNKNOWN:
        return []
    if row.macs is None or row.macs == 0:
        return [Text(str(message("Its output takes {memory} a sample.", memory=memory)))]
    values = {"macs": wording.number(row.macs), "memory": memory}
    return [Text(str(message("{macs} multiply–adds a sample; its output takes {memory}.", **values)))]


def _others(site: LayerSite) -> Block:
    """List what the other steps of a loop, or the other calls of a builder, made here."""
    rows = [row for call in site.calls for row in call]
    cells = tuple(
        (row.name or "", wording.shape(row.output_shape), wording.number(row.params) if row.params is not None else "")
        for row in rows[:_OTHERS]
    )
    if len(rows) > _OTHERS:
        cells += (("…", f"{len(rows) - _OTHERS} more", ""),)
    return Table((f"made here {len(rows)} times", "shape", "parameters"), cells, numbers=(2,))


def _lonely(layer: Created) -> list[Block]:
    blocks: list[Block] = [Heading(layer.name or "", layer.type)]
    if layer.misfit is not None:
        blocks += [Text(f"✗ {layer.misfit.message}"), Text(f"Keras: {layer.misfit.keras_message}")]
    if layer.reason is not None:
        blocks.append(Text(f"Unknown: {layer.reason}"))
    return blocks


def _quoted(analysis: Analysis, place: Place) -> str:
    """Name a place by its code and line: `Input((28, 28, 1))`, line 3."""
    if place.path != analysis.source.path:
        return place.path.replace("\\", "/").rpartition("/")[2]
    code = " ".join(analysis.source.text[place.span.start : place.span.end].split())
    code = code if len(code) <= 60 else code[:57] + "…"
    position = analysis.source.position(place.span.start)
    where = f"line {position.line + 1}" if position.cell is None else f"cell {position.cell.index + 1}"
    return f"{code} ({where})"


# -- models ----------------------------------------------------------------------------------------------------------


def _model(site: ModelSite) -> list[Block]:
    models = [model for call in site.calls for model in call]
    blocks = _one_model(models[0])
    if models[1:]:
        cells = tuple(
            (model.name or "", wording.number(model.totals.params) if model.totals is not None else wording.UNKNOWN)
            for model in models[:_OTHERS]
        )
        blocks.append(Table((f"made here {len(models)} times", "parameters"), cells, numbers=(1,)))
    return blocks


def _one_model(model: Model, called: str | None = None) -> list[Block]:
    name = called or model.name or model.variable or ""
    blocks: list[Block] = [Heading(name, f"{model.kind} model, {_layers(model)}")]
    if model.input_shape is not None and model.output_shape is not None:
        blocks.append(Code(f"{wording.shape(model.input_shape)} → {wording.shape(model.output_shape)}"))
    if model.misfit is not None:
        blocks.append(Text(f"✗ {model.misfit.message}"))
    if model.totals is not None:
        totals = model.totals
        rows = [
            ("parameters", wording.number(totals.params), wording.data_size(totals.bytes)),
            ("trainable", wording.number(totals.trainable), ""),
            ("non-trainable", wording.number(totals.non_trainable), ""),
        ]
        if totals.optimizer_params is not None:
            rows.append(("optimizer, after a fit", wording.number(totals.optimizer_params), ""))
        if totals.training_bytes is not None:
            rows.append(("weights, gradients and optimizer", "", wording.data_size(totals.training_bytes)))
        if totals.macs is not None:
            rows.append(("multiply–adds a sample", wording.number(totals.macs), ""))
        if totals.activation_bytes is not None:
            rows.append(("outputs of all layers, a sample", "", wording.data_size(totals.activation_bytes)))
        blocks.append(Table(("total", "number", "memory"), tuple(rows), numbers=(1, 2)))
    elif not model.built and model.misfit is None and not model.unknown:
        blocks.append(Text("Not built: nothing says what the shape of its input is."))
    told = model.misfit.message if model.misfit is not None else None
    blocks += [Text(f"Unknown: {reason}") for reason in model.unknown if reason != told]
    return blocks + _rests_on(model.assumed)


def _rests_on(assumed: tuple[Message, ...]) -> list[Block]:
    """Say what saved outputs showed: they may be older than the code above them."""
    if not assumed:
        return []
    said = "; ".join(map(str, assumed))
    return [Text(str(message("Numbers rest on saved outputs, which may be older than the code: {said}.", said=said)))]


def _layers(model: Model) -> str:
    return wording.count_words(len(model.rows), "layer")
