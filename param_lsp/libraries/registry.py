"""The table of library functions: what each dotted name does, filled by the modules that declare them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module

from param_lsp.libraries.arrays import as_array
from param_lsp.libraries.canonical import canonical
from param_lsp.libraries.signature import Bound, parse_signature
from param_lsp.message import Message
from param_lsp.values import Array, Call, Frame, KerasTensor, LibraryObject, ListValue, NumpyScalar, Series, Value

Body = Callable[[Call, Bound], Value]

# First part of a dotted name -> the modules of this package that declare its functions. They are imported at the first
# question, so that a file without pandas never pays for pandas.
_ARRAYS = (
    "creation", "casting", "manipulation", "joining", "resizing", "reductions", "elementwise", "selection",
    "random", "ndarray", "products", "indexers",
    "keras_utilities", "keras_backend",
)  # fmt: skip
_MODULES: Mapping[str, tuple[str, ...]] = {
    "numpy": _ARRAYS,
    "tensorflow": (*_ARRAYS, "datasets"),
    "keras": (
        *_ARRAYS,
        "keras_identifiers",
        "keras_ops",
        "keras_ops_shapes",
        "keras_ops_windows",
        "keras_datasets",
        "keras_text",
        "keras_images",
    ),
    "pandas": (
        *_ARRAYS,
        "pandas_making",
        "pandas_groups",
        "pandas_rows",
        "pandas_values",
        "pandas_items",
        "pandas_reading",
    ),
    "sklearn": ("sklearn_datasets", "sklearn_generated", "sklearn_split", "sklearn_preprocessing", "sklearn_composed"),
    "scipy": ("sklearn_preprocessing",),
    "tensorflow_datasets": ("tensorflow_datasets",),
    "gym": ("gym",),
    "gymnasium": ("gym",),
    "math": ("standard",),
    "collections": ("standard",),
    "operator": ("standard",),
    "os": ("standard",),
    "posixpath": ("standard",),
    "pathlib": ("standard",),
    "builtins": ("collections_known",),
    "PIL": ("keras_utilities",),
    "einops": ("keras_ops_shapes",),
    "argparse": ("configuration",),
    "keras_tuner": ("configuration",),
    "kerastuner": ("configuration",),
}


@dataclass(frozen=True, slots=True)
class Handler:
    """What calling one dotted name does.

    Arguments:
        name: the canonical dotted name.
        signature: as text; see `Signature`.
        body: makes the value from the bound arguments; it gives `call.unknown(…)` for what it cannot follow.
    """

    name: str
    signature: str
    body: Body

    def call(
        self, call: Call, positional: Sequence[Value], keywords: Mapping[str, Value], bound: Value = None
    ) -> Value:
        """Call the function; `bound` is the object of a method. Arguments that do not bind give unknown."""
        if bound is not None:
            positional = (bound, *positional)
        if any(_is_symbolic(value) for value in (*positional, *keywords.values())):
            return call.unknown("{name}() is applied to a symbolic Keras tensor", name=self.name)
        arguments = parse_signature(self.signature).bind(positional, keywords, self.name)
        if (
            not isinstance(arguments, Message)
            and "self" in arguments.values
            and not _is_method_of(self.name, arguments["self"])
        ):
            return call.unknown("{name}() is called on something that is not known to have it", name=self.name)
        if isinstance(arguments, Message):
            return call.unknown("{name}() cannot be followed: {why}", name=self.name, why=arguments)
        return of_library(self.name, self.body(call, arguments))


def function(names: str, signature: str) -> Callable[[Body], Body]:
    """Declare what one or several dotted names (separated by spaces) do when they are called."""

    def declare(body: Body) -> Body:
        for name in names.split():
            _HANDLERS[name] = Handler(name, signature, body)
        return body

    return declare


def library_class(names: str, signature: str) -> None:
    """Declare classes whose instances only remember their arguments, readable as attributes (scikit-learn's manner)."""
    for name in names.split():

        def construct(_call: Call, arguments: Bound, name: str = name) -> Value:
            return LibraryObject(name, dict(arguments.values))

        _HANDLERS[name] = Handler(name, signature, construct)


def of_library(name: str, value: Value) -> Value:
    """Make a result what its library makes: NumPy's functions give arrays and numbers, those of others tensors."""
    if not name.startswith(("numpy.", "tensorflow.", "keras.ops.", "keras.random.")):
        return value
    kind = "numpy" if name.startswith("numpy.") or name == "keras.ops.convert_to_numpy" else "tensor"
    if isinstance(value, Array):
        return value if value.kind in (kind, "scipy") else replace(value, kind=kind)
    if isinstance(value, NumpyScalar) and kind == "tensor":
        return replace(as_array(value), kind=kind)
    if isinstance(value, tuple) and any(isinstance(member, Array) for member in value):
        return tuple(of_library(name, member) for member in value)
    if isinstance(value, ListValue):
        value.items[:] = [of_library(name, member) for member in value.items]
    return value


@lru_cache(maxsize=4096)
def find(name: str) -> Handler | None:
    """Give what a dotted name does when it is called, or None when nobody here knows."""
    return _find(name) or _find(canonical(name))


def handlers(library: str) -> dict[str, Handler]:
    """Give all functions of one library, e.g. "numpy", by name."""
    _load(library)
    return {name: handler for name, handler in _HANDLERS.items() if name.partition(".")[0] == library}


def libraries() -> tuple[str, ...]:
    """Give the libraries of which something is known."""
    return tuple(_MODULES)


_DATA_CLASSES: Mapping[str, tuple[type, ...]] = {
    "numpy.ndarray": (Array, NumpyScalar),
    "tensorflow.Tensor": (Array,),
    "scipy.sparse.csr_matrix": (Array,),
    "pandas.Index": (Array,),
    "pandas.DataFrame": (Frame,),
    "pandas.Series": (Series,),
}
_LOWER_CLASSES = frozenset(("pandas.iloc", "pandas.loc", "pandas.iat", "pandas.at", "pandas.cat"))
_HANDLERS: dict[str, Handler] = {}


def _find(name: str) -> Handler | None:
    _load(name.partition(".")[0])
    return _HANDLERS.get(name)


@lru_cache(maxsize=256)
def _load(library: str) -> None:
    for module in _MODULES.get(library, ()):
        import_module(f"param_lsp.libraries.{module}")


def _is_method_of(name: str, owner: Value) -> bool:
    """Tell whether a method is called on an object of its class; functions that read a `self` take what they get."""
    kind = name.rpartition(".")[0]
    if kind in _DATA_CLASSES:
        is_index = isinstance(owner, Array) and owner.kind == "index"
        return isinstance(owner, _DATA_CLASSES[kind]) and (is_index or kind != "pandas.Index")
    last = kind.rpartition(".")[2]
    is_class = last[:1].isupper() or kind.startswith("builtins.") or kind in _LOWER_CLASSES
    return not is_class or (isinstance(owner, LibraryObject) and owner.type == kind)


def _is_symbolic(value: Value) -> bool:
    if isinstance(value, KerasTensor):
        return True
    members = value.items if isinstance(value, ListValue) else value if isinstance(value, tuple) else ()
    return any(isinstance(member, KerasTensor) for member in members)
