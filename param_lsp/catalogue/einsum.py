"""EinsumDense: a dense layer whose kernel and output are given by an einsum equation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from param_lsp.catalogue import quantized
from param_lsp.catalogue.layer import Layer, has_lora, lora_weights
from param_lsp.catalogue.reading import Unfollowed, members, reject, require_known, size, unknown_members
from param_lsp.catalogue.text import repr_of, type_of
from param_lsp.message import message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, ShapeTree, UnknownDim, product
from param_lsp.values import Arguments, Value, Weight
from param_lsp.wording import dim as dim_text

# The forms that Keras takes, "..." replaced by "0"; it matches beginnings, so what follows is not looked at.
_PLAIN = re.compile(r"([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)")
_LEFT = re.compile(r"0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)")
_RIGHT = re.compile(r"([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0")


@dataclass(frozen=True, slots=True)
class _Einsum:
    """What an equation makes of an input: the shapes of kernel, bias and output.

    `places` are the sizes of the input's axes, without the batch axis, that the kernel does not have.
    """

    kernel: Shape
    bias: Shape | None
    output: Shape
    places: Shape


class EinsumDense(Layer):
    """`keras/src/layers/core/einsum_dense.py` and its `_analyze_einsum_string`."""

    name = "EinsumDense"
    signature = """equation, output_shape, activation=None, bias_axes=None, kernel_initializer="glorot_uniform",
        bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None,
        bias_constraint=None, lora_rank=None, lora_alpha=None, gptq_unpacked_column_size=None,
        quantization_config=None, **kwargs"""

    def check(self, arguments: Arguments) -> None:
        value = arguments["output_shape"]
        if unknown_members(value) is None and members(value) is None and not isinstance(value, int | Polynomial):
            reject(
                f"'{type_of(value)[8:-2]}' object is not iterable",
                message("`output_shape` must be a tuple, got {value}", value=repr_of(value)),
                argument="output_shape",
            )

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        if quantized.mode(arguments) is not None:
            raise Unfollowed(message("the weights of a quantized EinsumDense are not followed"))
        einsum = self._analyzed(arguments, shape)
        yield Weight("kernel", einsum.kernel, trainable=not has_lora(arguments))
        if einsum.bias is not None:
            yield Weight("bias", einsum.bias)
        yield from lora_weights(arguments, "kernel", einsum.kernel[:-1], einsum.kernel[-1])

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        return self._analyzed(arguments, shape).output

    def macs(self, arguments: Arguments, shape: Shape, output: ShapeTree, weights: tuple[Weight, ...]) -> Count | None:
        """Each number of the kernel is multiplied at each place of the input that the kernel has no axis for."""
        if has_lora(arguments):
            return None
        einsum = self._analyzed(arguments, shape)
        return product((*einsum.places, *einsum.kernel))

    def _analyzed(self, arguments: Arguments, shape: Shape) -> _Einsum:
        equation = require_known("equation", arguments["equation"])
        if not isinstance(equation, str):
            raise Unfollowed(message("`equation` is {value}", value=repr_of(equation)))
        dotted = equation.replace("...", "0")
        left = None if _PLAIN.match(dotted) else _LEFT.match(dotted)
        match = _PLAIN.match(dotted) or left or _RIGHT.match(dotted)
        if match is None:
            reject(
                f"Invalid einsum equation '{equation}'. Equations must be in the form "
                "[X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]....",
                message("{equation} is not an equation that EinsumDense takes", equation=repr_of(equation)),
                argument="equation",
            )
        bias_axes = require_known("bias_axes", arguments["bias_axes"])
        partial = self._output_shape(arguments["output_shape"])
        try:
            return _analyze(match.group(1), match.group(2), match.group(3), bias_axes, shape, partial, left is not None)
        except IndexError:
            # Keras lets Python's own error through where the equation has more axes than the shapes.
            raise Unfollowed(message("the equation has more axes than the input and output shapes")) from None

    def _output_shape(self, value: Value) -> tuple[Dim, ...]:
        if isinstance(value, int | Polynomial | UnknownDim):
            return (size("output_shape", value),)
        if (reason := unknown_members(value)) is not None:
            raise Unfollowed(message("`output_shape` is not known: {reason}", reason=reason))
        return tuple(None if item is None else size("output_shape", item) for item in members(value) or ())


def _analyze(
    inputs: str,
    kernel: str,
    outputs: str,
    bias_axes: Value,
    shape: Shape,
    partial: Sequence[Dim],
    left_elided: bool,  # noqa: FBT001 - one caller
) -> _Einsum:
    """Follow Keras's `_analyze_split_string`."""
    elided = len(shape) - len(inputs)
    output: list[Dim] = [shape[0], *partial]
    if elided > 0 and left_elided:
        for axis in range(1, elided):
            output.insert(1, shape[axis])
    elif elided > 0:
        output += shape[len(shape) - elided :]
    shift_in, shift_out = (elided - len(shape), elided) if left_elided else (0, 0)
    input_axes = {letter: axis + shift_in for axis, letter in enumerate(inputs)}
    output_axes = {letter: axis + shift_out for axis, letter in enumerate(outputs)}
    for letter in inputs:
        given = shape[input_axes[letter]]
        if letter in output_axes and _differ(output[output_axes[letter]], given):
            wanted = dim_text(output[output_axes[letter]])
            reject(
                f"Input shape and output shape do not match at shared dimension '{letter}'. "
                f"Input shape is {dim_text(given)}, and output shape is {wanted}.",
                rule="incompatible-axis",
                argument="output_shape",
                short=message(
                    "axis {letter} is {given}, output wants {wanted}",
                    letter=letter,
                    given=dim_text(given),
                    wanted=wanted,
                ),
            )
    for letter in outputs:
        if letter not in inputs and letter not in kernel:
            reject(
                f"Dimension '{letter}' was specified in the output '{outputs}' but has no corresponding dim in the "
                f"input spec '{inputs}' or weight spec '{outputs}'",
                argument="equation",
            )
    sizes = _kernel(
        inputs,
        kernel,
        outputs,
        {**{k: shape[v] for k, v in input_axes.items()}, **{k: output[v] for k, v in output_axes.items()}},
    )
    bias = _bias(outputs, bias_axes, output, elided, left_elided=left_elided)
    named = {axis % len(shape): letter for letter, axis in input_axes.items()}
    places = tuple(size for axis, size in enumerate(shape) if axis and named.get(axis, "") not in {*kernel})
    return _Einsum(sizes, bias, tuple(output), places)


def _kernel(inputs: str, kernel: str, outputs: str, sizes: Mapping[str, Dim]) -> Shape:
    """Give the kernel's shape; an axis that is in the output has the size that it has there."""
    for letter in kernel:
        if letter not in sizes:
            reject(
                f"Weight dimension '{letter}' did not have a match in either the input spec '{inputs}' or the "
                f"output spec '{outputs}'. For this layer, the weight must be fully specified.",
                argument="equation",
            )
    return tuple(sizes[letter] for letter in kernel)


def _bias(outputs: str, bias_axes: Value, output: Sequence[Dim], elided: int, *, left_elided: bool) -> Shape | None:
    if bias_axes is None:
        return None
    if not isinstance(bias_axes, str) or not bias_axes:
        raise Unfollowed(message("`bias_axes` is {value}", value=repr_of(bias_axes)))
    skipped = elided if left_elided else 0
    by_letter = {letter: output[axis + skipped] for axis, letter in enumerate(outputs)}
    for letter in bias_axes:
        if letter not in outputs:
            reject(
                f"Bias dimension '{letter}' was requested, but is not part of the output spec '{outputs}'",
                argument="bias_axes",
            )
    first = min(outputs.find(letter) for letter in bias_axes)
    bias = [by_letter[letter] if letter in bias_axes else 1 for letter in outputs[first:]]
    return (*bias, *((1,) * elided if not left_elided else ()))


def _differ(wanted: Dim, given: Dim) -> bool:
    """Tell whether Keras finds the sizes different; what is not known differs from nothing."""
    if wanted is None or not isinstance(wanted, int):
        return False
    return given is None or (isinstance(given, int) and given != wanted)
