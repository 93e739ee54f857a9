"""unknown-name: a name is asked of a module of Keras that has no such name."""

from param_lsp.rules.fixes.nearest_name import rename_name
from param_lsp.rules.misfits import version_notes
from param_lsp.rules.rule import Rule

PAGE = """
`keras.layers`, `keras.applications`, `keras.optimizers` and the other modules of Keras have no such name, and never had
one: every release from 1.0 to 3.15 was looked through. What an older Keras had is the business of `removed-layer`.

## Why it matters

Python raises an `AttributeError` or an `ImportError` when the line runs.

## What to do instead

The message names what was probably meant. Capitals count: it is `MaxPooling2D`, `LSTM` and `EfficientNetB0`.
"""

RULE = Rule(
    code="unknown-name",
    summary="A module of Keras has no such name.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dens(10),
])
""",
        """\
from keras.layers import Dense, Maxpooling2D
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(10),
])
""",
        """\
try:
    from keras.layers import NotThereYet
except ImportError:
    NotThereYet = None
model = NotThereYet
""",
    ),
    check=version_notes("unknown-name", "error"),
    fixes=rename_name,
)
