"""Patterns of `match` where the subject, or a part of it, is not known."""

from param_lsp.analysis import analyze
from param_lsp.source import python_source

HEAD = "from keras import Input, Sequential, layers\n"


def models(text):
    return analyze(python_source("a.py", HEAD + text)).report.models


def said(model):
    return {str(each.when): each.model.totals.params for each in model.alternatives}


def test_a_part_that_is_not_known_decides_on_the_case():
    (model,) = models("""
def build(rate):
    model = Sequential([Input((4,))])
    match {"units": 3, "rate": rate}:
        case {"units": n, "rate": 0}:
            model.add(layers.Dense(n))
        case {"units": n}:
            model.add(layers.Dense(n + 1))
    return model
""")
    assert set(said(model).values()) == {4 * 3 + 3, 4 * 4 + 4}


def test_names_of_a_pattern_are_not_what_they_were_before():
    (model,) = models("""
units = 3
match input():
    case [units, _] | {"units": units}:
        pass
model = Sequential([Input((4,)), layers.Dense(units)])
""")
    assert not model.complete
    assert not isinstance(model.totals.params, int)
