"""unknown-argument: a keyword that the layer does not have, usually misspelt."""

from param_lsp.rules.fixes.nearest_name import rename_argument
from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
The layer has no argument of this name. Most often it is misspelt, or it belongs to another layer: `Dense` has `units`,
`Conv2D` has `filters`.

## Why it matters

Keras raises an error when the layer is created.

## What to do instead

Write the name as the layer's documentation does. Arguments of older Keras that still work are not reported.
"""

RULE = Rule(
    code="unknown-argument",
    summary="A layer is given an argument that it does not have.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(10, activaton="softmax"),
])
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(10, activation="softmax"),
])
""",
    ),
    check=misfits("unknown-argument"),
    fixes=rename_argument,
)
