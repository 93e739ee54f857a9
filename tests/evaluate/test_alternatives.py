"""Models that depend on tests which are not known: each alternative is what Keras would build in that case."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from param_lsp.analysis import analyze
from param_lsp.shapes import UnknownDim
from param_lsp.source import python_source
from tests.evaluate.unknown_tests import cases, holds, programs, raises


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


@given(programs(), st.lists(st.sampled_from(cases()), min_size=3, max_size=3, unique_by=str))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_case_is_one_of_the_alternatives(program, chosen):
    """Whatever the conditions are, what the program then builds is among the alternatives, under its own words."""
    (joined,) = models(program.open)
    # The words then speak of two values by one name.
    anew = " c = " in program.body or "\nc = " in program.body or (program.in_module and "block" in program.body)
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
