"""How a program is run where its text does not say it: comments that give the values of what is not known.

    # case use_bn is true: use_bn = True         a run for each case; what they differ in is joined
    # case use_bn is false: use_bn = False
    # end lowest: build(keras_tuner.lowest)      a run for each end of ranges; the numbers become intervals
    # sizes n in 3, 5, 9: build(n)               a run for each size; the numbers become polynomials in n
    # rounds depth in 0, 1, 2, 3: stack(depth)   a run for each number of rounds; what repeats is one row
    # run: build()                               one run with this at the end
    # not run: why                               Keras cannot run it: all its expectations are a person's, with `~`

The code behind the colon replaces the assignment to the same name where the program has one, else it is run at the end.
The words of a case are a person's, as are the names of sizes; all numbers are Keras's.
"""

from __future__ import annotations

import ast
import itertools
import re
from dataclasses import dataclass, field

from tests.annotated.annotations import Program

_DIRECTIVE = re.compile(r"^# (?P<kind>run|case|end|sizes|rounds)(?: (?P<words>[^:]+))?: (?P<code>.+)$")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program.

    Arguments:
        kind: "run", "case", "end", "sizes", "rounds", or "" where the program says all itself.
        words: those of the case.
        values: the sizes, by name.
        code: what is run at the end, or replaces an assignment.
    """

    kind: str = ""
    words: str = ""
    values: dict[str, int] = field(default_factory=dict)
    code: str = ""


def runs(program: Program) -> list[Run]:
    """Give the runs that a program asks for."""
    if any(line.startswith("# not run: ") for line in program.lines):
        return []
    found: list[Run] = []
    for line in program.lines:
        match = _DIRECTIVE.match(line)
        if not match:
            continue
        kind, words, code = match["kind"], match["words"], match["code"]
        found += (
            [Run(kind, words or "", {}, code)] if kind in {"run", "case", "end"} else _with_sizes(kind, words, code)
        )
    kinds = {run.kind for run in found}
    if len(kinds) > 1:
        message = f"{program.title}: one program asks for {' and '.join(sorted(kinds))}"
        raise ValueError(message)
    return found or [Run()]


def in_this_run(tree: ast.Module, run: Run) -> ast.Module:
    """Put the run's code into the program: instead of the assignment to the same name, or at the end."""
    (statement,) = ast.parse(run.code).body
    if isinstance(statement, ast.Assign):
        for other in ast.walk(tree):
            if isinstance(other, ast.Assign) and ast.unparse(other.targets[0]) == ast.unparse(statement.targets[0]):
                other.value = ast.copy_location(statement.value, other.value)
                ast.fix_missing_locations(other)
                return tree
    return ast.Module([*tree.body, _at_no_place(statement)], tree.type_ignores)


def _at_no_place(statement: ast.stmt) -> ast.stmt:
    """Give a statement whose calls are none of the fixture's."""
    ast.increment_lineno(statement, 1_000_000)
    return statement


def _with_sizes(kind: str, words: str, code: str) -> list[Run]:
    names, values = [], []
    for part in words.split(" and "):
        name, _, sizes = part.partition(" in ")
        names.append(name)
        values.append([int(size) for size in sizes.split(",")])
    found = []
    for chosen in itertools.product(*values):
        sizes_now = dict(zip(names, chosen, strict=True))
        text = re.sub(r"\b(" + "|".join(names) + r")\b(?!=)", lambda name, now=sizes_now: str(now[name[0]]), code)
        found.append(Run(kind, "", sizes_now, text))
    return found
