"""Numbers and categories: Rescaling, Normalization, Discretization, CategoryEncoding."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.preprocessing.checks import reject_comparison, string_arg
from param_lsp.catalogue.reading import (
    Unfollowed,
    flag,
    is_unknown,
    members,
    require_known,
    size,
    unknown_members,
)
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, ShapeTree, UnknownDim, UnknownShape, is_known
from param_lsp.values import Arguments, Array, NumpyScalar, Value, Weight
from param_lsp.wording import shape as shape_text


class Rescaling(Layer):
    """Multiplies and adds; Keras looks at scale and offset when data comes."""

    name = "Rescaling"
    signature = "scale, offset=0.0, **kwargs"


class Normalization(Layer):
    """keras/src/layers/preprocessing/normalization.py: mean and variance of each feature, learnt by `adapt`."""

    name = "Normalization"
    signature = "axis=-1, mean=None, variance=None, invert=False, **kwargs"
    by_element = True

    def check(self, arguments: Arguments) -> None:
        """Reject one of mean and variance without the other, and shapes that do not fit the axes."""
        mean, variance = arguments["mean"], arguments["variance"]
        axis = _axes(arguments)
        start = "When setting values directly,"
        if (mean is None) != (variance is None) and not is_unknown(mean) and not is_unknown(variance):
            reject(
                f"{start} both `mean` and `variance` must be set. "
                f"Received: mean={str_of(mean)} and variance={str_of(variance)}",
                message("`mean` and `variance` must be given together"),
                argument="mean" if variance is None else "variance",
            )
        first, second = _shape_of(mean), _shape_of(variance)
        if mean is None or first is None:
            return
        if second is not None and first != second:
            reject(
                f"{start} `mean` and `variance` must have the same shape. "
                f"Received: mean shape {first} and variance shape {second}",
                message(
                    "`mean` and `variance` must have the same shape, got {first} and {second}",
                    first=first,
                    second=second,
                ),
                argument="variance",
            )
        if len(first) > len(axis):
            reject(
                "The rank of `mean` must be less than or equal to the number of axes "
                f"({len(axis)}). Received: mean shape {first} for axis {repr_of(axis)}",
                message("`mean` has {rank} axes, there are {count}", rank=len(first), count=len(axis)),
                argument="mean",
            )

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        """Reject axes that the input does not have, or whose size is None."""
        axes, rank = _axes(arguments), len(shape)
        numbers = [axis for axis in axes if isinstance(axis, int)]
        if len(numbers) != len(axes):
            raise Unfollowed(message("`axis` is {value}", value=repr_of(axes)))
        if any(axis < -rank or axis >= rank for axis in numbers):
            reject(
                "All `axis` values must be in the range [-ndim, ndim). "
                f"Received inputs with ndim={rank}, while axis={repr_of(axes)}",
                message("there is no axis {axis} in {shape}", axis=repr_of(axes), shape=shape_text(shape)),
                rule="incompatible-rank",
                argument="axis",
                short=message("no axis {axis} in {shape}", axis=repr_of(axes), shape=shape_text(shape)),
            )
        kept = self._kept(arguments, shape)
        for index in kept:
            if shape[index] is None:
                reject(
                    "All `axis` values to be kept must have a known shape. Received "
                    f"axis={repr_of(axes)}, inputs.shape={shape_text(shape)}, with unknown axis at index {index}",
                    message(
                        "Normalization needs a defined size at axis {index}, gets {shape}",
                        index=index,
                        shape=shape_text(shape),
                    ),
                    rule="undefined-dimension",
                    short=message("axis {index} must be defined, gets {shape}", index=index, shape=shape_text(shape)),
                )
        if len(set(kept)) != len(kept):
            raise Unfollowed(message("`axis` {value} names an axis twice", value=repr_of(axes)))
        given = _shape_of(arguments["mean"]) if arguments["mean"] is not None else ()
        for length, index in zip(reversed(given or ()), reversed(kept), strict=False):
            expected = shape[index]
            if is_known(expected) and length not in (1, expected):
                reject(
                    "",  # TensorFlow's own words, which name its operation
                    message("`mean` has {length} values, the input {expected}", length=length, expected=expected),
                    rule="incompatible-axis",
                    argument="mean",
                    short=message("mean of {length}, input of {expected}", length=length, expected=expected),
                )

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give mean, variance and count, which `adapt` sets; none where mean and variance are given."""
        mean = require_known("mean", arguments["mean"])
        if mean is not None:
            return
        sizes = tuple(shape[index] for index in self._kept(arguments, shape))
        yield Weight("mean", sizes, trainable=False)
        yield Weight("variance", sizes, trainable=False)
        yield Weight("count", (), trainable=False, dtype="int64")

    def _kept(self, arguments: Arguments, shape: Shape) -> list[int]:
        return sorted(axis % len(shape) for axis in _axes(arguments) if isinstance(axis, int))


class Discretization(Layer):
    """keras/src/layers/preprocessing/discretization.py: numbers to bins."""

    name = "Discretization"
    gives_floats = False
    signature = """bin_boundaries=None, num_bins=None, epsilon=0.01, output_mode='int', sparse=False, dtype=None,
        name=None"""

    def check(self, arguments: Arguments) -> None:
        """Reject bins that are given twice or not at all."""
        mode, count, boundaries = arguments["output_mode"], arguments["num_bins"], arguments["bin_boundaries"]
        if mode == "int" and not is_unknown(arguments["sparse"]) and flag(arguments, "sparse"):
            reject(
                "`sparse=True` may only be used if `output_mode` is `'one_hot'`, `'multi_hot'`, or `'count'`. "
                f"Received: sparse={str_of(arguments['sparse'])} and output_mode=int",
                message('`sparse` does not go with `output_mode="int"`'),
                argument="sparse",
            )
        string_arg(self.name, arguments, "output_mode", ("int", "one_hot", "multi_hot", "count"))
        if count is not None:
            reject_comparison("num_bins", count, "<")
        if isinstance(count, int | float) and count < 0:
            reject(
                f"`num_bins` must be greater than or equal to 0. Received: `num_bins={count}`",
                message("`num_bins` must be at least 0, got {value}", value=count),
                argument="num_bins",
            )
        if count is not None and boundaries is not None:
            require_known("bin_boundaries", boundaries)  # what is not known may be None
            require_known("num_bins", count)
            reject(
                "Both `num_bins` and `bin_boundaries` should not be set. Received: "
                f"`num_bins={str_of(count)}` and `bin_boundaries={str_of(boundaries)}`",
                message("`num_bins` and `bin_boundaries` are both given"),
                argument="bin_boundaries",
            )
        if count is None and boundaries is None:
            reject(
                "You need to set either `num_bins` or `bin_boundaries`.",
                message("Discretization needs `num_bins` or `bin_boundaries`"),
            )

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the input's shape, or one with the bins as last axis."""
        mode = require_known("output_mode", arguments["output_mode"])
        if mode == "int":
            return shape
        depth = self._depth(arguments)
        if mode == "one_hot":
            return one_hot(shape, depth)
        # Keras drops the second axis here, not the last (3.15)
        return (shape[0], *shape[2:], depth) if len(shape) >= 2 else (depth,)

    def _depth(self, arguments: Arguments) -> Count:
        boundaries = arguments["bin_boundaries"]
        if boundaries is None:
            return size("num_bins", arguments["num_bins"])
        if (reason := unknown_members(boundaries)) is not None:
            return UnknownDim(reason, low=1)
        items = members(boundaries)
        if items is None:
            raise Unfollowed(message("`bin_boundaries` is {value}", value=repr_of(boundaries)))
        return len(items) + 1


class CategoryEncoding(Layer):
    """keras/src/layers/preprocessing/category_encoding.py: integers to vectors."""

    name = "CategoryEncoding"
    signature = "num_tokens=None, output_mode='multi_hot', sparse=False, **kwargs"

    def check(self, arguments: Arguments) -> None:
        """Reject an unknown mode, and a number of tokens that is missing or below 1."""
        mode, count = arguments["output_mode"], arguments["num_tokens"]
        if not is_unknown(mode) and mode not in ("binary", "count", "one_hot", "multi_hot"):
            reject(
                f"Unknown arg for output_mode: {str_of(mode)}",
                message('`output_mode` must be "multi_hot", "one_hot" or "count", got {value}', value=repr_of(mode)),
                argument="output_mode",
            )
        if count is None:
            reject(
                "num_tokens must be set to use this layer. If the number of tokens is not known beforehand, "
                "use the IntegerLookup layer instead.",
                message("CategoryEncoding needs `num_tokens`"),
                argument="num_tokens",
            )
        reject_comparison("num_tokens", count, "<")
        number = count.value if isinstance(count, NumpyScalar) else count
        if isinstance(number, int | float) and number < 1:
            reject(
                f"`num_tokens` must be >= 1. Received: num_tokens={str_of(count)}.",
                message("`num_tokens` must be at least 1, got {value}", value=repr_of(count)),
                argument="num_tokens",
            )

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the input's shape with the tokens as last axis."""
        depth = size("num_tokens", arguments["num_tokens"])
        if not shape:
            return (depth,)
        if require_known("output_mode", arguments["output_mode"]) == "one_hot":
            return one_hot(shape, depth)
        return (*shape[:-1], depth)


def one_hot(shape: Shape, depth: Dim) -> ShapeTree:
    """Give the shape with one more axis; a last axis of size 1 is replaced by it, but for rank 1."""
    if len(shape) < 2:
        return (*shape, depth)
    last = shape[-1]
    if isinstance(last, UnknownDim):
        return UnknownShape(last.reason)
    if isinstance(last, Polynomial):
        return UnknownShape(message("whether the last axis has size 1 is not known"))
    return (*shape[:-1], depth) if last == 1 else (*shape, depth)


def _axes(arguments: Arguments) -> tuple[Value, ...]:
    value = require_known("axis", arguments["axis"])
    if value is None:
        return ()
    if isinstance(value, int):
        return (int(value),)
    items = members(value)
    if items is None:
        raise Unfollowed(message("`axis` is {value}", value=repr_of(value)))
    return items


def _shape_of(value: Value) -> tuple[int, ...] | None:
    """Give `np.shape(value)`, or None where it is not known."""
    if value is None or isinstance(value, bool | int | float | str | NumpyScalar):
        return ()
    if isinstance(value, Array):
        if isinstance(value.shape, tuple) and all(isinstance(length, int) for length in value.shape):
            return tuple(length for length in value.shape if isinstance(length, int))
        return None
    items = members(value)
    if items is None:
        return None
    inner = {_shape_of(item) for item in items}
    if len(inner) > 1 or None in inner:
        return None
    first = inner.pop() if inner else ()
    return None if first is None else (len(items), *first)
