"""not-a-layer: something in a Sequential model that is no layer."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
A Sequential model is made of layers and models. Here it is given something else: a layer's class without its
parentheses, the name of an activation, a function.

## Why it matters

Keras raises a `ValueError` when it is added.

## What to do instead

- Create the layer: `layers.Flatten()`, not `layers.Flatten`.
- Wrap an activation: `layers.Activation("relu")`, or pass it to a layer: `layers.Dense(64, activation="relu")`.
- Wrap a function: `layers.Lambda(function)`.
"""

RULE = Rule(
    code="not-a-layer",
    summary="Something that is not a layer is added to a model.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    layers.Flatten,
    layers.Dense(10),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
model.add(layers.Dense(64))
model.add("relu")
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    layers.Flatten(),
    layers.Dense(64),
    layers.Activation("relu"),
])
""",
    ),
    check=misfits("not-a-layer"),
)
