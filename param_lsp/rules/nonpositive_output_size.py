"""nonpositive-output-size: a window that is larger than what is left of the image."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
A convolution or pooling slides a window over its input. Without padding each one makes the input smaller:
a kernel of 3 takes away 2, a pooling of 2 halves. Here nothing is left: the window is larger than its input.

## Why it matters

Keras raises a `ValueError`. The cause is often a size that was changed far above.

## What to do instead

- Use `padding="same"`, which keeps the size (with `strides=1`).
- Use fewer poolings or smaller windows, or a larger input.
- Check the order of the axes: `(3, 32, 32)` with the default `channels_last` is an image 3 high and 32 wide.
"""

RULE = Rule(
    code="nonpositive-output-size",
    summary="A window is larger than its input, so that nothing would be left.",
    page=PAGE,
    severity="error",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(8, 8, 1)),
    layers.Conv2D(16, 3),
    layers.MaxPooling2D(2),
    layers.Conv2D(32, 5),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(3, 32, 32)))
model.add(layers.MaxPooling2D((4, 4)))
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(8, 8, 1)),
    layers.Conv2D(16, 3, padding="same"),
    layers.MaxPooling2D(2),
    layers.Conv2D(32, 3, padding="same"),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(shape=(32, 32, 3)))
model.add(layers.MaxPooling2D((4, 4)))
""",
    ),
    check=misfits("nonpositive-output-size"),
)
