"""`keras.ops` against the live Keras: the shape of what each function gives, between layers and inside of one."""

from __future__ import annotations

import pytest

pytest.importorskip("keras")
pytest.importorskip("libcst")

import keras

from param_lsp.analysis import analyze
from param_lsp.source import python_source
from param_lsp.wording import json_shape

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]

INPUTS = ((6,), (4, 6), (None, 6), (6, 6), (8, 8, 3), (None, None, 4))
# A function of x; the first of several outputs counts.
EXPRESSIONS = """
ops.abs(x)
ops.all(x, axis=-1)
ops.amax(x, axis=1)
ops.amin(x, axis=(1,), keepdims=True)
ops.any(x, axis=1, keepdims=True)
ops.append(x, x, axis=-1)
ops.append(x, x)
ops.arctanh(x)
ops.argmax(x, axis=-1)
ops.argmin(x, axis=1, keepdims=True)
ops.argsort(x)
ops.argsort(x, axis=1)
ops.array_split(x, 4, axis=-1)
ops.average(x, axis=-1)
ops.average_pool(x, 2)
ops.average_pool(x, 3, strides=1, padding="same")
ops.binary_crossentropy(x, x)
ops.broadcast_to(ops.ones((6,)), (3, 6)) + x[..., :1]
ops.categorical_crossentropy(x, x)
ops.cast(x, "float16")
ops.celu(x)
ops.clip(x, 0, 1)
ops.concatenate([x, x, x], axis=-1)
ops.concatenate([x, x], 1)
ops.conv(x, ops.ones((3, 6, 5)))
ops.conv(x, ops.ones((3, 3, 3, 7)), strides=2, padding="same")
ops.conv(x, ops.ones((3, 3, 4, 7)), dilation_rate=2)
ops.copy(x)
ops.count_nonzero(x, axis=-1)
ops.cumprod(x, axis=1)
ops.cumsum(x)
ops.cumsum(x, axis=-1)
ops.depth_to_space(x, 2)
ops.depthwise_conv(x, ops.ones((3, 3, 3, 2)))
ops.det(x)
ops.diagonal(x, axis1=1, axis2=2)
ops.diff(x)
ops.diff(x, n=2, axis=1)
ops.divide(x, 2)
ops.divide_no_nan(x, x)
ops.dot(x, ops.ones((6, 3)))
ops.dot_product_attention(x, x, x)
ops.einsum("bi,bj->bij", x, x)
ops.einsum("bti,bsi->bts", x, x)
ops.einsum("bti,ij->btj", x, ops.ones((6, 9)))
ops.einsum("...i,ij->...j", x, ops.ones((6, 9)))
ops.equal(x, 0)
ops.erf(x)
ops.exp(x)
ops.expand_dims(x, 1)
ops.expand_dims(x, (1, -1))
ops.flip(x, axis=1)
ops.floor(x)
ops.full_like(x, 3)
ops.gelu(x)
ops.glu(x)
ops.greater(x, 0)
ops.hard_silu(x)
ops.hstack([x, x])
ops.image.crop_images(x, top_cropping=1, bottom_cropping=2, left_cropping=0, target_width=3)
ops.image.extract_patches(x, 2)
ops.image.extract_patches(x, (3, 2), strides=1, padding="same")
ops.image.extract_patches(x, size=(4, 4), strides=(2, 2))
ops.image.gaussian_blur(x)
ops.image.pad_images(x, 1, 2, target_height=20, target_width=30)
ops.image.pad_images(x, 1, 2, 3, 4)
ops.image.resize(x, (5, 7))
ops.image.rgb_to_grayscale(x)
ops.image.rgb_to_hsv(x)
ops.image.sobel_edges(x)
ops.in_top_k(ops.argmax(x, axis=-1), x, 2)
ops.inner(x, ops.ones((3, 6)))
ops.inv(x)
ops.isclose(x, x)
ops.isfinite(x)
ops.isin(x, [1.0, 2.0])
ops.layer_normalization(x)
ops.leaky_relu(x)
ops.linalg.norm(x, axis=-1)
ops.log_softmax(x)
ops.logaddexp(x, x)
ops.logical_and(x > 0, x < 1)
ops.logsumexp(x, axis=-1, keepdims=True)
ops.matmul(x, ops.transpose(x, (0, 2, 1)))
ops.matmul(x, ops.ones((6, 2)))
ops.max(x, axis=1)
ops.max_pool(x, 2)
ops.max_pool(x, (3, 2), strides=(2, 1), padding="same")
ops.max_pool(x, 3, 1)
ops.maximum(x, 0.0)
ops.mean(x, axis=(1, -1))
ops.mean(x)
ops.median(x, axis=-1)
ops.min(x, axis=-1, keepdims=True)
ops.moments(x, axes=[0])
ops.moments(x, -1, keepdims=True)
ops.moveaxis(x, 1, -1)
ops.multi_hot(ops.cast(x, "int32"), 5)
ops.multiply(x, ops.arange(6, dtype="float32"))
ops.nan_to_num(x)
ops.nanmax(x, axis=-1)
ops.nn.relu(x)
ops.nn.softmax(x, axis=-1)
ops.norm(x, axis=1, keepdims=True)
ops.normalize(x)
ops.numpy.mean(x, axis=-1)
ops.one_hot(ops.argmax(x, -1), 7)
ops.ones_like(x)
ops.outer(x, x)
ops.pad(x, [[0, 0], [1, 2]])
ops.pad(x, [[0, 0], [1, 1], [0, 0]])
ops.pad(x, 1)
ops.power(x, 2)
ops.prod(x, axis=-1)
ops.ptp(x, axis=-1)
ops.quantile(x, 0.5, axis=-1)
ops.ravel(x)
ops.rearrange(x, "b t c -> b c t")
ops.rearrange(x, "b h w c -> b (h w) c")
ops.relu6(x)
ops.repeat(x, 3, axis=1)
ops.repeat(x, repeats=2, axis=-1)
ops.reshape(x, (-1, 6))
ops.reshape(x, (-1, 3, 2))
ops.rms_normalization(x)
ops.roll(x, 1, axis=1)
ops.rot90(x, axes=(1, 2))
ops.segment_sum(x, ops.arange(4), num_segments=3)
ops.silu(x)
ops.slice(x, (0, 1), (2, 3))
ops.slice(x, [0, 0, 1], [-1, 2, 4])
ops.softmax(x)
ops.sort(x, axis=1)
ops.space_to_depth(x, 2)
ops.sparse_categorical_crossentropy(ops.argmax(x, -1), x)
ops.split(x, 2, axis=-1)
ops.split(x, [1, 3], axis=-1)
ops.sqrt(x)
ops.square(x)
ops.squeeze(x[:, :1], axis=1)
ops.stack([x, x], axis=1)
ops.stack([x, x], axis=-1)
ops.std(x, axis=-1)
ops.stop_gradient(x)
ops.sum(x, axis=1)
ops.swapaxes(x, 1, 2)
ops.take(x, 0, axis=1)
ops.take(x, ops.arange(2), axis=-1)
ops.take_along_axis(x, ops.argsort(x, axis=-1), axis=-1)
ops.tanh(x)
ops.tensordot(x, ops.ones((6, 5)), axes=1)
ops.tensordot(x, ops.ones((6, 5)), axes=[[-1], [0]])
ops.tile(x, (1, 2))
ops.tile(x, [1, 2, 1])
ops.top_k(x, 3)
ops.trace(x, axis1=1, axis2=2)
ops.transpose(x)
ops.transpose(x, axes=(0, 2, 1))
ops.tril(x)
ops.triu(x, k=1)
ops.unstack(x, axis=-1)
ops.unstack(x, axis=1)
ops.var(x, axis=[1], keepdims=True)
ops.vdot(x, x)
ops.vstack([x, x])
ops.where(x > 0, x, 0.0)
ops.where(x > 0, x1=x, x2=x)
ops.zeros_like(x)
ops.zeros((2, 6)) + ops.sum(x)
x + ops.arange(6, dtype="float32")
x + ops.expand_dims(ops.arange(0, 6, 1, dtype="float32"), 0)
x * ops.eye(6)
x * ops.linspace(0.0, 1.0, 6)
x * ops.full((6,), 2.0)
x + keras.random.normal((6,))
x * keras.random.uniform(ops.shape(x))
ops.zeros((ops.shape(x)[0], 3))
ops.reshape(x, (ops.shape(x)[0], -1))
""".strip().splitlines()

BEGIN = "import keras\nfrom keras import layers, ops\n"
BETWEEN = """x = keras.Input({shape})
y = {expression}
model{number} = keras.Model(x, y if not isinstance(y, (list, tuple)) else y[0])
"""
INSIDE = """class Own{number}(layers.Layer):
    def call(self, x):
        y = {expression}
        return y if not isinstance(y, (list, tuple)) else y[0]

model{number} = keras.Sequential([keras.Input({shape}), Own{number}()])
"""

# Where Keras gives a shape and we say that it is not known, with the reason.
NO_SPACE = "a window over no axis"
UNCHECKED = "Keras does not see that the axes do not fit, the computation does"
FORGOTTEN = "TensorFlow forgets sizes that NumPy's rules tell"
NOT_FOLLOWED = {
    "ops.average_pool(x, 2)": NO_SPACE,
    'ops.average_pool(x, 3, strides=1, padding="same")': NO_SPACE,
    "ops.dot(x, ops.ones((6, 3)))": UNCHECKED,
    'ops.einsum("bti,ij->btj", x, ops.ones((6, 9)))': UNCHECKED,
    "ops.inner(x, ops.ones((3, 6)))": FORGOTTEN,
    "ops.matmul(x, ops.ones((6, 2)))": UNCHECKED,
    'ops.max_pool(x, (3, 2), strides=(2, 1), padding="same")': UNCHECKED,
    "ops.max_pool(x, 2)": NO_SPACE,
    "ops.max_pool(x, 3, 1)": NO_SPACE,
    "ops.median(x, axis=-1)": FORGOTTEN,
    "ops.quantile(x, 0.5, axis=-1)": FORGOTTEN,
    'ops.rearrange(x, "b t c -> b c t")': UNCHECKED,
    "ops.tensordot(x, ops.ones((6, 5)), axes=1)": UNCHECKED,
    "ops.tensordot(x, ops.ones((6, 5)), axes=[[-1], [0]])": UNCHECKED,
}


def expected(expression: str, shape: tuple[int | None, ...], form: str) -> list[int | None] | None:
    """Ask Keras: the shape of what a function gives, or None where it raises."""
    names = {"keras": keras, "ops": keras.ops}
    own = eval(f"lambda x: {expression}", names)
    x = keras.KerasTensor((None, *shape))
    try:
        y = own(x) if form == BETWEEN else keras.src.backend.compute_output_spec(own, x)
    except Exception:  # noqa: BLE001 - whatever Keras raises
        return None
    return list((y[0] if isinstance(y, (list, tuple)) else y).shape)


def got(expressions: list[str], shape: tuple[int | None, ...], form: str) -> dict[str, object]:
    """Ask param-lint: the shapes of all, in one program; unknown ones as the text that is shown."""
    text = BEGIN + "".join(
        form.format(shape=shape, expression=expression, number=number) for number, expression in enumerate(expressions)
    )
    models = {model.variable: model for model in analyze(python_source("program.py", text)).report.models}
    found: dict[str, object] = {}
    for number, expression in enumerate(expressions):
        model = models.get(f"model{number}")
        output = model.output_shape if model is not None else None
        found[expression] = json_shape(output) if output is not None else None
    return found


@pytest.mark.parametrize("form", [BETWEEN, INSIDE], ids=["between layers", "inside a layer"])
@pytest.mark.parametrize("shape", INPUTS, ids=str)
def test_ops(form, shape):
    """The shape is Keras's wherever Keras has one."""
    theirs = {each: expected(each, shape, form) for each in EXPRESSIONS}
    accepted = {each: output for each, output in theirs.items() if output is not None}
    assert len(accepted) > len(EXPRESSIONS) // 3
    ours = got(list(accepted), shape, form)
    for each, output in accepted.items():
        assert ours[each] == output or (ours[each] is None and each in NOT_FOLLOWED), each


def test_each_expression_counts():
    """Each is accepted for one of the inputs at least, and each exception is one of them."""
    for each in EXPRESSIONS:
        assert any(expected(each, shape, form) is not None for form in (BETWEEN, INSIDE) for shape in INPUTS), each
    assert set(NOT_FOLLOWED) <= set(EXPRESSIONS)
