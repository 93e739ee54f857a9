"""removed-argument: a layer is given an argument that Keras 3 no longer has."""

from param_lsp.rules.fixes.input_argument import to_input
from param_lsp.rules.misfits import version_notes
from param_lsp.rules.rule import Rule

PAGE = """
Older Keras took this argument, Keras 3 does not: `batch_input_shape`, `weights`, and in files that mean Keras 1 also
its names for today's arguments (`nb_filter`, `border_mode`, `W_regularizer`, …). The shapes and counts shown are those
that the older Keras gives.

## Why it matters

Keras 3 raises an error when the layer is created. The finding is an error where the file surely means Keras 3: the
setting `keras-version` or the project's requirements say so, a cell printed such a version, or the file itself uses
what only Keras 3 has (`keras.ops`, `keras.random`). Else it is a warning, since the file may be written for the Keras
that took the argument.

## What to do instead

- `batch_input_shape=(None, 784)`: put `keras.Input(shape=(784,))` before the layer; with a fixed batch size,
  `keras.Input(batch_shape=…)`.
- `weights=[…]`: call `layer.set_weights([…])` when the layer is built.
- Write today's names; the table is in the documentation of the layers (`param-lint layers NAME` shows those of one).
"""

RULE = Rule(
    code="removed-argument",
    summary="A layer is given an argument that Keras 3 no longer has.",
    page=PAGE,
    severity="warning",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    layers.Dense(10, batch_input_shape=(None, 784)),
])
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
    ),
    check=version_notes("removed-argument", "warning"),
    fixes=to_input,
)
