"""invalid-argument: a value that Keras rejects when the layer is created."""

from param_lsp.rules.fixes.nearest_name import rename_value
from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
The argument exists, but not with this value: `units` and `filters` are whole numbers above zero, `padding` is one of a
few words, an activation has a name that Keras knows.

## Why it matters

Keras raises an error when the layer is created.

## What to do instead

The message says what is allowed. Two common cases:

- A size that was worked out with `/` is a float: write `//`.
- A size that comes from NumPy is not a Python integer: write `int(...)`.
"""

RULE = Rule(
    code="invalid-argument",
    summary="An argument of a layer has a value that Keras rejects.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(0),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(32, 3, padding="sames"),
])
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(32, 3, padding="same"),
    layers.Flatten(),
    layers.Dense(10),
])
""",
    ),
    check=misfits("invalid-argument"),
    fixes=rename_value,
)
