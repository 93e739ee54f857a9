"""The abstract values that are not Keras objects: constants, containers, data, functions and the unknown.

A `Value` is one of
- a Python constant as itself: None, bool, int, float, complex, str, bytes, Ellipsis;
- a `tuple` of values as itself (tuples cannot change);
- a `Polynomial` or `UnknownDim`: an integer that is symbolic or not known (an unknown integer keeps its bounds);
- one of the classes below or in `keras.py`.

What can change is a `Mutable`: whoever changes one calls `Call.touch` (libraries) or `Heap.touch` (evaluate) first, so
that branches can be undone and joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from param_lsp.message import Message
from param_lsp.shapes import Polynomial, Shape, UnknownDim, UnknownShape
from param_lsp.spans import Place

Value = Any  # the closed set above; Python cannot spell "constants as themselves" more tightly


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be known from the text, with the reason and where it began."""

    reason: Message
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class UnknownText(Unknown):
    """A string whose characters are not known (an f-string with an unknown part)."""


@dataclass(frozen=True, slots=True)
class UnknownMember(Unknown):
    """Some of these layers and models, or none, and it is not known which (`model.layers[:n]`)."""

    among: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several objects (models, layers, functions), depending on a test that is not known."""

    values: tuple[Value, ...]
    reason: Message


@dataclass(frozen=True, slots=True)
class NumpyScalar:
    """A NumPy number: Keras rejects `Dense(np.int64(3))`, so it is kept apart from `int`."""

    value: int | float | bool | complex | Polynomial | UnknownDim
    dtype: str


@dataclass(frozen=True, slots=True)
class Slice:
    """What `a[start:stop:step]` passes to its object."""

    start: Value = None
    stop: Value = None
    step: Value = None


@dataclass(frozen=True, slots=True)
class RangeValue:
    """A `range` with known ends; it is not a list of its members, so that `range(10**9)` costs nothing."""

    start: int
    stop: int
    step: int

    @property
    def members(self) -> range:
        """Give the range itself; its `len` raises where there are more than 2**63 members."""
        return range(self.start, self.stop, self.step)

    @property
    def count(self) -> int:
        """Give the number of members, however many."""
        return max(0, -(-(self.stop - self.start) // self.step))


_serials = count()


def now() -> int:
    """Give a serial number: values made earlier have a smaller one."""
    return next(_serials)


@dataclass(slots=True, eq=False)
class Mutable:
    """A value with identity that can change; its whole state is what `save` gives.

    `serial` orders values by birth, `changed` is the moment of the last announced change.
    """

    serial: int = field(default_factory=now, init=False, repr=False)
    changed: int = field(default=0, init=False, repr=False)

    def save(self) -> Any:
        """Give a shallow copy of the state, to be handed to `restore`."""
        raise NotImplementedError

    def restore(self, state: Any) -> None:
        """Put a saved state back."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class ListValue(Mutable):
    """A list; `unknown` is set when its length or members are not known any more."""

    items: list[Value] = field(default_factory=list)
    unknown: Unknown | None = None

    def save(self) -> tuple[list[Value], Unknown | None]:
        return list(self.items), self.unknown

    def restore(self, state: tuple[list[Value], Unknown | None]) -> None:
        self.items, self.unknown = list(state[0]), state[1]


@dataclass(slots=True, eq=False)
class DictValue(Mutable):
    """A dict whose keys are constants or tuples of them; `unknown` when it holds more than we know.

    With `attributes`, items are also read and written as attributes (argparse namespaces, `wandb.config`, `Bunch`).
    `factory` makes the members of a `defaultdict`.
    """

    items: dict[Value, Value] = field(default_factory=dict)
    unknown: Unknown | None = None
    attributes: bool = False
    factory: Value = None

    def save(self) -> tuple[dict[Value, Value], Unknown | None]:
        return dict(self.items), self.unknown

    def restore(self, state: tuple[dict[Value, Value], Unknown | None]) -> None:
        self.items, self.unknown = dict(state[0]), state[1]


@dataclass(slots=True, eq=False)
class SetValue(Mutable):
    """A set of constants."""

    items: dict[Value, None] = field(default_factory=dict)  # ordered, so that results are stable
    unknown: Unknown | None = None

    def save(self) -> tuple[dict[Value, None], Unknown | None]:
        return dict(self.items), self.unknown

    def restore(self, state: tuple[dict[Value, None], Unknown | None]) -> None:
        self.items, self.unknown = dict(state[0]), state[1]


@dataclass(slots=True, eq=False)
class IteratorValue(Mutable):
    """A generator, or what `zip`, `map` or `iter` gives: members are made when asked for, and given once.

    Arguments:
        source: makes the next member; it belongs to the evaluate room. None for an iterator that is not known.
        made: the members made so far, of which `position` were given.
        unknown: why the next member cannot be told.
    """

    source: Iterator[Value] | None
    made: list[Value] = field(default_factory=list)
    position: int = 0
    unknown: Unknown | None = None

    def save(self) -> tuple[int, Unknown | None]:
        return self.position, self.unknown

    def restore(self, state: tuple[int, Unknown | None]) -> None:
        self.position, self.unknown = state


@dataclass(frozen=True, slots=True)
class Array:
    """A NumPy array or eager tensor: its shape, dtype and what is known of its contents.

    Arguments:
        shape: the dims, never None, or `UnknownShape`.
        dtype: NumPy's name ("float32", "int64", "<U5" as "str", "object"), or None when not known.
        distinct: the number of distinct values, where known (labels of a data set).
        low: the smallest value, where known.
        high: the largest value, where known (`y.max() + 1`).
        items: the members as nested tuples, only for small arrays whose contents stand in the text.
        source: where it came from, in words ("fashion_mnist.load_data()").
        kind: "numpy", "tensor" (tf.Tensor) or "scipy" (sparse).
    """

    shape: Shape | UnknownShape
    dtype: str | None = None
    distinct: int | None = None
    low: int | float | None = None
    high: int | float | None = None
    items: tuple[Any, ...] | None = None
    source: Message | None = None
    kind: str = "numpy"


@dataclass(slots=True, eq=False)
class Frame(Mutable):
    """A pandas DataFrame: its rows and, where known, its columns with dtype and number of distinct values.

    `columns` is None when the names are not known; `width` then may still be.
    """

    rows: int | Polynomial | UnknownDim
    columns: dict[Value, Column] | None
    width: int | Polynomial | UnknownDim
    source: Message | None = None

    def save(self) -> Any:
        return self.rows, None if self.columns is None else dict(self.columns), self.width

    def restore(self, state: Any) -> None:
        self.rows, columns, self.width = state
        self.columns = None if columns is None else dict(columns)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a frame: its dtype, and what is known of its values.

    Arguments:
        distinct: the number of distinct values, missing ones left out.
        missing: whether some values are missing.
    """

    dtype: str | None = None
    distinct: int | None = None
    low: int | float | None = None
    high: int | float | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A pandas Series; `owner` is the frame that it is a column of, which a change in place may change."""

    rows: int | Polynomial | UnknownDim
    column: Column = Column()
    name: Value = None
    source: Message | None = None
    owner: Frame | None = field(default=None, repr=False, compare=False)


@dataclass(slots=True, eq=False)
class LibraryObject(Mutable):
    """An instance of a library's class, e.g. a scaler, a generator, a `tf.data.Dataset`.

    Arguments:
        type: the dotted name of its class ("sklearn.preprocessing.StandardScaler").
        fields: what is known of it; an attribute that is not here is looked up as a method in the libraries room.
    """

    type: str
    fields: dict[str, Value] = field(default_factory=dict)

    def save(self) -> dict[str, Value]:
        return dict(self.fields)

    def restore(self, state: dict[str, Value]) -> None:
        self.fields = dict(state)


@dataclass(frozen=True, slots=True)
class Module:
    """A module or package outside the workspace by its canonical dotted name ("numpy", "keras.layers")."""

    name: str


@dataclass(frozen=True, slots=True)
class LibraryFunction:
    """A function or class that lives outside the workspace, by its canonical dotted name ("numpy.reshape").

    `bound` is the object of a bound method. Whether anybody knows what it does is decided when it is called.
    """

    name: str
    bound: Value = None


@dataclass(frozen=True, slots=True)
class Partial:
    """`functools.partial(function, *arguments, **keywords)`."""

    function: Value
    arguments: tuple[Value, ...]
    keywords: Mapping[str, Value]


@dataclass(slots=True, eq=False)
class Function:
    """A function or lambda of the workspace. `definition` and `closure` belong to the evaluate room."""

    name: str
    definition: Any
    closure: Any
    defaults: tuple[tuple[str, Value], ...] = ()
    owner: ClassValue | None = None  # the class whose body defines it (for super())


@dataclass(frozen=True, slots=True)
class BoundMethod:
    """A function of the workspace bound to an instance or class."""

    function: Value
    instance: Value


@dataclass(slots=True, eq=False)
class ClassValue(Mutable):
    """A class of the workspace. Bases are `ClassValue`s, `LibraryFunction`s or layer classes."""

    name: str
    bases: tuple[Value, ...]
    attributes: dict[str, Value] = field(default_factory=dict)
    place: Place | None = None

    def save(self) -> dict[str, Value]:
        return dict(self.attributes)

    def restore(self, state: dict[str, Value]) -> None:
        self.attributes = dict(state)


@dataclass(slots=True, eq=False)
class Instance(Mutable):
    """An instance of a class of the workspace."""

    of: ClassValue
    attributes: dict[str, Value] = field(default_factory=dict)

    def save(self) -> dict[str, Value]:
        return dict(self.attributes)

    def restore(self, state: dict[str, Value]) -> None:
        self.attributes = dict(state)
