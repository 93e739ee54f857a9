"""Loops of which nobody knows how often they run: what is said of them holds for every number of rounds."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from param_lsp.analysis import Analysis, analyze
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.report import Model, Row
from param_lsp.shapes import UnknownDim
from param_lsp.source import python_source

HEAD = "import keras\nfrom keras import layers\n\n\n"
MOST_ROUNDS = 5
MOST_OPEN = 6  # a layer with a name of its own, a layer used in each round, nested loops, what asks for the layers

SEQUENTIAL = [
    "model.add(layers.Dense(64))",
    "model.add(layers.Dense(units))",
    "model.add(layers.Dropout(0.2))",
    "model.add(layers.BatchNormalization())",
    "model.add(layers.Dense(64 if count < 2 else 32))",
    "model.add(layers.Dense(32 if first else 16))\n        first = False",
    "units = 32",
    "units *= 2",
    "units //= 2",
    "count += 1",
    "kept.append(64)",
    "model.add(layers.Dense(len(kept) + 1))",
    "if count > 1:\n            break",
    "if count > 1:\n            continue",
    "if flag:\n            model.add(layers.Dropout(0.5))",
    "if flag:\n            model.add(layers.Dense(8))",
    "model.add(layers.Dense(len(model.layers)))",
    "model.pop()",
    "model.add(shared)",
    "model.add(layers.Dense(16, name='hidden'))",
    "model.add(layers.Dense(16, name=f'hidden_{i}'))",
    "model.add(keras.Sequential([layers.Dense(24), layers.ReLU()]))",
    "model.add(layers.Reshape((8, 2)))\n        model.add(layers.Flatten())",
    "before = layers.Dense(units)\n        model.add(before)",
    "for _ in range(2):\n            model.add(layers.Dense(12))",
    "for _ in range(n):\n            model.add(layers.Dense(12))",
    "model.add(layers.Dense(older))\n        older = newer\n        newer = 5",
    "model.add(layers.Dense(model.output_shape[-1]))",
]
FUNCTIONAL = [
    "x = layers.Dense(64)(x)",
    "x = layers.Dense(units)(x)",
    "y = layers.Dense(16)(x)\n        x = layers.Dense(16)(y)",
    "x = layers.Add()([x, layers.Dense(x.shape[-1])(x)])",
    "x = layers.Concatenate()([x, inputs])",
    "x = x + 1",
    "x = shared(x)",
    "x = older",
    "older = x",
    "outputs.append(x)",
    "units *= 2",
    "count += 1",
    "if count > 1:\n            x = layers.Dense(5)(x)",
    "if flag:\n            x = layers.BatchNormalization()(x)",
    "x = layers.Dropout(0.1)(x)",
    "x = keras.Sequential([layers.Dense(24)])(x)",
    "x = layers.Reshape((4, -1))(x)\n        x = layers.Flatten()(x)",
]
LOOPS = [
    "for i in range(n):",
    "for i in sizes(n):",
    "i = 0\n    while i < n:\n        i += 1",
    "for i, units in enumerate(sizes(n)):",
]
SETUP = "units, count, first, kept, flag = 16, 0, True, [], {flag}\n    older, newer = {older}, 9\n"


def sequential(loop: str, body: list[str], end: str, *, flag: str) -> str:
    lines = "".join(f"        {line}\n" for line in body)
    return f"""{HEAD}def build(n, sizes, free):
    {SETUP.format(flag=flag, older=7)}    shared = layers.Dense(16)
    model = keras.Sequential([keras.Input((16,))])
    {loop}
{lines}    {end}
    return model
"""


def functional(loop: str, body: list[str], end: str, *, flag: str) -> str:
    lines = "".join(f"        {line}\n" for line in body)
    return f"""{HEAD}def build(n, sizes, free):
    inputs = x = keras.Input((16,))
    {SETUP.format(flag=flag, older="x")}    outputs, shared = [], layers.Dense(16)
    {loop}
{lines}    {end.replace("model.add(", "x = (").replace("))", "))(x)")}
    return keras.Model(inputs, x)
"""


def analysed(text: str) -> Analysis:
    return analyze(python_source("a.py", text))


def outer(analysis: Analysis) -> Model:
    """Give the model that the function builds."""
    text = analysis.source.text
    starts = text.find("keras.Sequential([keras.Input"), text.find("keras.Model(")
    return next(model for model in analysis.report.models if model.place.span.start in starts)


def is_within(claim: object, fact: object) -> bool:
    if isinstance(claim, UnknownDim):
        low = claim.low is None or claim.low <= fact  # type: ignore[operator]
        return low and (claim.high is None or fact <= claim.high)  # type: ignore[operator]
    if isinstance(claim, tuple) and isinstance(fact, tuple):
        return len(claim) == len(fact) and all(map(is_within, claim, fact))
    return claim is None or not isinstance(claim, int | tuple) or claim == fact


def check(claimed: Model, real: Model) -> None:
    """Each layer that there really is must be among those that were said to be there, and those in turn be there."""
    claims: dict[object, list[Row]] = {}
    for row in claimed.rows:
        claims.setdefault((row.place, row.path[1:], row.type), []).append(row)
    met: Counter[object] = Counter()
    for row in real.rows:
        site = row.place, row.path[1:], row.type
        found = claims.get(site)
        assert found is not None, f"{row.type} is not among the rows"
        repeating = [each for each in found if each.repeats is not None]
        further = met[site] - len(found)
        assert further < 0 or repeating, f"{row.type} is there once more"
        claim = found[met[site]] if further < 0 else repeating[further % len(repeating)]
        met[site] += 1
        assert is_within(claim.output_shape, row.output_shape), (claim, row)
        assert is_within(claim.params, row.params), (claim, row)
        assert claim.name is None or met[site] > len(found) or claim.name.rpartition("_")[0] in (row.name or "")
    for site, rows in claims.items():
        assert met[site] >= sum(row.when is None for row in rows), f"{rows[0].type} is said to be there always"
    assert claimed.totals is not None
    assert real.totals is not None
    for name in ("params", "trainable", "non_trainable", "bytes", "macs", "activation_bytes"):
        assert is_within(getattr(claimed.totals, name), getattr(real.totals, name)), name
    assert is_within(claimed.output_shape, real.output_shape)


def hold(text: str) -> bool:
    """Hold what is said with no caller against what each number of rounds gives; tells whether there was anything."""
    open_ = analysed(text)
    claimed = outer(open_)
    assert claimed.complete is (not claimed.unknown)
    results = [
        analysed(f"{text}\n\nbuild({n}, lambda n: [24, 40, 8, 8, 8][:n], input())\n") for n in range(MOST_ROUNDS)
    ]
    for result in results:
        real = outer(result)
        assert claimed.misfit is None or real.misfit is not None
        certain = [event.place for event in open_.report.events if not event.when]
        assert all(place in [event.place for event in result.report.events] for place in certain)
        if claimed.totals is None or not real.complete or claimed.alternatives:
            continue
        check(claimed, real)
    return claimed.totals is not None


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([(sequential, SEQUENTIAL), (functional, FUNCTIONAL)]).flatmap(
        lambda form: st.tuples(st.just(form[0]), st.lists(st.sampled_from(form[1]), min_size=1, max_size=4))
    ),
    st.sampled_from(LOOPS),
    st.sampled_from(["model.add(layers.Dense(10))", "count = 1"]),
    st.sampled_from(["True", "free"]),
)
def test_claims_hold_for_every_number_of_rounds(form: object, loop: str, end: str, flag: str) -> None:
    write, body = form  # type: ignore[misc]
    hold(write(loop, body, end, flag=flag))


@pytest.mark.parametrize(
    "form", [(sequential, line) for line in SEQUENTIAL] + [(functional, line) for line in FUNCTIONAL]
)
def test_each_body(form: object) -> None:
    write, line = form  # type: ignore[misc]
    for loop in LOOPS:
        hold(write(loop, [line], "model.add(layers.Dense(10))", flag="True"))


def test_most_bodies_are_followed() -> None:
    lines = [*((sequential, line) for line in SEQUENTIAL), *((functional, line) for line in FUNCTIONAL)]
    open_ = [
        line for write, line in lines if not hold(write(LOOPS[0], [line], "model.add(layers.Dense(10))", flag="True"))
    ]
    assert len(open_) <= MOST_OPEN, open_


def test_hints_count_per_iteration() -> None:
    text = functional(
        "for i in range(n):", ["y = layers.Dense(64)(x)", "x = layers.BatchNormalization()(y)"], "x = x", flag="True"
    )
    hints = [hint.text for hint in inlay_hints(analysed(text))]
    assert "(64,) · 1,088, then 4,160 per iteration" in hints  # 16·64 + 64, 64·64 + 64
    assert any(text.endswith("256 per iteration") for text in hints)  # 4·64


def test_a_layer_that_does_not_fit_in_the_loop_is_a_warning() -> None:
    analysis = analysed(sequential("for i in range(n):", ["model.add(layers.Conv2D(8, 3))"], "pass", flag="True"))
    (finding,) = analysis.findings
    assert (finding.rule, finding.severity) == ("incompatible-rank", "warning")
    assert str(finding.message).startswith("when the loop runs: ")
    assert outer(analysis).misfit is None


def test_what_only_a_later_round_does_is_not_taken_for_certain() -> None:
    body = ["count += 1", "if count > 1:\n            units = 99"]
    analysis = analysed(sequential("for i in range(n):", body, "model.add(layers.Dense(units))", flag="True"))
    assert not outer(analysis).complete
