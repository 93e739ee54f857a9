"""Says in words in which cases something happens: "use_bn is true and dropout > 0 is false"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from param_lsp.evaluate.paths import Decision
from param_lsp.message import Message, message

Fact = tuple[str, int, bool]


def when(paths: Sequence[Sequence[Decision]], chosen: set[int]) -> Message:
    """Say which decisions lead to the chosen paths, and no more of them than tell those from the others."""
    facts = [_facts(path) for path in paths]
    others = [facts[number] for number in range(len(paths)) if number not in chosen]
    common = [fact for fact in facts[min(chosen)] if all(fact in facts[number] for number in chosen)]
    if not any(_agrees(common, other) for other in others):
        return _all(_fewest(common, others))
    return _any([_all(_fewest(facts[number], others)) for number in sorted(chosen)])


def _facts(path: Sequence[Decision]) -> list[Fact]:
    count: Counter[str] = Counter()
    found: list[Fact] = []
    for decision in path:
        text = decision.condition.text
        found.append((text, count[text], decision.answer))
        count[text] += 1
    return found


def _agrees(facts: Sequence[Fact], other: Sequence[Fact]) -> bool:
    """Tell whether another path does not contradict these facts."""
    return not any((text, number, not answer) in other for text, number, answer in facts)


def _fewest(facts: list[Fact], others: Sequence[Sequence[Fact]]) -> list[Fact]:
    needed = list(facts)
    for fact in reversed(facts):
        fewer = [each for each in needed if each != fact]
        if fewer and not any(_agrees(fewer, other) for other in others):
            needed = fewer
    return needed


def _all(facts: Sequence[Fact]) -> Message:
    result = _fact(*facts[0])
    for fact in facts[1:]:
        result = message("{first} and {second}", first=result, second=_fact(*fact))
    return result


def _any(cases: Sequence[Message]) -> Message:
    cases = list(dict.fromkeys(cases))
    result = cases[0]
    for case in cases[1:]:
        result = message("{first}, or {second}", first=result, second=case)
    return result


def _fact(text: str, number: int, answer: bool) -> Message:  # noqa: FBT001 - how a test comes out
    if number:
        template = "{test} is true at test {number}" if answer else "{test} is false at test {number}"
        return message(template, test=text, number=number + 1)
    return message("{test} is true" if answer else "{test} is false", test=text)
