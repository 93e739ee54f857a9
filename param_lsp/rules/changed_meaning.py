"""changed-meaning: positional arguments look as if meant for Keras 1, where they meant something else."""

from param_lsp.rules.misfits import version_notes
from param_lsp.rules.rule import Rule

PAGE = """
In Keras 1, `Convolution2D(32, 3, 3)` was a convolution with a 3×3 kernel. Since Keras 2 the third argument is
`strides`: the same call is a 3×3 kernel that moves by 3. Equal, odd sizes from 3 on are taken for a kernel's sides.
So it is with `SeparableConvolution2D`, `LocallyConnected2D` and `ConvLSTM2D`.

`BatchNormalization(1e-3)` gave an `epsilon` and gives an `axis` today. The third argument of `Lambda` was `arguments`
and is `mask` today.

## Why it matters

Nothing raises where the layer is created. The output of a convolution is a third as wide and as high as it was meant
to be.

## What to do instead

Write the kernel as a tuple, `Conv2D(32, (3, 3))`, or name what you mean: `Conv2D(32, 3, strides=3)`,
`BatchNormalization(epsilon=1e-3)`, `Lambda(function, arguments={…})`.
"""

RULE = Rule(
    code="changed-meaning",
    summary="Positional arguments look as if meant for Keras 1, where they meant something else.",
    page=PAGE,
    severity="warning",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Convolution2D(32, 3, 3),
])
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(32, (3, 3)),
])
""",
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(32, 3, strides=3),
    layers.Conv2D(64, 3, 1),
])
""",
    ),
    check=version_notes("changed-meaning", "warning"),
)
