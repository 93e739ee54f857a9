"""How a layer is declared: its signature, what it accepts, its weights as named shapes, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import ClassVar, NoReturn

from param_lsp.catalogue import base
from param_lsp.catalogue.identifiers import check_identifiers
from param_lsp.catalogue.limits import check_weight
from param_lsp.catalogue.quantized import with_dtype
from param_lsp.catalogue.reading import Rejected, Unfollowed, flag, is_unknown, reject, size
from param_lsp.catalogue.signature import REQUIRED, Parameter, Signature, parse_signature
from param_lsp.catalogue.text import times
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Shape, Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import Applied, Arguments, Array, NumpyScalar, Outcome, Undetermined, Weight
from param_lsp.wording import dim as dim_text
from param_lsp.wording import shape as shape_text

__all__ = [
    "OWN_FIRST",
    "REQUIRED",
    "Layer",
    "Parameter",
    "Rejected",
    "Signature",
    "Unfollowed",
    "automatic_name",
    "bias_weight",
    "has_lora",
    "lora_weights",
    "parse_signature",
    "reject",
    "reject_axis",
    "reject_rank",
    "reject_undefined",
]

OWN_FIRST = ("check", "check_base", "check_names", "check_late")
"""The `order` of constructors that check their own arguments before they call the base layer's."""


class Layer:
    """A layer's declaration; subclasses set the class attributes and override what they need.

    One instance serves all layers of its class; it holds no state of a single layer. A declaration is found by its
    `name` and `aliases` when it sets `name` in its own body; shared bases leave `name` out. The members below may
    raise `Rejected` (through `reject`) and `Unfollowed`.
    """

    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    signature: ClassVar[str] = "**kwargs"
    """Keras's signature as text: "units, activation=None, *, lora_rank=None, **kwargs" (literal defaults only).
    `**kwargs` stands for the base layer's keywords (name, dtype, trainable, input_shape, …)."""
    rank: ClassVar[int | None] = None
    """The only rank that Keras's input spec takes; an input of unknown rank is then taken to have it."""
    min_rank: ClassVar[int | None] = None
    """The least rank that Keras's input spec takes."""
    extra_keywords: ClassVar[tuple[str, ...]] = ()
    """Keywords that the constructor takes out of its `**kwargs` (Embedding's `input_length`)."""
    removed_in: ClassVar[int | None] = None
    """The version from which Keras no longer has the layer."""
    sequence_input: ClassVar[bool] = False
    """Whether Keras 1 and 2 read `input_dim=` and `input_length=` as the axes of a sequence (recurrent layers)."""
    order: ClassVar[tuple[str, ...]] = ("check_base", "check", "check_names", "check_late")
    """The methods that check the arguments, in the order in which Keras's `__init__` does: of two wrong arguments Keras
    names the one that it meets first."""
    any_keywords: ClassVar[bool] = False
    """Whether the constructor takes any keyword and does not look at those it does not know (InputLayer)."""
    called: ClassVar[str] = ""
    """What Python calls it in its own errors, where that is not "Name.__init__()"."""
    by_element: ClassVar[bool] = False
    """Whether its weights of several axes meet the input element by element, not as a matrix."""
    gives_floats: ClassVar[bool] = True
    """Whether its output has the float type of its dtype policy, whatever its input's type."""
    call_inputs: ClassVar[tuple[str, ...]] = ()
    """The tensors that a call takes one by one, `layer(query, value, key=None)`; empty for those of one argument."""
    by_alias_only: ClassVar[bool] = False
    """Whether `name` is not what people write to make one (`Input(…)` makes an `InputLayer`)."""

    def construct(self, arguments: Arguments) -> None:
        """Reject (raise `Rejected`) what Keras's constructor rejects, in its `order`."""
        for step in self.order:
            getattr(self, step)(arguments)

    def check_base(self, arguments: Arguments) -> None:
        """Reject what the base layer's constructor rejects: a bad name, an unknown keyword and the like."""
        base.check(self.name, arguments, base.unexpected(self.signature, self.extra_keywords, arguments))

    def check(self, arguments: Arguments) -> None:
        """Reject what Keras's constructor checks itself."""

    def check_names(self, arguments: Arguments) -> None:
        """Reject activations, initializers and the like that Keras cannot look up, in the constructor's order."""
        for parameter in arguments.defaults:
            if parameter in arguments.given:
                check_identifiers(parameter, arguments.given[parameter], arguments.keras)

    def check_late(self, arguments: Arguments) -> None:
        """Reject what Keras's constructor rejects after it has looked up activations, initializers and the like."""

    def input_shape(self, arguments: Arguments) -> Shape | UnknownShape | None:
        """Give the input shape that the layer itself states, with its batch axis; only an `InputLayer` does."""
        return None

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        """Reject what Keras's input spec or build rejects; ranks were looked at before."""

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the weights in Keras's order for a layer built on this input shape (with its batch axis)."""
        return ()

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the output shape; by default the input's."""
        return shape

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        """Give the arithmetic of the output size in words, if there is any."""
        return ()

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """Give the multiply–adds for one sample by the convention of `cost`, or None where they cannot be told.

        Arguments:
            arguments: as bound.
            shape: of the input, with its batch axis.
            output: what `output` gave.
            weights: what `weights` gave.
        """
        return 0 if self.by_element or all(len(weight.shape) < 2 for weight in weights) else None

    def unknown_input(self, arguments: Arguments, shape: UnknownShape) -> Shape | UnknownShape:
        """Say what must hold of an input of unknown rank; by default `rank` sizes that are unknown."""
        if self.rank is None:
            return shape
        return (UnknownDim(shape.reason),) * self.rank

    def apply_to_unknown(self, arguments: Arguments, shape: UnknownShape) -> Applied:
        """Apply the layer to an input of unknown rank: possible where it has no weights and keeps the shape."""
        keeps = type(self).output is Layer.output and type(self).weights is Layer.weights
        if not keeps:
            raise Unfollowed(shape.reason)
        return Applied(shape)

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply the layer, raising `Rejected` or `Unfollowed`; layers of several inputs override this."""
        shape = self.one_input(inputs)
        if isinstance(shape, UnknownShape):
            shape = self.unknown_input(arguments, shape)
        if isinstance(shape, UnknownShape):
            return self.apply_to_unknown(arguments, shape)
        self.check_rank(shape)
        if not shape:
            raise Unfollowed(message("{layer} is given a number without axes", layer=self.name))
        self.accept(arguments, shape)
        weights = tuple(with_dtype(arguments, self.weights(arguments, shape)))
        self.check_weights(arguments, weights)
        output = self.output(arguments, shape)
        if isinstance(output, tuple):
            self.check_output(output)
        macs = self.macs(arguments, shape, output, weights) if weights else 0
        return Applied(output, weights, tuple(self.steps(arguments, shape)), macs=macs)

    def attention_scores(self, arguments: Arguments, inputs: Shapes) -> Shape | None:
        """Give the shape of what `return_attention_scores=True` in a call adds to the output; None where nothing."""
        return None

    def apply(self, arguments: Arguments, inputs: ShapeTree) -> Outcome:
        """Apply the layer to its input: the outcome, never an exception.

        Arguments:
            arguments: as bound by `create`.
            inputs: the input shape with its batch axis, or `Shapes` for a list of inputs.
        """
        try:
            return self.apply_checked(arguments, inputs)
        except Rejected as rejected:
            return rejected.misfit
        except Unfollowed as unfollowed:
            return Undetermined(unfollowed.reason)

    def one_input(self, inputs: ShapeTree) -> Shape | UnknownShape:  # noqa: RET503 - reject never returns
        """Give the only input's shape; a list of inputs is rejected or not followed."""
        if not isinstance(inputs, Shapes):
            return inputs
        name, count = automatic_name(self.name), len(inputs.items)
        if (
            (self.rank is None and self.min_rank is None)
            or count == 1
            or any(isinstance(item, Shapes) for item in inputs.items)
        ):
            raise Unfollowed(message("{layer} is given a list of inputs", layer=self.name))
        reject(
            f'Layer "{name}" expects 1 input(s), but it received {count} input tensors. Inputs received: …',
            message("{layer} takes one input, got {count}", layer=self.name, count=count),
            rule="incompatible-rank",
            short=message("wants 1 input, gets {count}", count=count),
        )

    def check_rank(self, shape: Shape) -> None:
        """Reject a rank that the input spec does not take."""
        if self.rank is not None and len(shape) != self.rank:
            reject_rank(self.name, f"ndim={self.rank}", message("rank {rank}", rank=self.rank), shape)
        if self.min_rank is not None and len(shape) < self.min_rank:
            wants = message("rank {rank} or more", rank=self.min_rank)
            reject_rank(self.name, f"min_ndim={self.min_rank}", wants, shape)

    def check_weights(self, arguments: Arguments, weights: Iterable[Weight]) -> None:
        """Reject a weight that Keras cannot make: an axis of size None, too many numbers, an array of another shape."""
        for weight in weights:
            _check_initial_values(arguments, weight)
            if any(isinstance(dim, int) and dim < 0 for dim in weight.shape):
                raise Unfollowed(message("{weight} would have a negative size", weight=weight.name))
            if None not in weight.shape:
                check_weight(weight)
                continue
            shape = shape_text(weight.shape)
            reject(
                "Shapes used to initialize variables must be fully-defined (no `None` dimensions). "
                f"Received: shape={shape} for variable path='{automatic_name(self.name)}/{weight.name}'",
                message(
                    "{layer} needs a defined size for its {weight}, got {shape}",
                    layer=self.name,
                    weight=weight.name,
                    shape=shape,
                ),
                rule="undefined-dimension",
                short=message("{weight} would be {shape}", weight=weight.name, shape=shape),
            )

    def check_output(self, output: Shape) -> None:
        """Reject an output with a negative size, which Keras cannot make a tensor of."""
        if any(isinstance(dim, int) and dim < 0 for dim in output):
            shape = shape_text(output)
            reject(
                f"Cannot convert '{shape}' to a shape. Negative dimensions are not allowed.",
                message("{layer} would give the shape {shape}", layer=self.name, shape=shape),
                rule="nonpositive-output-size",
                short=message("would give {shape}", shape=shape),
            )

    def formula(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> str | None:
        """Give the count in numbers, "3×3×1×32 + 32"; by default the weights' products, equal neighbours gathered."""
        terms: list[tuple[Shape, int]] = []
        for weight in applied.weights:
            if terms and terms[-1][0] == weight.shape:
                terms[-1] = weight.shape, terms[-1][1] + 1
            else:
                terms.append((weight.shape, 1))
        if any(isinstance(dim, UnknownDim) or dim is None for shape, _ in terms for dim in shape):
            return None
        return " + ".join(times((many, *shape) if many > 1 else shape or (1,)) for shape, many in terms) or None

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Give the count in words for learners, where they say more than the list of weights and the formula do."""
        return ()


def _check_initial_values(arguments: Arguments, weight: Weight) -> None:
    """Reject an array given as initializer that has another shape than its weight ("recurrent_kernel" of an LSTM)."""
    stem = weight.name.rpartition("/")[2].removesuffix("_kernel")
    value = arguments.get(f"{stem}_initializer")
    if not isinstance(value, Array | NumpyScalar):
        return
    shape = value.shape if isinstance(value, Array) else ()
    if (
        isinstance(shape, UnknownShape)
        or shape == weight.shape
        or not all(isinstance(dim, int) for dim in (*shape, *weight.shape))
    ):
        return
    got, wants = shape_text(shape), shape_text(weight.shape)
    reject(
        f"Expected `shape` to be {got} for direct tensor as initializer. Received shape={wants}",
        message(
            "the initial values of {weight} must be of shape {wants}, got {got}", weight=stem, wants=wants, got=got
        ),
        argument=f"{stem}_initializer",
    )


def reject_rank(layer: str, expected: str, wants: Message, shape: Shape) -> NoReturn:
    """Reject an input's rank in the words of Keras's input spec (`expected` is "ndim=4" or "min_ndim=3")."""
    got = shape_text(shape)
    full = "" if expected.startswith("max_ndim") else f". Full shape received: {got}"
    reject(
        f"Input 0 with name 'None' of layer '{automatic_name(layer)}' is incompatible with the layer: "
        f"expected {expected}, found ndim={len(shape)}{full}",
        message("{layer} wants an input of {wants}, gets {shape}", layer=layer, wants=wants, shape=got),
        rule="incompatible-rank",
        short=message("wants {wants}, gets {shape}", wants=wants, shape=got),
    )


def reject_axis(layer: str, axis: int, value: Dim, shape: Shape) -> NoReturn:
    """Reject the size of an axis in the words of Keras's input spec."""
    got = shape_text(shape)
    reject(
        f"Input 0 with name 'None' of layer '{automatic_name(layer)}' is incompatible with the layer: "
        f"expected axis {axis} of input shape to have value {dim_text(value)}, but received input with shape {got}",
        message(
            "{layer} wants size {value} at axis {axis}, gets {shape}",
            layer=layer,
            value=dim_text(value),
            axis=axis,
            shape=got,
        ),
        rule="incompatible-axis",
        short=message("wants {value} at axis {axis}, gets {shape}", value=dim_text(value), axis=axis, shape=got),
    )


def bias_weight(
    arguments: Arguments, shape: Shape, name: str = "bias", flag_name: str = "use_bias"
) -> tuple[Weight, ...]:
    """Give the bias where `use_bias` is true; where that is not known, a bias of unknown size between 0 and full."""
    value = arguments[flag_name]
    if is_unknown(value):
        high = shape[-1] if len(shape) == 1 and isinstance(shape[-1], int) else None
        return (Weight(name, (UnknownDim(value.reason, 0, high),)),)
    return (Weight(name, shape),) if flag(arguments, flag_name) else ()


def reject_undefined(layer: str, keras_message: str, shape: Shape) -> NoReturn:
    """Reject an input whose channels (or other axis that weights need) have the size None."""
    reject(
        keras_message,
        message("{layer} needs a defined number of channels, gets {shape}", layer=layer, shape=shape_text(shape)),
        rule="undefined-dimension",
        short=message("needs defined channels, gets {shape}", shape=shape_text(shape)),
    )


def has_lora(arguments: Arguments) -> bool:
    """Tell whether `lora_rank` is set, which freezes the kernel and adds two small ones."""
    value = arguments.get("lora_rank")
    if is_unknown(value):
        raise Unfollowed(message("`lora_rank` is not known: {reason}", reason=value.reason))
    return bool(value)


def lora_weights(arguments: Arguments, kernel: str, left: Shape, right: Dim) -> Iterable[Weight]:
    """Give LoRA's two matrices beside a kernel of shape (*left, right)."""
    if not has_lora(arguments):
        return
    constraint = f"{kernel}_constraint"
    if arguments[constraint] is not None:
        kind = "embedding" if kernel == "embeddings" else kernel
        reject(
            f"Lora is incompatible with {kind} constraints. In order to enable lora on this layer, "
            f"remove the `{constraint}` argument.",
            argument=constraint,
        )
    rank = size("lora_rank", arguments["lora_rank"])
    yield Weight(f"lora_{kernel}_a", (*left, rank), dtype="float32")
    yield Weight(f"lora_{kernel}_b", (rank, right), dtype="float32")


@cache
def automatic_name(type_name: str) -> str:
    """Give the stem of Keras's automatic layer name: "MaxPooling2D" -> "max_pooling2d" (`keras.utils.naming`)."""
    text = re.sub(r"\W+", "", type_name)
    text = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", text)
    return re.sub("([a-z])([A-Z])", r"\1_\2", text).lower()
