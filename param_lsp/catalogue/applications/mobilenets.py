"""MobileNet, V2 and V3: their widths and shortcuts depend on `alpha`, so they are built here and not recorded.

Sources: keras/src/applications/mobilenet.py, mobilenet_v2.py and mobilenet_v3.py of Keras 3.15.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from param_lsp.catalogue.applications.entry import Entry, Rule
from param_lsp.values import Value

NAMES = ("MobileNet", "MobileNetV2", "MobileNetV3Large", "MobileNetV3Small")

# Keras's own words, where the builders differ; held by tests/oracle/test_applications.py.
_WEIGHTS = (
    "The `weights` argument should be either `None` (random initialization), {imagenet} (pre-training on ImageNet), "
    "or the path to the weights file to be loaded.  Received {weights}"
)
_TOP = {"include_top": True, "weights": "imagenet"}
_END = {"classifier_activation": "softmax", "name": None}
_V3 = {
    "input_shape": None, "alpha": 1.0, "minimalistic": False, "include_top": True, "weights": "imagenet",
    "input_tensor": None, "classes": 1000, "pooling": None, "dropout_rate": 0.2, "classifier_activation": "softmax",
    "include_preprocessing": True,
}  # fmt: skip
_PARAMETERS: dict[str, dict[str, Value]] = {
    "MobileNet": {
        "input_shape": None, "alpha": 1.0, "depth_multiplier": 1, "dropout": 1e-3, **_TOP, "input_tensor": None,
        "pooling": None, "classes": 1000, **_END,
    },
    "MobileNetV2": {
        "input_shape": None, "alpha": 1.0, **_TOP, "input_tensor": None, "pooling": None, "classes": 1000, **_END,
    },
    "MobileNetV3Large": _V3 | {"name": "MobileNetV3Large"},
    "MobileNetV3Small": _V3 | {"name": "MobileNetV3Small"},
}  # fmt: skip

_SAME: dict[str, Any] = {"padding": "same"}
_VALID: dict[str, Any] = {"padding": "valid"}
_NO_BIAS: dict[str, Any] = {"use_bias": False}


def facts(name: str) -> dict[str, Any]:
    """Give what `Architecture` holds of a MobileNet beside its entries."""
    received = {"MobileNet": "weights={weights}", "MobileNetV2": "`weights={weights}`"}.get(name, "weights={weights}")
    quoted = "'imagenet'" if name == "MobileNet" else "`imagenet`"
    weights = _WEIGHTS.replace("{imagenet}", quoted).replace("{weights}", received)
    classes = (
        "If using `weights='imagenet'` with `include_top=True`, `classes` should be 1000.  Received classes={classes}"
        if name == "MobileNet"
        else 'If using `weights="imagenet"` with `include_top` as true, `classes` should be 1000.  '
        "Received classes={classes}"
    )
    return {
        "parameters": _PARAMETERS[name],
        "default_size": 224,
        "min_size": 32,
        "messages": {"weights": weights, "classes": classes},
    }


def entries(name: str, options: dict[str, Any]) -> tuple[Entry, ...]:
    """Build a MobileNet's entries.

    Arguments:
        name: one of `NAMES`.
        options: its arguments `alpha` and, where it has them, `depth_multiplier`, `dropout`, `minimalistic`,
            `dropout_rate` and `include_preprocessing`.
    """
    return _entries(name, tuple(options.items()))


@lru_cache(maxsize=64)
def _entries(name: str, options: tuple[tuple[str, Any], ...]) -> tuple[Entry, ...]:
    graph = _Graph()
    graph.add("InputLayer")
    if name == "MobileNet":
        _mobilenet(graph, **dict(options))
    elif name == "MobileNetV2":
        _mobilenet_v2(graph, **dict(options))
    else:
        _mobilenet_v3(graph, large=name.endswith("Large"), **dict(options))
    return tuple(graph.entries)


@dataclass
class _Graph:
    """Entries as they are added; `last` is the newest, `channels` its channels (0 for the input's, which are free)."""

    entries: list[Entry] = field(default_factory=list)
    channels: int = 0

    @property
    def last(self) -> int:
        return len(self.entries) - 1

    def add(
        self,
        kind: str,
        name: str | None = None,
        *,
        on: tuple[int, ...] | None = None,
        when: str | None = None,
        **given: Any,
    ) -> None:
        inbound = on if on is not None else ((self.last,) if self.entries else ())
        self.entries.append(Entry(kind, given, name, inbound, frozenset(when.split("|")) if when else None))

    def conv(self, filters: int, size: int, name: str, **given: Any) -> None:
        self.add("Conv2D", name, filters=filters, kernel_size=size, **given)
        self.channels = filters

    def norm(self, name: str) -> None:
        self.add("BatchNormalization", name, epsilon=0.001)

    def pool(self, avg: str | None = None, most: str | None = None) -> None:
        self.add("GlobalAveragePooling2D", avg, when="avg")
        self.add("GlobalMaxPooling2D", most, when="max")


def _mobilenet(graph: _Graph, *, alpha: float, depth_multiplier: Value, dropout: Value) -> None:
    graph.conv(int(32 * alpha), 3, "conv1", strides=(2, 2), **_SAME, **_NO_BIAS)
    graph.norm("conv1_bn")
    graph.add("ReLU", "conv1_relu", max_value=6.0)
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for number, (filters, stride) in enumerate(blocks, 1):
        if stride > 1:
            graph.add("ZeroPadding2D", f"conv_pad_{number}", padding=((0, 1), (0, 1)))
        padding = _SAME if stride == 1 else _VALID
        graph.add(
            "DepthwiseConv2D", f"conv_dw_{number}", kernel_size=3, strides=stride, depth_multiplier=depth_multiplier,
            **padding, **_NO_BIAS,
        )  # fmt: skip
        graph.norm(f"conv_dw_{number}_bn")
        graph.add("ReLU", f"conv_dw_{number}_relu", max_value=6.0)
        graph.conv(int(filters * alpha), 1, f"conv_pw_{number}", **_SAME, **_NO_BIAS)
        graph.norm(f"conv_pw_{number}_bn")
        graph.add("ReLU", f"conv_pw_{number}_relu", max_value=6.0)
    graph.pool()
    classes = Rule("argument", "classes")
    graph.add("GlobalAveragePooling2D", when="top", keepdims=True)
    graph.add("Dropout", "dropout", when="top", rate=dropout)
    graph.add("Conv2D", "conv_preds", when="top", filters=classes, kernel_size=1, **_SAME)
    graph.add("Reshape", "reshape_2", when="top", target_shape=(classes,))
    graph.add("Activation", "predictions", when="top", activation=Rule("argument", "classifier_activation"))


def _mobilenet_v2(graph: _Graph, *, alpha: float) -> None:
    graph.conv(_divisible(32 * alpha), 3, "Conv1", strides=(2, 2), **_SAME, **_NO_BIAS)
    graph.norm("bn_Conv1")
    graph.add("ReLU", "Conv1_relu", max_value=6.0)
    stages = [(16, 1, 1), (24, 2, 2), (32, 2, 3), (64, 2, 4), (96, 1, 3), (160, 2, 3), (320, 1, 1)]
    block = 0
    for filters, first_stride, repeats in stages:
        for repeat in range(repeats):
            _block_v2(graph, block, _divisible(int(filters * alpha)), first_stride if repeat == 0 else 1)
            block += 1
    graph.conv(_divisible(1280 * alpha) if alpha > 1 else 1280, 1, "Conv_1", **_NO_BIAS)
    graph.norm("Conv_1_bn")
    graph.add("ReLU", "out_relu", max_value=6.0)
    graph.pool()
    graph.add("GlobalAveragePooling2D", when="top")
    graph.add(
        "Dense", "predictions", when="top", units=Rule("argument", "classes"),
        activation=Rule("argument", "classifier_activation"),
    )  # fmt: skip


def _block_v2(graph: _Graph, block: int, filters: int, stride: int) -> None:
    start, channels = graph.last, graph.channels
    prefix = f"block_{block}_" if block else "expanded_conv_"
    if block:
        graph.conv(6 * channels, 1, f"{prefix}expand", **_SAME, **_NO_BIAS)
        graph.norm(f"{prefix}expand_BN")
        graph.add("ReLU", f"{prefix}expand_relu", max_value=6.0)
    if stride > 1:
        graph.add("ZeroPadding2D", f"{prefix}pad", padding=Rule("correct_pad", 3))
    graph.add(
        "DepthwiseConv2D", f"{prefix}depthwise", kernel_size=3, strides=stride, **_NO_BIAS,
        **(_SAME if stride == 1 else _VALID),
    )  # fmt: skip
    graph.norm(f"{prefix}depthwise_BN")
    graph.add("ReLU", f"{prefix}depthwise_relu", max_value=6.0)
    graph.conv(filters, 1, f"{prefix}project", **_SAME, **_NO_BIAS)
    graph.norm(f"{prefix}project_BN")
    if channels == filters and stride == 1:
        graph.add("Add", f"{prefix}add", on=(start, graph.last))


# For each block: expansion, filters, kernel (5: 3 in a minimalistic model), stride, squeeze, hard swish (else ReLU).
_SMALL = (
    (1, 16, 3, 2, True, False), (72 / 16, 24, 3, 2, False, False), (88 / 24, 24, 3, 1, False, False),
    (4, 40, 5, 2, True, True), (6, 40, 5, 1, True, True), (6, 40, 5, 1, True, True), (3, 48, 5, 1, True, True),
    (3, 48, 5, 1, True, True), (6, 96, 5, 2, True, True), (6, 96, 5, 1, True, True), (6, 96, 5, 1, True, True),
)  # fmt: skip
_LARGE = (
    (1, 16, 3, 1, False, False), (4, 24, 3, 2, False, False), (3, 24, 3, 1, False, False), (3, 40, 5, 2, True, False),
    (3, 40, 5, 1, True, False), (3, 40, 5, 1, True, False), (6, 80, 3, 2, False, True), (2.5, 80, 3, 1, False, True),
    (2.3, 80, 3, 1, False, True), (2.3, 80, 3, 1, False, True), (6, 112, 3, 1, True, True),
    (6, 112, 3, 1, True, True), (6, 160, 5, 2, True, True), (6, 160, 5, 1, True, True), (6, 160, 5, 1, True, True),
)  # fmt: skip


def _mobilenet_v3(
    graph: _Graph, *, large: bool, alpha: float, minimalistic: bool, dropout_rate: float, include_preprocessing: bool
) -> None:
    if include_preprocessing:
        graph.add("Rescaling", scale=1 / 127.5, offset=-1.0)
    graph.conv(16, 3, "conv", strides=(2, 2), **_SAME, **_NO_BIAS)
    graph.norm("conv_bn")
    _activate(graph, swish=not minimalistic)
    for number, block in enumerate(_LARGE if large else _SMALL):
        _block_v3(graph, number, block, alpha, minimalistic=minimalistic)
    points = 1280 if large else 1024
    graph.conv(_divisible(graph.channels * 6), 1, "conv_1", **_SAME, **_NO_BIAS)
    graph.norm("conv_1_bn")
    _activate(graph, swish=not minimalistic)
    graph.pool("avg_pool", "max_pool")
    graph.add("GlobalAveragePooling2D", when="top", keepdims=True)
    filters = _divisible(points * alpha) if alpha > 1 else points
    graph.add("Conv2D", "conv_2", when="top", filters=filters, kernel_size=1, **_SAME)
    _activate(graph, swish=not minimalistic, when="top")
    if dropout_rate > 0:
        graph.add("Dropout", when="top", rate=dropout_rate)
    graph.add("Conv2D", "logits", when="top", filters=Rule("argument", "classes"), kernel_size=1, **_SAME)
    graph.add("Flatten", when="top")
    graph.add("Activation", "predictions", when="top", activation=Rule("argument", "classifier_activation"))


def _block_v3(graph: _Graph, number: int, block: Any, alpha: float, *, minimalistic: bool) -> None:
    expansion, base, kernel, stride, squeezed, swish = block
    kernel, squeezed, swish = (3, False, False) if minimalistic else (kernel, squeezed, swish)
    start, channels, filters = graph.last, graph.channels, _divisible(base * alpha)
    prefix = f"expanded_conv_{number}_" if number else "expanded_conv_"
    if number:
        graph.conv(_divisible(channels * expansion), 1, f"{prefix}expand", **_SAME, **_NO_BIAS)
        graph.norm(f"{prefix}expand_bn")
        _activate(graph, swish=swish)
    if stride > 1:
        graph.add("ZeroPadding2D", f"{prefix}depthwise_pad", padding=Rule("correct_pad", kernel))
    graph.add(
        "DepthwiseConv2D", f"{prefix}depthwise", kernel_size=kernel, strides=stride, **_NO_BIAS,
        **(_SAME if stride == 1 else _VALID),
    )  # fmt: skip
    graph.norm(f"{prefix}depthwise_bn")
    _activate(graph, swish=swish)
    if squeezed:
        _squeeze(graph, _divisible(channels * expansion), f"{prefix}squeeze_excite_")
    graph.conv(filters, 1, f"{prefix}project", **_SAME, **_NO_BIAS)
    graph.norm(f"{prefix}project_bn")
    if stride == 1 and channels == filters:
        graph.add("Add", f"{prefix}add", on=(start, graph.last))


def _squeeze(graph: _Graph, filters: int, prefix: str) -> None:
    start = graph.last
    graph.add("GlobalAveragePooling2D", f"{prefix}avg_pool", keepdims=True)
    graph.add("Conv2D", f"{prefix}conv", filters=_divisible(filters * 0.25), kernel_size=1, **_SAME)
    graph.add("ReLU", f"{prefix}relu")
    graph.add("Conv2D", f"{prefix}conv_1", filters=filters, kernel_size=1, **_SAME)
    graph.add("operation Add")  # the hard sigmoid: relu6(x + 3) / 6
    graph.add("ReLU", max_value=6.0)
    graph.add("operation Multiply")
    graph.add("Multiply", f"{prefix}mul", on=(start, graph.last))


def _activate(graph: _Graph, *, swish: bool, when: str | None = None) -> None:
    if swish:
        graph.add("Activation", when=when, activation="hard_swish")
    else:
        graph.add("ReLU", when=when)


def _divisible(value: float, divisor: int = 8) -> int:
    """Keras's `_make_divisible`: round to a multiple of 8, but not down by more than a tenth."""
    rounded = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded
