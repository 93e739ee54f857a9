"""Attention layers with several heads: MultiHeadAttention, GroupQueryAttention."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from param_lsp.catalogue.attention import check_equal_middle, known_shapes
from param_lsp.catalogue.cost import each_place, together
from param_lsp.catalogue.layer import OWN_FIRST, Layer, reject
from param_lsp.catalogue.reading import Unfollowed, flag, is_unknown, members, positive_int, require_known, size
from param_lsp.catalogue.recurrent import under
from param_lsp.catalogue.seeds import check_seed
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Shape, Shapes, ShapeTree, UnknownShape, is_known, product
from param_lsp.values import Applied, Arguments, ListValue, NumpyScalar, Value, Weight
from param_lsp.wording import number
from param_lsp.wording import shape as shape_text


class Heads(Layer):
    """Attention by several heads; called as `layer(query, value, key=None)`, which is `Shapes` of two or three here."""

    queries: ClassVar[str]
    """The argument that gives the number of heads of the query."""
    keys: ClassVar[str]
    """The argument that gives the number of heads of key and value."""
    call_inputs = ("query", "value", "key")

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply to query, value and key; a single input lacks the value."""
        if isinstance(inputs, UnknownShape):
            raise Unfollowed(inputs.reason)
        if not isinstance(inputs, Shapes) or len(inputs.items) < 2:
            reject(
                "missing a required argument: 'value'",
                message("{layer} is called with query and value, gets one input", layer=self.name),
                rule="incompatible-rank",
                short=message("wants query and value"),
            )
        query, value, *rest = known_shapes(inputs)
        key = rest[0] if rest else value
        self.accept_all(arguments, query, value, key)
        weights = tuple(self.head_weights(arguments, query, value, key))
        self.check_weights(arguments, weights)
        self.check_rate(arguments)
        if isinstance(arguments["dropout"], int | float) and arguments["dropout"] > 0:
            check_seed(arguments)
        self.check_lengths(query, value, key)
        macs = self.products(arguments, weights, query, value, key)
        return Applied((*query[:-1], *self.features(arguments, query)), weights, macs=macs)

    def products(
        self, arguments: Arguments, weights: tuple[Weight, ...], query: Shape, value: Shape, key: Shape
    ) -> Count | None:
        """Give the multiply–adds of the projections, of the scores (query × key) and of the scores × value."""
        if arguments.get("attention_axes") is not None:
            return None
        places = {"query": query, "gate": query, "attention_output": query, "key": key, "value": value}
        projected = (each_place((each,), places[each.name.partition("/")[0]][1:-1]) for each in weights)
        heads = size(self.queries, arguments[self.queries])
        key_dim, value_dim = self.dims(arguments)
        attended = product((*query[1:-1], *value[1:-1], heads, key_dim + value_dim))
        return together((*projected, attended))

    def attention_scores(self, arguments: Arguments, inputs: Shapes) -> Shape | None:
        """Give a score for each head and pair of places (`compute_output_spec`)."""
        query, *values = known_shapes(inputs)
        return (query[0], size(self.queries, arguments[self.queries]), query[1], self.scored(query, values[-1]))

    def scored(self, query: Shape, key: Shape) -> Dim:
        """Give the number of places that each place of the query has scores for."""
        return key[1]

    def accept_all(self, arguments: Arguments, query: Shape, value: Shape, key: Shape) -> None:
        """Reject what Keras rejects before it makes the weights."""

    def check_lengths(self, query: Shape, value: Shape, key: Shape) -> None:
        """Reject what Keras rejects after it made the weights."""

    def features(self, arguments: Arguments, query: Shape) -> Shape:
        """Give the last axis or axes of the output."""
        return query[-1:]

    def head_weights(self, arguments: Arguments, query: Shape, value: Shape, key: Shape) -> Iterable[Weight]:
        """Give the projections of query, key, gate and value to heads, and the one back."""
        queries, keys = size(self.queries, arguments[self.queries]), size(self.keys, arguments[self.keys])
        key_dim, value_dim = self.dims(arguments)
        yield from self._projection(arguments, "query", query[-1:], (queries, key_dim))
        yield from self._projection(arguments, "key", key[-1:], (keys, key_dim))
        if flag(arguments, "use_gate"):
            yield from self._projection(arguments, "gate", query[-1:], (queries, value_dim))
        yield from self._projection(arguments, "value", value[-1:], (keys, value_dim))
        yield from self._projection(
            arguments, "attention_output", (queries, value_dim), self.features(arguments, query)
        )

    def dims(self, arguments: Arguments) -> tuple[Count, Count]:
        """Give the sizes of a head's keys and values."""
        raise NotImplementedError

    def _projection(self, arguments: Arguments, name: str, before: Shape, after: Shape) -> Iterable[Weight]:
        weights = [Weight("kernel", (*before, *after))]
        if flag(arguments, "use_bias"):
            weights.append(Weight("bias", after))
        return under(name, weights)

    def check_common(self, arguments: Arguments) -> None:
        """Reject a window that is not a positive integer."""
        window = arguments["sliding_window"]
        if window is None or is_unknown(window) or (isinstance(window, int) and window > 0):
            return
        reject(
            f"`sliding_window` must be `None` or a positive integer. Received: sliding_window={str_of(window)}",
            message("`sliding_window` must be None or a positive integer, got {value}", value=repr_of(window)),
            argument="sliding_window",
        )

    def check_rate(self, arguments: Arguments) -> None:
        """Reject what the Dropout layer inside rejects."""
        dropout = arguments["dropout"]
        text = message("`dropout` must be between 0 and 1, got {value}", value=repr_of(dropout))
        if isinstance(dropout, int | float) and not 0 <= dropout <= 1:
            words = "Invalid value received for argument `rate`. Expected a float value between 0 and 1."
            reject(f"{words} Received: rate={dropout}", text, argument="dropout")
        if not is_unknown(dropout) and not isinstance(dropout, int | float | NumpyScalar):
            kind = type_of(dropout)[8:-2]
            reject(f"'<=' not supported between instances of 'int' and '{kind}'", text, argument="dropout")

    def check_flash(self, arguments: Arguments) -> None:
        """Reject flash attention with dropout."""
        flash = arguments["flash_attention"]
        if is_unknown(flash) or not flag(arguments, "flash_attention"):
            return
        dropout = arguments["dropout"]
        if isinstance(dropout, int | float) and dropout > 0:
            reject(
                "Dropout is not supported when flash attention is enabled. "
                "Please set dropout to 0.0 to use flash attention.",
                message("flash attention does not go with `dropout`"),
                argument="dropout",
            )


class MultiHeadAttention(Heads):
    """keras/src/layers/attention/multi_head_attention.py."""

    name = "MultiHeadAttention"
    signature = """num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None,
        attention_axes=None, sliding_window=None, flash_attention=None, kernel_initializer='glorot_uniform',
        bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, bias_constraint=None, use_gate=False, seed=None, **kwargs"""
    order = OWN_FIRST
    queries = "num_heads"
    keys = "num_heads"

    def check(self, arguments: Arguments) -> None:
        """Reject sizes that are not positive integers."""
        words = "Received an invalid value for argument `{name}`, expected a positive integer. Received: {name}={value}"
        positive_int(arguments, "num_heads", words)
        positive_int(arguments, "key_dim", words)
        if arguments["value_dim"] is not None:
            positive_int(arguments, "value_dim", words.replace("integer. ", "integer or `None`. "))

    def check_late(self, arguments: Arguments) -> None:
        """Reject an output shape or axes of another kind."""
        self._output_dims(arguments)
        axes = arguments["attention_axes"]
        if not is_unknown(axes) and not isinstance(axes, int | tuple | ListValue) and flag(arguments, "attention_axes"):
            reject(
                f"`attention_axes` must be an int, list, or tuple.Received: attention_axes={str_of(axes)}",
                message("`attention_axes` must be an integer, list or tuple, got {value}", value=repr_of(axes)),
                argument="attention_axes",
            )
        self.check_common(arguments)
        self.check_flash(arguments)

    def scored(self, query: Shape, key: Shape) -> Dim:
        """Give the query's length: Keras 3.15 says so of its symbolic tensor, though the scores have the key's."""
        return query[1]

    def dims(self, arguments: Arguments) -> tuple[Count, Count]:
        """Give `key_dim` and `value_dim`, which is `key_dim` when left out."""
        key_dim = size("key_dim", arguments["key_dim"])
        value = arguments["value_dim"]
        return key_dim, key_dim if value is None else size("value_dim", value)

    def accept_all(self, arguments: Arguments, query: Shape, value: Shape, key: Shape) -> None:
        """Reject value and key of different lengths; odd axes are not followed."""
        check_equal_middle(self.name, value, key)
        axes = arguments["attention_axes"]
        if axes is not None:
            chosen = (axes,) if isinstance(axes, int) else members(require_known("attention_axes", axes)) or ()
            inner = range(1, len(value) - 1)
            if not all(isinstance(axis, int) and axis % len(value) in inner for axis in chosen):
                raise Unfollowed(message("attention over the axes {axes} is not followed", axes=repr_of(axes)))
        if min(len(query), len(value), len(key)) < 2:
            raise Unfollowed(message("attention over an input without a feature axis is not followed"))

    def features(self, arguments: Arguments, query: Shape) -> Shape:
        """Give `output_shape`, or the query's own last axis."""
        return self._output_dims(arguments) or query[-1:]

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Say what the heads have; the formula and the list of weights tell the rest."""
        heads, (key, value) = arguments["num_heads"], self.dims(arguments)
        if isinstance(heads, int):
            yield message(
                "{heads} heads, each with a query and a key of {key} numbers and a value of {value} for each position",
                heads=number(heads),
                key=number(key),
                value=number(value),
            )

    def _output_dims(self, arguments: Arguments) -> Shape:
        value: Value = arguments["output_shape"]
        if value is None or is_unknown(value) or not flag(arguments, "output_shape"):
            if is_unknown(value):
                raise Unfollowed(value.reason)
            return ()
        if isinstance(value, int):
            return (int(value),)
        items = members(value)
        if items is None:
            if not isinstance(value, int | float | NumpyScalar):
                raise Unfollowed(message("`output_shape` is {value}", value=repr_of(value)))
            reject(
                f"Invalid `output_shape`: {str_of(value)}. "
                "When specified, the `output_shape` should be of type tuple, list, or int.",
                message("`output_shape` must be an integer, tuple or list, got {value}", value=repr_of(value)),
                argument="output_shape",
            )
        if any(isinstance(item, int) and item < 0 for item in items):
            raise Unfollowed(message("`output_shape` is {value}", value=repr_of(value)))
        return tuple(size("output_shape", item) for item in items)


class GroupQueryAttention(Heads):
    """keras/src/layers/attention/grouped_query_attention.py."""

    name = "GroupedQueryAttention"
    aliases = ("GroupQueryAttention",)
    by_alias_only = True
    signature = """head_dim, num_query_heads, num_key_value_heads, dropout=0.0, use_bias=True, sliding_window=None,
        flash_attention=None, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
        use_gate=False, seed=None, **kwargs"""
    queries = "num_query_heads"
    keys = "num_key_value_heads"

    def check(self, arguments: Arguments) -> None:
        """Reject query heads that cannot be divided into the groups."""
        queries, keys, dim = (arguments[name] for name in (self.queries, self.keys, "head_dim"))
        if isinstance(queries, int) and isinstance(keys, int) and keys != 0 and queries % keys:
            reject(
                "`num_query_heads` must be divisible by `num_key_value_heads`.",
                message("{queries} query heads cannot be divided among {keys}", queries=queries, keys=keys),
                argument=self.queries,
                short=message("{queries} heads, {keys} groups", queries=queries, keys=keys),
            )
        # Keras does not look at these; what happens with others than positive integers is left to it.
        for name, value in ((self.queries, queries), (self.keys, keys), ("head_dim", dim)):
            if not is_unknown(value) and (not isinstance(value, int) or value <= 0):
                got = repr_of(value)
                raise Unfollowed(message("`{name}` is {value}, not a positive integer", name=name, value=got))
        self.check_common(arguments)
        self.check_flash(arguments)

    def dims(self, arguments: Arguments) -> tuple[Count, Count]:
        """Give `head_dim` for both."""
        dim = size("head_dim", arguments["head_dim"])
        return dim, dim

    def accept_all(self, arguments: Arguments, query: Shape, value: Shape, key: Shape) -> None:
        """Follow inputs of rank 3, for which Keras's einsum equations are made."""
        if any(len(shape) != 3 for shape in (query, value, key)):
            raise Unfollowed(message("GroupQueryAttention wants inputs of rank 3"))

    def check_lengths(self, query: Shape, value: Shape, key: Shape) -> None:
        """Reject other features of query and value, and other lengths of value and key."""
        i, j = query[-1], value[-1]
        if is_known(i) and is_known(j) and i != j:
            shapes = f"query_shape={shape_text(query)}, value_shape={shape_text(value)}"
            reject(
                f"The last dimension of `query_shape` and `value_shape` must be equal, but are {i}, {j}. "
                f"Received: {shapes}",
                message("query and value must have the same last axis, got {i} and {j}", i=i, j=j),
                rule="incompatible-axis",
                short=message("query {i}, value {j}", i=i, j=j),
            )
        check_equal_middle(self.name, value, key)
