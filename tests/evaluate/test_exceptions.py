"""Exceptions: which handler takes them, and what is known where nobody knows whether they come."""

from param_lsp.analysis import analyze
from param_lsp.shapes import UnknownDim
from param_lsp.source import python_source

HEAD = """import sys
from keras import Input, Sequential, layers

def check(n):
    if n < 1:
        raise ValueError(n)
    return n

def fail(text):
    raise RuntimeError(text)

"""


def models(text):
    return analyze(python_source("a.py", HEAD + text)).report.models


def said(model):
    return {str(each.when): each.model.totals.params for each in model.alternatives}


def test_a_test_that_is_not_known_decides_between_body_and_handler():
    (model,) = models("""
def build(n):
    model = Sequential([Input((4,)), layers.Dense(2)])
    try:
        model.add(layers.Dense(3))
        check(n)
        model.add(layers.Dense(5))
    except ValueError:
        model.add(layers.Dense(7))
    return model
""")
    first = (4 * 2 + 2) + (2 * 3 + 3)
    assert said(model) == {"n < 1 is true": first + (3 * 7 + 7), "n < 1 is false": first + (3 * 5 + 5)}


def test_what_is_bound_in_such_a_try_is_not_known_without_the_test():
    (model,) = models("""
def build(n):
    try:
        units = check(n)
        units = 3
    except ValueError:
        units = 4
    return Sequential([Input((4,)), layers.Dense(units)])
""")
    assert said(model) == {"n < 1 is true": 4 * 4 + 4, "n < 1 is false": 4 * 3 + 3}


def test_what_a_called_function_raises_rules_its_branch_out():
    """Also `sys.exit()`, and where the call stands in an expression."""
    for end in ('fail("unknown")', "sys.exit(1)", 'print(fail("unknown"))'):
        (model,) = models(f"""
def build(kind):
    model = Sequential([Input((4,))])
    if kind == "small":
        model.add(layers.Dense(2))
    else:
        {end}
    return model
""")
        assert model.complete
        assert model.totals.params == 4 * 2 + 2
    (model,) = models("""
def build(kind):
    return Sequential([Input((4,)), layers.Dense(2 if kind else fail("no"))])
""")
    assert model.complete


def test_code_behind_a_call_that_raises_stays_shown():
    """Somebody is still writing the program."""
    (model,) = models("""
check(0)
model = Sequential([Input((4,)), layers.Dense(2)])
""")
    assert model.complete


def test_an_exception_whose_class_is_not_known_leaves_doubt():
    (model,) = models("""
import library
units = 3
try:
    raise library.Problem
except library.Other:
    units = 4
model = Sequential([Input((4,)), layers.Dense(units)])
""")
    assert not model.complete
    assert isinstance(model.rows[0].params, UnknownDim)
