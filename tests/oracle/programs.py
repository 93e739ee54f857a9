"""Random Keras programs, valid and broken, in the spellings that people use."""

from __future__ import annotations

import random
from dataclasses import dataclass

SPELLINGS = (
    ("import keras\nfrom keras import layers\n", "keras.Sequential", "layers.", "keras.Input"),
    ("from tensorflow import keras\n", "keras.models.Sequential", "keras.layers.", "keras.Input"),
    ("import tensorflow as tf\n", "tf.keras.Sequential", "tf.keras.layers.", "tf.keras.layers.Input"),
    ("from keras import Sequential, Input\nfrom keras.layers import *\n", "Sequential", "", "Input"),
    ("from keras import models, layers as L\nimport keras as K\n", "models.Sequential", "L.", "K.Input"),
)
ACTIVATIONS = ("relu", "tanh", "softmax", "selu", None)


@dataclass(frozen=True)
class Program:
    """A program that binds `model`."""

    text: str


def program(draw: random.Random) -> Program:
    """Draw a program: an input, one to ten layers of which some do not fit, one of many ways to write them."""
    imports, sequential, prefix, make_input = draw.choice(SPELLINGS)
    rank = draw.choice((2, 3, 4, 4, 5))
    sizes = (1, 3, 4, 7, 8, 16, 28) if rank < 4 else (1, 3, 4, 6, 7, 9)  # Keras really makes the weights
    shape = tuple(draw.choice(sizes) for _ in range(rank - 1))
    layers = []
    for _ in range(draw.randrange(1, 11)):
        text, rank = _layer(draw, rank)
        text = text if text.startswith("#") else f"@{text}"  # @ stands for the layers' prefix, # for Sequential
        layers.append(text.replace("@", prefix).replace("#", sequential))
    return Program(imports + _written(draw, sequential, make_input, shape, layers, prefix))


def _written(
    draw: random.Random, sequential: str, make_input: str, shape: tuple[int, ...], layers: list[str], prefix: str
) -> str:
    how = draw.randrange(9)
    if how == 3 and layers[0].startswith(sequential):
        how = 2  # a model takes no input_shape=
    given = draw.choice(
        (f"{make_input}({shape})", f"{make_input}(shape={shape})", f"{make_input}(batch_shape={(None, *shape)})")
    )
    listed = ",\n    ".join([given, *layers])
    if how == 0:
        return f"model = {sequential}([\n    {listed},\n])\n"
    if how == 1:
        return f"model = {sequential}(layers=[{listed}], name='net')\n"
    if how == 2:
        return f"model = {sequential}()\n" + "".join(f"model.add({layer})\n" for layer in [given, *layers])
    if how == 3:
        first = f"{layers[0][:-1]}{', ' if layers[0][-2] != '(' else ''}input_shape={shape})"
        return f"model = {sequential}()\n" + "".join(f"model.add({layer})\n" for layer in [first, *layers[1:]])
    if how == 4:
        return f"stack = [{listed}]\nmodel = {sequential}(stack)\n"
    if how == 5:
        body = "".join(f"    net.add({layer})\n" for layer in layers)
        begin = f"def build(shape):\n    net = {sequential}()\n    net.add({make_input}(shape))\n"
        return f"{begin}{body}    return net\nmodel = build({shape})\n"
    if how == 6:
        loop = f"for units in {_size(draw), _size(draw)}:\n    model.add({prefix}Dense(units, activation='relu'))\n"
        return f"model = {sequential}([\n    {listed},\n])\n{loop}"
    if how == 7:
        loop = f"for number in range({_size(draw)}):\n    net += [{prefix}Dense(2 ** number)]\n"
        return f"net = [{listed}]\n{loop}model = {sequential}(net)\n"
    return f"model = {sequential}([{', '.join(layers)}])\nmodel.build({(None, *shape)})\n"


def _layer(draw: random.Random, rank: int) -> tuple[str, int]:
    """Draw a layer that mostly suits the rank, and the rank that it leaves."""
    fitting = rank if draw.random() < 0.98 else draw.choice((2, 3, 4, 5))
    kinds = {2: _flat, 3: _sequence, 4: _image, 5: _volume}
    chance = draw.random()
    if chance < 0.02:
        return _rejected(draw), rank
    if chance < 0.35:
        return _any(draw), rank
    return kinds[fitting](draw)


def _size(draw: random.Random) -> int:
    return draw.choice((1, 2, 3, 4, 5, 8, 10, 16))


def _any(draw: random.Random) -> str:
    return draw.choice(
        (
            f"Dense({_size(draw)}, activation={draw.choice(ACTIVATIONS)!r})",
            f"Dense(units={_size(draw)}, use_bias={draw.choice((True, False))})",
            f"Dropout({draw.choice((0.1, 0.5, 0, 0.9))})",
            f"BatchNormalization(scale={draw.choice((True, False))}, center={draw.choice((True, False))})",
            "BatchNormalization()",
            "LayerNormalization()",
            f"Activation({draw.choice(('relu', 'sigmoid', 'gelu'))!r})",
            "LeakyReLU()",
            "ReLU(6.0)",
            "PReLU()",
            "GaussianNoise(0.1)",
            "Rescaling(1.0 / 255)",
            f"Dense({_size(draw)}, trainable=False)",
            f"#([@Dense({_size(draw)}), @BatchNormalization()])",
            f"#([@Dropout(0.1), #([@Dense({_size(draw)}, name='inside')])], name='block_{draw.randrange(10**6)}')",
            "Normalization(mean=0.0, variance=1.0)",
            "UnitNormalization()",
            "GroupNormalization(groups=1)",
        )
    )


def _rejected(draw: random.Random) -> str:
    """A layer whose constructor raises."""
    return draw.choice(
        (
            f"Dense({draw.choice((0, -3, 2.5, 'None'))})",
            f"Dense({_size(draw)}, activation='rleu')",
            f"Dense({_size(draw)}, unit=3)",
            f"Dropout({draw.choice((1.5, -0.1))})",
            f"Conv2D({_size(draw)}, 3, padding={draw.choice(('full', 'Same'))!r}, bias=False)",
            f"Conv2D(0, {draw.choice((1, 3))})",
            "LSTM()",
        )
    )


def _flat(draw: random.Random) -> tuple[str, int]:
    return draw.choice(
        (
            (f"Dense({_size(draw)}, activation='relu')", 2),
            (f"RepeatVector({_size(draw)})", 3),
            (f"Reshape(({draw.choice((-1, 2, 4))}, {draw.choice((1, 2, 4, 7))}))", 3),
            (f"Embedding({_size(draw) * 10}, {_size(draw)})", 3),
            ("Flatten()", 2),
            (f"Reshape(({draw.choice((1, 2, 4))}, {draw.choice((1, 2, 4))}, -1))", 4),
        )
    )


def _sequence(draw: random.Random) -> tuple[str, int]:
    units = _size(draw)
    recurrent = draw.choice(("LSTM", "GRU", "SimpleRNN"))
    return draw.choice(
        (
            (f"{recurrent}({units})", 2),
            (f"{recurrent}({units}, return_sequences=True)", 3),
            (f"GRU({units}, reset_after={draw.choice((True, False))})", 2),
            (f"Conv1D({units}, {draw.choice((1, 2, 3))}, padding={draw.choice(('valid', 'same', 'causal'))!r})", 3),
            (f"Conv1DTranspose({units}, {draw.choice((2, 3))}, strides={draw.choice((1, 2))})", 3),
            (f"SeparableConv1D({units}, {draw.choice((2, 3))})", 3),
            (f"MaxPooling1D({draw.choice((2, 3))})", 3),
            (f"Bidirectional(@{recurrent}({units}))", 2),
            (f"Bidirectional(@{recurrent}({units}, return_sequences=True), merge_mode='sum')", 3),
            (f"TimeDistributed(@Dense({units}, activation='relu'))", 3),
            (f"RNN(@{recurrent}Cell({units}), return_sequences=True)", 3),
            ("GlobalAveragePooling1D()", 2),
            ("GlobalMaxPooling1D(keepdims=True)", 3),
            ("Flatten()", 2),
            ("Permute((2, 1))", 3),
            (f"ZeroPadding1D({draw.choice((1, 2, '(1, 3)'))})", 3),
            (f"Cropping1D({draw.choice((1, 2, '(0, 3)'))})", 3),
            (f"UpSampling1D({draw.choice((2, 3))})", 3),
        )
    )


def _image(draw: random.Random) -> tuple[str, int]:
    filters, kernel = _size(draw), draw.choice((1, 2, 3, 5, "(3, 2)", "(1, 5)"))
    strides, padding = draw.choice((1, 2, "(2, 1)", 3)), draw.choice(("valid", "same"))
    return draw.choice(
        (
            (f"Conv2D({filters}, {kernel}, padding={padding!r})", 4),
            (f"Conv2D({filters}, {kernel}, strides={strides}, activation='relu')", 4),
            (f"Conv2D({filters}, {kernel}, {strides}, {padding!r}, groups={draw.choice((1, 2, 4))})", 4),
            (f"Conv2D({filters}, 3, dilation_rate={draw.choice((1, 2, '(2, 1)'))})", 4),
            (f"DepthwiseConv2D({kernel}, depth_multiplier={draw.choice((1, 2))}, padding={padding!r})", 4),
            (f"SeparableConv2D({filters}, {kernel}, padding={padding!r}, use_bias=False)", 4),
            (
                f"Conv2DTranspose({filters}, 2, strides={draw.choice((1, 2))}, padding={padding!r})",
                4,
            ),
            (f"MaxPooling2D({draw.choice((2, 3, '(2, 1)'))})", 4),
            (f"AveragePooling2D(pool_size=2, strides={draw.choice((1, 2))}, padding={padding!r})", 4),
            (f"MaxPool2D({draw.choice((2, 5))}, padding={padding!r})", 4),
            ("GlobalAveragePooling2D()", 2),
            ("GlobalMaxPool2D(keepdims=True)", 4),
            ("Flatten()", 2),
            (f"UpSampling2D({draw.choice((2, '(1, 3)'))})", 4),
            (f"ZeroPadding2D({draw.choice((1, '(1, 2)', '((0, 1), (2, 0))'))})", 4),
            (f"Cropping2D({draw.choice((1, '(1, 2)', '((0, 1), (2, 0))'))})", 4),
            ("SpatialDropout2D(0.2)", 4),
            (f"Resizing({_size(draw)}, {_size(draw)})", 4),
            (f"CenterCrop({_size(draw)}, {_size(draw)})", 4),
            ("RandomFlip('horizontal')", 4),
            ("RandomRotation(0.1)", 4),
            (f"SpectralNormalization(@Conv2D({filters}, 1))", 4),
            (f"#([@Conv2D({filters}, {kernel}, padding='same'), @ReLU(), @MaxPooling2D(2)])", 4),
            (f"TimeDistributed(@Dense({filters}))" if filters > 1 else "TimeDistributed(@Flatten())", 4),
        )
    )


def _volume(draw: random.Random) -> tuple[str, int]:
    filters = _size(draw)
    return draw.choice(
        (
            (f"Conv3D({filters}, {draw.choice((1, 2, 3))}, padding={draw.choice(('valid', 'same'))!r})", 5),
            (f"MaxPooling3D({draw.choice((1, 2))})", 5),
            ("GlobalAveragePooling3D()", 2),
            ("Flatten()", 2),
            (f"ConvLSTM2D({filters}, {draw.choice((1, 2, 3))}, padding='same')", 4),
            (f"TimeDistributed(@Conv2D({filters}, {draw.choice((1, 3))}))", 5),
            (f"TimeDistributed(#([@Conv2D({filters}, 1), @Flatten()]))", 3),
            ("UpSampling3D(2)", 5),
            ("ZeroPadding3D(1)", 5),
        )
    )
