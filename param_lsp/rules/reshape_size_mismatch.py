"""reshape-size-mismatch: 784 numbers cannot become 28 × 27."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
`Reshape` puts the same numbers into another form: the product of the sizes must stay the same. The batch axis is not
part of `target_shape`.

## Why it matters

Keras raises a `ValueError` when the model is built.

## What to do instead

- Write `-1` for one axis and Keras works it out: `Reshape((28, -1))`.
- Leave the batch axis away: `Reshape((28, 28, 1))`, not `Reshape((None, 28, 28, 1))`.
"""

RULE = Rule(
    code="reshape-size-mismatch",
    summary="A Reshape asks for another number of elements than it gets.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Reshape((28, 27)),
])
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Reshape((28, -1)),
])
""",
    ),
    check=misfits("reshape-size-mismatch"),
)
