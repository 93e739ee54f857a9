"""An analysis that is stopped in the middle leaves what it did to the next one."""

from itertools import islice

import pytest

from param_lsp.analysis import analyze, analyze_steps
from param_lsp.settings import Settings
from param_lsp.source import python_source
from param_lsp.syntax import parse_steps
from param_lsp.workspace import NoWorkspace

MODEL = "def f{0}(n):\n    return n\nm{0} = keras.Sequential([keras.Input((3,)), keras.layers.Dense({1})])\n"
NOWHERE = NoWorkspace()


def text(units: int) -> str:
    """Write thirty models; the tenth has these units."""
    return "import keras\n" + "".join(MODEL.format(number, units if number == 10 else 2) for number in range(30))


def steps(units: int, previous):
    """Begin to analyse."""
    return analyze_steps(python_source("a.py", text(units)), Settings(), NOWHERE, previous)


def count(running) -> int:
    """Run to the end."""
    return sum(1 for _ in running)


@pytest.mark.parametrize("done", [0, 1, 2, 5, 15])
def test_a_stopped_analysis_does_not_make_the_next_start_over(done: int) -> None:
    """The chunks above the edit stay evaluated, and the numbers are those of a fresh analysis."""
    fresh = count(steps(5, None)) - count(parse_steps(python_source("a.py", text(5))))
    previous = analyze(python_source("a.py", text(3)), workspace=NOWHERE)
    stopped = steps(4, previous)
    list(islice(stopped, done))
    stopped.close()
    last = analyze(python_source("a.py", text(5)), workspace=NOWHERE, previous=previous)
    assert last.report == analyze(python_source("a.py", text(5))).report

    previous = analyze(python_source("a.py", text(3)), workspace=NOWHERE)
    stopped = steps(4, previous)
    list(islice(stopped, done))
    stopped.close()
    assert count(steps(5, previous)) < fresh - 8
