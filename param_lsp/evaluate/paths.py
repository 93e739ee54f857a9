"""One path of a program: how its unknown tests come out, each decided once, and what follows from that."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import isnan
from typing import Any

from param_lsp.evaluate.operators import COMPARE
from param_lsp.shapes import Polynomial, UnknownDim
from param_lsp.values import LibraryFunction, Unknown, Value

MOST_TESTS = 12  # on one path
OPEN = (Unknown, UnknownDim)
CONSTANTS = (type(None), bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on something that is not known.

    Arguments:
        text: as the user wrote it.
        subject: what it asks about; equal for what surely has the same value, None where nothing can be told.
        relation: "true", a comparison operator, "is" or "in".
        constant: what the subject is compared with; a tuple for "in".
    """

    text: str
    subject: Hashable = None
    relation: str = "true"
    constant: Any = None


@dataclass(frozen=True, slots=True)
class Decision:
    """How a test comes out."""

    condition: Condition
    answer: bool


@dataclass(slots=True)
class Path:
    """The decisions of one run of a program.

    Arguments:
        explored: the texts of the tests to decide; any other unknown test joins its branches as always.
        given: the first answers; tests that follow come out true.
        taken: all decisions of this run, in order.
        raised: whether a decision led to an exception: nothing that follows happens then.
        too_many: whether there were more tests than can be followed.
    """

    explored: frozenset[str]
    given: tuple[bool, ...] = ()
    taken: list[Decision] = field(default_factory=list)
    raised: bool = False
    too_many: bool = False
    _parts: dict[Any, Value] = field(default_factory=dict)
    _held: list[Value] = field(default_factory=list)  # what is told apart by its `id` stays alive

    def answer(self, condition: Condition) -> bool:
        """Decide a test, as the decisions before it imply or as this path was told to."""
        implied = self._implied(condition)
        if implied is not None:
            return implied
        number = len(self.taken)
        if number >= MOST_TESTS:
            self.too_many = True
            return True
        answer = self.given[number] if number < len(self.given) else True
        self.taken.append(Decision(condition, answer))
        return answer

    def identity(self, value: Value) -> Hashable:
        """Give a key that is equal only for what surely is the same value; None where there is none.

        On a path every expression but a name gives an unknown object of its own (`apart`), so that two names that hold
        one object hold one value.
        """
        if isinstance(value, Polynomial | LibraryFunction):
            return value
        if not isinstance(value, OPEN):
            return None
        self._held.append(value)
        return ("object", id(value))

    def apart(self, value: Value) -> Value:
        """Give an unknown value that was computed anew an identity of its own."""
        return replace(value) if isinstance(value, OPEN) else value

    def part(self, owner: Value, key: Hashable, value: Value) -> Value:
        """Give what `owner.key` stands for where the owner is not known: the same each time it is asked for."""
        if not isinstance(value, OPEN):
            return value
        who = self.identity(owner) if owner is not None else "module"
        if who is None:
            return replace(value)
        return self._parts.setdefault((who, key), replace(value))

    def _implied(self, condition: Condition) -> bool | None:
        """Tell what the earlier decisions about the same subject imply, by trying values that agree with all of them.

        Between and beyond the constants that are asked for, all values behave alike, so a few of each kind stand for
        all that there are.
        """
        if condition.subject is None:
            return None
        about = [decision for decision in self.taken if decision.condition.subject == condition.subject]
        if not about:
            return None
        answers = set()
        for value in _candidates([condition, *(decision.condition for decision in about)]):
            if all(_holds(decision.condition, value) is decision.answer for decision in about):
                answers.add(_holds(condition, value))
        answers.discard(None)
        return answers.pop() if len(answers) == 1 else None


def condition_of(path: Path | None, text: str, sign: str, left: Value, right: Value) -> Condition:
    """Make the condition of a comparison; `left` and `right` are values of which at least one is not known."""
    if path is None:
        return Condition(text)
    if isinstance(left, CONSTANTS) and sign in _TURNED:
        left, right, sign = right, left, _TURNED[sign]
    if sign in ("in", "not in"):
        members = right if isinstance(right, tuple) else getattr(right, "items", None)
        known = isinstance(members, tuple | list | dict) and getattr(right, "unknown", None) is None
        if members is None or not known or not all(isinstance(member, CONSTANTS) for member in members):
            return Condition(text)
        return Condition(text, path.identity(left), sign, tuple(members))
    if isinstance(right, CONSTANTS):
        return Condition(text, path.identity(left), sign, right)
    subjects = path.identity(left), path.identity(right)
    if None in subjects or sign not in _TURNED:
        return Condition(text)
    return Condition(text, ("pair", *subjects), sign, 0)  # as the sign of the difference


_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    **COMPARE,
    "in": lambda value, members: value in members,
    "not in": lambda value, members: value not in members,
    "is": lambda value, constant: value is constant or (type(value) is type(constant) and value == constant),
    "is not": lambda value, constant: not (value is constant or (type(value) is type(constant) and value == constant)),
}


def _holds(condition: Condition, value: Any) -> bool | None:
    """Tell whether a condition holds for a value; None where Python would raise."""
    if condition.relation == "true":
        return bool(value)
    try:
        return bool(_COMPARE[condition.relation](value, condition.constant))
    except TypeError:
        return None


def _candidates(conditions: Iterable[Condition]) -> list[Any]:
    constants: list[Any] = []
    for condition in conditions:
        given = condition.constant
        constants += given if isinstance(given, tuple) else [given]
    numbers = sorted({0, 1, *(value for value in constants if isinstance(value, int | float) and not isnan(value))})
    between = [(low + high) / 2 for low, high in pairwise(numbers) if abs(high) < 10**15]
    texts = [value for value in constants if isinstance(value, str)]
    lengths = max((len(text) for text in texts), default=0)
    around = [numbers[0] - 1, *numbers, *between, numbers[-1] + 1]
    return [None, True, False, *around, "", *texts, *(text + "a" for text in texts), "z" * (lengths + 1), (), (0,)]
