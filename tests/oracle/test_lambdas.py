"""Lambda layers against the live Keras: the shape that its function gives, and nothing where Keras raises."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze
from param_lsp.shapes import UnknownShape
from param_lsp.source import python_source
from tests.oracle.conftest import TALLIES

pytestmark = pytest.mark.oracle

BEGIN = """import numpy as np
import tensorflow as tf
import keras
from keras import layers, ops
from tensorflow.keras import backend as K


def first(x, count=1):
    return x[:, :count]


def normed(x):
    mean = tf.reduce_mean(x, axis=-1, keepdims=True)
    return (x - mean) / tf.sqrt(tf.reduce_mean(tf.square(x - mean), axis=-1, keepdims=True) + 1e-6)


def by_rank(x):
    if len(x.shape) == 3:
        return x[:, 0, :]
    return x


def early(x):
    shape = K.int_shape(x)
    size = 1
    for dim in shape[1:]:
        size *= dim
    return K.reshape(x, (-1, size))


def with_training(x, training=None):
    return x if training else x * 2


class Scale:
    def __init__(self, by):
        self.by = by

    def apply(self, x):
        return ops.concatenate([x] * self.by, axis=-1)


"""
INPUTS = ((4,), (6, 4), (None, 4), (8, 8, 4), (None, None, 3), (1, 1, 4))
FUNCTIONS = """
lambda x: x
lambda x: x * 2
lambda x: 1 - x
lambda x: 2.0 / x
lambda x: -x
lambda x: x ** 2 + x
lambda x: x // 2
lambda x: x > 0
lambda x: x * np.ones((4,), "float32")
lambda x: x + tf.constant([1.0, 2.0, 3.0, 4.0])
lambda x: x @ tf.ones((4, 5))
lambda x: abs(x)
lambda x: x[0]
lambda x: x[:, 0]
lambda x: x[:, -1]
lambda x: x[:, 9]
lambda x: x[:, 1:]
lambda x: x[:, :-1]
lambda x: x[:, ::2]
lambda x: x[:, ::-1]
lambda x: x[:, 1:3]
lambda x: x[:, 5:2]
lambda x: x[:2]
lambda x: x[1:]
lambda x: x[:, :, 0]
lambda x: x[:, -1, :]
lambda x: x[:, :, 1:]
lambda x: x[..., 0]
lambda x: x[..., -1:]
lambda x: x[..., None]
lambda x: x[..., tf.newaxis]
lambda x: x[:, None]
lambda x: x[:, np.newaxis, :]
lambda x: x[:, :, :2, :2]
lambda x: x[:, 0, 0, 0, 0]
lambda x: [x[:, :1], x[:, 1:]]
lambda x: (x, x)
lambda x: x.shape
lambda x: 3
lambda x: None
lambda x: tf.constant([1.0, 2.0])
lambda x: tf.expand_dims(x, -1)
lambda x: tf.expand_dims(x, 1)
lambda x: tf.expand_dims(x, axis=9)
lambda x: tf.squeeze(x, axis=1)
lambda x: tf.squeeze(x, axis=[1, 2])
lambda x: tf.squeeze(x)
lambda x: tf.squeeze(x, 0)
lambda x: tf.reshape(x, (-1, 4))
lambda x: tf.reshape(x, (-1, 2, 2))
lambda x: tf.reshape(x, [-1])
lambda x: tf.reshape(x, (3, -1))
lambda x: tf.reshape(x, (-1, 24))
lambda x: tf.reshape(x, (2, 6))
lambda x: tf.reshape(x, (-1, -1))
lambda x: tf.reshape(x, (tf.shape(x)[0], -1))
lambda x: tf.reshape(x, (tf.shape(x)[0], 4))
lambda x: tf.reshape(x, (-1, x.shape[1]))
lambda x: tf.reshape(x, (x.shape[0], 4))
lambda x: tf.reshape(x, (-1, tf.shape(x)[1]))
lambda x: tf.reshape(x, (-1, x.shape[-1] * 2))
lambda x: tf.reshape(x, [-1] + x.shape[1:])
lambda x: tf.reshape(x, tf.shape(x))
lambda x: tf.transpose(x)
lambda x: tf.transpose(x, [0, 2, 1])
lambda x: tf.transpose(x, perm=[0, 3, 1, 2])
lambda x: tf.cast(x, tf.int32)
lambda x: tf.cast(x, "float16") / 255.0
lambda x: tf.cast(x, tf.float32)[:, :2]
lambda x: tf.reduce_mean(x, axis=1)
lambda x: tf.reduce_mean(x, 1, True)
lambda x: tf.reduce_mean(x, axis=[1, 2])
lambda x: tf.reduce_sum(x, axis=-1, keepdims=True)
lambda x: tf.reduce_sum(x)
lambda x: tf.reduce_max(x, axis=(1,))
lambda x: tf.reduce_min(x, axis=0)
lambda x: tf.reduce_prod(x, axis=-2)
lambda x: tf.reduce_logsumexp(x, axis=1)
lambda x: tf.math.reduce_std(x, axis=1)
lambda x: tf.math.reduce_variance(x, 1, keepdims=True)
lambda x: tf.argmax(x, axis=-1)
lambda x: tf.argmax(x)
lambda x: tf.argmin(x, 1)
lambda x: tf.one_hot(tf.cast(x, tf.int32), 10)
lambda x: tf.one_hot(tf.cast(x, "uint8"), depth=3)
lambda x: tf.concat([x, x], axis=-1)
lambda x: tf.concat([x, x * 2], 1)
lambda x: tf.concat([x, x], 0)
lambda x: tf.concat([x, tf.ones((1, 4))], 0)
lambda x: tf.stack([x, x], axis=1)
lambda x: tf.stack([x, x])
lambda x: tf.unstack(x, axis=1)
lambda x: tf.split(x, 2, axis=-1)
lambda x: tf.split(x, 2, axis=-1)[0]
lambda x: tf.split(x, [1, 3], axis=-1)
lambda x: tf.tile(x, [1, 3])
lambda x: tf.tile(x, [1, 1, 2])
lambda x: tf.repeat(x, 3, axis=1)
lambda x: tf.repeat(x, 2)
lambda x: tf.pad(x, [[0, 0], [1, 1]])
lambda x: tf.pad(x, [[0, 0], [1, 1], [2, 0]])
lambda x: tf.pad(x, tf.constant([[0, 0], [1, 1], [1, 1], [0, 0]]), "REFLECT")
lambda x: tf.gather(x, 0, axis=1)
lambda x: tf.gather(x, [0, 2], axis=1)
lambda x: tf.gather(x, [0, 0], axis=-1)
lambda x: tf.gather(x, [[0], [0]], axis=1)
lambda x: tf.slice(x, [0, 1], [-1, 2])
lambda x: tf.slice(x, [0, 0, 1], [-1, -1, 2])
lambda x: tf.reverse(x, [1])
lambda x: tf.reverse(x, axis=[-1])
lambda x: tf.roll(x, 1, axis=1)
lambda x: tf.sort(x)
lambda x: tf.argsort(x, axis=-1)
lambda x: tf.cumsum(x, axis=1)
lambda x: tf.norm(x, axis=1)
lambda x: tf.norm(x, axis=-1, keepdims=True)
lambda x: tf.linalg.norm(x)
lambda x: tf.nn.l2_normalize(x, axis=1)
lambda x: tf.math.l2_normalize(x, axis=-1)
lambda x: tf.nn.relu(x)
lambda x: tf.nn.softmax(x, axis=-1)
lambda x: tf.nn.leaky_relu(x, alpha=0.2)
lambda x: tf.nn.depth_to_space(x, 2)
lambda x: tf.nn.space_to_depth(x, 2)
lambda x: tf.nn.dropout(x, 0.5)
lambda x: tf.math.log(x + 1)
lambda x: tf.math.exp(x)
lambda x: tf.sigmoid(x)
lambda x: tf.abs(x)
lambda x: tf.sqrt(tf.maximum(x, 0.0))
lambda x: tf.pow(x, 2)
lambda x: tf.square(x)
lambda x: tf.clip_by_value(x, 0, 1)
lambda x: tf.minimum(x, 1.0)
lambda x: tf.add(x, x)
lambda x: tf.multiply(x, 0.5)
lambda x: tf.subtract(x, 0.5)
lambda x: tf.divide(x, 2)
lambda x: tf.matmul(x, x)
lambda x: tf.matmul(x, x, transpose_b=True)
lambda x: tf.matmul(x, tf.transpose(x, [0, 2, 1]))
lambda x: tf.zeros_like(x)
lambda x: tf.ones_like(x)[:, :1]
lambda x: tf.stop_gradient(x)
lambda x: tf.identity(x)
lambda x: tf.where(x > 0, x, tf.zeros_like(x))
lambda x: tf.broadcast_to(x, (2, 3, 4))
lambda x: x + tf.random.normal(tf.shape(x))
lambda x: x + tf.random.normal((tf.shape(x)[0], 4))
lambda x: x * tf.random.uniform(shape=(4,))
lambda x: tf.image.resize(x, (32, 32))
lambda x: tf.image.resize(x, [16, 24], method="nearest")
lambda x: tf.image.rgb_to_grayscale(x)
lambda x: tf.image.grayscale_to_rgb(x)
lambda x: tf.image.flip_left_right(x)
lambda x: tf.image.central_crop(x, 0.5)
lambda x: tf.image.per_image_standardization(x)
lambda x: tf.einsum("bi->b", x)
lambda x: tf.signal.fft(tf.cast(x, tf.complex64))
lambda x: tf.map_fn(lambda y: y * 2, x)
lambda x: tf.keras.utils.normalize(x)
lambda x: tf.keras.activations.relu(x, max_value=6)
lambda x: keras.activations.softmax(x)
lambda x: K.mean(x, axis=1)
lambda x: K.mean(x, axis=1, keepdims=True)
lambda x: K.mean(x, 1, True)
lambda x: K.mean(x, axis=[1, 2])
lambda x: K.sum(x, axis=-1)
lambda x: K.sum(x)
lambda x: K.max(x, axis=1, keepdims=False)
lambda x: K.min(x, 1)
lambda x: K.std(x, axis=1)
lambda x: K.var(x, axis=-1, keepdims=True)
lambda x: K.prod(x, 1)
lambda x: K.any(x > 0, axis=1)
lambda x: K.argmax(x)
lambda x: K.argmax(x, axis=1)
lambda x: K.abs(x)
lambda x: K.exp(x) / (1 + K.exp(x))
lambda x: K.sqrt(K.square(x))
lambda x: K.clip(x, 0, 1)
lambda x: K.pow(x, 2)
lambda x: K.maximum(x, 0.0)
lambda x: K.equal(x, 1.0)
lambda x: K.l2_normalize(x, axis=1)
lambda x: K.l2_normalize(x)
lambda x: K.softmax(x)
lambda x: K.relu(x)
lambda x: K.sigmoid(x)
lambda x: K.tanh(x)
lambda x: K.elu(x)
lambda x: K.cast(x, "int32")
lambda x: K.one_hot(K.cast(x, "uint8"), 7)
lambda x: K.one_hot(K.cast(x, "int64"), num_classes=3)
lambda x: K.expand_dims(x)
lambda x: K.expand_dims(x, 1)
lambda x: K.expand_dims(x, axis=-2)
lambda x: K.squeeze(x, 1)
lambda x: K.squeeze(x, axis=-1)
lambda x: K.squeeze(K.squeeze(x, 1), 1)
lambda x: K.reshape(x, (-1, 4))
lambda x: K.reshape(x, (-1, 2, 2))
lambda x: K.reshape(x, (K.shape(x)[0], -1))
lambda x: K.reshape(x, (-1, K.int_shape(x)[1]))
lambda x: K.flatten(x)
lambda x: K.batch_flatten(x)
lambda x: K.permute_dimensions(x, (0, 2, 1))
lambda x: K.permute_dimensions(x, pattern=(0, 3, 1, 2))
lambda x: K.transpose(x)
lambda x: K.reverse(x, 1)
lambda x: K.reverse(x, axes=1)
lambda x: K.concatenate([x, x])
lambda x: K.concatenate([x, -x], axis=1)
lambda x: K.stack([x, x], axis=1)
lambda x: K.stack([x, x])
lambda x: K.repeat(x, 5)
lambda x: K.repeat(x, n=2)
lambda x: K.repeat_elements(x, 2, axis=1)
lambda x: K.repeat_elements(x, rep=3, axis=2)
lambda x: K.tile(x, (1, 2))
lambda x: K.tile(x, [1, 1, 3])
lambda x: K.dot(x, K.ones((4, 7)))
lambda x: K.dot(x, tf.ones((2, 4, 5)))
lambda x: K.batch_dot(x, x)
lambda x: K.batch_dot(x, x, axes=1)
lambda x: K.batch_dot(x, x, axes=(2, 2))
lambda x: K.batch_dot(x, K.permute_dimensions(x, (0, 2, 1)))
lambda x: K.resize_images(x, 2, 2, "channels_last")
lambda x: K.resize_images(x, 2, 3, "channels_first", "bilinear")
lambda x: K.spatial_2d_padding(x)
lambda x: K.zeros_like(x)
lambda x: K.ones_like(x)
lambda x: K.stop_gradient(x)
lambda x: K.cumsum(x, axis=1)
lambda x: K.int_shape(x)
lambda x: K.gather(K.ones((10, 3)), K.cast(x, "int32"))
lambda x: x + K.random_normal(K.shape(x))
lambda x: x + K.random_normal(shape=(K.shape(x)[0], K.int_shape(x)[1]))
lambda x: ops.mean(x, axis=1)
lambda x: ops.mean(x, axis=-1, keepdims=True)
lambda x: ops.sum(x)
lambda x: ops.max(x, 1)
lambda x: ops.std(x, axis=1)
lambda x: ops.any(x > 0, axis=1)
lambda x: ops.argmax(x, axis=-1)
lambda x: ops.argmax(x)
lambda x: ops.expand_dims(x, -1)
lambda x: ops.expand_dims(x, (1, 2))
lambda x: ops.squeeze(x, 1)
lambda x: ops.squeeze(x)
lambda x: ops.reshape(x, (-1, 4))
lambda x: ops.reshape(x, (-1, 2, 2))
lambda x: ops.reshape(x, (ops.shape(x)[0], -1))
lambda x: ops.reshape(x, (ops.shape(x)[0], 2, 2))
lambda x: ops.reshape(x, (x.shape[0], -1))
lambda x: ops.transpose(x)
lambda x: ops.transpose(x, (0, 2, 1))
lambda x: ops.transpose(x, axes=(0, 3, 1, 2))
lambda x: ops.swapaxes(x, 1, 2)
lambda x: ops.moveaxis(x, 1, -1)
lambda x: ops.cast(x, "int32")
lambda x: ops.concatenate([x, x])
lambda x: ops.concatenate([x, x], axis=-1)
lambda x: ops.concatenate([x, x], axis=1)
lambda x: ops.stack([x, x], axis=1)
lambda x: ops.split(x, 2, axis=-1)
lambda x: ops.split(x, 2, axis=-1)[1]
lambda x: ops.split(x, [1], axis=1)
lambda x: ops.tile(x, (1, 2))
lambda x: ops.tile(x, 2)
lambda x: ops.repeat(x, 3, axis=1)
lambda x: ops.repeat(x, 2)
lambda x: ops.pad(x, ((0, 0), (1, 1)))
lambda x: ops.pad(x, ((0, 0), (1, 1), (0, 2)))
lambda x: ops.flip(x, axis=1)
lambda x: ops.roll(x, 1)
lambda x: ops.take(x, 0, axis=1)
lambda x: ops.take(x, [0, 1], axis=-1)
lambda x: ops.relu(x)
lambda x: ops.gelu(x)
lambda x: ops.softmax(x, axis=-1)
lambda x: ops.sigmoid(x)
lambda x: ops.log(ops.abs(x) + 1)
lambda x: ops.sqrt(x)
lambda x: ops.clip(x, 0, 1)
lambda x: ops.maximum(x, 0)
lambda x: ops.where(x > 0, x, 0)
lambda x: ops.norm(x, axis=-1)
lambda x: ops.normalize(x, axis=-1)
lambda x: ops.logsumexp(x, axis=1)
lambda x: ops.matmul(x, ops.ones((4, 6)))
lambda x: ops.matmul(x, ops.transpose(x, (0, 2, 1)))
lambda x: ops.dot(x, ops.ones((4, 6)))
lambda x: ops.dot(x, ops.ones((2, 4, 6)))
lambda x: ops.einsum("bi,ij->bj", x, ops.ones((4, 5)))
lambda x: ops.one_hot(ops.cast(x, "int32"), 5)
lambda x: ops.image.resize(x, (16, 16))
lambda x: ops.image.rgb_to_grayscale(x)
lambda x: ops.cumsum(x, axis=1)
lambda x: ops.sort(x)
lambda x: ops.ravel(x)
lambda x: ops.zeros_like(x)
lambda x: ops.diag(x)
lambda x: ops.average(x, axis=1)
lambda x: ops.median(x, axis=1)
lambda x: ops.prod(x, axis=1)
lambda x: ops.meshgrid(x, x)
lambda x: ops.vstack([x, x])
lambda x: ops.hstack([x, x])
lambda x: ops.top_k(x, 2)
lambda x: ops.top_k(x, k=2)[0]
lambda x: tf.math.top_k(x, 3)
lambda x: ops.nonzero(x)
lambda x: ops.diagonal(x)
lambda x: ops.outer(x, x)
lambda x: ops.broadcast_to(x, (3, 4))
lambda x: ops.arange(5)
lambda x: ops.linspace(x, x + 1, 3)
lambda x: ops.count_nonzero(x, axis=1)
lambda x: ops.digitize(x, [0.0, 1.0])
lambda x: ops.tensordot(x, ops.ones((4, 3)), axes=1)
lambda x: ops.unstack(x, axis=1)
lambda x: np.mean(x, axis=1)
lambda x: np.expand_dims(x, 1)
lambda x: x.get_shape()
lambda x: tf.reshape(x, (-1, x.get_shape()[1]))
lambda x: tf.reshape(x, (-1, x.shape.as_list()[1]))
lambda x: x if x.shape[1] == 4 else x[:, :1]
lambda x: x[:, 0] if len(x.shape) > 2 else x
lambda x, y=3: x[:, :y]
lambda *args: args[0]
lambda x, **kwargs: x
lambda x, mask=None: x * 2
lambda x, mask=None: x if mask is None else x * mask
lambda x, training=None: x[:, :1] if training else x
lambda: 3
lambda x, y: x
first
normed
by_rank
early
with_training
tf.nn.relu
tf.identity
K.l2_normalize
ops.relu
Scale(2).apply
layers.Dense(3)
3
"relu"
None
""".strip().splitlines()
STATED = """
lambda x: x, output_shape=(7,)
lambda x: x, output_shape=(7, None)
lambda x: x, output_shape=[7]
lambda x: x, output_shape=7
lambda x: x, output_shape=lambda s: (s[0], 3)
lambda x: x, output_shape=lambda s: s
lambda x: x, output_shape=lambda s: (s[0],) + tuple(s[2:])
lambda x: x, output_shape=lambda s: [s[0], s[-1]]
lambda x: x, output_shape=lambda s: [(s[0], 1), (s[0], 2)]
lambda x: x, output_shape=((1,), (2, 3))
lambda x, n: x[:, :n], arguments={"n": 2}
lambda x, n: x[:, :n], None, None, {"n": 2}
first, arguments={"count": 3}
first, arguments={"number": 3}
lambda x: x, arguments={}
lambda x: x[:, 0], name="last"
""".strip().splitlines()


def kept(shape):
    """Give a shape, or several, as nested tuples."""
    if isinstance(shape, (list, tuple)) and any(isinstance(item, (list, tuple)) for item in shape):
        return tuple(map(kept, shape))
    return tuple(shape)


def expected(arguments: str, shape: tuple[int | None, ...]):
    """Ask Keras: the output shape, or None where it raises or gives no tensor."""
    import keras

    names: dict = {}
    exec(BEGIN, names)
    try:
        model = eval(f"keras.Sequential([keras.Input({shape!r}), layers.Lambda({arguments})])", names)
        return kept(keras.tree.map_structure(lambda tensor: tensor.shape, model.outputs))
    except Exception:  # noqa: BLE001 - whatever a function raises
        return None


def got(arguments: str, shape: tuple[int | None, ...]):
    """Ask param-lint: the output shape, or None where it gives none."""
    text = f"{BEGIN}model = keras.Sequential([keras.Input({shape!r}), layers.Lambda({arguments})])\n"
    model = analyze(python_source("a.py", text)).report.models[-1]
    output = model.rows[-1].output_shape if model.rows else None
    if output is None or isinstance(output, UnknownShape):
        return None
    shapes = [output] if isinstance(output, tuple) else list(output.items)
    whole = all(dim is None or isinstance(dim, int) for one in shapes for dim in one)
    return tuple(shapes) if whole else None


@pytest.mark.parametrize("arguments", FUNCTIONS + STATED)
def test_lambda(arguments):
    """The output shape is Keras's for every input, or unknown."""
    for shape in INPUTS:
        theirs, ours = expected(arguments, shape), got(arguments, shape)
        if ours is not None:
            assert ours == theirs, f"Lambda({arguments}) on {shape}"
        followed = "equal" if ours is not None else "accepted, we say unknown"
        TALLIES["Lambda's function"][followed if theirs is not None else "rejected, we say unknown"] += 1
