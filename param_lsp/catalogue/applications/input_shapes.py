"""Reads `input_shape` of a builder as Keras 3.15's `obtain_input_shape` and MobileNetV3 do, with their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from param_lsp.catalogue.applications.architectures import Architecture
from param_lsp.catalogue.reading import Unfollowed, members, reject, unknown_members
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.shapes import Dim, Polynomial, Shape, UnknownDim
from param_lsp.values import KerasTensor, NumpyScalar, Unknown, Value

# MobileNets were trained on several sizes: an input of one of them is taken as the default.
TRAINED_SIZES = {"MobileNet": (128, 160, 192, 224), "MobileNetV2": (96, 128, 160, 192, 224)}
_DIMS = 3  # height, width, channels


class InputShape:
    """The reading of one call's `input_shape`.

    Arguments:
        architecture: whose builder.
        given: its bound arguments.
        tensor: its `input_tensor`.
        imagenet: whether it loads pretrained weights.
        top: whether it has its top.
    """

    def __init__(
        self,
        architecture: Architecture,
        given: Mapping[str, Value],
        tensor: KerasTensor | None,
        *,
        imagenet: bool,
        top: bool,
    ) -> None:
        self.architecture, self.tensor, self.imagenet, self.top = architecture, tensor, imagenet, top
        self.value = given["input_shape"]
        if self.value is None and architecture.name == "NASNetMobile" and not top:
            self.value = (224, 224, 3)

    def read(self) -> tuple[Shape, Message | None]:
        """Give height, width and channels, and why height or width are not known (they are then None).

        Raises:
            Rejected: Keras raises.
            Unfollowed: it depends on what is not known.
        """
        value, family = self.value, self.architecture.family
        if isinstance(value, Unknown):
            return self._unknown(value.reason)
        dims, reason = self._dims()
        if family == "MobileNetV3":
            return self._v3(dims), reason
        if family == "NASNet" and self.imagenet and isinstance(value, tuple) and dims and None in dims and not reason:
            reject(
                "When specifying the input shape of a NASNet and loading `ImageNet` weights, the input_shape argument "
                f"must be static (no None entries). Got: `input_shape={repr_of(value)}`.",
                message("`input_shape` must have no None with pretrained weights, got {got}", got=repr_of(value)),
                argument="input_shape",
            )
        size = self._default_size(dims)
        channels = dims[2] if dims and len(dims) == _DIMS and not self.imagenet else 3
        default: Shape = (size, size, channels)
        if self.imagenet and self.top:
            if value is not None and (dims != default or not isinstance(value, tuple)) and reason is None:
                self._reject_pretrained(default)
            return default, None
        dims = dims or (default if self.top else (None, None, 3))
        self._check(dims)
        if self.top and None in dims and reason is None:
            reject(
                "If `include_top` is True, you should specify a static `input_shape`. "
                f"Received: input_shape={repr_of(tuple(dims))}",
                message("`input_shape` must have no None with a top, got {got}", got=repr_of(tuple(dims))),
                argument="input_shape",
            )
        return dims, reason

    def _unknown(self, reason: Message) -> tuple[Shape, Message | None]:
        """Pretrained weights take only 3 channels, and a pretrained top only its own size."""
        if not self.imagenet:
            if self.top:
                raise Unfollowed(reason)
            return (None, None, UnknownDim(reason, low=1)), reason
        size = self.architecture.default_size
        return ((size, size, 3), None) if self.top else ((None, None, 3), reason)

    def _dims(self) -> tuple[Shape | None, Message | None]:
        """Give the dims; where height or width is not known both are None, with the reason."""
        if self.value is None:
            return None, None
        items = members(self.value)
        if items is None or isinstance(self.value, str):
            reason = unknown_members(self.value)
            raise Unfollowed(reason or message("`input_shape` is {value}", value=repr_of(self.value)))
        dims = [self._dim(item) for item in items]
        unknown = next((dim for dim in dims[:2] if isinstance(dim, UnknownDim | Polynomial)), None)
        if unknown is None:
            return tuple(dims), None
        symbolic = message("its size is symbolic: {text}", text=str_of(unknown))
        reason = unknown.reason if isinstance(unknown, UnknownDim) else symbolic
        return (None, None, *dims[2:]), reason

    def _dim(self, item: Value) -> Dim:
        plain = item.value if isinstance(item, NumpyScalar) else item
        if isinstance(plain, Unknown):
            return UnknownDim(plain.reason, low=1)
        if isinstance(plain, bool) or not isinstance(plain, int | Polynomial | UnknownDim | None):
            raise Unfollowed(message("`input_shape` is {value}", value=repr_of(self.value)))
        return plain

    def _default_size(self, dims: Shape | None) -> int:
        family = self.architecture.family
        if (
            dims is None
            and self.tensor is not None
            and family == "MobileNetV2"
            and isinstance(self.tensor.shape, tuple)
        ):
            dims = self.tensor.shape[1:]
        rows = dims[0] if dims is not None and len(dims) > 1 and dims[0] == dims[1] else None
        return (
            rows if isinstance(rows, int) and rows in TRAINED_SIZES.get(family, ()) else self.architecture.default_size
        )

    def _check(self, dims: Shape) -> None:
        got = repr_of(self.value)
        if len(dims) != _DIMS:
            reject(
                "`input_shape` must be a tuple of three integers.",
                message("`input_shape` must be (height, width, channels), got {got}", got=got),
                argument="input_shape",
            )
        if self.imagenet and isinstance(dims[2], int | None) and dims[2] != 3:
            reject(
                f"The input must have 3 channels; Received `input_shape={got}`",
                message("pretrained weights take 3 channels, got {got}", got=got),
                argument="input_shape",
                short=message("wants 3 channels, gets {got}", got=got),
            )
        least = self.architecture.min_size
        if any(isinstance(dim, int) and dim < least for dim in dims[:2]):
            self._reject_size(least, f"Received: input_shape={got}")

    def _v3(self, dims: Shape | None) -> Shape:
        shape = self.tensor.shape if self.tensor is not None else None
        if dims is None and isinstance(shape, tuple) and len(shape) == 1 + _DIMS:
            dims = (shape[2], shape[1], 3)
        dims = dims if dims is not None else (None, None, 3)
        if len(dims) != _DIMS:
            raise Unfollowed(message("`input_shape` has {count} dims", count=len(dims)))
        height, width = dims[:2]
        if isinstance(height, int) and isinstance(width, int) and min(height, width) < self.architecture.min_size:
            self._reject_size(self.architecture.min_size, f"Received `input_shape={repr_of(tuple(dims))}`")
        return dims

    def _reject_size(self, least: int, received: str) -> NoReturn:
        text = message(
            "{name} takes images of {least}×{least} or more, got {got}",
            name=self.architecture.name,
            least=least,
            got=repr_of(self.value),
        )
        reject(
            f"Input size must be at least {least}x{least}; {received}",
            text,
            rule="nonpositive-output-size",
            argument="input_shape",
            short=message("wants {least}×{least} or more", least=least),
        )

    def _reject_pretrained(self, default: Shape) -> NoReturn:
        size, got = repr_of(default), repr_of(self.value)
        reject(
            f"When setting `include_top=True` and loading `imagenet` weights, `input_shape` should be {size}.  "
            f"Received: input_shape={got}",
            message("the pretrained top takes {size}, got {got}", size=size, got=got),
            argument="input_shape",
        )
