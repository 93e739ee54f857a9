"""Makes every certain fix of a source, round by round, until none is left."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from itertools import chain

from param_lsp.analysis import Analysis
from param_lsp.repair.trial import TRIALS, Offer, certain_choices, tried
from param_lsp.settings import Settings
from param_lsp.workspace import Workspace

_ROUNDS = 10  # a fix may make another one possible; more than a few such rounds would be a circle


@dataclass(frozen=True, slots=True)
class Repaired:
    """A source with its certain fixes made.

    Arguments:
        analysis: of the repaired text.
        made: the fixes, with the findings of the text that each was made to.
    """

    analysis: Analysis
    made: tuple[Offer, ...]


def fix_all(analysis: Analysis, settings: Settings, workspace: Workspace) -> Generator[None, None, Repaired]:
    """Make all certain fixes of a source; yields like `analyze_steps`."""
    made: list[Offer] = []
    trials = TRIALS
    for _ in range(_ROUNDS):
        choices = certain_choices(analysis)
        together = [options[0] for options in choices]
        after = (yield from tried(analysis, together, settings, workspace)) if together else None
        if after is None:
            together = []
            for offer in chain.from_iterable(choices):
                trials -= 1
                if trials < 0:
                    break
                if any(offer.finding is other.finding for other in together):
                    continue
                tested = yield from tried(analysis, [*together, offer], settings, workspace)
                if tested is not None:
                    after = tested
                    together.append(offer)
        if after is None:
            break
        made += together
        analysis = after
    return Repaired(analysis, tuple(made))
