# --- attributes and methods
from keras import Input, Sequential, layers


class Builder:
    hidden = 8
    kinds = ("relu", "tanh")

    def __init__(self, features, classes=2, **options):
        self.features, self.classes = features, classes
        self.options = options
        self._model = None

    def layer(self, units, index):
        return layers.Dense(units, activation=self.kinds[index % 2], **self.options)

    def build(self):
        model = Sequential([Input((self.features,))])
        for index in range(self.depth()):
            model.add(self.layer(self.hidden * (index + 1), index))
        model.add(layers.Dense(self.classes))
        self._model = model
        return self

    def depth(self):
        return 2

    def get(self):
        return self._model


class Deep(Builder):
    hidden = 4

    def depth(self):
        return super().depth() + 1


Builder(5).build().get().summary()
Deep(5, classes=3, use_bias=False).build().get().summary()
deep = Deep(2)
deep.hidden = 6
deep.build()._model.summary()
Builder.hidden = 9
Builder(3).build().get().summary()

# --- properties, class methods and static methods
from keras import Input, Sequential, layers


class Net:
    count = 0

    def __init__(self, size):
        self._size = size
        Net.count += 1

    @property
    def size(self):
        return self._size * 2

    @size.setter
    def size(self, value):
        self._size = value + 1

    @classmethod
    def small(cls):
        return cls(2)

    @staticmethod
    def head(n):
        return layers.Dense(n)

    @property
    def model(self):
        return Sequential([Input((self.size,)), self.head(3), Net.head(4), layers.Dense(self.count)])


Net(5).model.summary()
net = Net.small()
net.size = 9
net.model.summary()

# --- inheritance, mixins and super
from keras import Input, Sequential, layers


class Base:
    def __init__(self, units=4):
        self.units = units

    def members(self):
        return [layers.Dense(self.units)]


class DropoutMixin:
    def members(self):
        return super().members() + [layers.Dropout(0.5)]


class NormMixin:
    def members(self):
        return [layers.BatchNormalization(), *super().members()]


class Model(NormMixin, DropoutMixin, Base):
    def __init__(self):
        super().__init__(units=6)
        self.extra = 2

    def members(self):
        return super(Model, self).members() + [layers.Dense(self.extra)]


Sequential([Input((3,)), *Model().members()]).summary()
print(isinstance(Model(), Base), issubclass(Model, DropoutMixin))

# --- a diamond
from keras import Input, Sequential, layers


class Root:
    def sizes(self):
        return [1]


class Left(Root):
    def sizes(self):
        return [2] + super().sizes()


class Right(Root):
    def sizes(self):
        return [3] + super().sizes()


class Both(Left, Right):
    def sizes(self):
        return [4] + super().sizes()


Sequential([Input((2,))] + [layers.Dense(n) for n in Both().sizes()]).summary()

# --- abstract classes
from abc import ABC, abstractmethod

from keras import Input, Sequential, layers


class Template(ABC):
    def __init__(self, size):
        self.size = size

    @abstractmethod
    def hidden(self):
        raise NotImplementedError

    @property
    @abstractmethod
    def classes(self): ...

    def build(self):
        return Sequential([Input((self.size,)), *self.hidden(), layers.Dense(self.classes)])


class Wide(Template):
    classes = 3

    def hidden(self):
        return [layers.Dense(64)]


Wide(7).build().summary()

# --- enums
from enum import Enum, IntEnum, auto

from keras import Input, Sequential, layers


class Size(Enum):
    SMALL = 4
    LARGE = 16

    @property
    def doubled(self):
        return self.value * 2


class Depth(IntEnum):
    ONE = 1
    THREE = 3


class Kind(str, Enum):
    MLP = "mlp"
    CNN = "cnn"


class Auto(Enum):
    A = auto()
    B = auto()


kind = Kind("mlp")
model = Sequential([Input((2,)), layers.Dense(Size.SMALL.value), layers.Dense(Size["LARGE"].value)])
model.add(layers.Dense(Size(4).doubled))
model.add(layers.Dense(Depth.THREE + 1))
for _ in range(Depth.ONE):
    model.add(layers.Dense(9))
if kind is Kind.MLP and kind == "mlp" and Size.SMALL != Size.LARGE:
    model.add(layers.Dense(len(Size)))
for size in Size:
    model.add(layers.Dense(size.value, name=size.name.lower()))
model.add(layers.Dense(Auto.B.value))
widths = {Size.SMALL: 5, Size.LARGE: 6}
model.add(layers.Dense(widths[Size.LARGE]))
model.summary()

# --- dataclasses
from dataclasses import asdict, astuple, dataclass, field, fields, replace
from typing import List, Optional

from keras import Input, Sequential, layers


@dataclass
class Config:
    features: int
    hidden: List[int] = field(default_factory=lambda: [8, 4])
    classes: int = 2
    dropout: Optional[float] = None
    total: int = field(init=False, default=0)

    def __post_init__(self):
        self.total = sum(self.hidden)

    def build(self):
        model = Sequential([Input((self.features,))])
        for units in self.hidden:
            model.add(layers.Dense(units))
            if self.dropout:
                model.add(layers.Dropout(self.dropout))
        model.add(layers.Dense(self.total))
        model.add(layers.Dense(self.classes))
        return model


@dataclass
class Wider(Config):
    extra: int = 3


@dataclass
class Point:
    x: int = 1
    y: int = 2


Config(5).build().summary()
config = Config(3, classes=7, dropout=0.1)
config.hidden.append(6)
config.build().summary()
replace(config, hidden=[1], features=2).build().summary()
point = Point(y=5)
options = asdict(point)
Sequential([Input((2,)), layers.Dense(options["y"]), layers.Dense(sum(astuple(point))), layers.Dense(len(fields(point)))]).summary()
print(point == Point(1, 5))

# --- named tuples and namespaces
from collections import namedtuple
from types import SimpleNamespace
from typing import NamedTuple, TypedDict

from keras import Input, Sequential, layers

Spec = namedtuple("Spec", ["units", "activation"])
Other = namedtuple("Other", "a b", defaults=[3])


class Shape(NamedTuple):
    height: int
    width: int = 6
    channels: int = 1


class Options(TypedDict, total=False):
    units: int
    use_bias: bool


shape = Shape(8)
specs = [Spec(4, "relu"), Spec(activation="tanh", units=2)]
model = Sequential([Input(shape), layers.Flatten()])
for units, activation in specs:
    model.add(layers.Dense(units, activation=activation))
for spec in specs:
    model.add(layers.Dense(spec.units))
model.add(layers.Dense(shape.height + shape[1] + len(shape)))
options: Options = {"units": 5, "use_bias": False}
model.add(layers.Dense(**options))
model.add(layers.Dense(**specs[0]._asdict()))
model.add(layers.Dense(specs[0]._replace(units=9).units))
model.add(layers.Dense(Other(1).b))
names = SimpleNamespace(units=3)
names.more = 4
model.add(layers.Dense(names.units + names.more))
model.summary()

# --- attributes by name
from keras import Input, Sequential, layers


class Config:
    units = 4


config = Config()
setattr(config, "depth", 2)
for key, value in {"width": 7, "units": 5}.items():
    setattr(config, key, value)
model = Sequential([Input((3,))])
for name in ("units", "width", "missing"):
    if hasattr(config, name):
        model.add(layers.Dense(getattr(config, name)))
model.add(layers.Dense(getattr(config, "missing", 9)))
config.__dict__.update(late=3)
model.add(layers.Dense(config.late))
model.add(layers.Dense(vars(config)["width"]))
if isinstance(config, Config) and not isinstance(config, dict):
    model.add(layers.Dense(type(config).units))
model.summary()

# --- special methods
from keras import Input, Sequential, layers


class Units:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return Units(self.n + (other.n if isinstance(other, Units) else other))

    def __mul__(self, other):
        return Units(self.n * other)

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n

    def __int__(self):
        return self.n

    def __str__(self):
        return f"units_{self.n}"

    def __bool__(self):
        return self.n > 0

    def __getitem__(self, index):
        return self.n + index

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        return False


units = Units(2) + Units(3) * 2
model = Sequential([Input((2,)), layers.Dense((units + 1).n), layers.Dense(int(units)), layers.Dense(units[4], name=str(units))])
if units == Units(8) and Units(1) < units:
    model.add(layers.Dense(5))
with Units(6) as entered:
    model.add(layers.Dense(entered.n))
model.summary()

# --- nested classes and class level code
from keras import Input, Sequential, layers


class Config:
    class Model:
        units = 4
        depth = 2

    sizes = [n * 2 for n in range(1, 3)]
    table = dict(zip("ab", (5, 6)))
    total = sum(sizes)


Sequential([Input((Config.Model.depth,)), *[layers.Dense(n) for n in Config.sizes], layers.Dense(Config.table["b"]),
            layers.Dense(Config.total), layers.Dense(Config.Model.units)]).summary()

# --- objects that hold each other
from keras import Input, Sequential, layers


class Node:
    def __init__(self, units, child=None):
        self.units, self.child = units, child
        self.parent = None
        if child is not None:
            child.parent = self

    def walk(self):
        yield self.units
        if self.child is not None:
            yield from self.child.walk()


tree = Node(8, Node(4, Node(2)))
Sequential([Input((3,)), *[layers.Dense(n) for n in tree.walk()], layers.Dense(tree.child.parent.units)]).summary()

# --- a registry of classes
from keras import Input, Sequential, layers

REGISTRY = {}


def register(cls):
    REGISTRY[cls.__name__.lower()] = cls
    return cls


@register
class Mlp:
    units = 5

    def __call__(self, n):
        return Sequential([Input((n,)), layers.Dense(self.units)])


@register
class Cnn(Mlp):
    units = 7


REGISTRY["cnn"]()(3).summary()
print(sorted(REGISTRY))

# --- init subclass
from keras import Input, Sequential, layers


class Plugin:
    known = {}

    def __init_subclass__(cls, name=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.known[name or cls.__name__] = cls


class A(Plugin, name="first"):
    units = 3


class B(Plugin):
    units = 4


Sequential([Input((2,)), layers.Dense(Plugin.known["first"].units), layers.Dense(Plugin.known["B"].units)]).summary()

# --- cached properties and slots
from functools import cached_property

from keras import Input, Sequential, layers


class Lazy:
    __slots__ = ("n", "__dict__")

    def __init__(self, n):
        self.n = n

    @cached_property
    def layer(self):
        return layers.Dense(self.n)


lazy = Lazy(4)
first = lazy.layer
print(first is lazy.layer)
Sequential([Input((2,)), lazy.layer, layers.Dense(1)]).summary()
