"""What a random functional program is made of: a program while it is drawn, and the steps that add lines to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

Shape = tuple[int | None, ...]

LENGTHS, WIDTHS, SIDES = (4, 6), (4, 8), (6, 8)
SAME_SHAPE = ("relu", "sigmoid", "softmax", "tanh", "gelu", "silu", "exp", "abs", "square", "log_softmax", "negative")


@dataclass
class Program:
    """A program while it is drawn: its lines, and the tensors so far with their shapes (without the batch axis)."""

    draw: random.Random
    lines: list[str] = field(default_factory=list)
    tensors: list[tuple[str, Shape]] = field(default_factory=list)
    tokens: list[tuple[str, Shape]] = field(default_factory=list)  # whole numbers, for Embedding
    inputs: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def text(self) -> str:
        """Give the program; it binds `model`."""
        return "\n".join(self.lines) + "\n"

    def name(self, stem: str = "t") -> str:
        """Give a new variable."""
        self.count += 1
        return f"{stem}{self.count}"

    def make(self, expression: str, shape: Shape) -> str:
        """Bind a tensor that an expression gives."""
        name = self.name()
        self.lines.append(f"{name} = {expression}")
        self.tensors.append((name, shape))
        return name

    def pick(self, rank: int | None = None, like: Shape | None = None) -> tuple[str, Shape] | None:
        """Choose a tensor, mostly one of the last, of a rank or a shape; now and then one that does not fit."""
        if like is not None and self.draw.random() < 0.985:
            fitting = [each for each in self.tensors if each[1] == like]
        else:
            fitting = [each for each in self.tensors if rank is None or len(each[1]) == rank]
        if not fitting:
            return None
        return self.draw.choice(fitting[-6:])


def draw_input(made: Program) -> None:
    draw, name = made.draw, made.name("i")
    shape: Shape = draw.choice(
        ((draw.choice(WIDTHS),), (draw.choice(LENGTHS), draw.choice(WIDTHS)), (draw.choice(LENGTHS),),
         (None, draw.choice(WIDTHS)), (6, 6, 3), (8, 8, 4), (None,))
    )  # fmt: skip
    tokens = len(shape) == 1 and (draw.random() < 0.6 or shape == (None,))
    named = f", name='{name}'" if draw.random() < 0.3 else ""
    kind = ", dtype='int32'" if tokens and draw.random() < 0.5 else ""
    made.lines.append(f"{name} = keras.Input({shape}{kind}{named})")
    made.inputs.append(name)
    (made.tokens if tokens else made.tensors).append((name, shape))


def _units(draw: random.Random) -> int:
    return draw.choice((2, 4, 4, 8, 8))


def _embed(made: Program) -> None:
    if not made.tokens:
        return
    (name, shape), width = made.draw.choice(made.tokens), made.draw.choice(WIDTHS)
    masked = made.draw.choice((", mask_zero=True", ", mask_zero=True", ""))
    made.make(f"layers.Embedding({made.draw.choice((20, 50))}, {width}{masked})({name})", (*shape, width))


def _any_layer(made: Program) -> None:
    found = made.pick()
    if found is None:
        return
    name, shape = found
    draw, units = made.draw, _units(made.draw)
    layer = draw.choice(
        (f"Dense({units})", f"Dense({units}, activation='relu')", "Dropout(0.2)", "BatchNormalization()",
         "LayerNormalization()", "Activation('relu')", "ReLU()", "LeakyReLU()", "GaussianNoise(0.1)", "Identity()",
         "UnitNormalization()", "Softmax()", "PReLU()", "Rescaling(0.5)", "Masking()", "SpatialDropout1D(0.1)",
         "ActivityRegularization(0.1)", "Lambda(lambda z: z * 2.0 + 1.0)", "Lambda(lambda z: ops.exp(-z))",
         "Flatten()")
    )  # fmt: skip
    if "None" in str(shape) and layer in ("Flatten()", "PReLU()"):
        return
    if len(shape) != 2 and layer == "SpatialDropout1D(0.1)" and draw.random() < 0.95:
        return
    if len(shape) < 2 and layer == "Masking()":
        return
    after: Shape = (*shape[:-1], units) if layer.startswith("Dense") else shape
    if layer == "Flatten()":
        total = 1
        for size in shape:
            total *= size or 1
        after = (total,)
    made.make(f"layers.{layer}({name})", after)


def _sequence_layer(made: Program) -> None:
    found = made.pick(2)
    if found is None:
        return
    name, shape = found
    draw, units = made.draw, _units(made.draw)
    length, width = shape
    kind = draw.choice(("LSTM", "GRU", "SimpleRNN"))
    text, after = draw.choice(
        (
            (f"{kind}({units})", (units,)),
            (f"{kind}({units}, return_sequences=True)", (length, units)),
            (f"Bidirectional(layers.{kind}({units}))", (2 * units,)),
            (f"Bidirectional(layers.{kind}({units}, return_sequences=True))", (length, 2 * units)),
            (f"Bidirectional(layers.{kind}({units}, return_sequences=True), merge_mode='sum')", (length, units)),
            (f"TimeDistributed(layers.Dense({units}))", (length, units)),
            (f"Conv1D({units}, 3, padding='same')", (length, units)),
            (f"Conv1D({units}, 1, activation='relu')", (length, units)),
            ("GlobalAveragePooling1D()", (width,)),
            ("GlobalAveragePooling1D()", (width,)),
            ("GlobalMaxPooling1D()", (width,)),
            ("GlobalAveragePooling1D(keepdims=True)", (1, width)),
            (f"RNN(layers.{kind}Cell({units}), return_sequences=True)", (length, units)),
            ("Permute((2, 1))", (width, length)),
            (f"EinsumDense('abc,cd->abd', output_shape=(None, {units}))", (length, units)),
        )
    )
    made.make(f"layers.{text}({name})", after)


def _states(made: Program) -> None:
    found = made.pick(2)
    if found is None:
        return
    draw, units = made.draw, _units(made.draw)
    kind = draw.choice(("LSTM", "GRU"))
    states = ["h", "c"] if kind == "LSTM" else ["h"]
    names = [made.name(state) for state in states]
    sequence, end = draw.choice((("", False), (", return_sequences=True", True)))
    output = made.name("o")
    made.lines.append(f"{output}, {', '.join(names)} = layers.{kind}({units}{sequence}, return_state=True)({found[0]})")
    made.tensors.append((output, (found[1][0], units) if end else (units,)))
    made.tensors += [(name, (units,)) for name in names]
    other = made.pick(2)
    if other is not None and draw.random() < 0.7:
        width = units if draw.random() < 0.97 else units + 1
        more = draw.choice(("", ", return_sequences=True"))
        state = f"[{', '.join(names)}]" if len(names) > 1 or draw.random() < 0.5 else names[0]
        made.make(
            f"layers.{kind}({width}{more})({other[0]}, initial_state={state})",
            (other[1][0], width) if more else (width,),
        )


def _image_layer(made: Program) -> None:
    found = made.pick(3)
    if found is None:
        return
    name, (height, width, channels) = found
    draw, filters = made.draw, _units(made.draw)
    half = (None if height is None else height // 2, None if width is None else width // 2)
    text, after = draw.choice(
        (
            (f"Conv2D({filters}, 3, padding='same')", (height, width, filters)),
            (f"Conv2D({filters}, 3, padding='same', activation='relu')", (height, width, filters)),
            (f"Conv2D({filters}, 1)", (height, width, filters)),
            ("MaxPooling2D(2)", (*half, channels)),
            (f"Conv2DTranspose({filters}, 2, strides=1, padding='same')", (height, width, filters)),
            ("DepthwiseConv2D(3, padding='same')", (height, width, channels)),
            ("GlobalAveragePooling2D()", (channels,)),
            ("UpSampling2D(2)", (height and height * 2, width and width * 2, channels)),
            ("ZeroPadding2D(1)", (height and height + 2, width and width + 2, channels)),
        )
    )
    made.make(f"layers.{text}({name})", after)


def _merge(made: Program) -> None:
    one = made.pick()
    other = made.pick(like=one[1]) if one else None
    if one is None or other is None:
        return
    draw = made.draw
    kind = draw.choice(("Add", "Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract"))
    pair = f"[{one[0]}, {other[0]}]"
    made.make(
        draw.choice((f"layers.{kind}()({pair})", f"layers.{kind.lower()}({pair})", f"layers.{kind}()({pair})")), one[1]
    )


def _concatenate(made: Program) -> None:
    one = made.pick()
    if one is None:
        return
    alike = [each for each in made.tensors if each[1][:-1] == one[1][:-1]]
    others = [made.draw.choice(alike) for _ in range(made.draw.choice((1, 1, 2)))]
    names, width = ", ".join(each[0] for each in (one, *others)), sum(each[1][-1] or 0 for each in (one, *others))
    if any(each[1][-1] is None for each in (one, *others)):
        return
    text = made.draw.choice((f"layers.Concatenate()([{names}])", f"layers.concatenate([{names}], axis=-1)",
                             f"ops.concatenate([{names}], axis=-1)"))  # fmt: skip
    made.make(text, (*one[1][:-1], width))


def _operator(made: Program) -> None:
    one = made.pick()
    if one is None:
        return
    draw, (name, shape) = made.draw, one
    if draw.random() < 0.45:
        other = made.pick(like=shape)
        if other is not None:
            made.make(f"{name} {draw.choice('+-*/')} {other[0]}", shape)
        return
    made.make(
        draw.choice((f"{name} * 2", f"{name} - 1", f"1.0 - {name}", f"-{name}", f"{name} / 3.0", f"2 / ({name} + 1)",
                     f"{name} ** 2", f"0.5 * {name} + 0.5")), shape
    )  # fmt: skip


def _index(made: Program) -> None:
    one = made.pick(made.draw.choice((2, 2, 3)))
    if one is None:
        return
    name, shape = one
    rest = shape[1:]
    text, after = made.draw.choice(
        ((f"{name}[:, -1]", rest), (f"{name}[:, 0]", rest), (f"{name}[..., 0]", shape[:-1]),
         (f"{name}[:, 1:3]", (2 if shape[0] is not None else None, *rest)),
         (f"{name}[:, :, :2]", (shape[0], 2, *shape[2:])), (f"{name}[..., None]", (*shape, 1)),
         (f"{name}[:, 0, :]", rest))
    )  # fmt: skip
    made.make(text, after)


def _ops(made: Program) -> None:
    one = made.pick()
    if one is None:
        return
    draw, (name, shape) = made.draw, one
    whole = [size for size in shape if size is not None]
    total = 1
    for size in whole:
        total *= size
    choices: list[tuple[str, Shape]] = [
        (f"ops.mean({name}, axis=-1)", shape[:-1]),
        (f"ops.sum({name}, axis=-1, keepdims=True)", (*shape[:-1], 1)),
        (f"ops.max({name}, axis=1)", shape[1:]),
        (f"ops.expand_dims({name}, -1)", (*shape, 1)),
        (f"ops.expand_dims({name}, axis=1)", (1, *shape)),
        (f"ops.{draw.choice(SAME_SHAPE)}({name})", shape),
        (f"ops.maximum({name}, 0.0)", shape),
        (f"ops.multiply({name}, 2.0)", shape),
        (f"ops.stack([{name}, {name}], axis=1)", (2, *shape)),
        (f"ops.cast({name}, 'float32')", shape),
        (f"ops.clip({name}, 0, 1)", shape),
        (f"ops.norm({name}, axis=-1)", shape[:-1]),
        (f"ops.zeros_like({name})", shape),
        (f"keras.activations.{draw.choice(('relu', 'softmax', 'gelu', 'sigmoid'))}({name})", shape),
    ]
    if len(whole) == len(shape):
        choices.append((f"ops.reshape({name}, (-1, {total}))", (total,)))
    if len(shape) == 2:
        choices += [
            (f"ops.transpose({name}, (0, 2, 1))", (shape[1], shape[0])),
            (f"ops.swapaxes({name}, 1, 2)", (shape[1], shape[0])),
            (f"ops.matmul({name}, ops.transpose({name}, (0, 2, 1)))", (shape[0], shape[0])),
            (f"ops.einsum('bij,bkj->bik', {name}, {name})", (shape[0], shape[0])),
        ]
    if shape and shape[-1] == 1:
        choices.append((f"ops.squeeze({name}, axis=-1)", shape[:-1]))
    text, after = draw.choice(choices)
    if after:
        made.make(text, after)


def _attention(made: Program) -> None:
    query = made.pick(2)
    value = made.pick(2) if made.draw.random() < 0.5 else query
    if query is None or value is None:
        return
    draw = made.draw
    if draw.random() < 0.3:
        if query[1][-1] == value[1][-1]:
            kind = draw.choice(("Attention", "AdditiveAttention"))
            made.make(f"layers.{kind}()([{query[0]}, {value[0]}])", (query[1][0], value[1][-1]))
        return
    layer = f"layers.MultiHeadAttention({draw.choice((1, 2))}, {draw.choice((2, 4))})"
    if draw.random() < 0.25:
        output, scores = made.name(), made.name("s")
        made.lines.append(f"{output}, {scores} = {layer}({query[0]}, {value[0]}, return_attention_scores=True)")
        made.tensors.append((output, query[1]))
        return
    one, other = query[0], value[0]
    call = draw.choice((f"({one}, {other})", f"(query={one}, value={other}, key={other})",
                        f"({one}, {other}, use_causal_mask=True)", f"({one}, {other}, {other})"))  # fmt: skip
    made.make(layer + call, query[1])


def _shared(made: Program) -> None:
    one = made.pick()
    other = made.pick(like=one[1]) if one else None
    if one is None or other is None:
        return
    layer = made.name("shared")
    made.lines.append(f"{layer} = layers.{made.draw.choice(('Dense(4)', 'Dense(8)', 'Dropout(0.1)', 'Softmax()'))}")
    width = 4 if "Dense(4)" in made.lines[-1] else 8 if "Dense(8)" in made.lines[-1] else one[1][-1]
    for name, shape in (one, other):
        made.make(f"{layer}({name})", (*shape[:-1], width))


def _nested(made: Program) -> None:
    one = made.pick()
    if one is None:
        return
    draw, (name, shape) = made.draw, one
    units, block = _units(draw), made.name("block")
    style = draw.randrange(4)
    if style == 0:
        made.lines.append(f"{block} = keras.Sequential([layers.Dense({units}), layers.Dropout(0.1)])")
    elif style == 1:
        made.lines.append(f"{block} = keras.Sequential([layers.Dense(4), layers.Dense({units})], name='{block}')")
    elif style == 2:
        made.lines += [
            f"{block}_in = keras.Input({shape})",
            f"{block} = keras.Model({block}_in, layers.Dense({units})({block}_in) * 2)",
        ]
    else:
        made.lines += [
            f"{block} = keras.Sequential([keras.Input({shape}), layers.Dense({units}), layers.ReLU()])",
            f"{block} = keras.Model({block}.inputs, {block}.layers[0].output)",
        ]
    made.make(f"{block}({name})", (*shape[:-1], units))
    if draw.random() < 0.3:
        again = made.pick(like=shape)
        if again is not None:
            made.make(f"{block}({again[0]})", (*shape[:-1], units))


def _part(made: Program) -> None:
    if len(made.inputs) != 1 or not made.tensors or made.tensors[-1][0] in made.inputs:
        return
    name, shape = made.tensors[-1]
    part = made.name("part")
    made.lines.append(f"{part} = keras.Model({made.inputs[0]}, {name})")
    made.make(f"{part}({made.inputs[0]})", shape)


def _token_sequence(made: Program) -> None:
    """A masked embedding that goes through a few layers and into one that uses masks."""
    if not made.tokens:
        return
    _embed(made)
    for _ in range(made.draw.randrange(3)):
        name, shape = made.tensors[-1]
        layer = made.draw.choice(("Dropout(0.1)", f"Dense({shape[-1]})", "LayerNormalization()", "Activation('tanh')"))
        made.make(f"layers.{layer}({name})", shape)
    _sequence_layer(made)


STEPS: tuple[Callable[[Program], None], ...] = (
    _embed, _any_layer, _any_layer, _any_layer, _sequence_layer, _sequence_layer, _states, _image_layer, _image_layer,
    _merge, _merge, _concatenate, _operator, _operator, _index, _ops, _ops, _attention, _shared, _nested, _part,
    _token_sequence,
)  # fmt: skip
