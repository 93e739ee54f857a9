"""What is not known never makes a wrong number: blurring a case gives less, and never something else."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("numpy")

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from param_lsp.catalogue import apply, create, explain, find, formula
from param_lsp.message import message
from param_lsp.shapes import Polynomial, Shapes, ShapeTree, UnknownDim, UnknownShape, symbol
from param_lsp.values import Applied, ListValue, Misfit, Undetermined, Unknown, Value
from tests.oracle.agreement import agrees, shape_of
from tests.oracle.catalogue_side import InnerMisfitError, to_value
from tests.oracle.strategies import all_strategies
from tests.oracle.strategies.common import Case

pytestmark = pytest.mark.oracle

STRATEGIES = all_strategies()
REASON = message("the test blurred it")


def outcome_of(case: Case, positional: list[Value], keywords: dict[str, Value], inputs: ShapeTree) -> Any:
    """Make and apply the layer; also ask for its words, which must not fail either."""
    layer = find(case.name)
    assert layer is not None
    created = create(layer, positional, keywords)
    if created.misfit is not None:
        return created.misfit
    if created.reason is not None:
        return Undetermined(created.reason)
    outcome = apply(layer, created.arguments, inputs)
    if isinstance(outcome, Applied):
        formula(layer, created.arguments, outcome, inputs)
        assert all(str(line) for line in explain(layer, created.arguments, outcome, inputs))
    return outcome


def blurred_value(value: Value, how: str) -> Value:
    """Replace a value, or the members of a tuple, by something that is not known."""
    if how == "members" and isinstance(value, tuple) and value:
        return tuple(Unknown(REASON) for _ in value)
    if how == "number" and isinstance(value, int) and not isinstance(value, bool):
        return UnknownDim(REASON, value, value + 5)
    if how == "list" and isinstance(value, ListValue):
        return ListValue(list(value.items), Unknown(REASON))
    return Unknown(REASON)


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_unknown_arguments_and_inputs(name, oracle_seed, oracle_cases):
    """With an argument, a dim or the whole input unknown, we never reject what fits, nor give another number."""

    @seed(oracle_seed)
    @settings(max_examples=oracle_cases, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(STRATEGIES[name], st.data())
    def run(case, data):
        try:
            positional = [to_value(value) for value in case.positional]
            keywords = {key: to_value(value) for key, value in case.keywords.items()}
        except InnerMisfitError:
            return
        inputs: ShapeTree = Shapes(tuple(case.inputs)) if isinstance(case.inputs, list) else case.inputs
        sharp = outcome_of(case, positional, keywords, inputs)
        what = data.draw(st.sampled_from(["argument", "dim", "input", "symbol"]))
        if what == "argument" and (positional or keywords):
            key = data.draw(st.sampled_from([*range(len(positional)), *keywords]))
            how = data.draw(st.sampled_from(["all", "members", "number", "list"]))
            if isinstance(key, int):
                positional[key] = blurred_value(positional[key], how)
            else:
                keywords[key] = blurred_value(keywords[key], how)
        elif what == "dim" and isinstance(inputs, tuple) and inputs:
            axis = data.draw(st.integers(0, len(inputs) - 1))
            inputs = (*inputs[:axis], UnknownDim(REASON), *inputs[axis + 1 :])
        elif what == "symbol" and isinstance(inputs, tuple) and any(isinstance(dim, int) for dim in inputs):
            axis = data.draw(st.sampled_from([axis for axis, dim in enumerate(inputs) if isinstance(dim, int)]))
            number = inputs[axis]
            inputs = (*inputs[:axis], symbol("n"), *inputs[axis + 1 :])
            vague = substituted(outcome_of(case, positional, keywords, inputs), number)
            assert_less(case, sharp, vague)
            return
        elif what == "input":
            inputs = UnknownShape(REASON)
        assert_less(case, sharp, outcome_of(case, positional, keywords, inputs))

    run()


def assert_less(case: Case, sharp: Any, vague: Any) -> None:
    """Hold that the vague outcome says nothing that the sharp one does not."""
    if isinstance(sharp, Applied):
        assert not isinstance(vague, Misfit), f"{case}: blurred, it is rejected: {vague}"
    if not isinstance(sharp, Applied) or not isinstance(vague, Applied):
        return
    assert agrees(shape_of(sharp.output), shape_of(vague.output)), f"{case}: {sharp.output} became {vague.output}"
    if len(sharp.weights) == len(vague.weights):
        for before, after in zip(sharp.weights, vague.weights, strict=True):
            assert before.name == after.name
            # A weight's shape always has a rank. GRU's bias has one axis, or two where `reset_after`: while that is not
            # known it is given as one axis of unknown size, of which the count alone is held.
            ranks = before.name.endswith("gru_cell/bias") and len(before.shape) == 2 and len(after.shape) == 1
            what = ((before.params,), (after.params,)) if ranks else (before.shape, after.shape)
            assert agrees(*what), f"{case}: {before} became {after}"
        return
    # A bias that is there or not is one weight of unknown size: the counts must still agree.
    total = sum((weight.params for weight in vague.weights), start=0)
    assert isinstance(total, UnknownDim), f"{case}: {sharp.weights} became {vague.weights}"
    assert agrees((sum(weight.params for weight in sharp.weights),), (total,))


def substituted(outcome: Any, number: int) -> Any:
    """Put the number back for the symbol."""
    if not isinstance(outcome, Applied):
        return outcome
    weights = tuple(
        type(weight)(weight.name, put_back(weight.shape, number), weight.trainable) for weight in outcome.weights
    )
    return Applied(put_back(outcome.output, number), weights)


def put_back(tree: ShapeTree, number: int) -> ShapeTree:
    """Replace the symbol in a shape or several."""
    if isinstance(tree, Shapes):
        return Shapes(tuple(put_back(item, number) for item in tree.items))
    if isinstance(tree, UnknownShape):
        return tree
    return tuple(dim.substitute({"n": number}) if isinstance(dim, Polynomial) else dim for dim in tree)
