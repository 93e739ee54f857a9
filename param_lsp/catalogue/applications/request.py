"""Reads the arguments of a builder of `keras.applications`, in Keras's order of checks and with its words (3.15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from param_lsp.catalogue.applications import mobilenets
from param_lsp.catalogue.applications.architectures import Architecture, find
from param_lsp.catalogue.applications.entry import Entry
from param_lsp.catalogue.identifiers import check_identifiers, nearest
from param_lsp.catalogue.reading import Unfollowed, is_unknown, members, reject, unknown_members
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.shapes import Dim, Polynomial, Shape, UnknownDim
from param_lsp.values import KerasTensor, LibraryFunction, ListValue, NumpyScalar, Unknown, Value

IMAGENET = "imagenet"
_ALPHAS = {"MobileNet": (0.25, 0.50, 0.75, 1.0), "MobileNetV2": (0.35, 0.50, 0.75, 1.0, 1.3, 1.4)}
_SIZES = {"MobileNet": (128, 160, 192, 224), "MobileNetV2": (96, 128, 160, 192, 224)}
_V2_NAMES = tuple(f"efficientnetv2-{size}" for size in ("b0", "b1", "b2", "b3", "s", "m", "l"))


@dataclass(frozen=True, slots=True)
class Request:
    """What a builder was asked for, checked.

    Arguments:
        architecture: which one.
        entries: its graph's.
        shape: the input's height, width and channels; free sizes are None.
        facts: the conditions that hold: "top" or "bare", "avg" or "max", "imagenet", "rgb" or "grey".
        classes, activation: of the top.
        name: of the model; None for Keras's automatic one, unknown where a size in it is.
        tensor: the `input_tensor`, or None.
        unknown_size: why height or width are not known; `shape` then says that they are free.
    """

    architecture: Architecture
    entries: tuple[Entry, ...]
    shape: Shape
    facts: frozenset[str]
    classes: Value
    activation: Value
    name: str | None | Unknown
    tensor: KerasTensor | None = None
    unknown_size: Message | None = None


def read_request(architecture: Architecture, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int) -> Request:
    """Read a builder's arguments.

    Arguments:
        architecture: whose builder.
        positional: the positional arguments' values.
        keywords: the keyword arguments' values.
        keras: the Keras version that the file means; older ones let unknown keywords pass.

    Raises:
        Rejected: Keras raises.
        Unfollowed: what the model is depends on something that is not known.
    """
    return _Reader(architecture, _bound(architecture, positional, keywords, keras)).request()


def _bound(
    architecture: Architecture, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int
) -> dict[str, Value]:
    parameters = architecture.parameters
    call = f"{architecture.name}()"
    if len(positional) > len(parameters):
        reject(
            f"{call} takes from 0 to {len(parameters)} positional arguments but {len(positional)} were given",
            message("{name} takes at most {most} arguments", name=architecture.name, most=len(parameters)),
        )
    given = dict(zip(parameters, positional, strict=False))
    for name, value in keywords.items():
        if name in given:
            reject(
                f"{call} got multiple values for argument '{name}'",
                message("`{name}` is given twice, by position and by name", name=name),
                argument=name,
            )
        if name in parameters:
            given[name] = value
        elif keras >= 3:  # noqa: PLR2004 - a version; Keras 2's builders took `backend=`, `layers=` and others
            near = nearest(name, frozenset(parameters))
            text = message("{call} has no argument `{name}`", call=architecture.name, name=name)
            if near is not None:
                text = message(
                    "{call} has no argument `{name}`; did you mean `{near}`?", call=architecture.name, name=name, near=near
                )
            reject(
                f"{call} got an unexpected keyword argument '{name}'", text, rule="unknown-argument", argument=name,
                short=message("no argument {name}", name=name),
            )  # fmt: skip
    return {**parameters, **given}


class _Reader:
    """Reads and checks one call's arguments."""

    def __init__(self, architecture: Architecture, given: dict[str, Value]) -> None:
        self.architecture, self.given = architecture, given
        self.family = architecture.family

    def request(self) -> Request:
        top, weights = self._flag("include_top"), self.given["weights"]
        if self.family == "EfficientNetV2":
            self._check_v2_name()
        self._check_weights(weights, top=top)
        tensor = self._tensor()
        shape, reason = self._shape(tensor, imagenet=weights == IMAGENET, top=top)
        facts = {"top" if top else "bare"}
        if weights == IMAGENET:
            facts.add(IMAGENET)
        elif is_unknown(weights) and self.family == "EfficientNet":
            raise Unfollowed(message("`weights` is not known, on which its layers depend"))
        self._check_alpha(weights)
        if "include_preprocessing" in self.given and self.family != "MobileNetV3" and self._flag("include_preprocessing"):
            if is_unknown(shape[2]):
                raise Unfollowed(message("the number of channels is not known"))
            facts.add("rgb" if shape[2] == 3 else "grey")  # noqa: PLR2004 - channels
        if top:
            self._check_activation(weights)
            if reason is not None:
                raise Unfollowed(reason)
        else:
            facts |= self._pooling()
        return Request(
            self.architecture,
            self._entries(shape, reason),
            shape,
            frozenset(facts),
            self.given["classes"],
            self.given["classifier_activation"],
            self._name(shape, weights, reason),
            tensor,
            reason,
        )

    def _flag(self, name: str) -> bool:
        value = self.given[name]
        if isinstance(value, Unknown | UnknownDim | Polynomial):
            raise Unfollowed(message("`{name}` is not known", name=name))
        return bool(value.items) if isinstance(value, ListValue) else bool(value)

    def _check_weights(self, weights: Value, *, top: bool) -> None:
        # A word without a dot or slash is taken for a misspelled "imagenet"; whether a path exists is not asked.
        if isinstance(weights, str) and weights != IMAGENET and not set(weights) & set("./\\~$%"):
            self._say("weights", {"weights": weights}, message('`weights` must be None, "imagenet" or a file, got {value}', value=repr_of(weights)))  # fmt: skip
        classes = self.given["classes"]
        if weights == IMAGENET and top and not is_unknown(classes) and classes != 1000:  # noqa: PLR2004 - ImageNet's
            self._say(
                "classes",
                {"classes": str_of(classes)},
                message(
                    'the pretrained top has 1,000 classes, got {classes}; use include_top=False or weights=None',
                    classes=str_of(classes),
                ),
            )

    def _say(self, key: str, values: dict[str, str], text: Message) -> NoReturn:
        words = self.architecture.messages[key]
        for name, value in values.items():
            words = words.replace(f"{{{name}}}", value)
        reject(words, text, argument=key)

    def _tensor(self) -> KerasTensor | None:
        tensor = self.given["input_tensor"]
        if tensor is None:
            return None
        if isinstance(tensor, ListValue | tuple):
            only = members(tensor)
            tensor = only[0] if only is not None and len(only) == 1 else tensor
        if not isinstance(tensor, KerasTensor):
            reason = tensor.reason if isinstance(tensor, Unknown) else message("`input_tensor` is no symbolic tensor")
            raise Unfollowed(reason)
        return tensor

    def _shape(self, tensor: KerasTensor | None, *, imagenet: bool, top: bool) -> tuple[Shape, Message | None]:
        """Give height, width and channels as `obtain_input_shape` does, and why a size is not known."""
        value = self.given["input_shape"]
        if value is None and self.family == "NASNet" and self.architecture.name == "NASNetMobile" and not top:
            value = (224, 224, 3)
        if isinstance(value, Unknown):
            channels: Dim = 3 if imagenet else UnknownDim(value.reason, low=1)
            if top and not imagenet:
                raise Unfollowed(value.reason)
            size = self.architecture.default_size if top else None
            return (size, size, channels), None if top else value.reason
        dims, reason = self._dims(value)
        if self.family == "MobileNetV3":
            return self._shape_v3(dims, tensor), reason
        if self.family == "NASNet" and imagenet and isinstance(value, tuple) and dims and None in dims and reason is None:
            reject(
                "When specifying the input shape of a NASNet and loading `ImageNet` weights, the input_shape argument "
                f"must be static (no None entries). Got: `input_shape={repr_of(value)}`.",
                message("`input_shape` must have no None with pretrained weights, got {got}", got=repr_of(value)),
                argument="input_shape",
            )
        size = self._default_size(dims, tensor)
        three = dims is not None and len(dims) == 3 and not imagenet  # noqa: PLR2004 - height, width, channels
        default: Shape = (size, size, dims[2] if dims and three else 3)
        if imagenet and top:
            if value is not None and (dims != default or not isinstance(value, tuple)) and reason is None:
                reject(
                    "When setting `include_top=True` and loading `imagenet` weights, `input_shape` should be "
                    f"{repr_of(default)}.  Received: input_shape={repr_of(value)}",
                    message("the pretrained top takes {size}, got {got}", size=repr_of(default), got=repr_of(value)),
                    argument="input_shape",
                )
            return default, None
        if not dims:
            dims = default if top else (None, None, 3)
        self._check_shape(dims, value, imagenet=imagenet)
        if top and None in dims and reason is None:
            reject(
                "If `include_top` is True, you should specify a static `input_shape`. "
                f"Received: input_shape={repr_of(tuple(dims))}",
                message("`input_shape` must have no None with a top, got {got}", got=repr_of(tuple(dims))),
                argument="input_shape",
            )
        return dims, reason

    def _dims(self, value: Value) -> tuple[Shape | None, Message | None]:
        """Give the dims of `input_shape`; sizes that are not known are None, with the reason."""
        if value is None:
            return None, None
        items = members(value)
        if items is None or isinstance(value, str):
            raise Unfollowed(unknown_members(value) or message("`input_shape` is {value}", value=repr_of(value)))
        dims: list[Dim] = []
        reason: Message | None = None
        for axis, item in enumerate(items):
            plain = item.value if isinstance(item, NumpyScalar) else item
            if isinstance(plain, Unknown):
                plain = UnknownDim(plain.reason, low=1)
            if axis < 2 and isinstance(plain, UnknownDim | Polynomial):  # noqa: PLR2004 - height and width
                reason = reason or _why(plain)
                plain = None
            if plain is not None and (isinstance(plain, bool) or not isinstance(plain, int | Polynomial | UnknownDim)):
                raise Unfollowed(message("`input_shape` is {value}", value=repr_of(value)))
            dims.append(plain)
        if reason is not None:  # a model of one known and one unknown size is looked at as if both were unknown
            dims[:2] = [None, None]
        return tuple(dims), reason

    def _check_shape(self, dims: Shape, value: Value, *, imagenet: bool) -> None:
        if len(dims) != 3:  # noqa: PLR2004 - height, width, channels
            reject(
                "`input_shape` must be a tuple of three integers.",
                message("`input_shape` must be (height, width, channels), got {got}", got=repr_of(value)),
                argument="input_shape",
            )
        if imagenet and isinstance(dims[2], int | None) and dims[2] != 3:  # noqa: PLR2004 - channels
            reject(
                f"The input must have 3 channels; Received `input_shape={repr_of(value)}`",
                message("pretrained weights take 3 channels, got {got}", got=repr_of(value)),
                argument="input_shape",
                short=message("wants 3 channels, gets {got}", got=repr_of(value)),
            )
        least = self.architecture.min_size
        if any(isinstance(dim, int) and dim < least for dim in dims[:2]):
            self._too_small(least, f"input_shape={repr_of(value)}", value)

    def _too_small(self, least: int, received: str, value: Value) -> NoReturn:
        reject(
            f"Input size must be at least {least}x{least}; Received: {received}",
            message(
                "{name} takes images of {least}×{least} or more, got {got}",
                name=self.architecture.name,
                least=least,
                got=repr_of(value),
            ),
            rule="nonpositive-output-size",
            argument="input_shape",
            short=message("wants {least}×{least} or more", least=least),
        )

    def _default_size(self, dims: Shape | None, tensor: KerasTensor | None) -> int:
        """MobileNets were trained on several sizes: an input of one of them is taken as the default."""
        size = self.architecture.default_size
        if dims is None and tensor is not None and self.family == "MobileNetV2" and isinstance(tensor.shape, tuple):
            dims = tensor.shape[1:]
        if dims is None or len(dims) < 2 or dims[0] != dims[1] or dims[0] not in _SIZES.get(self.family, ()):  # noqa: PLR2004
            return size
        return dims[0] if isinstance(dims[0], int) else size

    def _shape_v3(self, dims: Shape | None, tensor: KerasTensor | None) -> Shape:
        """MobileNetV3 reads its input's shape by itself."""
        if dims is None and tensor is not None and isinstance(tensor.shape, tuple) and len(tensor.shape) == 4:  # noqa: PLR2004
            dims = (tensor.shape[2], tensor.shape[1], 3)
        dims = dims if dims is not None else (None, None, 3)
        if len(dims) != 3:  # noqa: PLR2004 - height, width, channels
            raise Unfollowed(message("`input_shape` has {count} dims", count=len(dims)))
        height, width = dims[:2]
        if isinstance(height, int) and isinstance(width, int) and (height < 32 or width < 32):  # noqa: PLR2004
            value = self.given["input_shape"]
            reject(
                f"Input size must be at least 32x32; Received `input_shape={repr_of(tuple(dims))}`",
                message("{name} takes images of 32×32 or more, got {got}", name=self.architecture.name, got=repr_of(value)),
                rule="nonpositive-output-size",
                argument="input_shape",
                short=message("wants 32×32 or more"),
            )
        return dims

    def _check_alpha(self, weights: Value) -> None:
        if "alpha" not in self.given:
            return
        alpha = self.given["alpha"]
        alpha = alpha.value if isinstance(alpha, NumpyScalar) else alpha
        if isinstance(alpha, bool) or not isinstance(alpha, int | float):
            reason = alpha.reason if isinstance(alpha, Unknown | UnknownDim) else message("it is {v}", v=repr_of(alpha))
            raise Unfollowed(message("`alpha` is not known: {reason}", reason=reason))
        self.given["alpha"] = alpha
        if weights != IMAGENET:
            return
        if self.family == "MobileNet" and not is_unknown(self.given["depth_multiplier"]) and self.given["depth_multiplier"] != 1:
            reject(
                "If imagenet weights are being loaded, depth multiplier must be 1.  "
                f"Received depth_multiplier={str_of(self.given['depth_multiplier'])}",
                message("pretrained weights take a `depth_multiplier` of 1"),
                argument="depth_multiplier",
            )
        legal = _ALPHAS.get(self.family, (1.0,) if self.family == "MobileNetV3" and self._flag("minimalistic") else (0.75, 1.0))
        if alpha in legal:
            return
        words = {
            "MobileNet": f"alpha can be one of`0.25`, `0.50`, `0.75` or `1.0` only.  Received alpha={alpha}",
            "MobileNetV2": "alpha must be one of `0.35`, `0.50`, `0.75`, `1.0`, `1.3` or `1.4` only; "
            f"Received `alpha={alpha}`",
        }.get(self.family, "alpha can be one of `0.75`, `1.0` for non minimalistic or `1.0` for minimalistic only.")
        listed = ", ".join(map(str, legal))
        reject(
            f"If imagenet weights are being loaded, {words}",
            message("there are pretrained weights for an `alpha` of {legal}, got {alpha}", legal=listed, alpha=str(alpha)),
            argument="alpha",
        )

    def _check_activation(self, weights: Value) -> None:
        activation = self.given["classifier_activation"]
        check_identifiers("activation", activation, 3)
        if weights is None or is_unknown(weights) or activation in (None, "softmax", "linear"):
            return
        tail = activation.name.rpartition(".")[2] if isinstance(activation, LibraryFunction) else activation
        if isinstance(tail, str) and tail not in ("softmax", "linear"):
            reject(
                "Only `None` and `softmax` activations are allowed for the `classifier_activation` argument when using "
                f"pretrained weights, with `include_top=True`; Received: classifier_activation=<function {tail}>",
                message('pretrained weights take a `classifier_activation` of None or "softmax", got {value}', value=tail),
                argument="classifier_activation",
            )

    def _pooling(self) -> frozenset[str]:
        pooling = self.given["pooling"]
        if is_unknown(pooling):
            raise Unfollowed(message("`pooling` is not known"))
        return frozenset([pooling]) if pooling in ("avg", "max") else frozenset()

    def _entries(self, shape: Shape, reason: Message | None) -> tuple[Entry, ...]:
        name = self.architecture.name
        if name in mobilenets.NAMES:
            return mobilenets.entries(name, self._options())
        architecture = self.architecture
        if self.family == "NASNet" and shape[1] is None and reason is None:
            architecture = find(name, "-free") or architecture
        assert architecture.entries is not None  # only MobileNets have none
        return architecture.entries

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {"alpha": self.given["alpha"]}
        for name in ("depth_multiplier", "dropout"):
            if name in self.given:
                options[name] = self.given[name]
        for name in ("minimalistic", "include_preprocessing"):
            if name in self.given:
                options[name] = self._flag(name)
        if "dropout_rate" in self.given:
            rate = self.given["dropout_rate"]
            if not isinstance(rate, int | float):
                raise Unfollowed(message("`dropout_rate` is {value}", value=repr_of(rate)))
            options["dropout_rate"] = rate
        return options

    def _check_v2_name(self) -> None:
        """EfficientNetV2 looks its blocks up by the model's name."""
        name = self.given["name"]
        if name == self.architecture.parameters["name"]:
            return
        if isinstance(name, str) and name not in _V2_NAMES:
            reject(
                f"'{name}'",
                message("{call} takes no other name than {name}", call=self.architecture.name, name=repr_of(self.architecture.parameters["name"])),
                argument="name",
            )  # fmt: skip
        raise Unfollowed(message("`name` is {value}, by which Keras looks up the blocks", value=repr_of(name)))

    def _name(self, shape: Shape, weights: Value, reason: Message | None) -> str | None | Unknown:
        name = self.given["name"]
        if isinstance(name, Unknown):
            if self.family == "ConvNeXt":
                raise Unfollowed(name.reason)
            return name
        if name is not None and not isinstance(name, str):
            raise Unfollowed(message("`name` is {value}", value=repr_of(name)))
        if name is None and self.family in ("MobileNet", "MobileNetV2"):
            rows = shape[0]
            if reason is not None:
                return Unknown(reason)
            if weights == IMAGENET and (rows != shape[1] or rows not in _SIZES[self.family]):
                rows = 224
            return f"{self.family.lower()}_{self.given['alpha']:0.2f}_{rows}"
        own = str(self.architecture.parameters["name"])
        if self.family == "ConvNeXt":
            if name is None:
                raise Unfollowed(message("`name` is None"))
            if weights == IMAGENET and own not in name:
                reject(
                    f'Model name "{name}" does not match weights variant "{own}". When using imagenet weights, model '
                    f'name must contain the weights variant (e.g., "{own}").',
                    message("with pretrained weights the name must contain {own}, got {name}", own=own, name=name),
                    argument="name",
                )
        return name


def _why(dim: UnknownDim | Polynomial) -> Message:
    return dim.reason if isinstance(dim, UnknownDim) else message("its size is symbolic: {text}", text=str_of(dim))
