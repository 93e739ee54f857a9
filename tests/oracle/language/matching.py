# --- mapping patterns
from keras import Input, Sequential, layers

configs = [
    {"type": "dense", "units": 8},
    {"type": "dense", "units": 4, "activation": "relu", "use_bias": False},
    {"type": "dropout"},
    {"type": "dropout", "rate": 0.3},
    {"kind": "norm"},
    {"type": "conv", "size": (3, 2)},
]
model = Sequential([Input((10, 6))])
for config in configs:
    match config:
        case {"type": "dense", "units": units, **rest} if rest:
            rest.pop("type", None)
            model.add(layers.Dense(units, **rest))
        case {"type": "dense", "units": units}:
            model.add(layers.Dense(units + 1))
        case {"type": "dropout", "rate": float(rate) | rate}:
            model.add(layers.Dropout(rate))
        case {"type": "dropout"}:
            model.add(layers.Dropout(0.1))
        case {"type": "conv", "size": (kernel, int(filters))}:
            model.add(layers.Conv1D(filters, kernel))
        case _:
            model.add(layers.LayerNormalization())
model.summary()

# --- class patterns
from collections import namedtuple
from dataclasses import dataclass

from keras import Input, Sequential, layers


@dataclass
class Dense:
    units: int
    activation: str | None = None


@dataclass
class Conv(Dense):
    size: int = 3


class Point:
    __match_args__ = ("x",)

    def __init__(self, x, y):
        self.x, self.y = x, y


Pair = namedtuple("Pair", "a b")


def make(spec):
    match spec:
        case Conv(filters, size=k):
            return layers.Conv1D(filters, k, padding="same")
        case Dense(units, "relu"):
            return layers.Dense(units, activation="relu", use_bias=False)
        case Dense(units=u):
            return layers.Dense(u)
        case Point(0, y=n) | Point(n):
            return layers.Dense(n)
        case int(n) if n > 20:
            return layers.Dense(20)
        case bool() | int():
            return layers.Dense(int(spec) + 1)
        case Pair(a, b):
            return layers.Dense(a * b)
        case str(name):
            return layers.Activation(name)
        case [first, *_, last]:
            return layers.Dense(first + last)
        case [only]:
            return layers.Dense(only)
        case None:
            return layers.Flatten()


specs = [Conv(4), Dense(5, "relu"), Dense(6), Point(0, 3), Point(2, 9), 30, 7, True, Pair(2, 3), "relu", [1, 5, 6], (4,), None]
Sequential([Input((9, 2)), *[make(spec) for spec in specs]]).summary()

# --- sequences, stars and enums
from enum import Enum

from keras import Input, Sequential, layers


class Kind(Enum):
    SMALL = 2
    LARGE = 16


def units(command):
    match command:
        case ["dense", *sizes, Kind.LARGE]:
            return sum(sizes) + 100
        case ["dense", *sizes]:
            return sum(sizes)
        case ("pair", (a, b) as pair):
            return a * b + len(pair)
        case [Kind.SMALL | Kind.LARGE as kind]:
            return kind.value
        case "text":
            return 9
        case [*_] | {}:
            return 1


commands = [("dense", 1, 2), ["dense", 4, Kind.LARGE], ("pair", [3, 4]), [Kind.LARGE], "text", (), {"a": 1}]
Sequential([Input((2,)), *[layers.Dense(units(command)) for command in commands]]).summary()
