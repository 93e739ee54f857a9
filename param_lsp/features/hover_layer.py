"""The hover of a layer: its row, its weights, the arithmetic, what a sample costs, and why something is unknown."""

from __future__ import annotations

from param_lsp import wording
from param_lsp.analysis import Analysis, documentation
from param_lsp.features import alternatives
from param_lsp.features.blocks import Block, Code, Heading, Link, Table, Text
from param_lsp.features.quoting import quoted
from param_lsp.features.sites import LayerSite, LineSite
from param_lsp.message import Message, message
from param_lsp.report import Created, Row
from param_lsp.shapes import ShapeTree
from param_lsp.values import Misfit, Weight

_INPUT = "InputLayer"
_STATED = "n = …  # param-lint: n = 10"
MOST_LISTED = 12  # further calls of a builder, or steps of a loop, that are listed


def explain_layer(analysis: Analysis, site: LayerSite) -> list[Block]:
    """Explain the layers that one expression creates: the first in full, the others in a table."""
    rows = [row for call in site.calls for row in call]
    first, others = rows[0], rows[1:]
    if first.type == _INPUT and first.output_shape is not None:
        return explain_input(first.name, first.output_shape)
    blocks: list[Block] = [Heading(first.name or "", first.type), *_misfit(first.misfit)]
    blocks += _shapes(first)
    blocks += map(Text, first.words)
    blocks += _parameters(first)
    blocks += map(Text, first.steps)
    blocks += _cost(first, analysis.settings.batch_size)
    if first.shape_from is not None:
        blocks.append(Text(message("Input shape from {code}.", code=quoted(analysis, first.shape_from))))
    blocks += _reasons(first)
    blocks += alternatives.of_layer(analysis.report, site)
    blocks += map(Text, first.marks)
    blocks += rests_on(site.assumed)
    if others:
        blocks.append(_others(rows))
    return blocks + _documented(first.type, first.type)


def explain_input(name: str | None, shape: ShapeTree) -> list[Block]:
    """Explain an `Input`: the shape of one sample, and what the first axis is."""
    blocks: list[Block] = [Heading(name or "", _INPUT), Code(wording.shape(shape))]
    sample = wording.short_shape(shape)
    if sample != wording.shape(shape):
        said = message("One sample has the shape {shape}. None is the batch: any number of samples.", shape=sample)
        blocks.append(Text(said))
    return blocks + _documented(_INPUT, "Input")


def explain_line(site: LineSite) -> Block:
    """List the layers of one line: what each gives, and how many parameters it has."""
    rows = [row for layer in site.layers for call in layer.calls for row in call]
    return _listed(message("layer"), rows)


def explain_created(layer: Created) -> list[Block]:
    """Explain a layer that stands in no model."""
    blocks: list[Block] = [Heading(layer.name or "", layer.type), *_misfit(layer.misfit)]
    if layer.reason is not None:
        blocks.append(Text(message("Unknown: {reason}", reason=layer.reason)))
    return blocks


def rests_on(assumed: tuple[Message, ...]) -> list[Block]:
    """Say what saved outputs showed: they may be older than the code above them."""
    if not assumed:
        return []
    said = "; ".join(map(str, assumed))
    return [Text(message("Numbers rest on saved outputs, which may be older than the code: {said}.", said=said))]


def _documented(type_name: str, called: str) -> list[Block]:
    address = documentation(type_name)
    return [] if address is None else [Link(message("{layer} in Keras's documentation", layer=called), address)]


def _shapes(row: Row) -> list[Block]:
    received, given = wording.shape(row.input_shape), wording.shape(row.output_shape)
    if received == given == wording.UNKNOWN:
        return []
    if row.output_shape is not None and row.misfit is None:
        return [Code(f"{received} → {given}")]
    return [Text(message("input {shape}", shape=received))] if row.input_shape is not None else []


def _reasons(row: Row) -> list[Block]:
    """Say why something is not known or not built, and what would help."""
    letters = ", ".join(wording.letters(row.output_shape, row.params))
    said: list[Block] = []
    if letters:
        template = (
            "{letters}: not known here (nothing passes a value, or no input is there yet); the numbers hold for any."
        )
        said.append(Text(message(template, letters=letters)))
    if row.unknown is not None:
        if letters and wording.UNKNOWN not in wording.shape(row.output_shape):
            return said
        said.append(Text(message("Unknown: {reason}", reason=row.unknown)))
        # What begins at a layer before is told there, with what would help.
        if isinstance(row.output_shape, tuple) and wording.UNKNOWN not in wording.shape(row.input_shape):
            said += [Text(message("If you know the size, name it and say it in a comment:")), Code(_STATED)]
        return said
    if row.output_shape is None and row.misfit is None:
        said.append(Text(message("Not built: Keras builds it when the shape of its input is known.")))
    return said


def _misfit(misfit: Misfit | None) -> list[Block]:
    if misfit is None:
        return []
    said: list[Block] = [Text(message("✗ {problem}", problem=misfit.message))]
    return [*said, Text(f"Keras: {misfit.keras_message}")] if misfit.keras_message else said


def _parameters(row: Row) -> list[Block]:
    if row.params is None:
        return []
    count = wording.number(row.params)
    if not row.weights:
        return (
            [Text(message("No parameters."))]
            if row.params == 0
            else [Text(message("{count} parameters.", count=count))]
        )
    blocks: list[Block] = []
    if not any(str(said).endswith(f" {count}") for said in row.words):
        formula = row.formula if row.formula != count else None
        summed = message("{formula} = {count} parameters", formula=formula, count=count)
        blocks.append(Text(summed if formula is not None else message("{count} parameters.", count=count)))
    cells: tuple[tuple[Message | str, ...], ...] = tuple(
        (
            weight.name,
            wording.shape(weight.shape),
            wording.number(weight.params),
            _training(weight),
        )
        for weight in row.weights[:MOST_LISTED]
    )
    if len(row.weights) > MOST_LISTED:
        cells += (("…", message("{count} more", count=len(row.weights) - MOST_LISTED), "", ""),)
    blocks.append(Table((message("weight"), message("shape"), message("parameters"), ""), cells, numbers=(2,)))
    if not row.new_weights:
        blocks.append(Text(message("Its weights are shared with an earlier layer and counted there.")))
    return blocks


def _training(weight: Weight) -> Message:
    if weight.doubt is not None:
        return message("trainable or not")
    return message("trainable") if weight.trainable else message("not trainable")


def _cost(row: Row, batch: int) -> list[Block]:
    """Say what the weights take, and what one sample costs: multiply–adds, and the memory of the output.

    That of a batch too, where one is set.
    """
    said: list[Message] = []
    if row.bytes is not None and row.bytes != 0 and (memory := wording.data_size(row.bytes)) != wording.UNKNOWN:
        said.append(message("Its weights take {memory}.", memory=memory))
    if row.macs is not None and row.macs != 0 and (macs := wording.number(row.macs)) != wording.UNKNOWN:
        said.append(message("{macs} multiply–adds a sample.", macs=macs))
    memory = wording.UNKNOWN if row.activation_bytes is None else wording.data_size(row.activation_bytes)
    if row.activation_bytes is not None and memory != wording.UNKNOWN:
        told = message("Its output takes {memory} a sample.", memory=memory)
        if batch > 1:
            all_of_it = wording.data_size(row.activation_bytes * batch)
            told = message(
                "Its output takes {memory} a sample, {all} for {batch}.", memory=memory, all=all_of_it, batch=batch
            )
        said.append(told)
    return [Text(" ".join(map(str, said)))] if said else []


def _others(rows: list[Row]) -> Block:
    """List what the other steps of a loop, or the other calls of a builder, made here."""
    made = message("made here {count} times", count=len(rows))
    if any(row.repeats is not None for row in rows):
        made = message("made here in the first round, and in later ones")
    return _listed(made, rows)


def _listed(header: Message, rows: list[Row]) -> Block:
    cells: tuple[tuple[Message | str, ...], ...] = tuple(
        (row.name or "", wording.shape(row.output_shape), wording.number(row.params) if row.params is not None else "")
        for row in rows[:MOST_LISTED]
    )
    if len(rows) > MOST_LISTED:
        cells += (("…", message("{count} more", count=len(rows) - MOST_LISTED), ""),)
    return Table((header, message("shape"), message("parameters")), cells, numbers=(2,))
