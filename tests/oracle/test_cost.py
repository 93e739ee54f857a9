"""Multiply–adds against an independent count: every product that TensorFlow computes while live Keras runs a layer."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytest.importorskip("keras")
pytest.importorskip("tensorflow")
pytest.importorskip("libcst")

import keras
import numpy as np
from tensorflow.python.framework import op_callbacks

from param_lsp.analysis import analyze
from param_lsp.report import Totals
from param_lsp.source import python_source

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore::UserWarning")]

BATCH = 2

# A layer and the shapes of its inputs. Recurrent layers are unrolled: else TensorFlow runs one step more.
CASES = (
    ("Dense(4)", (3,)),
    ("Dense(4, use_bias=False)", (5, 6, 3)),
    ("EinsumDense('abc,cd->abd', output_shape=(None, 4))", (5, 6)),
    ("EinsumDense('...x,xy->...y', output_shape=4, bias_axes='y')", (5, 7, 6)),
    ("EinsumDense('abc,bcd->ad', output_shape=4)", (5, 6)),
    ("Conv1D(4, 3)", (8, 3)),
    ("Conv1D(4, 3, padding='causal', dilation_rate=2)", (8, 3)),
    ("Conv2D(4, 3, strides=2)", (9, 8, 3)),
    ("Conv2D(4, (3, 2), padding='same')", (9, 8, 3)),
    ("Conv2D(6, 3, groups=3)", (8, 8, 9)),
    ("Conv2D(6, 3, dilation_rate=2)", (8, 8, 9)),
    ("Conv3D(4, 3)", (8, 7, 6, 3)),
    ("Conv1DTranspose(4, 3, strides=2)", (8, 3)),
    ("Conv2DTranspose(4, 3, strides=2, padding='same')", (8, 6, 3)),
    ("Conv3DTranspose(4, 3)", (4, 5, 4, 3)),
    ("DepthwiseConv1D(3, depth_multiplier=2)", (8, 3)),
    ("DepthwiseConv2D(3, padding='same')", (8, 6, 3)),
    ("SeparableConv1D(4, 3)", (8, 3)),
    ("SeparableConv2D(4, 3, strides=2, depth_multiplier=2)", (9, 9, 3)),
    ("SimpleRNN(4, unroll=True)", (5, 3)),
    ("LSTM(4, unroll=True, return_sequences=True)", (5, 3)),
    ("GRU(4, unroll=True)", (5, 3)),
    ("GRU(4, unroll=True, reset_after=False)", (5, 3)),
    ("RNN(keras.layers.LSTMCell(3), unroll=True)", (5, 4)),
    ("ConvLSTM1D(4, 3, unroll=True)", (5, 8, 3)),
    ("ConvLSTM2D(4, 3, strides=2, padding='same', unroll=True)", (5, 8, 8, 3)),
    ("Bidirectional(keras.layers.LSTM(4, unroll=True))", (5, 3)),
    ("Bidirectional(keras.layers.GRU(4, unroll=True, return_sequences=True), merge_mode='sum')", (5, 3)),
    ("TimeDistributed(keras.layers.Dense(4))", (5, 3)),
    ("TimeDistributed(keras.layers.Conv2D(4, 3))", (5, 8, 8, 3)),
    ("SpectralNormalization(keras.layers.Dense(4))", (3,)),
    ("MultiHeadAttention(2, 4)", (5, 6), (7, 6)),
    ("MultiHeadAttention(3, 4, value_dim=5, output_shape=9)", (5, 6), (7, 8), (7, 2)),
    ("MultiHeadAttention(3, 4, use_gate=True)", (5, 6), (7, 8)),
    ("MultiHeadAttention(2, 3)", (4, 5, 6), (3, 2, 6)),
    ("GroupQueryAttention(4, 6, 3)", (5, 8), (7, 8)),
    ("Embedding(10, 4)", (5,)),
    ("PReLU()", (5, 4)),
    ("BatchNormalization()", (5, 4)),
    ("LayerNormalization(axis=(1, 2))", (5, 4)),
    ("RMSNormalization()", (5, 4)),
    ("GroupNormalization(2)", (5, 4)),
    ("MaxPooling2D()", (6, 6, 3)),
    ("GlobalAveragePooling2D()", (6, 6, 3)),
    ("UpSampling2D()", (6, 6, 3)),
    ("Activation('softmax')", (6,)),
    ("Dropout(0.5)", (6,)),
    ("Flatten()", (6, 2)),
)  # fmt: skip
LISTS = (
    ("Dot(1)", (4,), (4,)),
    ("Dot((2, 1))", (5, 4), (4, 3)),
    ("Attention()", (5, 4), (7, 4)),
    ("Attention(use_scale=True)", (5, 4), (7, 3), (7, 4)),
    ("Attention(score_mode='concat')", (5, 4), (7, 4)),
    ("AdditiveAttention()", (5, 4), (7, 4)),
    ("Add()", (5, 4), (5, 4)),
    ("Concatenate()", (5, 4), (5, 4)),
)
MODELS = {
    "shared": ("""
shared = keras.layers.Dense(6)
a = keras.Input((4, 6))
b = shared(shared(a))
model = keras.Model(a, keras.layers.Dense(2)(b))
""", (4, 6)),
    "nested": ("""
inner = keras.Sequential([keras.Input((6, 6, 2)), keras.layers.Conv2D(3, 3), keras.layers.Flatten()])
model = keras.Sequential([keras.Input((6, 6, 2)), inner, keras.layers.Dense(5), keras.layers.Dense(1)])
""", (6, 6, 2)),
    "residual": ("""
x = keras.Input((8, 8, 4))
y = keras.layers.Conv2D(4, 3, padding="same")(x)
y = keras.layers.add([x, y]) * 2
model = keras.Model(x, keras.layers.GlobalMaxPooling2D()(y))
""", (8, 8, 4)),
    "application": ("""
model = keras.applications.MobileNetV2(weights=None, input_shape=(32, 32, 3), alpha=0.35, classes=3)
""", (32, 32, 3)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_layer(case: tuple[Any, ...]) -> None:
    """One layer, called on its inputs one by one."""
    code, *shapes = case
    _compare(f"keras.layers.{code}({', '.join(_names(shapes))})", shapes)


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case[0])
def test_layer_of_a_list(case: tuple[Any, ...]) -> None:
    """One layer, called on a list."""
    code, *shapes = case
    _compare(f"keras.layers.{code}([{', '.join(_names(shapes))}])", shapes)


@pytest.mark.parametrize("name", MODELS)
def test_model(name: str) -> None:
    """A model's layers together, each call of a shared layer counted."""
    code, shape = MODELS[name]
    model = _made(code)["model"]
    assert _totals(code).macs == _counted(lambda: model(np.ones((BATCH, *shape), "float32")))


@pytest.mark.parametrize(
    ("policy", "layer"),
    [
        ("float32", "Dense(3)"),
        ("mixed_float16", "Conv1D(3, 2)"),
        ("float64", "LSTM(3)"),
        ("float32", "ReLU(dtype='float16')"),
    ],
)
def test_memory_of_an_output(policy: str, layer: str) -> None:
    """The bytes of what a layer really gives."""
    code = f"""
keras.config.set_dtype_policy({policy!r})
model = keras.Sequential([keras.Input((6, 4)), keras.layers.{layer}])
"""
    try:
        output = _made(code)["model"](np.ones((BATCH, 6, 4)))
    finally:
        keras.config.set_dtype_policy("float32")
    assert _totals(code).activation_bytes == keras.ops.convert_to_numpy(output).nbytes // BATCH


def _compare(call: str, shapes: Sequence[tuple[int, ...]]) -> None:
    inputs = "\n".join(f"{name} = keras.Input({shape})" for name, shape in zip(_names(shapes), shapes, strict=True))
    code = f"{inputs}\nmodel = keras.Model([{', '.join(_names(shapes))}], {call})"
    model = _made(code)["model"]
    arrays = [np.ones((BATCH, *shape), "float32") for shape in shapes]
    assert _totals(code).macs == _counted(lambda: model(arrays))


def _names(shapes: Sequence[tuple[int, ...]]) -> list[str]:
    return [f"input_{number}" for number in range(len(shapes))]


def _made(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {"keras": keras}
    exec(code, names)
    return names


def _totals(code: str) -> Totals:
    totals = analyze(python_source("a.py", f"import keras\n{code}")).report.models[-1].totals
    assert totals is not None
    return totals


# -- the count -------------------------------------------------------------------------------------------------------


def _counted(run: Callable[[], Any]) -> int:
    """Count the multiply–adds for one sample of all products that are computed in a run."""
    run()  # what is built or traced only once is not counted
    total = 0

    def count(op: Any, inputs: Any, attributes: Any, outputs: Any, *_: Any, **__: Any) -> None:
        nonlocal total
        name = op.decode() if isinstance(op, bytes) else op
        if name in PRODUCTS:
            named = dict(zip(attributes[::2], attributes[1::2], strict=False)) if attributes else {}
            total += PRODUCTS[name]([tuple(value.shape) for value in inputs], tuple(outputs[0].shape), named)

    op_callbacks.add_op_callback(count)
    try:
        run()
    finally:
        op_callbacks.remove_op_callback(count)
    assert total % BATCH == 0
    return total // BATCH


Shapes = Sequence[tuple[int, ...]]


def _matrix(inputs: Shapes, output: tuple[int, ...], _: dict[Any, Any]) -> int:
    return math.prod(inputs[0]) * output[-1]


def _matrices(inputs: Shapes, output: tuple[int, ...], named: dict[Any, Any]) -> int:
    return math.prod(output) * inputs[0][-2 if named.get("adj_x") else -1]


def _convolution(inputs: Shapes, output: tuple[int, ...], _: dict[Any, Any]) -> int:
    return math.prod(output) * math.prod(inputs[1][:-1])


def _transposed(inputs: Shapes, _: tuple[int, ...], __: dict[Any, Any]) -> int:
    return math.prod(inputs[2]) * math.prod(inputs[1][:-1])


def _depthwise(inputs: Shapes, output: tuple[int, ...], _: dict[Any, Any]) -> int:
    return math.prod(output) * math.prod(inputs[1][:2])


def _einsum(inputs: Shapes, _: tuple[int, ...], named: dict[Any, Any]) -> int:
    equation = named["equation"]
    text = equation.decode() if isinstance(equation, bytes) else equation
    sizes: dict[str, int] = {}
    for letters, shape in zip(text.partition("->")[0].split(","), inputs, strict=True):
        named_axes = letters.replace("...", "".join(map(str, range(len(shape) - len(letters) + 3))))
        sizes.update(zip(named_axes, shape, strict=True))
    return math.prod(sizes.values())


PRODUCTS: dict[str, Callable[[Shapes, tuple[int, ...], dict[Any, Any]], int]] = {
    "MatMul": _matrix,
    "BatchMatMulV2": _matrices,
    "Conv2D": _convolution,
    "Conv3D": _convolution,
    "Conv2DBackpropInput": _transposed,
    "Conv3DBackpropInputV2": _transposed,
    "DepthwiseConv2dNative": _depthwise,
    "Einsum": _einsum,
}
