"""Reshaping: flatten, reshape, permute and repeat; they have no weights."""

from __future__ import annotations

from param_lsp.catalogue.layer import Layer, reject_rank
from param_lsp.catalogue.reading import Unfollowed, data_format, is_unknown, members, reject, size, unknown_members
from param_lsp.catalogue.text import repr_of, str_of, times, type_of
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, ShapeTree, UnknownDim, UnknownShape, product
from param_lsp.shapes.windows import floor_divide
from param_lsp.values import Applied, Arguments, NumpyScalar, Value
from param_lsp.wording import number
from param_lsp.wording import shape as shape_text


class Flatten(Layer):
    """`keras/src/layers/reshaping/flatten.py`."""

    name = "Flatten"
    signature = "data_format=None, **kwargs"
    min_rank = 1

    def check(self, arguments: Arguments) -> None:
        if not is_unknown(arguments["data_format"]):
            data_format(arguments)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return (shape[0], product(shape[1:]))

    def apply_to_unknown(self, arguments: Arguments, shape: UnknownShape) -> Applied:
        return Applied((UnknownDim(shape.reason), UnknownDim(shape.reason)))

    def steps(self, arguments: Arguments, shape: Shape) -> tuple[Message, ...]:
        total = product(shape[1:])
        if len(shape) < 3 or total is None or isinstance(total, UnknownDim):
            return ()
        return (message("{factors} = {total}", factors=times(shape[1:]), total=number(total)),)


class Reshape(Layer):
    """`keras/src/layers/reshaping/reshape.py` and `compute_reshape_output_shape`."""

    name = "Reshape"
    signature = "target_shape, **kwargs"

    def check(self, arguments: Arguments) -> None:
        value = arguments["target_shape"]
        if unknown_members(value) is None and members(value) is None and not isinstance(value, Polynomial):
            reject(
                f"'{type_of(value)[8:-2]}' object is not iterable",
                message("`target_shape` must be a tuple, got {value}", value=repr_of(value)),
                argument="target_shape",
                short=message("target_shape must be a tuple"),
            )
        target = self._target(arguments)
        known = [dim for dim in target or () if isinstance(dim, int)]
        if any(dim < -1 for dim in known):
            reject(
                "Each dimension in `target_shape` must be a non-negative integer, or `-1` for a single unknown "
                f"dimension. Received: target_shape={repr_of(target)}.",
                message("`target_shape` holds a negative size: {target}", target=repr_of(target)),
                argument="target_shape",
            )
        if known.count(-1) > 1:
            reject(
                "There must be at most one unknown dimension (-1) in `target_shape`. "
                f"Received: target_shape={repr_of(target)}.",
                message("`target_shape` holds -1 more than once: {target}", target=repr_of(target)),
                argument="target_shape",
            )

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        target = self._target(arguments)
        if target is None:
            return UnknownShape(unknown_members(arguments["target_shape"]) or message("it is not known"))
        return (shape[0], *_reshaped(shape[1:], target))

    def apply_to_unknown(self, arguments: Arguments, shape: UnknownShape) -> Applied:
        target = self._target(arguments)
        if target is None:
            return Applied(shape)
        rest = (UnknownDim(shape.reason) if dim == -1 else dim for dim in target)
        return Applied((UnknownDim(shape.reason), *rest))

    def steps(self, arguments: Arguments, shape: Shape) -> tuple[Message, ...]:
        target = self._target(arguments)
        if target is None or -1 not in target:
            return ()
        rest, known = product(shape[1:]), product(dim for dim in target if dim != -1)
        if not isinstance(rest, int) or not isinstance(known, int) or known == 0:
            return ()
        return (
            message(
                "-1 becomes {rest}/{known} = {size}", rest=number(rest), known=number(known), size=number(rest // known)
            ),
        )

    def _target(self, arguments: Arguments) -> tuple[Dim, ...] | None:
        """Read `target_shape`; None when not even its length is known."""
        value = arguments["target_shape"]
        items = members(value)
        if items is None or unknown_members(value) is not None:
            return None
        return tuple(_target_dim(item) for item in items)


class Permute(Layer):
    """`keras/src/layers/reshaping/permute.py`."""

    name = "Permute"
    signature = "dims, **kwargs"

    def check(self, arguments: Arguments) -> None:
        value = arguments["dims"]
        items = members(value)
        if items is None and unknown_members(value) is None:
            reject(
                f"'{type_of(value)[8:-2]}' object is not iterable",
                message("`dims` must be a tuple, got {value}", value=repr_of(value)),
                argument="dims",
            )
        if items is None or any(is_unknown(item) or isinstance(item, Polynomial) for item in items):
            return
        if sorted(map(repr, items)) != sorted(map(repr, range(1, len(items) + 1))):
            reject(
                "Invalid permutation argument `dims` for Permute Layer. The set of indices in `dims` must be "
                f"consecutive and start from 1. Received dims={str_of(value)}",
                message("`dims` must hold each axis from 1 once, got {value}", value=repr_of(value)),
                argument="dims",
                short=message("dims must hold each axis from 1 once"),
            )

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        dims = self._dims(arguments)
        if len(shape) != len(dims) + 1:
            wants = message("rank {rank}", rank=len(dims) + 1)
            reject_rank(self.name, f"ndim={len(dims) + 1}", wants, shape)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return (shape[0], *(shape[axis] for axis in self._dims(arguments)))

    def unknown_input(self, arguments: Arguments, shape: UnknownShape) -> Shape | UnknownShape:
        return (UnknownDim(shape.reason),) * (len(self._dims(arguments)) + 1)

    def _dims(self, arguments: Arguments) -> tuple[int, ...]:
        value = arguments["dims"]
        items = members(value)
        reason = unknown_members(value)
        if items is None or reason is not None:
            raise Unfollowed(message("`dims` is not known: {reason}", reason=reason or message("it is symbolic")))
        dims = tuple(size("dims", item) for item in items)
        if not all(isinstance(dim, int) for dim in dims):
            raise Unfollowed(message("`dims` is not known"))
        return dims  # type: ignore[return-value]


class RepeatVector(Layer):
    """`keras/src/layers/reshaping/repeat_vector.py`."""

    name = "RepeatVector"
    signature = "n, **kwargs"
    rank = 2

    def check(self, arguments: Arguments) -> None:
        check_integer(arguments, "n")

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return (shape[0], size("n", arguments["n"]), shape[1])


def check_integer(arguments: Arguments, name: str) -> None:
    """Reject what is not a Python integer above zero, as RepeatVector and UpSampling1D do."""
    value = arguments[name]
    if is_unknown(value) or isinstance(value, Polynomial):
        return
    text = message("`{name}` must be a positive integer, got {value}", name=name, value=repr_of(value))
    if not isinstance(value, int) or isinstance(value, bool):
        reject(f"Expected an integer value for `{name}`, got {type_of(value)}.", text, argument=name)
    if value <= 0:
        reject(f"Argument `{name}` should be a positive integer. Received: {name}={value}", text, argument=name)


def _target_dim(value: Value) -> Dim:
    if isinstance(value, NumpyScalar):
        value = value.value
    if value is None or isinstance(value, float | str | tuple):
        return None  # Keras takes whatever is no integer as None
    return size("target_shape", value)


def _reshaped(given: Shape, target: tuple[Dim, ...]) -> tuple[Dim, ...]:
    """Put in the size that -1 stands for; given are the axes without the batch."""
    if any(dim is None for dim in given) or None in target:
        return tuple(None if dim == -1 else dim for dim in target)
    total = product(given)
    known = product(dim for dim in target if dim != -1)
    if -1 not in target:
        if isinstance(total, int) and isinstance(known, int) and total != known:
            _reject_size("The total size of the tensor must be unchanged. Received: ", given, target, total, known)
        return target
    if isinstance(total, int) and isinstance(known, int):
        if known == 0 or total % known:
            words = (
                "The total size of the tensor must be unchanged, however, the input size cannot by divided by the "
                "specified dimensions in target_shape. Received: "
            )
            _reject_size(words, given, target, total, known)
        return tuple(total // known if dim == -1 else dim for dim in target)
    return tuple(_quotient(total, known) if dim == -1 else dim for dim in target)


def _quotient(total: Dim, known: Dim) -> Count:
    """Divide exactly where that can be seen; a rounded quotient would be wrong, as Keras rejects what is not whole."""
    if isinstance(total, UnknownDim) or isinstance(known, UnknownDim):
        return UnknownDim(total.reason if isinstance(total, UnknownDim) else known.reason)  # type: ignore[union-attr]
    if total is None or known is None:
        return UnknownDim(Message("a size is not known"))
    return floor_divide(total, known)


def _reject_size(words: str, given: Shape, target: tuple[Dim, ...], total: int, known: int) -> None:
    reject(
        f"{words}input_shape={shape_text(given)}, target_shape={shape_text(target)}",
        message(
            "{given} holds {total} values, {target} {known}",
            given=shape_text(given),
            total=number(total),
            target=shape_text(target),
            known=message("holds {count}", count=number(known))
            if -1 not in target
            else message("needs a multiple of {count}", count=number(known)),
        ),
        rule="reshape-size-mismatch",
        argument="target_shape",
        short=message("{total} values into {target}", total=number(total), target=shape_text(target)),
    )
