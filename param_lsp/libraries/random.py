"""Random arrays: their shapes and types, of `numpy.random`, its generators and `tensorflow.random`."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, as_shape, without_contents
from param_lsp.libraries.dtypes import dtype_named, promote
from param_lsp.libraries.registry import function, library_class
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int, broadcast
from param_lsp.message import message
from param_lsp.shapes import Shape, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, LibraryObject, NumpyScalar, Value

_PLACES = ("numpy.random.", "numpy.random.RandomState.", "numpy.random.Generator.")


def _everywhere(*names: str) -> str:
    return " ".join(place + name for name in names for place in _PLACES)


def _methods(*names: str) -> str:
    return " ".join(place + name for name in names for place in _PLACES[1:])


def _made(shape: Shape | UnknownShape, dtype: str | None, **known: float | None) -> Value:
    return Array(shape, dtype, low=known.get("low"), high=known.get("high"))


@function("numpy.random.rand numpy.random.randn", "*shape")
@function("numpy.random.RandomState.rand numpy.random.RandomState.randn", "self, *shape")
def rand(_call: Call, arguments: Bound) -> Value:
    """Make floats of the sizes given one by one."""
    return _made(as_shape(arguments["shape"]), "float64")


@function("numpy.random.random numpy.random.random_sample numpy.random.ranf", "size=None")
@function(_methods("random", "random_sample"), "self, size=None, **rest")
@function("numpy.random.standard_normal", "size=None")
@function(_methods("standard_normal"), "self, size=None, **rest")
def random(_call: Call, arguments: Bound) -> Value:
    """Make floats of a shape."""
    return _made(() if arguments["size"] is None else as_shape(arguments["size"]), "float64")


@function(
    "numpy.random.normal numpy.random.laplace numpy.random.gumbel numpy.random.logistic",
    "loc: a=0.0, scale: b=1.0, size=None",
)
@function(_methods("normal", "laplace"), "self, loc: a=0.0, scale: b=1.0, size=None")
@function("numpy.random.uniform", "low: a=0.0, high: b=1.0, size=None")
@function(_methods("uniform"), "self, low: a=0.0, high: b=1.0, size=None")
@function("numpy.random.lognormal numpy.random.gamma numpy.random.beta", "a=0.0, b=1.0, size=None, **rest")
@function("numpy.random.exponential numpy.random.poisson", "a=1.0, size=None, **rest")
@function("numpy.random.binomial", "n: a, p: b, size=None")
def normal(call: Call, arguments: Bound) -> Value:
    """Draw from a distribution: of the shape `size`, else of its parameters' shape."""
    name = arguments.function.rpartition(".")[2]
    dtype = "int64" if name in ("poisson", "binomial") else "float64"
    if arguments["size"] is not None:
        return _made(as_shape(arguments["size"]), dtype)
    first, second = as_array(arguments["a"]).shape, as_array(arguments.get("b", 0)).shape
    if isinstance(first, UnknownShape) or isinstance(second, UnknownShape):
        return call.unknown("the shape of the distribution's parameters is not known")
    joined = broadcast(first, second)
    return call.unknown("the parameters do not broadcast together") if joined is None else _made(joined, dtype)


@function("numpy.random.randint", "low, high=None, size=None, dtype=None")
@function("numpy.random.RandomState.randint", "self, low, high=None, size=None, dtype=None")
@function("numpy.random.random_integers", "low, high=None, size=None")
@function("numpy.random.Generator.integers", "self, low, high=None, size=None, dtype=None, endpoint=False")
def randint(_call: Call, arguments: Bound) -> Value:
    """Make whole numbers below a limit (which need not all occur)."""
    dtype = "int64" if arguments.get("dtype") is None else dtype_named(arguments["dtype"])
    if arguments["size"] is not None:
        return _made(as_shape(arguments["size"]), dtype)
    if as_dim(arguments["low"]) is None:
        return _made(as_array(arguments["low"]).shape, dtype)
    low, high = as_int(arguments["low"]), as_int(arguments["high"])
    if arguments["high"] is None:
        low, high = 0, low
    # random_integers and `endpoint` count the limit in: the bound is one higher than it need be otherwise
    return NumpyScalar(UnknownDim(message("it is a random number"), low, high), dtype or "int64")


@function("numpy.random.choice", "a, size=None, replace=True, p=None")
@function("numpy.random.RandomState.choice", "self, a, size=None, replace=True, p=None")
@function("numpy.random.Generator.choice", "self, a, size=None, replace=True, p=None, axis=0, shuffle=True")
def choice(call: Call, arguments: Bound) -> Value:
    """Pick members of an array, or numbers below n."""
    whole = as_array(arguments["a"])
    rest: Shape = ()
    if arguments.function == "numpy.random.Generator.choice" and isinstance(whole.shape, tuple):
        rest = whole.shape[1:]
    if arguments["size"] is None:
        return call.unknown("which member is picked is not known") if not rest else Array(rest, whole.dtype)
    size = as_shape(arguments["size"])
    return Array(size if isinstance(size, UnknownShape) else (*size, *rest), whole.dtype, source=whole.source)


@function("numpy.random.permutation", "x")
@function(_methods("permutation") + " numpy.random.Generator.permuted", "self, x, **rest")
def permutation(_call: Call, arguments: Bound) -> Value:
    """Give the same members, or the numbers below n, in another order."""
    count = as_dim(arguments["x"])
    if count is not None:
        if isinstance(count, int) and count > 0:
            return Array((count,), "int64", count, 0, count - 1)
        return Array((count,), "int64")
    return replace(as_array(arguments["x"]), items=None)


@function("numpy.random.shuffle", "x")
@function(_methods("shuffle"), "self, x, **rest")
@function(
    "numpy.random.seed tensorflow.random.set_seed keras.utils.set_random_seed tensorflow.set_random_seed",
    "*seed, **rest",
)
def nothing(_call: Call, _arguments: Bound) -> Value:
    """Give None: shapes stay as they are."""
    return None


@function("numpy.random.multivariate_normal", "mean: a, cov, size=None, **rest")
@function(_methods("multivariate_normal"), "self, mean: a, cov, size=None, **rest")
def multivariate_normal(_call: Call, arguments: Bound) -> Value:
    """Draw vectors: `size` of them, each as long as the mean."""
    mean = as_array(arguments["a"])
    size = () if arguments["size"] is None else as_shape(arguments["size"])
    if isinstance(mean.shape, UnknownShape) or isinstance(size, UnknownShape):
        return Array(mean.shape if isinstance(mean.shape, UnknownShape) else size, "float64")
    return Array((*size, *mean.shape), "float64")


@function("numpy.random.RandomState", "seed=None")
@function("numpy.random.default_rng numpy.random.Generator", "seed=None")
def generator(_call: Call, arguments: Bound) -> Value:
    """Make a generator, whose methods are named as NumPy's own functions."""
    name = "RandomState" if arguments.function.endswith("RandomState") else "Generator"
    return LibraryObject(f"numpy.random.{name}")


@function("tensorflow.random.normal tensorflow.random_normal tensorflow.random.truncated_normal "
          "tensorflow.truncated_normal",
          "shape, mean=0.0, stddev=1.0, dtype=None, **rest")  # fmt: skip
@function("tensorflow.random.uniform tensorflow.random_uniform", "shape, minval=0, maxval=None, dtype=None, **rest")
@function("keras.random.normal keras.random.uniform keras.backend.random_normal keras.backend.random_uniform",
          "shape, *limits, dtype=None, **rest")  # fmt: skip
@function("keras.random.truncated_normal keras.random.beta keras.random.binomial keras.random.gamma "
          "keras.random.randint", "shape, *limits, dtype=None, **rest")  # fmt: skip
def tensor(_call: Call, arguments: Bound) -> Value:
    """Make a tensor of a shape, float32 when no type is asked for."""
    dtype = "float32" if arguments["dtype"] is None else dtype_named(arguments["dtype"])
    return Array(as_shape(arguments["shape"]), dtype, kind="tensor")


library_class("keras.random.SeedGenerator", "seed=None, name=None, **rest")  # its state is no weight of a layer


@function("keras.random.shuffle", "x: value, axis=0, seed=None")
@function("keras.random.dropout", "inputs: value, rate, noise_shape=None, seed=None")
@function("tensorflow.random.shuffle tensorflow.random_shuffle", "value, **rest")
def shuffled(_call: Call, arguments: Bound) -> Value:
    """Give the same members in another order."""
    return replace(as_array(arguments["value"]), items=None)


@function("numpy.interp", "x, xp, fp, **rest")
def interp(_call: Call, arguments: Bound) -> Value:
    """Give a value for each x."""
    return replace(without_contents(as_array(arguments["x"])), dtype=promote("float64", "float64"))
