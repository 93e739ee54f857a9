"""How long parsing takes: a file of 1,000 lines the first time and after one changed chunk, beside ast and LibCST.

Run it as `python benchmarks/parse.py`; ratios are what to look at, as machines differ.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable

import libcst

from param_lsp.source.read import python_source
from param_lsp.syntax import parse
from param_lsp.syntax.cache import forget
from param_lsp.syntax.program import Program

_BLOCK = '''
# -- network {n} ---------------------------------------------------------
def block_{n}(x, filters=32, *, kernel_size=3):
    """Two convolutions and a shortcut."""
    shortcut = x
    x = layers.Conv2D(filters, kernel_size, padding="same", name=f"conv_{n}")(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    if filters > 32 and x.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, padding="same")(shortcut)
    return layers.Add()([x, shortcut])


units_{n} = [16 * (i + 1) for i in range({n} % 4 + 1)]
model_{n} = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Flatten(),
    *[layers.Dense(units, activation="relu") for units in units_{n}],
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model_{n}.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
'''


def main() -> None:
    """Print the times and their ratios."""
    text = "import keras\nfrom keras import layers\n" + "".join(_BLOCK.format(n=n) for n in range(1, 44))
    lines = text.count("\n")
    place = text.index("units_20 = [16") + len("units_20 = [1")
    texts = [text[:place] + str(digit) + text[place + 1 :] for digit in range(2, 10)]

    ast_time = _best(lambda: ast.parse(text), 5)
    cst_time = _best(lambda: libcst.parse_module(text), 3)
    first = _best(lambda: _first(text), 3)
    program = parse(python_source("a.py", text))
    same = _best(lambda: parse(python_source("a.py", text), program), 5)
    changed = min(_time(lambda new=new: parse(python_source("a.py", new), program)) for new in texts)  # type: ignore[misc]
    broken_text = text[:place] + "((" + text[place:]
    broken = _time(lambda: parse(python_source("a.py", broken_text), program))
    broken_again = _best(lambda: parse(python_source("a.py", broken_text), program), 3)

    print(f"{lines} lines, {len(text)} characters, {len(program.chunks)} chunks")
    print(f"ast.parse               {ast_time * 1000:8.2f} ms    1.0")
    for name, took in (
        ("libcst.parse_module", cst_time),
        ("first parse", first),
        ("unchanged", same),
        ("one chunk changed", changed),
        ("one chunk broken", broken),
        ("the same, seen before", broken_again),
    ):
        print(f"{name:23s} {took * 1000:8.2f} ms  {took / ast_time:5.1f}× ast  {took / cst_time:6.3f}× LibCST")


def _first(text: str) -> Program:
    forget()
    return parse(python_source("a.py", text))


def _time(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _best(work: Callable[[], object], times: int) -> float:
    return min(_time(work) for _ in range(times))


if __name__ == "__main__":
    main()
