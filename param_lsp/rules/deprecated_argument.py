"""deprecated-argument: a layer is given an argument that Keras 3 takes with a warning."""

from param_lsp.rules.fixes.input_argument import to_input
from param_lsp.rules.misfits import version_notes
from param_lsp.rules.rule import Rule

PAGE = """
Keras 3 still takes this argument but warns: `input_shape=` and `input_dim=` on a layer, `input_length=` of an
`Embedding`, `alpha=` of a `LeakyReLU`.

## Why it matters

The model is the same. A later Keras may no longer take the argument.

## What to do instead

- `input_shape=(784,)` on the first layer: put `keras.Input(shape=(784,))` before it.
- `input_length=`: remove it.
- `LeakyReLU(alpha=0.1)`: `LeakyReLU(negative_slope=0.1)`.
"""

RULE = Rule(
    code="deprecated-argument",
    summary="A layer is given an argument that Keras 3 takes with a warning.",
    page=PAGE,
    severity="information",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    layers.Dense(10, input_shape=(784,)),
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
    check=version_notes("deprecated-argument", "information"),
    fixes=to_input,
)
