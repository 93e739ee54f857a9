"""Random programs with functional models: branches, shared layers, masks, operators and `keras.ops`, some broken."""

from __future__ import annotations

import random

from tests.oracle.functional_steps import STEPS, Program, draw_input


def program(draw: random.Random) -> Program:
    """Draw a program: one to three inputs, four to fourteen steps, a model, sometimes a model made of it."""
    made = Program(draw, ["import keras", "from keras import layers, ops", "import numpy as np"])
    for _ in range(draw.choice((1, 1, 2, 2, 3))):
        draw_input(made)
    for _ in range(draw.randrange(4, 15)):
        step = draw.choice(STEPS)
        step(made)
    outputs = [name for name, _ in made.tensors if name not in made.inputs]
    if not outputs:
        outputs = [made.make(f"layers.Activation('linear')({made.tensors[-1][0]})", made.tensors[-1][1])] if (
            made.tensors
        ) else [made.make(f"layers.Embedding(9, 3)({made.tokens[-1][0]})", (*made.tokens[-1][1], 3))]  # fmt: skip
    chosen = list(dict.fromkeys([outputs[-1], *(draw.choice(outputs) for _ in range(draw.choice((0, 0, 0, 1, 2))))]))
    ends = chosen[0] if len(chosen) == 1 else _listed(draw, chosen)
    starts = made.inputs[0] if len(made.inputs) == 1 else _listed(draw, made.inputs)
    if len(made.inputs) > 1 and draw.random() < 0.04:
        starts = made.inputs[0]  # what needs the others is disconnected
    made.lines.append(
        f"model = keras.Model({starts}, {ends})" if draw.random() < 0.7 else
        f"model = keras.Model(inputs={starts}, outputs={ends}, name='whole')"
    )  # fmt: skip
    if draw.random() < 0.15:
        index = draw.randrange(1, 5)
        made.lines.append(
            f"model = keras.Model(model.input, model.layers[min({index}, len(model.layers) - 1)].output, name='part')"
        )
    return made


def _listed(draw: random.Random, names: list[str]) -> str:
    joined = ", ".join(names)
    return draw.choice(
        (f"[{joined}]", f"[{joined}]", f"({joined})", "{" + ", ".join(f"'{n}': {n}" for n in names) + "}")
    )
