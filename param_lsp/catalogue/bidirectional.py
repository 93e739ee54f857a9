"""Bidirectional: a recurrent layer run forwards and backwards, and the two outputs merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from param_lsp.catalogue.cost import together
from param_lsp.catalogue.inner import apply_inner, inner_layer, inner_name
from param_lsp.catalogue.layer import OWN_FIRST, Layer, reject, reject_rank
from param_lsp.catalogue.reading import Rejected, Unfollowed, is_unknown, require_known
from param_lsp.catalogue.recurrent import Recurrent
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.shapes import Shape, Shapes, ShapeTree, UnknownDim, UnknownShape
from param_lsp.values import Applied, Arguments, LayerValue, ModelValue, Value
from param_lsp.wording import number

_MERGES = ("sum", "mul", "ave", "concat")


class Bidirectional(Layer):
    """keras/src/layers/rnn/bidirectional.py: makes a forward and a backward layer from the one given."""

    name = "Bidirectional"
    order = OWN_FIRST
    signature = "layer, merge_mode='concat', weights=None, backward_layer=None, **kwargs"
    words = "Please initialize `Bidirectional` layer with a `keras.layers.Layer` instance. Received: {layer}"
    backward_words = "`backward_layer` need to be a `keras.layers.Layer` instance. Received: {layer}"

    def check(self, arguments: Arguments) -> None:
        """Reject what is not a recurrent layer, and an unknown merge mode."""
        inner = inner_layer(arguments, "layer", self.words)
        given = arguments["backward_layer"]
        backward = None if given is None else inner_layer(arguments, "backward_layer", self.backward_words)
        mode = arguments["merge_mode"]
        if not is_unknown(mode) and mode is not None and mode not in _MERGES:
            reject(
                f"Invalid merge mode. Received: {str_of(mode)}. "
                'Merge mode should be one of {"sum", "mul", "ave", "concat", None}',
                message('`merge_mode` must be "sum", "mul", "ave", "concat" or None, got {value}', value=repr_of(mode)),
                argument="merge_mode",
                short=message("merge_mode must be sum, mul, ave, concat or None"),
            )
        _check_recurrent(inner)
        if backward is not None:
            _check_recurrent(backward, built=True)

    def check_late(self, arguments: Arguments) -> None:
        """Reject two layers that do not go together."""
        backward = arguments["backward_layer"]
        _check_pair(inner_layer(arguments, "layer", self.words), backward)

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply both layers; Keras derives the output from the forward one alone."""
        shape = self.one_input(inputs)
        forward, backward = self._pair(arguments)
        declaration = forward.declaration
        rank = declaration.rank if isinstance(declaration, Layer) else None
        if isinstance(shape, UnknownShape):
            if rank is None:
                raise Unfollowed(shape.reason)
            shape = (UnknownDim(shape.reason),) * rank
        if rank is not None and len(shape) != rank:  # Keras takes over the inner layer's input spec
            reject_rank(self.name, f"ndim={rank}", message("rank {rank}", rank=rank), shape)
        first = apply_inner(arguments, forward, shape)
        second = apply_inner(arguments, backward, shape)
        if arguments.keras == 3 and all(_options(forward)[name] for name in ("stateful", "return_state")):
            reject(
                "unsupported operand type(s) for *: 'generator' and 'int'",
                message("Keras 3 cannot apply Bidirectional to a layer with both `stateful` and `return_state`"),
                argument="layer",
                short=message("stateful and return_state do not go together"),
            )
        output = _merged(require_known("merge_mode", arguments["merge_mode"]), first.output)
        macs = together((first.macs, second.macs))
        return Applied(output, first.weights + second.weights, first.steps, first.frozen | second.frozen, macs)

    def one_input(self, inputs: ShapeTree) -> Shape | UnknownShape:
        """Give the sequence's shape; initial states given in a list are not followed."""
        if isinstance(inputs, Shapes):
            raise Unfollowed(message("Bidirectional is given a list of inputs"))
        return inputs

    def formula(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> str | None:
        """Give twice the forward layer's count, or the sum of both."""
        texts = [text for text in self._halves(arguments, applied, inputs) if text is not None]
        if len(texts) != 2:
            return super().formula(arguments, applied, inputs)
        if texts[0] != texts[1]:
            return " + ".join(texts)
        return f"2×{texts[0]}" if _is_product(texts[0]) else f"2×({texts[0]})"

    def explain(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> Iterable[Message]:
        """Give both directions' counts."""
        texts = self._halves(arguments, applied, inputs)
        if None not in texts and texts:
            total = sum((weight.params for weight in applied.weights), 0)
            values = {"forward": texts[0], "backward": texts[1], "total": number(total)}
            yield message("forward {forward}, backward {backward}: together {total}", **values)

    def _halves(self, arguments: Arguments, applied: Applied, inputs: ShapeTree) -> list[str | None]:
        """Give the formulas of the two directions."""
        try:
            pair = self._pair(arguments)
            if not isinstance(inputs, tuple):
                return []
            halves = [apply_inner(arguments, layer, inputs) for layer in pair]
        except (Rejected, Unfollowed):
            return []
        return [_formula(layer, half, inputs) for layer, half in zip(pair, halves, strict=True)]

    def _pair(self, arguments: Arguments) -> tuple[LayerValue, LayerValue]:
        inner = inner_layer(arguments, "layer", self.words)
        _check_recurrent(inner)
        backward = arguments["backward_layer"]
        if backward is not None:
            backward = inner_layer(arguments, "backward_layer", self.backward_words)
            _check_recurrent(backward, built=True)
        return _directions(inner, backward)


def _check_recurrent(inner: LayerValue | ModelValue, *, built: bool = False) -> None:
    """Reject what has no `go_backwards`; `built` tells that Keras uses the very object, not a changed copy."""
    if isinstance(inner, LayerValue) and isinstance(inner.declaration, Recurrent):
        return
    if isinstance(inner, LayerValue) and not isinstance(inner.declaration, Layer):
        raise Unfollowed(message("{layer} is not a recurrent layer of Keras's own", layer=repr_of(inner)))
    if isinstance(inner, ModelValue) and inner.kind not in ("sequential", "functional"):
        raise Unfollowed(message("whether the model has a `go_backwards` is not known"))
    type_name = inner.declaration.name if isinstance(inner, LayerValue) else inner.kind.title()
    text = message("Bidirectional wants a recurrent layer, got {layer}", layer=type_name)
    short = message("wants a recurrent layer")
    if built or isinstance(inner, ModelValue):
        words = f"'{type_name}' object has no attribute 'go_backwards'"
    elif isinstance(inner.declaration, Bidirectional):
        words = "Unrecognized keyword arguments passed to Bidirectional: {'go_backwards': True}"
    else:
        words = ""  # Keras prints the configuration of a layer that it could not make with `go_backwards`
    reject(words, text, argument="backward_layer" if built else "layer", short=short)


def _check_pair(forward: LayerValue | ModelValue, backward: LayerValue | ModelValue | None) -> None:
    """Reject two layers that run the same way, or that differ in what they give."""
    first = _options(forward)
    second = {**first, "go_backwards": True} if backward is None else _options(backward)
    if first["go_backwards"] == second["go_backwards"]:
        reject(
            "Forward layer and backward layer should have different `go_backwards` value. Received: "
            f"forward_layer.go_backwards {str_of(first['go_backwards'])}, "
            f"backward_layer.go_backwards={str_of(second['go_backwards'])}",
            message("the two layers of Bidirectional must differ in `go_backwards`"),
            argument="layer" if backward is None else "backward_layer",
        )
    for name in ("stateful", "return_sequences", "return_state"):
        if first[name] != second[name]:
            reject(
                "Forward layer and backward layer are expected to have the same value for attribute "
                f'"{name}", got "{str_of(first[name])}" for forward layer and "{str_of(second[name])}" '
                "for backward layer",
                message("the two layers of Bidirectional must have the same `{name}`", name=name),
                argument="backward_layer",
            )


def _options(layer: LayerValue | ModelValue) -> dict[str, Value]:
    if not isinstance(layer, LayerValue) or layer.arguments is None:
        raise Unfollowed(message("the layer inside cannot be followed"))
    arguments = layer.arguments
    return {
        name: require_known(name, arguments[name])
        for name in ("go_backwards", "stateful", "return_sequences", "return_state")
    }


def _directions(
    inner: LayerValue | ModelValue, backward: LayerValue | ModelValue | None
) -> tuple[LayerValue, LayerValue]:
    """Give the two layers that Keras makes: renamed copies of the one given, or its copy and the backward layer."""
    if not isinstance(inner, LayerValue) or inner.arguments is None:
        raise Unfollowed(message("the layer inside cannot be followed"))
    name, arguments = inner_name(inner), inner.arguments
    forward = replace(inner, name=f"forward_{name.removeprefix('forward_')}")
    if backward is not None:
        if not isinstance(backward, LayerValue):
            raise Unfollowed(message("the backward layer cannot be followed"))
        return forward, backward
    turned = Arguments({**arguments.given, "go_backwards": True}, arguments.defaults, arguments.keras, arguments.apply)
    return forward, replace(inner, name=f"backward_{name.removeprefix('backward_')}", arguments=turned)


def _merged(mode: Value, output: ShapeTree) -> ShapeTree:
    """Give what Bidirectional gives: `concat` doubles the last axis, None gives both, the others keep the shape."""
    if isinstance(output, UnknownShape):
        return output
    states: tuple[Shape | Shapes | UnknownShape, ...] = ()
    if isinstance(output, Shapes):
        first, *rest = output.items
        states = (*rest, *rest)
    else:
        first = output
    if mode == "concat" and isinstance(first, tuple):
        last = first[-1]
        first = (*first[:-1], None if last is None else 2 * last)
    if mode is None:
        return Shapes((first, first, *states))
    return Shapes((first, *states)) if states else first


def _formula(layer: LayerValue, applied: Applied, inputs: ShapeTree) -> str | None:
    if isinstance(layer.declaration, Layer) and layer.arguments is not None:
        return layer.declaration.formula(layer.arguments, applied, inputs)
    return None


def _is_product(text: str) -> bool:
    """Tell whether a formula is one product: no sum stands outside of parentheses."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "+" and depth == 0:
            return False
    return True
