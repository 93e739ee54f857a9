"""Reads the arguments of a builder of `keras.applications`, in Keras's order of checks and with its words (3.15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from param_lsp.catalogue.applications import mobilenets
from param_lsp.catalogue.applications.architectures import Architecture, find
from param_lsp.catalogue.applications.binding import bound
from param_lsp.catalogue.applications.entry import Entry
from param_lsp.catalogue.applications.input_shapes import TRAINED_SIZES, InputShape
from param_lsp.catalogue.identifiers import check_identifiers
from param_lsp.catalogue.reading import Unfollowed, is_unknown, members, reject
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, Shape, UnknownDim
from param_lsp.values import KerasTensor, LibraryFunction, ListValue, NumpyScalar, Unknown, Value

IMAGENET = "imagenet"
_CLASSES = 1000  # of ImageNet
_WIDEST = 1_000  # times; a network that is wider is a slip
_ALPHAS = {"MobileNet": (0.25, 0.50, 0.75, 1.0), "MobileNetV2": (0.35, 0.50, 0.75, 1.0, 1.3, 1.4)}
_ALPHA_WORDS = {
    "MobileNet": "alpha can be one of`0.25`, `0.50`, `0.75` or `1.0` only.  Received alpha={alpha}",
    "MobileNetV2": "alpha must be one of `0.35`, `0.50`, `0.75`, `1.0`, `1.3` or `1.4` only; Received `alpha={alpha}`",
    "MobileNetV3": "alpha can be one of `0.75`, `1.0` for non minimalistic or `1.0` for minimalistic only.",
}
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
    name: str | Unknown | None
    tensor: KerasTensor | None = None
    unknown_size: Message | None = None


def read_request(
    architecture: Architecture, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int
) -> Request:
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
    return _Reader(architecture, bound(architecture, positional, keywords, keras)).request()


class _Reader:
    """Reads and checks one call's arguments."""

    def __init__(self, architecture: Architecture, given: dict[str, Value]) -> None:
        self.architecture, self.given = architecture, given
        self.family = architecture.family

    def request(self) -> Request:
        top, weights = self._flag("include_top"), self.given["weights"]
        imagenet = weights == IMAGENET
        if self.family == "EfficientNetV2":
            self._check_v2_name()
        self._check_weights(top=top)
        if is_unknown(weights) and self.family == "EfficientNet":
            raise Unfollowed(message("`weights` is not known, on which its layers depend"))
        tensor = self._tensor()
        shape, reason = InputShape(self.architecture, self.given, tensor, imagenet=imagenet, top=top).read()
        if "alpha" in self.given:
            self._check_alpha(imagenet=imagenet)
        facts = {"top" if top else "bare"} | ({IMAGENET} if imagenet else set()) | self._preprocessing(shape)
        if top:
            self._check_activation()
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
            self._name(shape, reason, imagenet=imagenet),
            tensor,
            reason,
        )

    def _flag(self, name: str) -> bool:
        value = self.given[name]
        if isinstance(value, Unknown | UnknownDim | Polynomial):
            raise Unfollowed(message("`{name}` is not known", name=name))
        return bool(value.items) if isinstance(value, ListValue) else bool(value)

    def _check_weights(self, *, top: bool) -> None:
        weights, classes = self.given["weights"], self.given["classes"]
        # A word without a dot or slash is taken for a misspelled "imagenet"; whether a path exists is not asked.
        if isinstance(weights, str) and weights != IMAGENET and not set(weights) & set("./\\~$%"):
            text = message('`weights` must be None, "imagenet" or a file, got {value}', value=repr_of(weights))
            self._say("weights", weights, text)
        if weights == IMAGENET and top and not is_unknown(classes) and classes != _CLASSES:
            got = str_of(classes)
            text = message(
                "the pretrained top has 1,000 classes, got {got}; use include_top=False or weights=None", got=got
            )
            self._say("classes", got, text)

    def _say(self, argument: str, value: str, text: Message) -> NoReturn:
        words = self.architecture.messages[argument].replace(f"{{{argument}}}", value)
        reject(words, text, argument=argument)

    def _tensor(self) -> KerasTensor | None:
        tensor = self.given["input_tensor"]
        only = members(tensor) if isinstance(tensor, ListValue | tuple) else None
        tensor = only[0] if only is not None and len(only) == 1 else tensor
        if tensor is None or isinstance(tensor, KerasTensor):
            return tensor
        raise Unfollowed(
            tensor.reason if isinstance(tensor, Unknown) else message("`input_tensor` is no symbolic tensor")
        )

    def _preprocessing(self, shape: Shape) -> set[str]:
        # MobileNetV3's preprocessing does not depend on the channels, and is built with it.
        if "include_preprocessing" not in self.given or self.family == "MobileNetV3":
            return set()
        if not self._flag("include_preprocessing"):
            return set()
        if is_unknown(shape[2]):
            raise Unfollowed(message("the number of channels is not known"))
        return {"rgb" if shape[2] == 3 else "grey"}

    def _check_alpha(self, *, imagenet: bool) -> None:
        alpha = self.given["alpha"]
        alpha = alpha.value if isinstance(alpha, NumpyScalar) else alpha
        if isinstance(alpha, bool) or not isinstance(alpha, int | float):
            reason = alpha.reason if isinstance(alpha, Unknown | UnknownDim) else message("it is {v}", v=repr_of(alpha))
            raise Unfollowed(message("`alpha` is not known: {reason}", reason=reason))
        if not abs(alpha) < _WIDEST:  # nor is it NaN
            raise Unfollowed(message("`alpha` is {value}", value=repr_of(alpha)))
        self.given["alpha"] = alpha
        if not imagenet:
            return
        multiplier = self.given.get("depth_multiplier", 1)
        if not is_unknown(multiplier) and multiplier != 1:
            reject(
                "If imagenet weights are being loaded, depth multiplier must be 1.  "
                f"Received depth_multiplier={str_of(multiplier)}",
                message("pretrained weights take a `depth_multiplier` of 1, got {got}", got=str_of(multiplier)),
                argument="depth_multiplier",
            )
        legal = _ALPHAS.get(self.family) or ((1.0,) if self._flag("minimalistic") else (0.75, 1.0))
        if alpha not in legal:
            listed, got = ", ".join(map(str, legal)), str_of(alpha)
            reject(
                "If imagenet weights are being loaded, " + _ALPHA_WORDS[self.family].replace("{alpha}", got),
                message("there are pretrained weights for an `alpha` of {legal}, got {got}", legal=listed, got=got),
                argument="alpha",
            )

    def _check_activation(self) -> None:
        activation, weights = self.given["classifier_activation"], self.given["weights"]
        check_identifiers("activation", activation, 3)
        if weights is None or is_unknown(weights):
            return
        name = activation.name.rpartition(".")[2] if isinstance(activation, LibraryFunction) else activation
        if isinstance(name, str) and name not in ("softmax", "linear"):
            reject(
                "Only `None` and `softmax` activations are allowed for the `classifier_activation` argument when using "
                f"pretrained weights, with `include_top=True`; Received: classifier_activation=<function {name}>",
                message('pretrained weights take a `classifier_activation` of None or "softmax", got {got}', got=name),
                argument="classifier_activation",
            )

    def _pooling(self) -> set[str]:
        pooling = self.given["pooling"]
        if is_unknown(pooling):
            raise Unfollowed(message("`pooling` is not known"))
        return {pooling} if pooling in ("avg", "max") else set()

    def _entries(self, shape: Shape, reason: Message | None) -> tuple[Entry, ...]:
        architecture = self.architecture
        if architecture.name in mobilenets.NAMES:
            return mobilenets.entries(architecture.name, self._options())
        if self.family == "NASNet" and shape[1] is None and reason is None:
            architecture = find(architecture.name, "-free") or architecture
        if architecture.entries is None:
            raise LookupError(architecture.name)  # only MobileNets have none
        return architecture.entries

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {}
        for name in ("alpha", "depth_multiplier", "dropout"):
            if name in self.given:
                options[name] = self.given[name]
        for name in ("minimalistic", "include_preprocessing"):
            if name in self.given:
                options[name] = self._flag(name)
        if "dropout_rate" in self.given:
            rate = options["dropout_rate"] = self.given["dropout_rate"]
            if not isinstance(rate, int | float):
                raise Unfollowed(message("`dropout_rate` is {value}", value=repr_of(rate)))
        return options

    def _check_v2_name(self) -> None:
        """EfficientNetV2 looks its blocks up by the model's name."""
        name, own = self.given["name"], self.architecture.parameters["name"]
        if name == own:
            return
        if isinstance(name, str) and name not in _V2_NAMES:
            text = message("{call} takes no other name than {own}", call=self.architecture.name, own=repr_of(own))
            reject(f"'{name}'", text, argument="name")
        raise Unfollowed(message("`name` is {value}, by which Keras looks up the blocks", value=repr_of(name)))

    def _name(self, shape: Shape, reason: Message | None, *, imagenet: bool) -> str | Unknown | None:
        name, own = self.given["name"], str(self.architecture.parameters["name"])
        if name is None and self.family in TRAINED_SIZES:
            rows = shape[0]
            if reason is not None:
                return Unknown(reason)
            if imagenet and (rows != shape[1] or rows not in TRAINED_SIZES[self.family]):
                rows = 224
            return f"{self.family.lower()}_{self.given['alpha']:0.2f}_{rows}"
        if self.family == "ConvNeXt":  # its layers' names begin with it
            if not isinstance(name, str):
                raise Unfollowed(message("`name` is not known"))
            if imagenet and own not in name:
                reject(
                    f'Model name "{name}" does not match weights variant "{own}". When using imagenet weights, model '
                    f'name must contain the weights variant (e.g., "{own}").',
                    message("with pretrained weights the name must contain {own}, got {name}", own=own, name=name),
                    argument="name",
                )
        if name is None or isinstance(name, str | Unknown):
            return name
        raise Unfollowed(message("`name` is {value}", value=repr_of(name)))
