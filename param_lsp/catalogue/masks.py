"""What layers do with masks in a functional graph (Keras 3.15): who takes one, who passes it on, who makes one.

It stands in one place, because most layers do the same: `keras/src/layers/layer.py` passes the mask of the input on
where `supports_masking` is set, and a graph has it as an input of every layer whose `call` has an argument `mask`.
"""

from __future__ import annotations

from collections.abc import Callable

from param_lsp.shapes import Shape, ShapeTree
from param_lsp.values import Arguments, KerasTensor, LayerValue

Masks = tuple[KerasTensor | None, ...]
Operate = Callable[[str, tuple[KerasTensor, ...], ShapeTree | None], KerasTensor]
"""Applies an operation by its class name; the shape it gives is None where it is that of broadcasting."""

_RECURRENT = frozenset(("LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"))
_MERGES = frozenset(("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"))
_ATTENTION = frozenset(("Attention", "AdditiveAttention"))

TAKING = _RECURRENT | _ATTENTION | {
    "BatchNormalization", "Bidirectional", "GlobalAveragePooling1D", "Lambda", "Softmax", "TimeDistributed",
}  # fmt: skip
"""Layers whose `call` has an argument `mask`."""

KEEPING = frozenset(
    {
        "Activation", "ActivityRegularization", "AlphaDropout", "BatchNormalization", "Dense", "Dropout", "ELU",
        "GaussianDropout", "GaussianNoise", "GroupNormalization", "GroupQueryAttention", "Identity",
        "LayerNormalization", "LeakyReLU", "MultiHeadAttention", "Normalization", "PReLU", "ReLU", "Rescaling",
        "Softmax", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "TimeDistributed", "UnitNormalization",
    }
)  # fmt: skip
"""Layers that pass the mask of their first input on."""


def makes(name: str, arguments: Arguments) -> bool:
    """Tell whether a layer makes a mask where its input has none."""
    return name == "Masking" or (name == "Embedding" and bool(arguments.get("mask_zero") is True))


def output_masks(
    name: str, arguments: Arguments, inputs: tuple[KerasTensor, ...], masks: Masks, operate: Operate
) -> Masks:
    """Give the masks of a layer's outputs, as its `compute_mask` does; missing ones are None.

    Arguments:
        name: the layer's class.
        arguments: as bound.
        inputs: the tensors of the first argument of its call, flat.
        masks: of these tensors, or the one that was given as `mask=`.
        operate: makes the operations that a mask is computed with.
    """
    if makes(name, arguments):
        different = operate("NotEqual", inputs[:1], inputs[0].shape)
        return (different if name == "Embedding" else operate("Any", (different,), _without_last(different)),)
    if not masks or all(mask is None for mask in masks):
        return ()
    if name in KEEPING:
        return masks
    if name in _RECURRENT:
        return masks[:1] if arguments.get("return_sequences") is True else ()
    if name == "Bidirectional":
        inner = arguments.get("layer")
        own = inner.arguments if isinstance(inner, LayerValue) else None
        if own is None or own.get("return_sequences") is not True:
            return ()
        return masks[:1] * 2 if arguments.get("merge_mode") is None else masks[:1]
    if name in _ATTENTION:
        return () if masks[0] is None else (operate("ConvertToTensor", masks[:1], masks[0].shape),)  # type: ignore[arg-type]
    if name in _MERGES:
        return _either(masks, operate)
    return _concatenated(arguments, inputs, masks, operate) if name == "Concatenate" else ()


def _either(masks: Masks, operate: Operate) -> Masks:
    known = [mask for mask in masks if mask is not None]
    if len(known) < len(masks):
        return ()
    result = known[0]
    for mask in known[1:]:
        result = operate("LogicalOr", (result, mask), None)
    return (result,)


def _concatenated(arguments: Arguments, inputs: tuple[KerasTensor, ...], masks: Masks, operate: Operate) -> Masks:
    """Mask an input that has none with ones, and stretch each mask over the features of its input."""
    if len(inputs) != len(masks):
        return ()
    stretched: list[KerasTensor] = []
    for tensor, mask in zip(inputs, masks, strict=True):
        if mask is None:
            stretched.append(operate("OnesLike", (tensor,), tensor.shape))
        elif _rank(mask) < _rank(tensor):
            wider = operate("ExpandDims", (mask,), (*_sizes(mask), 1))
            stretched.append(operate("LogicalOr", (wider, operate("ZerosLike", (tensor,), tensor.shape)), None))
        else:
            stretched.append(mask)
    axis = arguments.get("axis", -1)
    whole = operate("Concatenate", tuple(stretched), _joined([tensor.shape for tensor in stretched], axis))
    return (operate("Any", (whole,), _without_last(whole)),)


def _joined(shapes: list[ShapeTree], axis: object) -> ShapeTree | None:
    known: list[Shape] = [shape for shape in shapes if isinstance(shape, tuple)]
    if len(known) < len(shapes) or not isinstance(axis, int) or not -len(known[0]) <= axis < len(known[0]):
        return None
    sizes = [shape[axis] for shape in known]
    total = None if None in sizes else sum(sizes[1:], sizes[0])  # type: ignore[arg-type]
    at = axis % len(known[0])
    return (*known[0][:at], total, *known[0][at + 1 :])


def _sizes(tensor: KerasTensor) -> Shape:
    return tensor.shape if isinstance(tensor.shape, tuple) else ()


def _rank(tensor: KerasTensor) -> int:
    return len(_sizes(tensor))  # 0 where it is not known: then both are taken to be alike


def _without_last(tensor: KerasTensor) -> ShapeTree:
    shape: ShapeTree = tensor.shape[:-1] if isinstance(tensor.shape, tuple) else tensor.shape
    return shape
