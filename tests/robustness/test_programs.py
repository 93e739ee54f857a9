"""Whatever program comes, `analyze` returns, within bounded time; going on from it says what starting over says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from param_lsp.analysis import Analysis, analyze
from param_lsp.features.diagnostics import diagnostics
from param_lsp.features.hover import hover
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.features.symbols import symbols
from param_lsp.source import python_source
from tests.effort import at_most
from tests.robustness.programs import programs

MOST = 30  # ordinary programs, whose time nothing here should take; most take that of a half


def shown(analysis: Analysis) -> list[object]:
    """Ask what an editor asks."""
    text = analysis.source.text
    places = range(0, len(text) + 1, max(1, len(text) // 15))
    return [*inlay_hints(analysis), *symbols(analysis), *diagnostics(analysis), *(hover(analysis, at) for at in places)]


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), st.randoms(use_true_random=False))
def test_any_program_is_answered(text: str, chance) -> None:
    with at_most(MOST):
        _answers(text, chance)


def _answers(text: str, chance) -> None:
    analysis = analyze(python_source("a.py", text))
    shown(analysis)
    lines = text.splitlines(keepends=True)
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    edited = lines.copy()
    match chance.randrange(4):
        case 0:
            del edited[first]
        case 1:
            edited.insert(second, edited[first])
        case 2:
            edited[first], edited[second] = edited[second], edited[first]
        case _:
            edited[first:] = [edited[first][: chance.randrange(len(edited[first]))]]
    source = python_source("a.py", "".join(edited))
    after = analyze(source, previous=analysis)
    answer = shown(after)
    # Where the last good text stands in for a broken one, starting over cannot know it.
    if not any(chunk.moved is not None for chunk in after.program.chunks):
        assert answer == shown(analyze(source))
