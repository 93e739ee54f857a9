"""How much work something takes, beside an ordinary program in the same run: machines differ, and seconds with them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

from param_lsp.analysis import analyze
from param_lsp.source import python_source

_HEAD = "import numpy as np\nfrom keras import Input, Model, Sequential, layers\n"
_PART = '''
def block_{n}(x, filters={n}, size=3):
    """Two convolutions and a shortcut."""
    shortcut = layers.Conv2D(filters, 1, padding="same")(x)
    for stage in range(2):
        x = layers.Conv2D(filters, size, padding="same", name=f"conv_{n}_{{stage}}")(x)
        x = layers.BatchNormalization()(x)
    return layers.Add()([x, shortcut])


inputs_{n} = Input((28, 28, 1))
model_{n} = Model(inputs_{n}, layers.Flatten()(block_{n}(inputs_{n})))
small_{n} = Sequential([Input((8,)), *[layers.Dense({n} + i) for i in range(4)], layers.Dense(10)])
small_{n}.compile(optimizer="adam", loss="mse")
small_{n}.summary()
'''
_fresh = count(1)


@contextmanager
def at_most(programs: float) -> Iterator[None]:
    """Hold what is done inside to the processor's time of so many ordinary programs of 200 lines."""
    begun = time.process_time()
    yield
    took = time.process_time() - begun
    if took >= programs * ordinary():
        ordinary.cache_clear()  # the machine may be busier now than it was then
    assert took < programs * ordinary(), f"this took as long as {took / ordinary():.0f} ordinary programs"


@cache
def ordinary() -> float:
    """Give the processor's seconds for the analysis of an ordinary program, the shortest of several."""
    return min(_once() for _ in range(3))


def _once() -> float:
    first = next(_fresh) * 100  # texts that were not seen before: nothing of them is remembered
    text = _HEAD + "".join(_PART.format(n=first + part) for part in range(11))
    begun = time.process_time()
    analyze(python_source("ordinary.py", text))
    return time.process_time() - begun
