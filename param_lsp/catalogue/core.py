"""Core layers: Dense, Embedding, Masking, Identity, Lambda and the input layer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from param_lsp.catalogue import quantized
from param_lsp.catalogue.layer import OWN_FIRST, Layer, bias_weight, has_lora, lora_weights
from param_lsp.catalogue.reading import Unfollowed, flag, is_unknown, positive_int, reject
from param_lsp.catalogue.shape_arguments import read_dim, read_shape
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.catalogue.words import counted
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, Shapes, ShapeTree, UnknownDim, UnknownShape, product
from param_lsp.values import Applied, Arguments, DictValue, KerasTensor, ListValue, Value, Weight
from param_lsp.wording import number


class Dense(Layer):
    """`keras/src/layers/core/dense.py`."""

    name = "Dense"
    signature = """units, activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros",
        kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, lora_rank=None, lora_alpha=None, quantization_config=None, **kwargs"""
    min_rank = 2
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        positive_int(arguments, "units")

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        units = positive_int(arguments, "units")
        found = quantized.mode(arguments)
        if found in {"int8", "int4"}:
            yield from bias_weight(arguments, (units,))
            yield from lora_weights(arguments, "kernel", (shape[-1],), units)
            yield from quantized.integer_weights("kernel", shape[-1], units, units, found)
            return
        if found == "float8":
            yield from quantized.float8_weights()
        yield Weight("kernel", (shape[-1], units), trainable=not has_lora(arguments))
        yield from bias_weight(arguments, (units,))
        yield from lora_weights(arguments, "kernel", (shape[-1],), units)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return (*shape[:-1], positive_int(arguments, "units"))

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """Each unit multiplies each feature once, at each place; not told for LoRA, whose product is made per batch."""
        return None if has_lora(arguments) else product((*shape[1:], positive_int(arguments, "units")))

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        kernel = applied.weights[0]
        if len(applied.weights) > 2 or any(isinstance(weight.params, UnknownDim) for weight in applied.weights):
            return ()
        received, units = kernel.shape
        if received is None or units is None:
            return ()
        total: Count = kernel.params if len(applied.weights) == 1 else kernel.params + applied.weights[1].params
        values = {
            "weights": counted(received, "weight", "weights"),
            "received": _factor(received),
            "units": _factor(units),
            "total": number(total),
        }
        neurons = message("1 neuron") if units == 1 else message("each of {units} neurons", units=_factor(units))
        if len(applied.weights) > 1:
            template = "{neurons}: {weights} and 1 bias → ({received} + 1) × {units} = {total}"
        else:
            template = "{neurons}: {weights} → {received} × {units} = {total}"
        return (message(template, neurons=neurons, **values),)


class Embedding(Layer):
    """`keras/src/layers/core/embedding.py`; its weights do not depend on the input."""

    name = "Embedding"
    signature = """input_dim, output_dim, embeddings_initializer="uniform", embeddings_regularizer=None,
        embeddings_constraint=None, mask_zero=False, weights=None, lora_rank=None, lora_alpha=None,
        quantization_config=None, **kwargs"""
    extra_keywords: ClassVar[tuple[str, ...]] = ("input_length",)
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        for name in ("input_dim", "output_dim"):
            value = arguments[name]
            words = (
                "`{name}` must be a positive integer. Received: {name}={value} (of type " + type_of(value)[8:-2] + ")."
            )
            if isinstance(value, bool):
                reject(
                    words.format(name=name, value=str_of(value)),
                    message("`{name}` must be a positive integer, got {value}", name=name, value=repr_of(value)),
                    argument=name,
                )
            positive_int(arguments, name, words)

    def input_shape(self, arguments: Arguments) -> Shape | UnknownShape | None:
        """Give Keras 2's: it always states one, (None, None) without a length; Keras 3 ignores `input_length`."""
        if arguments.keras >= 3 or arguments.given.keys() & {"input_shape", "batch_input_shape"}:
            return None
        length = arguments.given.get("input_length")
        batch = read_dim("batch_size", arguments.given.get("batch_size"))
        if isinstance(length, tuple | ListValue):
            rest = read_shape("input_length", length)
            return rest if isinstance(rest, UnknownShape) else (batch, *rest)
        return (batch, read_dim("input_length", length))

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        rows, columns = positive_int(arguments, "input_dim"), positive_int(arguments, "output_dim")
        found = quantized.mode(arguments)
        if found is not None:
            yield from lora_weights(arguments, "embeddings", (rows,), columns)
            yield from self.quantized_weights(arguments, rows, columns, found)
            return
        yield Weight("embeddings", (rows, columns), trainable=not has_lora(arguments))
        yield from lora_weights(arguments, "embeddings", (rows,), columns)

    def quantized_weights(self, arguments: Arguments, rows: Count, columns: Count, found: str) -> Iterable[Weight]:
        """Give the weights of `dtype="int8_from_float32"` and the like."""
        if found == "float8":
            reject(
                "Invalid quantization mode. Expected one of ('int8', 'int4'). Received: quantization_mode=float8",
                argument="dtype",
            )
        yield from quantized.integer_weights("embeddings", rows, columns, rows, found)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return (*shape, positive_int(arguments, "output_dim"))

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """Rows are looked up, nothing is multiplied; LoRA's small product is not told."""
        return None if has_lora(arguments) else 0

    def apply_to_unknown(self, arguments: Arguments, shape: UnknownShape) -> Applied:
        return Applied(shape, tuple(self.weights(arguments, ())))

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        if len(applied.weights) > 1 or isinstance(applied.weights[0].params, UnknownDim):
            return ()
        words, size_of_each = applied.weights[0].shape
        if words is None or size_of_each is None:
            return ()
        return (
            message(
                "{entries}, each a vector of {size} numbers: {rows} × {size} = {total}",
                entries=counted(words, "entry", "entries"),
                rows=_factor(words),
                size=_factor(size_of_each),
                total=number(applied.weights[0].params),
            ),
        )


class ReversibleEmbedding(Embedding):
    """`keras/src/layers/core/reversible_embedding.py`."""

    name = "ReversibleEmbedding"
    signature = """input_dim, output_dim, tie_weights=True, embeddings_initializer="uniform",
        embeddings_regularizer=None, embeddings_constraint=None, mask_zero=False, reverse_dtype=None,
        logit_soft_cap=None, **kwargs"""
    extra_keywords = ("input_length", "weights", "lora_rank", "lora_alpha", "quantization_config")

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        if quantized.mode(arguments) is not None:
            raise Unfollowed(message("the weights of a quantized ReversibleEmbedding are not followed"))
        yield from super().weights(arguments, shape)
        if not flag(arguments, "tie_weights"):
            rows, columns = positive_int(arguments, "input_dim"), positive_int(arguments, "output_dim")
            yield Weight("reverse_embeddings", (columns, rows))


class Identity(Layer):
    """`keras/src/layers/core/identity.py`; it takes lists of inputs too."""

    name = "Identity"

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        return Applied(inputs)


class Masking(Layer):
    """`keras/src/layers/core/masking.py`."""

    name = "Masking"
    signature = "mask_value=0.0, **kwargs"


class Lambda(Layer):
    """`keras/src/layers/core/lambda_layer.py`: known here only by its `output_shape`; evaluate knows the function."""

    name = "Lambda"
    signature = "function, output_shape=None, mask=None, arguments=None, **kwargs"

    def check(self, arguments: Arguments) -> None:
        function = arguments["function"]
        if function is None or isinstance(function, bool | int | float | str | tuple | ListValue | DictValue):
            reject(
                "unsupported callable",
                message("`function` must be a function, got {value}", value=repr_of(function)),
                argument="function",
            )

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        value = arguments["output_shape"]
        if value is None:
            return Applied(UnknownShape(message("the function of a Lambda layer is not followed")), macs=None)
        if is_unknown(value):
            return Applied(UnknownShape(value.reason), macs=None)
        first = inputs  # of several inputs the first one's batch axis is taken
        while isinstance(first, Shapes):
            first = first.items[0]
        batch = UnknownDim(first.reason) if isinstance(first, UnknownShape) else first[0] if first else None
        if isinstance(value, tuple) and all(isinstance(item, tuple) for item in value) and value:
            return Applied(Shapes(tuple(_with_batch(batch, item) for item in value)), macs=None)
        if isinstance(value, tuple):
            return Applied(_with_batch(batch, value), macs=None)
        if isinstance(value, bool | int | float | str | ListValue):
            # The layer keeps a list as Keras's own kind of list.
            kind = "TrackedList" if isinstance(value, ListValue) else type(value).__name__
            reject(
                f'can only concatenate tuple (not "{kind}") to tuple',
                message("`output_shape` of a Lambda layer must be a tuple, got {value}", value=repr_of(value)),
                argument="output_shape",
            )
        return Applied(UnknownShape(message("the `output_shape` of a Lambda layer is not followed")))


def _with_batch(batch: Dim, value: tuple[Value, ...]) -> Shape | UnknownShape:
    if all(item is None or isinstance(item, int | Polynomial) for item in value):
        return (batch, *value)
    return UnknownShape(message("the `output_shape` of a Lambda layer is not followed"))


class InputLayer(Layer):
    """`keras/src/layers/core/input_layer.py`; further keywords are taken and not looked at."""

    name = "InputLayer"
    signature = """shape=None, batch_size=None, dtype=None, sparse=None, ragged=None, batch_shape=None,
        input_tensor=None, optional=False, name=None"""
    any_keywords = True
    tensor = "input_tensor"

    def check(self, arguments: Arguments) -> None:
        shape, batch = self._given(arguments)
        if arguments[self.tensor] is not None:
            return
        if shape is not None and batch is not None:
            reject("You cannot pass both `shape` and `batch_shape` at the same time.", argument="batch_shape")
        if arguments["batch_size"] is not None and batch is not None:
            reject("You cannot pass both `batch_size` and `batch_shape` at the same time.", argument="batch_size")
        if shape is None and batch is None:
            reject("You must pass a `shape` argument.", message("an input layer needs its `shape`"))
        self.input_shape(arguments)

    def input_shape(self, arguments: Arguments) -> Shape | UnknownShape | None:
        tensor = arguments[self.tensor]
        if tensor is not None:
            if isinstance(tensor, KerasTensor) and isinstance(tensor.shape, tuple):
                return tensor.shape
            return UnknownShape(message("the shape of the tensor given to the input layer is not known"))
        shape, batch = self._given(arguments)
        if batch is not None:
            return read_shape("batch_shape", batch)
        if shape is None:
            return None
        rest = read_shape("shape", shape)
        if isinstance(rest, UnknownShape):
            return rest
        return (read_dim("batch_size", arguments["batch_size"]), *rest)

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        return Applied(self.input_shape(arguments) or inputs)

    def _given(self, arguments: Arguments) -> tuple[Value, Value]:
        """Give shape and batch_shape; their older names win, as in Keras."""
        given = arguments.given
        return given.get("input_shape", arguments["shape"]), given.get("batch_input_shape", arguments["batch_shape"])


class Input(InputLayer):
    """The function `keras.Input`, which makes an `InputLayer` and gives its tensor."""

    name = "InputLayer"
    aliases = ("Input",)
    by_alias_only = True
    called = "Input()"
    signature = """shape=None, batch_size=None, dtype=None, sparse=None, ragged=None, batch_shape=None, name=None,
        tensor=None, optional=False"""
    any_keywords = False
    tensor = "tensor"


def _factor(count: Count) -> str:
    text = number(count)
    return f"({text})" if " " in text else text
