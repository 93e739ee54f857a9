"""What a case is, and the building blocks that strategies share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Inner:
    """A layer given to a layer: `Bidirectional(LSTM(3))`."""

    name: str
    positional: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return call_text(self)


@dataclass(frozen=True)
class Case:
    """A layer with its arguments and the shape of its input (a list of shapes for several inputs), batch included.

    With `spread`, the inputs are the call's arguments, `layer(query, value)`, not one list.
    """

    name: str
    positional: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)
    inputs: Shape | list[Shape] = ()
    dtype: str = "float32"
    spread: bool = False

    def __repr__(self) -> str:
        return f"{call_text(self)} on {self.inputs}"


Strategies = dict[str, st.SearchStrategy[Case]]


def call_text(call: Case | Inner) -> str:
    """Write a call as Python."""
    keywords = [f"{name}={value!r}" for name, value in call.keywords.items()]
    return f"{call.name}({', '.join([*map(repr, call.positional), *keywords])})"


batch = st.sampled_from([None, None, None, 1, 4])
length = st.one_of(st.integers(1, 12), st.none())
channels = st.one_of(st.integers(1, 8), st.sampled_from([16, 64]))
flags = st.booleans()
activation = st.sampled_from([None, "relu", "softmax", "tanh", "gelu"])
data_formats = st.sampled_from([None, "channels_last", "channels_first"])

# Values that stand where others belong; Keras takes some of them, and that is for Keras to say.
NUMBERS = [0, -1, 1, 7, 2.0, 0.5, -0.5, np.int64(3), np.float32(2.0), True, False, None]
# Beyond what a memory, an exact float, TensorFlow's integers and any float can hold.
HUGE = [2**50, 2**53 + 1, 2**62, 2**63, -(2**70), 10**30, 10**400]
WORDS = ["x", "same", "valid", "", ("a", "b")]
TUPLES = [
    (),
    (1,),
    (2, 2),
    (0, 1),
    (1, 2, 3),
    [2, 2],
    ((1, 1), (0, 2)),
    (None,),
    (2.0, 2.0),
    [],
    {},
    (np.int64(2), 2),
    (2**62, 2),
]
ODD = st.sampled_from([*NUMBERS, *HUGE, *WORDS, *TUPLES])


@st.composite
def shapes(draw: st.DrawFn, rank: int, last: st.SearchStrategy[int | None] = channels) -> Shape:
    """Draw an input shape of this rank, its last axis mostly defined."""
    middle = tuple(draw(length) for _ in range(rank - 2))
    final = draw(st.one_of(last, last, last, last, st.none()))
    return (draw(batch), *middle, final)[:rank]


@st.composite
def cases(
    draw: st.DrawFn,
    name: str,
    inputs: st.SearchStrategy[Shape],
    *,
    required: dict[str, st.SearchStrategy[Any]] | None = None,
    optional: dict[str, st.SearchStrategy[Any]] | None = None,
    dtype: str = "float32",
) -> Case:
    """Draw a case: required arguments by position or by name, some optional ones, now and then something odd.

    One case in four gets one odd value, wrong keyword, missing argument or input of another rank.
    """
    required, optional = required or {}, optional or {}
    by_position = draw(flags)
    values = {key: draw(strategy) for key, strategy in required.items()}
    positional = tuple(values.values()) if by_position else ()
    keywords = {} if by_position else dict(values)
    for key, strategy in optional.items():
        if draw(st.sampled_from([True, False, False])):
            keywords[key] = draw(strategy)
    case = Case(name, positional, keywords, draw(inputs), dtype)
    if draw(st.sampled_from([False, False, False, True])):
        return draw(broken(case, tuple(required) + tuple(optional)))
    return case


@st.composite
def broken(draw: st.DrawFn, case: Case, parameters: tuple[str, ...]) -> Case:
    """Put something odd into a case."""
    kind = draw(
        st.sampled_from(["value", "value", "value", "rank", "rank", "keyword", "missing", "many", "base", "several"])
    )
    keywords, positional = dict(case.keywords), case.positional
    if kind == "value" and parameters:
        key = draw(st.sampled_from(parameters))
        place = parameters.index(key)
        if place < len(positional):
            positional = (*positional[:place], draw(ODD), *positional[place + 1 :])
        else:
            keywords[key] = draw(ODD)
    elif kind == "keyword":
        keywords[draw(st.sampled_from(["unit", "batch_shape", "foo", "batch_size"]))] = 3
    elif kind == "base":
        key, values = draw(st.sampled_from(BASE))
        keywords[key] = draw(st.sampled_from(values))
    elif kind == "missing" and positional:
        positional = positional[:-1]
    elif kind == "many":
        positional = (*positional, *([None] * 30))
    elif kind == "several" and isinstance(case.inputs, tuple):
        return replace(case, inputs=[case.inputs] * draw(st.integers(1, 3)))
    elif kind == "rank" and isinstance(case.inputs, tuple):
        axes = draw(st.integers(1, 6))
        return replace(case, inputs=(case.inputs * 6)[:axes])
    return replace(case, positional=positional, keywords=keywords)


QUANTIZED = ["int8_from_float32", "int4_from_mixed_float16", "float8_from_float32", "int8", "gptq_from_float32"]
# Keywords of the base layer, good and bad.
BASE: list[tuple[str, list[Any]]] = [
    ("name", ["mine", "a/b", 3, None]),
    ("trainable", [True, False, 1, None, "yes"]),
    ("dtype", ["float16", "mixed_float16", "float64", "float31", 3, None, *QUANTIZED]),
    ("input_shape", [(3,), (4, 4, 3), None]),
    ("input_dim", [3]),
    ("activity_regularizer", ["l2", "l3", None, 5]),
    ("kernel_initializer", ["zeros", "he", 2]),
    ("autocast", [False]),
]
