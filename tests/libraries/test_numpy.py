"""NumPy itself says what its functions give; ours may know less, never something else."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

np = pytest.importorskip("numpy")
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from param_lsp.shapes import UnknownDim, UnknownShape  # noqa: E402
from param_lsp.values import Array, NumpyScalar, Slice, Unknown, Value  # noqa: E402
from tests.libraries.agreement import disagreement, listed, ours  # noqa: E402
from tests.libraries.double import get, item, method, operate, run  # noqa: E402

DTYPES = ("int64", "int32", "uint8", "float32", "float64", "bool", "int8", "uint16", "float16")
relaxed = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def arrays(draw: st.DrawFn, min_rank: int = 0, max_rank: int = 4, dtypes: tuple[str, ...] = DTYPES) -> Any:
    """Draw an array with few members and few distinct values."""
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=min_rank, max_size=max_rank)))
    seed = draw(st.integers(0, 50))
    return np.random.default_rng(seed).integers(0, 7, shape).astype(draw(st.sampled_from(dtypes)))


def decided(value: Value) -> bool:
    """Tell whether the shape is known altogether."""
    if isinstance(value, Unknown):
        return False
    if isinstance(value, Array):
        return not isinstance(value.shape, UnknownShape) and not any(isinstance(dim, UnknownDim) for dim in value.shape)
    return True


def hold(real: Callable[[], Any], mine: Callable[[], Value], *, must: bool = True) -> None:
    """Compare; where NumPy raises, nothing may be said."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = real()
        except (ValueError, IndexError, TypeError, ZeroDivisionError, OverflowError):
            expected = None
    value = mine()
    if expected is None:
        assert isinstance(value, Unknown) or (isinstance(value, Array) and isinstance(value.shape, UnknownShape)), value
        return
    wrong = disagreement(value, expected)
    assert wrong is None, wrong
    assert decided(value) or not must, value


@relaxed
@given(arrays(max_rank=3), st.lists(st.integers(-1, 6), min_size=1, max_size=4))
def test_reshape(real: Any, shape: list[int]) -> None:
    hold(lambda: real.reshape(shape), lambda: method(ours(real), "reshape", *shape))
    hold(lambda: np.reshape(real, shape), lambda: run("numpy.reshape", ours(real), tuple(shape)))


@relaxed
@given(arrays(min_rank=1), st.data())
def test_reshape_fitting(real: Any, data: Any) -> None:
    divisors = [size for size in range(1, real.size + 1) if real.size % size == 0]
    first = data.draw(st.sampled_from(divisors))
    hold(lambda: real.reshape(-1, first), lambda: method(ours(real), "reshape", -1, first))
    hold(lambda: real.reshape(first, -1), lambda: method(ours(real), "reshape", (first, -1)))


index_part = st.one_of(
    st.integers(-4, 4),
    st.builds(slice, *(st.none() | st.integers(-5, 5),) * 2, st.none() | st.sampled_from([-2, -1, 1, 2, 3])),
    st.none(),
    st.just(Ellipsis),
    st.lists(st.integers(0, 1), min_size=1, max_size=3),
)


def our_index(part: Any) -> Value:
    return Slice(part.start, part.stop, part.step) if isinstance(part, slice) else listed(part)


@settings(relaxed, max_examples=150)
@given(arrays(min_rank=1), st.lists(index_part, min_size=1, max_size=4))
def test_indexing(real: Any, parts: list[Any]) -> None:
    if sum(part is Ellipsis for part in parts) > 1 or real.dtype.kind == "f":
        return
    hold(
        lambda: real[tuple(parts)],
        lambda: item(ours(real), tuple(our_index(part) for part in parts)),
        must=False,
    )
    hold(lambda: real[tuple(parts)], lambda: item(run("numpy.array", listed(real.tolist())), tuple(map(our_index,
    parts))),
         must=False) if real.dtype == "int64" else None  # fmt: skip


@relaxed
@given(arrays(min_rank=1, max_rank=3), st.integers(0, 6))
def test_masks(real: Any, threshold: int) -> None:
    hold(lambda: real[real > threshold], lambda: item(ours(real), operate(">", ours(real), threshold)), must=False)


OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "//": lambda a, b: a // b, "%": lambda a, b: a % b, "==": lambda a, b: a == b, "<": lambda a, b: a < b,
}  # fmt: skip


@settings(relaxed, max_examples=120)
@given(arrays(), arrays(), st.sampled_from(sorted(OPERATIONS)))
def test_operators(left: Any, right: Any, sign: str) -> None:
    if {left.dtype.kind, right.dtype.kind} == {"b"} and sign == "-":
        return
    hold(lambda: OPERATIONS[sign](left, right), lambda: operate(sign, ours(left), ours(right)))


@settings(relaxed, max_examples=120)
@given(
    arrays(), st.sampled_from([1, 2, 3, 0.5, 255.0, 2.0, 7, True]), st.sampled_from(sorted(OPERATIONS)), st.booleans()
)
def test_operators_with_numbers(real: Any, number: Any, sign: str, flipped: bool) -> None:  # noqa: FBT001
    if real.dtype.kind == "b" and sign == "-":
        return
    if flipped:
        hold(lambda: OPERATIONS[sign](number, real), lambda: operate(sign, number, ours(real)))
    else:
        hold(lambda: OPERATIONS[sign](real, number), lambda: operate(sign, ours(real), number))


REDUCTIONS = ("sum", "mean", "max", "min", "std", "var", "prod", "any", "all", "argmax", "argmin", "median")


@settings(relaxed, max_examples=120)
@given(arrays(min_rank=1), st.sampled_from(REDUCTIONS), st.one_of(st.none(), st.integers(-3, 3)), st.booleans())
def test_reductions(real: Any, name: str, axis: int | None, keepdims: bool) -> None:  # noqa: FBT001
    real_function = getattr(np, name)
    hold(
        lambda: real_function(real, axis=axis, keepdims=keepdims),
        lambda: run(f"numpy.{name}", ours(real), axis=axis, keepdims=keepdims),
        must=False,
    )


UNARY = ("ravel", "transpose", "squeeze", "sqrt", "exp", "floor", "abs", "square", "isnan", "cumsum", "unique",
         "zeros_like", "ones_like", "argsort", "atleast_2d", "copy", "sign", "asarray", "flip", "log1p", "round",
         "tanh")  # fmt: skip


@settings(relaxed, max_examples=120)
@given(arrays(min_rank=1), st.sampled_from(UNARY))
def test_functions_of_one_array(real: Any, name: str) -> None:
    hold(lambda: getattr(np, name)(real), lambda: run(f"numpy.{name}", ours(real)), must=False)
    if real.dtype in ("int64", "float64", "bool"):
        hold(lambda: getattr(np, name)(real.tolist()), lambda: run(f"numpy.{name}", listed(real.tolist())), must=False)


@relaxed
@given(arrays(min_rank=1), st.integers(-4, 4), st.integers(-4, 4))
def test_functions_with_axes(real: Any, first: int, second: int) -> None:
    hold(lambda: np.expand_dims(real, first), lambda: run("numpy.expand_dims", ours(real), first))
    hold(lambda: np.swapaxes(real, first, second), lambda: run("numpy.swapaxes", ours(real), first, second))
    hold(lambda: np.moveaxis(real, first, second), lambda: run("numpy.moveaxis", ours(real), first, second))
    hold(lambda: np.squeeze(real, first), lambda: run("numpy.squeeze", ours(real), first))
    hold(
        lambda: np.repeat(real, abs(second), axis=first),
        lambda: run("numpy.repeat", ours(real), abs(second), axis=first),
    )
    hold(
        lambda: np.take(real, [0, 0, 0], axis=first),
        lambda: run("numpy.take", ours(real), listed([0, 0, 0]), axis=first),
    )
    hold(lambda: np.diff(real.astype(int), axis=first), lambda: run("numpy.diff", ours(real.astype(int)), axis=first))
    hold(lambda: np.tile(real, (abs(first), 2)), lambda: run("numpy.tile", ours(real), (abs(first), 2)))
    hold(lambda: np.delete(real, 0, axis=first), lambda: run("numpy.delete", ours(real), 0, axis=first))
    hold(lambda: np.array_split(real, abs(second), axis=first), lambda: run("numpy.array_split", ours(real),
    abs(second), axis=first),
         must=False)  # fmt: skip


@relaxed
@given(st.data())
def test_joining(data: Any) -> None:
    first = data.draw(arrays(min_rank=1, max_rank=3))
    second = data.draw(st.one_of(arrays(min_rank=1, max_rank=3), st.just(first + first)))
    axis = data.draw(st.integers(-3, 3))
    pair = (ours(first), ours(second))
    hold(lambda: np.concatenate([first, second], axis=axis), lambda: run("numpy.concatenate", pair, axis=axis))
    hold(lambda: np.stack([first, second], axis=axis), lambda: run("numpy.stack", pair, axis=axis))
    for name in ("vstack", "hstack", "dstack", "column_stack"):
        hold(lambda name=name: getattr(np, name)([first, second]), lambda name=name: run(f"numpy.{name}", pair))
    hold(lambda: np.append(first, second), lambda: run("numpy.append", *pair))
    hold(lambda: np.matmul(first, second), lambda: run("numpy.matmul", *pair), must=False)
    hold(
        lambda: np.where(first > 2, first, 1.5),
        lambda: run("numpy.where", operate(">", ours(first), 2), ours(first), 1.5),
        must=False,
    )


numbers = st.one_of(st.integers(-6, 6), st.sampled_from([0.5, 1.5, -2.25]))


@relaxed
@given(numbers, numbers, st.sampled_from([1, 2, -1, 0.5]), st.integers(0, 5))
def test_creation(start: float, stop: float, step: float, count: int) -> None:
    hold(lambda: np.arange(start, stop, step), lambda: run("numpy.arange", start, stop, step))
    hold(lambda: np.arange(start), lambda: run("numpy.arange", start))
    hold(lambda: np.linspace(start, stop, count), lambda: run("numpy.linspace", start, stop, count))
    hold(lambda: np.eye(count), lambda: run("numpy.eye", count))
    hold(lambda: np.zeros((count, 2), "float32"), lambda: run("numpy.zeros", (count, 2), "float32"))
    hold(lambda: np.full((2, count), start), lambda: run("numpy.full", (2, count), start))
    hold(
        lambda: np.eye(4)[np.array([0, 1, 3])], lambda: item(run("numpy.eye", 4), run("numpy.array", listed([0, 1, 3])))
    )
    hold(lambda: np.meshgrid(np.arange(count), np.arange(3)),
         lambda: run("numpy.meshgrid", run("numpy.arange", count), run("numpy.arange", 3)))  # fmt: skip


nested = st.recursive(
    st.one_of(st.integers(-3, 3), st.booleans(), st.floats(-2, 2, width=16)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=8,
)


@settings(relaxed, max_examples=120)
@given(nested)
def test_arrays_of_lists(data: Any) -> None:
    hold(lambda: np.array(data), lambda: run("numpy.array", listed(data)), must=False)


@relaxed
@given(arrays(), st.sampled_from(DTYPES))
def test_astype(real: Any, dtype: str) -> None:
    hold(lambda: real.astype(dtype), lambda: method(ours(real), "astype", dtype))


@relaxed
@given(arrays(min_rank=1))
def test_attributes(real: Any) -> None:
    value = ours(real)
    assert [get(value, name) for name in ("shape", "ndim", "size", "nbytes", "itemsize")] == [
        real.shape, real.ndim, real.size, real.nbytes, real.itemsize,
    ]  # fmt: skip
    assert get(value, "T").shape == real.T.shape


def test_numpy_numbers_stay_apart() -> None:
    """`max() + 1` is a NumPy number of the same type, which wraps where NumPy's does."""
    top = run("numpy.max", ours(np.array([0, 9], "uint8")))
    assert operate("+", top, 1) == NumpyScalar(10, "uint8")
    assert isinstance(operate("+", NumpyScalar(255, "uint8"), 1).value, UnknownDim)
