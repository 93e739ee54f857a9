"""What hints say and where they stand, drawn into the text."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.analysis import analyze
from param_lsp.features.blocks import plain
from param_lsp.features.hover import explain_hint
from param_lsp.features.inlay_hints import end_of_code, inlay_hints, input_source
from param_lsp.message import message
from param_lsp.report import Model, Totals
from param_lsp.settings import Settings
from param_lsp.shapes import UnknownDim, UnknownShape, symbol
from param_lsp.source.read import python_source
from param_lsp.spans import Place, Span
from param_lsp.values import Misfit
from tests.features.by_hand import analysis, drawn, model, place, rows

LIST = """\
model = Sequential([
    Conv2D(32, 3),  # block 1
    Dropout(0.5),
    Flatten(),
    Dense(
        10,
    ),
])
"""
LIST_ROWS = rows(
    LIST,
    ("Conv2D(32, 3)", "Conv2D", (None, 26, 26, 32), 320),
    ("Dropout(0.5)", "Dropout", (None, 26, 26, 32), 0),
    ("Flatten()", "Flatten", (None, 21632), 0),
    ("Dense(\n        10,\n    )", "Dense", (None, 10), 216_330),
)


def test_a_layer_shows_shape_count_and_sum() -> None:
    """What did not change is left out, a comment stays behind the hint, a long call has it behind its last line."""
    assert (
        drawn(analysis(LIST, model(LIST, LIST_ROWS)))
        == """\
model = Sequential([ ⟨Σ 216,650 · 846.29 KB⟩
    Conv2D(32, 3), ⟨(None, 26, 26, 32) · 320 · Σ 320⟩  # block 1
    Dropout(0.5),
    Flatten(), ⟨(None, 21632)⟩
    Dense(
        10,
    ), ⟨(None, 10) · 216,330 (99%) · Σ 216,650⟩
])
"""
    )


def test_totals_are_split_where_something_is_not_trainable() -> None:
    """The memory is that of the weights."""
    split = model(LIST, LIST_ROWS, totals=Totals(931, 835, 96, 3724))
    assert drawn(analysis(LIST, split)).splitlines()[0].endswith("⟨Σ 931 · 835 trainable · 3.64 KB⟩")


def test_totals_stand_again_at_the_end_of_a_long_model() -> None:
    """More than a screen is 40 lines; the sum of the last layer makes room for them."""
    text = "model = Sequential()\n" + "\n" * 45 + "model.add(Dense(10))  # last\n"
    made = rows(text, ("Dense(10)", "Dense", (None, 10), 650))
    long = model(text, made, "Sequential()", "model.add(Dense(10))", totals=Totals(93_322, 93_322, 0, 373_288))
    assert drawn(analysis(text, long)).splitlines()[-1] == (
        "model.add(Dense(10)) ⟨(None, 10) · 650⟩ ⟨Σ 93,322⟩  # last"
    )


def test_several_layers_on_a_line_have_their_counts_inline() -> None:
    """What they give stands at the end, before the totals; a line that is full has no memory."""
    text = "model = Sequential([Flatten(), Dense(10)])  # small"
    made = rows(text, ("Flatten()", "Flatten", (None, 784), 0), ("Dense(10)", "Dense", (None, 10), 7850))
    found = analysis(text, model(text, made))
    assert drawn(found) == (
        "model = Sequential([Flatten(), Dense(10) ⟨7,850⟩]) ⟨(None, 784) → (None, 10)⟩ ⟨Σ 7,850⟩  # small"
    )
    assert plain(explain_hint(found, inlay_hints(found)[1])) == (
        "(None, 784) → (None, 10) · Σ 7,850\n"
        "layer    shape        parameters\n"
        "flatten  (None, 784)           0\n"
        "dense    (None, 10)        7,850"
    )


def test_the_end_of_a_line_follows_the_data() -> None:
    """Layers that are called on each other stand backwards in the text; those beside each other have no arrow."""
    text = "x = Dense(5)(Flatten()(x)); a, b = Dense(2)(x), Dense(3)(x)"
    flatten, dense, a, b = rows(
        text,
        ("Flatten()", "Flatten", (None, 4), 0),
        ("Dense(5)", "Dense", (None, 5), 25),
        ("Dense(2)", "Dense", (None, 2), 12),
        ("Dense(3)", "Dense", (None, 3), 18),
    )
    made = (flatten, replace(dense, input_shape=(None, 4)), a, replace(b, input_shape=(None, 5)))
    elsewhere = model(text, made, "x", place=Place("other.py", Span(0, 1)))
    assert drawn(analysis(text, elsewhere)) == (
        "x = Dense(5) ⟨25⟩(Flatten()(x)); a, b = Dense(2) ⟨12⟩(x), Dense(3) ⟨18⟩(x) ⟨(4,) → (5,) → (2,), (3,)⟩"
    )


def test_a_misfit_on_a_shared_line_stands_at_its_call() -> None:
    text = "model = Sequential([Conv2D(3, 3), Flatten()])"
    conv, flatten = rows(text, ("Conv2D(3, 3)", "Conv2D", (None, 3), 1), ("Flatten()", "Flatten", (None, 4), 0))
    why = message("a layer before it does not fit")
    lost = replace(flatten, input_shape=None, output_shape=UnknownShape(why), unknown=why, params=None)
    broken = model(text, (replace(conv, misfit=MISFIT), lost), totals=None, built=False, misfit=MISFIT)
    assert drawn(analysis(text, broken)) == (
        "model = Sequential([Conv2D(3, 3) ⟨✗ wants rank 4, gets (None, 784)⟩, Flatten() ⟨?⟩])"
    )


def test_hints_of_any_line_fit() -> None:
    """Where not even the counts fit, the totals alone are shown; a number is never cut."""
    layers = [f"Conv2D({number}, 3)" for number in range(10, 20)]
    text = f"model = Sequential([{', '.join(layers)}])"
    made = rows(text, *((code, "Conv2D", (None, 1, 1, 5), 1_234_567) for code in layers))
    assert drawn(analysis(text, model(text, made))) == f"{text} ⟨Σ 12,345,670⟩"


def test_one_hint_that_is_too_long_is_cut_between_words() -> None:
    """The limit holds for symbolic counts too."""
    text = "model.add(Dense(n))"
    count = sum(symbol(f"size_{letter}") * 1_000_003 for letter in "abcdef")
    row = replace(rows(text, ("Dense(n)", "Dense", (None, 1), 0))[0], params=count, running_total=count)
    (hint,) = inlay_hints(analysis(text, model(text, (row,), "model", totals=None)))
    assert len(hint.text) <= Settings().hints_length
    assert hint.text == "1,000,003·size_a + 1,000,003·size_b + …"


MISFIT = Misfit(
    "incompatible-rank",
    message("Conv2D expects an input of rank 4, got (None, 784)"),
    "Input 0 of layer ...",
    short=message("wants rank 4, gets (None, 784)"),
)


def test_a_misfit_and_one_question_mark_after_it() -> None:
    """What follows a misfit is not a cascade."""
    conv, dropout, flatten, dense = LIST_ROWS
    why = message("the layer before it does not fit")
    lost = {"input_shape": UnknownShape(why), "output_shape": UnknownShape(why), "unknown": why, "params": None}
    lost_rows = tuple(replace(row, running_total=None, **lost) for row in (dropout, flatten, dense))
    broken = model(LIST, (replace(conv, misfit=MISFIT), *lost_rows), totals=None, built=False, misfit=MISFIT)
    assert (
        drawn(analysis(LIST, broken))
        == """\
model = Sequential([ ⟨✗ cannot be built⟩
    Conv2D(32, 3), ⟨✗ wants rank 4, gets (None, 784)⟩  # block 1
    Dropout(0.5), ⟨?⟩
    Flatten(),
    Dense(
        10,
    ),
])
"""
    )


def test_an_unbuilt_model_says_so() -> None:
    """Its layers have no shapes yet, so they say nothing."""
    made = tuple(replace(row, output_shape=None, params=None, running_total=None) for row in LIST_ROWS)
    hints = inlay_hints(analysis(LIST, model(LIST, made, totals=None, built=False)))
    assert [hint.text for hint in hints] == ["not built"]


LOOP = "model = Sequential()\nfor n in sizes:\n    model.add(Dense(n))\n"


def test_a_loop_shows_its_values() -> None:
    """Axes that stay are written once."""
    made = rows(LOOP, *(("Dense(n)", "Dense", (None, n), n * 10) for n in (32, 64, 128)))
    assert drawn(analysis(LOOP, model(LOOP, made, "Sequential()", "model.add(Dense(n))"))).splitlines()[2] == (
        "    model.add(Dense(n)) ⟨(None, 32→64→128) · 320→640→1,280 · Σ 2,240⟩"
    )


def test_a_long_loop_shows_its_ends_and_an_even_one_its_times() -> None:
    """Its sum is that of the last step."""
    made = rows(LOOP, *(("Dense(n)", "Dense", (None, n), 7) for n in range(1, 9)))
    assert drawn(analysis(LOOP, model(LOOP, made, "Sequential()", "model.add(Dense(n))"))).splitlines()[2] == (
        "    model.add(Dense(n)) ⟨(None, 1→…→8) · 7 ×8 · Σ 7→…→56⟩"
    )


BUILDER = "def build(n):\n    model = Sequential([\n        Dense(10),\n    ])\nbuild(1)\nbuild(2)\nbuild(3)\n"


def called(*params: int) -> list[Model]:
    """Give the models of calls of the builder."""
    made = []
    for number, count in enumerate(params):
        path = (place(BUILDER, f"build({number + 1})"),)
        layers = rows(BUILDER, ("Dense(10)", "Dense", (None, 10), count))
        made.append(model(BUILDER, tuple(replace(row, path=path) for row in layers), path=path))
    return made


def test_calls_of_a_builder_show_what_is_equal_in_all() -> None:
    """The shape does not depend on the argument, the count does."""
    assert drawn(analysis(BUILDER, *called(20, 30, 40))).splitlines()[1:3] == [
        "    model = Sequential([ ⟨Σ 20 · 80.00 B +2⟩",
        "        Dense(10), ⟨(None, 10)⟩",
    ]


def test_equal_calls_of_a_builder_are_one() -> None:
    """Nothing tells them apart."""
    assert drawn(analysis(BUILDER, *called(20, 20))).splitlines()[2] == "        Dense(10), ⟨(None, 10) · 20 · Σ 20⟩"


def test_a_layer_in_two_models_is_that_of_the_first() -> None:
    """Hints stand where the layer is defined."""
    text = "dense = Dense(10)\na = Sequential([dense])\nb = Sequential([x, dense])\n"
    (first,) = rows(text, ("Dense(10)", "Dense", (None, 10), 110))
    second = replace(first, params=20, running_total=25)
    both = [
        model(text, (row,), code, place=place(text, code))
        for row, code in ((first, "Sequential([dense])"), (second, "Sequential([x, dense])"))
    ]
    assert drawn(analysis(text, *both)).splitlines()[0] == "dense = Dense(10) ⟨(None, 10) · 110 · Σ 110⟩"


def test_a_popped_layer_is_shown_as_it_was() -> None:
    """The state that a summary saw comes after the one in which the model ends."""
    text = "model.add(Dense(1))\nmodel.add(Dense(2))\nmodel.summary()\nmodel.pop()\n"
    one, two = rows(text, ("Dense(1)", "Dense", (None, 1), 4), ("Dense(2)", "Dense", (None, 2), 4))
    before = model(text, (one, two), "model", at=place(text, "model.summary()"))
    after = model(text, (replace(one, params=6, running_total=6),), "model")
    assert [hint.text for hint in inlay_hints(analysis(text, before, after))] == [
        "6",
        "(None, 1)",
        "Σ 6 · 24.00 B",
        "(None, 2) · 4 (50%) · Σ 8",
    ]


def test_rows_of_other_files_have_no_hint() -> None:
    """They stand in that file."""
    far = tuple(replace(row, place=Place("other.py", Span(0, 5))) for row in LIST_ROWS)
    assert [hint.text for hint in inlay_hints(analysis(LIST, model(LIST, far)))] == ["Σ 216,650 · 846.29 KB"]


def test_intervals_and_symbols() -> None:
    """A count is an interval or an expression where it is not a number."""
    low, high = LIST_ROWS[0], LIST_ROWS[3]
    between = UnknownDim(message("use_bias depends on an unknown test"), 1153, 1281)
    first = replace(low, params=between, running_total=between)
    made = (first, replace(high, params=symbol("n") * 32 + 32, running_total=None))
    assert [hint.text for hint in inlay_hints(analysis(LIST, model(LIST, made, totals=None)))] == [
        "?",
        "(None, 26, 26, 32) · 1,153 – 1,281",
        "(None, 10) · 32·n + 32",
    ]


def test_end_of_code() -> None:
    """A hash in a string is no comment."""
    line = 'model.add(Dense(3, name="a#b"))  # x'
    assert end_of_code(line, line.index("))")) == line.index("  #")
    assert end_of_code(line, 0) == line.index("  #")


def test_what_is_only_bounded_from_below_says_so() -> None:
    """More is known than nothing."""
    why = message("n is a parameter of a function that nothing calls")
    size, count = UnknownDim(why, low=1), UnknownDim(why, low=1234)
    row = replace(LIST_ROWS[3], output_shape=(None, size), params=count, running_total=count, unknown=why)
    last = replace(LIST_ROWS[3], place=place(LIST, "Flatten()"), params=count, running_total=count, unknown=why)
    totals = Totals(count, count, 0, count)
    assert [hint.text for hint in inlay_hints(analysis(LIST, model(LIST, (row, last), totals=totals)))] == [
        "Σ ≥ 1,234",
        "(None, 10) · ≥ 1,234 · Σ ≥ 1,234",
        "(None, ?) · ≥ 1,234 · Σ ≥ 1,234",
    ]


REAL = """\
import keras, other
from keras.layers import Dense, Flatten

def build(features, units):
    model = keras.Sequential([keras.Input((features,))])
    model.add(Dense(units))
    model.add(Dense(1))
    return model

build(3, 4), build(5, 4), build(7, 4)
tower = keras.Sequential([keras.Input((4,))])
for units in (32, 64, 128):
    tower.add(Dense(units))
image = keras.Input((28, 28, 1))
x = Dense(5)(Flatten()(image))
open_end = keras.Sequential([
    keras.Input((10,)),
    Dense(128),
    Dense(other.n_classes),
])
"""


def test_a_real_program() -> None:
    """A builder that is called thrice, a loop, two layers on a line, a size that nobody knows."""
    found = analyze(python_source("a.py", REAL + "classifier = keras.Model(image, x)\n"))
    lines = drawn(found).splitlines()
    # 3 × 4 + 4 = 16 (24, 32 in the other calls); 4 + 1 = 5; 784 × 5 + 5 = 3,925; 1,408 + 128 + 1 = 1,537
    assert lines[4:7] == [
        "    model = keras.Sequential([keras.Input((features,))]) ⟨Σ 21 · 84.00 B +2⟩",
        "    model.add(Dense(units)) ⟨(None, 4)⟩",
        "    model.add(Dense(1)) ⟨(None, 1) · 5⟩",
    ]
    assert lines[12] == "    tower.add(Dense(units)) ⟨(None, 32→64→128) · 160→2,112→8,320⟩"
    assert lines[14] == "x = Dense(5) ⟨3,925⟩(Flatten()(image)) ⟨(None, 784) → (None, 5) · Σ 3,925⟩"
    end = next(hint for hint in inlay_hints(found) if hint.text.startswith("(None, 784) →"))
    source = input_source(end)  # a click on it leads to what comes into the first of its layers
    assert source is not None
    assert REAL[source.span.start : source.span.end] == "keras.Input((28, 28, 1))"
    assert lines[15] == "open_end = keras.Sequential([ ⟨Σ ≥ 1,537⟩"
    assert lines[18] == "    Dense(other.n_classes), ⟨(None, ?) · ≥ 129 · Σ ≥ 1,537⟩"


def test_what_a_line_had_no_room_for_stands_in_the_tooltip() -> None:
    """All of it, however short the hint."""
    found = analyze(python_source("a.py", REAL), Settings(hints_length=8))
    (hint,) = inlay_hints(found, Span(REAL.index("Dense(128)"), REAL.index("Dense(128)")))
    assert hint.text == "1,408"
    assert plain(explain_hint(found, hint)).startswith("(None, 128) · 1,408 · Σ 1,408\n")
