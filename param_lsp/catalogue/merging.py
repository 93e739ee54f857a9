"""Layers that merge several inputs: Add, Subtract, Multiply, Average, Maximum, Minimum, Concatenate, Dot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.limits import index_words
from param_lsp.catalogue.reading import Unfollowed, is_unknown, members, require_known, unknown_members
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Shape, Shapes, ShapeTree, UnknownDim, UnknownShape, is_known, product
from param_lsp.values import Applied, Arguments, Value
from param_lsp.wording import dim as dim_text
from param_lsp.wording import shape as shape_text


class Merge(Layer):
    """What all merging layers share (keras/src/layers/merging/base_merge.py)."""

    signature = "**kwargs"
    not_a_list = (
        "A merge layer should be called on a list of inputs. Received: input_shape={shape} (not a list of shapes)"
    )

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Merge the inputs' shapes; merging layers have no weights."""
        if not isinstance(inputs, Shapes):
            if isinstance(inputs, UnknownShape):
                raise Unfollowed(inputs.reason)
            self.reject_single(inputs)
        shapes: list[Shape] = []
        for item in inputs.items:
            if isinstance(item, UnknownShape):
                raise Unfollowed(item.reason)
            if isinstance(item, Shapes):
                raise Unfollowed(message("{layer} is given a list within a list", layer=self.name))
            shapes.append(item)
        if not shapes:
            reject("'NoneType' object is not subscriptable", message("{layer} is given no input", layer=self.name))
        merged, steps = self.merge(arguments, shapes), tuple(self.merge_steps(arguments, shapes))
        return Applied(merged, steps=steps, macs=self.merge_macs(arguments, shapes, merged))

    def merge(self, arguments: Arguments, shapes: Sequence[Shape]) -> Shape:
        """Give the shape of the element by element result."""
        batches = {shape[0] for shape in shapes if shape and shape[0] is not None}
        known = {batch for batch in batches if isinstance(batch, int)}
        if len(known) > 1:
            got = shape_text(Shapes(tuple(shapes)))
            reject(
                f"Cannot merge tensors with different batch sizes. Received tensors with shapes {got}",
                message("{layer} wants the same batch size, gets {shapes}", layer=self.name, shapes=got),
                rule="incompatible-axis",
                short=message("wants the same batch size, gets {shapes}", shapes=got),
            )
        result = shapes[0][1:]
        for shape in shapes[1:]:
            result = self._broadcast(result, shape[1:])
        return (batches.pop() if batches else None, *result)

    def merge_macs(self, arguments: Arguments, shapes: Sequence[Shape], merged: Shape) -> Count | None:
        """Give the multiply–adds for one sample; merging goes element by element, but for `Dot`."""
        return 0

    def merge_steps(self, arguments: Arguments, shapes: Sequence[Shape]) -> Iterable[Message]:
        """Give the arithmetic of the output size in words."""
        return ()

    def reject_single(self, shape: Shape) -> NoReturn:
        """Reject an input that is not a list: in a Sequential, a merging layer always gets one."""
        got = shape_text(shape)
        reject(
            self.not_a_list.format(shape=got),
            message("{layer} merges a list of inputs, gets one of shape {shape}", layer=self.name, shape=got),
            rule="incompatible-rank",
            short=message("wants a list of inputs, gets {shape}", shape=got),
        )

    def reject_count(self, words: str, shapes: Sequence[Shape]) -> NoReturn:
        """Reject another number of inputs than two."""
        got = shape_text(Shapes(tuple(shapes)))
        reject(
            f"{words}. Received: input_shape={got}",
            message("{layer} wants two inputs, gets {count}", layer=self.name, count=len(shapes)),
            rule="incompatible-rank",
            short=message("wants 2 inputs, gets {count}", count=len(shapes)),
        )

    def _broadcast(self, one: Shape, other: Shape) -> Shape:
        """Broadcast two shapes as Keras does: None where either is None, 1 gives way."""
        if len(one) < len(other):
            one, other = other, one
        start = len(one) - len(other)
        return (*one[:start], *(self._axis(i, j, one, other) for i, j in zip(one[start:], other, strict=True)))

    def _axis(self, i: Dim, j: Dim, one: Shape, other: Shape) -> Dim:
        if i is None or j is None:
            return None
        if i in (1, j):
            return j
        if j == 1:
            return i
        if isinstance(i, int) and isinstance(j, int):
            first, second = shape_text(one), shape_text(other)
            reject(
                f"Inputs have incompatible shapes. Received shapes {first} and {second}",
                message("{layer} cannot merge {first} with {second}", layer=self.name, first=first, second=second),
                rule="incompatible-axis",
                short=message("{first} and {second} do not match", first=first, second=second),
            )
        unknown = next((size for size in (i, j) if isinstance(size, UnknownDim)), None)
        if unknown is not None:
            return UnknownDim(unknown.reason)
        return UnknownDim(message("{one} and {other} may differ", one=dim_text(i), other=dim_text(j)))


class Add(Merge):
    """Sums its inputs."""

    name = "Add"


class Multiply(Merge):
    """Multiplies its inputs."""

    name = "Multiply"


class Average(Merge):
    """Averages its inputs."""

    name = "Average"


class Maximum(Merge):
    """Gives the greatest of its inputs."""

    name = "Maximum"


class Minimum(Merge):
    """Gives the least of its inputs."""

    name = "Minimum"


class Subtract(Merge):
    """Subtracts its second input from its first."""

    name = "Subtract"

    def merge(self, arguments: Arguments, shapes: Sequence[Shape]) -> Shape:
        """Give the shape of the difference; Keras counts the inputs last."""
        result = super().merge(arguments, shapes)
        if len(shapes) != 2:
            self.reject_count("A `Subtract` layer should be called on exactly 2 inputs", shapes)
        return result


class Concatenate(Merge):
    """keras/src/layers/merging/concatenate.py: joins its inputs along an axis."""

    name = "Concatenate"
    signature = "axis=-1, **kwargs"
    not_a_list = "A `Concatenate` layer should be called on a list of at least 1 input. Received: input_shape={shape}"

    def merge(self, arguments: Arguments, shapes: Sequence[Shape]) -> Shape:
        """Give the first shape with the sum of all sizes at the axis; the other axes of the first stand for all."""
        axis = self._axis_of(arguments)
        rests: list[Shape] = []
        for shape in shapes:
            if axis < -len(shape):
                _reject_axis(axis, shapes, "list assignment index out of range")
            at = axis % len(shape) if axis < len(shape) else len(shape)
            rests.append((*shape[:at], *shape[at + 1 :]))
        if not _match(rests):
            got = shape_text(Shapes(tuple(shapes)))
            reject(
                "A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. "
                f"Received: input_shape={got}",
                message("Concatenate wants equal sizes but at axis {axis}, gets {shapes}", axis=axis, shapes=got),
                rule="incompatible-axis",
                short=message("wants equal shapes but for axis {axis}, gets {shapes}", axis=axis, shapes=got),
            )
        for index, shape in enumerate(shapes):
            if axis >= len(shape) and len(shapes) > 1:
                _reject_axis(axis, shapes, f"{'tuple' if index else 'list'} index out of range")
        if len(shapes) == 1:
            return shapes[0]
        sizes = [shape[axis] for shape in shapes]
        total: Dim = None if None in sizes else sum(size for size in sizes if size is not None)
        at = axis % len(shapes[0])
        return (*shapes[0][:at], total, *shapes[0][at + 1 :])

    def merge_steps(self, arguments: Arguments, shapes: Sequence[Shape]) -> Iterable[Message]:
        """Give "axis -1: 3 + 4 = 7"."""
        axis = self._axis_of(arguments)
        sizes = [shape[axis] for shape in shapes] if len(shapes) > 1 else []
        if sizes and all(is_known(size) and size is not None for size in sizes):
            total = sum(size for size in sizes if isinstance(size, int))
            text = " + ".join(dim_text(size) for size in sizes)
            yield message("axis {axis}: {sizes} = {total}", axis=axis, sizes=text, total=total)

    def _axis_of(self, arguments: Arguments) -> int:
        axis = require_known("axis", arguments["axis"])
        if isinstance(axis, float):  # Keras lets it pass where it has nothing to join
            raise Unfollowed(message("`axis` is {value}, not an integer", value=repr_of(axis)))
        words = {
            "NoneType": "unsupported operand type(s) for %: 'NoneType' and 'int'",
            "str": "not all arguments converted during string formatting",
        }.get(type(axis).__name__)
        if words is not None:
            reject(words, message("`axis` must be an integer, got {value}", value=repr_of(axis)), argument="axis")
        if not isinstance(axis, int):
            raise Unfollowed(message("`axis` is {value}, not an integer", value=repr_of(axis)))
        return int(axis)


class Dot(Merge):
    """keras/src/layers/merging/dot.py: the dot product along an axis of each of two inputs."""

    name = "Dot"
    signature = "axes, normalize=False, **kwargs"
    not_a_list = "A `Dot` layer should be called on a list of 2 inputs. Received: input_shape={shape}"

    def check(self, arguments: Arguments) -> None:
        """Reject axes that are not an integer or two of them."""
        axes = arguments["axes"]
        if is_unknown(axes) or isinstance(axes, int) or unknown_members(axes) is not None:
            return
        items = members(axes) if not isinstance(axes, str) else None
        text = message("`axes` must be an integer or two of them, got {value}", value=repr_of(axes))
        if items is None:
            words = f"it should be a list or an int. Received: axes={str_of(axes)}"
            reject(f"Invalid type for argument `axes`: {words}", text, argument="axes")
        start = "Invalid format for argument `axes`:"
        if len(items) != 2:
            reject(f"{start} it should contain two elements. Received: axes={str_of(axes)}", text, argument="axes")
        if not all(isinstance(item, int) or is_unknown(item) for item in items):
            reject(f"{start} list elements should be integers. Received: axes={str_of(axes)}", text, argument="axes")

    def merge(self, arguments: Arguments, shapes: Sequence[Shape]) -> Shape:
        """Give both shapes without the two axes, the second also without its batch axis."""
        if len(shapes) != 2:
            self.reject_count("A `Dot` layer should be called on a list of 2 inputs", shapes)
        one, other = shapes
        first, second = self._axes_of(arguments, one, other)
        if not (-len(one) <= first < len(one) and -len(other) <= second < len(other)):
            _reject_axis(first, shapes, index_words(first), "axes")
        i, j = one[first], other[second]
        if is_known(i) and is_known(j) and i != j:
            reject(
                f"Incompatible input shapes: axis values {i} (at axis {first}) != {j} (at axis {second}). "
                f"Full input shapes: {shape_text(one)}, {shape_text(other)}",
                message("Dot wants equal sizes at the axes {axes}, gets {i} and {j}", axes=(first, second), i=i, j=j),
                rule="incompatible-axis",
                argument="axes",
                short=message("{i} and {j} do not match", i=i, j=j),
            )
        left, right = list(one), list(other)
        left.pop(first)
        right.pop(second)
        if not right:
            reject("pop from empty list", message("Dot wants inputs with a batch axis"), rule="incompatible-rank")
        result = (*left, *right[1:])
        return (*result, 1) if len(result) == 1 else result

    def merge_macs(self, arguments: Arguments, shapes: Sequence[Shape], merged: Shape) -> Count | None:
        """Each number of the result is a sum along the axis that is gone."""
        first, _ = self._axes_of(arguments, shapes[0], shapes[1])
        return product((*merged[1:], shapes[0][first]))

    def _axes_of(self, arguments: Arguments, one: Shape, other: Shape) -> tuple[int, int]:
        axes: Value = require_known("axes", arguments["axes"])
        if isinstance(axes, int):
            if axes < 0:
                return axes % max(len(one), 1), axes % max(len(other), 1)
            return int(axes), int(axes)
        first, second = (require_known("axes", item) for item in members(axes) or ())
        return int(first), int(second)


def _match(shapes: Sequence[Shape]) -> bool:
    """Tell whether shapes have one rank and no two different sizes at an axis."""
    if len({len(shape) for shape in shapes}) > 1:
        return False
    return all(len({size for size in sizes if isinstance(size, int)}) <= 1 for sizes in zip(*shapes, strict=True))


def _reject_axis(axis: int, shapes: Sequence[Shape], words: str, argument: str = "axis") -> NoReturn:
    got = shape_text(Shapes(tuple(shapes)))
    reject(
        words,
        message("there is no axis {axis} in {shapes}", axis=axis, shapes=got),
        argument=argument,
        short=message("no axis {axis} in {shapes}", axis=axis, shapes=got),
    )
