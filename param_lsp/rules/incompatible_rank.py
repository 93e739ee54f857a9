"""incompatible-rank: a layer that wants images meets a table, or the like."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
A layer works on inputs with a fixed number of axes, its *rank*, the batch axis included. `Conv2D` wants rank 4
(batch, height, width, channels), `LSTM` wants rank 3 (batch, timesteps, features). Here a layer gets another rank.

## Why it matters

Keras raises a `ValueError` as soon as the model is built, often long after the data was loaded.

## What to do instead

- Give the missing axes: grey images of shape `(28, 28)` have one channel, `(28, 28, 1)`. `Reshape` adds an axis inside
  the model.
- Take axes away before a `Dense` head with `Flatten` or a global pooling layer.
- Between two recurrent layers, let the first one keep its timesteps with `return_sequences=True`.
"""

RULE = Rule(
    code="incompatible-rank",
    summary="A layer gets an input with too many or too few axes.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Conv2D(32, 3, activation="relu"),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(30, 8)))
model.add(layers.LSTM(64))
model.add(layers.LSTM(32))
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Reshape((28, 28, 1)),
    layers.Conv2D(32, 3, activation="relu"),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(30, 8)))
model.add(layers.LSTM(64, return_sequences=True))
model.add(layers.LSTM(32))
""",
    ),
    check=misfits("incompatible-rank"),
)
