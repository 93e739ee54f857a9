"""Writes what Keras said in several runs of a program as one expectation: intervals, polynomials, rows that repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from keras.src.utils.summary_utils import readable_memory_size

from tests.annotated import facts
from tests.annotated.annotations import Annotation, Range
from tests.annotated.polynomials import fitted
from tests.annotated.runs import Run
from tests.annotated.seen import Raised, Row, Seen, Totals

Numbers = Callable[[Sequence[int]], str]
Item = tuple[Run, Row | Totals | Raised]
UNKNOWN = "?"


def written(runs: list[tuple[Run, list[Seen]]]) -> list[Annotation]:
    """Write what was seen in all runs of a program."""
    if not runs:
        return []
    if len(runs) == 1:
        return [Annotation(seen.range, _text([(runs[0][0], seen.what)], _exact, _exact)) for seen in runs[0][1]]
    kind = runs[0][0].kind
    notes: list[Annotation] = []
    groups = _grouped(runs, pooled=kind == "rounds")
    alike = all(_is_alike(items) for items in groups.values())
    always = all(len(items) == len(runs) for items in groups.values())
    for (place, _, _), items in groups.items():
        if kind == "case":
            texts = _case_texts(items, [run for run, _ in runs], always=always)
        elif kind == "end":
            texts = [_text(items, _interval, _bytes_interval)]
        elif kind == "sizes":
            points = [run.values for run, _ in items]
            fit = lambda numbers, points=points: fitted(points, numbers)  # noqa: E731 - a function of this group
            texts = [_text(items, fit, lambda numbers, fit=fit: f"{fit(numbers)} bytes")]
        else:
            texts = _round_texts(items, alike=alike)
        notes += [Annotation(place, text) for text in texts]
    return notes


def _grouped(runs: list[tuple[Run, list[Seen]]], *, pooled: bool) -> dict[tuple[Range, str, int], list[Item]]:
    """Lay what was said of one range over each other: the first of one run over the first of another, or all."""
    groups: dict[tuple[Range, str, int], list[Item]] = {}
    for run, seen in runs:
        turns: dict[tuple[Range, str], int] = {}
        for item in seen:
            key = item.range, type(item.what).__name__
            turn = turns[key] = turns.get(key, -1) + 1
            groups.setdefault((*key, 0 if pooled else turn), []).append((run, item.what))
    return groups


def _case_texts(items: list[Item], runs: list[Run], *, always: bool) -> list[str]:
    """Write what the cases have in common, and of a model each case where its rows or totals differ."""
    when = "" if len(items) == len(runs) else _common([run for run, _ in items], runs)
    text = facts.with_case(_text(items, _interval, _bytes_interval), when)
    if not isinstance(items[0][1], Totals) or (always and len({what for _, what in items}) == 1):
        return [text]
    return [text, *(facts.alternative(run.words, _text([(run, what)], _exact, _exact)) for run, what in items)]


def _round_texts(items: list[Item], *, alike: bool) -> list[str]:
    """Write the layers of a loop as one, or those of its first round apart from the others."""
    if not _repeats(items):
        return [_text(items, _at_least, _bytes_at_least)]
    if alike:
        return [facts.with_case(_text(items, _at_least, _bytes_at_least), "", is_repeated=True)]
    first = _firsts(items)
    later = [item for item in items if all(item is not other for other in first)]
    return [
        facts.with_case(_text(first, _at_least, _bytes_at_least), facts.IN_A_LOOP),
        facts.with_case(_text(later, _at_least, _bytes_at_least), "", is_repeated=True),
    ]


def _repeats(items: list[Item]) -> bool:
    return isinstance(items[0][1], Row) and len(_firsts(items)) < len(items)


def _is_alike(items: list[Item]) -> bool:
    """Tell whether a loop makes the same layer in each round."""
    return not _repeats(items) or len({(what.shapes, what.params) for _, what in items if isinstance(what, Row)}) == 1


def _firsts(items: list[Item]) -> list[Item]:
    """Give what each run shows first."""
    firsts: dict[int, Item] = {}
    for item in items:
        firsts.setdefault(id(item[0]), item)
    return list(firsts.values())


def _common(present: list[Run], runs: list[Run]) -> str:
    """Give the words that the cases of a row have in common, and no other case has."""
    conditions = [run.words.split(" and ") for run in present]
    shared = [word for word in conditions[0] if all(word in others for others in conditions)]
    if any(set(shared) <= set(run.words.split(" and ")) for run in runs if run not in present):
        message = f"no words tell the cases {[run.words for run in present]} from the others"
        raise ValueError(message)
    return " and ".join(shared)


def _text(items: list[Item], number: Numbers, size: Numbers) -> str:
    what = [item for _, item in items]
    first = what[0]
    names = {_name(item) for _, item in (_firsts(items) if items[0][0].kind == "rounds" else items)}
    name = next(iter(names)) if len(names) == 1 else UNKNOWN
    if isinstance(first, Raised):
        return facts.finding(first.code, first.message)
    if isinstance(first, Totals):
        if first.params is None:
            return facts.unbuilt_model(name)
        optimizer = [item.optimizer_params for item in what]
        return facts.model(
            name,
            number([item.params for item in what]),
            number([item.non_trainable for item in what]),
            readable_memory_size(first.bytes) if len({i.bytes for i in what}) == 1 else size([i.bytes for i in what]),
            None if None in optimizer else number(optimizer),
        )
    if first.shapes is None:
        return facts.unbuilt_row(name, first.type)
    return facts.row(
        name,
        first.type,
        _shape([item.shapes for item in what], number),
        number([item.params for item in what]),
        number([item.non_trainable for item in what]),
        number([item.running_total for item in what]),
    )


def _name(item: Row | Totals | Raised) -> str:
    return item.code if isinstance(item, Raised) else item.name


def _shape(trees: list[tuple[tuple[int | None, ...], ...]], number: Numbers) -> str:
    if len({tuple(map(len, tree)) for tree in trees}) > 1 or not trees[0]:
        return UNKNOWN
    shapes = []
    for same in zip(*trees, strict=True):
        dims = [_dim(sizes, number) for sizes in zip(*same, strict=True)]
        shapes.append("(" + ", ".join(dims) + (",)" if len(dims) == 1 else ")"))
    return shapes[0] if len(shapes) == 1 else "[" + ", ".join(shapes) + "]"


def _dim(sizes: Sequence[int | None], number: Numbers) -> str:
    if len(set(sizes)) == 1:
        return str(sizes[0])
    text = UNKNOWN if None in sizes else number([size for size in sizes if size is not None])
    return UNKNOWN if "–" in text or "≥" in text else text


def _exact(numbers: Sequence[int]) -> str:
    return f"{numbers[0]:,}"


def _interval(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low:,}" if low == high else f"{low:,} – {high:,}"


def _bytes_interval(numbers: Sequence[int]) -> str:
    return f"{readable_memory_size(min(numbers))} – {readable_memory_size(max(numbers))}"


def _at_least(numbers: Sequence[int]) -> str:
    return f"{numbers[0]:,}" if len(set(numbers)) == 1 else f"≥ {min(numbers):,}" if min(numbers) > 0 else UNKNOWN


def _bytes_at_least(numbers: Sequence[int]) -> str:
    return f"≥ {readable_memory_size(min(numbers))}"
