"""incompatible-axis: a layer that was built for 784 features meets 100."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
The rank fits, but an axis has another size than the layer can take. A layer makes its weights for the first input
that it meets: a `Dense` layer with a kernel of shape `(784, 10)` can only ever be given 784 features.

## Why it matters

Keras raises a `ValueError` when the second model is built.

## What to do instead

- Make a new layer for each input size. Share a layer only where its weights shall be shared.
- Bring both inputs to one size first, with a `Dense` layer or `Resizing`.
"""

RULE = Rule(
    code="incompatible-axis",
    summary="An axis of a layer's input has another size than the layer can take.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

head = layers.Dense(10, activation="softmax")
digits = keras.Sequential([keras.Input(shape=(784,)), head])
words = keras.Sequential([keras.Input(shape=(100,)), head])
""",
    ),
    good=(
        """\
import keras
from keras import layers

digits = keras.Sequential([keras.Input(shape=(784,)), layers.Dense(10, activation="softmax")])
words = keras.Sequential([keras.Input(shape=(100,)), layers.Dense(10, activation="softmax")])
""",
    ),
    check=misfits("incompatible-axis"),
)
