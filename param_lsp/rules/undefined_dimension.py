"""undefined-dimension: a layer needs a size to make its weights, and gets None."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
`None` in a shape stands for a size that is only known when data comes. That is fine for the batch axis, for timesteps
and for the height of an image, but a layer that makes weights needs the size that the weights depend on: `Dense` needs
the last axis.

## Why it matters

Keras raises a `ValueError` when the model is built: a kernel cannot have an axis of unknown size.

## What to do instead

- Say the size in `Input`: `keras.Input(shape=(64, 64, 3))` instead of `(None, None, 3)`.
- Replace `Flatten` by a global pooling layer, whose output does not depend on the size of the image.
"""

RULE = Rule(
    code="undefined-dimension",
    summary="A layer needs the size of an axis to make its weights, and the axis is None.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(None, None, 3)),
    layers.Conv2D(32, 3),
    layers.Flatten(),
    layers.Dense(10),
])
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(None, None, 3)),
    layers.Conv2D(32, 3),
    layers.GlobalAveragePooling2D(),
    layers.Dense(10),
])
""",
    ),
    check=misfits("undefined-dimension"),
)
