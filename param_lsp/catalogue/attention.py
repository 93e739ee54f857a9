"""Attention layers: Attention and AdditiveAttention, and what all attention layers check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.reading import Unfollowed, flag, is_unknown, require_known
from param_lsp.catalogue.seeds import check_seed
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import message
from param_lsp.shapes import Shape, Shapes, ShapeTree, UnknownShape, is_known, product
from param_lsp.values import Applied, Arguments, NumpyScalar, Weight
from param_lsp.wording import shape as shape_text


class Attention(Layer):
    """keras/src/layers/attention/attention.py: called on a list [query, value] or [query, value, key]."""

    name = "Attention"
    signature = "use_scale=False, score_mode='dot', dropout=0.0, seed=None, **kwargs"
    multiplies: ClassVar[bool] = True
    """Whether the scores are products of query and key; else they are sums."""

    def check(self, arguments: Arguments) -> None:
        """Reject another score mode than dot and concat."""
        check_dropout(arguments)
        if isinstance(arguments["dropout"], int | float) and arguments["dropout"] > 0:
            check_seed(arguments)
        mode = arguments.get("score_mode", "dot")
        if not is_unknown(mode) and mode not in ("dot", "concat"):
            reject(
                "Invalid value for argument score_mode. Expected one of {'dot', 'concat'}. "
                f"Received: score_mode={str_of(mode)}",
                message('`score_mode` must be "dot" or "concat", got {value}', value=repr_of(mode)),
                argument="score_mode",
            )

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Give the query's shape with the value's last axis."""
        start = f"{self.name} layer"
        if isinstance(inputs, UnknownShape):
            raise Unfollowed(inputs.reason)
        if not isinstance(inputs, Shapes):
            if any(isinstance(part, tuple) for part in inputs):
                raise Unfollowed(message("the inputs are no flat list of tensors"))
            got = shape_text(inputs)
            reject(
                f"{start} must be called on a list of inputs, namely [query, value] or [query, value, key]. "
                f"Received: inputs={got}.",
                message("{layer} wants a list [query, value], gets one input {shape}", layer=self.name, shape=got),
                rule="incompatible-rank",
                short=message("wants [query, value], gets {shape}", shape=got),
            )
        if len(inputs.items) not in (2, 3):
            reject(
                f"{start} accepts inputs list of length 2 or 3, namely [query, value] or [query, value, key]. "
                f"Received length: {len(inputs.items)}.",
                message("{layer} wants two or three inputs, gets {count}", layer=self.name, count=len(inputs.items)),
                rule="incompatible-rank",
                short=message("wants 2 or 3 inputs, gets {count}", count=len(inputs.items)),
            )
        query, value, *_ = known_shapes(inputs)
        weights = tuple(self.weights(arguments, query))
        self.check_weights(arguments, weights)
        score = query[-1] if self.multiplies and require_known("score_mode", arguments["score_mode"]) == "dot" else 0
        macs = None if score is None or value[-1] is None else product((*query[1:-1], value[-2], score + value[-1]))
        return Applied((*query[:-1], value[-1]), weights, macs=macs)

    def attention_scores(self, arguments: Arguments, inputs: Shapes) -> Shape | None:
        """Give a score for each place of the query and of the key."""
        query, *values = known_shapes(inputs)
        return (*query[:-1], values[-1][-2])

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the scalar weights."""
        if flag(arguments, "use_scale"):
            yield Weight("scale", ())
        if require_known("score_mode", arguments["score_mode"]) == "concat":
            yield Weight("concat_score_weight", ())


class AdditiveAttention(Attention):
    """keras/src/layers/attention/additive_attention.py."""

    name = "AdditiveAttention"
    signature = "use_scale=True, dropout=0.0, **kwargs"
    extra_keywords = ("score_mode", "seed")
    multiplies = False

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give one scale for each feature of the query."""
        if flag(arguments, "use_scale"):
            yield Weight("scale", shape[-1:])


def known_shapes(inputs: Shapes) -> list[Shape]:
    """Give the inputs' shapes.

    Raises:
        Unfollowed: one is not known, or a list itself.
    """
    shapes: list[Shape] = []
    for item in inputs.items:
        if isinstance(item, UnknownShape):
            raise Unfollowed(item.reason)
        if isinstance(item, Shapes) or not item:
            raise Unfollowed(message("an input is not a tensor with axes"))
        shapes.append(item)
    return shapes


def check_equal_middle(layer: str, value: Shape, key: Shape) -> None:
    """Reject value and key that differ in another axis than the first and last."""
    first, second = value[1:-1], key[1:-1]
    alike = all(i == j or not is_known(i) or not is_known(j) for i, j in zip(first, second, strict=False))
    if alike and len(first) == len(second):
        return
    values = {"value": shape_text(value), "key": shape_text(key)}
    reject(
        "All dimensions of `value` and `key`, except the last one, must be equal. "
        f"Received: value_shape={values['value']} and key_shape={values['key']}",
        message("{layer} wants value and key of equal length, gets {value} and {key}", layer=layer, **values),
        rule="incompatible-axis",
        short=message("value {value}, key {key}", **values),
    )


def check_dropout(arguments: Arguments) -> None:
    """Reject a dropout that cannot be compared with 0."""
    dropout = arguments["dropout"]
    if not is_unknown(dropout) and not isinstance(dropout, int | float | NumpyScalar):
        reject(
            f"'>' not supported between instances of '{type_of(dropout)[8:-2]}' and 'int'",
            message("`dropout` must be a number, got {value}", value=repr_of(dropout)),
            argument="dropout",
        )
