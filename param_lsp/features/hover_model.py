"""The hover of a model: its input and output, its totals and memory, and what is not known of it."""

from __future__ import annotations

from param_lsp import wording
from param_lsp.features import alternatives
from param_lsp.features.blocks import Block, Code, Heading, Table, Text
from param_lsp.features.hover_layer import MOST_LISTED, rests_on
from param_lsp.features.sites import ModelSite
from param_lsp.message import Message, message
from param_lsp.report import Model, Totals

_KINDS = {
    "sequential": message("sequential model"),
    "functional": message("functional model"),
    "subclass": message("model of a class of its own"),
    "application": message("model of keras.applications"),
}


def explain_site(site: ModelSite, batch: int = 1) -> list[Block]:
    """Explain the models that one expression creates: the first in full, the others by their totals.

    Arguments:
        site: the expression.
        batch: the number of samples for which memory is told.
    """
    models = [model for call in site.calls for model in call]
    blocks = explain_model(models[0], batch=batch)
    if models[1:]:
        cells = tuple(
            (model.name or "", wording.number(model.totals.params) if model.totals is not None else wording.UNKNOWN)
            for model in models[:MOST_LISTED]
        )
        header = (message("made here {count} times", count=len(models)), message("parameters"))
        blocks.append(Table(header, cells, numbers=(1,)))
    return blocks


def explain_model(model: Model, called: str | None = None, batch: int = 1) -> list[Block]:
    """Explain one model; `called` is the name that holds it, where that was asked about."""
    kind = _KINDS.get(model.kind, message("model"))
    layers = message("1 layer") if len(model.rows) == 1 else message("{count} layers", count=len(model.rows))
    blocks: list[Block] = [
        Heading(called or model.name or model.variable or "", message("{kind}, {layers}", kind=kind, layers=layers))
    ]
    if model.input_shape is not None and model.output_shape is not None:
        blocks.append(Code(f"{wording.shape(model.input_shape)} → {wording.shape(model.output_shape)}"))
    if model.misfit is not None:
        blocks.append(Text(message("✗ {problem}", problem=model.misfit.message)))
    if model.totals is not None:
        blocks.append(_totals(model.totals, batch))
    elif not model.built and model.misfit is None and not model.unknown:
        blocks.append(Text(message("Not built: nothing says what the shape of its input is.")))
    blocks += alternatives.of_model(model)
    told = model.misfit.message if model.misfit is not None else None
    blocks += [Text(message("Unknown: {reason}", reason=reason)) for reason in model.unknown if reason != told]
    return blocks + rests_on(model.assumed)


def _totals(totals: Totals, batch: int) -> Block:
    rows: list[tuple[Message | str, ...]] = [
        (message("parameters"), wording.number(totals.params), wording.data_size(totals.bytes)),
        (message("trainable"), wording.number(totals.trainable), ""),
        (message("non-trainable"), wording.number(totals.non_trainable), ""),
    ]
    if totals.optimizer_params is not None:
        rows.append((message("optimizer, after a fit"), wording.number(totals.optimizer_params), ""))
    if totals.training_bytes is not None:
        rows.append((message("weights, gradients and optimizer"), "", wording.data_size(totals.training_bytes)))
    if totals.macs is not None:
        rows.append((message("multiply–adds a sample"), wording.number(totals.macs), ""))
    if totals.activation_bytes is not None:
        what = message("outputs of all layers, a sample")
        if batch > 1:
            what = message("outputs of all layers, {batch} samples", batch=batch)
        rows.append((what, "", wording.data_size(totals.activation_bytes * batch)))
    return Table((message("total"), message("number"), message("memory")), tuple(rows), numbers=(1, 2))
