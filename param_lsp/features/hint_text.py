"""The text of a hint, `(None, 26, 26, 32) · 320 · Σ 320`, and how it gets shorter when a line is full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from param_lsp import wording
from param_lsp.features.sites import LayerSite, LineSite, ModelSite, is_unknown
from param_lsp.message import message
from param_lsp.report import Model, Row

SEPARATOR = " · "
AT_LEAST = "≥"
HEAVY = 0.25  # of a model's parameters: a layer that holds so much is marked
_LOOP_ENDS = 4  # a loop of more steps shows its first and last value by default


@dataclass(frozen=True, slots=True)
class HintStyle:
    """Which parts hints have; `compact` leaves out the batch axis and the running total."""

    shape: bool = True
    params: bool = True
    sum: bool = True
    totals: bool = True
    share: bool = True
    names: bool = False
    compact: bool = False


EVERYTHING = HintStyle()


class Shortness(IntEnum):
    """How much of a hint is left out: the sum goes first, then the batch axis, then the shape; the count never."""

    FULL = 0
    SUM_OF_LAST = 1
    NO_SUM = 2
    SHORT_SHAPE = 3
    ENDS_OF_LOOP = 4
    NO_SHAPE = 5


def layer_text(
    site: LayerSite,
    shortness: Shortness = Shortness.FULL,
    steps: int = _LOOP_ENDS,
    style: HintStyle = EVERYTHING,
) -> str:
    """Write the hint of a layer expression; empty where there is nothing to say.

    Arguments:
        site: the expression and the rows it made.
        shortness: what to leave out.
        steps: how many values of a loop are shown in full.
        style: which parts are wanted at all.
    """
    return _named(site, _of_calls(_written(site, shortness, steps, style)), style)


def inline_text(site: LayerSite, shortness: Shortness = Shortness.FULL, style: HintStyle = EVERYTHING) -> str:
    """Write the hint of a layer that shares its line with others: its count alone, or what is wrong or unknown."""
    written = [parts[1:2] if len(parts) == 3 else parts for parts in _written(site, shortness, _LOOP_ENDS, style)]
    return _named(site, _of_calls(written), style)


def line_text(
    site: LineSite, shortness: Shortness = Shortness.FULL, style: HintStyle = EVERYTHING, *, total: bool = True
) -> str:
    """Write what stands at the end of a line of several layers: their shapes, and the running total behind the last.

    Arguments:
        site: the layers.
        shortness: what to leave out; of many shapes the first and the last stay.
        style: which parts are wanted at all.
        total: whether the running total is wanted: not where a model's totals stand beside it.
    """
    shapes: list[str] = []
    sums, before = "", None
    for layer in site.layers:
        written = [parts for parts in _written(layer, shortness, _LOOP_ENDS, style) if len(parts) == 3]
        if not written:
            continue  # it does not fit, or nothing is known of it, which stands at its call
        shape, row = _of_calls([parts[:1] for parts in written]), layer.calls[0][0]
        if shape not in ("", wording.UNKNOWN):
            shapes.append((" → " if row.input_shape == before else ", ") + shape if shapes else shape)
            before = row.output_shape
        if len({parts[2] for parts in written}) == 1:
            sums = written[0][2] or sums
    if shortness >= Shortness.ENDS_OF_LOOP and len(shapes) > 2:
        shapes = [shapes[0], " … ", shapes[-1].lstrip(", →")]
    return _joined(("".join(shapes), sums if total else ""))


def _written(site: LayerSite, shortness: Shortness, steps: int, style: HintStyle) -> list[tuple[str, ...]]:
    """Write the parts of a layer's hint for each call that reaches it."""
    if style.compact:
        shortness = max(shortness, Shortness.SHORT_SHAPE)
    if shortness >= Shortness.ENDS_OF_LOOP:
        steps = 2
    share = site.share if style.share else 0.0
    return [_styled(_row_parts(rows, shortness, steps, share), style) for rows in site.calls]


def _named(site: LayerSite, text: str, style: HintStyle) -> str:
    """Put the layer's name first, where names are wanted and there is one name."""
    name = site.calls[0][0].name if style.names and len(site.calls) == 1 and len(site.calls[0]) == 1 else None
    return _joined((name or "", text)) if not text.startswith("✗") else text


def _styled(parts: tuple[str, ...], style: HintStyle) -> tuple[str, ...]:
    """Leave out the parts that are not wanted; what is wrong or unknown is always said."""
    if len(parts) != 3:
        return parts
    shape, count, total = parts
    return shape if style.shape else "", count if style.params else "", total if style.sum else ""


def model_text(site: ModelSite, shortness: Shortness = Shortness.FULL, style: HintStyle = EVERYTHING) -> str:
    """Write a model's totals: `Σ 931 · 835 trainable · 3.64 KB`; the split only where something is not trainable."""
    if style.compact:
        shortness = max(shortness, Shortness.NO_SUM)
    return _of_calls([_total_parts(models, shortness) for models in site.calls])


def _of_calls(calls: Sequence[tuple[str, ...]]) -> str:
    """Show several calls of a builder: the parts that are equal in all, or the first call marked `+2`."""
    outcomes = list(dict.fromkeys(calls))
    first = outcomes[0]
    if len(outcomes) == 1:
        return _joined(first)
    same = [parts[0] for parts in zip(*outcomes, strict=False) if len(set(parts)) == 1]
    return _joined(same) or f"{_joined(first)} +{len(outcomes) - 1}".strip()


def _joined(parts: Sequence[str]) -> str:
    return SEPARATOR.join(part for part in parts if part)


# -- layers ----------------------------------------------------------------------------------------------------------


def _row_parts(rows: Sequence[Row], shortness: Shortness, steps: int, share: float) -> tuple[str, ...]:
    misfit = next((row.misfit for row in rows if row.misfit is not None), None)
    if misfit is not None:
        return (f"✗ {misfit.short or misfit.message}",)
    if all(is_unknown(row) for row in rows):
        return (wording.UNKNOWN,)
    shape = _shape_part(rows, shortness, steps) if shortness < Shortness.NO_SHAPE else ""
    count = _count_part(rows, steps)
    if count == wording.UNKNOWN and wording.UNKNOWN in shape:
        count = ""  # it is not known because of the shape, which says so already
    if share >= HEAVY and count and shortness < Shortness.SUM_OF_LAST:
        count += f" ({int(100 * share)}%)"
    return shape, count, _sum_part(rows, shortness, steps)


def _shape_part(rows: Sequence[Row], shortness: Shortness, steps: int) -> str:
    if all(row.output_shape is None or row.output_shape == row.input_shape for row in rows):
        return ""
    short = shortness >= Shortness.SHORT_SHAPE
    shapes = [row.output_shape for row in rows if isinstance(row.output_shape, tuple)]
    if len(shapes) < len(rows) or len({len(shape) for shape in shapes}) > 1:
        return _values([_shape(row, short=short) for row in rows if row.output_shape is not None], steps)
    axes = [_values([wording.dim(shape[axis]) for shape in shapes], steps) for axis in range(len(shapes[0]))]
    if short and len(axes) > 1 and axes[0] == "None" and "None" not in axes[1:]:
        axes = axes[1:]
    return "(" + ", ".join(axes) + (",)" if len(axes) == 1 else ")")


def _shape(row: Row, *, short: bool) -> str:
    """Leave the batch axis out only where no other None could then be taken for it."""
    full, shorter = wording.shape(row.output_shape), wording.short_shape(row.output_shape)
    return shorter if short and "None" not in shorter else full


def _count_part(rows: Sequence[Row], steps: int) -> str:
    counts = [wording.number(row.params) for row in rows if row.params is not None]
    if all(count == "0" for count in counts):
        return ""
    if any(row.repeats is not None for row in rows):
        return _per_iteration(rows)
    if len(counts) > 1 and len(set(counts)) == 1:
        return f"{counts[0]} ×{len(counts)}"
    return _values(counts, steps)


def _per_iteration(rows: Sequence[Row]) -> str:
    """Write the counts of a loop that runs nobody knows how often: of its first round, and of each later one."""
    first, later = (
        _values(
            [
                wording.number(row.params)
                for row in rows
                if (row.repeats is not None) is again and row.params is not None
            ],
            _LOOP_ENDS,
        )
        for again in (False, True)
    )
    if wording.UNKNOWN in (first, later):
        return wording.UNKNOWN
    if first and first != later:
        return str(message("{first}, then {count} per iteration", first=first, count=later))
    return str(message("{count} per iteration", count=later))


def _sum_part(rows: Sequence[Row], shortness: Shortness, steps: int) -> str:
    if shortness >= Shortness.NO_SUM:
        return ""
    sums = [
        wording.number(row.running_total)
        for row in rows
        if row.running_total is not None and row.new_weights and row.params not in (None, 0)
    ]
    if not sums or wording.UNKNOWN in sums:
        return ""
    return "Σ " + (sums[-1] if shortness >= Shortness.SUM_OF_LAST else _values(sums, steps))


def _values(values: Sequence[str], steps: int) -> str:
    """Join the values of a loop: `32→64→128`, or its ends `32→…→128` where there are many."""
    if len(set(values)) <= 1:
        return values[0] if values else ""
    if len(values) > steps:
        values = [values[0], "…", values[-1]]
    return "→".join(values)


# -- models ----------------------------------------------------------------------------------------------------------


def _total_parts(models: Sequence[Model], shortness: Shortness) -> tuple[str, ...]:
    totals = [model.totals for model in models if model.totals is not None]
    if not totals:
        unbuilt = all(not model.built and model.misfit is None and model.input_shape is None for model in models)
        return (str(message("not built")) if unbuilt and any(model.rows for model in models) else _state(models),)
    params = _values([wording.number(total.params) for total in totals], _LOOP_ENDS)
    if params == wording.UNKNOWN:
        return (_symbolic_alternatives(models) or wording.UNKNOWN,)
    if AT_LEAST in params:
        return (f"Σ {params}",)
    split = memory = ""
    if shortness < Shortness.NO_SHAPE and any(total.non_trainable != 0 for total in totals):
        trainable = _values([wording.number(total.trainable) for total in totals], _LOOP_ENDS)
        split = str(message("{count} trainable", count=trainable))
    if shortness < Shortness.NO_SUM:
        memory = _values([wording.data_size(total.bytes) for total in totals], _LOOP_ENDS)
    return f"Σ {params}", split, memory


def _symbolic_alternatives(models: Sequence[Model]) -> str:
    """Write totals that have no interval: `Σ 4·n + 33 or 33`; empty where one of them is not known."""
    made = [each.model.totals for model in models for each in model.alternatives]
    texts = list(dict.fromkeys(wording.UNKNOWN if total is None else wording.number(total.params) for total in made))
    return "" if not texts or wording.UNKNOWN in texts else "Σ " + " or ".join(texts)


def _state(models: Sequence[Model]) -> str:
    if any(model.misfit is not None for model in models):
        return f"✗ {message('cannot be built')}"
    return wording.UNKNOWN if any(model.rows or model.unknown for model in models) else ""
