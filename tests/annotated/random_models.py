"""Writes random programs with Sequential models, valid and broken, in the spellings people use."""

from __future__ import annotations

from random import Random

_HEADS = (
    ("import keras\nfrom keras import layers\n", "keras.Sequential", "keras.Input", "layers."),
    ("from tensorflow import keras\n", "keras.models.Sequential", "keras.Input", "keras.layers."),
    ("import tensorflow as tf\n", "tf.keras.Sequential", "tf.keras.layers.Input", "tf.keras.layers."),
    ("from keras.models import Sequential\nfrom keras.layers import *\n", "Sequential", "Input", ""),
    ("from keras import Input, Sequential, layers as L\n", "Sequential", "Input", "L."),
)
_INPUTS = (
    "(16,)",
    "(12, 6)",
    "(None, 8)",
    "(24, 20, 3)",
    "(6, 18, 18)",
    "(8, 9, 10, 2)",
    "(28, 28, 1)",
    "(None, None, 4)",
)

# What may stand behind an output of each rank; {n} is a number of units, {k} a window, {s} a stride, {b} a truth value.
_ANYWHERE = (
    "Dense({n})",
    "Dense(units={n}, use_bias={b})",
    "Dense({n}, activation='{activation}')",
    "Dropout(0.3)",
    "Activation('{activation}')",
    "BatchNormalization()",
    "BatchNormalization(scale={b}, center={b})",
    "LayerNormalization(axis=-1, center={b})",
    "Flatten()",
    "LeakyReLU()",
    "PReLU()",
    "Dense({n}, trainable={b})",
)
_BY_RANK = {
    2: (
        "Reshape((-1, {k}))",
        "Reshape(({s}, -1, 1))",
        "RepeatVector({k})",
        "Embedding(50, {n})",
        "Dense({n}, name='d{n}')",
    ),
    3: (
        "Conv1D({n}, {k}, strides={s}, padding='{padding}')",
        "Conv1D({n}, {k}, padding='causal', dilation_rate={s})",
        "Conv1DTranspose({n}, {k}, strides={s})",
        "SeparableConv1D({n}, {k})",
        "DepthwiseConv1D({k}, depth_multiplier={s})",
        "MaxPooling1D({k})",
        "AveragePooling1D({k}, strides={s}, padding='{padding}')",
        "GlobalAveragePooling1D()",
        "GlobalMaxPool1D(keepdims={b})",
        "LSTM({n}, return_sequences={b})",
        "GRU({n}, return_sequences={b}, reset_after={b})",
        "SimpleRNN({n}, use_bias={b}, return_sequences={b})",
        "Bidirectional(LSTM({n}, return_sequences={b}))",
        "Bidirectional(GRU({n}), merge_mode='{merge}')",
        "TimeDistributed(Dense({n}))",
        "ZeroPadding1D({k})",
        "Cropping1D({s})",
        "UpSampling1D({s})",
        "Permute((2, 1))",
        "Reshape((-1, {s}))",
    ),
    4: (
        "Conv2D({n}, {k}, strides={s}, padding='{padding}')",
        "Conv2D({n}, ({k}, {s}), dilation_rate={s}, use_bias={b})",
        "Conv2D(2 * {n}, {k}, groups={s})",
        "Conv2D({n}, {k}, {s}, '{padding}', 'channels_first')",
        "Conv2DTranspose({n}, {k}, strides={s}, padding='{padding}')",
        "Conv2DTranspose({n}, {k}, strides={s}, output_padding=1)",
        "SeparableConv2D({n}, {k}, depth_multiplier={s}, padding='{padding}')",
        "DepthwiseConv2D({k}, strides={s}, use_bias={b})",
        "MaxPooling2D(({k}, {s}), padding='{padding}')",
        "AveragePooling2D({k}, strides={s})",
        "MaxPool2D()",
        "GlobalAveragePooling2D()",
        "GlobalMaxPooling2D(data_format='channels_first', keepdims={b})",
        "ZeroPadding2D((({s}, {k}), (0, {s})))",
        "Cropping2D({s})",
        "UpSampling2D(({s}, {k}))",
        "Permute((3, 1, 2))",
        "TimeDistributed(GRU({n}))",
        "Bidirectional(SimpleRNN({n}))",
    ),
    5: (
        "Conv3D({n}, {k}, strides={s}, padding='{padding}')",
        "Conv3DTranspose({n}, {k}, strides={s})",
        "MaxPooling3D({k}, padding='{padding}')",
        "AveragePooling3D(({s}, {k}, 1))",
        "GlobalMaxPooling3D()",
        "ZeroPadding3D({s})",
        "Cropping3D({s})",
        "UpSampling3D({s})",
        "TimeDistributed(Conv2D({n}, {k}))",
        "TimeDistributed(MaxPooling2D({k}))",
    ),
}
_WRAPPED = ("LSTM", "GRU", "SimpleRNN", "Dense", "Conv2D", "MaxPooling2D")


def program(choose: Random) -> str:
    """Give one program; layers mostly fit, as the rank behind each is guessed from its name."""
    head, sequential, input_, prefix = choose.choice(_HEADS)
    shape = choose.choice(_INPUTS)
    rank = shape.count(",") + 1 + (not shape.endswith(",)"))
    members, names = [], 0
    for _ in range(choose.randint(1, 6)):
        layer = choose.choice(_ANYWHERE if choose.random() < 0.35 else _BY_RANK.get(rank, _ANYWHERE))
        members.append(_written(layer, prefix, choose))
        rank = _rank_after(layer, members[-1], rank) if choose.random() < 0.97 else choose.randint(2, 5)
    lines = [head]
    if choose.random() < 0.3:
        members[0] = f"{members[0][:-1]}, input_shape={shape})".replace("(, ", "(")
    else:
        members.insert(0, f"{input_}({shape})")
    style = choose.randrange(5)
    if style == 0:
        lines.append(f"model = {sequential}([\n" + "".join(f"    {member},\n" for member in members) + "])\n")
    elif style == 1:
        lines.append(f"model = {sequential}()\n" + "".join(f"model.add({member})\n" for member in members))
    elif style == 2:
        lines.append("def build(n=3):\n" + f"    m = {sequential}(name='net')\n")
        lines.append("".join(f"    m.add({member})\n" for member in members) + "    return m\n\n\nmodel = build()\n")
    elif style == 3:
        for member in members:
            names += 1
            lines.append(f"layer_{names} = {member}\n")
        lines.append(f"model = {sequential}([" + ", ".join(f"layer_{name + 1}" for name in range(names)) + "])\n")
    else:
        lines.append(f"stack = [{members[0]}]\n" + "".join(f"stack.append({member})\n" for member in members[1:]))
        lines.append(f"model = {sequential}()\nfor layer in stack:\n    model.add(layer)\n")
    return "".join(lines)


def _written(layer: str, prefix: str, choose: Random) -> str:
    parts: dict[str, object] = {
        "n": choose.choice([1, 2, 4, 7, 12]),
        "activation": choose.choice(["relu", "softmax", "tanh", "linear"]),
        "padding": choose.choice(["valid", "same"]),
        "merge": choose.choice(["concat", "sum", "ave", "mul"]),
    }
    text = layer
    for hole, values in (("{k}", (1, 2, 3, 5)), ("{s}", (1, 2, 3)), ("{b}", (True, False))):
        while hole in text:
            text = text.replace(hole, str(choose.choice(values)), 1)
    text = text.format(**parts)
    for name in _WRAPPED:
        text = text.replace(f"({name}(", f"({prefix}{name}(")
    return prefix + text


def _rank_after(layer: str, written: str, rank: int) -> int:
    if "keepdims=True" in written or "return_sequences=True" in written:
        return rank
    if layer.startswith(("Flatten", "Global", "LSTM", "GRU", "SimpleRNN", "Bidirectional")):
        return 2
    if "TimeDistributed(GRU" in layer:
        return 3
    if layer.startswith("Reshape"):
        return 2 + layer.count(",")
    return rank + layer.startswith(("RepeatVector", "Embedding"))
