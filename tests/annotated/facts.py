"""How facts are written in annotations; the recorder fills them with Keras's numbers, the checker with ours."""

from __future__ import annotations

import re

_WRAPPER = re.compile(
    r"^Exception encountered when calling [^\n]*\n+(?P<inner>.*?)(\n\nArguments received by .*)?$", re.DOTALL
)
_COLOURS = re.compile("\x1b\\[[0-9;]*m")
_SETS = re.compile(r"\{('[^'{}]*'(?:, '[^'{}]*')*)\}")
_FINDING = re.compile(r"^(?P<code>[a-z]+(-[a-z]+)+|raises)(: (?P<message>.*))?$")

IN_A_LOOP = "the loop runs"
UNKNOWN, NOTHING = "unknown: ", "nothing known: "  # why something of a range is not known, or nothing of it is


def row(name: str, type_: str, shape: str, params: str, non_trainable: str, running_total: str) -> str:
    """Write a row of a summary: `dense (Dense): (None, 32) · 1,056 · Σ 1,120`."""
    frozen = "" if non_trainable == "0" else f" ({non_trainable} non-trainable)"
    return f"{name} ({type_}): {shape} · {params}{frozen} · Σ {running_total}"


def unbuilt_row(name: str, type_: str) -> str:
    """Write a row of a model that has not met its input."""
    return f"{name} ({type_}): unbuilt"


def model(name: str, total: str, non_trainable: str, size: str, optimizer: str | None) -> str:
    """Write a model's totals: `model sequential: total 931 (96 non-trainable) · 3.64 KB · optimizer 1,672`."""
    frozen = "" if non_trainable == "0" else f" ({non_trainable} non-trainable)"
    return f"model {name}: total {total}{frozen} · {size}" + (f" · optimizer {optimizer}" if optimizer else "")


def unbuilt_model(name: str) -> str:
    """Write a model that has not met its input."""
    return f"model {name}: unbuilt"


def with_case(text: str, when: str, *, is_repeated: bool = False) -> str:
    """Add when a row is there, `… · when use_bn is true`, or that a loop adds further ones like it.

    Nothing is said of the running total in a loop: it is another in each round.
    """
    if is_repeated or when == IN_A_LOOP:
        text = text.partition(" · Σ ")[0]
    if is_repeated:
        return f"{text} · per iteration"
    return f"{text} · when {when}" if when else text


def alternative(when: str, totals: str) -> str:
    """Write one of the models that an expression may make: `when use_bn is true: total 51,146 · 199.79 KB`."""
    return f"when {when}: {totals.partition(': ')[2]}"


def finding(code: str, keras_message: str) -> str:
    """Write a finding: the rule and the first sentence of what Keras raises."""
    return f"{code}: {first_sentence(keras_message)}" if keras_message else code


def finding_code(text: str) -> str | None:
    """Give the rule of an annotation that is a finding, "raises" where nobody named the rule yet, else None."""
    match = _FINDING.match(text)
    return match["code"] if match else None


def first_sentence(message: str) -> str:
    """Give the first sentence of what Keras raised, without its wrapper and its colours.

    Keras prints sets in whatever order they have in this process: they are sorted.
    """
    plain = _SETS.sub(lambda found: "{" + ", ".join(sorted(found[1].split(", "))) + "}", _COLOURS.sub("", message))
    inner = match["inner"] if (match := _WRAPPER.match(plain)) else plain
    return re.split(r"(?<=\.)\s|\n", inner.strip(), maxsplit=1)[0]
