"""The functions of `keras.ops` that do what functions of NumPy do, under Keras's own argument names.

Sources: the signatures of `keras.ops` and each operation's `compute_output_spec`, Keras 3.15.
"""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries import (
    creation,
    elementwise,
    joining,
    keras_backend,
    manipulation,
    products,
    reductions,
    resizing,
    selection,
)
from param_lsp.libraries.arrays import as_array, without_contents
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.values import Call, Value

_SAME = """
angle arccosh arcsinh arctanh batch_normalization bitwise_invert bitwise_not celu cholesky conjugate copy elu empty_like
erf erfc erfinv flip fliplr flipud full_like gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh i0
imag inv layer_normalization leaky_relu log_sigmoid log_softmax nancumprod nancumsum normalize ones_like real relu6
rms_normalization roll saturate_cast scatter_update selu silu sinc slice_update soft_shrink softmax softplus softsign
sparse_plus sparse_sigmoid sparsemax square squareplus stop_gradient swish tanh_shrink threshold zeros_like
"""
_TESTS = "isneginf isposinf"
_PAIRS = """
bitwise_left_shift bitwise_right_shift bitwise_xor divide_no_nan fmod gcd heaviside lcm ldexp left_shift logaddexp
logaddexp2 nextafter right_shift
"""
_REDUCTIONS = "all amax amin any median nanmax nanmean nanmedian nanmin nanprod nanstd nansum nanvar ptp"


def _ops(names: str) -> str:
    return " ".join(f"keras.ops.{name}" for name in names.split())


@function(_ops(_SAME), "x: a, *rest, **more")
@function(_ops("searchsorted"), "sorted_sequence, values: a, side='left'")
@function(_ops("digitize"), "x: a, bins")
@function(_ops("isin"), "x1: a, x2, **more")
@function(_ops("solve"), "a: matrix, b: a")
@function(_ops("dot_product_attention"), "query: a, key, value, **more")
def same(_call: Call, arguments: Bound) -> Value:
    """Keep the shape of the first, or of the values that are looked up."""
    array = without_contents(as_array(arguments["a"]))
    if arguments.function in ("keras.ops.searchsorted", "keras.ops.digitize"):
        return replace(array, dtype="int32")
    return replace(array, dtype="bool") if arguments.function == "keras.ops.isin" else array


@function(_ops(_TESTS), "x: a")
def test(_call: Call, arguments: Bound) -> Value:
    """Test each member."""
    return replace(without_contents(as_array(arguments["a"])), dtype="bool")


@function(_ops(_PAIRS), "x1, x2")
@function(_ops("isclose"), "x1, x2, rtol=1e-05, atol=1e-08, equal_nan=False")
def pair(call: Call, arguments: Bound) -> Value:
    """Combine two arrays member by member."""
    values = {"x": arguments["x1"], "y": arguments["x2"], "extra": ()}
    result = elementwise.pair(call, Bound(values, frozenset(values), "keras.ops.maximum"))
    return replace(as_array(result), dtype="bool") if arguments.function.endswith("isclose") else result


function(_ops(_REDUCTIONS), "x: a, axis=None, keepdims=False")(reductions.reduction)
function(_ops("average"), "x: a, axis=None, weights=None, keepdims=False")(reductions.reduction)
function(_ops("count_nonzero"), "x: a, axis=None, keepdims=False")(reductions.reduction)
function(_ops("quantile percentile nanquantile nanpercentile"), "x: a, q, axis=None, method='linear', keepdims=False")(
    reductions.reduction
)
function(_ops("argmin nanargmax nanargmin"), "x: a, axis=None, keepdims=False")(reductions.argmax)
function(_ops("cumsum cumprod"), "x: a, axis=None, dtype=None")(reductions.cumulative)
function(_ops("diff"), "a, n=1, axis=-1")(reductions.diff)

function(_ops("array"), "x: value, dtype=None")(creation.array)
function(_ops("empty"), "shape, dtype=None")(creation.filled)
function(_ops("full"), "shape, fill_value, dtype=None")(creation.filled)
function(_ops("arange"), "start, stop=None, step=None, dtype=None")(creation.arange)
function(_ops("eye tri"), "N, M=None, k=0, dtype=None")(creation.eye)
function(_ops("identity"), "n: N, dtype=None, M=None, k=0")(creation.eye)
function(_ops("linspace"), "start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0")(creation.linspace)
function(_ops("logspace"), "start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0")(creation.linspace)
function(_ops("geomspace"), "start, stop, num=50, endpoint=True, dtype=None, axis=0")(creation.linspace)

function(_ops("append"), "x1: first, x2: second, axis=None")(joining.append)
function(_ops("hstack vstack dstack"), "xs: arrays")(joining.concatenate)
function(_ops("split array_split"), "x: a, indices_or_sections: sections, axis=0")(joining.split)
function(_ops("vsplit"), "x: a, indices_or_sections: sections")(joining.split)
function(_ops("unstack"), "x: a, num=None, axis=0")(joining.unstack)

function(_ops("moveaxis"), "x: a, source, destination")(manipulation.moveaxis)
function(_ops("swapaxes"), "x: a, axis1, axis2")(manipulation.swapaxes)
function(_ops("rot90"), "array: a, k=1, axes=(0, 1)")(manipulation.rot90)
function(_ops("tril triu"), "x: a, k=0")(manipulation.triangle)
function(_ops("sort"), "x: a, axis=-1")(manipulation.rearranged)

function(_ops("repeat"), "x: a, repeats, axis=None")(resizing.repeat)
function(_ops("tile"), "x: a, repeats: reps")(resizing.tile)
function(_ops("broadcast_to"), "x: a, shape")(resizing.broadcast_to)
function(_ops("pad"), "x: a, pad_width, mode='constant', constant_values=None")(resizing.pad)

function(_ops("where"), "condition, x1: x=None, x2: y=None")(selection.where)
function(_ops("argsort"), "x: a, axis=-1")(selection.argsort)
function(_ops("argpartition"), "x: a, kth, axis=-1")(selection.argsort)

function(_ops("outer"), "x1: a, x2: b")(products.outer)
function(_ops("einsum"), "subscripts, *operands, **rest")(products.einsum)
function(_ops("depth_to_space space_to_depth"), "x: a, block_size, data_format='channels_last'")(keras_backend.blocks)
