"""disconnected-output: an output of a model that does not come from the model's inputs."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
A functional model computes its outputs from its inputs. Here an output needs an `Input` that is not among the inputs
that the model is given.

## Why it matters

Keras raises a `ValueError` when the model is made: `Output with path … is not connected to inputs` (before Keras 3:
`Graph disconnected`).

## What to do instead

- Give the model all the inputs that its outputs come from: `keras.Model([image, text], score)`.
- Look for an `Input` that is made twice, or in a notebook's cell that was run again: layers then hang on the first one,
  and the model is given the second.
"""

RULE = Rule(
    code="disconnected-output",
    summary="An output of a model needs an Input that is not among the model's inputs.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

image = keras.Input(shape=(784,))
text = keras.Input(shape=(64,))
score = layers.Dense(1)(layers.Concatenate()([image, text]))
model = keras.Model(image, score)
""",
        """\
import keras
from keras import layers

inputs = keras.Input(shape=(784,))
x = layers.Dense(64, activation="relu")(inputs)
inputs = keras.Input(shape=(784,))
model = keras.Model(inputs, layers.Dense(10)(x))
""",
    ),
    good=(
        """\
import keras
from keras import layers

image = keras.Input(shape=(784,))
text = keras.Input(shape=(64,))
score = layers.Dense(1)(layers.Concatenate()([image, text]))
model = keras.Model([image, text], score)
""",
    ),
    check=misfits("disconnected-output"),
)
