"""Holds whole random programs against live Keras: what it makes of each or raises, and what we say of the same text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import keras

from param_lsp.analysis import Analysis, analyze
from param_lsp.report import Model
from param_lsp.rules.rule import Finding
from param_lsp.source import python_source

Facts = tuple[Any, ...]


@dataclass
class Tally:
    """What came of the programs; each list holds a program's text and what is to be said of it.

    Arguments:
        wrong: valid programs of which something else is said, and broken ones that are shown as complete.
        unsure: valid programs whose model is not complete, with the reasons.
        false: valid programs in which an error is found.
        missed: broken programs in which none is found.
    """

    seed: int
    valid: int = 0
    complete: int = 0
    broken: int = 0
    wrong: list[Any] = field(default_factory=list)
    unsure: list[Any] = field(default_factory=list)
    false: list[Any] = field(default_factory=list)
    missed: list[Any] = field(default_factory=list)

    def __str__(self) -> str:
        caught = self.broken - len(self.missed)
        return (
            f"seed {self.seed}: {self.valid + self.broken} programs, {self.valid} valid, {self.complete} of them "
            f"complete, {len(self.wrong)} wrong; {self.broken} broken, {caught} of them caught, "
            f"{len(self.false)} falsely accused"
        )

    def hold(self) -> None:
        """Assert that nothing is wrong, nothing valid is accused, and 99 % is told."""
        assert not self.wrong, self.wrong[0]
        assert not self.false, self.false[0]
        assert self.complete >= 0.99 * self.valid, self.unsure[:3]
        assert len(self.missed) <= 0.01 * self.broken, self.missed[:3]


def judged(
    seed: int,
    count: int,
    draw: Callable[[random.Random], str],
    theirs: Callable[[dict[str, Any]], Facts],
    ours: Callable[[Analysis], tuple[Model | None, Facts | None]],
) -> Tally:
    """Draw programs and compare what Keras and we say of each.

    Arguments:
        seed: of the drawing.
        count: how many programs to draw.
        draw: gives the text of one.
        theirs: takes the names that a program has bound under Keras and gives the facts of its model.
        ours: gives the model of an analysis and the same facts of it, None where it is not complete.
    """
    dice, tally = random.Random(seed), Tally(seed)
    for _ in range(count):
        text = draw(dice)
        truth, raised = _run(text, theirs)
        analysis = analyze(python_source("program.py", text))
        errors = [finding for finding in analysis.findings if finding.severity == "error"]
        model, said = ours(analysis)
        if raised is None:
            _valid(tally, text, truth, said, model, errors)
            continue
        tally.broken += 1
        if said is not None:
            tally.wrong.append((text, repr(raised)[:300], said))
        if not errors:
            tally.missed.append((text, repr(raised)[:300]))
    return tally


def _valid(
    tally: Tally, text: str, truth: Facts, said: Facts | None, model: Model | None, errors: list[Finding]
) -> None:
    tally.valid += 1
    tally.complete += said is not None
    if errors:
        tally.false.append((text, str(errors[0].message)))
    elif said is None:
        reasons = [*model.unknown, *(row.unknown for row in model.rows if row.unknown)] if model else ["no model"]
        tally.unsure.append((text, [str(reason) for reason in reasons]))
    elif said != truth:
        tally.wrong.append((text, truth, said))


def _run(text: str, theirs: Callable[[dict[str, Any]], Facts]) -> tuple[Facts, None] | tuple[Any, Exception]:
    """Give the facts of what Keras makes of a program of ours, or what it raises."""
    keras.utils.clear_session()
    names: dict[str, Any] = {}
    try:
        exec(compile(text, "program.py", "exec"), names)
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its answer
        return None, error
    return theirs(names), None
