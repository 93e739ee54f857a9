"""No library function raises, whatever it is given: what cannot be followed is unknown."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from param_lsp.libraries import (
    assign,
    attribute,
    binary,
    canonical,
    describe,
    distinct,
    element,
    find,
    handlers,
    iterate,
    length,
    libraries,
    subscript,
    type_name,
    unary,
)
from param_lsp.message import message
from param_lsp.shapes import UnknownDim, UnknownShape, symbol
from param_lsp.values import (
    Array,
    Column,
    DictValue,
    Frame,
    LibraryFunction,
    LibraryObject,
    ListValue,
    NumpyScalar,
    RangeValue,
    Series,
    SetValue,
    Slice,
    Unknown,
    UnknownText,
    Value,
)
from tests.libraries.double import Double

WHY = message("nobody said")


def loop() -> ListValue:
    """Make a list that holds itself."""
    value = ListValue([1])
    value.items.append(value)
    return value


MAKERS: tuple[Callable[[], Value], ...] = (
    lambda: None, lambda: True, lambda: False, lambda: 0, lambda: 1, lambda: -1, lambda: 5, lambda: 10**40,
    lambda: 0.2, lambda: 1.5,
    lambda: float("inf"), lambda: float("nan"), lambda: "a", lambda: "float32", lambda: "columns", lambda: "",
    lambda: 1j, lambda: b"x",
    lambda: (), lambda: (2, 3), lambda: (0, -1), lambda: (None, 3), lambda: ("a", "b"), lambda: ((1, 2), (3, 4)),
    lambda: ListValue([]), lambda: ListValue([1, 2, 3]), lambda: ListValue(["a", "b"]), lambda: ListValue([True,
    False]),
    lambda: ListValue([], Unknown(WHY)), lambda: ListValue([Unknown(WHY)]), lambda: ListValue([ListValue([1]),
    ListValue([1, 2])]),
    lambda: ListValue([Array((2, 3)), Array((2, 3))]), loop, lambda: DictValue({"a": 1, "b": ListValue([1, 2])}),
    lambda: DictValue({}, Unknown(WHY)), lambda: SetValue({1: None}), lambda: RangeValue(0, 5, 1),
    lambda: RangeValue(0, 10**12, 1),
    Slice, lambda: Slice(None, -1), lambda: Slice(0, 2.5), lambda: Ellipsis, lambda: Unknown(WHY),
    lambda: UnknownText(WHY),
    lambda: UnknownDim(WHY), lambda: UnknownDim(WHY, 0, 3), lambda: symbol("n"), lambda: symbol("n") * 2 + 1,
    lambda: NumpyScalar(3, "int64"), lambda: NumpyScalar(0.5, "float64"), lambda: NumpyScalar(UnknownDim(WHY), "int64"),
    lambda: Array((), "float64"), lambda: Array((4,), "int64", 3, 0, 2), lambda: Array((3,), "str"),
    lambda: Array((4, 5), "float32"),
    lambda: Array((UnknownDim(WHY), 5)), lambda: Array((symbol("n"), 28, 28), "uint8"),
    lambda: Array(UnknownShape(WHY)),
    lambda: Array((2, 2), "int64", 2, 0, 1, ((0, 1), (1, 0))), lambda: Array((3,), "bool", items=(True, False, True)),
    lambda: Array((0,), "float64", items=()), lambda: Array((2,), "object", items=("a", "b"), kind="index"),
    lambda: Array((10**9, 10**9), "float64"), lambda: Frame(5, {"a": Column("int64", 3, 0, 2), "b": Column("object",
    2)}, 2),
    lambda: Frame(UnknownDim(WHY), None, UnknownDim(WHY)), lambda: Frame(0, {}, 0), lambda: Series(5,
    Column("bool"), "a"),
    lambda: Series(UnknownDim(WHY)), lambda: LibraryFunction("numpy.float32"), lambda: LibraryFunction("builtins.int"),
    lambda: LibraryObject("tensorflow.data.Dataset", {"__element__": (Array((2,)), Array(())), "__len__": 5}),
    lambda: LibraryObject("numpy.dtype", {"name": "int64"}), lambda: LibraryObject("builtins.list", {"__len__": 3}),
    lambda: print,
)  # fmt: skip
FUNCTIONS = sorted({name for library in libraries() for name in handlers(library)})


def owner(name: str, dice: random.Random) -> Value:
    """Give an object that has the method, as evaluate would: what the class's constructor makes."""
    kind = name.rpartition(".")[0]
    known = {
        "numpy.ndarray": lambda: Array((4, 5), "float32"), "pandas.DataFrame": lambda: Frame(5,
        {"a": Column("int64")}, 1),
        "pandas.Series": lambda: Series(5, Column("int64", 3, 0, 2)), "tensorflow.Tensor": lambda: Array((4,),
        kind="tensor"),
        "pandas.Index": lambda: Array((1,), "object", items=("a",), kind="index"),
        "tensorflow.data.Dataset": lambda: LibraryObject("tensorflow.data.Dataset", {"__element__": Array((2,)),
        "__len__": 5}),
        "pandas.iloc": lambda: LibraryObject("pandas.iloc", {"_data": Frame(5, {"a": Column()}, 1)}),
    }  # fmt: skip
    if kind in known:
        return known[kind]()
    constructor = find(kind)
    if constructor is None or not kind.rpartition(".")[2][:1].isupper():
        return None
    made = constructor.call(Double(), (), {})
    return made if isinstance(made, LibraryObject) else dice.choice(MAKERS)()


@pytest.mark.parametrize("seed", range(2))
def test_no_function_raises(seed: int) -> None:
    """Every function, with arguments of every kind in every place."""
    dice = random.Random(seed)
    for name in FUNCTIONS:
        handler = find(name)
        assert handler is not None, name
        words = [word.strip(" *").split("=")[0].split(":")[0] for word in handler.signature.split(",")]
        for _ in range(8):
            bound = owner(name, dice)
            arguments = [dice.choice(MAKERS)() for _ in range(dice.randrange(4))]
            keywords = {word: dice.choice(MAKERS)() for word in words if word.isidentifier() and dice.random() < 0.15}
            call = Double(files={"a": "x,y\n1,2\n"}, tree={"a": ("cat", "dog")})
            try:
                result = handler.call(call, arguments, keywords, bound)
                describe(result)
                get_all(result)
            except Exception as problem:
                raise AssertionError(f"{name}{tuple(arguments)!r} {keywords!r} of {bound!r}") from problem


def get_all(value: Any) -> None:
    """Ask every question of a value."""
    for name in ("shape", "dtype", "size", "columns", "values", "T", "n"):
        attribute(value, name, Double())
    length(value)
    distinct(value)
    element(value, Double())
    type_name(value)


@pytest.mark.parametrize("seed", range(1))
def test_no_question_raises(seed: int) -> None:
    """Attributes, subscripts and operators of every pair of values."""
    dice = random.Random(seed)
    call = Double()
    for make in MAKERS:
        get_all(make())
        iterate(make(), call)
        for sign in ("-", "+", "~", "not"):
            unary(sign, make(), call)
        for other in MAKERS:
            for index in (other(), (other(), dice.choice(MAKERS)()), (Slice(), other())):
                subscript(make(), index, call)
                assign(make(), index, dice.choice(MAKERS)(), call)
            binary(dice.choice(("+", "-", "*", "/", "//", "%", "**", "@", "==", "<", "&", "in")), make(), other(), call)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_names_are_canonical(name: str) -> None:
    """A function is declared under the name that other spellings lead to."""
    assert canonical(name) == name
