"""duplicate-layer-name: two layers of one model with the same name."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
The layers of a model need different names: Keras finds them by name. (One layer object may stand in a model twice; it
is then the same layer with the same weights.)

## Why it matters

Keras raises a `ValueError` when the second one is added.

## What to do instead

- Give each layer a name of its own, or leave `name=` away and let Keras number them: `dense`, `dense_1`.
- In a loop, put the counter into the name: `name=f"hidden_{i}"`.
"""

RULE = Rule(
    code="duplicate-layer-name",
    summary="Two layers of one model have the same name.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(64, name="hidden"),
    layers.Dense(32, name="hidden"),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
for units in (64, 32):
    model.add(layers.Dense(units, name="hidden"))
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(64, name="hidden_1"),
    layers.Dense(32, name="hidden_2"),
])
""",
        """\
import keras
from keras import layers

dropout = layers.Dropout(0.5)
model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
model.add(layers.Dense(64))
model.add(dropout)
model.add(layers.Dense(64))
model.add(dropout)
""",
    ),
    check=misfits("duplicate-layer-name"),
)
