"""removed-layer: a layer is used that Keras no longer has."""

from param_lsp.rules.misfits import version_notes
from param_lsp.rules.rule import Rule

PAGE = """
Keras 2 or 3 removed this layer: `LocallyConnected2D`, `CuDNNLSTM`, `ThresholdedReLU`, `MaxoutDense`, … The shapes and
counts shown are those that the older Keras gives.

## Why it matters

With a Keras that no longer has it, the import or the attribute raises an error.

## What to do instead

- `CuDNNLSTM`, `CuDNNGRU`: `LSTM`, `GRU`, which use the same kernels where they can. Their biases differ.
- `AtrousConvolution2D`: `Conv2D(…, dilation_rate=…)`; `Deconvolution2D`: `Conv2DTranspose`.
- `TimeDistributedDense`: `Dense`.
- `ThresholdedReLU(theta)`: `ReLU(threshold=theta)`.
"""

RULE = Rule(
    code="removed-layer",
    summary="A layer is used that Keras no longer has.",
    page=PAGE,
    severity="warning",
    bad=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(10),
    layers.ThresholdedReLU(),
])
""",
    ),
    good=(
        """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(10),
    layers.ReLU(threshold=1.0),
])
""",
    ),
    check=version_notes("removed-layer", "warning"),
)
