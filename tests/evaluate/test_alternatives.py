"""Models that depend on tests which are not known: each alternative is what Keras would build in that case."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from param_lsp.analysis import analyze
from param_lsp.shapes import UnknownDim
from param_lsp.source import python_source
from tests.evaluate.test_memory import broken, edits, facts
from tests.evaluate.unknown_tests import Program, cases, holds, programs, raises


def models(text):
    return analyze(python_source("a.py", text)).report.models


def table(model):
    if model.misfit is not None or model.totals is None:
        return model.misfit and model.misfit.rule, [(row.type, row.output_shape, row.params) for row in model.rows]
    return (
        [(row.type, row.output_shape, row.params, row.running_total) for row in model.rows],
        (model.totals.params, model.totals.trainable, model.totals.non_trainable),
    )


def contains(count, number):
    if isinstance(count, UnknownDim):
        return (count.low is None or count.low <= number) and (count.high is None or number <= count.high)
    return count == number


RETURNS_IN_A_LOOP = """def build(a, b, c, mode):
    units = 4
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    for i in range(2):
        if b:
            model.add(layers.Dense(units))
        match mode:
            case "one" | "two":
                units = 8
                return model
            case _:
                units = 3
    return model
"""
RETURNS_OR_RAISES = """def build(a, b, c, mode):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    if mode == "one":
        if a:
            return model
    else:
        raise ValueError(mode)
    model.add(layers.Dense(3))
    return model
"""


@given(programs(), st.lists(st.sampled_from(cases()), min_size=3, max_size=3, unique_by=str))
@example(Program(RETURNS_IN_A_LOOP), cases()[:6])
@example(Program(RETURNS_OR_RAISES), cases()[::3])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_case_is_one_of_the_alternatives(program, chosen):
    """Whatever the conditions are, what the program then builds is among the alternatives, under its own words."""
    (joined,) = models(program.open)
    # The words then speak of two values by one name.
    anew = " c = " in program.body or "\nc = " in program.body
    anew = anew or (program.in_module and ("block" in program.body or "check" in program.body))
    for case in chosen:
        if raises(program, case):
            continue
        (known,) = models(program.known(case))
        if joined.alternatives:
            fitting = [each for each in joined.alternatives if anew or holds(str(each.when), case)]
            assert table(known) in [table(each.model) for each in fitting], case
            assert anew or len(fitting) == 1
        elif joined.complete:
            assert table(joined) == table(known), case
        if joined.totals is not None and known.totals is not None:
            assert contains(joined.totals.params, known.totals.params), case


HEAD = "import keras\nfrom keras import layers\n"
BUILDER = (
    HEAD
    + """
def build(use_bn, rate):
    model = keras.Sequential([keras.Input((784,)), layers.Dense(64)])
    if use_bn:
        model.add(layers.BatchNormalization())
    model.add(layers.Dense(10))
    if rate > 0:
        model.add(layers.Dropout(rate))
    return model
"""
)


def said(model):
    return {str(each.when): each.model.totals.params for each in model.alternatives}


def test_a_layer_on_one_path_makes_the_totals_an_interval():
    (model,) = models(BUILDER.replace("rate > 0", "False"))
    dense, normal = 784 * 64 + 64, 4 * 64
    last = 64 * 10 + 10
    assert said(model) == {"use_bn is true": dense + normal + last, "use_bn is false": dense + last}
    assert (model.totals.params.low, model.totals.params.high) == (dense + last, dense + normal + last)
    assert [(row.name, row.params, str(row.when)) for row in model.rows] == [
        ("dense", dense, "None"),
        ("batch_normalization", normal, "use_bn is true"),
        ("dense_1", last, "None"),
    ]
    assert not model.complete
    assert [str(reason) for reason in model.unknown] == [
        "it depends on use_bn, which is not known: use_bn is a parameter of a function that nothing calls"
    ]


def test_a_test_is_decided_once_on_each_path():
    """Also when it is asked in a helper, the other way round, or follows from another."""
    text = (
        HEAD
        + """
def block(model, flag):
    if not flag:
        model.add(layers.Dense(3))

def build(big, n):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    block(model, big)
    block(model, big)
    if n > 3:
        model.add(layers.Dense(5))
        if n > 2:
            model.add(layers.Dense(6))
    return model
"""
    )
    (model,) = models(text)
    assert set(said(model)) == {
        "big is true and n > 3 is true",
        "big is true and n > 3 is false",
        "big is false and n > 3 is true",
        "big is false and n > 3 is false",
    }
    assert said(model)["big is true and n > 3 is true"] == 10 + (2 * 5 + 5) + (5 * 6 + 6)


def test_equal_alternatives_are_one_model():
    text = BUILDER.replace("model.add(layers.BatchNormalization())", "print(rate)").replace("rate > 0", "False")
    (model,) = models(text)
    assert model.complete
    assert not model.alternatives


def test_parts_of_an_unknown_object_need_not_be_the_same():
    """`flags["a"]` and `flags["b"]` are two values, though neither is known."""
    text = (
        HEAD
        + """
import json
flags = json.load(open("flags.json"))

def block(model, flag):
    if flag:
        model.add(layers.Dense(3))

model = keras.Sequential([keras.Input((3,))])
block(model, flags["a"])
block(model, flags["b"])
if flags["a"]:
    model.add(layers.Dense(1))
"""
    )
    (model,) = models(text)
    assert sorted(len(each.model.rows) for each in model.alternatives) == [0, 1, 2, 3]


def test_too_many_alternatives_are_unknown():
    body = "".join(f"    if a{i}:\n        model.add(layers.Dense({i + 1}))\n" for i in range(5))
    names = ", ".join(f"a{i}" for i in range(5))
    text = HEAD + f"def build({names}):\n    model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])\n{body}"
    (model,) = models(text)
    assert not model.alternatives
    assert "it depends on a0" in str(model.unknown[0])


def findings(text):
    return [(each.severity, each.rule, str(each.message)) for each in analyze(python_source("a.py", text)).findings]


MISFIT = (
    HEAD
    + """
def build(image, bn):
    model = keras.Sequential([keras.Input((28, 28, 1))])
    if image:
        model.add(layers.Flatten())
    if bn:
        model.add(layers.BatchNormalization())
    model.add(layers.Conv2D(4, 3))
    return model
"""
)


def test_what_does_not_fit_in_some_cases_is_a_warning_with_the_case():
    assert findings(MISFIT) == [
        ("warning", "incompatible-rank", "when image is true: Conv2D wants an input of rank 4, gets (None, 784)")
    ]


def test_what_fits_in_no_case_is_an_error():
    flat = MISFIT.replace("        model.add(layers.Flatten())", "        model.add(layers.Dropout(0.5))")
    text = flat.replace("(28, 28, 1)", "(28, 28)")
    assert [severity for severity, _, _ in findings(text)] == ["error"]


def test_a_branch_that_raises_is_no_alternative():
    text = (
        HEAD
        + """
def build(kind):
    model = keras.Sequential([keras.Input((4,))])
    if kind == "small":
        model.add(layers.Dense(2))
    elif kind == "large":
        model.add(layers.Dense(20))
    else:
        raise ValueError(kind)
    return model
"""
    )
    (model,) = models(text)
    assert said(model) == {'kind == "small" is true': 10, 'kind == "small" is false': 100}


def test_nested_unknown_tests_and_loops_with_them_end_soon():
    deep = HEAD + "def build(x):\n    model = keras.Sequential([keras.Input((4,))])\n"
    for level in range(20):
        deep += "    " * (level + 1) + f"if x[{level}]:\n" + "    " * (level + 2) + "model.add(layers.Dense(3))\n"
    looping = HEAD + "model = keras.Sequential([keras.Input((4,))])\nfor i in range(200):\n    if input():\n"
    looping += "        model.add(layers.Dense(3))\n    elif input():\n        continue\n"
    for text in (deep, looping):
        (model,) = models(text)
        assert not model.complete


IN_MODULE = (
    HEAD
    + """
import sys
flag = len(sys.argv) > 1
model = keras.Sequential([keras.Input((8,))])
model.add(layers.Dense(4))
if flag:
    model.add(layers.BatchNormalization())
model.add(layers.Dense(3) if flag else layers.Dense(2))
model.summary()
model.add(layers.Dense(1))
other = keras.Sequential([keras.Input((8,)), layers.Dense(2)])
"""
)


@pytest.mark.parametrize("text", [BUILDER, MISFIT, IN_MODULE, IN_MODULE + BUILDER.removeprefix(HEAD)])
def test_going_on_equals_starting_over(text):
    previous = analyze(python_source("a.py", text))
    for version in edits(text, text, 25):
        source = python_source("a.py", version)
        previous = analyze(source, previous=previous)
        if not broken(previous):
            fresh = analyze(source)
            assert facts(previous) == facts(fresh)
            assert previous.findings == fresh.findings


def test_alternatives_move_with_their_text_and_are_kept_while_nothing_changes():
    before = analyze(python_source("a.py", IN_MODULE + BUILDER.removeprefix(HEAD)))
    text = before.source.text.replace("import sys", "import sys  # a comment")
    after = analyze(python_source("a.py", text), previous=before)
    for model in after.report.models:
        for each in model.alternatives:
            for row in each.model.rows:
                span = row.place.span
                assert after.source.text[span.start : span.end].startswith(("layers.", "model.add(layers."))
    assert all(model.alternatives for model in after.report.models if model.variable == "model")
    again = analyze(after.source, previous=after)
    assert again.report.models[0].alternatives[0].model is after.report.models[0].alternatives[0].model
